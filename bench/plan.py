"""How fast plans are: warm questions to the shipped world network beside a plain scan of the same timetable, and a
fresh process.
"""

from __future__ import annotations

import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime

from landsea.planner import PlanRequest
from landsea.planner.service.worlds import shipped_world
from landsea.routing import Engine, Itinerary, NoRoute, Query

PAIRS = 200
SCANNED = 30
HORIZON_DAYS = 120
NEVER = 1 << 50
RUNS = 5
READY = "2026-11-23T08:00+08:00"
COMMAND = [sys.executable, "-m", "landsea.app.cli", "plan", "CNCKG", "SGSIN", "--ready", READY]


def questions(engine: Engine, count: int) -> list[Query]:
    """Random pairs of different places, ready within the first week; the same in every run."""
    chance = random.Random(20261123)
    places: dict[str, list[int]] = {}
    for number, stop in enumerate(engine.timetable.stops):
        places.setdefault(stop.place, []).append(number)
    first = int(datetime(2026, 11, 23, tzinfo=UTC).timestamp()) // 60
    found = []
    for _ in range(count):
        origin, destination = chance.sample(sorted(places), 2)
        ready = first + chance.randrange(5 * 1440)
        found.append(Query(tuple(places[origin]), tuple(places[destination]), ready))
    return found


def plain_scan(engine: Engine) -> Callable[[Query], int]:
    """Earliest arrival alone, by looking at every connection of the window once in the order of time: what exactness
    over three criteria is measured against. Opening hours and storage are left out, in its favour.
    """
    timetable = engine.timetable
    connections = sorted(
        (start + a.departure_minute, start + b.arrival_minute, n, run, k)
        for n, pattern in enumerate(timetable.patterns)
        for run, start in enumerate(pattern.starts)
        for k, (a, b) in enumerate(zip(pattern.calls, pattern.calls[1:], strict=False))
    )

    moves: dict[int, list[tuple[int, int]]] = {}
    for move in timetable.transfers:
        moves.setdefault(move.from_stop, []).append((move.to_stop, move.minutes))

    def earliest(query: Query) -> int:
        at: dict[int, int] = {}
        boarded: set[tuple[int, int]] = set()

        def reach(stop: int, minute: int) -> None:
            if minute < at.get(stop, NEVER):
                at[stop] = minute
                for head, minutes in moves.get(stop, ()):
                    reach(head, minute + minutes)

        for origin in query.origins:
            reach(origin, query.ready_minute)
        for departure, arrival, n, run, k in connections:
            if departure < query.ready_minute:
                continue
            a, b = timetable.patterns[n].calls[k], timetable.patterns[n].calls[k + 1]
            if (n, run) not in boarded:
                if not a.board or at.get(a.stop, NEVER) + a.cargo_lead_minutes > departure:
                    continue
                boarded.add((n, run))
            if b.alight:
                reach(b.stop, arrival + b.unload_minutes)
        return min(at.get(stop, NEVER) for stop in query.destinations)

    return earliest


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def fresh_process() -> tuple[list[float], float]:
    """Milliseconds of whole `landsea plan` processes where no node is, after one that warms the file cache; and their
    mean processor time, which stays the same on a busy machine.
    """
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {"LANDSEA_HOME": home}

        def run() -> None:
            subprocess.run(COMMAND, check=True, capture_output=True, env=environment)

        run()
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        walls = [timed(run) for _ in range(RUNS)]
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return walls, spent * 1000 / RUNS


def check_scan(scan: Callable[[Query], int], query: Query, answer: tuple[Itinerary, ...] | NoRoute) -> None:
    """The scan leaves rules out, so it never arrives after the engine."""
    if not isinstance(answer, NoRoute) and scan(query) > answer[0].arrival_minute:
        raise AssertionError(f"the plain scan arrives later: {query}")


def line(report: Callable[[str], None], what: str, values: list[float], note: str = "") -> None:
    report(f"{what:34}{statistics.median(values):>8.1f} ms{percentile(values, 0.95):>8.1f} ms{note}")


def run(report: Callable[[str], None] = print) -> None:
    start = time.perf_counter()
    world = shipped_world(PlanRequest("CNCKG", "SGSIN", datetime(2026, 11, 23, tzinfo=UTC)))
    built = time.perf_counter() - start
    engine, timetable = world.engine, world.engine.timetable
    report(
        f"plan: {len(timetable.stops)} facilities, {len(timetable.patterns)} trips, {timetable.connections:,} connections in "
        f"a window of {HORIZON_DAYS} days, made ready in {built:.2f} s"
    )
    asked, answers = questions(engine, PAIRS), []
    engine.plan(asked[0])
    exact = [timed(lambda query=query: answers.append(engine.plan(query))) for query in asked]  # type: ignore[misc]
    scan = plain_scan(engine)
    plain = [timed(lambda query=query: scan(query)) for query in asked[:SCANNED]]  # type: ignore[misc]
    for query, answer in zip(asked[:SCANNED], answers, strict=False):
        check_scan(scan, query, answer)
    fresh, processor = fresh_process()
    report(f"{'':34}{'median':>11}{'p95':>11}")
    line(report, "Pareto set, one to one, warm", exact)
    line(report, "plain scan, arrival only, warm", plain)
    line(report, "landsea plan, fresh process", fresh, f"  (of these {processor:.0f} ms on the processor)")
    sizes = [0 if isinstance(answer, NoRoute) else len(answer) for answer in answers]
    report(
        f"{PAIRS} random pairs: {statistics.median(sizes):.0f} itineraries in the median, {max(sizes)} at most, {sizes.count(0)} without a "
        f"way; ratio of the medians to the plain scan {statistics.median(exact) / statistics.median(plain):.2f}"
    )


if __name__ == "__main__":
    run()
