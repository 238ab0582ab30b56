"""Reading the hand-made tables, writing the shipped ones, and distances on the sphere."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from math import asin, cos, radians, sin, sqrt
from pathlib import Path

HERE = Path(__file__).parent
Row = dict[str, str]
Point = tuple[float, float]
"""Latitude and longitude in degrees."""

EARTH_RADIUS_KM = 6371.0088


def read(name: str) -> list[Row]:
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(folder: Path, name: str, rows: Iterable[Mapping[str, object]], columns: str) -> None:
    """`columns` are separated by spaces; a value that a row does not have is left empty."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, columns.split(), restval="", extrasaction="raise", lineterminator="\n")
        out.writeheader()
        out.writerows(rows)


def great_circle_km(a: Point, b: Point) -> float:
    lat_a, lon_a, lat_b, lon_b = map(radians, (*a, *b))
    half = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin((lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(half))


def clock(minutes: int) -> str:
    """GTFS time: hours may exceed 24."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}:00"


def minutes(text: str) -> int:
    hours, rest = text.split(":")[:2]
    return int(hours) * 60 + int(rest)
