"""Earliest arrivals to one and to all, latest and good starts, and bounded sets equal what the exhaustive search says;
compiled kernels and plain Python answer the same.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from landsea.routing import Engine, NoRoute, Query, Stop, Timetable, Tolerance, columns
from landsea.routing.arrays import Arrays
from landsea.routing.compiled import compile_kernels, plain_kernels
from tests.routing import timetables
from tests.routing.exhaustive import Exhaustive, Vector, beats
from tests.routing.test_exact import check_consistent, seeds, vectors

UNREACHED = 1 << 30


def drawn(seed: int) -> tuple[Timetable, Query]:
    """Without a limit on changes, which scans do not look at, nor chances that rule a way out, nor amounts."""
    timetable = timetables.timetable(seed)
    query = timetables.query(seed, timetable)
    patterns = [
        replace(
            p, costs=(0,) * len(p.costs), co2es=(0,) * len(p.costs), calls=tuple(replace(c, delay=0) for c in p.calls)
        )
        for p in timetable.patterns
    ]
    return replace(timetable, patterns=tuple(patterns)), replace(query, changes_max=None)


def earliest(timetable: Timetable, query: Query) -> int:
    return next((minute for minute, *_ in Exhaustive(timetable, query).reached()), UNREACHED)


@given(seeds)
@settings(max_examples=300, deadline=None)
def test_the_earliest_arrival_is_that_of_the_exhaustive_search(seed: int) -> None:
    timetable, query = drawn(seed)
    answer = Engine(timetable).earliest(query)
    arrival = UNREACHED if isinstance(answer, NoRoute) else answer.arrival_minute
    assert arrival == earliest(timetable, query)
    if not isinstance(answer, NoRoute):
        check_consistent(timetable, query, answer)


@given(seeds)
@settings(max_examples=60, deadline=None)
def test_arrivals_at_all_stops_are_those_of_the_exhaustive_search(seed: int) -> None:
    """For each stop as the destination; but cargo that may only pass a country is not asked to stay in it."""
    timetable, query = drawn(seed)
    timetable = replace(timetable, transit={})
    found = Engine(timetable).arrivals(query)
    for stop in set(range(len(timetable.stops))) - set(query.origins):
        assert found[stop] == earliest(timetable, replace(query, destinations=(stop,)))


@given(seeds)
@settings(max_examples=100, deadline=None)
def test_the_latest_start_meets_the_deadline_and_one_minute_later_does_not(seed: int) -> None:
    timetable, query = drawn(seed)
    query = replace(query, deadline_minute=timetable.end_minute * 2 // 3, horizon_days=60)
    latest = Engine(timetable).latest(query)
    if latest is None:
        assert earliest(timetable, query) == UNREACHED
        return
    assert latest >= query.ready_minute
    assert earliest(timetable, replace(query, ready_minute=latest)) < UNREACHED
    assert earliest(timetable, replace(query, ready_minute=latest + 1)) == UNREACHED


@given(seeds)
@settings(max_examples=20, deadline=None)
def test_a_profile_lists_every_good_start_and_no_other(seed: int) -> None:
    """Each start has the arrival said; a minute later the cargo arrives later. Between two, the later one's arrival
    holds.
    """
    timetable, query = drawn(seed)
    query = replace(query, documents_minute=None, vgm_minute=None, deadline_minute=None, horizon_days=60)
    until = query.ready_minute + (timetable.end_minute - query.ready_minute) // 2
    starts = Engine(timetable).profile(query, until)
    begin = query.ready_minute
    for minute, arrival in starts[:5]:
        assert begin <= minute <= until
        assert earliest(timetable, replace(query, ready_minute=begin)) == arrival
        assert earliest(timetable, replace(query, ready_minute=minute)) == arrival
        if minute < until:
            assert earliest(timetable, replace(query, ready_minute=minute + 1)) > arrival
        begin = minute + 1
    if begin <= until and len(starts) <= 5:
        assert earliest(timetable, replace(query, ready_minute=begin)) == UNREACHED


def test_scans_of_many_threads_answer_as_each_does_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """They leave what they wrote on to later ones, which find nothing in it; it is wiped after every third scan."""
    timetable = timetables.timetable(77)
    monkeypatch.setattr(columns, "SCANNED_MAX", 3 * len(Arrays(timetable).table))
    queries = [timetables.query(seed, timetable) for seed in range(40)]
    alone = [Engine(timetable).arrivals(query).tolist() for query in queries]
    engine, before = Engine(timetable), sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as threads:
            together = [one.tolist() for one in threads.map(engine.arrivals, queries * 5)]
    finally:
        sys.setswitchinterval(before)
    assert together == alone * 5
    assert 1 <= len(engine.index.columns().scratch) <= 4


def is_later(one: Vector, possible: set[Vector], minutes: int) -> bool:
    """The same way on a later run, within the tolerance: the exhaustive search boards the first run it can catch."""
    return any(other[1:4] == one[1:4] and 0 <= one[0] - other[0] <= minutes for other in possible)


@given(seeds)
@example(78)
@example(85)
@settings(max_examples=100, deadline=None)
def test_a_bounded_set_holds_real_itineraries_that_do_not_beat_each_other(seed: int) -> None:
    timetable = timetables.timetable(seed)
    query = timetables.query(seed, timetable)
    possible = set(Exhaustive(timetable, query).reached())
    bounded = vectors(timetable, replace(query, exact=False))
    assert bool(bounded) == bool(possible)
    assert all(one in possible or is_later(one, possible, query.tolerance.minutes) for one in bounded)
    assert len(bounded) <= query.count
    assert not any(beats(one, other) for one in bounded for other in bounded)


def test_bounded_sets_keep_nearly_all_exact_vectors_within_the_tolerance() -> None:
    """Of 200 fixed timetables; `bench.loss` measures the rest, which waits for later departures or pays storage."""
    exact_count, kept = 0, 0
    for seed in range(200):
        timetable = timetables.timetable(seed)
        unit = timetable.end_minute // timetables.HORIZON
        query = replace(timetables.query(seed, timetable), tolerance=Tolerance(2 * unit, 100, 100, 100_000))
        exact, bounded = (vectors(timetable, replace(query, exact=one, count=200)) for one in (True, False))
        least = [min((vector[n] for vector in exact), default=0) // 10 for n in (1, 2)]
        slack = (2 * unit, *least, 0, 100_000)
        exact_count += len(exact)
        kept += sum(any(all(b <= a + s for a, b, s in zip(v, w, slack, strict=True)) for w in bounded) for v in exact)
    assert kept >= 0.98 * exact_count


@given(seeds, st.integers(1, 3))
@settings(max_examples=200, deadline=None)
def test_a_smaller_count_shows_a_part_of_the_same_set(seed: int, count: int) -> None:
    timetable = timetables.timetable(seed)
    query = replace(timetables.query(seed, timetable), exact=False)
    few, many = (vectors(timetable, replace(query, count=n)) for n in (count, 200))
    assert len(few) == min(count, len(many))
    assert set(few) <= set(many)


@pytest.fixture
def compiled() -> Iterator[None]:
    assert compile_kernels()
    yield
    plain_kernels()


@pytest.mark.usefixtures("compiled")
def test_compiled_kernels_answer_as_plain_python_does() -> None:
    """Exact and bounded sets, scans, profiles and prospects of 60 timetables."""
    first = [everything(seed) for seed in range(60)]
    plain_kernels()
    assert [everything(seed) for seed in range(60)] == first


@pytest.mark.parametrize("kernels", [compile_kernels, plain_kernels])
def test_where_nothing_runs_nothing_is_reached(kernels: Callable[[], object]) -> None:
    engine = Engine(Timetable("USD", (Stop("a", "A"), Stop("b", "B")), (), (), 0, 1000))
    try:
        kernels()
        assert isinstance(engine.earliest(Query((0,), (1,), 0)), NoRoute)
    finally:
        plain_kernels()


def everything(seed: int) -> object:
    timetable = timetables.timetable(seed)
    query = timetables.query(seed, timetable)
    engine = Engine(timetable)
    bounded = engine.plan(replace(query, exact=False))
    return (
        engine.plan(query),
        bounded,
        engine.earliest(query),
        engine.arrivals(query).tolist(),
        engine.latest(query),
        engine.profile(query, query.ready_minute + 5000),
        () if isinstance(bounded, NoRoute) else engine.prospects(query, bounded, 50),
    )
