"""A hidden world of late ships and trains, for judging what is learned from a part of its history. Synthetic throughout.

Nothing outside may look into it but through `history` (planned and actual times of calls, as events would tell them) and by travelling
in it. It is made to be unlike what the learner assumes:

- *Shared ports.* A port has a congestion factor for each week, shared by everything that calls there. Its logarithm follows itself from
  week to week (AR 1) around a season of its own.
- *Typhoons.* In weeks 27 to 42 of a year a typhoon may close most ports of one region for one to four days; half of the backlog is left
  for the week after.
- *Heavy tails.* Waiting is lognormal; one call in seventy breaks down for a Pareto time (shape 1.7 from one day, infinite variance),
  cut at 30 days, when a carrier would have sent another ship.
- *Knock-on.* A ship that leaves a port late arrives late at the next, less what it can make up; so the delays of two legs that meet in a
  port have that port in common, and all calls of one run have their run in common.

All randomness comes from one seeded generator; a world is a function of its plan, seed and number of weeks.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

HOUR, DAY, WEEK = 60, 1440, 10_080
YEAR_WEEKS = 52
TYPHOON_WEEKS = range(27, 43)
REGION_OF_TYPHOONS = 0
EARLIEST = -12 * HOUR
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Port:
    """`wait` are the hours a ship usually waits (its timetable knows that), `swing` the log-deviation of the week's factor, `season` the
    height of the yearly wave and `peak` the week of its crest.
    """

    name: str
    region: int
    wait: float
    swing: float
    season: float
    peak: int


@dataclass(frozen=True)
class Line:
    """Runs every `every` minutes from `start`. Arrivals and departures count from the start of the run; the first call has no arrival."""

    name: str
    mode: str
    ports: tuple[int, ...]
    arrivals: tuple[int, ...]
    departures: tuple[int, ...]
    start: int
    every: int

    @property
    def runs_per_week(self) -> int:
        return WEEK // self.every


@dataclass(frozen=True)
class Plan:
    """What is public: ports and timetable."""

    ports: tuple[Port, ...]
    lines: tuple[Line, ...]


def make_plan(seed: int, ports: int = 12, inland: int = 3, ships: int = 16) -> Plan:
    """Inland terminals with a daily train to a gateway port each; ships weekly round four to six ports, one in three calls at a hub."""
    chance = np.random.Generator(np.random.PCG64([seed, 1]))
    made = [_port(n, chance) for n in range(ports)] + [_yard(n) for n in range(inland)]
    lines = [_ship(n, ports, chance) for n in range(ships)]
    for number in range(inland):
        lines += _trains(number, ports + number, number, chance)
    return Plan(tuple(made), tuple(lines))


def _port(number: int, chance: np.random.Generator) -> Port:
    wait, swing = float(chance.uniform(4, 16)), float(chance.uniform(0.3, 0.8))
    season = float(chance.uniform(0, 0.6))
    return Port(f"P{number:02}", number % 3, wait, swing, season, int(chance.integers(YEAR_WEEKS)))


def _yard(number: int) -> Port:
    return Port(f"Y{number:02}", 9, 1.5, 0.4, 0.2, 4)


def _ship(number: int, ports: int, chance: np.random.Generator) -> Line:
    """Ports 0 and 1 are hubs: every line calls at one of them."""
    others = chance.permutation(np.arange(2, ports))[: int(chance.integers(3, 6))]
    round_ = [number % 2, *(int(one) for one in others)]
    at, arrivals, departures = 0, [0], [0]
    for _ in round_[1:]:
        at += int(chance.integers(30, 120)) * HOUR
        arrivals.append(at)
        at += int(chance.integers(18, 36)) * HOUR
        departures.append(at)
    start = int(chance.integers(7 * 24)) * HOUR
    back = at + int(chance.integers(30, 120)) * HOUR
    return Line(f"SEA{number:02}", "sea", (*round_, round_[0]), (*arrivals, back), (*departures, back), start, WEEK)


def _trains(number: int, yard: int, gateway: int, chance: np.random.Generator) -> list[Line]:
    minutes, start = int(chance.integers(20, 50)) * HOUR, int(chance.integers(24)) * HOUR
    pairs = (("OUT", (yard, gateway)), ("BACK", (gateway, yard)))
    return [Line(f"RAIL{number}{way}", "rail", ends, (0, minutes), (0, minutes), start, DAY) for way, ends in pairs]


class World:
    """`weeks` weeks of it. `arrived` and `departed` are the delays in minutes, by line, run and call."""

    def __init__(self, plan: Plan, seed: int, weeks: int) -> None:
        self.plan, self.weeks = plan, weeks
        self.chance = np.random.Generator(np.random.PCG64([seed, 2]))
        self.factor = np.array([self._factors(port) for port in plan.ports])
        self.closed = self._typhoons()
        lived = [self._run(line) for line in plan.lines]
        self.arrived = [one for one, _ in lived]
        self.departed = [one for _, one in lived]

    def _factors(self, port: Port) -> Numbers:
        week = np.arange(self.weeks)
        wave = port.season * np.cos(2 * np.pi * (week - port.peak) / YEAR_WEEKS)
        noise, state = np.empty(self.weeks), self.chance.normal(0, port.swing)
        for n in range(self.weeks):
            noise[n] = state
            state = 0.6 * state + 0.8 * self.chance.normal(0, port.swing)
        return np.asarray(np.exp(wave + noise))

    def _typhoons(self) -> Numbers:
        """Hours of closure by port and week."""
        hours = np.zeros((len(self.plan.ports), self.weeks))
        for week in range(self.weeks):
            if week % YEAR_WEEKS not in TYPHOON_WEEKS or self.chance.random() > 0.12:
                continue
            for number, port in enumerate(self.plan.ports):
                if port.region == REGION_OF_TYPHOONS and self.chance.random() < 0.8:
                    closed = self.chance.uniform(24, 96)
                    hours[number, week] += closed
                    if week + 1 < self.weeks:
                        hours[number, week + 1] += closed / 2
        return hours

    def _run(self, line: Line) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        runs = self.weeks * line.runs_per_week
        starts = line.start + line.every * np.arange(runs)
        late = self._lognormal(runs, 2.0, 1.0)
        arrived, departed = np.zeros((runs, len(line.ports))), np.zeros((runs, len(line.ports)))
        for call, port in enumerate(line.ports):
            week = np.minimum((starts + line.arrivals[call]) // WEEK, self.weeks - 1)
            factor, closed = self.factor[port, week], self.closed[port, week]
            if call:
                passage = (line.arrivals[call] - line.departures[call - 1]) / HOUR
                late = late - np.clip(late, 0, 0.06 * passage) + self.chance.normal(0, 0.35 * passage**0.5, runs)
                late = late + self._waited(line.mode, port, factor, runs) + closed + self._broken(runs)
                late = np.maximum(late, EARLIEST / HOUR)
                arrived[:, call] = late
            worked = self._lognormal(runs, 3.0, 0.8) * factor - 3.0
            late = np.maximum(late + worked - 2.0, 0.0)
            departed[:, call] = late
        return np.rint(arrived * HOUR).astype(np.int64), np.rint(departed * HOUR).astype(np.int64)

    def _waited(self, mode: str, port: int, factor: Numbers, runs: int) -> Numbers:
        """Beyond what is usual. Trains wait for a slot in the same port, a quarter as long."""
        usual = self.plan.ports[port].wait * (1.0 if mode == "sea" else 0.25)
        return usual * (factor * self._lognormal(runs, 1.0, 0.6) - 1.0)

    def _broken(self, runs: int) -> Numbers:
        struck = self.chance.random(runs) < 1 / 70
        hours = np.minimum(24 * (1 - self.chance.random(runs)) ** (-1 / 1.7), 30 * 24)
        return np.where(struck, hours, 0.0)

    def _lognormal(self, runs: int, median: float, sigma: float) -> Numbers:
        return np.asarray(median * np.exp(self.chance.normal(0, sigma, runs)))
