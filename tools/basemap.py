"""Builds the console's map: land without borders, from world-atlas (Natural Earth, public domain).

world-atlas is made for globes: its rings of Russia, Fiji and Antarctica step across 180 degrees and would paint bands
over a flat map. `antimeridian` cuts them. Borders are left out: drawing them is a legal matter for the operator.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import antimeridian

Point = tuple[float, float]
Ring = list[Point]

DECIMALS = 3
"""About 100 m: finer than Natural Earth's 1:50m coast is drawn."""

MAPS = {"land-50m.geojson": "land-50m.json"}
"""File in the console -> file of world-atlas."""


def write_basemap(atlas: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for target, source in MAPS.items():
        topology = json.loads((atlas / source).read_text(encoding="utf-8"))
        text = json.dumps(land(topology), separators=(",", ":"))
        (folder / target).write_text(text, encoding="utf-8")


def land(topology: dict[str, Any]) -> dict[str, Any]:
    """The land of a TopoJSON topology as one GeoJSON MultiPolygon feature in [-180, 180] without a ring that jumps."""
    arcs = [list(decoded(arc, topology["transform"])) for arc in topology["arcs"]]
    shapes = [shape for geometry in topology["objects"]["land"]["geometries"] for shape in polygons(geometry, arcs)]
    fixed = antimeridian.fix_geojson({"type": "MultiPolygon", "coordinates": shapes}, fix_winding=False)
    return {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "properties": {}, "geometry": rounded(fixed)}],
    }


def decoded(arc: Iterable[list[int]], transform: dict[str, list[float]]) -> Iterator[Point]:
    """TopoJSON 2.1.3 and 2.1.4: positions are delta-encoded integers, scaled and translated."""
    (scale_x, scale_y), (shift_x, shift_y) = transform["scale"], transform["translate"]
    x = y = 0
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        yield x * scale_x + shift_x, y * scale_y + shift_y


def polygons(geometry: dict[str, Any], arcs: list[Ring]) -> Iterator[list[Ring]]:
    """RFC 7946 3.1.6 has land on the left of its ring, world-atlas on the right: it matters round a pole."""
    shapes = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    for shape in shapes:
        yield [stitched(indexes, arcs)[::-1] for indexes in shape]


def stitched(indexes: Iterable[int], arcs: list[Ring]) -> Ring:
    """TopoJSON 2.1.4: a ring is its arcs end to end; a negative index is a reversed arc; shared ends appear once."""
    ring: Ring = []
    for index in indexes:
        points = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring.extend(points if not ring else points[1:])
    return ring


def rounded(geometry: dict[str, Any]) -> dict[str, Any]:
    coordinates = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    shapes = [[thinned(ring) for ring in shape] for shape in coordinates]
    return {
        "type": "MultiPolygon",
        "coordinates": [[ring for ring in shape if len(ring) >= 4] for shape in shapes if len(shape[0]) >= 4],
    }


def thinned(ring: Iterable[Iterable[float]]) -> list[list[float]]:
    """The ring at DECIMALS, without points that rounding made equal to the one before, and no step over 180 degrees."""
    points: list[list[float]] = []
    for longitude, latitude, *_ in ring:
        point = [round(longitude, DECIMALS), round(latitude, DECIMALS)]
        if points and abs(point[0] - points[-1][0]) > 180:  # along the pole, the southern edge of a flat map
            points.append([0.0, latitude])
        if not points or point != points[-1]:
            points.append(point)
    return points
