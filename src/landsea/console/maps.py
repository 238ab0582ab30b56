"""What the map module draws: places with names, and routes as lines. See `static/js/map.js`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from landsea.console.course import Point, course

Drawn = tuple[str, dict[str, Any], dict[str, Any]]
"""Mode, from and to (as `Gazetteer` gives them)."""


def map_body(
    routes: Sequence[tuple[str, Sequence[Drawn]]], chosen: str, others: Iterable[dict[str, Any]] = ()
) -> dict[str, Any]:
    """`routes`: id and legs; `others`: places to show that lie on no route."""
    ends = [place for _, legs in routes for _, *both in legs for place in both]
    places = {place["code"]: _place(place, "") for place in ends} | {
        place["code"]: _place(place, "other") for place in others if place["lon"] is not None
    }
    return {
        "places": list(places.values()),
        "routes": [{"id": name, "legs": _legs(legs)} for name, legs in routes],
        "chosen": chosen,
    }


def _place(place: dict[str, Any], kind: str) -> dict[str, Any]:
    names = dict.fromkeys(name for name in (place["name_zh"], place["name_en"]) if name)
    return {"code": place["code"], "name": " ".join(names), "lon": place["lon"], "lat": place["lat"], "kind": kind}


def _legs(legs: Sequence[Drawn]) -> list[dict[str, Any]]:
    """Lines that go on where one before ended, also past 180 degrees. A leg at a place without coordinates is left out."""
    drawn: list[dict[str, Any]] = []
    ended: dict[str, float] = {}
    for mode, start, end in legs:
        if start["lon"] is None or end["lon"] is None:
            continue
        line = course(mode, _at(start), _at(end))
        jump = round((ended.get(start["code"], line[0][0]) - line[0][0]) / 360) * 360
        line = [(lon + jump, lat) for lon, lat in line]
        ended[end["code"]] = line[-1][0]
        drawn.append({"mode": mode, "from": start["code"], "to": end["code"], "path": line})
    return drawn


def _at(place: dict[str, Any]) -> Point:
    return place["lon"], place["lat"]
