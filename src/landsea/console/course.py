"""Lines for the map: where a leg passes, in longitudes that go on past 180 degrees instead of jumping.

A ship's line goes by well-known waters (straits, capes, fairways), found as the shortest chain between them; a barge's by the towns of
its river; a flight's by the great circle; trains and trucks straight. They are drawings for orientation: distances and times come from
the timetable and never from here.
"""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from functools import cache
from itertools import pairwise

from landsea.console.waters import FAIRWAYS, WATERS

Point = tuple[float, float]
"""Longitude and latitude in degrees (WGS 84)."""

EARTH_KM = 6371.0
STEP_KM = 400.0
"""Great circles are drawn in pieces not longer than this."""
NEAR_KM = 150.0
"""Ports nearer than this are joined straight."""


def course(mode: str, start: Point, end: Point) -> list[Point]:
    """The line of a leg from `start` to `end`, unwrapped: each longitude is within 180 degrees of the one before."""
    if mode == "sea":
        return unwrapped([start, *_by_water(start, end), end])
    if mode == "river":
        return unwrapped([start, *_by_river(start, end), end])
    if mode == "air":
        return unwrapped(great_circle(start, end))
    return unwrapped([start, end])


def unwrapped(points: list[Point]) -> list[Point]:
    """The same places with longitudes that never jump: 179 is followed by 181, not by -179."""
    line = [points[0]]
    for lon, lat in points[1:]:
        before = line[-1][0]
        line.append((round(before + (lon - before + 180) % 360 - 180, 4), lat))
    return line


def distance_km(a: Point, b: Point) -> float:
    """Great-circle distance (haversine)."""
    lon1, lat1, lon2, lat2 = map(math.radians, (*a, *b))
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(min(1.0, h)))


def great_circle(start: Point, end: Point) -> list[Point]:
    """The shortest line on the globe, in pieces of at most STEP_KM."""
    angle = distance_km(start, end) / EARTH_KM
    pieces = max(1, math.ceil(angle * EARTH_KM / STEP_KM))
    if pieces == 1 or math.isclose(angle, math.pi, abs_tol=1e-6):
        return [start, end]
    a, b = _vector(start), _vector(end)
    between = [_between(a, b, angle, number / pieces) for number in range(1, pieces)]
    return [start, *between, end]


def _vector(point: Point) -> tuple[float, float, float]:
    lon, lat = map(math.radians, point)
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)


def _between(a: tuple[float, ...], b: tuple[float, ...], angle: float, share: float) -> Point:
    p, q = math.sin((1 - share) * angle) / math.sin(angle), math.sin(share * angle) / math.sin(angle)
    x, y, z = (p * i + q * j for i, j in zip(a, b, strict=True))
    return round(math.degrees(math.atan2(y, x)), 4), round(math.degrees(math.atan2(z, math.hypot(x, y))), 4)


@cache
def _by_water(start: Point, end: Point) -> tuple[Point, ...]:
    """The chain of waters that makes the voyage shortest; each end reaches the waters near it, at a price for leaving the fairway."""
    best_cost, best_chain = _shortest_chain(_doors(start), dict(_doors(end)))
    if distance_km(start, end) < min(best_cost, NEAR_KM):
        best_chain = ()
    line = [start, *(WATERS[name] for name in best_chain), end]
    fine = [point for a, b in pairwise(line) for point in great_circle(a, b)[1:]]
    return tuple(fine[:-1])


def _shortest_chain(starts: list[tuple[str, float]], doors: dict[str, float]) -> tuple[float, tuple[str, ...]]:
    """Dijkstra from the first waters to the cheapest of `doors`, whose own price is added."""
    queue: list[tuple[float, str, tuple[str, ...]]] = [(cost, name, (name,)) for name, cost in starts]
    heapq.heapify(queue)
    best_cost, done = math.inf, set[str]()
    best_chain: tuple[str, ...] = ()
    while queue and queue[0][0] < best_cost:
        cost, name, chain = heapq.heappop(queue)
        if name in done:
            continue
        done.add(name)
        if name in doors and cost + doors[name] < best_cost:
            best_cost, best_chain = cost + doors[name], chain
        for near in _neighbours()[name]:
            heapq.heappush(queue, (cost + distance_km(WATERS[name], WATERS[near]), near, (*chain, near)))
    return best_cost, best_chain


def _doors(port: Point) -> list[tuple[str, float]]:
    """The three waters nearest to a port; the way to them counts three times, so that the fairway is joined early."""
    ranked = sorted((distance_km(port, place), name) for name, place in WATERS.items())
    return [(name, 3 * km) for km, name in ranked[:3]]


@cache
def _neighbours() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for line in FAIRWAYS:
        for a, b in pairwise(line.split()):
            found[a].append(b)
            found[b].append(a)
    return found


def _by_river(start: Point, end: Point) -> list[Point]:
    """The towns of the river that lie between the two."""
    first = min(range(len(YANGTZE)), key=lambda at: distance_km(start, YANGTZE[at]))
    last = min(range(len(YANGTZE)), key=lambda at: distance_km(end, YANGTZE[at]))
    if distance_km(start, YANGTZE[first]) > 150 or distance_km(end, YANGTZE[last]) > 150:
        return []
    between = YANGTZE[min(first, last) : max(first, last) + 1]
    return list(between if first <= last else reversed(between))


YANGTZE: tuple[Point, ...] = (
    (104.62, 28.77), (105.44, 28.88), (106.58, 29.56), (107.40, 29.72), (108.39, 30.81), (109.53, 31.02), (110.40, 31.04),
    (111.28, 30.69), (112.24, 30.31), (113.10, 29.45), (114.29, 30.58), (115.03, 30.23), (115.99, 29.73), (117.04, 30.51),
    (118.35, 31.33), (118.74, 32.09), (119.45, 32.22), (120.30, 31.95), (121.05, 31.78), (121.60, 31.38),
)  # fmt: skip
"""Yibin, Luzhou, Chongqing, Fuling, Wanzhou, Fengjie, Badong, Yichang, Jingzhou, Yueyang, Wuhan, Huangshi, Jiujiang, Anqing, Wuhu,
Nanjing, Zhenjiang, Jiangyin, Nantong, Shanghai."""
