"""The whole of it: check, build, solve in stages, tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from landsea.routing.flows import stage as stages
from landsea.routing.flows.answer import Allocation, Effort, Infeasible, Load, Objective, PathFlow
from landsea.routing.flows.arcflow import Arcs
from landsea.routing.flows.checks import check
from landsea.routing.flows.columns import Paths
from landsea.routing.flows.graph import build
from landsea.routing.flows.labels import Oracle
from landsea.routing.flows.network import MILLI, Demand, FlowNetwork, Unusable
from landsea.routing.flows.reasons import rejections
from landsea.routing.flows.stage import Optimum
from landsea.routing.flows.told import Teller, totals

Floats = NDArray[np.float64]
CARRIED = 1e-6
"""Units of forced cargo left behind that are the solver's rounding."""


@dataclass(frozen=True, slots=True)
class _Solved:
    """`carrying` is the optimum of carrying most, where that was a stage of its own."""

    optimum: Optimum
    carrying: Optimum | None


def allocate(
    network: FlowNetwork,
    demands: Sequence[Demand],
    objective: Objective = Objective.MARGIN,
    *,
    by_paths: bool | None = None,
    ranging: bool = True,
) -> Allocation | Infeasible:
    """The optimal flow of every demand over the network's capacities, or why the forced ones cannot all go.

    Without transit limits the arc formulation is solved, with one the path formulation; `by_paths` decides otherwise (the arc formulation
    ignores limits, so it is refused where there is one). `ranging` finds how far each shadow price holds. Raises `Unusable` with everything
    that is wrong in the input.
    """
    problems = check(network, demands)
    if problems:
        raise Unusable(problems)
    limited = any(demand.limit_minutes is not None for demand in demands)
    if by_paths is False and limited:
        raise ValueError("a transit limit needs the path formulation")
    graph = build(network)
    oracle = Oracle(graph, demands, network.count_first_wait)
    teller = Teller(network, demands, graph, oracle)
    form: Arcs | Paths = Paths(graph, demands, oracle) if limited or by_paths else Arcs(graph, demands)
    if not demands:
        return _told(teller, objective, None, "none")
    short = _shortfall(teller, form)
    return short or _told(teller, objective, _solved(form, demands, objective), _name(form), ranging)


def _name(form: Arcs | Paths) -> str:
    return "paths" if isinstance(form, Paths) else "arcs by origin"


def _shortfall(teller: Teller, form: Arcs | Paths) -> Infeasible | None:
    """The least forced cargo that must stay behind, if any: the elastic relaxation."""
    if not any(demand.forced for demand in teller.demands):
        return None
    found = form.optimum(stages.forced(teller.demands))
    if found.value <= CARRIED:
        return None
    left = {n: round(found.left[n] * MILLI) for n, demand in enumerate(teller.demands) if demand.forced}
    short = rejections(teller, {n: amount for n, amount in left.items() if amount}, found.prices, None)
    used = teller.loads(found.routes)
    loads = [
        Load(c, u, carries=round(p * MILLI))
        for c, u, p in zip(teller.graph.capacities, used, found.prices, strict=True)
    ]
    return Infeasible(short, tuple(loads))


def _solved(form: Arcs | Paths, demands: Sequence[Demand], objective: Objective) -> _Solved:
    if objective is Objective.MARGIN:
        return _Solved(form.optimum(stages.margin(demands)), None)
    most = form.optimum(stages.most(demands))
    left = most.value * (1 + 1e-9) + 1e-9  # the solver's tolerance, so that the second stage stays feasible
    return _Solved(form.optimum(stages.cheapest(demands, left)), most)


def _told(
    teller: Teller, objective: Objective, solved: _Solved | None, formulation: str, ranging: bool = False
) -> Allocation:
    if solved is None:
        loads = tuple(Load(capacity, 0) for capacity in teller.graph.capacities)
        return Allocation(
            objective, (), (), (), loads, totals(teller.network, (), ()), 0.0, Effort(formulation, 0, 0, 0)
        )
    optimum = solved.optimum
    flows = teller.flows(optimum.routes)
    carried = _carried(teller.demands, flows)
    left = {n: d.quantity - done for n, (d, done) in enumerate(zip(teller.demands, carried, strict=True))}
    prices = optimum.prices if solved.carrying is None else solved.carrying.prices
    return Allocation(
        objective=objective,
        flows=flows,
        carried=carried,
        rejections=rejections(teller, {n: amount for n, amount in left.items() if amount > 0}, prices, objective),
        loads=_loads(teller, solved, ranging),
        totals=totals(teller.network, teller.demands, flows),
        value=-optimum.value if objective is Objective.MARGIN else optimum.value,
        effort=Effort(formulation, optimum.program.rows, optimum.program.columns, optimum.rounds),
    )


def _carried(demands: Sequence[Demand], flows: Sequence[PathFlow]) -> tuple[int, ...]:
    carried = [0] * len(demands)
    for flow in flows:
        carried[flow.demand] += flow.quantity
    return tuple(carried)


def _loads(teller: Teller, solved: _Solved, ranging: bool) -> tuple[Load, ...]:
    optimum, capacities = solved.optimum, teller.graph.capacities
    used = teller.loads(optimum.routes)
    prices = np.rint(optimum.prices).astype(np.int64).tolist()
    more = np.zeros(len(capacities)) if solved.carrying is None else np.rint(solved.carrying.prices * MILLI)
    holds = _holds(optimum, [c.quantity for c in capacities]) if ranging and any(prices) else [None] * len(capacities)
    return tuple(
        Load(capacity, used[n], prices[n], holds[n] if prices[n] else None, int(more[n]))
        for n, capacity in enumerate(capacities)
    )


def _holds(optimum: Optimum, quantities: Sequence[int]) -> list[int | None]:
    """By capacity how many thousandths more its price holds for."""
    rows = optimum.first_capacity_row + np.arange(len(quantities))
    highest = optimum.program.highest(rows)
    return [
        max(0, round(up * MILLI) - have) if up < 1e18 else None
        for up, have in zip(highest.tolist(), quantities, strict=True)
    ]
