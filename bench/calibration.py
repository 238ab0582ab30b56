"""Are stated chances met? Learned from a limited history of a hidden world (`bench.hidden`), judged on later journeys in it.

    python -m bench.calibration            # docs/predictability.md has the results
    python -m bench.calibration --quick    # a smaller one, in seconds

The learner sees planned and actual times of calls in the history and nothing else; the engine plans with what was learned and states,
for each journey, an interval that is to hold 90 % of arrivals and the chance to be there by a deadline. Then the journeys are made in
later weeks of the world, committed to their plan, with the engine's own rule when a departure is missed.
"""

from __future__ import annotations

import argparse
import time
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property

import numpy as np

from bench.hidden import DAY, HOUR, WEEK, YEAR_WEEKS, Plan, World, make_plan
from landsea.network import Reliability, published_delays
from landsea.routing import ON_TIME, Call, Delay, Engine, Itinerary, NoRoute, Pattern, Prospects, Query, Stop, Timetable
from landsea.tracking.model import Observation
from landsea.tracking.rules.correlation import correlation_along
from landsea.tracking.rules.performance import learn

EPOCH = datetime(2024, 1, 1, tzinfo=UTC)
"""Week 0 of the world is that of 1 January; every 52 weeks is a year of it."""
WEEKS_AHEAD = 16
UNLOAD, CUTOFF = 8 * HOUR, 12 * HOUR
GRACE = (0, DAY // 2, DAY, 2 * DAY, 4 * DAY)
"""Deadlines: so long after the planned arrival."""
LOW, HIGH = 50, 950
RIDES_MAX = 24
PUBLISHED = {
    "sea": Reliability("sea", "", 1440, 348, 7027, "2025-09", "published", ""),
    "rail": Reliability("rail", "", 120, 200, 720, "", "assumed", ""),
}


@dataclass(frozen=True)
class Setting:
    """Sizes of a study: `readies` times of the week at which cargo is ready, `samples` simulated journeys behind each statement."""

    seed: int = 7
    ports: int = 12
    ships: int = 16
    history_weeks: int = 104
    later_weeks: int = 104
    readies: int = 7
    samples: int = 500
    oracle_worlds: int = 12


@dataclass
class Tally:
    """What became of judged journeys."""

    count: int = 0
    inside: int = 0
    below: int = 0
    width: float = 0.0

    def add(self, arrival: int, low: int, high: int) -> None:
        self.count += 1
        self.inside += low <= arrival <= high
        self.below += arrival < low
        self.width += high - low

    @property
    def coverage(self) -> float:
        return 100 * self.inside / max(self.count, 1)

    @property
    def early(self) -> float:
        return 100 * self.below / max(self.count, 1)

    @property
    def mean_width_hours(self) -> float:
        return self.width / max(self.count, 1) / HOUR


@dataclass
class Verdict:
    """Coverage of 90 % intervals, all and by what may matter, and stated chances against what happened (by tenths)."""

    whole: Tally = field(default_factory=Tally)
    by: dict[str, dict[str, Tally]] = field(default_factory=dict)
    stated: dict[int, list[float]] = field(default_factory=dict)
    """Tenth -> [journeys, sum of stated chances, on time]."""

    def judge(self, arrival: int, low: int, high: int, traits: dict[str, str]) -> None:
        self.whole.add(arrival, low, high)
        for name, value in traits.items():
            self.by.setdefault(name, {}).setdefault(value, Tally()).add(arrival, low, high)

    def judge_chance(self, chance: float, on_time: bool) -> None:
        bin_ = self.stated.setdefault(min(int(chance * 10), 9), [0, 0.0, 0])
        bin_[0] += 1
        bin_[1] += chance
        bin_[2] += on_time


def season(week: int) -> str:
    return f"Q{((EPOCH + timedelta(weeks=week % YEAR_WEEKS)).month + 2) // 3}"


def history(world: World, weeks: range) -> Iterator[Observation]:
    """What events tell of the arrivals of these weeks."""
    for line, arrived in zip(world.plan.lines, world.arrived, strict=True):
        for run in range(weeks.start * line.runs_per_week, weeks.stop * line.runs_per_week):
            for call in range(1, len(line.ports)):
                minute = line.start + run * line.every + line.arrivals[call]
                place = world.plan.ports[line.ports[call]].name
                planned = EPOCH + timedelta(minutes=minute)
                late = int(arrived[run, call])
                yield Observation("arrival", line.mode, line.name, place, planned, late, f"{run}")


class Learned:
    """Distributions from a history, as a node falls back on them: from the call's season to the mode."""

    def __init__(self, observed: list[Observation]) -> None:
        spreads, self.common = learn(observed, lambda step, mode: published_delays(PUBLISHED[mode]))
        self.along = correlation_along(observed)
        self.spreads = {one.name: one for one in spreads}

    def delay(self, mode: str, line: str, place: str, season: str) -> Delay:
        for depth in (5, 4, 3, 2):
            found = self.spreads.get(("arrival", mode, line, place, season)[:depth])
            if found is not None:
                return Delay(found.quantiles, f"{found.count} arrivals")
        return Delay(published_delays(PUBLISHED[mode]), "published")


Source = Callable[[str, str, str], Delay]
"""(mode, line, place) -> delay."""


def engine_of(plan: Plan, source: Source, along: float = 0.0) -> Engine:
    """The world's timetable for some weeks, with delays and the correlation of those that one journey meets."""
    delays: dict[Delay, int] = {ON_TIME: 0}
    patterns = []
    for line in plan.lines:
        numbers = [0]
        for port in line.ports[1:]:
            numbers.append(delays.setdefault(source(line.mode, line.name, plan.ports[port].name), len(delays)))
        calls = tuple(
            Call(
                stop=port,
                arrival_minute=line.arrivals[n],
                departure_minute=line.departures[n],
                board=n + 1 < len(line.ports),
                alight=n > 0,
                cargo_lead_minutes=CUTOFF if line.mode == "sea" else 4 * HOUR,
                unload_minutes=UNLOAD if line.mode == "sea" else 4 * HOUR,
                delay=numbers[n],
            )
            for n, port in enumerate(line.ports)
        )
        starts = tuple(line.start + line.every * n for n in range(WEEKS_AHEAD * line.runs_per_week))
        rides = len(calls) - 1
        patterns.append(Pattern(line.name, line.name, line.mode, calls, (1,) * rides, (1,) * rides, starts))
    stops = tuple(Stop(port.name, port.name) for port in plan.ports)
    timetable = Timetable("USD", stops, tuple(patterns), (), 0, WEEKS_AHEAD * WEEK, tuple(delays))
    return Engine(replace(timetable, common_permille=round(1000 * along)))


@dataclass(frozen=True)
class Ride:
    line: int
    run: int
    board: int
    alight: int


@dataclass(frozen=True)
class Journey:
    """A plan for cargo ready in week 0, minute `ready`; good for any week of its season."""

    origin: int
    destination: int
    ready: int
    rides: tuple[Ride, ...]
    planned: int

    @property
    def shared(self) -> int:
        """Ports where the journey changes."""
        return len(self.rides) - 1


def journeys(engine: Engine, plan: Plan, readies: int) -> Iterator[tuple[Query, Itinerary, Journey]]:
    """From every terminal to every other, ready at so many times of the week: the earliest arrival as scheduled."""
    ends = range(len(plan.ports))
    for origin in ends:
        for destination in ends:
            for n in range(readies if origin != destination else 0):
                query = Query((origin,), (destination,), n * WEEK // readies, horizon_days=70)
                found = engine.earliest(query)
                if not isinstance(found, NoRoute) and len(found.legs) <= 4:
                    yield (
                        query,
                        found,
                        Journey(origin, destination, query.ready_minute, _rides(found), found.arrival_minute),
                    )


def _rides(found: Itinerary) -> tuple[Ride, ...]:
    return tuple(Ride(leg.pattern or 0, leg.run or 0, leg.from_call or 0, leg.to_call or 0) for leg in found.legs)


class Traveller:
    """Makes journeys in a world: keeps to the plan and, after a missed departure, takes what then arrives first as scheduled."""

    def __init__(self, engine: Engine, world: World, moving: bool) -> None:
        self.engine, self.world, self.moving = engine, world, moving
        self.ways: dict[tuple[int, int, int], tuple[Ride, ...]] = {}

    @cached_property
    def limits(self) -> list[list[int]]:
        """By port, the minutes of a week at which boarding ends."""
        found: list[list[int]] = [[] for _ in self.world.plan.ports]
        for number, line in enumerate(self.world.plan.lines):
            for call, port in enumerate(line.ports[:-1]):
                for n in range(line.runs_per_week):
                    found[port].append(self._limit(Ride(number, n, call, call + 1)) % WEEK)
        return [sorted(one) for one in found]

    def _limit(self, ride: Ride) -> int:
        line = self.world.plan.lines[ride.line]
        lead = CUTOFF if line.mode == "sea" else 4 * HOUR
        return line.start + ride.run * line.every + line.departures[ride.board] - lead

    def arrival(self, journey: Journey, week: int) -> int:
        """Minutes since the ready week's begin; later than can be told where the world ends first."""
        port, minute, rides, taken = journey.origin, week * WEEK + journey.ready, journey.rides, 0
        shift = week
        while rides and taken < RIDES_MAX:
            ride, line = rides[0], self.world.plan.lines[rides[0].line]
            run = ride.run + shift * line.runs_per_week
            if run >= len(self.world.arrived[ride.line]):
                return WEEKS_AHEAD * WEEK
            grace = int(self.world.departed[ride.line][run, ride.board]) if self.moving else 0
            if minute > self._limit(Ride(ride.line, run, ride.board, ride.alight)) + grace:
                shift, rides = minute // WEEK, self._way(port, journey.destination, minute % WEEK)
                continue
            unload = UNLOAD if line.mode == "sea" else 4 * HOUR
            scheduled = line.start + run * line.every + line.arrivals[ride.alight]
            minute = scheduled + unload + int(self.world.arrived[ride.line][run, ride.alight])
            port, rides, taken = line.ports[ride.alight], rides[1:], taken + 1
        return minute - week * WEEK

    def _way(self, port: int, destination: int, minute: int) -> tuple[Ride, ...]:
        key = (port, destination, bisect_left(self.limits[port], minute))
        if key not in self.ways:
            found = self.engine.earliest(Query((port,), (destination,), minute, horizon_days=70))
            self.ways[key] = () if isinstance(found, NoRoute) else _rides(found)
        return self.ways[key]


Told = dict[tuple[str, int, int, int], tuple[Journey, Prospects]]
"""By season and journey: what the engine says of it."""
SEASONS = ("Q1", "Q2", "Q3", "Q4")


class Study:
    """One hidden world, its timetable, and what is learned from the first weeks of it."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.plan = make_plan(setting.seed, setting.ports, ships=setting.ships)
        self.later = range(setting.history_weeks, setting.history_weeks + setting.later_weeks)
        self.world = World(self.plan, setting.seed, self.later.stop + WEEKS_AHEAD)
        self.learned = Learned(list(history(self.world, range(setting.history_weeks))))

    @cached_property
    def scheduled(self) -> Engine:
        """For who looks at the timetable alone."""
        return engine_of(self.plan, lambda *_: ON_TIME)

    def engine(self, season: str, *, along: float | None = None) -> Engine:
        rho = self.learned.along if along is None else along
        return engine_of(self.plan, lambda mode, line, place: self.learned.delay(mode, line, place, season), rho)

    def foretold(self, make: Callable[[str], Engine] | None = None) -> Told:
        found: Told = {}
        for name in SEASONS:
            engine = (make or self.engine)(name)
            for query, itinerary, journey in journeys(engine, self.plan, self.setting.readies):
                [prospects] = engine.prospects(query, [itinerary], samples=self.setting.samples)
                found[name, journey.origin, journey.destination, journey.ready] = journey, prospects
        return found

    def judged(self, told: Told, *, moving: bool = False) -> Verdict:
        """`moving`: cut-offs follow a ship that departs late, as carriers let them; else they close as scheduled."""
        verdict, traveller = Verdict(), Traveller(self.scheduled, self.world, moving)
        for (name, *_), (journey, prospects) in told.items():
            low, high = (prospects.quantile(one) or WEEKS_AHEAD * WEEK for one in (LOW, HIGH))
            for week in weeks_of(name, journey, self.later):
                arrival = traveller.arrival(journey, week)
                verdict.judge(arrival, low, high, self._traits(name, journey, week))
                deadline = journey.planned + GRACE[(week + journey.origin + journey.destination) % len(GRACE)]
                verdict.judge_chance(chance_of(prospects, deadline), arrival <= deadline)
        return verdict

    def _traits(self, name: str, journey: Journey, week: int) -> dict[str, str]:
        ports = [self.plan.lines[ride.line].ports[ride.alight] for ride in journey.rides]
        weeks = [week, min(week + 1, self.world.weeks - 1)]
        struck = bool(self.world.closed[np.ix_(ports, weeks)].any())
        return {"season": name, "changes": str(len(ports) - 1), "typhoon": "on the way" if struck else "none"}

    def oracle(self, told: Told) -> Tally:
        """Intervals by somebody who knows the generator (not the luck of the later weeks): from other worlds of the same plan."""
        years = [
            Traveller(self.scheduled, World(self.plan, 1000 + self.setting.seed + n, YEAR_WEEKS + WEEKS_AHEAD), False)
            for n in range(self.setting.oracle_worlds)
        ]
        tally, real = Tally(), Traveller(self.scheduled, self.world, False)
        for (name, *_), (journey, _) in list(told.items())[:: self.setting.readies]:
            weeks = weeks_of(name, journey, range(YEAR_WEEKS))
            lived = np.array([year.arrival(journey, week) for year in years for week in weeks])
            low, high = np.quantile(lived, [LOW / 1000, HIGH / 1000], method="weibull")
            for week in weeks_of(name, journey, self.later):
                tally.add(real.arrival(journey, week), int(low), int(high))
        return tally

    def self_check(self) -> Tally:
        """Journeys simulated from the very distributions, under other luck. Shows that the arithmetic is right and no more."""
        tally, engine = Tally(), self.engine("Q1")
        for query, itinerary, _ in journeys(engine, self.plan, 1):
            [stated] = engine.prospects(query, [itinerary], samples=self.setting.samples, seed=1)
            [other] = engine.prospects(query, [itinerary], samples=self.setting.samples, seed=2)
            low, high = (stated.quantile(one) or WEEKS_AHEAD * WEEK for one in (LOW, HIGH))
            for arrival in (*other.arrivals, *[WEEKS_AHEAD * WEEK] * other.stranded):
                tally.add(arrival, low, high)
        return tally


def weeks_of(name: str, journey: Journey, weeks: range) -> list[int]:
    return [week for week in weeks if season(week + journey.ready // WEEK) == name]


def chance_of(prospects: Prospects, deadline: int) -> float:
    return bisect_right(prospects.arrivals, deadline) / (len(prospects.arrivals) + prospects.stranded)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--quick", action="store_true", help="small sizes, one world")
    parser.add_argument("--seeds", type=int, nargs="+", default=[7, 8, 9], help="hidden worlds")
    asked = parser.parse_args(arguments)
    small = Setting(ports=8, ships=10, readies=1, later_weeks=52, samples=300, oracle_worlds=3)
    for seed in asked.seeds[:1] if asked.quick else asked.seeds:
        report(replace(small if asked.quick else Setting(), seed=seed))


def report(setting: Setting) -> None:
    begun, study = time.perf_counter(), Study(setting)
    along, common = study.learned.along, study.learned.common
    print(
        f"hidden world {setting.seed}: history of {setting.history_weeks} weeks, journeys of the {setting.later_weeks} after"
    )
    print(f"  learned correlation: {common:.2f} in one place and week, {along:.2f} along a journey")
    show("self-check (simulated from the very distributions)", study.self_check())
    told = study.foretold()
    for moving in (False, True):
        kind = "cut-offs follow late ships" if moving else "cut-offs as scheduled"
        verdict = study.judged(told, moving=moving)
        show(f"later journeys, {kind}", verdict.whole)
        for name, parts in verdict.by.items():
            for value, tally in sorted(parts.items()):
                show(f"    {name} {value}", tally)
        show_chances(verdict)
    show("one who knows the generator, cut-offs as scheduled", study.oracle(told))
    alone = study.judged(study.foretold(lambda name: study.engine(name, along=0.0)))
    show("without correlation, cut-offs as scheduled", alone.whole)
    for weeks in (13, 26, 52):
        less = Study(replace(setting, history_weeks=weeks, readies=1))
        show(f"history of {weeks} weeks", less.judged(less.foretold()).whole)
    print(f"  {time.perf_counter() - begun:.0f} s")


def show(what: str, tally: Tally) -> None:
    outside = f"{tally.early:4.1f} % before, {100 - tally.coverage - tally.early:4.1f} % after"
    print(
        f"  {what:52} {tally.count:8,} {tally.coverage:5.1f} % inside, {outside}, {tally.mean_width_hours:4.0f} h wide",
        flush=True,
    )


def show_chances(verdict: Verdict) -> None:
    print("    stated chance of being on time, and what happened:")
    for _, (count, stated, happened) in sorted(verdict.stated.items()):
        print(
            f"      {count:7,.0f} journeys: stated {100 * stated / count:5.1f} %, happened {100 * happened / count:5.1f} %"
        )


if __name__ == "__main__":
    main()
