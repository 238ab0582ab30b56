"""Each leg's operator confirms, declines or rolls it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from landsea import consignment
from landsea.consignment import Capacity, Consignment, LegState, PartyOn, RollLeg, State, state_of
from landsea.consignment.model import refusals
from landsea.journal import Journal, Work
from landsea.kernel import Actor, NotAllowed, NotFound, Role
from tests.consignment.example import (
    CONSIGNEE,
    FORWARDER,
    RAIL,
    SHIPPER,
    STRANGER,
    at,
    book,
    confirm_all,
    read,
)
from tests.support.journals import actor

Do = Callable[[Work], Consignment]
LATER = RollLeg(1, departs=at(4), arrives=at(6), reason="train cancelled", service="X9593")


def do(journal: Journal, by: Actor, act: Do) -> Consignment:
    with journal.work(by) as work:
        return act(work)


def roll(journal: Journal, record: Consignment, command: RollLeg, by: Actor = RAIL) -> Consignment:
    return do(journal, by, lambda work: consignment.roll_leg(work, record.id, command))


def test_without_an_operator_on_the_node_the_forwarder_confirms_with_a_reference(journal: Journal) -> None:
    record = book(journal)
    with pytest.raises(refusals.ReferenceNeeded) as refused:
        do(journal, FORWARDER, lambda work: consignment.confirm_leg(work, record.id, 2))
    assert refused.value.pointer == "/reference"
    record = do(journal, FORWARDER, lambda work: consignment.confirm_leg(work, record.id, 2, "SEA-1"))
    assert (record.booked_legs[1].state, record.booked_legs[1].reference) == (LegState.CONFIRMED, "SEA-1")


def test_a_carrier_answers_for_its_own_legs_only(journal: Journal) -> None:
    record = book(journal, parties=(PartyOn(STRANGER.party, Capacity.CARRIER),))
    other = actor(STRANGER.party, Role.CARRIER)
    for act in (
        lambda work: consignment.confirm_leg(work, record.id, 1, "X"),
        lambda work: consignment.decline_leg(work, record.id, 1, "no"),
        lambda work: consignment.roll_leg(work, record.id, LATER),
    ):
        with pytest.raises(refusals.NotTheOperator):
            do(journal, other, act)
    with pytest.raises(refusals.NotTheOperator):
        do(journal, RAIL, lambda work: consignment.confirm_leg(work, record.id, 2, "X"))
    with pytest.raises(refusals.NotTheOperator):
        do(journal, FORWARDER, lambda work: consignment.confirm_leg(work, record.id, 1, "X"))


@pytest.mark.parametrize("by", [SHIPPER, CONSIGNEE, actor(RAIL.party, Role.VIEWER), actor(FORWARDER.party, Role.BANK)])
def test_other_roles_do_not_answer(light_journal: Journal, by: Actor) -> None:
    record = book(light_journal)
    with pytest.raises(NotAllowed):
        do(light_journal, by, lambda work: consignment.confirm_leg(work, record.id, 1))


def test_shippers_with_the_role_operator_still_do_not_answer_for_legs(light_journal: Journal) -> None:
    record = book(light_journal)
    with pytest.raises(refusals.NotYourPart, match="shipper"):
        do(light_journal, actor(SHIPPER.party), lambda work: consignment.confirm_leg(work, record.id, 1))


def test_a_stranger_finds_nothing(light_journal: Journal) -> None:
    record = book(light_journal)
    with pytest.raises(NotFound):
        do(light_journal, STRANGER, lambda work: consignment.confirm_leg(work, record.id, 1))


def test_there_is_no_third_leg(light_journal: Journal) -> None:
    record = book(light_journal)
    with pytest.raises(refusals.NoSuchLeg, match="1 to 2"):
        do(light_journal, RAIL, lambda work: consignment.confirm_leg(work, record.id, 3))


def test_a_declined_leg_is_rolled_by_the_forwarder_and_asked_for_again(journal: Journal) -> None:
    record = confirm_all(journal, book(journal))
    record = do(journal, RAIL, lambda work: consignment.decline_leg(work, record.id, 1, "no wagons"))
    assert state_of(record) is State.DECLINED
    record = roll(journal, record, LATER, FORWARDER)
    assert record.booked_legs[0].state is LegState.REQUESTED
    assert state_of(record) is State.PART_CONFIRMED
    record = do(journal, RAIL, lambda work: consignment.confirm_leg(work, record.id, 1))
    assert state_of(record) is State.CONFIRMED


def test_an_operator_s_roll_confirms_the_later_departure_and_moves_its_cut_offs(journal: Journal) -> None:
    record = roll(journal, book(journal), LATER)
    booked = record.booked_legs[0]
    assert (booked.state, booked.rolled, booked.reason) == (LegState.CONFIRMED, 1, "train cancelled")
    assert (booked.leg.service, booked.leg.departs) == ("X9593", at(4))
    assert (booked.leg.cargo_cutoff, booked.leg.document_cutoff) == (at(3), at(2.5))


def test_a_cut_off_that_is_given_with_a_roll_is_taken(light_journal: Journal) -> None:
    record = roll(light_journal, book(light_journal), replace(LATER, cargo_cutoff=at(3.9)))
    assert record.legs[0].cargo_cutoff == at(3.9)
    with pytest.raises(refusals.CutoffAfterDeparture):
        roll(light_journal, record, replace(LATER, departs=at(5), arrives=at(6), customs_cutoff=at(5.5)))


def test_a_roll_goes_to_a_later_departure(light_journal: Journal) -> None:
    record = book(light_journal)
    with pytest.raises(refusals.NotLater):
        roll(light_journal, record, replace(LATER, departs=at(3)))


def test_a_roll_that_breaks_the_plan_names_the_later_legs_and_changes_nothing(journal: Journal) -> None:
    record = confirm_all(journal, book(journal))
    late = replace(LATER, departs=at(6), arrives=at(8))
    with pytest.raises(refusals.RollBreaksPlan, match=r"2 \(BBX1 CNQZH, 2026-11-28 01:00 UTC, -1 d\)"):
        roll(journal, record, late)
    assert read(journal, record.id) == record


def test_a_roll_that_breaks_the_plan_knowingly_asks_for_the_broken_legs_again(journal: Journal) -> None:
    record = confirm_all(journal, book(journal))
    record = roll(journal, record, replace(LATER, departs=at(6), arrives=at(8), knowingly=True))
    assert [one.state for one in record.booked_legs] == [LegState.CONFIRMED, LegState.REQUESTED]
    assert record.booked_legs[1].reason == "connection lost"
    with pytest.raises(refusals.UnconfirmedBooking, match=r"leg\(s\) 2"):
        do(journal, FORWARDER, lambda work: consignment.bind_document(work, record.id, "doc_1", "N1"))
    with pytest.raises(refusals.NotConnected, match="leg 1"):
        do(journal, FORWARDER, lambda work: consignment.confirm_leg(work, record.id, 2, "SEA-2"))
    early = RollLeg(2, departs=at(8.5), arrives=at(13), reason="a day later", reference="SEA-2")
    with pytest.raises(refusals.NotConnected):
        roll(journal, record, early, FORWARDER)
    mended = RollLeg(2, departs=at(15), arrives=at(20), reason="follows the train", reference="SEA-3")
    record = roll(journal, record, mended, FORWARDER)
    assert state_of(record) is State.CONFIRMED
    assert record.booked_legs[1].reference == "SEA-3"


def test_what_is_confirmed_is_not_confirmed_twice(journal: Journal) -> None:
    record = confirm_all(journal, book(journal))
    with pytest.raises(refusals.LegAlready):
        do(journal, RAIL, lambda work: consignment.confirm_leg(work, record.id, 1))
