"""Runs the kernels for a query and reads what they found as steps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from landsea.routing import compiled
from landsea.routing.allowed import Allowed, Names, allowed
from landsea.routing.arrays import NEVER, NO_MOVE, Arrays, Ints
from landsea.routing.columns import Columns
from landsea.routing.kernels import (
    ALIGHT,
    CO2E,
    COST,
    FAR,
    FULL,
    LABEL,
    MINUTE,
    MOVED,
    PARENT,
    RIDES,
    RISK,
    RUN,
    STEP,
)
from landsea.routing.model import DAY_MINUTES, EXACT, Query, Tolerance

ROOM = 1 << 13
ROOM_MAX = 1 << 24
QUEUE_MINUTES = 60
PATIENCE = 4
NEAR = 4
"""Labels at one node are compared within this fraction of the tolerance."""


class Step(NamedTuple):
    """A ride between two calls of a pattern's run, or a transfer (pattern -1, its number in `run`)."""

    pattern: int
    run: int
    from_call: int
    to_call: int


class Found(NamedTuple):
    """A journey: its vector, where it starts and its steps."""

    minute: int
    cost: int
    co2e: int
    rides: int
    risk: int
    origin: int
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Left:
    """Least minutes, cost, CO2e and rides to the targets by node."""

    columns: tuple[Any, Any, Any, Any]

    def reachable(self, node: int) -> bool:
        return bool(self.columns[3][node] < FAR)


class Index:
    """A timetable made ready for queries; shared by threads, since queries change nothing in it."""

    def __init__(self, arrays: Arrays) -> None:
        self.arrays = arrays
        self._columns: dict[bool, Columns] = {}

    @property
    def columns(self) -> Columns:
        return self._columns.setdefault(compiled.are_compiled(), Columns(self.arrays))

    @cached_property
    def names(self) -> Names:
        return Names(self.arrays)

    def allowed(self, query: Query) -> Allowed:
        return allowed(self.arrays, query, lambda: self.names)

    def targets(self, query: Query) -> list[int]:
        return [node for stop in query.destinations for node in self.arrays.nodes.sides(stop)]

    def starts(self, query: Query, gates: tuple[Ints, Ints, Ints]) -> tuple[list[int], list[int]]:
        """The nodes cargo starts from, and when: after the stop's gate."""
        nodes, minutes = [], []
        for stop in sorted(set(query.origins)):
            minute = compiled.in_use().opened(*gates, stop, query.ready_minute)
            if minute < NEVER:
                nodes.append(stop)
                minutes.append(int(minute))
        return nodes, minutes

    def left(self, query: Query, rest: Allowed) -> Left:
        """Lower bounds from every node to the destinations over what is allowed."""
        columns, moves = self.columns, self.arrays.moves
        bounds = np.full((4, len(self.arrays.stop)), FAR, dtype=np.int64)
        bounds[:, self.targets(query)] = 0
        out = compiled.columns(list(bounds))
        first, rows = columns.bounds
        _, to, origin, cost, co2e = columns.moves
        useful, minutes = compiled.columns((rest.useful, rest.move_minutes))
        compiled.in_use().bounds(query.teu, *first, useful, *rows, origin, to, minutes, cost, co2e, *out)
        return Left(tuple(out))


def latest_minute(index: Index, query: Query) -> int:
    """The last minute at which an arrival counts: deadline, horizon or end of the timetable."""
    horizon = min(index.arrays.timetable.end_minute, query.ready_minute + query.horizon_days * DAY_MINUTES)
    return horizon if query.deadline_minute is None else min(horizon, query.deadline_minute)


def journeys(index: Index, query: Query) -> list[Found]:
    """The journeys that no other beats in (arrival, cost, CO2e, rides, risk), within the query's tolerance; sorted."""
    rest = index.allowed(query)
    left = index.left(query, rest)
    starts, minutes = index.starts(query, rest.gates)
    latest = latest_minute(index, query)
    if not any(left.reachable(node) and minute <= latest for node, minute in zip(starts, minutes, strict=True)):
        return []
    slack = _slack(query, left, starts)
    pool, count = _search(index, query, rest, left, (starts, minutes), latest, slack)
    found = sorted(_read(index.arrays, pool, n) for n in count)
    return [one for n, one in enumerate(found) if n == 0 or one[:5] != found[n - 1][:5]]


def _slack(query: Query, left: Left, starts: Sequence[int]) -> tuple[int, int, int, int]:
    tolerance: Tolerance = EXACT if query.exact else query.tolerance
    least = [min(int(column[node]) for node in starts) for column in left.columns[1:3]]
    cost, co2e = tolerance.cost_permille * least[0] // 1000, tolerance.co2e_permille * least[1] // 1000
    return tolerance.minutes, cost, co2e, tolerance.risk


def _search(
    index: Index,
    query: Query,
    rest: Allowed,
    left: Left,
    starts: tuple[list[int], list[int]],
    latest: int,
    slack: tuple[int, int, int, int],
) -> tuple[Any, list[int]]:
    """The pool of labels, and which of them are answers. The pool grows until it is enough."""
    arrays, columns = index.arrays, index.columns
    nodes = len(arrays.stop)
    first = min(minute + int(left.columns[0][node]) for node, minute in zip(*starts, strict=True))
    target = np.zeros(nodes, dtype=np.int32)
    target[index.targets(query)] = 1
    by, release, need, move_minutes, *gates = compiled.columns(
        (rest.by, rest.release, rest.need, rest.move_minutes, *rest.gates)
    )
    origins, minutes, is_target = compiled.columns((*(np.array(s, dtype=np.int64) for s in starts), target))
    row_departure, fixed_by = columns.departures
    move_first, move_to, _, move_cost, move_co2e = columns.moves
    rides_max = 1 << 20 if query.changes_max is None else query.changes_max + 1
    deadline = NEVER if query.deadline_minute is None else query.deadline_minute
    near = tuple(amount // NEAR for amount in slack)
    room = ROOM
    while True:
        pool, bag, found, queue = compiled.columns(
            (
                np.zeros(room * LABEL, dtype=np.int64),
                np.full(nodes, -1, dtype=np.int64),
                np.zeros(room // 4, dtype=np.int64),
                np.full(max(0, latest - first) // QUEUE_MINUTES + 1, -1, dtype=np.int64),
            )
        )
        count = compiled.in_use().search(
            pool, room, bag, found, queue, first, QUEUE_MINUTES, latest,
            query.teu, rides_max, -1 if query.exact else PATIENCE, deadline, origins, minutes, is_target,
            *slack, *near, *left.columns,
            *columns.boards, need, row_departure, fixed_by, by, release, *columns.rides, *columns.waiting,
            move_first, move_to, move_minutes, move_cost, move_co2e, *gates, *columns.chances,
        )  # fmt: skip
        if count != FULL:
            return pool, [int(found[n]) for n in range(int(found[len(found) - 1]))]
        room *= 4
        if room > ROOM_MAX:
            raise MemoryError(f"more than {ROOM_MAX:,} labels; give a tolerance, a deadline or fewer changes")


def _read(arrays: Arrays, pool: Any, number: int) -> Found:
    label = [int(pool[LABEL * number + column]) for column in range(LABEL)]
    steps = list(_steps(arrays, pool, number))
    origin = steps[-1][1] if steps else number
    return Found(
        label[MINUTE],
        label[COST],
        label[CO2E],
        label[RIDES],
        label[RISK],
        origin,
        tuple(step for step, _ in reversed(steps) if step is not None),
    )


def _steps(arrays: Arrays, pool: Any, number: int) -> Iterator[tuple[Step | None, int]]:
    """Backwards from a label: each step, and the stop it starts from."""
    rows, moves = arrays.rows, arrays.moves
    while pool[LABEL * number + PARENT] >= 0:
        step, alight, run = (int(pool[LABEL * number + column]) for column in (STEP, ALIGHT, RUN))
        if step <= MOVED:
            move = MOVED - step
            made = None if moves.id[move] == NO_MOVE else Step(-1, int(moves.id[move]), 0, 0)
            yield made, int(arrays.stop[moves.origin[move]])
        else:
            yield ride(arrays, step, alight, run), int(rows.stop[step])
        number = int(pool[LABEL * number + PARENT])


def ride(arrays: Arrays, board: int, alight: int, run: int) -> Step:
    rows = arrays.rows
    return Step(int(rows.pattern[board]), run, int(rows.call[board]), int(rows.call[alight]))
