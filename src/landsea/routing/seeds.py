"""First itineraries, found without search: shortest paths for a few blends of the criteria, travelled on the first
runs that can be caught.

They only tell the exact search what is reachable, so that it need not look at what they beat.
"""

from __future__ import annotations

from bisect import bisect_left

import numpy as np

from landsea.routing.bounds import Vector, blended
from landsea.routing.index import Edges, Index, Ints
from landsea.routing.model import Query
from landsea.routing.moments import NEVER, earliest_departure, first_open, storage_cost

_BLENDS = (
    (1.0, 0.01, 0.01),
    (0.01, 1.0, 0.01),
    (0.01, 0.01, 1.0),
    (1.0, 1.0, 0.01),
    (0.01, 1.0, 1.0),
    (1.0, 1.0, 1.0),
    (1.0, 0.2, 0.2),
)


def rivals(index: Index, query: Query, edges: Edges, ahead: Ints) -> list[Vector]:
    """Vectors (arrival, cost, CO2e) of journeys that satisfy the query; possibly none."""
    reachable = [o for o in query.origins if ahead[0, o] < NEVER]
    if not reachable:
        return []
    scale = 1.0 / np.maximum(1, ahead[:, reachable].min(axis=1))
    found = set()
    for blend in _BLENDS:
        share = np.asarray(blend) * scale
        path = _path(edges, share, query, blended(edges, query.destinations, ahead.shape[1], list(share)))
        vector = _travel(index, query, edges, path)
        if vector is not None:
            found.add(vector)
    return [v for v in sorted(found) if not any(_beats(other, v) for other in found)]


def _beats(one: Vector, other: Vector) -> bool:
    return one != other and all(a <= b for a, b in zip(one, other, strict=True))


def _path(edges: Edges, share: np.ndarray[tuple[int], np.dtype[np.float64]], query: Query, best: object) -> list[int]:
    """The edges of one shortest path from the best origin."""
    distance = np.asarray(best)
    stop = min(query.origins, key=lambda origin: (distance[origin], origin))
    path: list[int] = []
    while stop not in query.destinations and len(path) < len(distance):
        first, last = np.searchsorted(edges.tail, [stop, stop + 1])
        if first == last:
            return []
        onward = share @ edges.weight[:, first:last] + distance[edges.head[first:last]]
        path.append(int(first + np.argmin(onward)))
        stop = int(edges.head[path[-1]])
    return path


def _travel(index: Index, query: Query, edges: Edges, path: list[int]) -> Vector | None:
    stops, patterns = index.timetable.stops, index.timetable.patterns
    if not path:
        return None
    minute = first_open(stops[int(edges.tail[path[0]])].open, query.ready_minute)
    cost = co2e = rides = 0
    for edge in path:
        tail, head, number, i, j = (
            int(c[edge]) for c in (edges.tail, edges.head, edges.pattern, edges.from_call, edges.to_call)
        )
        cost, co2e = cost + int(edges.weight[1, edge]), co2e + int(edges.weight[2, edge])
        if number < 0:
            minute = first_open(stops[head].open, minute + index.timetable.transfers[i].minutes)
            continue
        rides, pattern = rides + 1, patterns[number]
        board, alight = pattern.calls[i], pattern.calls[j]
        earliest = earliest_departure(stops[tail], board, minute, query.documents_ready_minute)
        run = bisect_left(pattern.starts, earliest - board.departure_minute)
        if run == len(pattern.starts):
            return None
        if rides > 1:
            waited = pattern.starts[run] + board.departure_minute - minute
            cost += storage_cost(stops[tail], waited) * query.teu
        released = pattern.starts[run] + alight.arrival_minute + alight.unload_minutes
        minute = first_open(stops[head].open, released)
    too_many = query.changes_max is not None and rides > query.changes_max + 1
    return None if minute >= NEVER or too_many else (minute, cost, co2e)
