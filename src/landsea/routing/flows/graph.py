"""The network as columns of arcs.

Nodes are the ports (cargo ashore) and, for every call, "on board, arrived at that call". From the port a *boarding* arc rides the first
segment at once, a *sailing* arc stays on board over the next one, a *landing* arc puts ashore; both riding arcs of a segment share its
capacity. A *move* goes from port to port. So a path from port to port is what cargo does, and its cost and minutes are sums over arcs;
only the ends differ: `origin_costs` and `destination_costs` are added where a path begins and ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from landsea.routing.flows.network import Capacity, FlowNetwork, FlowService

Ints = NDArray[np.int64]
UNLIMITED = -1
"""In `Graph.slots`: the arc fills nothing up."""


@dataclass(frozen=True, slots=True, eq=False)
class Graph:
    """Arc columns of equal length: `tails`, `heads` (nodes), `costs`, `minutes`, `waits` (the part of `minutes` before the departure),
    `slots` (number of the capacity, or `UNLIMITED`), `moves` (number of the move, or -1). `out` lists each node's arcs.
    """

    ports: int
    nodes: int
    tails: Ints
    heads: Ints
    costs: Ints
    minutes: Ints
    waits: Ints
    slots: Ints
    moves: Ints
    origin_costs: Ints
    destination_costs: Ints
    capacities: tuple[Capacity, ...]
    out: tuple[tuple[int, ...], ...]

    @property
    def arcs(self) -> int:
        return len(self.tails)


class _Arcs:
    def __init__(self) -> None:
        self.rows: list[tuple[int, ...]] = []
        self.capacities: list[Capacity] = []

    def slot(self, capacity: Capacity) -> int:
        self.capacities.append(capacity)
        return len(self.capacities) - 1


def build(network: FlowNetwork) -> Graph:
    """The arcs of a checked network."""
    arcs = _Arcs()
    node = len(network.ports)
    for service in network.services:
        _service(arcs, network, service, node)
        node += len(service.calls)
    for number, move in enumerate(network.moves):
        slot = UNLIMITED
        if move.capacity is not None:
            slot = arcs.slot(Capacity(move.id, None, move.origin, move.destination, move.capacity))
        arcs.rows.append((move.origin, move.destination, move.cost, move.minutes, 0, slot, number))
    return _columns(network, arcs, node)


def _service(arcs: _Arcs, network: FlowNetwork, service: FlowService, first: int) -> None:
    """A call at which nobody can be on board yet (the first of a line) has a node without arcs."""
    dwell = service.dwell_minutes or (0,) * len(service.calls)
    wait = service.wait_minutes or (0,) * len(service.calls)
    for n in range(service.segments):
        there = service.next_call(n)
        origin, destination = service.calls[n], service.calls[there]
        slot = arcs.slot(Capacity(service.id, n, origin, destination, service.capacities[n]))
        cost, minutes = service.costs[n], service.minutes[n]
        if not service.board or service.board[n]:
            loading = service.ride_cost + _loading(network, origin)
            arcs.rows.append((origin, first + there, cost + loading, minutes + wait[n], wait[n], slot, -1))
        if service.round or n > 0:
            arcs.rows.append((first + n, first + there, cost, minutes + dwell[n], 0, slot, -1))
        if not service.alight or service.alight[there]:
            port = network.ports[destination]
            arcs.rows.append(
                (first + there, destination, _landing(network, destination), port.unload_minutes, 0, -1, -1)
            )


def _loading(network: FlowNetwork, port: int) -> int:
    one = network.ports[port]
    return one.load_cost if one.transhipment_cost is None else 0


def _landing(network: FlowNetwork, port: int) -> int:
    one = network.ports[port]
    return one.unload_cost if one.transhipment_cost is None else one.transhipment_cost


def _columns(network: FlowNetwork, arcs: _Arcs, nodes: int) -> Graph:
    table = np.array(arcs.rows, dtype=np.int64).reshape(-1, 7)
    order = np.argsort(table[:, 0], kind="stable")
    tails, heads, costs, minutes, waits, slots, moves = table[order].T.copy()
    bounds = np.searchsorted(tails, np.arange(nodes + 1))
    return Graph(
        ports=len(network.ports),
        nodes=nodes,
        tails=tails,
        heads=heads,
        costs=costs,
        minutes=minutes,
        waits=waits,
        slots=slots,
        moves=moves,
        origin_costs=np.array(
            [p.load_cost - _loading(network, n) for n, p in enumerate(network.ports)], dtype=np.int64
        ),
        destination_costs=np.array(
            [p.unload_cost - _landing(network, n) for n, p in enumerate(network.ports)], dtype=np.int64
        ),
        capacities=tuple(arcs.capacities),
        out=tuple(tuple(range(a, b)) for a, b in pairwise(bounds.tolist())),
    )
