"""The two tables of `rules.state` against random lives of a consignment: what they allow happens, what they forbid is refused."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landsea.consignment import (
    BookedLeg,
    Capacity,
    Consignment,
    ConsignmentBooked,
    ConsignmentCancelled,
    ConsignmentId,
    DocumentBound,
    DocumentReleased,
    LegConfirmed,
    LegDeclined,
    LegState,
    PartyOn,
    QuoteId,
    Release,
    State,
    state_of,
)
from landsea.consignment.model import refusals
from landsea.consignment.rules import state as table
from landsea.consignment.rules.document import states_page
from landsea.consignment.rules.record import booked, evolve
from landsea.consignment.rules.state import Act
from landsea.kernel import Actor, Fact, NotAllowed, PartyId, Recorded, Role, Ucr
from tests.consignment.example import EQUIPMENT, ITINERARY, LEMONS, at

PAGE = Path(__file__).parents[2] / "docs" / "consignment-states.md"
P = PartyId("par_all")


def record_with(*facts: Fact) -> Consignment:
    legs = tuple(BookedLeg(leg) for leg in ITINERARY.legs)
    parties = tuple(PartyOn(P, capacity) for capacity in Capacity)
    first = ConsignmentBooked(Ucr("6CN1-1"), "B1", QuoteId("qot_1"), P, "", parties, (LEMONS,), EQUIPMENT, legs)
    record = booked(ConsignmentId("cns_1"), Recorded("consignment:cns_1", 1, P, at(0), first))
    for version, fact in enumerate(facts, start=2):
        record = evolve(record, Recorded("consignment:cns_1", version, P, at(0), fact))
    return record


CONFIRMED = (LegConfirmed(1, "R1"), LegConfirmed(2, "R2"))
BOUND = (*CONFIRMED, DocumentBound("doc_1", "N1"))
REACHED = {
    State.BOOKED: (),
    State.PART_CONFIRMED: (LegConfirmed(2, "R2"),),
    State.DECLINED: (LegConfirmed(1, "R1"), LegDeclined(2, "full")),
    State.CONFIRMED: CONFIRMED,
    State.UNDER_DOCUMENT: BOUND,
    State.SURRENDERED: (*BOUND, DocumentReleased("doc_1", Release.SURRENDERED)),
    State.COMPLETED: (*BOUND, DocumentReleased("doc_1", Release.ACCOMPLISHED)),
    State.CANCELLED: (*CONFIRMED, ConsignmentCancelled("no")),
}


@pytest.mark.parametrize("state", list(State))
def test_every_state_is_reached_by_facts(state: State) -> None:
    assert state_of(record_with(*REACHED[state])) is state


@pytest.mark.parametrize("act", list(Act))
@pytest.mark.parametrize("state", list(State))
def test_an_act_is_allowed_exactly_in_its_states(act: Act, state: State) -> None:
    record, actor = record_with(*REACHED[state]), Actor(P, next(iter(table.PERMISSIONS[act].roles)))
    if state in table.PERMISSIONS[act].states:
        table.require(act, record, actor)
        assert table.may(act, record, actor)
    else:
        with pytest.raises((refusals.WrongState, refusals.DocumentOperative)):
            table.require(act, record, actor)
        assert not table.may(act, record, actor)


@pytest.mark.parametrize("act", list(Act))
def test_an_act_is_allowed_exactly_to_its_roles_and_capacities(act: Act) -> None:
    allowed = table.PERMISSIONS[act]
    reached = record_with(*REACHED[min(allowed.states)])
    for role, capacity in itertools.product(Role, Capacity):
        record = replace(reached, parties=(PartyOn(P, capacity),))
        if role in allowed.roles and capacity in allowed.capacities:
            table.require(act, record, Actor(P, role))
        else:
            with pytest.raises((NotAllowed, refusals.NotYourPart)):
                table.require(act, record, Actor(P, role))


def test_a_viewer_may_do_nothing_and_a_stranger_neither() -> None:
    for act in Act:
        record = record_with(*REACHED[min(table.PERMISSIONS[act].states)])
        assert not table.may(act, record, Actor(P, Role.VIEWER))
        assert not any(table.may(act, record, Actor(PartyId("par_other"), role)) for role in Role)


FACTS: dict[Act, Callable[[int], Fact]] = {
    Act.CONFIRM: lambda no: LegConfirmed(no, "R"),
    Act.DECLINE: lambda no: LegDeclined(no, "full"),
    Act.CANCEL: lambda no: ConsignmentCancelled("no"),
    Act.BIND: lambda no: DocumentBound(f"doc_{no}", f"N{no}", "on record"),
    Act.RELEASE: lambda no: DocumentReleased("doc_1", Release.SURRENDERED if no == 1 else Release.ACCOMPLISHED),
}
lives = st.lists(st.tuples(st.sampled_from(list(FACTS)), st.integers(1, 2)), max_size=12)


def lived(life: list[tuple[Act, int]]) -> list[tuple[Act, State, Consignment]]:
    """Each act of a life that the table allowed, with the state before and the record after."""
    steps: list[tuple[Act, State, Consignment]] = []
    facts: list[Fact] = []
    record = record_with()
    for act, no in life:
        before = state_of(record)
        if before in table.PERMISSIONS[act].states:
            facts.append(FACTS[act](no))
            record = record_with(*facts)
            steps.append((act, before, record))
    return steps


@given(lives)
@settings(max_examples=150)
def test_in_any_life_a_cancelled_one_stays_so_and_never_has_an_operative_document(life: list[tuple[Act, int]]) -> None:
    cancelled = False
    for _, before, record in lived(life):
        assert not (cancelled and before is not State.CANCELLED)
        cancelled = cancelled or bool(record.cancelled)
        assert not (record.cancelled and record.has_operative_document)
        assert (state_of(record) is State.UNDER_DOCUMENT) == record.has_operative_document


@given(lives)
@settings(max_examples=150)
def test_in_any_life_the_state_is_what_the_definition_says(life: list[tuple[Act, int]]) -> None:
    for _, _, record in lived(life):
        assert state_of(record) is defined(record)


def defined(record: Consignment) -> State:
    """The definition in other words than the table's."""
    answers = {one.state for one in record.booked_legs}
    if LegState.DECLINED in answers:
        by_legs = State.DECLINED
    elif len(answers) == 1:
        by_legs = State.CONFIRMED if LegState.CONFIRMED in answers else State.BOOKED
    else:
        by_legs = State.PART_CONFIRMED
    if record.cancelled:
        return State.CANCELLED
    if record.document is None:
        return by_legs
    ends = {None: State.UNDER_DOCUMENT, Release.SURRENDERED: State.SURRENDERED, Release.ACCOMPLISHED: State.COMPLETED}
    return ends[record.document.released]


def test_a_document_that_expired_leaves_its_consignment_as_its_legs_are() -> None:
    for reached in (State.CONFIRMED, State.PART_CONFIRMED):
        record = record_with(
            *REACHED[reached], DocumentBound("doc_1", "N1"), DocumentReleased("doc_1", Release.EXPIRED)
        )
        assert (state_of(record), record.has_operative_document) == (reached, False)


def test_the_page_is_drawn_from_the_tables() -> None:
    """`python -m landsea.consignment.rules.document > docs/consignment-states.md` draws it again."""
    assert PAGE.read_text(encoding="utf-8") == states_page()
