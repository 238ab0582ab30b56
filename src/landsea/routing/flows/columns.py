"""Path formulation by column generation, for demands with a transit limit.

The master program chooses among the routes known so far: a row per demand (routes plus what is left behind are its quantity), a row per
capacity. Its duals price the arcs, and the oracle looks for routes that would improve it; when there is none, the master's optimum is that
of all routes.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from landsea.routing.flows.graph import UNLIMITED, Graph
from landsea.routing.flows.labels import Oracle
from landsea.routing.flows.network import MILLI, Demand
from landsea.routing.flows.solver import INFINITE, Columns, Program, Solution
from landsea.routing.flows.stage import Optimum, Stage, units

Floats = NDArray[np.float64]
WORTHWHILE = 1e-6
"""A route improves the master when it beats the duals by this share of the money at stake (and by no less than this)."""
ROUNDS_MAX = 10_000


class Paths:
    """Allocates on routes; those found once are known from then on. `capacities` (units) may be changed between optima."""

    def __init__(self, graph: Graph, demands: Sequence[Demand], oracle: Oracle) -> None:
        self._graph, self._demands, self._oracle = graph, demands, oracle
        self._limited = graph.slots != UNLIMITED
        self._ends = np.array([graph.origin_costs[d.origin] + graph.destination_costs[d.destination] for d in demands])
        self.capacities = np.array([one.quantity for one in graph.capacities], dtype=np.float64) / MILLI
        self._known: dict[tuple[int, tuple[int, ...]], None] = {}

    def optimum(self, stage: Stage) -> Optimum:
        program, solution, rounds = self._master(stage), None, 0
        while solution is None or self._improved(program, stage, solution):
            solution = program.solve()
            rounds += 1
            if rounds > ROUNDS_MAX:
                raise RuntimeError("column generation does not end")
        return self._answer(stage, program, solution, rounds)

    def _master(self, stage: Stage) -> Program:
        """What may be left behind, and the routes that are known already."""
        wanted, capacities = units(self._demands), self.capacities
        total = [] if stage.left_total is None else [stage.left_total]
        lower = np.concatenate([wanted, np.full(len(capacities) + len(total), -INFINITE)])
        upper = np.concatenate([wanted, capacities, total])
        program = Program(lower, upper, self._left(stage, len(wanted) + len(capacities)))
        if self._known:
            program.add(self._columns(stage, list(self._known)))
        return program

    def _left(self, stage: Stage, total_row: int) -> Columns:
        """A column per demand for what it leaves behind."""
        count = len(self._demands)
        rows = np.arange(count)
        each = 1
        if stage.left_total is not None:
            rows, each = np.stack([rows, np.full(count, total_row)], axis=1).ravel(), 2
        starts = np.arange(0, each * count + 1, each)
        return Columns(stage.rejection, np.zeros(count), stage.left_max, starts, rows, np.ones(len(rows)))

    def _improved(self, program: Program, stage: Stage, solution: Solution) -> bool:
        """Adds a route for every demand that has one better than its duals say; whether there was any."""
        prices = self._arc_prices(stage, solution)
        bound = stage.revenue + solution.duals[: len(self._demands)] - stage.route_price * self._ends
        slack = WORTHWHILE * (1 + np.abs(bound))
        new = [(d, route.arcs) for d, route in sorted(self._oracle.routes(prices, bound - slack).items())]
        new = [key for key in new if key not in self._known]
        if new:
            self._known.update(dict.fromkeys(new))
            program.add(self._columns(stage, new))
        return bool(new)

    def _arc_prices(self, stage: Stage, solution: Solution) -> Floats:
        return stage.route_price * self._graph.costs + slot_prices(self._graph, self._prices(solution))

    def _prices(self, solution: Solution) -> Floats:
        first = len(self._demands)
        return np.maximum(0.0, -solution.duals[first : first + len(self._graph.capacities)])

    def _columns(self, stage: Stage, keys: Sequence[tuple[int, tuple[int, ...]]]) -> Columns:
        rows: list[int] = []
        starts, costs = [0], []
        for demand, arcs in keys:
            slots = self._graph.slots[list(arcs)]
            rows += [demand, *(len(self._demands) + slots[slots != UNLIMITED]).tolist()]
            starts.append(len(rows))
            price = stage.route_price * (int(self._graph.costs[list(arcs)].sum()) + int(self._ends[demand]))
            costs.append(price - float(stage.revenue[demand]))
        count = len(costs)
        zero, free = np.zeros(count), np.full(count, INFINITE)
        return Columns(np.array(costs), zero, free, np.array(starts), np.array(rows), np.ones(len(rows)))

    def _answer(self, stage: Stage, program: Program, solution: Solution, rounds: int) -> Optimum:
        count = len(self._demands)
        carried = solution.x[count:]
        routes = [(d, arcs, float(x)) for (d, arcs), x in zip(self._known, carried, strict=True) if x > 0]
        used = np.zeros(len(self._graph.capacities))
        for _, arcs, amount in routes:
            slots = self._graph.slots[list(arcs)]
            np.add.at(used, slots[slots != UNLIMITED], amount)
        return Optimum(
            value=solution.objective,
            routes=routes,
            left=solution.x[:count],
            used=used,
            prices=self._prices(solution),
            program=program,
            first_capacity_row=count,
            rounds=rounds,
        )


def slot_prices(graph: Graph, prices: Floats) -> Floats:
    """Prices of capacities as prices of the arcs that fill them."""
    with_none = np.append(prices, 0.0)  # UNLIMITED is -1: the last
    priced: Floats = with_none[graph.slots]
    return priced
