"""The exact Pareto search: labels are settled in the order of time; one is dropped only if another is provably at
least as good.

A label is cargo available at a stop at a minute, at a cost and CO2e so far. From it every service is boarded on its
first run that can still be caught. Later runs are boarded too where they may save storage further on; elsewhere an
earlier run of the same service is never worse. Labels are also dropped when even the lower bounds to the destination
(`bounds`) lead to something already found.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import NamedTuple

from landsea.routing.bounds import Vector
from landsea.routing.index import Edges, Index, Ints
from landsea.routing.model import DAY_MINUTES, Query
from landsea.routing.moments import NEVER, earliest_departure, first_open, storage_cost


class Label(NamedTuple):
    """Ordered by time, then cost, CO2e and age, so that the order of settling, and with it every answer, is fixed."""

    minute: int
    cost: int
    co2e: int
    rides: int
    age: int
    stop: int
    parent: Label | None
    step: tuple[int, int, int, int] | None
    """(pattern, run, from call, to call), or (-1, transfer, 0, 0)."""


class Alight(NamedTuple):
    call: int
    stop: int
    after_departure: int
    cost: int
    co2e: int


@dataclass(slots=True)
class Ways:
    """How to go on from a stop: rides as (pattern, from call, where to alight, whether later runs matter), and
    transfers.
    """

    rides: list[tuple[int, int, list[Alight], bool]]
    transfers: list[int]


class Search:
    """One run for one query over the edges that `bounds` left. `rivals` are vectors known to be reachable."""

    def __init__(self, index: Index, query: Query, edges: Edges, ahead: Ints, rivals: Iterable[Vector]) -> None:
        self.timetable, self.query, self.index = index.timetable, query, index
        self.latest = latest_minute(index, query)
        self.targets = frozenset(query.destinations)
        self.ahead: list[tuple[int, int, int]] = list(zip(*ahead.tolist(), strict=True))
        self.rivals = list(rivals)
        self.ways = _ways(index, edges, self.targets)
        self.found: list[Label] = []
        self.bags: dict[int, list[Label]] = {}
        self.boarded: dict[tuple[int, int, int], list[tuple[int, int, int]]] = {}
        self.queue: list[Label] = []
        self.age = 0

    def run(self) -> list[Label]:
        """The Pareto set at the destinations, one label for each distinct (arrival, cost, CO2e), sorted."""
        for stop in sorted(set(self.query.origins)):
            minute = first_open(self.timetable.stops[stop].open, self.query.ready_minute)
            self._reach(stop, minute, 0, 0, 0, None, None)
        while self.queue:
            label = heappop(self.queue)
            if label in self.bags[label.stop] and not self._hopeless(label.stop, label.minute, label.cost, label.co2e):
                self._expand(label)
        return sorted(self.found)

    def _expand(self, label: Label) -> None:
        ways = self.ways.get(label.stop)
        if ways is None:
            return
        for transfer in ways.transfers:
            self._move(label, transfer)
        for pattern, call, alights, later in ways.rides:
            self._board(label, pattern, call, alights, later)

    def _move(self, label: Label, number: int) -> None:
        move = self.timetable.transfers[number]
        minute = first_open(self.timetable.stops[move.to_stop].open, label.minute + move.minutes)
        step = (-1, number, 0, 0)
        cost, co2e = label.cost + move.cost * self.query.teu, label.co2e + move.co2e * self.query.teu
        self._reach(move.to_stop, minute, cost, co2e, label.rides, label, step)

    def _board(self, label: Label, number: int, call: int, alights: list[Alight], later: bool) -> None:
        if self.query.changes_max is not None and label.rides > self.query.changes_max:
            return
        pattern = self.timetable.patterns[number]
        stop, at = self.timetable.stops[label.stop], pattern.calls[call]
        earliest = earliest_departure(stop, at, label.minute, self.query.documents_ready_minute)
        free = label.parent is None or not stop.storage_cost_day
        for run in range(bisect_left(pattern.starts, earliest - at.departure_minute), len(pattern.starts)):
            departure = pattern.starts[run] + at.departure_minute
            cost = label.cost if free else label.cost + storage_cost(stop, departure - label.minute) * self.query.teu
            alive = self._ride(label, (number, run, call), departure, cost, alights)
            if not alive or not later:
                return

    def _ride(self, label: Label, run: tuple[int, int, int], departure: int, cost: int, alights: list[Alight]) -> bool:
        """Whether this or a later run may still lead to something new."""
        state = (cost, label.co2e, label.rides if self.query.changes_max is not None else 0)
        seen = self.boarded.setdefault(run, [])
        if any(a <= state[0] and b <= state[1] and c <= state[2] for a, b, c in seen):
            return True
        seen.append(state)
        alive = False
        for alight in alights:
            minute = departure + alight.after_departure
            total, co2e = cost + alight.cost, label.co2e + alight.co2e
            if not self._hopeless(alight.stop, minute, total, co2e):
                alive = True
                minute = first_open(self.timetable.stops[alight.stop].open, minute)
                self._reach(alight.stop, minute, total, co2e, label.rides + 1, label, (*run, alight.call))
        return alive

    def _hopeless(self, stop: int, minute: int, cost: int, co2e: int) -> bool:
        ahead = self.ahead[stop]
        minute, cost, co2e = minute + ahead[0], cost + ahead[1], co2e + ahead[2]
        if minute > self.latest:
            return True
        for found in self.found:
            if found.minute <= minute and found.cost <= cost and found.co2e <= co2e:
                return True
        return any(
            a <= minute and b <= cost and c <= co2e and (a < minute or b < cost or c < co2e) for a, b, c in self.rivals
        )

    def _reach(
        self,
        stop: int,
        minute: int,
        cost: int,
        co2e: int,
        rides: int,
        parent: Label | None,
        step: tuple[int, int, int, int] | None,
    ) -> None:
        if minute >= NEVER or self._hopeless(stop, minute, cost, co2e):
            return
        self.age += 1
        label = Label(minute, cost, co2e, rides, self.age, stop, parent, step)
        if stop in self.targets:
            self.found = [other for other in self.found if not _at_least(label, other)]
            self.found.append(label)
            return
        bag = self.bags.setdefault(stop, [])
        if any(self._dominates(other, label) for other in bag):
            return
        bag[:] = [other for other in bag if not self._dominates(label, other)]
        bag.append(label)
        heappush(self.queue, label)

    def _dominates(self, one: Label, other: Label) -> bool:
        """Whether whatever can be done with `other` can be done with `one` no later, dearer or dirtier."""
        if one.minute > other.minute or one.cost > other.cost or one.co2e > other.co2e:
            return False
        if self.query.changes_max is not None and one.rides > other.rides:
            return False
        storage = self.index.storage[one.stop]
        if not storage.cost_day or one.minute == other.minute:
            return True
        if one.parent is None and not storage.elsewhere:
            return True  # at its origin cargo is stored by the shipper, free of charge
        days = -(-(other.minute - one.minute) // DAY_MINUTES)
        return not storage.incomparable and one.cost + storage.cost_day * days * self.query.teu <= other.cost


def latest_minute(index: Index, query: Query) -> int:
    """The last minute at which an arrival counts: deadline, horizon or end of the timetable."""
    horizon = min(index.timetable.end_minute, query.ready_minute + query.horizon_days * DAY_MINUTES)
    return horizon if query.deadline_minute is None else min(horizon, query.deadline_minute)


def _at_least(one: Label, other: Label) -> bool:
    return one.minute <= other.minute and one.cost <= other.cost and one.co2e <= other.co2e


def _ways(index: Index, edges: Edges, targets: frozenset[int]) -> dict[int, Ways]:
    ways: dict[int, Ways] = {}
    for tail, head, pattern, i, j, cost, co2e in _rows(edges):
        way = ways.setdefault(tail, Ways([], []))
        if pattern < 0:
            way.transfers.append(i)
            continue
        if not way.rides or way.rides[-1][:2] != (pattern, i):
            way.rides.append((pattern, i, [], False))
        calls = index.timetable.patterns[pattern].calls
        after = calls[j].arrival_minute + calls[j].unload_minutes - calls[i].departure_minute
        alights = way.rides[-1][2]
        alights.append(Alight(j, head, after, cost, co2e))
        if head not in targets and index.storage[head].cost_day and not way.rides[-1][3]:
            way.rides[-1] = (pattern, i, alights, True)
    return ways


def _rows(edges: Edges) -> Iterator[tuple[int, int, int, int, int, int, int]]:
    columns = (edges.tail, edges.head, edges.pattern, edges.from_call, edges.to_call, edges.weight[1], edges.weight[2])
    return zip(*(column.tolist() for column in columns), strict=True)
