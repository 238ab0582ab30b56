"""The same problems by brute force: every journey written down from the network's own definition, then one linear program over all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from landsea.routing.flows import MILLI, Demand, FlowNetwork, FlowPort, FlowService

Fills = tuple[tuple[str, int | None], ...]


@dataclass(frozen=True)
class Way:
    """`fills` are the capacities it takes: (service, segment) or (move, None), as often as it passes them."""

    cost: int
    minutes: int
    fills: Fills


@dataclass(frozen=True)
class _Step:
    to: int
    cost: int
    minutes: int
    wait: int
    fills: Fills
    rides: bool


def ways(network: FlowNetwork, demand: Demand) -> list[Way]:
    """Every journey that is ashore at no port twice, within the demand's limit or not."""
    return list(_ways(network, demand, demand.origin, (demand.origin,), ()))


def fitting(network: FlowNetwork, demand: Demand) -> list[Way]:
    limit = demand.limit_minutes
    return [way for way in ways(network, demand) if limit is None or way.minutes <= limit]


def _ways(
    network: FlowNetwork, demand: Demand, port: int, seen: tuple[int, ...], steps: tuple[_Step, ...]
) -> Iterator[Way]:
    if port == demand.destination:
        yield _way(network, demand.origin, steps)
        return
    for step in _steps(network, port):
        if step.to not in seen:
            yield from _ways(network, demand, step.to, (*seen, step.to), (*steps, step))


def _way(network: FlowNetwork, origin: int, steps: Sequence[_Step]) -> Way:
    cost = sum(step.cost for step in steps)
    minutes = sum(step.minutes for step in steps)
    if not network.count_first_wait:
        minutes -= steps[0].wait
    at = origin
    for number, step in enumerate(steps):
        if step.rides:
            changed, goes_on = number > 0, number < len(steps) - 1
            cost += _boarding(network.ports[at], changed) + _landing(network.ports[step.to], goes_on)
            minutes += network.ports[step.to].unload_minutes
        at = step.to
    return Way(cost, minutes, tuple(fill for step in steps for fill in step.fills))


def _boarding(port: FlowPort, changed: bool) -> int:
    """A price for the whole change is paid at landing."""
    return 0 if changed and port.transhipment_cost is not None else port.load_cost


def _landing(port: FlowPort, goes_on: bool) -> int:
    return port.transhipment_cost if goes_on and port.transhipment_cost is not None else port.unload_cost


def _steps(network: FlowNetwork, port: int) -> Iterator[_Step]:
    for service in network.services:
        for call, at in enumerate(service.calls):
            if at == port and (not service.board or service.board[call]):
                yield from _rides(service, call)
    for move in network.moves:
        if move.origin == port:
            fills: Fills = () if move.capacity is None else ((move.id, None),)
            yield _Step(move.destination, move.cost, move.minutes, 0, fills, rides=False)


def _rides(service: FlowService, call: int) -> Iterator[_Step]:
    wait = service.wait_minutes[call] if service.wait_minutes else 0
    fills: Fills = ()
    cost, minutes, here = service.ride_cost, wait, call
    while len(fills) < service.segments and (service.round or here < service.segments):
        if fills:
            minutes += service.dwell_minutes[here] if service.dwell_minutes else 0
        cost, minutes, fills = cost + service.costs[here], minutes + service.minutes[here], (*fills, (service.id, here))
        here = (here + 1) % len(service.calls)
        if not service.alight or service.alight[here]:
            yield _Step(service.calls[here], cost, minutes, wait, fills, rides=True)


@dataclass(frozen=True)
class Answer:
    value: float
    left: float


def best(network: FlowNetwork, demands: Sequence[Demand], kind: str) -> Answer:
    """`kind`: margin (the greatest), forced (the least forced cargo left), most (the least cargo left), cheapest (at that)."""
    if kind == "cheapest":
        least = best(network, demands, "most").left
        return _solve(network, demands, kind, least)
    return _solve(network, demands, kind, None)


def _solve(network: FlowNetwork, demands: Sequence[Demand], kind: str, left_most: float | None) -> Answer:
    """One column per journey and demand, one per demand left behind; rows added one by one, as they are read."""
    make: Any = highspy.Highs
    solver = make()
    solver.setOptionValue("output_flag", False)
    routing = 1.0 if kind in ("margin", "cheapest") else 0.0
    fills: dict[tuple[str, int | None], list[tuple[int, float]]] = {}
    by_demand: list[list[int]] = []
    left = []
    for demand in demands:
        columns = []
        for way in fitting(network, demand):
            price = routing * way.cost - (demand.revenue if kind == "margin" else 0)
            column = _column(solver, price, np.inf)
            columns.append(column)
            for fill in set(way.fills):
                fills.setdefault(fill, []).append((column, float(way.fills.count(fill))))
        stays = {"margin": demand.penalty, "cheapest": demand.penalty, "most": 1, "forced": int(demand.forced)}[kind]
        most = 0.0 if demand.forced and kind != "forced" else demand.quantity / MILLI
        left.append(_column(solver, float(stays), most))
        by_demand.append([*columns, left[-1]])
    for demand, columns in zip(demands, by_demand, strict=True):
        amount = demand.quantity / MILLI
        solver.addRow(amount, amount, len(columns), np.array(columns), np.ones(len(columns)))
    for fill, entries in fills.items():
        filling, counts = (np.array(part) for part in zip(*entries, strict=True))
        solver.addRow(-np.inf, capacity(network, *fill), len(filling), filling, counts)
    if left_most is not None:
        solver.addRow(-np.inf, left_most + 1e-9, len(left), np.array(left), np.ones(len(left)))
    solver.run()
    assert solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    x = solver.getSolution().col_value
    return Answer(solver.getInfo().objective_function_value, sum(x[column] for column in left))


def _column(solver: Any, price: float, most: float) -> int:
    solver.addCol(price, 0.0, most, 0, np.array([], dtype=np.int32), np.array([]))
    return int(solver.getNumCol()) - 1


def capacity(network: FlowNetwork, name: str, segment: int | None) -> float:
    for service in network.services:
        if service.id == name and segment is not None:
            return service.capacities[segment] / MILLI
    move = next(move for move in network.moves if move.id == name)
    return (move.capacity or 0) / MILLI
