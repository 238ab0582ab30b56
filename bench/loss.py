"""What the bounded set leaves out, against the exact one: on random small networks (the tests' own, hard by design) and
on the shipped network.

A vector (arrival, cost, CO2e, changes, risk) of the exact set counts as kept if one in the bounded set, before the
diversity rule cuts it to `count`, is within the query's tolerance of it in all five at once. Besides, by how much the
best of each criterion is missed in the answer as people see it.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bench.plan import questions as shipped_questions
from landsea.planner import PlanRequest
from landsea.planner.service.worlds import shipped_world
from landsea.routing import Engine, NoRoute, Query, Tolerance
from landsea.routing.compiled import compile_kernels
from landsea.routing.model.query import COUNT_MAX
from tests.routing import timetables
from tests.routing.exhaustive import Vector
from tests.routing.test_exact import vector

RANDOM, SHIPPED = 1000, 200
SECONDS = 60
"""At most so long on the shipped network."""
CHANGES = 3
"""At most so many on the shipped network: exact sets without a limit can take half a minute each."""
UNIT_TOLERANCE = 2
"""On random networks the tolerance in time, in their own units (a minute, or eight hours)."""


@dataclass(frozen=True)
class Compared:
    exact: Sequence[Vector]
    bounded: Sequence[Vector]
    shown: Sequence[Vector]
    slack: Vector

    @property
    def kept(self) -> int:
        return sum(any(self._near(one, other) for other in self.bounded) for one in self.exact)

    def _near(self, one: Vector, other: Vector) -> bool:
        return all(b <= a + s for a, b, s in zip(one, other, self.slack, strict=True))

    def missed(self, criterion: int) -> int:
        """How far the best that is shown lies behind the best there is."""
        return min(v[criterion] for v in self.shown) - min(v[criterion] for v in self.exact)


def found(engine: Engine, query: Query) -> list[Vector]:
    answer = engine.plan(query)
    return [] if isinstance(answer, NoRoute) else [vector(itinerary) for itinerary in answer]


def compared(engine: Engine, query: Query) -> Compared | None:
    """`None` where there is no way."""
    exact = found(engine, replace(query, exact=True))
    if not exact:
        return None
    bounded = found(engine, replace(query, exact=False, count=COUNT_MAX))
    shown = found(engine, replace(query, exact=False))
    tolerance = query.tolerance
    cost, co2e = (min(v[n] for v in exact) for n in (1, 2))
    slack = (
        tolerance.minutes,
        cost * tolerance.cost_permille // 1000,
        co2e * tolerance.co2e_permille // 1000,
        0,
        tolerance.risk,
    )
    return Compared(exact, bounded, shown, slack)


def random_networks() -> Iterator[Compared]:
    for seed in range(RANDOM):
        timetable = timetables.timetable(seed)
        unit = timetable.end_minute // timetables.HORIZON
        tolerance = Tolerance(unit * UNIT_TOLERANCE, 100, 100, 100_000)
        one = compared(Engine(timetable), replace(timetables.query(seed, timetable), tolerance=tolerance))
        if one is not None:
            yield one


def shipped_network() -> Iterator[Compared]:
    engine = shipped_world(PlanRequest("CNCKG", "SGSIN", datetime(2026, 11, 23, tzinfo=UTC))).engine
    end = time.perf_counter() + SECONDS
    for query in shipped_questions(engine, SHIPPED):
        one = compared(engine, replace(query, changes_max=CHANGES))
        if one is not None:
            yield one
        if time.perf_counter() > end:
            return


def told(what: str, all_compared: Iterable[Compared], report: Callable[[str], None]) -> None:
    several = list(all_compared)
    exact = sum(len(one.exact) for one in several)
    kept = sum(one.kept for one in several)
    whole = sum(one.kept == len(one.exact) for one in several)
    report(
        f"{what}: {len(several)} questions, {exact} exact vectors, {100 * kept / exact:.2f} % within the tolerance of a bounded "
        f"one; all of them in {100 * whole / len(several):.1f} % of the questions"
    )
    for criterion, name in enumerate(
        ("arrival, minutes", "cost, minor units", "CO2e, g", "changes", "risk, millionths")
    ):
        behind = [one.missed(criterion) for one in several]
        late = [amount for amount in behind if amount > 0]
        worst = f", then {statistics.median(late):,.0f} in the median, {max(late):,} at most" if late else ""
        report(f"  best {name:18} missed in {100 * len(late) / len(several):5.2f} %{worst}")


def run(report: Callable[[str], None] = print) -> None:
    compile_kernels()
    report("loss: bounded sets against exact ones")
    told("random networks", random_networks(), report)
    told("shipped network", shipped_network(), report)


if __name__ == "__main__":
    run()
