"""The table and the contracts' real bytecode agree: result, revert data to the last byte, events, and the whole state.

`LANDSEA_ESCROW_OPERATIONS=100000` walks further than the suite does (about a minute and a half); `LANDSEA_ESCROW_SEED` starts elsewhere.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace

import pytest

from landsea.lading.chain import abi
from landsea.lading.escrow import (
    Call,
    Escrow,
    EscrowRefusal,
    Event,
    NoTitleEscrow,
    Operation,
    Place,
    Registry,
    RegistryRole,
    decide,
    new_registry,
    replay,
)
from landsea.lading.escrow.table import TABLE, Row
from tests.lading.escrow.bytecode import Contracts
from tests.lading.escrow.walk import ACCOUNTS, DEPLOYER, Walk

OPERATIONS = int(os.environ.get("LANDSEA_ESCROW_OPERATIONS", "5000"))
SEED = int(os.environ.get("LANDSEA_ESCROW_SEED", "20261121"))
PER_WORLD = 1_000
"""Operations on one deployment; then new contracts and a new seed."""


class Pair:
    """Contracts and rules side by side."""

    def __init__(self) -> None:
        self.contracts = Contracts(DEPLOYER)
        self.registry = new_registry(DEPLOYER)
        self.escrows: dict[int, Escrow] = {}
        self.logged: dict[int, list[list[Event]]] = {}
        self.answers: Counter[tuple[Operation, str]] = Counter()

    def step(self, token: int, call: Call) -> None:
        refusal, events = self._decide(token, call)
        reverted, logged = self.contracts.send(call, token)
        assert reverted == self._expected(refusal, call), (call, refusal, reverted)
        assert logged == list(events), call
        assert self.contracts.read_escrow(token) == self.escrows.get(token, Escrow()), call
        if logged:
            self.logged.setdefault(token, []).append(logged)
        self.answers[call.operation, type(refusal).__name__ if refusal else "accepted"] += 1

    def _decide(self, token: int, call: Call) -> tuple[EscrowRefusal | None, tuple[Event, ...]]:
        try:
            after = decide(self.registry, self.escrows.get(token, Escrow()), call)
        except EscrowRefusal as refusal:
            return refusal, ()
        self.registry, self.escrows[token] = after.registry, after.escrow
        return None, after.events

    def _expected(self, refusal: EscrowRefusal | None, call: Call) -> bytes | None:
        if isinstance(refusal, NoTitleEscrow) and not abi.is_at_registry(call.operation):
            return None  # a call to an address without code "succeeds" and does nothing: only the rules can say no
        return abi.encode_error(refusal) if refusal else None

    def require_same_worlds(self) -> None:
        """All tokens ever minted and every role: nothing else has moved."""
        assert self.contracts.read_registry(ACCOUNTS) == _of_accounts(self.registry)
        for token, escrow in self.escrows.items():
            assert self.contracts.read_escrow(token) == escrow

    def require_history_explains_state(self) -> None:
        """From the contracts' logs alone the rules find every call again, and with them the state the contracts are in."""
        for token, transactions in self.logged.items():
            steps, escrow = replay(transactions)
            assert [step.transaction for step in steps] == list(range(len(transactions)))
            assert escrow == self.contracts.read_escrow(token)


def _of_accounts(registry: Registry) -> Registry:
    granted = frozenset(one for one in registry.granted if one[1] in ACCOUNTS)
    return Registry(registry.paused, granted, registry.remark)


def walk_pair(seed: int, operations: int) -> Pair:
    pair, walk = Pair(), Walk(seed)
    for number in range(operations):
        if not any(pair.registry.has(RegistryRole.ADMIN, account) for account in ACCOUNTS):
            break  # the last administrator gave up its role: this world can only be watched
        pair.step(*walk.next(pair.registry, pair.escrows))
        if number % 500 == 499:
            pair.require_same_worlds()
    pair.require_same_worlds()
    pair.require_history_explains_state()
    return pair


def test_rules_and_bytecode_agree_on_random_operations() -> None:
    answers: Counter[tuple[Operation, str]] = Counter()
    seed, places = SEED, Counter[Place]()
    while answers.total() < OPERATIONS:
        pair = walk_pair(seed, min(PER_WORLD, OPERATIONS - answers.total()))
        answers += pair.answers
        places.update(escrow.place for escrow in pair.escrows.values())
        seed += 1
    accepted = sum(count for (_, answer), count in answers.items() if answer == "accepted")
    print(f"\n{answers.total()} operations agree ({accepted} accepted) in {seed - SEED} worlds from seed {SEED}")
    assert accepted > answers.total() // 5
    assert places.keys() >= {Place.ESCROW, Place.REGISTRY, Place.BURNT}
    assert not _never_seen(answers)


def _never_seen(answers: Counter[tuple[Operation, str]]) -> list[str]:
    """Operations never accepted though a party may call them, and refusals of the table that no walk met."""
    closed = {Operation.SHRED, Operation.RECEIVE, Operation.MOVE}
    met = {answer for _, answer in answers}
    never = [one.value for one in Operation if one not in closed and (one, "accepted") not in answers]
    return never + [one.__name__ for one in EscrowRefusal.__subclasses__() if one.__name__ not in met]


def without(operation: Operation, guard: str) -> Row:
    row = TABLE[operation]
    return replace(row, guards=tuple(one for one in row.guards if one.refusal.__name__ != guard))


def with_effect_of(operation: Operation, other: Operation) -> Row:
    return replace(TABLE[operation], effect=TABLE[other].effect)


WRONG = {
    "anybody may burn": without(Operation.BURN, "MissingRegistryRole"),
    "a rejection ignores that one party is both": without(Operation.REJECT_HOLDER, "DualRoleRejectionRequired"),
    "a rejection is possible at any time": without(Operation.REJECT_HOLDER, "InvalidTransferToZeroAddress"),
    "a returned token can be transferred": without(Operation.TRANSFER_HOLDER, "TitleEscrowNotHoldingToken"),
    "guards in another order": replace(TABLE[Operation.RETURN], guards=TABLE[Operation.RETURN].guards[::-1]),
    "restoring burns": with_effect_of(Operation.RESTORE, Operation.BURN),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_rule_is_found_by_the_walk(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = WRONG[what]
    monkeypatch.setitem(TABLE, wrong.operation, wrong)
    with pytest.raises(AssertionError):
        walk_worlds(5)


def walk_worlds(count: int) -> None:
    for seed in range(count):
        walk_pair(SEED + seed, PER_WORLD)
