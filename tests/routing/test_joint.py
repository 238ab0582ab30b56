"""Lots that are collected, carried together and split, against what can be worked out by hand."""

from __future__ import annotations

from dataclasses import replace

from landsea.routing import (
    Call,
    Delay,
    Engine,
    JointPart,
    Lift,
    Lot,
    NoJoint,
    NoRoute,
    Pattern,
    Query,
    Stop,
    Timetable,
    Transfer,
)

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


def test_the_lots_late_at_the_split_hang_on_one_delay() -> None:
    """The way together is two days late in half of the cases: both lots then miss what follows, or neither does."""
    trains = (TRAINS[0], line("yh", Y, HUB, (100 + 3 * DAY,)), line("hs", HUB, SPLIT, (5 * DAY,), delay=1), *TRAINS[3:])
    delays = (Delay((0,)), Delay((0, 2 * DAY)))
    found = Engine(replace(ENGINE.timetable, patterns=trains, delays=delays)).plan_joint(
        LOTS[:2], (HUB,), (SPLIT,), LIMITS
    )
    assert isinstance(found, tuple)
    once = Delay((0, 2 * DAY)).risk(DAY)
    assert (found[0].late, found[0].risk) == ((0, 0), once)


def test_a_deadline_counts_once_for_each_lot() -> None:
    """Only the last train of the second lot may be late; that it then misses the deadline is all there is to fear."""
    trains = (*TRAINS[:4], line("sq", SPLIT, Q, (7 * DAY,), delay=1))
    calm = tuple(replace(one, calls=(one.calls[0], replace(one.calls[1], delay=0))) for one in trains[:4])
    delays = (Delay((0,)), Delay((0, 0, 0, 3 * DAY)))
    engine = Engine(replace(ENGINE.timetable, patterns=(*calm, trains[4]), delays=delays))
    found = engine.plan_joint(LOTS, (HUB,), (SPLIT,), replace(LIMITS, deadline_minute=8 * DAY))
    assert isinstance(found, tuple)
    assert found[0].risk == Delay((0, 0, 0, 3 * DAY)).risk(8 * DAY - (7 * DAY + 100))


def test_a_lot_pays_for_the_store_at_the_split() -> None:
    """At the split on day 5 + 100, on from day 7: one day begun beyond the free one."""
    stops = tuple(replace(stop, storage_cost_day=3 if stop.id == "split" else 0) for stop in STOPS)
    found = Engine(replace(ENGINE.timetable, stops=stops)).plan_joint(LOTS[:2], (HUB,), (SPLIT,), LIMITS)
    assert isinstance(found, tuple)
    assert found[0].storage == (0, 2 * 3)
    assert found[0].cost == 10 + 2 * 10 + 3 * 100 + 10 + 2 * 10 + 2 * 3


def test_lots_meet_in_one_facility_of_the_hub() -> None:
    """The trains end at `hub`, the way together leaves from `quay`: only a transfer brings them there."""
    stops = (*STOPS, Stop("quay", "HUB"))
    quay = len(STOPS)
    trains = (*TRAINS[:2], line("hs", quay, SPLIT, (5 * DAY,), cost=100), *TRAINS[3:])
    timetable = replace(ENGINE.timetable, stops=stops, patterns=trains)
    apart = Engine(timetable).plan_joint(LOTS[:2], (HUB, quay), (SPLIT,), LIMITS)
    assert isinstance(apart, NoJoint)
    joined = Engine(replace(timetable, transfers=(Transfer(HUB, quay, 60, "road", 7, 1),)))
    found = joined.plan_joint(LOTS[:2], (HUB, quay), (SPLIT,), LIMITS)
    assert isinstance(found, tuple)
    for one in found:
        ends = {way.legs[-1].to_stop for way in one.before if way}
        assert ends == {one.trunk.legs[0].from_stop}
        assert [leg.mode for way in (*one.before, one.trunk) if way for leg in way.legs].count("road") in (1, 2)


def test_the_answer_is_cut_to_ways_that_differ_and_exact_has_them_all() -> None:
    many = tuple(line(f"hs{n}", HUB, SPLIT, (5 * DAY + n,), cost=1000 - n) for n in range(30))
    engine = Engine(replace(ENGINE.timetable, patterns=(*TRAINS[:2], *many, *TRAINS[3:])))
    stay = tuple(replace(lot, destinations=(SPLIT,)) for lot in LOTS)
    usual = engine.plan_joint(stay, (HUB,), (SPLIT,), LIMITS)
    exact = engine.plan_joint(stay, (HUB,), (SPLIT,), replace(LIMITS, exact=True))
    assert isinstance(usual, tuple)
    assert isinstance(exact, tuple)
    assert len(usual) < len(exact) >= 30
    assert {one.vector for one in usual} <= {one.vector for one in exact}


def test_who_is_stuck_and_what_was_asked_is_told() -> None:
    lost = Lot((P,), (Q,), 0, 1)
    found = ENGINE.plan_joint((*LOTS, lost), (HUB,), (SPLIT,), LIMITS)
    assert isinstance(found, NoJoint)
    (stuck,) = found.stuck
    assert (stuck.part, stuck.lot, stuck.query.origins, stuck.query.destinations) == (
        JointPart.COLLECTING,
        3,
        (P,),
        (HUB,),
    )
    heavy = Engine(replace(ENGINE.timetable, patterns=(*TRAINS[:2], replace(TRAINS[2], capacity_teu=3), *TRAINS[3:])))
    found = heavy.plan_joint(LOTS, (HUB,), (SPLIT,), LIMITS)
    assert isinstance(found, NoJoint)
    assert [(one.part, one.lot, one.query.teu) for one in found.stuck] == [(JointPart.TOGETHER, None, 4)]
    assert found.reasons[0].lift is Lift.CAPACITY
    found = ENGINE.plan_joint((*LOTS, Lot((X,), (X,), 0, 1)), (HUB,), (SPLIT,), LIMITS)
    assert isinstance(found, NoJoint)
    assert [(one.part, one.lot) for one in found.stuck] == [(JointPart.DELIVERING, 3)]


def test_nothing_beats_another_and_where_one_lot_cannot_go_none_does() -> None:
    found = ENGINE.plan_joint(LOTS, (HUB,), (SPLIT,), LIMITS)
    assert isinstance(found, tuple)
    vectors = [one.vector for one in found]
    assert vectors == sorted(set(vectors))
    stuck = ENGINE.plan_joint((*LOTS, Lot((P,), (Q,), 0, 1)), (HUB,), (SPLIT,), LIMITS)
    assert isinstance(stuck, NoRoute)
    assert stuck.reasons[0].lift is Lift.ORIGIN
