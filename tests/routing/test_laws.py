"""Laws that hold on every timetable: order does not matter, less choice is never better, and reasons are true."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from landsea.routing import Engine, Lift, NoRoute, Query, Timetable
from tests.routing import timetables

Vector = tuple[int, int, int]
seeds = st.integers(0, 2**32)


def vectors(timetable: Timetable, query: Query) -> list[Vector]:
    answer = Engine(timetable).plan(query)
    return [] if isinstance(answer, NoRoute) else [(one.arrival_minute, one.cost, one.co2e) for one in answer]


def covered(worse: list[Vector], better: list[Vector]) -> bool:
    """Whether each of the one is matched or beaten by one of the other."""
    return all(any(all(b <= a for a, b in zip(w, v, strict=True)) for v in better) for w in worse)


@given(seeds)
@settings(max_examples=300, deadline=None)
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


@given(seeds)
@settings(max_examples=300, deadline=None)
def test_the_same_question_has_the_same_answer(seed: int) -> None:
    timetable = timetables.timetable(seed)
    query = timetables.query(seed, timetable)
    assert Engine(timetable).plan(query) == Engine(timetable).plan(query)


@given(seeds)
@settings(max_examples=300, deadline=None)
def test_a_run_taken_out_never_improves_the_answer(seed: int) -> None:
    timetable = timetables.timetable(seed)
    query = timetables.query(seed, timetable)
    first = timetable.patterns[0]
    fewer = replace(timetable, patterns=(replace(first, starts=first.starts[1:]), *timetable.patterns[1:]))
    assert covered(vectors(fewer, query), vectors(timetable, query))


@given(seeds, st.integers(1, 2000))
@settings(max_examples=300, deadline=None)
def test_cargo_that_is_ready_later_never_arrives_earlier(seed: int, later: int) -> None:
    timetable = timetables.timetable(seed)
    query = replace(timetables.query(seed, timetable), horizon_days=60)
    delayed = vectors(timetable, replace(query, ready_minute=query.ready_minute + later))
    assert covered([(one[0], 2**40, 2**40) for one in delayed], vectors(timetable, query))


@given(seeds)
@settings(max_examples=500, deadline=None)
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
            assert reason.arrival_minute == enough
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
