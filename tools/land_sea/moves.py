"""Moves on demand between facilities: within one place, from a town to its rail terminals, and those of `transfers.csv`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

from land_sea.services import point
from land_sea.tables import Row, great_circle_km, read

TRANSFER_COLUMNS = (
    "from_stop_id to_stop_id transfer_type min_transfer_time mode distance_km cost emission_basis note basis source"
)
ROAD_DETOUR = 1.3
ROAD_SPEED_KMH = 45
RAIL_FEEDERS = 2
"""How many of the nearest rail terminals a town without one is joined to."""


def transfers(stops: dict[str, Row], served: set[str]) -> list[Row]:
    """`served` are the stops that a service calls at; a town among them needs no drayage."""
    towns = {name: stop for name, stop in stops.items() if name not in served}
    rows = [*_by_hand(), *_within_places(stops), *_towns(stops, towns)]
    found: dict[tuple[str, str], Row] = {}
    for row in rows:
        found.setdefault((row["from_stop_id"], row["to_stop_id"]), row)
    return [found[key] for key in sorted(found)]


def _by_hand() -> Iterator[Row]:
    for row in read("transfers"):
        ends = (row["from_stop"], row["to_stop"])
        for a, b in (ends, ends[::-1]):
            yield _move(a, b, int(row["km"]), int(row["minutes"]), int(row["cost"]), "assumed", row["note"])


def _within_places(stops: dict[str, Row]) -> Iterator[Row]:
    for a, b in permutations(stops.values(), 2):
        if a["place"] == b["place"]:
            km = max(2, round(great_circle_km(point(a), point(b)) * ROAD_DETOUR))
            yield _move(a["stop_id"], b["stop_id"], km, 60 + round(km / 30 * 60), 2500 + 120 * km, "derived", "")


def _towns(stops: dict[str, Row], towns: dict[str, Row]) -> Iterator[Row]:
    terminals = [row for row in stops.values() if row["facility_type"] == "rail" and row["place"].startswith("CN")]
    with_rail = {row["place"] for row in terminals}
    for town in towns.values():
        if town["facility_type"] == "road" and town["place"].startswith("CN") and town["place"] not in with_rail:
            near = sorted(terminals, key=lambda row: (great_circle_km(point(town), point(row)), row["stop_id"]))
            for terminal in near[:RAIL_FEEDERS]:
                yield from _drayage(town, terminal)


def _drayage(town: Row, terminal: Row) -> Iterator[Row]:
    km = max(2, round(great_circle_km(point(town), point(terminal)) * ROAD_DETOUR))
    minutes, cost = 90 + round(km / ROAD_SPEED_KMH * 60), 5000 + 110 * km
    yield _move(town["stop_id"], terminal["stop_id"], km, minutes, cost, "derived", "")
    yield _move(terminal["stop_id"], town["stop_id"], km, minutes, cost, "derived", "")


def _move(a: str, b: str, km: int, minutes: int, cost: int, basis: str, note: str) -> Row:
    return {
        "from_stop_id": a,
        "to_stop_id": b,
        "transfer_type": "2",
        "min_transfer_time": str(minutes * 60),
        "mode": "road",
        "distance_km": str(km),
        "cost": str(cost),
        "emission_basis": "desnz-2025-road-artic",
        "note": note,
        "basis": basis,
        "source": "own",
    }
