"""Sea distances, the straits and canals on the way, and feeder rotations that reach every port once a week from the nearest hub."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from heapq import heappop, heappush
from itertools import pairwise

from searoute.searoute import setup_M

from land_sea.tables import Point, great_circle_km, read

Node = tuple[float, float]
"""Longitude and latitude, as searoute has them."""

CALLS_MAX = 7
TINY_KM = 1e-6
CLOSED = frozenset({"northwest"})


class SeaDistances:
    """Shortest sea distances in km between ports by searoute's marine network, the Northwest Passage closed."""

    def __init__(self, points: dict[str, Point]) -> None:
        marnet = setup_M("networkx")
        self._points = points
        self._edges: dict[Node, list[tuple[float, Node]]] = {}
        for a, b, edge in marnet.edges(data=True):
            if edge.get("passage") not in CLOSED:
                self._edges.setdefault(a, []).append((float(edge["weight"]), b))
                self._edges.setdefault(b, []).append((float(edge["weight"]), a))
        self._nodes: dict[str, Node] = {
            code: tuple(marnet.kdtree.query((lon, lat))) for code, (lat, lon) in points.items()
        }
        self._from: dict[str, dict[Node, float]] = {}

    @property
    def ports(self) -> set[str]:
        return set(self._points)

    def km(self, a: str, b: str) -> int:
        a, b = sorted((a, b))
        if a not in self._from:
            self._from[a] = self._distances(self._nodes[a])
        at_sea = self._from[a][self._nodes[b]]
        return max(20, round(at_sea + self._approach(a) + self._approach(b)))

    def passages(self, a: str, b: str) -> list[str]:
        """Straits and canals on the shortest way: those whose gate a stretch of it crosses."""
        way = self._way(*sorted((a, b)))
        stretches = list(pairwise(way))
        return sorted({name for name, gate in gates() for stretch in stretches if _cross(stretch, gate)})

    def _way(self, a: str, b: str) -> list[Node]:
        """Nodes from b back to a: each next one is nearer to a by the length of the edge between them."""
        self.km(a, b)
        km, way = self._from[a], [self._nodes[b]]
        while way[-1] != self._nodes[a]:
            here = way[-1]
            before = [there for length, there in self._edges[here] if abs(km[there] + length - km[here]) < TINY_KM]
            way.append(min((km[there], there) for there in before if there not in way)[1])
        return way

    def _distances(self, start: Node) -> dict[Node, float]:
        """Dijkstra's algorithm over the whole marine network."""
        settled: dict[Node, float] = {}
        queue = [(0.0, start)]
        while queue:
            km, node = heappop(queue)
            if node not in settled:
                settled[node] = km
                for length, neighbour in self._edges[node]:
                    if neighbour not in settled:
                        heappush(queue, (km + length, neighbour))
        return settled

    def _approach(self, code: str) -> float:
        lon, lat = self._nodes[code]
        return great_circle_km(self._points[code], (lat, lon))


@cache
def gates() -> list[tuple[str, tuple[Node, Node]]]:
    """Lines across straits and canals, from shore to shore; a strait may have several."""
    return [
        (row["passage"], ((float(row["lon_a"]), float(row["lat_a"])), (float(row["lon_b"]), float(row["lat_b"]))))
        for row in read("passages")
    ]


def _cross(one: tuple[Node, Node], other: tuple[Node, Node]) -> bool:
    """Do two stretches cross? Those over the date line are no stretches of a strait."""
    (a, b), (c, d) = one, other
    if abs(a[0] - b[0]) > 180:
        return False
    return _side(a, b, c) * _side(a, b, d) <= 0 and _side(c, d, a) * _side(c, d, b) <= 0


def _side(a: Node, b: Node, point: Node) -> float:
    return (b[0] - a[0]) * (point[1] - a[1]) - (b[1] - a[1]) * (point[0] - a[0])


def feeders(hubs: Sequence[str], ports: Iterable[str], sea: SeaDistances) -> Iterator[tuple[str, list[str]]]:
    """Hub and the ports of one rotation in their order, until every port has one."""
    served: dict[str, list[str]] = {hub: [] for hub in hubs}
    for port in sorted(ports):
        served[min(hubs, key=lambda hub: (sea.km(hub, port), hub))].append(port)
    for hub in hubs:
        left = served[hub]
        while left:
            group = _group(hub, left, sea)
            left = [port for port in left if port not in group]
            yield hub, _order(hub, group, sea)


def _group(hub: str, ports: list[str], sea: SeaDistances) -> list[str]:
    """The farthest port and those nearest to it."""
    far = max(ports, key=lambda port: (sea.km(hub, port), port))
    return sorted(ports, key=lambda port: (sea.km(far, port) if port != far else 0, port))[:CALLS_MAX]


def _order(hub: str, group: list[str], sea: SeaDistances) -> list[str]:
    """A short round trip: nearest neighbour, then 2-opt until nothing improves."""
    tour, left = [hub], sorted(group)
    while left:
        tour.append(min(left, key=lambda port: (sea.km(tour[-1], port), port)))
        left.remove(tour[-1])
    tour.append(hub)
    improved = True
    while improved:
        improved = False
        for i in range(1, len(tour) - 2):
            for j in range(i + 1, len(tour) - 1):
                before = sea.km(tour[i - 1], tour[i]) + sea.km(tour[j], tour[j + 1])
                after = sea.km(tour[i - 1], tour[j]) + sea.km(tour[i], tour[j + 1])
                if after < before:
                    tour[i : j + 1] = reversed(tour[i : j + 1])
                    improved = True
    return tour[1:-1]
