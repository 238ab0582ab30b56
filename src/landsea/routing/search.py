"""The exact Pareto search: labels are settled in the order of time; one is dropped only if another is provably at
least as good.

A label is a way to a stop: cargo available there on the first runs that can be caught, with what it costs without
storage, and its CO2e. Storage is counted when a way reaches the destination (`runs`), where later runs are taken if
they save some; until then labels are compared with the worst that storage can do (`waiting`). Labels are also dropped
when even the lower bounds to the destination (`bounds`) lead to something already found.
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
from landsea.routing.moments import NEVER, earliest_departure, first_open
from landsea.routing.runs import Ride, choices


class Step(NamedTuple):
    """A ride (`pattern`, `from_call`, `to_call`), or a transfer (pattern -1, its number in `from_call`)."""

    pattern: int
    from_call: int
    to_call: int


class Label(NamedTuple):
    """Ordered by time, then cost, CO2e and age, so that the order of settling, and with it every answer, is fixed."""

    minute: int
    cost: int
    co2e: int
    rides: int
    age: int
    stop: int
    parent: Label | None
    step: Step | None


class Found(NamedTuple):
    """A journey to a destination: its vector, the way, and the run of each ride."""

    minute: int
    cost: int
    co2e: int
    rides: int
    label: Label
    runs: tuple[int, ...]


class Alight(NamedTuple):
    call: int
    stop: int
    after_departure: int
    cost: int
    co2e: int


@dataclass(slots=True)
class Ways:
    """How to go on from a stop: rides as (pattern, from call, where to alight), and transfers."""

    rides: list[tuple[int, int, list[Alight]]]
    transfers: list[int]


class Search:
    """One run for one query over the edges that `bounds` left. `rivals` are vectors known to be reachable."""

    def __init__(self, index: Index, query: Query, edges: Edges, ahead: Ints, rivals: Iterable[Vector]) -> None:
        self.timetable, self.query = index.timetable, query
        self.latest = latest_minute(index, query)
        self.targets = frozenset(query.destinations)
        self.ahead: list[Vector] = list(zip(*ahead.tolist(), strict=True))
        self.rivals = list(rivals)
        self.ways = _ways(index, edges)
        self.found: list[Found] = []
        self.bags: dict[int, list[Label]] = {}
        self.queue: list[Label] = []
        self.settled: set[int] = set()
        self.parked: dict[int, list[Label]] = {}
        self.paying: dict[int, list[Vector]] = {}
        """By a label's age: (arrival, cost and CO2e from there) of ways through it that pay storage."""
        self.age = 0

    def run(self) -> list[Found]:
        """The Pareto set at the destinations, one journey for each distinct (arrival, cost, CO2e), sorted."""
        for stop in sorted(set(self.query.origins)):
            minute = first_open(self.timetable.stops[stop].open, self.query.ready_minute)
            if minute < NEVER:
                self._add(Label(minute, 0, 0, 0, -stop, stop, None, None))
        while self.queue:
            label = heappop(self.queue)
            if label.age in self.settled or label not in self.bags[label.stop]:
                continue
            self.settled.add(label.age)
            if not self._hopeless(label.stop, label.minute, label.cost, label.co2e):
                self._expand(label)
        return sorted(self.found)

    def _expand(self, label: Label) -> None:
        ways = self.ways.get(label.stop)
        if ways is None:
            return
        for transfer in ways.transfers:
            self._move(label, transfer)
        if self.query.changes_max is None or label.rides <= self.query.changes_max:
            for pattern, call, alights in ways.rides:
                self._board(label, pattern, call, alights)

    def _move(self, label: Label, number: int) -> None:
        move = self.timetable.transfers[number]
        cost, co2e = label.cost + move.cost * self.query.teu, label.co2e + move.co2e * self.query.teu
        self._reach(label, Step(-1, number, 0), move.to_stop, label.minute + move.minutes, cost, co2e)

    def _board(self, label: Label, number: int, call: int, alights: list[Alight]) -> None:
        pattern = self.timetable.patterns[number]
        stop, at = self.timetable.stops[label.stop], pattern.calls[call]
        earliest = earliest_departure(stop, at, label.minute, self.query.documents_ready_minute)
        run = bisect_left(pattern.starts, earliest - at.departure_minute)
        if run == len(pattern.starts):
            return
        departure = pattern.starts[run] + at.departure_minute
        for alight in alights:
            minute, cost, co2e = departure + alight.after_departure, label.cost + alight.cost, label.co2e + alight.co2e
            self._reach(label, Step(number, call, alight.call), alight.stop, minute, cost, co2e)

    def _hopeless(self, stop: int, minute: int, cost: int, co2e: int) -> bool:
        ahead = self.ahead[stop]
        minute, cost, co2e = minute + ahead[0], cost + ahead[1], co2e + ahead[2]
        if minute > self.latest:
            return True
        for found in self.found:
            if found[0] <= minute and found[1] <= cost and found[2] <= co2e:
                return True
        for a, b, c in self.rivals:  # noqa: SIM110  # asked a thousand times a query; any() takes longer
            if a <= minute and b <= cost and c <= co2e and (a < minute or b < cost or c < co2e):
                return True
        return False

    def _reach(self, parent: Label, step: Step, stop: int, minute: int, cost: int, co2e: int) -> None:
        if self._hopeless(stop, minute, cost, co2e):
            return
        released = first_open(self.timetable.stops[stop].open, minute)
        if released > minute and self._hopeless(stop, released, cost, co2e):
            return
        self.age += 1
        label = Label(released, cost, co2e, parent.rides + (step.pattern >= 0), self.age, stop, parent, step)
        if stop in self.targets:
            self._arrive(label)
        else:
            self._add(label)

    def _add(self, label: Label) -> None:
        bag = self.bags.setdefault(label.stop, [])
        for other in bag:
            if self._beats(other, label) and not self._may_save(label, self.paying.get(other.age, ())):
                self.parked.setdefault(other.age, []).append(label)
                return
        beaten = [other for other in bag if self._beats(label, other)]
        if beaten:
            self.parked.setdefault(label.age, []).extend(beaten)
            bag[:] = [other for other in bag if other not in beaten]
        bag.append(label)
        heappush(self.queue, label)

    def _beats(self, one: Label, other: Label) -> bool:
        """Whether, storage aside, whatever can be done with `other` can be done with `one` no later, dearer or
        dirtier.
        """
        if one.minute > other.minute or one.cost > other.cost or one.co2e > other.co2e:
            return False
        return self.query.changes_max is None or one.rides <= other.rides

    def _may_save(self, label: Label, paying: Iterable[Vector]) -> bool:
        """Whether going on as ways that pay storage do, but from `label` and without storage, leads to something new."""
        target = self.query.destinations[0]
        return any(
            not self._hopeless(target, minute, label.cost + cost, label.co2e + co2e) for minute, cost, co2e in paying
        )

    def _arrive(self, label: Label) -> None:
        paid = 0
        for minute, storage, runs in choices(self.timetable, self.query, way(label), self.latest):
            new = Found(minute, label.cost + storage, label.co2e, label.rides, label, runs)
            paid = max(paid, storage)
            if not any(_at_least(other, new) for other in self.found):
                self.found = [other for other in self.found if not _at_least(new, other)]
                self.found.append(new)
        if paid:
            self._take_up(label)

    def _take_up(self, label: Label) -> None:
        """A way pays storage: whatever was parked along it may do better now."""
        at = label.parent
        while at is not None:
            suffix = label.minute, label.cost - at.cost, label.co2e - at.co2e
            self.paying.setdefault(at.age, []).append(suffix)
            waiting, self.parked[at.age] = self.parked.get(at.age, []), []
            for other in waiting:
                if self._may_save(other, (suffix,)):
                    self._add(other)
                else:
                    self.parked[at.age].append(other)
            at = at.parent


def latest_minute(index: Index, query: Query) -> int:
    """The last minute at which an arrival counts: deadline, horizon or end of the timetable."""
    horizon = min(index.timetable.end_minute, query.ready_minute + query.horizon_days * DAY_MINUTES)
    return horizon if query.deadline_minute is None else min(horizon, query.deadline_minute)


def way(label: Label) -> tuple[int, list[Ride]]:
    """The origin, and the rides from there, each with the transfers that follow it; leading transfers are a ride
    without pattern.
    """
    steps: list[Step] = []
    while label.parent is not None and label.step is not None:
        steps.append(label.step)
        label = label.parent
    rides = [Ride(None, 0, 0, [])]
    for step in reversed(steps):
        if step.pattern < 0:
            rides[-1].transfers.append(step.from_call)
        else:
            rides.append(Ride(step.pattern, step.from_call, step.to_call, []))
    return label.stop, rides


def _at_least(one: Found, other: Found) -> bool:
    return one.minute <= other.minute and one.cost <= other.cost and one.co2e <= other.co2e


def _ways(index: Index, edges: Edges) -> dict[int, Ways]:
    ways: dict[int, Ways] = {}
    for tail, head, pattern, i, j, cost, co2e in _rows(edges):
        way = ways.setdefault(tail, Ways([], []))
        if pattern < 0:
            way.transfers.append(i)
            continue
        if not way.rides or way.rides[-1][:2] != (pattern, i):
            way.rides.append((pattern, i, []))
        calls = index.timetable.patterns[pattern].calls
        after = calls[j].arrival_minute + calls[j].unload_minutes - calls[i].departure_minute
        way.rides[-1][2].append(Alight(j, head, after, cost, co2e))
    return ways


def _rows(edges: Edges) -> Iterator[tuple[int, int, int, int, int, int, int]]:
    columns = (edges.tail, edges.head, edges.pattern, edges.from_call, edges.to_call, edges.weight[1], edges.weight[2])
    return zip(*(column.tolist() for column in columns), strict=True)
