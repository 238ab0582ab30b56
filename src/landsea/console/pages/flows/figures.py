"""The tables of a study of flows with names and bars: what is full and what more of it is worth, what stays behind, which way."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from landsea.console.cells import bars
from landsea.console.maps import Drawn, map_body
from landsea.console.named import Gazetteer, mode_of

SHOWN = 40
"""Rows of a table on the page; the CSV has all."""
Row = dict[str, Any]
Tables = dict[str, list[dict[str, str | int | None]]]


def bottlenecks(places: Gazetteer, tables: Tables, currency: str) -> list[Row]:
    """Capacities of which more is worth something, the dearest first, with what one more run a week would bring."""
    rows = [row for row in tables["capacities"] if _worth(row)]
    prices = bars([float(_number(row["shadow_price"]) or _number(row["carries_more"])) for row in rows])
    return [
        _segment(places, row)
        | {
            "shadow_price": row["shadow_price"],
            "holds_for": row["holds_for"],
            "carries_more": row["carries_more"],
            "price_bar": width,
            "currency": currency,
        }
        for row, width in zip(rows, prices, strict=True)
    ]


def busiest(places: Gazetteer, tables: Tables) -> list[Row]:
    """What is used without being a bottleneck, the fullest first."""
    rows = [row for row in tables["capacities"] if not _worth(row)][:SHOWN]
    return [_segment(places, row) | {"full_bar": _percent(row)} for row in rows]


def left_behind(places: Gazetteer, tables: Tables) -> list[Row]:
    return [
        _ends(places, row)
        | {
            "demand": row["demand"],
            "asked": row["asked"],
            "rejected": row["rejected"],
            "limit_days": row["limit_days"],
            "reason": row["reason"],
            "by": row["by"],
            "binding": [_capacity_named(places, text) for text in str(row["binding"] or "").split("; ") if text],
        }
        for row in tables["demands"]
        if _number(row["rejected"])
    ]


def expansions(places: Gazetteer, tables: Tables) -> list[Row]:
    rows = tables.get("expansions", [])
    gains = bars([float(_number(row["gain_a_week"])) for row in rows])
    return [
        {
            **_service(places, str(row["service"])),
            "from": _port(places, row["from"]),
            "to": _port(places, row["to"]),
            "capacity": row["capacity"],
            "one_run": row["one_run"],
            "gain_a_week": row["gain_a_week"],
            "gain_per_unit": row["gain_per_unit"],
            "gain_bar": width,
        }
        for row, width in zip(rows, gains, strict=True)
    ]


def routes(places: Gazetteer, tables: Tables) -> Row:
    """Which way what is carried goes."""
    rows = tables.get("flows", [])
    shown = [
        _ends(places, row)
        | {
            "demand": row["demand"],
            "quantity": row["quantity"],
            "cost_per_unit": row["cost_per_unit"],
            "days": row["days"],
            "rides": _rides(places, str(row["way"] or "")),
        }
        for row in rows[:SHOWN]
    ]
    return {"routes": shown, "routes_left": max(0, len(rows) - SHOWN)}


def flow_map(places: Gazetteer, tables: Tables) -> Row:
    """Bottlenecks strong, what else is used faint."""
    full = [_drawn(places, row) for row in tables["capacities"] if _worth(row)]
    used = [_drawn(places, row) for row in tables["capacities"] if not _worth(row)]
    shown = "full" if full else "used"
    return map_body([("used", _once(used)), ("full", _once(full))], shown) | {"fit": shown}


def _once(legs: Iterable[Drawn]) -> list[Drawn]:
    """Each pair of places and mode once."""
    return list({(mode, start["code"], end["code"]): (mode, start, end) for mode, start, end in legs}.values())


def _drawn(places: Gazetteer, row: Row) -> Drawn:
    return _service(places, str(row["service"]))["mode"], _port(places, row["from"]), _port(places, row["to"])


def _worth(row: Row) -> bool:
    return bool(_number(row["shadow_price"]) or _number(row["carries_more"]))


def _segment(places: Gazetteer, row: Row) -> Row:
    return {
        **_service(places, str(row["service"])),
        "from": _port(places, row["from"]),
        "to": _port(places, row["to"]),
        "capacity": row["capacity"],
        "used": row["used"],
        "percent": _percent(row),
    }


def _percent(row: Row) -> float:
    capacity = _number(row["capacity"])
    return round(float(100 * _number(row["used"]) / capacity), 1) if capacity else 0.0


def _ends(places: Gazetteer, row: Row) -> Row:
    return {"from": _port(places, row["origin"]), "to": _port(places, row["destination"])}


def _port(places: Gazetteer, code: object) -> Row:
    """The place of a facility, or a place as it was asked for."""
    facility = places.network.facilities.get(str(code))
    return places(str(facility.place), facility.id) if facility else places(str(code))


def _service(places: Gazetteer, name: str) -> Row:
    """A service, from the trip that runs it, or a move on demand."""
    trip = places.network.trips.get(name)
    found = places.service(str(trip.service) if trip else name)
    service = places.network.services.get(found["id"])
    return {**found, "service": name, "mode": mode_of(service.mode) if service else "road"}


def _capacity_named(places: Gazetteer, text: str) -> Row:
    """`R-CKG-QZH CNCKG-R-CNQZH-R`: a service and its two facilities."""
    service, _, ends = text.partition(" ")
    return _service(places, service) | {"ends": ends}


def _rides(places: Gazetteer, way: str) -> list[Row]:
    """From `CNCKG-R -R-CKG-QZH> CNQZH-R -S-QZH-SIN> SGSIN-S`."""
    steps = re.split(r" -(.+?)> ", way)
    return [
        {**_service(places, service), "from": _port(places, start), "to": _port(places, end)}
        for start, service, end in zip(steps[0::2], steps[1::2], steps[2::2], strict=False)
    ]


def _number(cell: object) -> Decimal:
    return Decimal(str(cell)) if cell not in (None, "") else Decimal(0)
