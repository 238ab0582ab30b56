"""Lots that are collected, carried together and split, against what can be worked out by hand."""

from __future__ import annotations

from dataclasses import replace

from landsea.routing import Call, Delay, Engine, Lift, Lot, NoRoute, Pattern, Query, Stop, Timetable

DAY = 1440
END = 60 * DAY
STOPS = tuple(
    Stop(name, name.upper(), free_minutes=DAY, storage_cost_day=5 if name == "hub" else 0)
    for name in ("x", "y", "hub", "split", "p", "q")
)
X, Y, HUB, SPLIT, P, Q = range(6)
LIMITS = Query((X,), (P,), 0)


def line(name: str, start: int, end: int, starts: tuple[int, ...], cost: int = 10, delay: int = 0) -> Pattern:
    calls = (Call(start, 0, 0), Call(end, 100, 100, delay=delay))
    return Pattern(name, name, "rail", calls, (cost,), (1,), starts)


TRAINS = (
    line("xh", X, HUB, (100, 100 + 4 * DAY)),
    line("yh", Y, HUB, (100 + 3 * DAY,), delay=1),
    line("hs", HUB, SPLIT, (2 * DAY, 5 * DAY, 9 * DAY), cost=100),
    line("sp", SPLIT, P, (6 * DAY, 10 * DAY)),
    line("sq", SPLIT, Q, (7 * DAY, 11 * DAY)),
)
ENGINE = Engine(Timetable("USD", STOPS, TRAINS, (), 0, END, delays=(Delay((0,)), Delay((0, 3 * DAY)))))
LOTS = (Lot((X,), (P,), 0, 1), Lot((Y,), (Q,), 0, 2), Lot((HUB,), (SPLIT,), 0, 1))


def test_all_wait_for_the_last_and_leave_together() -> None:
    found = ENGINE.plan_joint(LOTS, (HUB,), (SPLIT,), LIMITS)
    assert isinstance(found, tuple)
    one = found[0]
    assert one.trunk.legs[0].departure_minute == 5 * DAY
    assert one.arrival_minute == 7 * DAY + 100
    assert one.before[2] is None
    assert one.after[2] is None
    assert [way.arrival_minute for way in one.after if way] == [6 * DAY + 100, 7 * DAY + 100]


def test_the_lot_that_came_early_pays_for_the_store_at_the_hub() -> None:
    """Lot one is there at 200 and leaves on day 5: four days begun beyond the free one. Lot two comes on day 3: one."""
    found = ENGINE.plan_joint(LOTS, (HUB,), (SPLIT,), LIMITS)
    assert isinstance(found, tuple)
    early = next(one for one in found if one.before[0] and one.before[0].arrival_minute == 200)
    stored = (4 * 5) * 1 + (1 * 5) * 2
    assert early.cost == 10 + 2 * 10 + 4 * 100 + 10 + 2 * 10 + stored


def test_the_chance_that_a_lot_is_late_for_the_way_together_counts() -> None:
    found = ENGINE.plan_joint(LOTS, (HUB,), (SPLIT,), LIMITS)
    assert isinstance(found, tuple)
    assert found[0].risk == Delay((0, 3 * DAY)).risk(DAY)
    calm = replace(ENGINE.timetable, delays=(Delay((0,)), Delay((0,))))
    assert Engine(calm).plan_joint(LOTS, (HUB,), (SPLIT,), LIMITS)[0].risk == 0  # type: ignore[index]


def test_nothing_beats_another_and_where_one_lot_cannot_go_none_does() -> None:
    found = ENGINE.plan_joint(LOTS, (HUB,), (SPLIT,), LIMITS)
    assert isinstance(found, tuple)
    vectors = [one.vector for one in found]
    assert vectors == sorted(set(vectors))
    stuck = ENGINE.plan_joint((*LOTS, Lot((P,), (Q,), 0, 1)), (HUB,), (SPLIT,), LIMITS)
    assert isinstance(stuck, NoRoute)
    assert stuck.reasons[0].lift is Lift.ORIGIN
