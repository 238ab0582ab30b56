"""The whole of it: check, build, solve in stages, tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from landsea.routing.flows import stage as stages
from landsea.routing.flows.answer import Allocation, Effort, Infeasible, Load, Objective, PathFlow
from landsea.routing.flows.arcflow import Arcs
from landsea.routing.flows.columns import Paths
from landsea.routing.flows.network import MILLI, Demand, FlowNetwork
from landsea.routing.flows.reasons import rejections
from landsea.routing.flows.setting import Setting
from landsea.routing.flows.stage import Optimum
from landsea.routing.flows.told import Teller, totals

Floats = NDArray[np.float64]


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
    setting = Setting.of(network, demands, by_paths)
    teller = Teller(network, demands, setting.graph, setting.oracle)
    if not demands:
        return _told(teller, objective, None, "none")
    short = setting.shortfall()
    if short is not None:
        return _infeasible(teller, short)
    return _told(teller, objective, _solved(setting.form, demands, objective), setting.formulation, ranging)


def _infeasible(teller: Teller, found: Optimum) -> Infeasible:
    left = {n: round(found.left[n] * MILLI) for n, demand in enumerate(teller.demands) if demand.forced}
    short = rejections(teller, {n: amount for n, amount in left.items() if amount}, found.prices, None)
    used = teller.loads(found.routes)
    each = zip(teller.graph.capacities, used, found.prices, strict=True)
    return Infeasible(short, tuple(Load(capacity, n, carries=round(price * MILLI)) for capacity, n, price in each))


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
