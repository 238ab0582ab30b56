"""A checked problem with all that is built once for it: the graph, the oracle, the formulation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from landsea.routing.flows import stage as stages
from landsea.routing.flows.arcflow import Arcs
from landsea.routing.flows.checks import check
from landsea.routing.flows.columns import Paths
from landsea.routing.flows.graph import Graph, build
from landsea.routing.flows.labels import Oracle
from landsea.routing.flows.network import Demand, FlowNetwork, Unusable
from landsea.routing.flows.stage import Optimum

CARRIED = 1e-6
"""Units of forced cargo left behind that are the solver's rounding."""


@dataclass(frozen=True, slots=True)
class Setting:
    network: FlowNetwork
    demands: Sequence[Demand]
    graph: Graph
    oracle: Oracle
    form: Arcs | Paths

    @classmethod
    def of(cls, network: FlowNetwork, demands: Sequence[Demand], by_paths: bool | None = None) -> Setting:
        """Raises `Unusable` with everything that is wrong. The formulation follows from the limits unless `by_paths` decides."""
        problems = check(network, demands)
        if problems:
            raise Unusable(problems)
        limited = any(demand.limit_minutes is not None for demand in demands)
        if by_paths is False and limited:
            raise ValueError("a transit limit needs the path formulation")
        graph = build(network)
        oracle = Oracle(graph, demands, network.count_first_wait)
        form: Arcs | Paths = Paths(graph, demands, oracle) if limited or by_paths else Arcs(graph, demands)
        return cls(network, demands, graph, oracle, form)

    @property
    def formulation(self) -> str:
        return "paths" if isinstance(self.form, Paths) else "arcs by origin"

    def shortfall(self) -> Optimum | None:
        """The least forced cargo that must stay behind, if any: the elastic relaxation."""
        if not any(demand.forced for demand in self.demands):
            return None
        found = self.form.optimum(stages.forced(self.demands))
        return found if found.value > CARRIED else None
