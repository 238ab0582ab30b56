"""Land as one SVG path, coarse enough for a page that holds everything itself."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

STEP = 0.5
"""Degrees between points."""
SMALLEST = 6
"""Rings with fewer points at that step are left out: islands below about a degree."""
WEST = -30
"""The map begins at this meridian, so that the Pacific is whole."""


@cache
def land_path() -> str:
    """`M...Z` in degrees, longitude to the right and latitude down; empty where the map's data are not installed."""
    source = files("landsea.console").joinpath("static/vendor/basemap/land-50m.geojson")
    if not source.is_file():
        return ""
    features = json.loads(source.read_text(encoding="utf-8"))["features"]
    return "".join(_path(ring) for feature in features for ring in _rings(feature["geometry"]))


def map_x(longitude_udeg: int) -> float:
    """Degrees to the right of Greenwich, on a map that begins at `WEST`."""
    degrees = longitude_udeg / 1e6
    return degrees if degrees >= WEST else degrees + 360


def _rings(geometry: dict[str, object]) -> Iterator[Sequence[Sequence[float]]]:
    """Outer rings; lakes are left out."""
    parts: object = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        parts = [parts]
    for polygon in parts if isinstance(parts, list) else []:
        yield polygon[0]


def _path(ring: Sequence[Sequence[float]]) -> str:
    points: list[tuple[float, float]] = []
    for longitude, latitude, *_ in ring:
        point = (round(longitude / STEP) * STEP, -round(latitude / STEP) * STEP)
        if not points or points[-1] != point:
            points.append(point)
    if len(points) < SMALLEST:
        return ""
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points) + "Z"
