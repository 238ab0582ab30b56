"""A scenario made ready to compute: the engine before and after, the variants with their closures, the questions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from landsea.kernel import Finding
from landsea.network import Performance, Schedule
from landsea.planner.model.studies import Change, Close, Scenario, Sweep, Typhoon
from landsea.planner.rules.storm import closed_by
from landsea.planner.service.join import joined
from landsea.planner.service.study.change import changed_schedule, changed_timetable
from landsea.planner.service.study.names import Names
from landsea.planner.service.world import World, instant_of, minute_of
from landsea.routing import Closed, Engine, Query

BEFORE_DAYS = 7
"""Runs that are under way when the study begins are in its schedule."""
PORT_KINDS = ("sea",)
BEFORE = -1
"""The number of the case in which nothing is changed."""


def window(scenario: Scenario) -> tuple[datetime, int]:
    """The schedule a scenario needs: from when, for how many days."""
    return scenario.start - timedelta(days=BEFORE_DAYS), BEFORE_DAYS + 7 * scenario.weeks + scenario.horizon_days


def digest_of(text: str, version: str) -> str:
    """Names a scenario (with its demand) on a version of the network."""
    return hashlib.sha256(f"{version}\n{text}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Variant:
    """The other case, or one of them; `closed` is what the sweep closes in it, `at` its places."""

    number: int
    name: str
    name_zh: str
    closures: tuple[Closed, ...]
    closed: str = ""
    at: frozenset[str] = frozenset()


class StudyCase:
    """A scenario on a schedule. It can be sent to other processes; engines are built where they are used."""

    def __init__(
        self,
        scenario: Scenario,
        schedule: Schedule,
        text: str,
        performance: Performance | None = None,
        learned: str = "",
        advice: tuple[Finding, ...] = (),
    ) -> None:
        """`performance` is what the node has learned of delays, `learned` the name of its version; `advice` is what is not wrong in the
        scenario but worth telling.
        """
        self.scenario, self.schedule, self.text = scenario, schedule, text
        self.performance, self.learned, self.advice = performance, learned, advice

    def __getstate__(self) -> tuple[object, ...]:
        return self.scenario, self.schedule, self.text, self.performance, self.learned, self.advice

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        self.scenario, self.schedule, self.text, self.performance, self.learned, self.advice = state

    @cached_property
    def digest(self) -> str:
        return digest_of(self.text, self.version)

    @property
    def version(self) -> str:
        """Of the network, with what was learned about it."""
        return f"{self.schedule.version} {self.learned}".strip()

    @cached_property
    def names(self) -> Names:
        return Names(self.schedule)

    @cached_property
    def before(self) -> World:
        return joined(self.schedule, performance=self.performance)

    @cached_property
    def after(self) -> World:
        changes = self.scenario.changes
        schedule = changed_schedule(self.schedule, changes)
        world = self.before if schedule is self.schedule else joined(schedule, performance=self.performance)
        timetable = changed_timetable(world.engine.timetable, changes)
        if timetable is world.engine.timetable:
            return world
        return World(
            world.version,
            world.basis,
            world.basis_zh,
            Engine(timetable),
            world.stops,
            world.services,
            world.transfers,
            world.names,
        )

    @cached_property
    def variants(self) -> tuple[Variant, ...]:
        changed = tuple(one for change in self.scenario.changes for one in self._closures(change))
        scenario = self.scenario
        if scenario.sweep is None:
            return (Variant(0, scenario.name, scenario.name_zh, changed),)
        span = self._span(scenario.sweep_start, scenario.sweep_end)
        return tuple(
            Variant(n, *self._called(name), (*changed, Closed(name, *span)), name, self._places_of(name))
            for n, name in enumerate(self._swept(scenario.sweep))
        )

    def _closures(self, change: Change) -> Iterator[Closed]:
        if isinstance(change, Close):
            yield Closed(self.names.find(change.what) or change.what, *self._span(change.start, change.end))
        elif isinstance(change, Typhoon):
            facilities = [one.facility for one in self.schedule.stops if one.facility.kind in change.kinds]
            sites = [(one.id, one.latitude_udeg / 1e6, one.longitude_udeg / 1e6) for one in facilities]
            for name, start, end in closed_by(change, sites):
                yield Closed(name, minute_of(start), minute_of(end))

    def _span(self, start: datetime | None, end: datetime | None) -> tuple[int, int]:
        """All the time the schedule covers where no time is given."""
        first = self.schedule.start_minute if start is None else minute_of(start)
        return first, self.schedule.end_minute + 1 if end is None else minute_of(end)

    def _swept(self, sweep: Sweep) -> list[str]:
        names, only = self.names, self.scenario.sweep_only
        if only:
            return [names.find(one) or one for one in only]
        ends = {names.find_place(one) for one in self.scenario.origins}
        found = {
            Sweep.PORTS: set(self.ports) - ends,
            Sweep.FACILITIES: names.facilities,
            Sweep.COUNTRIES: names.countries - {self.schedule.places[one].country for one in ends if one},
            Sweep.SERVICES: names.services,
            Sweep.CARRIERS: names.carriers,
            Sweep.PASSAGES: names.passages,
        }[sweep]
        return sorted(one for one in found if one)

    @cached_property
    def ports(self) -> tuple[str, ...]:
        """Every place with a seaport, by code."""
        facilities = (stop.facility for stop in self.schedule.stops)
        return tuple(sorted({str(one.place) for one in facilities if one.kind in PORT_KINDS}))

    def _called(self, name: str) -> tuple[str, str]:
        place = self.schedule.places.get(name)
        if place is not None:
            return place.name, place.name_zh
        service = next((one for one in self.schedule.patterns if one.service == name), None)
        if service is not None:
            return service.name, service.name_zh
        facility = next((one.facility for one in self.schedule.stops if one.facility.id == name), None)
        return (facility.name, facility.name_zh) if facility else (name, name)

    def _places_of(self, name: str) -> frozenset[str]:
        """Places that are closed under a name: itself, or those of the country."""
        inside = (code for code, place in self.schedule.places.items() if place.country == name)
        return frozenset((str(name), *map(str, inside)))

    @cached_property
    def origins(self) -> tuple[str, ...]:
        return tuple(self.names.find_place(one) or one for one in self.scenario.origins)

    @cached_property
    def destinations(self) -> tuple[str, ...]:
        named = [self.names.find_place(one) or one for one in self.scenario.destinations]
        return tuple(dict.fromkeys(named)) or self.ports

    @cached_property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Origins and destinations that are compared, with those of the demand."""
        asked = [(a, b) for a in self.origins for b in self.destinations]
        find = self.names.find_place
        asked += [
            (find(row.origin) or row.origin, find(row.destination) or row.destination) for row in self.scenario.demand
        ]
        return tuple((a, b) for a, b in dict.fromkeys(asked) if a != b)

    def ready(self, week: int) -> int:
        return minute_of(self.scenario.start) + week * 10_080

    def world(self, variant: int) -> World:
        return self.before if variant == BEFORE else self.after

    def engine(self, variant: int) -> Engine:
        return self.world(variant).engine

    def query(self, variant: int, origin: str, week: int, destinations: Sequence[int] = ()) -> Query:
        """Cargo at an origin in a week; without destinations, for a scan to all stops."""
        world, scenario = self.world(variant), self.scenario
        origins = world.stops_of(origin)
        anywhere = next(n for n in range(len(world.stops)) if n not in origins)
        return Query(
            origins=origins,
            destinations=tuple(destinations) or (anywhere,),
            ready_minute=self.ready(week),
            teu=scenario.teu,
            without_modes=frozenset(scenario.without_modes),
            horizon_days=scenario.horizon_days,
            closures=() if variant == BEFORE else self.variants[variant].closures,
        )

    def week_of(self, week: int) -> datetime:
        return instant_of(self.ready(week))
