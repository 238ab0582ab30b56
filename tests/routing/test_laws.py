"""Laws that hold on every timetable: order does not matter, less choice is never better, more cargo costs in
proportion, and reasons are true.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from landsea.routing import ON_TIME, Closed, Delay, Engine, Lift, NoRoute
from tests.routing import timetables
from tests.routing.exhaustive import Vector
from tests.routing.test_exact import seeds, vectors

NEVER = 2**40


def covered(worse: list[Vector], better: list[Vector]) -> bool:
    """Whether each of the one is matched or beaten by one of the other."""
    return all(any(all(b <= a for a, b in zip(w, v, strict=True)) for v in better) for w in worse)


def arrivals(found: list[Vector]) -> list[Vector]:
    """With all but the arrival as bad as can be: what `covered` then compares."""
    return [(minute, NEVER, NEVER, NEVER, NEVER) for minute, *_ in found]


@given(seeds)
@settings(max_examples=150, deadline=None)
def test_the_order_of_stops_and_services_does_not_matter(seed: int) -> None:
    timetable = timetables.timetable(seed)
    query = timetables.query(seed, timetable)
    order = Random(seed).sample(range(len(timetable.stops)), len(timetable.stops))
    new = {old: at for at, old in enumerate(order)}
    shuffled = replace(
        timetable,
        stops=tuple(timetable.stops[old] for old in order),
        patterns=tuple(
            replace(p, calls=tuple(replace(c, stop=new[c.stop]) for c in p.calls)) for p in reversed(timetable.patterns)
        ),
        transfers=tuple(
            replace(t, from_stop=new[t.from_stop], to_stop=new[t.to_stop]) for t in reversed(timetable.transfers)
        ),
    )
    moved = replace(
        query,
        origins=tuple(new[stop] for stop in reversed(query.origins)),
        destinations=tuple(new[stop] for stop in reversed(query.destinations)),
    )
    assert vectors(shuffled, moved) == vectors(timetable, query)


@given(seeds, st.booleans())
@settings(max_examples=100, deadline=None)
def test_the_same_question_has_the_same_answer(seed: int, exact: bool) -> None:
    timetable = timetables.timetable(seed)
    query = replace(timetables.query(seed, timetable), exact=exact)
    assert Engine(timetable).plan(query) == Engine(timetable).plan(query)


@given(seeds)
@settings(max_examples=150, deadline=None)
def test_an_added_service_or_run_never_worsens_the_answer(seed: int) -> None:
    timetable = timetables.timetable(seed)
    query = timetables.query(seed, timetable)
    first, *others = timetable.patterns
    left = None if first.left_teu is None else first.left_teu[1:]
    fewer_runs = replace(timetable, patterns=(replace(first, starts=first.starts[1:], left_teu=left), *others))
    without = replace(timetable, patterns=tuple(others))
    assert covered(vectors(fewer_runs, query), vectors(timetable, query))
    assert covered(vectors(without, query), vectors(fewer_runs, query))


@given(seeds)
@settings(max_examples=200, deadline=None)
def test_a_closure_never_improves_the_answer(seed: int) -> None:
    """Where storage is paid, a closed gate may shorten it; then only the arrival is compared."""
    timetable = timetables.timetable(seed)
    query = timetables.query(seed, timetable)
    chance = Random(seed)
    name = chance.choice(["P0", "P1", "S2", "XA", "XB", "strait", "canal", "V0", "V1", "carrier-1"])
    start = chance.randrange(timetable.end_minute)
    closed = Closed(name, start, start + chance.randint(1, timetable.end_minute))
    answer, before = vectors(timetable, replace(query, closures=(*query.closures, closed))), vectors(timetable, query)
    if name[0] in "PSX" and any(stop.storage_cost_day for stop in timetable.stops):
        answer, before = arrivals(answer), [(minute, 0, 0, 0, 0) for minute, *_ in before]
    assert covered(answer, before)


@given(seeds)
@settings(max_examples=150, deadline=None)
def test_a_closure_for_all_time_leaves_no_more_than_avoiding_the_same(seed: int) -> None:
    """What is avoided is not even passed on board; straits, services and carriers are the same either way."""
    timetable = timetables.timetable(seed)
    query = timetables.query(seed, timetable)
    for name in ("strait", "V1", "carrier-1"):
        avoided = vectors(timetable, replace(query, avoid=query.avoid | {name}))
        always = Closed(name, -10, timetable.end_minute * 2)
        assert avoided == vectors(timetable, replace(query, closures=(*query.closures, always)))


@given(seeds, st.integers(1, 2000))
@settings(max_examples=150, deadline=None)
def test_cargo_that_is_ready_later_never_arrives_earlier(seed: int, later: int) -> None:
    timetable = timetables.timetable(seed)
    query = replace(timetables.query(seed, timetable), horizon_days=60)
    delayed = vectors(timetable, replace(query, ready_minute=query.ready_minute + later))
    now = [(minute, 0, 0, 0, 0) for minute, *_ in vectors(timetable, query)]
    assert covered(delayed, now)


@given(seeds, st.integers(2, 7))
@settings(max_examples=150, deadline=None)
def test_many_containers_cost_and_emit_as_many_times_what_one_does(seed: int, teu: int) -> None:
    """Where no fee is paid for the consignment as such and capacity is no matter."""
    timetable = timetables.timetable(seed)
    free = [replace(p, ride_fee=0, capacity_teu=None, left_teu=None) for p in timetable.patterns]
    timetable = replace(timetable, patterns=tuple(free))
    query = replace(timetables.query(seed, timetable), teu=1)
    one = [(minute, teu * cost, teu * co2e, *rest) for minute, cost, co2e, *rest in vectors(timetable, query)]
    assert vectors(timetable, replace(query, teu=teu)) == one


@given(seeds, st.integers(1, 3000))
@settings(max_examples=150, deadline=None)
def test_longer_delays_never_make_an_answer_safer(seed: int, more: int) -> None:
    timetable = timetables.timetable(seed)
    query = timetables.query(seed, timetable)
    later = [Delay(tuple(minutes + more for minutes in one.quantiles)) for one in timetable.delays[1:]]
    slower = replace(timetable, delays=(ON_TIME, *later))
    assert covered(vectors(slower, query), vectors(timetable, query))


@given(seeds)
@settings(max_examples=100, deadline=None)
def test_where_everything_is_on_time_nothing_is_risked(seed: int) -> None:
    timetable = timetables.timetable(seed)
    punctual = replace(timetable, delays=tuple(ON_TIME for _ in timetable.delays))
    assert all(risk == 0 for *_, risk in vectors(punctual, timetables.query(seed, timetable)))


@given(seeds)
@settings(max_examples=200, deadline=None)
def test_each_reason_lifts_the_journey_by_exactly_what_it_says(seed: int) -> None:
    timetable = timetables.timetable(seed)
    query = timetables.query(seed, timetable)
    answer = Engine(timetable).plan(query)
    assume(isinstance(answer, NoRoute))
    assert isinstance(answer, NoRoute)
    assert answer.reasons
    for reason in answer.reasons:
        if reason.lift is Lift.DEADLINE and query.deadline_minute is not None and reason.by is not None:
            enough = query.deadline_minute + reason.by
            assert reason.arrival_minute is not None
            assert reason.arrival_minute <= enough  # equal where it can be on time
            assert vectors(timetable, replace(query, deadline_minute=enough))
            assert not vectors(timetable, replace(query, deadline_minute=enough - 1))
        if reason.lift is Lift.CHANGES and query.changes_max is not None and reason.by is not None:
            assert vectors(timetable, replace(query, changes_max=query.changes_max + reason.by))
        if reason.lift is Lift.MODES:
            allowed = vectors(timetable, replace(query, without_modes=query.without_modes - set(reason.names)))
            assert allowed[0][0] == reason.arrival_minute
        if reason.lift is Lift.AVOID:
            allowed = vectors(timetable, replace(query, avoid=query.avoid - set(reason.names)))
            assert allowed[0][0] == reason.arrival_minute
        if reason.lift is Lift.CLOSURES:
            left = tuple(closed for closed in query.closures if closed.name not in reason.names)
            assert vectors(timetable, replace(query, closures=left))[0][0] == reason.arrival_minute


@pytest.mark.parametrize("slack", [-61, -60, 0, 59, 60, 1000])
def test_the_risk_of_a_delay_is_the_share_that_is_not_above_the_slack(slack: int) -> None:
    delay = Delay((-60, 0, 0, 60))
    shares = {-61: 1 << 40, -60: 1_386_294, 0: 287_682, 59: 287_682, 60: 0, 1000: 0}
    assert delay.risk(slack) == shares[slack]
