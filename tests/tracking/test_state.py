"""Where the goods are is a function of the set of events (law 3)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landsea.kernel import PartyId
from landsea.tracking.model import BatchId, Plan, PlannedLeg, ReceivedEvent, Status
from landsea.tracking.rules.exceptions import exception_at
from landsea.tracking.rules.identity import received
from landsea.tracking.rules.status import state_of
from landsea.tracking.rules.times import progress_of
from landsea.tracking.wire.dcsa import parse_events
from tests.consignment.example import BOX, OTHER_BOX, at
from tests.support.journals import START
from tests.tracking.messages import JOURNEY, equipment, message, numbered, shipment, text, transport

RAIL = PlannedLeg(1, "RAIL", "CNCKG", "CNQZH", at(3), at(5), cargo_cutoff=at(2))
SEA = PlannedLeg(2, "VESSEL", "CNQZH", "SGSIN", at(8), at(13), cargo_cutoff=at(7))
PLAN = Plan((RAIL, SEA), frozenset({BOX}))
SENDER = PartyId("par_rail")
DAY = 24 * 60


def told(*events: dict[str, Any], sender: PartyId = SENDER) -> list[ReceivedEvent]:
    found = parse_events(message(*events))
    return [received(event, sender, BatchId("bat_1"), START)[0] for event in found]


AFTER = [
    Status.PREPARING,
    Status.AT_ORIGIN,
    Status.AT_ORIGIN,
    Status.ON_RAIL,
    Status.AT_PORT,
    Status.AT_PORT,
    Status.AT_PORT,
    Status.AT_PORT,
    Status.AT_SEA,
    Status.ARRIVED,
    Status.DISCHARGED,
    Status.AVAILABLE,
    Status.DELIVERED,
]


@pytest.mark.parametrize("count", range(len(JOURNEY) + 1))
def test_a_journey_on_time_goes_through_its_states_without_conflict(count: int) -> None:
    state = state_of(told(*numbered(JOURNEY)[:count]), PLAN)
    assert state.status is ([Status.PLANNED, *AFTER][count])
    assert state.conflicts == ()


def test_nothing_is_claimed_without_an_event() -> None:
    state = state_of([], PLAN)
    assert (state.status, state.hindmost.place, state.hindmost.since) == (Status.PLANNED, None, None)


codes = st.sampled_from(["GTIN", "GTOT", "LOAD", "DISC", "STRP", "PICK", "INSP", "CUSR"])
places = st.sampled_from(["CNCKG", "CNQZH", "SGSIN", "CNSHA", None])
days = st.integers(-20, 300).map(lambda tenth: tenth / 10) | st.sampled_from([-20_000.0, 63_000.0])
classifiers = st.sampled_from(["ACT", "ACT", "EST", "PLN"])
modes = st.sampled_from(["RAIL", "VESSEL", "TRUCK", "HYPERLOOP"])
boxes = st.sampled_from([BOX, OTHER_BOX, "XXXU0000000"])
updates = st.integers(0, 400).map(lambda tenth: text(at(tenth / 10)))
any_event = st.one_of(
    st.builds(transport, st.sampled_from(["ARRI", "DEPA", "PASS"]), days, places, modes, classifiers),
    st.builds(
        lambda code, day, place, box, empty, kind: equipment(code, day, place, box=box, empty=empty, classifier=kind),
        codes,
        days,
        places,
        boxes,
        st.booleans(),
        classifiers,
    ),
    st.builds(shipment, st.sampled_from(["RELS", "HOLD", "ISSU"]), days, st.just("SRM"), st.just("SRM-1")),
)
versions = st.builds(
    lambda event, id, updated, retracted: (
        event | {"eventID": id, "eventUpdatedDateTime": updated, "isRetracted": retracted}
    ),
    any_event,
    st.sampled_from([f"e{number}" for number in range(8)]),
    updates,
    st.booleans(),
)


@settings(max_examples=150, deadline=None)
@given(st.data(), st.lists(versions, max_size=14))
def test_any_order_with_any_repetition_gives_the_same_state_timeline_and_exception(
    data: st.DataObject, events: list[dict[str, Any]]
) -> None:
    plan = Plan((RAIL, SEA), data.draw(st.sampled_from([frozenset(), frozenset({BOX}), frozenset({BOX, OTHER_BOX})])))
    again = data.draw(st.lists(st.sampled_from(events), max_size=5)) if events else []
    shuffled = data.draw(st.permutations(events + again))
    one, other = told(*events), told(*shuffled)
    assert state_of(one, plan) == state_of(other, plan)
    assert progress_of(one, plan) == progress_of(other, plan)
    late = at(30)
    left, right = (exception_at("cns_1", progress_of(found, plan).legs, plan, late) for found in (one, other))
    assert left == right


@settings(max_examples=60, deadline=None)
@given(st.lists(versions, max_size=10), versions)
def test_a_retracted_event_has_the_effect_of_none(events: list[dict[str, Any]], lost: dict[str, Any]) -> None:
    first = lost | {"eventID": "lost", "eventUpdatedDateTime": text(at(50)), "isRetracted": False}
    last = lost | {"eventID": "lost", "eventUpdatedDateTime": text(at(51)), "isRetracted": True}
    assert state_of(told(*events, last, first), PLAN) == state_of(told(*events), PLAN)


def test_a_correction_replaces_what_it_corrects() -> None:
    wrong = equipment("DISC", 13.2, "SGSIN") | {"eventID": "e"}
    right = equipment("LOAD", 7.8, "CNQZH") | {"eventID": "e", "eventUpdatedDateTime": text(at(14))}
    before = told(*numbered(JOURNEY[:7]))
    assert state_of([*before, *told(wrong)], PLAN).status is Status.DISCHARGED
    assert state_of([*told(right), *before, *told(wrong)], PLAN).status is Status.AT_PORT


def test_another_senders_event_of_the_same_id_replaces_nothing() -> None:
    mine = told(equipment("DISC", 13.2, "SGSIN") | {"eventID": "e"})
    forged = equipment("GTIN", 1, "CNCKG") | {"eventID": "e", "eventUpdatedDateTime": text(at(20))}
    assert state_of([*mine, *told(forged, sender=PartyId("par_other"))], PLAN).status is Status.DISCHARGED


def test_estimates_and_plans_move_nothing() -> None:
    hopes = [event | {"eventClassifierCode": kind} for event in JOURNEY for kind in ("EST", "PLN")]
    assert state_of(told(*hopes), PLAN).status is Status.PLANNED


def test_a_ship_that_comes_to_fetch_the_goods_has_not_brought_them() -> None:
    events = told(*numbered(JOURNEY[:4]), transport("ARRI", 4, "CNQZH", "VESSEL"))
    state = state_of(events, PLAN)
    assert (state.status, state.hindmost.place) == (Status.ON_RAIL, "CNCKG")


def test_drayage_between_station_and_port_of_one_place_is_no_step_back() -> None:
    events = numbered([*JOURNEY[:5], equipment("GTOT", 5.3, "CNQZH"), equipment("GTIN", 5.4, "CNQZH")])
    assert [state_of(told(*events[:count]), PLAN).status for count in (6, 7)] == [Status.ON_ROAD, Status.AT_PORT]
    assert state_of(told(*events), PLAN).conflicts == ()


def test_the_consignment_is_where_its_hindmost_container_is() -> None:
    plan = Plan((RAIL, SEA), frozenset({BOX, OTHER_BOX}))
    events = told(
        *numbered([*JOURNEY[1:3], equipment("GTIN", 1, "CNCKG", box=OTHER_BOX), equipment("DISC", 13, "SGSIN")])
    )
    state = state_of(events, plan)
    assert {box.container: box.status for box in state.boxes} == {BOX: Status.DISCHARGED, OTHER_BOX: Status.AT_ORIGIN}
    assert state.status is Status.AT_ORIGIN


def test_a_late_record_of_the_gate_is_noise_and_a_real_return_is_not_but_both_are_named() -> None:
    departed = numbered(JOURNEY[:4])
    noise = state_of(told(*departed, equipment("GTIN", 3.1, "CNCKG")), PLAN)
    back = state_of(told(*departed, equipment("GTIN", 4, "CNCKG")), PLAN)
    assert [noise.status, back.status] == [Status.ON_RAIL, Status.AT_ORIGIN]
    assert [[one.kind for one in state.conflicts] for state in (noise, back)] == [["out-of-order"]] * 2


def test_an_unplanned_port_is_shown_as_the_last_known_place() -> None:
    diverted = transport("ARRI", 10, "VNVUT", "VESSEL")
    state = state_of(told(*numbered([*JOURNEY[:9], diverted])), PLAN)
    assert (state.status, state.hindmost.place, state.hindmost.leg) == (Status.AT_PORT, "VNVUT", 2)


def test_a_hold_after_the_release_takes_the_goods_back_from_available() -> None:
    hold = shipment("HOLD", 13.8, "SRM", "SRM-1")
    assert state_of(told(*numbered([*JOURNEY[:12], hold])), PLAN).status is Status.DISCHARGED


def test_a_container_that_is_not_on_the_consignment_is_named_and_moves_nothing() -> None:
    stranger = equipment("DISC", 13, "SGSIN", box=OTHER_BOX, documentReferences=[])
    state = state_of(told(stranger), PLAN)
    assert (state.status, [one.kind for one in state.conflicts]) == (Status.PLANNED, ["other-container"])


def test_an_actual_time_after_its_own_record_is_named() -> None:
    claimed = equipment("GTIN", 1.5, "CNCKG") | {"eventCreatedDateTime": text(at(1))}
    assert [one.kind for one in state_of(told(claimed), PLAN).conflicts] == ["actual-in-the-future"]


def test_two_actual_times_an_hour_apart_are_a_conflict_and_the_newer_record_counts() -> None:
    early = transport("DEPA", 3, "CNCKG", "RAIL") | {"eventID": "a"}
    later = transport("DEPA", 3.1, "CNCKG", "RAIL") | {"eventID": "b"}
    progress = progress_of(told(later, early), PLAN)
    assert [one.kind for one in progress.conflicts] == ["two-actuals"]
    assert progress.legs[0].departure.actual == START + timedelta(days=3.1)
