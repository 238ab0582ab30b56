"""How a committed plan turns out when services are late (Dibbelt, Strasser, Wagner 2014, minimum expected arrival time,
publish backups as well).

The traveller is not clairvoyant: cargo keeps to its plan until it misses a departure; then, knowing the timetable and
not the delays to come, it takes the way that arrives first from there by the modes of the plan (any, where these lead
nowhere), and so on. Departures leave, and cut-offs close, as scheduled. All journeys of one query are simulated in
groups that have the same way before them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from landsea.routing.arrays import NEVER
from landsea.routing.arrays import first_open as gated
from landsea.routing.find import Found, Index, Step
from landsea.routing.itineraries import boarding_limit
from landsea.routing.kernels import DAY
from landsea.routing.model import Connection, Itinerary, Leg, Prospects, Query
from landsea.routing.scan import Scanner

Minutes = NDArray[np.int64]
RIDES_MAX = 24
"""Rides of one simulated journey; who needs more is stranded."""


class Way(NamedTuple):
    """Steps onward from a node, good for cargo there up to a minute."""

    upto: int
    steps: tuple[Step, ...]


@dataclass
class Fate:
    """What became of the simulated journeys of one plan: their arrival (`NEVER`: stranded), cost and what they missed."""

    arrival: Minutes
    cost: Minutes
    first_missed: Minutes
    """The leg of the plan that was missed, -1 for none."""
    backup: dict[int, dict[tuple[int, int, int], int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Group:
    """Journeys (by number) that stand at a node with the same way before them; `rides` so far."""

    who: NDArray[np.intp]
    when: Minutes
    rides: int

    def only(self, mask: NDArray[np.bool_]) -> Group:
        return Group(self.who[mask], self.when[mask], self.rides)


class Simulation:
    """One query's plans under the same delays: journey number n meets the same luck in each."""

    def __init__(self, index: Index, query: Query, samples: int, seed: int) -> None:
        self.index, self.query, self.samples = index, query, samples
        documents, mass = query.documents_ready_minute, query.vgm_ready_minute
        self.still = replace(query, documents_minute=documents, vgm_minute=mass, deadline_minute=None, horizon_days=366)
        self.rest = index.allowed(self.still)
        self.scanners: dict[frozenset[str], Scanner] = {}
        self.latest = index.arrays.timetable.end_minute
        self.luck = luck_of(samples, index.arrays.timetable.common_permille, seed)
        self.ways: dict[tuple[int, frozenset[str]], list[tuple[int, Way | None]]] = {}

    @cached_property
    def quantiles(self) -> list[Minutes]:
        return [np.array(one.quantiles, dtype=np.int64) for one in self.index.arrays.timetable.delays]

    def of(self, plan: Itinerary) -> Prospects:
        never, nothing, none = (np.full(self.samples, n, dtype=np.int64) for n in (NEVER, 0, -1))
        self.fate = Fate(never, nothing, none)
        start, timetable = plan.legs[0], self.index.arrays.timetable
        modes = {pattern.mode for pattern in timetable.patterns}
        self.without = frozenset(modes - {leg.mode for leg in plan.legs})
        group = Group(np.arange(self.samples), np.full(self.samples, start.available_minute), 0)
        self._follow(group, [_step(leg) for leg in plan.legs], start.from_stop, None, planned=True)
        return self._told(plan)

    def _follow(
        self, group: Group, steps: Sequence[Step], stop: int, came_by: str | None, *, planned: bool = False
    ) -> None:
        """Takes the steps; who misses a departure goes its own way from there."""
        timetable = self.index.arrays.timetable
        for number, step in enumerate(steps):
            if step.pattern < 0:
                move = timetable.transfers[step.run]
                self.fate.cost[group.who] += move.cost * self.query.teu
                group = replace(group, when=self._opened(move.to_stop, group.when + move.minutes))
                stop, came_by = move.to_stop, move.mode
                continue
            caught = group.when + self._change(stop, came_by, step) <= self._by(step)
            if not caught.all():
                self._miss(group.only(~caught), stop, came_by, number if planned else None)
                group = group.only(caught)
            if not len(group.who) or group.rides >= RIDES_MAX:
                return
            group, stop, came_by = self._ride(group, step, came_by)
        self.fate.arrival[group.who] = group.when

    def _ride(self, group: Group, step: Step, came_by: str | None) -> tuple[Group, int, str]:
        timetable, teu = self.index.arrays.timetable, self.query.teu
        pattern = timetable.patterns[step.pattern]
        board, alight, start = pattern.calls[step.from_call], pattern.calls[step.to_call], int(pattern.starts[step.run])
        stop = timetable.stops[board.stop]
        cost = pattern.ride_cost + sum(pattern.costs[step.from_call : step.to_call])
        self.fate.cost[group.who] += teu * (cost + board.load_cost + alight.unload_cost) + pattern.ride_fee
        if group.rides and stop.storage_cost_day:
            since = group.when + self._change(board.stop, came_by, step)
            days = -(-(start + board.departure_minute - since - stop.free_minutes) // DAY)
            self.fate.cost[group.who] += teu * stop.storage_cost_day * np.maximum(days, 0)
        quantiles = self.quantiles[alight.delay]
        late = quantiles[self.luck[group.who, group.rides] * len(quantiles) >> 32]
        when = self._opened(alight.stop, start + alight.arrival_minute + alight.unload_minutes + late)
        return Group(group.who, when, group.rides + 1), alight.stop, pattern.mode

    def _miss(self, group: Group, stop: int, came_by: str | None, leg: int | None) -> None:
        """Each goes the way that arrives first from where and when it is."""
        node = stop if came_by is None else self.index.arrays.nodes.into(stop, came_by)
        if leg is not None:
            self.fate.first_missed[group.who] = leg
        while len(group.who):
            way = self._way(node, int(group.when.min()))
            if way is None:
                return
            along = group.only(group.when <= way.upto)
            if leg is not None:
                self._count_backup(leg, way, len(along.who))
            self._follow(along, way.steps, stop, came_by)
            group = group.only(group.when > way.upto)

    def _way(self, node: int, minute: int) -> Way | None:
        known = self.ways.setdefault((node, self.without), [])
        for since, way in known:
            if since <= minute and (way is None or minute <= way.upto):
                return way
        found = self._search(node, minute, self.without) or self._search(node, minute, frozenset())
        known.append((minute, found))
        return found

    def _search(self, node: int, minute: int, without: frozenset[str]) -> Way | None:
        if without not in self.scanners:
            modes = self.still.without_modes | without
            self.scanners[without] = Scanner(self.index, replace(self.still, without_modes=modes))
        target, scan = self.scanners[without].earliest(minute, self.latest, node)
        if target < 0:
            return None
        journey: Found = scan.journey(target)
        return Way(self._upto(node, minute, journey.steps), journey.steps)

    def _upto(self, node: int, minute: int, steps: Sequence[Step]) -> int:
        """Until when the same way can be begun: its first departure is still made, with no gate on the way to it."""
        timetable, arrays = self.index.arrays.timetable, self.index.arrays
        spent = 0
        hours = self.rest.hours
        came_by = None
        stop = int(arrays.stop[node])
        for step in steps:
            if step.pattern >= 0:
                change = self._side_change(node, stop, came_by, step)
                return max(minute, self._by(step) - spent - change)
            move = timetable.transfers[step.run]
            if hours[move.to_stop] is not None:
                return minute
            spent, came_by, stop = spent + move.minutes, move.mode, move.to_stop
        return NEVER

    def _side_change(self, node: int, stop: int, came_by: str | None, step: Step) -> int:
        if came_by is not None:
            return self._change(stop, came_by, step)
        moves, out = self.index.arrays.moves, self.index.arrays.nodes.out_of(stop, self._mode(step))
        if out == node:
            return 0
        onward = range(int(moves.first[node]), int(moves.first[node + 1]))
        return max((int(moves.minutes[n]) for n in onward if moves.to[n] == out), default=0)

    def _mode(self, step: Step) -> str:
        return self.index.arrays.timetable.patterns[step.pattern].mode

    def _change(self, stop: int, came_by: str | None, step: Step) -> int:
        if came_by is None:
            return 0
        return self.index.arrays.timetable.stops[stop].change_minutes.get((came_by, self._mode(step)), 0)

    def _by(self, step: Step) -> int:
        return boarding_limit(self.rest, step)

    def _opened(self, stop: int, minutes: Minutes) -> Minutes:
        hours = self.rest.hours[stop]
        return minutes if hours is None else gated(hours, minutes.astype(np.int32)).astype(np.int64)

    def _count_backup(self, leg: int, way: Way, count: int) -> None:
        first = next(((s.pattern, s.run, s.from_call) for s in way.steps if s.pattern >= 0), None)
        if first is not None:
            taken = self.fate.backup.setdefault(leg, {})
            taken[first] = taken.get(first, 0) + count

    def _told(self, plan: Itinerary) -> Prospects:
        fate, deadline = self.fate, self.query.deadline_minute
        ended = fate.arrival < NEVER
        in_time = None if deadline is None else round(1000 * int((fate.arrival <= deadline).sum()) / self.samples)
        connections = [
            self._connection(plan, number)
            for number, leg in enumerate(plan.legs)
            if leg.pattern is not None and any(one.pattern is not None for one in plan.legs[:number])
        ]
        arrivals = tuple(np.sort(fate.arrival[ended]).tolist())
        return Prospects(arrivals, self.samples - len(arrivals), in_time, tuple(connections))

    def _connection(self, plan: Itinerary, number: int) -> Connection:
        fate = self.fate
        missed = fate.first_missed == number
        share = round(1000 * int(missed.sum()) / self.samples)
        ended = missed & (fate.arrival < NEVER)
        if not ended.any():
            return Connection(number, share)
        backups = fate.backup.get(number, {})
        backup = max(backups, key=lambda one: (backups[one], one), default=None)
        return Connection(
            leg=number,
            missed_permille=share,
            delay_minutes=int(np.median(fate.arrival[ended] - plan.arrival_minute)),
            cost=int(np.median(fate.cost[ended] - plan.cost)),
            backup=backup,
            backup_permille=0 if backup is None else round(1000 * backups[backup] / int(missed.sum())),
        )


def luck_of(samples: int, common_permille: int, seed: int) -> Minutes:
    """The luck of each journey on each of its rides, in 2**32nds; the rides of one journey are correlated by so much (Gaussian copula).

    Each ride meets every `samples`-th part of its distribution exactly once (Latin hypercube): with independent draws the shares of the
    tails, the same for all plans of a seed, are off by more than what is asked of them.
    """
    chance, rho = np.random.Generator(np.random.PCG64(seed)), common_permille / 1000
    shared, own = chance.standard_normal((samples, 1)), chance.standard_normal((samples, RIDES_MAX))
    ranks = (rho**0.5 * shared + (1 - rho) ** 0.5 * own).argsort(axis=0).argsort(axis=0)
    luck: Minutes = ((2 * ranks.astype(np.int64) + 1) << 31) // samples
    return luck


def _step(leg: Leg) -> Step:
    if leg.pattern is None:
        return Step(-1, leg.transfer or 0, 0, 0)
    return Step(leg.pattern, leg.run or 0, leg.from_call or 0, leg.to_call or 0)
