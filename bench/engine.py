"""The engine on synthetic timetables of 100,000 and 1,000,000 connections: every kind of question, time and memory,
beside other engines where they are at hand (`peers`). One processor, and its time, which stays about the same on a busy
machine; medians over random questions.
"""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from bench.peers import VARIABLE, Answer, Distances, earliest_by_program
from bench.plan import percentile
from bench.timetables import DAY, START, Synthetic, synthetic
from landsea.routing import ON_TIME, Closed, Engine, Itinerary, NoRoute, Query, Timetable
from landsea.routing.compiled import compile_kernels
from landsea.routing.scan import Scanner

SIZES = (100_000, 1_000_000)
SECONDS_EACH = 20
"""At most so long on one kind of question."""
PAIRS, PLANNED, TO_ALL, PROFILES, PROSPECTS = 500, 200, 50, 20, 20
SCENARIOS, SCENARIO_ORIGINS = 1000, 10
SAMPLES = 1000
FRESH = """
import sys, time
from bench.timetables import synthetic
from bench.engine import questions
network = synthetic(100_000)
begin = time.perf_counter()
from landsea.routing import Engine
from landsea.routing.compiled import compile_kernels
if sys.argv[1] == "compiled":
    compile_kernels()
query = questions(network.timetable, 1)[0]
Engine(network.timetable).earliest(query)
earliest = time.perf_counter()
Engine(network.timetable).plan(query)
print(earliest - begin, time.perf_counter() - earliest)
"""


def questions(timetable: Timetable, count: int, seed: int = 3) -> list[Query]:
    """Random pairs of stops that services call at, ready in the first four weeks; the same in every run."""
    chance = random.Random(seed)
    used = sorted({call.stop for pattern in timetable.patterns for call in pattern.calls})
    pairs = [chance.sample(used, 2) for _ in range(count)]
    return [Query((a,), (b,), START + chance.randrange(28 * DAY), horizon_days=200) for a, b in pairs]


@contextmanager
def one_processor() -> Iterator[None]:
    """This process and those it starts keep to one processor, where the system lets them."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def timed(work: Callable[[], object]) -> float:
    """Milliseconds of processor time."""
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000


def line(report: Callable[[str], None], what: str, values: Sequence[float], note: str = "") -> None:
    report(f"{what:34}{statistics.median(values):>10.3f} ms{percentile(list(values), 0.95):>10.3f} ms{note}")


def times(ask: Callable[[Query], object], queries: Sequence[Query]) -> list[float]:
    """Milliseconds of each answer, of as many as fit into the time there is."""
    end = time.perf_counter() + SECONDS_EACH
    found: list[float] = []
    for query in queries:
        found.append(timed(lambda query=query: ask(query)))  # type: ignore[misc]
        if time.perf_counter() > end:
            break
    return found


def warm(network: Synthetic) -> Engine:
    """An engine whose kernels are loaded and whose columns are made."""
    engine, query = Engine(network.timetable), questions(network.timetable, 1)[0]
    engine.earliest(query)
    engine.plan(query)
    return engine


def memory(network: Synthetic, report: Callable[[str], None]) -> Engine:
    """What the engine keeps for its queries, timetable objects apart."""
    tracemalloc.start()
    start = time.perf_counter()
    engine = warm(network)
    took = time.perf_counter() - start
    kept, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    connections = network.timetable.connections
    report(
        f"made ready in {took:.1f} s while memory is traced: {kept / connections:.0f} bytes per connection (aim: at most 60), "
        f"{peak / connections:.0f} at most meanwhile"
    )
    return engine


def arrivals_alone(network: Synthetic, engine: Engine, report: Callable[[str], None]) -> None:
    """Earliest arrivals on the plain timetable, where a program that knows no cut-offs must agree."""
    asked = questions(network.timetable, PAIRS)
    answers = [engine.earliest(query) for query in asked]
    line(report, "earliest arrival with its legs", times(engine.earliest, asked))
    scans = [(Scanner(engine.index, query), query.ready_minute) for query in asked]
    latest = network.timetable.end_minute
    line(report, "  its scan alone", [timed(lambda s=s, m=m: s.earliest(m, latest)) for s, m in scans])  # type: ignore[misc]
    line(report, "earliest arrivals, one to all", times(engine.arrivals, asked[:TO_ALL]))
    theirs = earliest_by_program(network, asked)
    if theirs is None:
        report(f"  no other engine beside: {VARIABLE} is not set")
    else:
        line(report, "  the program, one to one", [answer.milliseconds for answer in theirs])
        all_stops = earliest_by_program(network, asked[:TO_ALL], to_all=True) or []
        line(report, "  the program, one to all", [answer.milliseconds for answer in all_stops])
        ours = [None if isinstance(answer, NoRoute) else answer.arrival_minute for answer in answers]
        report(f"  the same earliest arrival in {same(ours, theirs)} of {PAIRS} questions")
    if Distances.available():
        distances = Distances(network)
        line(report, "  scgraph, distance alone", times(distances.kilometres, asked))


def same(ours: Sequence[int | None], theirs: Sequence[Answer]) -> int:
    return sum(mine == answer.arrival_minute for mine, answer in zip(ours, theirs, strict=True))


def bounded(network: Synthetic, engine: Engine, report: Callable[[str], None]) -> None:
    """Arrival, cost, CO2e, changes, and chance, with cut-offs, customs, handling, storage and fees."""
    timetable = network.timetable
    asked = questions(timetable, PLANNED)
    punctual = Engine(replace(timetable, delays=tuple(ON_TIME for _ in timetable.delays)))
    punctual.plan(asked[0])
    line(report, "bounded set, without probability", times(punctual.plan, asked))
    plans: list[tuple[Query, tuple[Itinerary, ...]]] = []

    def plan(query: Query) -> None:
        answer = engine.plan(query)
        plans.append((query, () if isinstance(answer, NoRoute) else answer))

    line(report, "bounded set, with probability", times(plan, asked), "  (aim at 100,000: at most 50 ms)")
    sizes = [len(answer) for _, answer in plans]
    simulated = [
        timed(lambda query=query, answer=answer: engine.prospects(query, answer[:1], SAMPLES))  # type: ignore[misc]
        for query, answer in [one for one in plans if one[1]][:PROSPECTS]
    ]
    line(report, f"prospects, {SAMPLES:,} journeys", simulated)
    line(
        report,
        "every good start of a week",
        times(lambda q: engine.profile(q, q.ready_minute + 7 * DAY), asked[:PROFILES]),
    )
    most = f"{statistics.median(sizes):.0f} itineraries in the median, {max(sizes)} at most"
    report(f"  {len(sizes)} sets, {sizes.count(0)} of them empty; {most}")


def study(network: Synthetic, engine: Engine, report: Callable[[str], None]) -> None:
    """Every stop of many closed in turn, and all earliest arrivals from some origins each time."""
    chance = random.Random(5)
    timetable = network.timetable
    used = sorted({call.stop for pattern in timetable.patterns for call in pattern.calls})
    origins = chance.sample(used, SCENARIO_ORIGINS)
    closed = chance.sample([stop for stop in used if stop not in origins], SCENARIOS // SCENARIO_ORIGINS)
    start = time.process_time()
    for stop in closed:
        closure = Closed(timetable.stops[stop].id, START, timetable.end_minute)
        for origin in origins:
            engine.arrivals(Query((origin,), (stop,), START, horizon_days=200, closures=(closure,)))
    took = time.process_time() - start
    report(
        f"{SCENARIOS:,} scenarios (one stop closed, one origin to all): {took:.1f} s  (aim: at most 10 s on two processors)"
    )


def fresh(report: Callable[[str], None]) -> None:
    for kind in ("plain", "compiled"):
        command = [sys.executable, "-c", FRESH, kind]
        subprocess.run(command, check=True, capture_output=True)
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        earliest, planned = (1000 * float(seconds) for seconds in done.stdout.split())
        report(
            f"fresh process, kernels {kind}: earliest arrival after {earliest:.0f} ms (import, columns of 100,000 connections, "
            f"answer), bounded set {planned:.0f} ms later"
        )


def run(report: Callable[[str], None] = print) -> None:
    compile_kernels()
    warm(synthetic(2_000))
    with one_processor():
        for size in SIZES:
            start = time.perf_counter()
            plain, freight = synthetic(size, plain=True), synthetic(size)
            timetable = freight.timetable
            report(
                f"engine: {timetable.connections:,} connections, {len(timetable.stops):,} stops, {len(timetable.patterns):,} services, "
                f"98 days; written twice in {time.perf_counter() - start:.1f} s"
            )
            engine = memory(freight, report)
            report(f"{'':34}{'median':>13}{'p95':>13}")
            arrivals_alone(plain, warm(plain), report)
            bounded(freight, engine, report)
            study(freight, engine, report)
        fresh(report)


if __name__ == "__main__":
    run()
