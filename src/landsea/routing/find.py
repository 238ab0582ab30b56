"""Runs the kernels for a query and reads what they found as steps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from landsea.kernel import Refusal
from landsea.routing import compiled
from landsea.routing.allowed import Allowed, Register, allowed
from landsea.routing.arrays import NEVER, NO_MOVE, Arrays, Ints
from landsea.routing.columns import Columns
from landsea.routing.compiled import Kernels
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
    opened,
)
from landsea.routing.model import DAY_MINUTES, EXACT, Query, Tolerance

ROOM = 1 << 13
ROOM_COMPILED = 1 << 15
"""More to begin with, since a search that runs out starts again: an array costs little until it is written on, a list does."""
ROOM_MAX = 1 << 24
QUEUE_MINUTES = 60
PATIENCE = 4
NEAR = 4
"""Labels at one node are compared within this fraction of the tolerance."""
Slack: TypeAlias = tuple[int, int, int, int]
"""Minutes, cost, grams and risk."""


class TooMany(Refusal):
    code = "too-many-itineraries"
    status = 422
    text = "More than {labels} ways would have to be compared. Give a tolerance, a deadline or fewer changes."


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

    def __init__(self, arrays: Arrays, kernels: Kernels | None = None) -> None:
        self.arrays = arrays
        self.kernels = kernels
        """Those to use whatever the process uses."""
        self._columns: dict[bool, Columns] = {}

    def columns(self) -> Columns:
        """For the kernels in use; a query keeps to what it got."""
        kernels = self.kernels or compiled.in_use()
        if kernels.compiled not in self._columns:
            self._columns[kernels.compiled] = Columns(self.arrays, kernels)
        return self._columns[kernels.compiled]

    @cached_property
    def register(self) -> Register:
        return Register(self.arrays)

    def allowed(self, query: Query) -> Allowed:
        return allowed(self.arrays, query, self.register)

    def targets(self, query: Query) -> list[int]:
        return [node for stop in query.destinations for node in self.arrays.nodes.sides(stop)]

    def starts(self, origins: Sequence[int], ready: int, gates: tuple[Ints, Ints, Ints]) -> tuple[list[int], list[int]]:
        """The nodes cargo starts from, and when: after the stop's gate."""
        nodes, minutes = [], []
        for stop in sorted(set(origins)):
            minute = int(opened(*gates, stop, ready))  # type: ignore[arg-type]
            if minute < NEVER:
                nodes.append(stop)
                minutes.append(minute)
        return nodes, minutes

    def left(self, query: Query, rest: Allowed, columns: Columns | None = None) -> Left:
        """Lower bounds from every node to the destinations over what is allowed."""
        columns = columns or self.columns()
        kernels = columns.kernels
        bounds = np.full((4, len(self.arrays.stop)), FAR, dtype=np.int64)
        bounds[:, self.targets(query)] = 0
        out = kernels.columns(bounds)
        first, rows = columns.bounds
        _, to, origin, cost, co2e = columns.moves
        useful, minutes = kernels.columns((rest.useful, rest.move_minutes))
        kernels.functions.bounds(query.teu, *first, useful, *rows, origin, to, minutes, cost, co2e, *out)
        return Left(tuple(out))


def latest_minute(index: Index, query: Query) -> int:
    """The last minute at which an arrival counts: deadline, horizon or end of the timetable."""
    horizon = min(index.arrays.timetable.end_minute, query.ready_minute + query.horizon_days * DAY_MINUTES)
    return horizon if query.deadline_minute is None else min(horizon, query.deadline_minute)


def journeys(index: Index, query: Query) -> list[Found]:
    """The journeys that no other beats in (arrival, cost, CO2e, rides, risk), within the query's tolerance; sorted."""
    hunt = Hunt(Ground(index, query), query)
    return hunt.found() if hunt.possible else []


class Ground:
    """What a query leaves of a timetable, made ready for searches that differ only in when cargo and papers are ready."""

    def __init__(self, index: Index, query: Query) -> None:
        self.index, self.columns = index, index.columns()
        self.rest = index.allowed(query)
        self.left = index.left(query, self.rest, self.columns)
        target = np.zeros(len(index.arrays.stop), dtype=np.int32)
        target[index.targets(query)] = 1
        rest = self.rest
        limits = (target, rest.by, rest.release, rest.move_minutes, *rest.gates)
        self.target, *self.limits = self.columns.kernels.columns(limits)


class Hunt:
    """One query made ready for the search."""

    def __init__(self, ground: Ground, query: Query) -> None:
        self.ground, self.query, self.index = ground, query, ground.index
        self.columns, self.left = ground.columns, ground.left
        self.rest = replace(ground.rest, query=query)
        self.starts = self.index.starts(query.origins, query.ready_minute, self.rest.gates)
        self.latest = latest_minute(self.index, query)
        self.first = min(
            (minute + int(self.left.columns[0][n]) for n, minute in zip(*self.starts, strict=True)), default=FAR
        )

    @property
    def possible(self) -> bool:
        return self.first <= self.latest

    @property
    def slack(self) -> Slack:
        """The query's tolerance as amounts."""
        tolerance: Tolerance = EXACT if self.query.exact else self.query.tolerance
        cost, co2e = (min(int(column[node]) for node in self.starts[0]) for column in self.left.columns[1:3])
        parts = tolerance.cost_permille * cost // 1000, tolerance.co2e_permille * co2e // 1000
        return tolerance.minutes, *parts, tolerance.risk

    def found(self) -> list[Found]:
        """None of these beats another. If the query is exact there is nothing else; else nearly all journeys lie within
        the slack of one (`docs/planning.md` has the measured share).
        """
        room = ROOM_COMPILED if self.columns.kernels.compiled else ROOM
        while True:
            pool, found, count = self._search(room)
            if count != FULL:
                break
            room *= 4
            if room > ROOM_MAX:
                raise TooMany(labels=ROOM_MAX)
        answers = [int(found[n]) for n in range(int(found[len(found) - 1]))]
        arrays = self.index.arrays
        read = sorted(_read(arrays, pool, n) for n in answers)
        return [one for n, one in enumerate(read) if n == 0 or one[:5] != read[n - 1][:5]]

    def _search(self, room: int) -> tuple[Any, Any, int]:
        index, query, columns = self.index, self.query, self.columns
        ends = (np.array(column, dtype=np.int64) for column in self.starts)
        nodes, minutes, need = columns.kernels.columns((*ends, self.rest.need(query)))
        pool, bag, found, queue = columns.kernels.columns(
            (
                np.zeros(room * LABEL, dtype=np.int64),
                np.full(len(index.arrays.stop), -1, dtype=np.int64),
                np.zeros(room // 4, dtype=np.int64),
                np.full((self.latest - self.first) // QUEUE_MINUTES + 1, -1, dtype=np.int64),
            )
        )
        by, release, move_minutes, *gates = self.ground.limits
        move_first, move_to, _, move_cost, move_co2e = columns.moves
        rides_max = 1 << 20 if query.changes_max is None else query.changes_max + 1
        deadline = NEVER if query.deadline_minute is None else query.deadline_minute
        near = (0, *(amount // NEAR for amount in self.slack[1:]))  # a minute later can be a sailing missed
        count = columns.kernels.functions.search(
            pool, room, bag, found, queue, self.first, QUEUE_MINUTES, self.latest,
            query.teu, rides_max, -1 if query.exact else PATIENCE, deadline, nodes, minutes, self.ground.target, *self.slack, *near,
            *self.left.columns, *columns.boards, need, *columns.departures, by, release, *columns.rides,
            *(columns.waiting if query.exact else columns.waiting_about),
            move_first, move_to, move_minutes, move_cost, move_co2e, *gates, *columns.chances,
        )  # fmt: skip
        return pool, found, int(count)


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
