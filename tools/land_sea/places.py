"""Places and their facilities."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from importlib.resources import files

import airportsdata

from land_sea.tables import Point, Row, great_circle_km, read

PLACE_COLUMNS = (
    "code name_en name_zh country region_en region_zh lat lon timezone kind code_kind membership basis source"
)
STOP_COLUMNS = (
    "stop_id stop_name stop_name_zh stop_lat stop_lon stop_timezone place facility_type open customs customs_minutes "
    "import_minutes export_minutes load_cost unload_cost free_days storage_cost_day gauge_mm reefer_plugs dangerous_barred unit_kg_max "
    "container_sizes basis source"
)

LIMITS = ("reefer_plugs", "dangerous_barred", "unit_kg_max", "container_sizes")


@cache
def port_points() -> dict[str, Point]:
    """searoute's ports by their code: container terminals before others, then the first of several."""
    packaged = json.loads(files("searoute.data").joinpath("ports.geojson").read_text(encoding="utf-8"))
    ports = sorted(packaged["features"], key=lambda port: port["properties"].get("t") != 1.0)
    found: dict[str, Point] = {}
    for port in ports:
        lon, lat = port["geometry"]["coordinates"]
        found.setdefault(port["properties"]["port"], (lat, lon))
    return found


@cache
def airports() -> dict[str, Row]:
    return {code: {**airport} for code, airport in airportsdata.load("IATA").items()}  # type: ignore[dict-item]


def nearest_timezone(point: Point, country: str) -> str:
    """The zone of the nearest airport of the country (of any country where it has none)."""
    own = [a for a in airports().values() if a["country"] == country] or list(airports().values())
    return min(own, key=lambda a: great_circle_km(point, (float(a["lat"]), float(a["lon"]))))["tz"]


def places() -> list[Row]:
    return [*_hand_made(), *_ports({row["code"] for row in read("places")})]


def _hand_made() -> Iterator[Row]:
    provinces = {row["province"]: row for row in read("provinces")}
    for row in read("places"):
        province = provinces.get(row["province"], {})
        local = row["code"][2] == "2"
        yield {
            **{
                key: row[key]
                for key in ["code", "name_en", "name_zh", "country", "lat", "lon", "timezone", "kind", "membership"]
            },
            "region_en": province.get("name_en", ""),
            "region_zh": province.get("name_zh", ""),
            "code_kind": "local" if local else "unlocode",
            "basis": "assumed" if local else "published",
            "source": "own" if local else "unlocode",
        }


def _ports(known: set[str]) -> Iterator[Row]:
    for row in read("ports"):
        if row["code"] in known:
            continue
        lat, lon = port_points()[row["code"]]
        yield {
            **row,
            "country": row["code"][:2],
            "lat": f"{lat:.4f}",
            "lon": f"{lon:.4f}",
            "timezone": nearest_timezone((lat, lon), row["code"][:2]),
            "kind": "port",
            "code_kind": "unlocode",
            "membership": "assumed",
            "basis": "derived",
            "source": "searoute",
        }


def facilities(of: list[Row]) -> list[Row]:
    kinds = {row["suffix"]: row for row in read("facility_types")}
    named = {row["stop_id"]: row for row in read("facilities")}
    letters = {row["code"]: row["facilities"].split() for row in read("places")}
    return [
        _facility(place, kinds[letter], named.get(f"{place['code']}-{letter}", {}))
        for place in of
        for letter in letters.get(place["code"], ["S"])
    ]


def _facility(place: Row, kind: Row, own: Row) -> Row:
    lat, lon = _point(place, own)
    timing = ["open", "customs", "customs_minutes", "import_minutes", "export_minutes"]
    return {
        "stop_id": f"{place['code']}-{kind['suffix']}",
        "stop_name": own.get("name_en") or f"{place['name_en']} {kind['name_en']}",
        "stop_name_zh": own.get("name_zh") or f"{place['name_zh']}{kind['name_zh']}",
        "stop_lat": f"{lat:.4f}",
        "stop_lon": f"{lon:.4f}",
        "stop_timezone": place["timezone"],
        "place": place["code"],
        "facility_type": kind["facility_type"],
        **{key: own.get(key) or kind[key] for key in timing},
        **{key: kind[key] for key in ["load_cost", "unload_cost", "free_days", "storage_cost_day"]},
        "gauge_mm": _gauges(f"{place['code']}-{kind['suffix']}"),
        **{key: kind[key] for key in LIMITS},
        "basis": own.get("basis") or "assumed",
        "source": own.get("source") or "own",
    }


def _gauges(stop: str) -> str:
    """The last row of `gauges.csv` that fits; none for what has no tracks."""
    return next((row["gauge_mm"] for row in reversed(_gauge_rows()) if fnmatch(stop, row["stops"])), "")


@cache
def _gauge_rows() -> list[Row]:
    return read("gauges")


def _point(place: Row, own: Row) -> Point:
    """Given by hand, else the quay in searoute or the airport that the note names, else the place itself."""
    if own.get("lat"):
        return float(own["lat"]), float(own["lon"])
    kind, _, code = own.get("note", "").partition("=")
    if kind == "searoute":
        return port_points()[code]
    if kind == "iata":
        return float(airports()[code]["lat"]), float(airports()[code]["lon"])
    return float(place["lat"]), float(place["lon"])
