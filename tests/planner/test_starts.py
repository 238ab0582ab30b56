"""Backward from a deadline, and every good start of a window, on the three synthetic places: held to what planning forward says."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from landsea.kernel import BadValue, Money, parse_instant
from landsea.planner import Plan, PlanRequest, PlanStart, latest_text
from landsea.planner.model import NoTimeGiven
from landsea.planner.service.exchange import no_rates
from landsea.planner.service.planned import planned
from tests.planner.three_places import world

NOW = datetime(2026, 11, 21, tzinfo=UTC)
WORLD = world()
DEADLINE = parse_instant("2026-12-10T12:00+08:00")
MINUTE = timedelta(minutes=1)


def ask(ready: datetime | None = None, **wishes: Any) -> Plan:
    request = PlanRequest.of("CNCKG", "SGSIN", ready, **{"without_modes": ("air",), **wishes})
    return planned(lambda _: WORLD, no_rates, request, NOW)


def test_with_a_deadline_alone_the_latest_start_is_told_in_the_time_of_the_origin() -> None:
    plan = ask(deadline=DEADLINE)
    assert plan.request.ready.isoformat() == "2026-12-02T08:00:00+08:00"  # documents for the train that makes the ship
    assert plan.itineraries[0].arrival.isoformat() == "2026-12-09T22:00:00+08:00"
    assert plan.starts[-1].ready == plan.request.ready


def test_a_minute_later_than_the_latest_start_is_too_late() -> None:
    latest = ask(deadline=DEADLINE).request.ready
    assert ask(latest, deadline=DEADLINE).itineraries
    assert not ask(latest + MINUTE, deadline=DEADLINE).itineraries


def test_every_start_of_a_window_is_the_last_for_its_arrival() -> None:
    ready = parse_instant("2026-11-24T00:00+08:00")
    starts = ask(ready, ready_until=ready + timedelta(days=20)).starts
    assert [one.arrival.isoformat() for one in starts] == [
        "2026-12-02T22:00:00+08:00",
        "2026-12-09T22:00:00+08:00",
        "2026-12-16T22:00:00+08:00",
        "2026-12-23T22:00:00+08:00",  # the window ends before the last start for this ship
    ]
    for one in starts[:-1]:
        assert ask(one.ready).itineraries[0].arrival == one.arrival
        assert ask(one.ready + MINUTE).itineraries[0].arrival > one.arrival


def test_a_start_tells_its_fastest_way() -> None:
    first = ask(deadline=DEADLINE).starts[0]
    way = ask(first.ready).itineraries[0]
    assert (first.departure, first.arrival, first.cost) == (way.departure, way.arrival, way.cost)
    assert (first.service, first.modes) == ("R", ("rail", "road", "sea"))
    assert first.certain_permille is None  # this network states no delays


def test_the_starts_before_the_latest_reach_back_two_weeks() -> None:
    plan = ask(deadline=DEADLINE + timedelta(days=20))
    assert plan.request.ready - timedelta(days=14) <= plan.starts[0].ready < plan.request.ready - timedelta(days=6)


def test_where_nothing_arrives_in_time_the_reason_is_told() -> None:
    none = ask(deadline=parse_instant("2026-11-24T12:00+08:00"))
    assert not none.itineraries
    assert not none.starts
    assert none.reasons


@pytest.mark.parametrize(
    ("ready", "wishes"),
    [
        (DEADLINE, {"ready_until": DEADLINE}),
        (DEADLINE, {"ready_until": DEADLINE + timedelta(days=32)}),
        (DEADLINE, {"ready_until": DEADLINE + timedelta(days=2), "documents": DEADLINE + timedelta(days=1)}),
        (None, {"deadline": DEADLINE, "ready_until": DEADLINE}),
        (None, {"deadline": DEADLINE, "vgm": DEADLINE}),
        (None, {"deadline": datetime(1, 1, 1, tzinfo=UTC)}),
    ],
)
def test_windows_that_are_none_are_refused(ready: datetime | None, wishes: dict[str, Any]) -> None:
    with pytest.raises(BadValue):
        ask(ready, **wishes)


def test_neither_ready_nor_deadline_is_refused_by_name() -> None:
    with pytest.raises(NoTimeGiven):
        ask()


def start(ready: datetime, certain: int) -> PlanStart:
    return PlanStart(ready, ready, ready, "R", "R", "R", ("rail",), Money("USD", 1), 1, certain)


def test_what_being_ready_earlier_buys_is_said_in_both_languages() -> None:
    plan = ask(deadline=DEADLINE)
    latest = plan.request.ready
    chances = (990, 910, 620, 344)
    known = tuple(start(latest - timedelta(days=3 - n), chance) for n, chance in enumerate(chances))
    english = latest_text(replace(plan, starts=known), "en")
    assert english == [
        "To be in Singapore by 2026-12-10 12:00+08:00, the cargo must be ready at Tuanjiecun (Chongqing) by "
        "2026-12-02 08:00+08:00 at the latest.",
        "Ready then, it is on time in 34.4 % of simulated journeys by the fastest way.",
        "Ready 2 d earlier, by 2026-11-30 08:00+08:00, it is 91.0 %.",
    ]
    chinese = latest_text(replace(plan, starts=known), "zh")
    assert len(chinese) == 3
    assert "最迟" in chinese[0]
    assert "91.0 %" in chinese[2]
    sure = latest_text(replace(plan, starts=(*known[:2], start(latest, 905))), "en")
    assert len(sure) == 2  # certain enough
    past = latest_text(replace(plan, starts=known, made_at=DEADLINE), "en")
    assert past[1].startswith("That moment has passed")
