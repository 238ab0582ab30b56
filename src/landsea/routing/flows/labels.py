"""The pricing oracle: the cheapest route of every demand under prices on arcs that its transit limit allows.

A shortest path with one resource, by label setting: labels (cost, minutes) are settled by rising cost, so one is dominated exactly when its
node was settled with no more minutes before, a single comparison. A label is dropped as soon as the fastest continuation breaks every limit
that is still open from there. One search serves all demands of an origin; it ends when each has its route, or could only have one that
does not pay. Prices may be any numbers that are not negative.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

import numpy as np
from numpy.typing import NDArray

from landsea.routing.flows.graph import Graph
from landsea.routing.flows.network import Demand

Floats = NDArray[np.float64]
NEVER = 1 << 60


@dataclass(frozen=True, slots=True)
class Route:
    """Arcs from port to port; `price` is the sum of their prices, without the ends."""

    arcs: tuple[int, ...]
    price: float


class Oracle:
    """Knows the graph and the demands; is asked for routes under one set of prices after another."""

    def __init__(self, graph: Graph, demands: Sequence[Demand], count_first_wait: bool) -> None:
        self._graph, self._demands = graph, demands
        self._tails: list[int] = graph.tails.tolist()
        self._heads: list[int] = graph.heads.tolist()
        self._minutes: list[int] = graph.minutes.tolist()
        self._waits: list[int] = graph.waits.tolist()
        self._uncounted = not count_first_wait
        self._of_origin: dict[int, list[int]] = {}
        for number, demand in enumerate(demands):
            self._of_origin.setdefault(demand.origin, []).append(number)
        self._into = _arcs_into(graph)
        self._to: dict[int, list[int]] = {}
        self._slack = {origin: self._slacks(numbers) for origin, numbers in self._of_origin.items()}
        self._hopeless = {number for number in range(len(demands)) if not self._possible(number)}

    def routes(self, prices: Floats, worth: Floats) -> dict[int, Route]:
        """By demand the cheapest route within its limit, where there is one with a price below the demand's `worth`."""
        found: dict[int, Route] = {}
        cost, bounds = prices.tolist(), worth.tolist()
        for origin, numbers in self._of_origin.items():
            found |= self._search(origin, numbers, cost, bounds)
        return found

    def fastest(self, demand: int) -> int | None:
        """Minutes of the demand's fastest route, counted as its limit counts them; `None` where no route exists."""
        one = self._demands[demand]
        onward = self._onward(one.destination)
        first = [self._first_minutes(a) + onward[self._heads[a]] for a in self._graph.out[one.origin]]
        best = min(first, default=NEVER)
        return best if best < NEVER else None

    def _possible(self, demand: int) -> bool:
        fastest, limit = self.fastest(demand), self._demands[demand].limit_minutes
        return fastest is not None and (limit is None or fastest <= limit)

    def minutes(self, arcs: Sequence[int]) -> int:
        """How long a route takes, counted as limits count."""
        return self._first_minutes(arcs[0]) + sum(self._minutes[arc] for arc in arcs[1:])

    def _first_minutes(self, arc: int) -> int:
        return self._minutes[arc] - self._waits[arc] * self._uncounted

    def _search(self, origin: int, numbers: list[int], cost: list[float], worth: list[float]) -> dict[int, Route]:
        heads, out, slack = self._heads, self._graph.out, self._slack[origin]
        minutes = self._minutes if slack is not None else [0] * len(heads)
        slack = slack if slack is not None else [0] * self._graph.nodes
        settled = [NEVER] * self._graph.nodes
        open_demands = self._open(numbers, worth)
        stop = max((bound for here in open_demands.values() for _, _, bound in here), default=0.0)
        found: dict[int, Route] = {}
        trail: list[tuple[int, int]] = []  # (label before, arc); a label's number is its place here
        heap: list[tuple[float, int, int, int]] = [(0.0, 0, -1, origin)]
        while heap:
            price, took, label, node = heappop(heap)
            if price >= stop:
                break
            if took >= settled[node]:
                continue
            settled[node] = took
            if node in open_demands:
                arrived = [one for one in open_demands[node] if took <= one[1]]
                for demand, _, bound in arrived:
                    if price < bound:
                        found[demand] = Route(_walk(trail, label), price)
                if arrived:
                    stop = _close(open_demands, node, took)
            for arc in out[node]:
                first = node == origin and self._uncounted and minutes is self._minutes
                then = took + minutes[arc] - (self._waits[arc] if first else 0)
                head = heads[arc]
                if then <= slack[head] and then < settled[head]:
                    trail.append((label, arc))
                    heappush(heap, (price + cost[arc], then, len(trail) - 1, head))
        return found

    def _open(self, numbers: list[int], worth: list[float]) -> dict[int, list[tuple[int, int, float]]]:
        """By destination: demand, limit and the price its route must stay below."""
        wanted: dict[int, list[tuple[int, int, float]]] = {}
        for number in numbers:
            if number in self._hopeless or worth[number] <= 0:
                continue
            one = self._demands[number]
            limit = NEVER if one.limit_minutes is None else one.limit_minutes
            wanted.setdefault(one.destination, []).append((number, limit, worth[number]))
        return wanted

    def _slacks(self, numbers: list[int]) -> list[int] | None:
        """By node the most minutes a label may have there and still keep one of the limits; `None` where nobody has one."""
        if all(self._demands[number].limit_minutes is None for number in numbers):
            return None
        best = np.full(self._graph.nodes, -1, dtype=np.int64)
        for number in numbers:
            one = self._demands[number]
            onward = np.array(self._onward(one.destination), dtype=np.int64)
            limit = NEVER - 1 if one.limit_minutes is None else one.limit_minutes
            best = np.maximum(best, np.where(onward >= NEVER, -1, limit - onward))
        slack: list[int] = best.tolist()
        return slack

    def _onward(self, destination: int) -> list[int]:
        """By node the fewest minutes to a port, waits included; kept, since they do not depend on prices."""
        if destination not in self._to:
            self._to[destination] = self._backward(destination)
        return self._to[destination]

    def _backward(self, destination: int) -> list[int]:
        best = [NEVER] * self._graph.nodes
        best[destination] = 0
        heap = [(0, destination)]
        while heap:
            took, node = heappop(heap)
            if took > best[node]:
                continue
            for arc in self._into[node]:
                tail, then = self._tails[arc], took + self._minutes[arc]
                if then < best[tail]:
                    best[tail] = then
                    heappush(heap, (then, tail))
        return best


def _close(wanted: dict[int, list[tuple[int, int, float]]], node: int, took: int) -> float:
    """Demands that have arrived are done; returns the price at which the search for the others may stop."""
    left = [one for one in wanted[node] if took > one[1]]
    if left:
        wanted[node] = left
    else:
        del wanted[node]
    return max((bound for here in wanted.values() for _, _, bound in here), default=0.0)


def _walk(trail: list[tuple[int, int]], label: int) -> tuple[int, ...]:
    arcs: list[int] = []
    while label >= 0:
        label, arc = trail[label]
        arcs.append(arc)
    return tuple(reversed(arcs))


def _arcs_into(graph: Graph) -> list[list[int]]:
    into: list[list[int]] = [[] for _ in range(graph.nodes)]
    for arc, head in enumerate(graph.heads.tolist()):
        into[head].append(arc)
    return into
