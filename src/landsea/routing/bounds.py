"""Lower bounds to the destination and from the origin, and which edges can lie on an itinerary worth finding.

For each criterion alone the timetable without its clock is a graph with fixed weights; a shortest path in it never
exceeds what any itinerary spends. Vectors of bounds are kept as arrays of shape (3, stops): minutes, cost, CO2e.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from landsea.routing.index import UNREACHED, Edges, Ints, Mask

Vector = tuple[int, int, int]


def to_targets(edges: Edges, targets: Sequence[int], stops: int) -> Ints:
    """Least minutes, cost and CO2e from every stop to any of the targets; `UNREACHED` where no chain of edges leads."""
    return _shortest(edges.tail, edges.head, edges.weight, targets, stops)


def from_origins(edges: Edges, origins: Sequence[int], stops: int) -> Ints:
    order = np.argsort(edges.head, kind="stable")
    return _shortest(edges.head[order], edges.tail[order], edges.weight[:, order], origins, stops)


def _shortest(near: Ints, far: Ints, weight: Ints, goals: Sequence[int], stops: int) -> Ints:
    """Bellman-Ford over all edges at once; `near` is sorted. Rounds needed: the most edges on a shortest path."""
    best = np.full((weight.shape[0], stops), UNREACHED, dtype=np.int64)
    best[:, list(goals)] = 0
    if not len(near):
        return best
    firsts = np.flatnonzero(np.r_[True, near[1:] != near[:-1]])
    heads = near[firsts]
    while True:
        found = np.minimum.reduceat(best[:, far] + weight, firsts, axis=1)
        improved = np.minimum(best[:, heads], found)
        if np.array_equal(improved, best[:, heads]):
            return best
        best[:, heads] = improved


def worth_keeping(edges: Edges, ahead: Ints, behind: Ints, start: int, latest: int, rivals: Sequence[Vector]) -> Mask:
    """Edges on which an itinerary may still arrive by `latest` and is not already beaten by one of the rivals."""
    through = behind[:, edges.tail] + edges.weight + ahead[:, edges.head]
    through[0] += start
    keep: NDArray[np.bool_] = (through[0] <= latest) & (through < UNREACHED).all(axis=0)
    for rival in rivals:
        bar = np.array(rival, dtype=np.int64)[:, None]
        keep &= (through < bar).any(axis=0) | (through == bar).all(axis=0)
    return keep


def blended(edges: Edges, targets: Sequence[int], stops: int, share: Sequence[float]) -> NDArray[np.float64]:
    """Least blended weight from every stop to the targets, for finding good first itineraries (no bound)."""
    weight = np.asarray(share, dtype=np.float64) @ edges.weight
    best = np.full(stops, np.inf)
    best[list(targets)] = 0.0
    firsts = np.flatnonzero(np.r_[True, edges.tail[1:] != edges.tail[:-1]])
    tails = edges.tail[firsts]
    for _ in range(stops):
        found = np.minimum(best[tails], np.minimum.reduceat(best[edges.head] + weight, firsts))
        if np.array_equal(found, best[tails]):
            break
        best[tails] = found
    return best
