"""Arc formulation aggregated by origin, exact without transit limits: cargo of one origin is one commodity, however many destinations.

Rows: for every origin, what flows into a node flows out of it or is delivered there; for every capacity, its bound. Columns: flow of an
origin on an arc, and what each demand delivers. Flows are taken apart into routes afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from landsea.routing.flows.graph import UNLIMITED, Graph
from landsea.routing.flows.network import MILLI, Demand
from landsea.routing.flows.solver import INFINITE, Columns, Program
from landsea.routing.flows.stage import Optimum, Stage, units

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
NOTHING = 1e-7
"""Flows below this many units are the solver's rounding."""


@dataclass(frozen=True, slots=True, eq=False)
class _Commodity:
    """Cargo of one origin. `row_of` maps a node to its conservation row (-1: none)."""

    origin: int
    demands: tuple[int, ...]
    arcs: Ints
    row_of: Ints


class Arcs:
    """Allocates by arc flows. `capacities` (units) may be changed between optima."""

    def __init__(self, graph: Graph, demands: Sequence[Demand]) -> None:
        self._graph, self._demands = graph, demands
        self.capacities = np.array([one.quantity for one in graph.capacities], dtype=np.float64) / MILLI
        self._commodities, self._conserved = self._rows()

    def optimum(self, stage: Stage) -> Optimum:
        program = self._program(stage)
        solution = program.solve()
        carried = solution.x[-len(self._demands) :]
        wanted = units(self._demands)
        used = np.zeros(len(self._graph.capacities))
        routes: list[tuple[int, tuple[int, ...], float]] = []
        first = 0
        for one in self._commodities:
            flow = solution.x[first : first + len(one.arcs)]
            first += len(one.arcs)
            routes += taken_apart(
                self._graph, self._demands, one.origin, one.arcs, flow, {d: carried[d] for d in one.demands}
            )
        for _, arcs, amount in routes:
            slots = self._graph.slots[list(arcs)]
            np.add.at(used, slots[slots != UNLIMITED], amount)
        capacity_rows = self._conserved + np.arange(len(used))
        prices = np.maximum(0.0, -solution.duals[capacity_rows])
        constant = float(stage.rejection @ wanted)
        return Optimum(
            value=solution.objective + constant,
            routes=routes,
            left=wanted - carried,
            used=used,
            prices=prices,
            program=program,
            first_capacity_row=self._conserved,
        )

    def _rows(self) -> tuple[list[_Commodity], int]:
        of_origin: dict[int, list[int]] = {}
        for number, demand in enumerate(self._demands):
            of_origin.setdefault(demand.origin, []).append(number)
        commodities, rows = [], 0
        for origin, numbers in of_origin.items():
            reached = _reached(self._graph, origin)
            row_of = np.full(self._graph.nodes, -1, dtype=np.int64)
            inner = np.flatnonzero(reached)
            inner = inner[inner != origin]
            row_of[inner] = rows + np.arange(len(inner))
            rows += len(inner)
            arcs = np.flatnonzero(reached[self._graph.tails] & (self._graph.heads != origin))
            commodities.append(_Commodity(origin, tuple(numbers), arcs, row_of))
        return commodities, rows

    def _program(self, stage: Stage) -> Program:
        wanted, capacities = units(self._demands), self.capacities
        total = [] if stage.left_total is None else [stage.left_total - float(wanted.sum())]
        free = np.full(len(capacities) + len(total), -INFINITE)
        lower = np.concatenate([np.zeros(self._conserved), free])
        upper = np.concatenate([np.zeros(self._conserved), capacities, total])
        return Program(lower, upper, self._columns(stage))

    def _columns(self, stage: Stage) -> Columns:
        """Flow columns by commodity, then one per demand for what is delivered (its revenue less its ends, and no rejection)."""
        graph, wanted = self._graph, units(self._demands)
        parts = [self._flows(one) for one in self._commodities] + [self._deliveries(stage)]
        arcs = np.concatenate([one.arcs for one in self._commodities]) if self._commodities else np.zeros(0, np.int64)
        ends = np.array([graph.origin_costs[d.origin] + graph.destination_costs[d.destination] for d in self._demands])
        deliver = stage.route_price * ends - stage.revenue - stage.rejection
        lengths = np.concatenate([np.diff(starts) for starts, _, _ in parts])
        return Columns(
            costs=np.concatenate([stage.route_price * graph.costs[arcs], deliver]),
            lower=np.concatenate([np.zeros(len(arcs)), np.maximum(0.0, wanted - stage.left_max)]),
            upper=np.concatenate([np.full(len(arcs), INFINITE), self._reachable(wanted)]),
            starts=np.concatenate([[0], np.cumsum(lengths)]),
            rows=np.concatenate([rows for _, rows, _ in parts]),
            values=np.concatenate([values for _, _, values in parts]),
        )

    def _flows(self, one: _Commodity) -> tuple[Ints, Ints, Floats]:
        """Out of the tail (unless that is the origin), into the head, and into the capacity, if any."""
        graph, arcs = self._graph, one.arcs
        slots = graph.slots[arcs]
        rows = np.stack(
            [
                one.row_of[graph.tails[arcs]],
                one.row_of[graph.heads[arcs]],
                np.where(slots == UNLIMITED, -1, self._conserved + slots),
            ],
            axis=1,
        )
        return _compressed(rows, np.tile([-1.0, 1.0, 1.0], (len(arcs), 1)))

    def _deliveries(self, stage: Stage) -> tuple[Ints, Ints, Floats]:
        row_of = {one.origin: one.row_of for one in self._commodities}
        rows = np.array([[row_of[d.origin][d.destination], -1] for d in self._demands], dtype=np.int64).reshape(-1, 2)
        if stage.left_total is not None:
            rows[:, 1] = self._conserved + len(self._graph.capacities)
        return _compressed(rows, np.full(rows.shape, -1.0))

    def _reachable(self, wanted: Floats) -> Floats:
        """What can be delivered at most: nothing where no route leads."""
        row_of = {one.origin: one.row_of for one in self._commodities}
        there = np.array([row_of[d.origin][d.destination] >= 0 for d in self._demands], dtype=bool)
        return np.where(there, wanted, 0.0)


def _compressed(rows: Ints, values: Floats) -> tuple[Ints, Ints, Floats]:
    """Entries in row -1 are left out."""
    there = rows >= 0
    starts = np.concatenate([[0], np.cumsum(there.sum(axis=1))])
    return starts, rows[there], values[there]


def _reached(graph: Graph, origin: int) -> NDArray[np.bool_]:
    reached = np.zeros(graph.nodes, dtype=bool)
    reached[origin] = True
    stack, heads = [origin], graph.heads.tolist()
    while stack:
        for arc in graph.out[stack.pop()]:
            if not reached[heads[arc]]:
                reached[heads[arc]] = True
                stack.append(heads[arc])
    return reached


def taken_apart(
    graph: Graph, demands: Sequence[Demand], origin: int, arcs: Ints, flow: Floats, carried: dict[int, float]
) -> Iterator[tuple[int, tuple[int, ...], float]]:
    """The flow of one origin as routes of its demands: walk along what flows to a port that still receives; circles are cancelled."""
    left = {int(arc): float(amount) for arc, amount in zip(arcs, flow, strict=True) if amount > NOTHING}
    due: dict[int, list[int]] = {}
    for demand, amount in carried.items():
        if amount > NOTHING:
            due.setdefault(demands[demand].destination, []).append(demand)
    open_amounts = dict(carried)
    while due:
        walked = _walk(graph, origin, left, due)
        if walked is None:
            return
        demand = due[int(graph.heads[walked[-1]])][-1]
        amount = min(open_amounts[demand], *(left[arc] for arc in walked))
        yield demand, tuple(walked), amount
        _lessen(left, walked, amount)
        open_amounts[demand] -= amount
        if open_amounts[demand] <= NOTHING:
            _settle(due, demands[demand].destination)


def _walk(graph: Graph, origin: int, left: dict[int, float], due: dict[int, list[int]]) -> list[int] | None:
    walked: list[int] = []
    seen = {origin: 0}
    node = origin
    while node not in due or not walked:
        arc = max((arc for arc in graph.out[node] if arc in left), key=left.__getitem__, default=None)
        if arc is None:
            return None
        walked.append(arc)
        node = int(graph.heads[arc])
        if node in seen:  # a circle: it costs nothing, and nothing needs it
            circle = walked[seen[node] :]
            _lessen(left, circle, min(left[one] for one in circle))
            del walked[seen[node] :]
            seen = {origin: 0} | {int(graph.heads[one]): n for n, one in enumerate(walked, start=1)}
        else:
            seen[node] = len(walked)
    return walked


def _lessen(left: dict[int, float], arcs: Sequence[int], amount: float) -> None:
    for arc in arcs:
        left[arc] -= amount
        if left[arc] <= NOTHING:
            del left[arc]


def _settle(due: dict[int, list[int]], destination: int) -> None:
    due[destination].pop()
    if not due[destination]:
        del due[destination]
