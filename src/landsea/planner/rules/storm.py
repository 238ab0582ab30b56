"""Which facilities a storm closes, and when. Distances are great circles on a sphere of the mean radius (IUGG R1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from math import asin, atan2, cos, degrees, radians, sin, sqrt

from landsea.planner.model.studies import TrackPoint, Typhoon

EARTH_KM = 6371.0088
STEP = timedelta(minutes=30)
Site = tuple[str, float, float]
"""A name, its latitude and longitude in degrees."""
Spell = tuple[datetime, datetime]


def great_circle_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Between two points (latitude, longitude in degrees), by the haversine formula."""
    (lat_a, lon_a), (lat_b, lon_b) = (map(radians, point) for point in (a, b))
    half = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin((lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half)))


def closed_by(storm: Typhoon, sites: Iterable[Site]) -> Iterator[tuple[str, datetime, datetime]]:
    """The sites that the storm comes near, each with the times from when to when it is closed."""
    centres = list(_centres(storm.track))
    before, after = timedelta(hours=storm.before_hours), timedelta(hours=storm.after_hours)
    for name, latitude, longitude in sites:
        near = [at for at, centre in centres if great_circle_km(centre, (latitude, longitude)) <= storm.radius_km]
        for first, last in _spells(near):
            yield name, first - before, last + after


def _spells(moments: Sequence[datetime]) -> Iterator[Spell]:
    """Moments one step apart belong to one spell, which lasts to the end of its last step."""
    first = last = None
    for at in moments:
        if first is None or last is None:
            first = at
        elif at - last > STEP:
            yield first, last + STEP
            first = at
        last = at
    if first is not None and last is not None:
        yield first, last + STEP


def _centres(track: Sequence[TrackPoint]) -> Iterator[tuple[datetime, tuple[float, float]]]:
    """Every half hour along the great circles between the points, at even speed, and the last point."""
    for a, b in pairwise(track):
        steps = max(1, -((a.at - b.at) // STEP))
        for step in range(steps):
            share = min(1.0, step * STEP / (b.at - a.at))
            yield a.at + step * STEP, _between((a.latitude, a.longitude), (b.latitude, b.longitude), share)
    for last in track[-1:]:
        yield last.at, (last.latitude, last.longitude)


def _between(a: tuple[float, float], b: tuple[float, float], share: float) -> tuple[float, float]:
    """The point so far along the great circle from a to b."""
    angle = great_circle_km(a, b) / EARTH_KM
    if angle == 0:
        return a
    (lat_a, lon_a), (lat_b, lon_b) = (tuple(map(radians, point)) for point in (a, b))
    start, end = sin((1 - share) * angle) / sin(angle), sin(share * angle) / sin(angle)
    x = start * cos(lat_a) * cos(lon_a) + end * cos(lat_b) * cos(lon_b)
    y = start * cos(lat_a) * sin(lon_a) + end * cos(lat_b) * sin(lon_b)
    z = start * sin(lat_a) + end * sin(lat_b)
    return degrees(atan2(z, sqrt(x * x + y * y))), degrees(atan2(y, x))
