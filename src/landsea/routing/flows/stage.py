"""An allocation is one linear program or two in a row: what each of them minimises, as prices on routes and on cargo left behind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from landsea.routing.flows.network import MILLI, Demand
from landsea.routing.flows.solver import Program

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Stage:
    """Minimise `route_price` x cost of the routes - revenue x carried + rejection x left behind, in units of cargo.

    `left_max` bounds what each demand may leave behind, `left_total` all of them together (`None`: no bound).
    """

    route_price: float
    revenue: Floats
    rejection: Floats
    left_max: Floats
    left_total: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Optimum:
    """`routes` are (demand, arcs, units); `prices` go by capacity: what the minimum would fall with one unit more of it."""

    value: float
    routes: Sequence[tuple[int, tuple[int, ...], float]]
    left: Floats
    used: Floats
    prices: Floats
    program: Program
    first_capacity_row: int
    rounds: int = 1


def units(demands: Sequence[Demand]) -> Floats:
    return np.array([demand.quantity for demand in demands], dtype=np.float64) / MILLI


def margin(demands: Sequence[Demand]) -> Stage:
    """The greatest margin."""
    revenue = np.array([demand.revenue for demand in demands], dtype=np.float64)
    return Stage(1.0, revenue, _penalties(demands), _optional(demands))


def most(demands: Sequence[Demand]) -> Stage:
    """As much as can be carried, whatever it costs."""
    return Stage(0.0, np.zeros(len(demands)), np.ones(len(demands)), _optional(demands))


def cheapest(demands: Sequence[Demand], left_total: float) -> Stage:
    """The least cost of leaving no more behind than that."""
    return Stage(1.0, np.zeros(len(demands)), _penalties(demands), _optional(demands), left_total)


def forced(demands: Sequence[Demand]) -> Stage:
    """The elastic relaxation: as little of what must go as possible is left behind, and all else may be."""
    must = np.array([float(demand.forced) for demand in demands])
    return Stage(0.0, np.zeros(len(demands)), must, units(demands))


def _penalties(demands: Sequence[Demand]) -> Floats:
    return np.array([demand.penalty for demand in demands], dtype=np.float64)


def _optional(demands: Sequence[Demand]) -> Floats:
    return np.where([demand.forced for demand in demands], 0.0, units(demands))
