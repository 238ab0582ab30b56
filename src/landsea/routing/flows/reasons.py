"""Why cargo is left behind, from the routes it could take and the prices of what is full."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil

import numpy as np
from numpy.typing import NDArray

from landsea.routing.flows.answer import Objective, Rejection, Why
from landsea.routing.flows.columns import slot_prices
from landsea.routing.flows.labels import Route
from landsea.routing.flows.network import Capacity
from landsea.routing.flows.told import Teller

Floats = NDArray[np.float64]
PRICED = 1e-6
"""A capacity with a smaller price is not what stops cargo."""


def rejections(
    teller: Teller, left: Mapping[int, int], prices: Floats, objective: Objective | None
) -> tuple[Rejection, ...]:
    """One for each demand that leaves something behind. `prices` go by capacity: money, or cargo where `objective` is not the margin."""
    anything = np.full(len(teller.demands), np.inf)
    anything[[n for n in range(len(teller.demands)) if n not in left]] = -1.0
    plain = teller.oracle.routes(teller.graph.costs.astype(np.float64), anything)
    money = 1.0 if objective is Objective.MARGIN else 0.0
    priced = teller.oracle.routes(money * teller.graph.costs + slot_prices(teller.graph, prices), anything)
    return tuple(_rejection(teller, d, n, plain.get(d), priced.get(d), prices, objective) for d, n in left.items())


def _rejection(
    teller: Teller,
    demand: int,
    quantity: int,
    plain: Route | None,
    priced: Route | None,
    prices: Floats,
    objective: Objective | None,
) -> Rejection:
    if plain is None or priced is None:
        return _unreachable(teller, demand, quantity)
    one = teller.demands[demand]
    brings = one.revenue + one.penalty
    cost = teller.cost(demand, plain.arcs)
    if objective is Objective.MARGIN and cost >= brings:
        return Rejection(demand, quantity, Why.DOES_NOT_PAY, cost - brings)
    by = None
    if objective is Objective.MARGIN:
        ends = teller.cost(demand, priced.arcs) - int(teller.graph.costs[list(priced.arcs)].sum())
        by = max(0, ceil(priced.price + ends - brings - PRICED))
    binding = _binding(teller, priced.arcs, prices) or _binding(
        teller, plain.arcs, prices
    )  # another as dear may have none
    return Rejection(demand, quantity, Why.CAPACITY, by, binding)


def _unreachable(teller: Teller, demand: int, quantity: int) -> Rejection:
    fastest, limit = teller.oracle.fastest(demand), teller.demands[demand].limit_minutes
    if fastest is None or limit is None:
        return Rejection(demand, quantity, Why.NO_ROUTE)
    return Rejection(demand, quantity, Why.LIMIT, fastest - limit)


def _binding(teller: Teller, arcs: Sequence[int], prices: Floats) -> tuple[Capacity, ...]:
    slots = [int(teller.graph.slots[arc]) for arc in arcs]
    return tuple(teller.graph.capacities[slot] for slot in slots if slot >= 0 and prices[slot] > PRICED)
