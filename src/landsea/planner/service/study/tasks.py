"""The tasks of a study: small, independent, named by what they are about, so that any process may do any of them and what is done need
not be done again.

A task's result is plain JSON. Chance comes from the study's seed and the task's key alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import msgspec
import numpy as np

from landsea.planner.model.studies import Chance, Way
from landsea.planner.service.study.case import BEFORE, StudyCase
from landsea.routing import Itinerary, NoRoute, Query, Tolerance

NEVER = 1 << 30
DAY = 1440
SCANS_KEPT = 64


@dataclass(frozen=True, slots=True)
class Task:
    """One origin and week in one variant (`BEFORE`: as it is now); a scan to all destinations, or a plan to one."""

    variant: int
    origin: str
    week: int
    destination: str = ""

    @property
    def key(self) -> str:
        return f"{self.variant}|{self.origin}|{self.week}|{self.destination}"


def tasks_of(case: StudyCase) -> list[Task]:
    """All tasks, in the order of their keys' parts."""
    weeks, variants = range(case.scenario.weeks), range(len(case.variants))
    if case.scenario.scans:
        return [Task(v, origin, week) for v in variants for origin in case.origins for week in weeks]
    return [Task(v, a, week, b) for v in (BEFORE, *variants) for a, b in case.pairs for week in weeks]


class Worker:
    """Does tasks of one case; keeps the scans that several tasks need."""

    def __init__(self, case: StudyCase) -> None:
        self.case = case
        self.places = sorted({b for _, b in case.pairs})
        self.reached = lru_cache(SCANS_KEPT)(self._reached)
        self.stops = lru_cache(2)(self._stops)

    def do(self, task: Task) -> Any:
        return self._plan(task) if task.destination else self._scan(task)

    def _stops(self, before: bool) -> tuple[Any, Any]:
        """The stops of all places, one place after the other, and where each place begins."""
        world = self.case.before if before else self.case.after
        stops = [world.stops_of(place) for place in self.places]
        first = np.cumsum([0, *(len(one) for one in stops[:-1])])
        return first, np.array([stop for one in stops for stop in one])

    def _reached(self, variant: int, origin: str, week: int) -> Any:
        """Minutes from ready to available, in the order of the places; `NEVER` where there is no way."""
        case = self.case
        stops = case.engine(variant).arrivals(case.query(variant, origin, week)).astype(np.int64)
        first, index = self.stops(variant < 0)
        earliest = np.minimum.reduceat(stops[index], first)
        return np.where(earliest >= NEVER, NEVER, earliest - case.ready(week))

    def _scan(self, task: Task) -> dict[str, Any]:
        """[place, before, after] in minutes, `None` where there is no way; with a sweep only what differs. `compared` counts all that
        are reached before.
        """
        before, after = (self.reached(v, task.origin, task.week) for v in (BEFORE, task.variant))
        told = (before < NEVER) | (after < NEVER)
        apart = self.case.variants[task.variant].at | {task.origin}
        told &= np.array([place not in apart for place in self.places])
        compared = int((told & (before < NEVER)).sum())
        if self.case.scenario.sweep is not None:
            told &= before != after
        rows = [[self.places[n], _minutes(before[n]), _minutes(after[n])] for n in np.flatnonzero(told)]
        return {"compared": compared, "rows": rows}

    def _plan(self, task: Task) -> dict[str, Any]:
        """The best way by each criterion; none where there is no way."""
        case, scenario = self.case, self.case.scenario
        stops = case.world(task.variant).stops_of(task.destination)
        query = case.query(task.variant, task.origin, task.week, stops)
        found = self._found(task, query)
        if not found:
            return {}
        best = {by: min(found, key=ORDER[by.value]) for by in scenario.criteria}
        ways = {by.value: self._way(task, query, one) for by, one in best.items()}
        if scenario.samples:
            chosen = ways[scenario.by.value]
            ways[scenario.by.value] = replace(chosen, chance=self._chance(task, query, best[scenario.by]))
        plain: dict[str, Any] = msgspec.to_builtins(ways)
        return plain

    def _found(self, task: Task, query: Query) -> list[Itinerary]:
        """What is best by arrival and one other criterion at once, for each that is asked for."""
        if self.reached(task.variant, task.origin, task.week)[self.places.index(task.destination)] >= NEVER:
            return []
        others = [by.value for by in self.case.scenario.criteria if by.value in BOTH] or ["arrival"]
        engine = self.case.engine(task.variant)
        answers = [engine.plan(replace(query, tolerance=BOTH.get(by, ARRIVAL))) for by in others]
        return [one for answer in answers if not isinstance(answer, NoRoute) for one in answer]

    def _way(self, task: Task, query: Query, one: Itinerary) -> Way:
        services = self.case.world(task.variant).services
        via = tuple(services[leg.pattern].id for leg in one.legs if leg.pattern is not None)
        return Way(one.arrival_minute - query.ready_minute, one.cost, one.co2e, one.changes, via)

    def _chance(self, task: Task, query: Query, plan: Itinerary) -> Chance:
        """The same luck before and after, so that what differs is the change."""
        scenario = self.case.scenario
        if scenario.deadline_days is not None:
            query = replace(query, deadline_minute=query.ready_minute + scenario.deadline_days * DAY)
        seed = _seed(scenario.seed, f"{task.origin}|{task.week}|{task.destination}")
        (told,) = self.case.engine(task.variant).prospects(query, [plan], scenario.samples, seed)
        after = [told.quantile(permille) for permille in (100, 500, 900)]
        p10, p50, p90 = (None if minute is None else minute - query.ready_minute for minute in after)
        return Chance(p10, p50, p90, told.on_time_permille, round(1000 * told.stranded / scenario.samples))


ORDER: dict[str, Callable[[Itinerary], tuple[int, ...]]] = {
    "arrival": lambda one: (one.arrival_minute, one.cost, one.co2e, one.risk),
    "cost": lambda one: (one.cost, one.arrival_minute, one.co2e, one.risk),
    "co2e": lambda one: (one.co2e, one.arrival_minute, one.cost, one.risk),
    "certainty": lambda one: (one.risk, one.arrival_minute, one.cost, one.co2e),
}
"""By which one is best; what is equal stays in the engine's order."""
ANY_AMOUNT = 1 << 30
ARRIVAL = Tolerance(0, ANY_AMOUNT, ANY_AMOUNT, ANY_AMOUNT)
BOTH = {
    "cost": replace(ARRIVAL, cost_permille=0),
    "co2e": replace(ARRIVAL, co2e_permille=0),
    "certainty": replace(ARRIVAL, risk=0),
}
"""A study compares best with best, so nothing may be lost by these criteria: the others are given up instead."""


def _minutes(value: Any) -> int | None:
    return None if value >= NEVER else int(value)


def _seed(seed: int, key: str) -> int:
    return int.from_bytes(hashlib.sha256(f"{seed}|{key}".encode()).digest()[:8])
