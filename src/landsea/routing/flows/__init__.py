"""Capacity and flows: what of a demand goes which way over services that run every week, at the greatest margin or the least cost.

    answer = allocate(network, demands, Objective.MARGIN)     # Allocation, or Infeasible with the reason

A multi-commodity flow problem as a linear program: arc flows aggregated by origin where no demand has a transit limit, else routes found by
column generation with the resource-constrained shortest path as pricing oracle (`docs/flows.md`). Fractions of a unit may flow. A pure
library: no journal, no clock; the solver (highspy) is imported at the first allocation. Laws held by tests: both formulations agree and
equal an enumeration of all routes; what flows in flows out; no capacity is exceeded; prices are complementary.
"""

from landsea.routing.flows.allocation import allocate
from landsea.routing.flows.answer import (
    Allocation,
    Effort,
    Infeasible,
    Load,
    Objective,
    PathFlow,
    Rejection,
    Ride,
    Totals,
    Why,
)
from landsea.routing.flows.checks import check
from landsea.routing.flows.network import (
    MILLI,
    WEEK_MINUTES,
    Capacity,
    Demand,
    FlowMove,
    FlowNetwork,
    FlowPort,
    FlowService,
    Problem,
    Unusable,
)
from landsea.routing.flows.widening import Expansion, expansions

__all__ = [
    "MILLI",
    "WEEK_MINUTES",
    "Allocation",
    "Capacity",
    "Demand",
    "Effort",
    "Expansion",
    "FlowMove",
    "FlowNetwork",
    "FlowPort",
    "FlowService",
    "Infeasible",
    "Load",
    "Objective",
    "PathFlow",
    "Problem",
    "Rejection",
    "Ride",
    "Totals",
    "Unusable",
    "Why",
    "allocate",
    "check",
    "expansions",
]
