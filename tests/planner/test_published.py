"""The limit of changes from vessel to vessel is held by the search: what is answered under it is the best there is under it."""

from __future__ import annotations

import pytest

from landsea.planner.service.published import published
from landsea.planner.service.ways import Way, ways
from landsea.routing import Call, Cutoff, Pattern, Stop, Timetable, Transfer
from tests.planner.three_places import DAY, HOUR, MONDAY

INLAND, PORT, HUB, FAR, OTHER = range(5)


def timetable(stay: int = 12 * HOUR) -> Timetable:
    """Synthetic. From the port two vessels lead over the hub, fast and cheap; one direct, from another port behind a second train, is
    slower, dearer and needs more changes.
    """
    return Timetable(
        currency="USD",
        stops=(Stop("INLAND", "I"), Stop("PORT", "P"), Stop("HUB", "H"), Stop("FAR", "F"), Stop("OTHER", "O"), Stop("YARD", "P")),
        patterns=(
            train("R1", INLAND, 5, 12 * HOUR),
            train("R2", 5, OTHER, 12 * HOUR),
            vessel("V1", (PORT, HUB, FAR), stay, over=20 * DAY),
            vessel("V2", (HUB, FAR), stay, over=2 * DAY),
            vessel("V3", (OTHER, FAR), stay, over=15 * DAY, cost=90_000),
        ),
        transfers=(Transfer(5, PORT, HOUR, "road", 10, 10, "T"),),
        start_minute=MONDAY,
        end_minute=MONDAY + 60 * DAY,
    )  # fmt: skip


def starts() -> tuple[int, ...]:
    return tuple(range(MONDAY + 12 * HOUR, MONDAY + 30 * DAY, DAY))


def train(name: str, origin: int, destination: int, minutes: int) -> Pattern:
    return Pattern(
        name, name, "rail", (Call(origin, 0, 0), Call(destination, minutes, minutes)), (100,), (100,), starts()
    )


def vessel(name: str, stops: tuple[int, ...], stay: int, over: int, cost: int = 1000) -> Pattern:
    """A day's sailing to the next port, and `over` to the last."""
    calls, minute = [Call(stops[0], 0, 0, cargo_lead_minutes=6 * HOUR, document_lead_minutes=9 * HOUR)], 0
    for stop in stops[1:]:
        minute += over if stop == stops[-1] else DAY
        calls.append(Call(stop, minute, minute + stay, cargo_lead_minutes=6 * HOUR, document_lead_minutes=9 * HOUR))
        minute += stay
    segments = len(calls) - 1
    return Pattern(name, name, "sea", tuple(calls), (cost,) * segments, (cost,) * segments, starts())


def found(most: int | None, stay: int = 12 * HOUR) -> list[Way]:
    one = timetable(stay)
    return ways(published(one, most), (INLAND,), (FAR,), MONDAY + 7 * DAY, MONDAY + 8 * DAY)


def vessels(way: Way) -> list[str]:
    return [timetable().patterns[leg.pattern].id for leg in way.legs if leg.pattern is not None and leg.mode == "sea"]


def test_without_a_limit_only_the_better_way_is_told() -> None:
    assert {tuple(vessels(way)) for way in found(None)} == {("V1", "V2"), ("V1",)}


def test_the_limit_finds_what_is_beaten_without_it() -> None:
    """No vessel after the first: the one that goes on by the hub itself, and the direct one, which arrives sooner than that."""
    told = {tuple(vessels(way)) for way in found(0)}
    assert ("V3",) in told
    assert ("V1", "V2") not in told


@pytest.mark.parametrize("most", [1, 2, 3])
def test_a_limit_that_does_not_bind_changes_nothing(most: int) -> None:
    assert found(most) == found(None)


@pytest.mark.parametrize("stay", [0, 1, 12 * HOUR])
def test_legs_are_those_of_the_timetable(stay: int) -> None:
    """Also where a vessel leaves as it arrives: departure and cut-offs are as published."""
    one = timetable(stay)
    for most in (0, 1, 2):
        for way in found(most, stay):
            for leg in way.legs:
                assert max(leg.from_stop, leg.to_stop) < len(one.stops)
                if leg.pattern is None or leg.run is None or leg.from_call is None or leg.to_call is None:
                    continue
                pattern, start = one.patterns[leg.pattern], one.patterns[leg.pattern].starts[leg.run]
                board, alight = pattern.calls[leg.from_call], pattern.calls[leg.to_call]
                assert (board.stop, alight.stop) == (leg.from_stop, leg.to_stop)
                assert leg.departure_minute == start + board.departure_minute
                assert leg.arrival_minute == start + alight.arrival_minute
                cargo = [moment.latest_minute for moment in leg.cutoffs if moment.cutoff is Cutoff.CARGO]
                assert cargo == [leg.departure_minute - board.cargo_lead_minutes]


def test_nothing_by_air_is_in_it() -> None:
    one = timetable()
    flight = Pattern("A", "A", "air", (Call(INLAND, 0, 0), Call(FAR, HOUR, HOUR)), (1,), (1,), starts())
    flown = Timetable("USD", one.stops, (flight, *one.patterns), one.transfers, one.start_minute, one.end_minute)
    told = ways(published(flown), (INLAND,), (FAR,), MONDAY + 7 * DAY, MONDAY + 8 * DAY)
    assert [(way.departure, way.arrival) for way in told] == [(way.departure, way.arrival) for way in found(None)]
