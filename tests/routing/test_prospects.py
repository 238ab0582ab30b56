"""How a committed plan turns out when services are late, against what can be worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from landsea.routing import Call, Delay, Engine, Itinerary, Pattern, Prospects, Query, Stop, Timetable, Transfer
from landsea.routing.prospects import luck_of

DAY = 1440
END = 60 * DAY
A, B, C = Stop("a", "A"), Stop("b", "B", storage_cost_day=7, free_minutes=2 * DAY), Stop("c", "C")
LATE = Delay(tuple(range(0, 600, 60)), "nine of ten late by up to nine hours")
"""0, 1, ... 9 hours, equally likely."""
QUERY = Query((0,), (2,), 0, deadline_minute=8 * DAY)


def line(name: str, start: int, end: int, starts: tuple[int, ...], delay: int = 0, **more: object) -> Pattern:
    calls = (Call(start, 0, 0), Call(end, 100, 100, delay=delay))
    return Pattern(name, name, str(more.pop("mode", "sea")), calls, (10,), (10,), starts, **more)  # type: ignore[arg-type]


TRAIN = line("train", 0, 1, (100,), delay=1, mode="rail")
SHIP = line("ship", 1, 2, (500, 500 + 7 * DAY))
PLANE = line("plane", 1, 2, (500 + DAY,), mode="air", ride_cost=9000)


def engine(*patterns: Pattern, moves: tuple[Transfer, ...] = ()) -> Engine:
    return Engine(Timetable("USD", (A, B, C), patterns, moves, 0, END, delays=(Delay((0,)), LATE)))


def planned(made: Engine, query: Query = QUERY) -> tuple[Itinerary, Prospects]:
    found = made.plan(query)
    assert isinstance(found, tuple)
    first = min(found, key=lambda one: one.arrival_minute)
    (seen,) = made.prospects(query, (first,), samples=20_000)
    return first, seen


def test_a_connection_is_missed_as_often_as_the_delay_exceeds_its_slack() -> None:
    """The train is there at 200, the ship leaves at 500: delays above 300, four of ten, miss it."""
    plan, seen = planned(engine(TRAIN, SHIP))
    (connection,) = seen.connections
    assert (plan.arrival_minute, plan.certain_permille) == (600, 600)
    assert connection.leg == 1
    assert abs(connection.missed_permille - 400) < 15


def test_who_misses_it_takes_the_next_sailing_and_pays_for_the_store() -> None:
    plan, seen = planned(engine(TRAIN, SHIP))
    (connection,) = seen.connections
    assert set(seen.arrivals) == {600, 600 + 7 * DAY}
    assert connection.backup == (1, 1, 0)
    assert connection.delay_minutes == 7 * DAY
    assert connection.cost == 5 * 7
    assert [seen.quantile(permille) for permille in (100, 500, 900)] == [600, 600, 600 + 7 * DAY]
    assert plan.cost == 20


def test_how_many_of_those_who_missed_still_catch_the_next_is_told() -> None:
    """Six, seven and eight hours late make the ship at 700, nine hours do not: three of four."""
    _, seen = planned(engine(TRAIN, line("ship", 1, 2, (500, 700, 500 + 7 * DAY))))
    (connection,) = seen.connections
    assert connection.backup == (1, 1, 0)
    assert abs(connection.backup_permille - 750) < 15


def test_the_deadline_is_met_by_those_who_are_there_by_then() -> None:
    made = engine(TRAIN, SHIP)
    _, seen = planned(made)
    assert seen.on_time_permille == 1000
    (first,) = (one for one in made.plan(QUERY) if one.arrival_minute == 600)  # type: ignore[union-attr]
    (tight,) = made.prospects(replace(QUERY, deadline_minute=600), (first,), samples=20_000)
    assert tight.on_time_permille is not None
    assert abs(tight.on_time_permille - 600) < 15


def test_cargo_by_sea_is_not_put_on_a_plane_while_another_ship_goes() -> None:
    _, seen = planned(engine(TRAIN, SHIP, PLANE), replace(QUERY, without_modes=frozenset({"air"})))
    made = engine(TRAIN, SHIP, PLANE)
    by_sea = next(one for one in made.plan(QUERY) if one.legs[-1].mode == "sea")  # type: ignore[union-attr]
    (same,) = made.prospects(QUERY, (by_sea,), samples=20_000)
    assert set(same.arrivals) == set(seen.arrivals)


def test_without_a_further_ship_it_goes_by_whatever_goes() -> None:
    made = engine(TRAIN, replace(SHIP, starts=(500,)), PLANE)
    by_sea = next(one for one in made.plan(QUERY) if one.legs[-1].mode == "sea")  # type: ignore[union-attr]
    (seen,) = made.prospects(QUERY, (by_sea,), samples=1000)
    assert set(seen.arrivals) == {600, 600 + DAY}


def test_where_nothing_goes_any_more_journeys_are_stranded_and_counted() -> None:
    _, seen = planned(engine(TRAIN, replace(SHIP, starts=(500,))))
    assert abs(seen.stranded - 8000) < 300
    assert seen.quantile(500) == 600
    assert seen.quantile(900) is None


def test_a_delay_passes_through_a_transfer_and_a_gate_swallows_it() -> None:
    quay = Stop("b2", "B2", open=((0, 250), (450, END)))
    moves = (Transfer(1, 3, 30, "road"),)
    ship = line("ship", 3, 2, (500, 500 + 7 * DAY))
    table = Timetable("USD", (A, B, C, quay), (TRAIN, ship), moves, 0, END, delays=(Delay((0,)), LATE))
    plan, seen = planned(Engine(table))
    (connection,) = seen.connections
    assert plan.legs[1].mode == "road"
    assert connection.leg == 2
    assert abs(connection.missed_permille - 500) < 15  # 230 and 5 hours late is 530: later than 500


def test_the_same_seed_gives_the_same_answer_and_any_seed_the_shares_of_a_ride() -> None:
    made = engine(TRAIN, SHIP)
    plan, _ = planned(made)
    one, again, other = (made.prospects(QUERY, (plan,), seed=seed)[0] for seed in (7, 7, 8))
    assert one == again
    assert one.connections[0].missed_permille == other.connections[0].missed_permille == 400
    assert (luck_of(100, 0, 7) != luck_of(100, 0, 8)).any()


@pytest.mark.parametrize("permille", [0, 120, 500, 1000])
def test_each_ride_meets_every_part_of_its_distribution_and_rides_of_a_journey_are_alike_as_stated(
    permille: int,
) -> None:
    luck = luck_of(5000, permille, 3)
    assert (np.sort(luck, axis=0) == ((2 * np.arange(5000)[:, None] + 1) << 31) // 5000).all()
    found = np.corrcoef(luck[:, 0], luck[:, 1])[0, 1]
    assert found == pytest.approx(6 / np.pi * np.arcsin(permille / 2000), abs=0.03)  # ranks of a Gaussian pair


def test_nothing_is_missed_where_all_is_on_time() -> None:
    punctual = Timetable("USD", (A, B, C), (replace(TRAIN, calls=SHIP_CALLS), SHIP), (), 0, END)
    made = Engine(punctual)
    found = made.plan(QUERY)
    assert isinstance(found, tuple)
    (seen,) = made.prospects(QUERY, found)
    assert set(seen.arrivals) == {found[0].arrival_minute}
    assert seen.connections[0].missed_permille == 0


SHIP_CALLS = (Call(0, 0, 0), Call(1, 100, 100))


@pytest.mark.parametrize("wrong", [(), (5, 3)])
def test_a_delay_states_rising_quantiles(wrong: tuple[int, ...]) -> None:
    from landsea.kernel import BadValue

    with pytest.raises(BadValue):
        Delay(wrong)
