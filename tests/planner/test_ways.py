"""Every good departure of a period: complete against the engine asked at any moment, and nothing in it that is beaten."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landsea.planner.model import PlanRequest
from landsea.planner.service.published import published
from landsea.planner.service.ways import Way, ways
from landsea.planner.service.world import World
from landsea.planner.service.worlds import shipped_world
from landsea.routing import Cutoff, Engine, NoRoute, Query
from tests.planner.three_places import DAY, HOUR, MONDAY, world

WEEK = 7 * DAY
PAIRS = [("CNCKG", "SGSIN"), ("SGSIN", "CNCKG")]


@pytest.fixture(scope="module")
def small() -> World:
    return world()


@pytest.fixture(scope="module")
def shipped() -> World:
    return shipped_world(PlanRequest("CNCKG", "SGSIN", datetime(2026, 11, 23, tzinfo=UTC)))


_known: dict[tuple[int, int, str, str], list[Way]] = {}


def of_week(one: World, number: int = 1, origin: str = "CNCKG", destination: str = "SGSIN") -> list[Way]:
    """The ways of a week; each is searched once."""
    key, start = (id(one), number, origin, destination), MONDAY + number * WEEK
    if key not in _known:
        _known[key] = ways(
            published(one.engine.timetable), one.names[origin], one.names[destination], start, start + WEEK
        )
    return _known[key]


def latest_ready(way: Way) -> int:
    """When the cargo must be there for the first ride, if customs work at all hours."""
    ride = next(leg for leg in way.legs if leg.pattern is not None)
    before = way.legs[0].departure_minute if way.legs[0].pattern is None else None
    cargo = [one.latest_minute for one in ride.cutoffs if one.cutoff is Cutoff.CARGO]
    return min(cargo) if before is None else before


def test_every_train_that_reaches_the_weeks_vessel_is_told(small: World) -> None:
    """A train a day, and a cut-off a day before the Saturday sailing: the last train in time for it leaves on Wednesday."""
    found = of_week(small)
    vessels = Counter(way.arrival for way in found)
    assert [way.departure for way in found] == [MONDAY + WEEK + day * DAY + 12 * HOUR for day in range(7)]
    assert sorted(vessels.values()) == [3, 4]
    assert all(before.arrival <= after.arrival for before, after in pairwise(found))


def test_the_air_is_not_told(small: World, shipped: World) -> None:
    modes = {leg.mode for one in (small, shipped) for way in of_week(one) for leg in way.legs}
    assert modes == {"rail", "road", "sea"}


def test_ways_depart_within_the_period(shipped: World) -> None:
    start = MONDAY + 2 * WEEK + 7 * HOUR
    origins, destinations = shipped.names["CNCKG"], shipped.names["SGSIN"]
    told = published(shipped.engine.timetable)
    found = ways(told, origins, destinations, start, start + 30 * HOUR)
    assert found
    assert all(start <= way.departure < start + 30 * HOUR for way in found)


def test_weeks_do_not_depend_on_how_the_time_is_cut(shipped: World) -> None:
    """What is found of a day is found of its week, and the other way round."""
    week, told = of_week(shipped, 2), published(shipped.engine.timetable)
    for day in (1, 4):
        start = MONDAY + 2 * WEEK + day * DAY
        found = ways(told, shipped.names["CNCKG"], shipped.names["SGSIN"], start, start + DAY)
        assert {way.steps for way in found} == {way.steps for way in week if start <= way.departure < start + DAY}
    both = ways(told, shipped.names["CNCKG"], shipped.names["SGSIN"], MONDAY + WEEK, MONDAY + 3 * WEEK)
    assert [journey(way) for way in both] == [journey(way) for way in of_week(shipped) + week]


def journey(way: Way) -> tuple[object, ...]:
    return way.steps, way.departure, way.arrival, way.cost, way.co2e


def test_no_way_is_beaten_by_another(shipped: World) -> None:
    for origin, destination in PAIRS:
        found = of_week(shipped, 1, origin, destination)
        for way in found:
            assert not any(
                other.departure >= way.departure
                and other.arrival < way.arrival
                and other.cost <= way.cost
                and other.co2e <= way.co2e
                and other.rides <= way.rides
                for other in found
            )


def test_no_way_is_told_twice(shipped: World) -> None:
    for origin, destination in PAIRS:
        assert max(Counter(way.steps for way in of_week(shipped, 1, origin, destination)).values()) == 1


@settings(max_examples=20)
@given(st.sampled_from(PAIRS), st.integers(0, 5 * DAY))
def test_whenever_cargo_is_ready_its_earliest_arrival_is_told(
    shipped: World, pair: tuple[str, str], after: int
) -> None:
    """Completeness: the best way that the cargo can still catch arrives when the engine says it can."""
    found = of_week(shipped, 1, *pair) + of_week(shipped, 2, *pair)
    ready = MONDAY + WEEK + after
    earliest = earliest_arrival(shipped.engine, shipped.names[pair[0]], shipped.names[pair[1]], ready)
    caught = [way.legs[-1].released_minute for way in found if latest_ready(way) >= ready]
    assert min(caught) <= earliest
    assert earliest in caught or not clears_at_once(shipped, pair[0])


def clears_at_once(one: World, place: str) -> bool:
    """Without customs at the origin the cargo cut-off is all there is to catch."""
    calls = [call for pattern in one.engine.timetable.patterns for call in pattern.calls[:-1]]
    return all(call.customs_lead_minutes is None for call in calls if call.stop in one.names[place] and call.board)


def earliest_arrival(engine: Engine, origins: tuple[int, ...], destinations: tuple[int, ...], ready: int) -> int:
    early = ready - 30 * DAY
    query = Query(origins, destinations, ready, documents_minute=early, without_modes=frozenset({"air"}))
    answer = engine.earliest(query)
    assert not isinstance(answer, NoRoute)
    return answer.arrival_minute
