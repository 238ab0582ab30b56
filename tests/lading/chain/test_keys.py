"""A chain key lives as long as the title key that signed for it; its user takes it over with both passphrases, or makes another."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from landsea import identity, journal, policy
from landsea.lading.chain.refusals import (
    ChainKeyNotOutlived,
    ChainKeyOutlived,
    NoChainAddress,
    WrongChainPassphrase,
)
from landsea.lading.escrow import Address
from landsea.lading.service import chain as service
from landsea.lading.service.chain.keys import address_of, open_own_key
from tests.lading.world import World, make_world
from tests.support.journals import table_dump
from tests.support.people import PASSPHRASE

NEXT = "synthetic passphrase, the next"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = make_world(f"sqlite:///{tmp_path / 'node.sqlite3'}", tmp_path, also=(policy.PROJECTION,))
    yield made
    made.journal.database.close()


def signs(world: World, passphrase: str) -> Address:
    return world.run(world.buyer, lambda work: open_own_key(work, passphrase)).address


def given_at(world: World) -> Address:
    with world.journal.view(world.shipper.actor) as view:
        return address_of(view, world.buyer.party)


def recover(world: World) -> None:
    asked = world.run(world.buyer, lambda work: identity.request_recovery(work, "Synthetic: others saw the passphrase"))
    world.run(world.operator, lambda work: identity.approve_recovery(work, asked.id))
    world.run(world.buyer, lambda work: identity.create_title_key(work, NEXT))


def test_after_a_recovery_the_old_passphrase_signs_nothing_until_both_open_the_key_again(world: World) -> None:
    made = world.run(world.buyer, lambda work: service.create_key(work, PASSPHRASE))
    with pytest.raises(ChainKeyNotOutlived):
        world.run(world.buyer, lambda work: service.take_over_key(work, PASSPHRASE, PASSPHRASE))
    with pytest.raises(WrongChainPassphrase, match=made.address):
        signs(world, NEXT)
    assert signs(world, PASSPHRASE) == given_at(world) == made.address
    recover(world)
    for passphrase in (PASSPHRASE, NEXT):
        with pytest.raises(ChainKeyOutlived):
            signs(world, passphrase)
    with pytest.raises(NoChainAddress):
        given_at(world)
    for old, now, refused in (
        (PASSPHRASE, PASSPHRASE, identity.WrongPassphrase),
        (NEXT, NEXT, WrongChainPassphrase),
    ):
        with pytest.raises(refused):
            world.run(world.buyer, lambda work, o=old, n=now: service.take_over_key(work, o, n))  # type: ignore[misc]
    taken = world.run(world.buyer, lambda work: service.take_over_key(work, PASSPHRASE, NEXT))
    assert taken == made
    assert signs(world, NEXT) == given_at(world) == made.address
    with pytest.raises(WrongChainPassphrase):
        signs(world, PASSPHRASE)
    before = table_dump(world.journal)
    journal.rebuild(world.journal)
    assert table_dump(world.journal) == before


def test_who_has_lost_the_old_passphrase_makes_a_key_of_another_address(world: World) -> None:
    made = world.run(world.buyer, lambda work: service.create_key(work, PASSPHRASE))
    recover(world)
    with pytest.raises(ChainKeyOutlived):
        world.run(world.buyer, lambda work: service.create_key(work, NEXT))
    other = world.run(world.buyer, lambda work: service.create_key(work, NEXT, new=True))
    assert signs(world, NEXT) == given_at(world) == other.address != made.address
    with pytest.raises(WrongChainPassphrase):
        signs(world, PASSPHRASE)
