"""What a party may sign on a chain, by the state that was last read: never what the contract would refuse."""

from __future__ import annotations

import pytest

from landsea.lading.escrow import NOBODY, Address, Escrow, Place
from landsea.lading.service.chain import Step
from landsea.lading.service.chain.possible import steps_at

OWNER, HOLDER, MINTER, OTHER = (Address("0x" + f"{number:040x}") for number in range(17, 21))
SOLE = Escrow(Place.ESCROW, OWNER, OWNER, active=True)
TWO = Escrow(Place.ESCROW, OWNER, HOLDER, active=True)
NOMINATED = Escrow(Place.ESCROW, OWNER, HOLDER, nominee=OTHER, active=True)
GIVEN = Escrow(Place.ESCROW, OWNER, OWNER, prev_beneficiary=OTHER, prev_holder=OTHER, active=True)
RETURNED = Escrow(Place.REGISTRY, OWNER, OWNER, active=True)
BURNT = Escrow(Place.BURNT, NOBODY, NOBODY)


@pytest.mark.parametrize(
    ("now", "me", "may"),
    [
        (SOLE, OWNER, {Step.TRANSFER, Step.SURRENDER}),
        (SOLE, OTHER, set()),
        (SOLE, MINTER, set()),
        (TWO, HOLDER, {Step.TRANSFER}),
        (TWO, OWNER, {Step.TRANSFER}),
        (NOMINATED, OWNER, {Step.TRANSFER, Step.WITHDRAW}),
        (GIVEN, OWNER, {Step.TRANSFER, Step.SURRENDER, Step.DECLINE}),
        (RETURNED, OWNER, set()),
        (RETURNED, MINTER, {Step.ACCEPT, Step.REJECT}),
        (BURNT, OWNER, set()),
        (BURNT, MINTER, set()),
    ],
)
def test_a_step_is_offered_when_the_contract_would_do_it(now: Escrow, me: Address, may: set[Step]) -> None:
    assert set(steps_at(now, me, MINTER)) == may
