"""Earliest arrivals by connection scan: to one place or to all, the latest start, every good start of a window."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from landsea.routing.allowed import Allowed
from landsea.routing.arrays import NEVER, NO_MOVE, Ints
from landsea.routing.columns import Scratch
from landsea.routing.find import Found, Index, Step, latest_minute, ride
from landsea.routing.kernels import MOVED, ORIGIN
from landsea.routing.model import Query


@dataclass(frozen=True)
class Scan:
    """One scan: the earliest minute at every node (`NEVER`: not reached), and how it is reached."""

    index: Index
    at: Any
    via: Any
    rode_from: Any

    def journey(self, target: int) -> Found:
        """The way to a node that is reached; its cost, CO2e and risk are not known here."""
        arrays = self.index.arrays
        node, steps = target, list[Step]()
        while self.via[node] != ORIGIN:
            via = int(self.via[node])
            if via <= MOVED:
                move = MOVED - via
                if arrays.moves.id[move] != NO_MOVE:
                    steps.append(Step(-1, int(arrays.moves.id[move]), 0, 0))
                node = int(arrays.moves.origin[move])
            else:
                board = int(self.rode_from[node])
                rows = arrays.rows
                run = int(arrays.cell[board] - rows.cell[arrays.row[board]])
                steps.append(ride(arrays, int(arrays.row[board]), int(arrays.row[via]) + 1, run))
                node = int(arrays.table["origin"][board])
        rides = sum(step.pattern >= 0 for step in steps)
        return Found(int(self.at[target]), 0, 0, rides, 0, int(arrays.stop[node]), tuple(reversed(steps)))


class Scanner:
    """Scans for queries that differ only in when the cargo is ready: what they allow is worked out once."""

    def __init__(self, index: Index, query: Query) -> None:
        self.index, self.query, arrays = index, query, index.arrays
        self.rest: Allowed = index.allowed(query)
        self.shared = index.columns()
        self.kernels = self.shared.kernels
        table = self.rest.table
        self.table = self.shared.table if table is arrays.table else self.kernels.table(table)
        move_first, move_to, *_ = self.shared.moves
        self.ways = (move_first, move_to, *self.kernels.columns((self.rest.move_minutes, *self.rest.gates)))
        self.targets = index.targets(query)
        self.aims, self.everywhere = self.kernels.column(self.targets), self.kernels.column([])

    def run(self, ready: int, latest: int, node: int | None = None, *, to_all: bool = False) -> Scan:
        """From the query's origins (or one node) at `ready` until no destination improves, or to all up to `latest`."""
        query, shared, column = self.query, self.shared, self.kernels.column
        starts = ([node], [ready]) if node is not None else self.index.starts(query.origins, ready, self.rest.gates)
        documents = ready if query.documents_minute is None else query.documents_minute
        mass = ready if query.vgm_minute is None else query.vgm_minute
        papered = max(documents + shared.leads[0], mass + shared.leads[1])
        at, via, rode = shared.unreached.copy(), shared.unridden.copy(), shared.unridden.copy()
        scratch = self._scratch()
        self.kernels.functions.scan(
            latest, documents, mass, papered, *map(column, starts), self.everywhere if to_all else self.aims,
            self.table, *shared.papers, at, via, rode, *scratch.columns(), *self.ways,
        )  # fmt: skip
        shared.scratch.append(scratch)
        return Scan(self.index, at, via, rode)

    def _scratch(self) -> Scratch:
        try:
            return self.shared.scratch.pop()
        except IndexError:
            return Scratch(self.index.arrays, self.kernels)

    def earliest(self, ready: int, latest: int, node: int | None = None) -> tuple[int, Scan]:
        """The node of the destinations that is reached first, `-1` if none is by `latest`."""
        scan = self.run(ready, latest + 1, node)
        best = min(self.targets, key=lambda node: (scan.at[node], node))
        return (best if scan.at[best] <= latest else -1), scan


def arrivals(index: Index, query: Query) -> Ints:
    """By stop, the earliest minute at which the cargo can be available; `NEVER` where it cannot within the limits."""
    latest = latest_minute(index, query)
    scan = Scanner(index, query).run(query.ready_minute, latest + 1, to_all=True)
    found = np.full(len(index.arrays.timetable.stops), NEVER, dtype=np.int64)
    np.minimum.at(found, index.arrays.stop, np.asarray(scan.at, dtype=np.int64))  # no side is left before it is reached
    found[found > latest] = NEVER
    return found.astype(np.int32)


def starts(index: Index, query: Query, until: int) -> Iterator[tuple[int, int]]:
    """Every good start from the query's ready minute on, up to `until`: (the latest minute, arrival); none later
    arrives earlier, none arrives as early that is later.
    """
    scanner = Scanner(index, replace(query, documents_minute=None, vgm_minute=None))
    ready = query.ready_minute
    horizon = latest_minute(index, replace(query, ready_minute=until))
    while ready <= until:
        arrival = _arrival(scanner, ready, horizon)
        if arrival >= NEVER:
            return
        ready = _latest(scanner, ready, until, arrival)
        yield ready, arrival
        ready += 1


def latest_start(index: Index, query: Query) -> int | None:
    """The latest ready minute, not before the query's, from which its deadline (or horizon) is still met."""
    scanner = Scanner(index, query)
    deadline = latest_minute(index, query)
    if _arrival(scanner, query.ready_minute, deadline) >= NEVER:
        return None
    return _latest(scanner, query.ready_minute, deadline, deadline)


def _arrival(scanner: Scanner, ready: int, latest: int) -> int:
    node, scan = scanner.earliest(ready, latest)
    return NEVER if node < 0 else int(scan.at[node])


def _latest(scanner: Scanner, low: int, high: int, arrival: int) -> int:
    """The latest start in [low, high] that arrives no later; `low` does. Arrivals rise with the start, so halving finds
    it; the way found from one start is good for all up to its first departure, which is tried first.
    """
    step = 1440
    while low < high:
        middle = min(low + step, high)
        if _arrival(scanner, middle, arrival) <= arrival:
            low, step = middle, step * 2
        elif middle == low + 1:
            return low
        else:
            high, step = middle - 1, max(1, (middle - 1 - low) // 2)
    return low
