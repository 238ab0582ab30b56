"""A consignment against its plan: deviations, cut-offs, what to count on, and what is missed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from landsea.tracking.model import Basis, ConnectionMissed, CutoffMissed, Plan, PlannedLeg, TrackingException
from landsea.tracking.rules.exceptions import exception_at, look_again_at
from landsea.tracking.rules.times import Progress, progress_of
from tests.consignment.example import BOX, OTHER_BOX, at
from tests.tracking.messages import JOURNEY, equipment, text, transport
from tests.tracking.test_state import PLAN, RAIL, SEA, told

HOUR = timedelta(hours=1)


def progress(*events: dict[str, Any], plan: Plan = PLAN) -> Progress:
    return progress_of(told(*events), plan)


def missed(now: datetime, *events: dict[str, Any], plan: Plan = PLAN) -> TrackingException | None:
    return exception_at("cns_1", progress(*events, plan=plan).legs, plan, now)


def expected(found: Progress) -> list[datetime | None]:
    return [moment.expected for leg in found.legs for moment in (leg.departure, leg.arrival)]


def test_without_events_the_plan_is_what_to_count_on() -> None:
    found = progress()
    assert expected(found) == [at(3), at(5), at(8), at(13)]
    assert (found.eta.at, found.eta.basis) == (at(13), Basis.PLANNED)


def test_planned_announced_estimated_and_actual_stand_side_by_side() -> None:
    found = progress(
        transport("DEPA", 3.25, "CNCKG", "RAIL", "PLN"),
        transport("DEPA", 3.5, "CNCKG", "RAIL", "EST"),
        transport("DEPA", 3.125, "CNCKG", "RAIL", "ACT"),
    )
    departure = found.legs[0].departure
    assert [departure.planned, departure.announced, departure.estimated, departure.actual] == [
        at(3),
        at(3.25),
        at(3.5),
        at(3.125),
    ]
    assert (departure.expected, departure.basis, departure.deviation_minutes) == (at(3.125), Basis.ACTUAL, 180)


def test_the_newest_estimate_counts_not_the_one_that_came_last() -> None:
    newer = transport("ARRI", 13.5, "SGSIN", "VESSEL", "EST") | {"eventCreatedDateTime": text(at(9))}
    older = transport("ARRI", 14.5, "SGSIN", "VESSEL", "EST") | {"eventCreatedDateTime": text(at(2))}
    assert progress(newer, older).eta.at == progress(older, newer).eta.at == at(13.5)


def test_a_late_departure_is_carried_to_its_arrival_and_no_further_while_the_connection_holds() -> None:
    found = progress(transport("DEPA", 4, "CNCKG", "RAIL"))
    assert expected(found) == [at(4), at(6), at(8), at(13)]
    assert found.legs[0].arrival.basis is Basis.PROPAGATED
    assert (found.eta.at, found.eta.basis) == (at(13), Basis.PLANNED)


def test_behind_a_missed_connection_no_time_is_invented() -> None:
    found = progress(transport("ARRI", 7.5, "CNQZH", "RAIL", "EST") | {"eventCreatedDateTime": text(at(4))})
    assert expected(found) == [at(3), at(7.5), None, None]
    assert (found.eta.at, found.eta.missed_leg, found.eta.not_before) == (None, 2, at(7.5) + timedelta(days=5))


def test_a_later_departure_announced_by_its_operator_mends_the_connection() -> None:
    late = transport("ARRI", 7.5, "CNQZH", "RAIL", "EST")
    found = progress(late, transport("DEPA", 9, "CNQZH", "VESSEL", "PLN"))
    assert expected(found) == [at(3), at(7.5), at(9), at(14)]
    [cargo] = found.legs[1].cutoffs
    assert (cargo.planned, cargo.at) == (at(7), at(8))
    assert not found.legs[1].missed


def test_an_earlier_departure_does_not_move_the_cut_off() -> None:
    [cargo] = progress(transport("DEPA", 7.5, "CNQZH", "VESSEL", "EST")).legs[1].cutoffs
    assert cargo.at == at(7)


def test_a_cut_off_is_met_when_the_last_container_is_there() -> None:
    plan = Plan((RAIL, SEA), frozenset({BOX, OTHER_BOX}))
    first, second = equipment("GTIN", 1, "CNCKG"), equipment("GTIN", 1.75, "CNCKG", box=OTHER_BOX)
    [cargo] = progress(first, plan=plan).legs[0].cutoffs
    assert (cargo.met, cargo.met_at) == (None, None)
    [cargo] = progress(first, second, plan=plan).legs[0].cutoffs
    assert (cargo.met, cargo.met_at, cargo.margin_minutes) == (True, at(1.75), 360)


def test_an_empty_container_at_the_gate_meets_no_cut_off() -> None:
    [cargo] = progress(equipment("GTIN", 1, "CNCKG", empty=True)).legs[0].cutoffs
    assert cargo.met is None


def test_the_arrival_of_the_leg_before_is_presence_at_the_next_since_gates_are_often_silent() -> None:
    [cargo] = progress(transport("ARRI", 5, "CNQZH", "RAIL")).legs[1].cutoffs
    assert (cargo.met, cargo.met_at) == (True, at(5))


def test_documents_and_customs_cut_offs_are_shown_without_a_claim() -> None:
    leg = PlannedLeg(1, "RAIL", "CNCKG", "CNQZH", at(3), at(5), document_cutoff=at(1), customs_cutoff=at(2))
    checks = progress(plan=Plan((leg,))).legs[0].cutoffs
    assert [(one.kind, one.at, one.met) for one in checks] == [("document", at(1), None), ("customs", at(2), None)]


def test_a_train_that_names_no_place_is_the_only_one_of_its_kind() -> None:
    assert progress(transport("DEPA", 3.5, None, "RAIL")).legs[0].departure.actual == at(3.5)


def test_the_second_of_two_like_stops_is_told_by_its_time() -> None:
    first = PlannedLeg(1, "VESSEL", "CNQZH", "SGSIN", at(1), at(6))
    back = PlannedLeg(2, "VESSEL", "SGSIN", "CNQZH", at(8), at(13))
    again = PlannedLeg(3, "VESSEL", "CNQZH", "SGSIN", at(20), at(25))
    found = progress(transport("DEPA", 19, "CNQZH", "VESSEL", "EST"), plan=Plan((first, back, again)))
    assert [leg.departure.estimated for leg in found.legs] == [None, None, at(19)]


def test_nothing_is_missed_before_the_cut_off_and_silence_after_it_is() -> None:
    assert missed(at(2)) is None
    what = missed(at(2) + HOUR)
    assert isinstance(what, CutoffMissed)
    assert (what.leg, what.place, what.cutoff_at, what.containers, what.came_at) == (1, "CNCKG", at(2), (BOX,), None)


def test_a_container_that_comes_late_is_named_with_when_it_came() -> None:
    what = missed(at(3), equipment("GTIN", 2.5, "CNCKG"))
    assert isinstance(what, CutoffMissed)
    assert what.came_at == at(2.5)


@pytest.mark.parametrize(
    "evidence", [equipment("LOAD", 2.9, "CNCKG"), transport("DEPA", 3, "CNCKG", "RAIL"), JOURNEY[10]]
)
def test_who_has_boarded_has_missed_nothing(evidence: dict[str, Any]) -> None:
    assert missed(at(2.95), evidence) is None


def test_an_estimate_after_the_next_cut_off_is_a_missed_connection_at_once() -> None:
    what = missed(at(4), JOURNEY[1], transport("ARRI", 7.25, "CNQZH", "RAIL", "EST"))
    assert isinstance(what, ConnectionMissed)
    assert (what.leg, what.arrival_basis, what.arrival_at, what.cutoff_at, what.late_minutes) == (
        2,
        "EST",
        at(7.25),
        at(7),
        360,
    )
    assert len(what.evidence) == 1


def test_a_known_lateness_that_will_miss_the_next_leg_is_told_before_anybody_estimates_it() -> None:
    what = missed(at(6), JOURNEY[1], transport("DEPA", 5.5, "CNCKG", "RAIL"))
    assert isinstance(what, ConnectionMissed)
    assert (what.arrival_basis, what.arrival_at) == ("propagated", at(7.5))


def test_a_ship_that_left_before_the_train_came_has_not_taken_the_goods() -> None:
    what = missed(
        at(9), *JOURNEY[1:4], transport("ARRI", 8.5, "CNQZH", "RAIL"), transport("DEPA", 8, "CNQZH", "VESSEL")
    )
    assert isinstance(what, ConnectionMissed)
    assert what.arrival_basis == "ACT"


def test_goods_that_came_late_and_were_loaded_all_the_same_have_missed_nothing() -> None:
    late = [*JOURNEY[1:4], transport("ARRI", 7.5, "CNQZH", "RAIL"), equipment("LOAD", 7.9, "CNQZH")]
    assert missed(at(9), *late) is None


def test_one_cause_is_one_exception_not_one_for_every_leg_behind_it() -> None:
    what = missed(at(30))
    assert what is not None
    assert what.leg == 1


def test_the_next_look_is_at_the_next_cut_off_that_is_open() -> None:
    assert look_again_at(progress().legs, at(0)) == at(2)
    assert look_again_at(progress(JOURNEY[1]).legs, at(0)) == at(7)
    assert look_again_at(progress().legs, at(8)) is None
