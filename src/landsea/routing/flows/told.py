"""From arcs and floating numbers to what is told: rides, whole thousandths, money by kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor

from landsea.routing.flows.answer import PathFlow, Ride, Totals
from landsea.routing.flows.graph import Graph
from landsea.routing.flows.labels import Oracle
from landsea.routing.flows.network import MILLI, Demand, FlowMove, FlowNetwork, FlowService


@dataclass(frozen=True, slots=True)
class Teller:
    network: FlowNetwork
    demands: Sequence[Demand]
    graph: Graph
    oracle: Oracle

    def flows(self, routes: Sequence[tuple[int, tuple[int, ...], float]]) -> tuple[PathFlow, ...]:
        """Each demand's routes, the same ones joined; their thousandths sum up to the demand's, rounded."""
        amounts: dict[int, dict[tuple[int, ...], float]] = {}
        for demand, arcs, amount in routes:
            here = amounts.setdefault(demand, {})
            here[arcs] = here.get(arcs, 0.0) + amount * MILLI
        told = []
        for demand in sorted(amounts):
            known = sorted(amounts[demand].items())
            whole = rounded([amount for _, amount in known], self.demands[demand].quantity)
            told += [self._flow(demand, arcs, n) for (arcs, _), n in zip(known, whole, strict=True) if n]
        return tuple(told)

    def loads(self, routes: Sequence[tuple[int, tuple[int, ...], float]]) -> list[int]:
        """By capacity what is used of it, in thousandths."""
        used = [0.0] * len(self.graph.capacities)
        for _, arcs, amount in routes:
            for arc in arcs:
                slot = int(self.graph.slots[arc])
                if slot >= 0:
                    used[slot] += amount
        return [round(amount * MILLI) for amount in used]

    def cost(self, demand: int, arcs: Sequence[int]) -> int:
        """Of one unit, ends included."""
        return int(self.graph.costs[list(arcs)].sum()) + self._ends(demand)

    def _ends(self, demand: int) -> int:
        one = self.demands[demand]
        return int(self.graph.origin_costs[one.origin] + self.graph.destination_costs[one.destination])

    def _flow(self, demand: int, arcs: tuple[int, ...], quantity: int) -> PathFlow:
        return PathFlow(demand, quantity, self.rides(arcs), self.cost(demand, arcs), self.oracle.minutes(arcs))

    def rides(self, arcs: Sequence[int]) -> tuple[Ride, ...]:
        """Boarding and sailing arcs of one service until its landing are one ride."""
        rides: list[Ride] = []
        for arc in arcs:
            tail, slot, move = (int(column[arc]) for column in (self.graph.tails, self.graph.slots, self.graph.moves))
            if move >= 0:
                rides.append(Ride(self.network.moves[move].id, tail, int(self.graph.heads[arc])))
            elif slot >= 0:
                rides.append(self._over(slot, None if tail < self.graph.ports else rides.pop()))
        return tuple(rides)

    def _over(self, slot: int, before: Ride | None) -> Ride:
        one = self.graph.capacities[slot]
        origin, ridden = (one.origin, ()) if before is None else (before.origin, before.segments)
        return Ride(one.service, origin, one.destination, (*ridden, one.segment or 0))


def rounded(amounts: Sequence[float], most: int) -> list[int]:
    """Whole numbers whose sum is the rounded sum (at most `most`): the largest remainders are rounded up."""
    whole = [floor(amount) for amount in amounts]
    due = min(round(sum(amounts)), most) - sum(whole)
    by_remainder = sorted(range(len(amounts)), key=lambda n: (whole[n] - amounts[n], n))
    for n in by_remainder[: max(0, due)]:
        whole[n] += 1
    return whole


def totals(network: FlowNetwork, demands: Sequence[Demand], flows: Sequence[PathFlow]) -> Totals:
    """Money of these flows per week; what is not carried pays its penalty."""
    riding = {service.id: service for service in network.services}
    moving = {move.id: move for move in network.moves}
    left = [demand.quantity for demand in demands]
    revenue = transport = handling = costs = 0
    for flow in flows:
        left[flow.demand] -= flow.quantity
        revenue += flow.quantity * demands[flow.demand].revenue
        costs += flow.quantity * flow.cost
        transport += flow.quantity * sum(_fare(ride, riding, moving) for ride in flow.rides)
        handling += flow.quantity * _ends(network, flow)
    penalty = sum(n * demand.penalty for n, demand in zip(left, demands, strict=True))
    return Totals(*(round(n / MILLI) for n in (revenue, transport, handling, costs - transport - handling, penalty)))


def _fare(ride: Ride, riding: Mapping[str, FlowService], moving: Mapping[str, FlowMove]) -> int:
    if not ride.segments:
        return moving[ride.service].cost
    service = riding[ride.service]
    return service.ride_cost + sum(service.costs[segment] for segment in ride.segments)


def _ends(network: FlowNetwork, flow: PathFlow) -> int:
    """Loading onto the first service and unloading from the last."""
    riding = [ride for ride in flow.rides if ride.segments]
    if not riding:
        return 0
    return network.ports[riding[0].origin].load_cost + network.ports[riding[-1].destination].unload_cost
