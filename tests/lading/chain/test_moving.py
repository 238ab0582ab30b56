"""A document on its way to a chain, with crashes, lost connections, dropped transactions and reorganisations: never operative twice.

The carrier below follows the steps of `lading.chain`'s door. It remembers only what it stored; a crash forgets everything else.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

import pytest

from landsea.lading.chain import Anchor, Prepared, Progress, connect
from landsea.lading.chain.refusals import ChainMoved, NonceTaken, NotReplaceable
from landsea.lading.escrow import Call, EscrowRefusal, Operation, Place, RegistryRole
from tests.lading.chain.anvil import require_installed
from tests.lading.chain.world import World, world

TRAVELS = int(os.environ.get("LANDSEA_CHAIN_TRAVELS", "6"))


class Crash(Exception):
    """The carrier's process ends here."""


@dataclass
class Stored:
    """What the carrier's database holds of one document."""

    token: int
    state: str = "leaving"
    mints: list[Prepared] = field(default_factory=list)
    others: list[Prepared] = field(default_factory=list)
    seen: Anchor | None = None


class Carrier:
    """Takes a document to the chain, or back to the log when it is told to give up."""

    def __init__(self, world: World, stored: Stored, chance: random.Random) -> None:
        self.world, self.stored, self.chance = world, stored, chance
        self.registry = connect(world.chain, world.registry.address)

    def work(self, give_up: bool) -> None:
        """One round of the worker. May crash between any two steps."""
        if not self.stored.mints and not give_up:
            self._mint()
        for prepared in (*self.stored.mints, *self.stored.others):
            self._send(prepared)
        if give_up and self.stored.mints:
            self._call_off()
        self._conclude(give_up)

    def _mint(self) -> None:
        parties = (self.world.issuer.address, self.world.anne.address, self.world.anne.address)
        try:
            prepared = self.registry.prepare(Call(Operation.MINT, *parties), self.stored.token, self.world.issuer)
        except EscrowRefusal:
            return
        self._step()
        self.stored.mints.append(prepared)

    def _send(self, prepared: Prepared) -> None:
        self._step()
        with suppress(NonceTaken):
            self.registry.send(prepared)

    def _call_off(self) -> None:
        try:
            nothing = self.registry.replace((self.stored.others or self.stored.mints)[-1], self.world.issuer)
        except NotReplaceable:
            return
        self._step()
        self.stored.others.append(nothing)
        self._send(nothing)

    def _conclude(self, give_up: bool) -> None:
        self._step()
        for mint in self.stored.mints:
            sighting = self.registry.look(mint, self.stored.seen)
            self.stored.seen = sighting.block
            if sighting.progress is Progress.FINAL:
                minted = self.registry.history(self.stored.token).minted
                assert minted is not None
                self.stored.state = "away"
                return
        if (self.stored.mints or give_up) and self.registry.is_called_off(self.stored.token, self.stored.mints):
            self.stored.state = "stayed"

    def _step(self) -> None:
        if self.chance.random() < 0.15:
            raise Crash


@pytest.fixture(scope="module")
def rough() -> Iterator[World]:
    require_installed()
    with world() as one:
        one.anvil.mine(5)
        yield one


def disturb(world: World, chance: random.Random) -> None:
    """Something happens on the chain: a block, nothing, forgotten transactions, or a reorganisation short of finality."""
    what = chance.random()
    if what < 0.6:
        world.anvil.mine()
    elif what < 0.75:
        world.anvil.ask("anvil_dropAllTransactions")
    elif what < 0.9:
        world.anvil.ask("anvil_reorg", chance.randint(1, world.chain.confirmations - 1), [])


def travel(world: World, chance: random.Random) -> Stored:
    """From `leave` until the document is away or stays, and then everything ever signed is sent once more."""
    stored, give_up = Stored(world.new_token()), chance.random() < 0.5
    for round_ in range(200):
        with suppress(Crash, ChainMoved):
            Carrier(world, stored, chance).work(give_up and round_ > 2)
        if stored.state != "leaving":
            break
        disturb(world, chance)
    for prepared in (*stored.mints, *stored.others):
        with suppress(NonceTaken):
            world.registry.send(prepared)
    world.anvil.mine(2 * world.chain.confirmations)
    return stored


def test_a_document_is_in_the_end_operative_in_exactly_one_place(rough: World) -> None:
    ends = []
    for seed in range(TRAVELS):
        stored = travel(rough, random.Random(seed))
        ends.append((stored.state, rough.registry.read(stored.token).escrow.place is Place.ESCROW))
    assert set(ends) == {("away", True), ("stayed", False)}


def test_two_issuers_that_mint_one_token_make_it_once(rough: World) -> None:
    token, issuer, bob = rough.new_token(), rough.issuer, rough.bob
    grant = Call(Operation.GRANT, issuer.address, role=RegistryRole.MINTER, account=bob.address)
    rough.settle(rough.send(grant, token))
    both = [rough.send(Call(Operation.MINT, one.address, one.address, one.address), token) for one in (issuer, bob)]
    rough.anvil.mine(rough.chain.confirmations)
    assert sorted(rough.registry.look(one).progress for one in both) == [Progress.FAILED, Progress.FINAL]
    lost = next(one for one in both if rough.registry.look(one).progress is Progress.FAILED)
    assert not rough.registry.is_called_off(token, [lost]), (
        "the token exists: the other one's document is operative there"
    )
