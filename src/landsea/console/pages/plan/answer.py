"""What a plan's pages show of it, whether just made or kept: table, map, diagram, comparison."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from fastapi import Request

from landsea import planner
from landsea.console.diagram import diagram_body
from landsea.console.maps import map_body
from landsea.console.named import Gazetteer, mode_of
from landsea.console.pages.plan.asked import asked_again
from landsea.console.pages.plan.compare import best, compared, faster
from landsea.console.spread import spread_body
from landsea.console.texts import minutes_between
from landsea.kernel import exponent
from landsea.planner import Plan
from landsea.runtime.http import language_of


def answer_body(request: Request, places: Gazetteer, made: Plan) -> dict[str, Any]:
    body = planner.rendered(made, language_of(request))
    found: list[dict[str, Any]] = body["itineraries"]
    for one in found:
        show_legs(one["legs"])
        one.setdefault("prospects", None)
    shown = {
        "plan": body,
        "reasons": [reason["text"] for reason in body["reasons"]],
        "starts": [_start(one, made, places) for one in body["starts"]],
    }
    return shown | (_found(request, places, made, body) if found else {})


def _start(one: dict[str, Any], made: Plan, places: Gazetteer) -> dict[str, Any]:
    """A good start, with the address of the plan for cargo that is ready then."""
    ready = datetime.fromisoformat(one["ready"])
    again = asked_again(replace(made.request, ready=ready, ready_until=None, latest=False), places)
    legs = [{"mode": mode} for mode in dict.fromkeys(mode_of(mode) for mode in one["modes"])]
    return one | {"legs": legs, "again": "/plan?" + urlencode(again)}


def show_legs(legs: Iterable[dict[str, Any]]) -> None:
    """Modes in the console's words, and what each leg costs."""
    for leg in legs:
        leg["mode"] = mode_of(leg["mode"])
        leg["cost"] = _sum(leg["costs"])


def _found(request: Request, places: Gazetteer, made: Plan, body: dict[str, Any]) -> dict[str, Any]:
    ready, found = made.request.ready, body["itineraries"]
    return {
        "spread": {
            one["number"]: spread_body(one["prospects"], one["arrival"], body["request"]["deadline"])
            for one in found
            if one["prospects"] and one["prospects"]["arrivals"]
        },
        "diagram": diagram_body(places.network, places, found, ready, made.request.deadline),
        **side_by_side(request, places, found, ready),
    }


def side_by_side(request: Request, places: Gazetteer, found: list[dict[str, Any]], ready: datetime) -> dict[str, Any]:
    """Itineraries in a table and on a map, with what each is best at; `found` is not empty."""
    chosen = _chosen(request, found)
    return {
        "exponent": exponent(found[0]["cost"]["currency"]),
        "chosen": chosen,
        "best": best(found),
        "compared": {one["number"]: compared(found, one) for one in found},
        "faster": {one["number"]: faster(found, one) for one in found},
        "longest": max(minutes_between(ready, one["arrival"]) for one in found),
        "used_modes": sorted({leg["mode"] for one in found for leg in one["legs"]}),
        "map": _map(places, found, str(chosen)),
    }


def _sum(costs: list[dict[str, Any]]) -> dict[str, Any] | None:
    if not costs:
        return None
    return {"currency": costs[0]["amount"]["currency"], "minor": sum(line["amount"]["minor"] for line in costs)}


def _chosen(request: Request, found: list[dict[str, Any]]) -> int:
    wanted = request.query_params.get("pick", "")
    numbers = [int(one["number"]) for one in found]
    return int(wanted) if wanted.isdigit() and int(wanted) in numbers else numbers[0]


def _map(places: Gazetteer, found: list[dict[str, Any]], chosen: str) -> dict[str, Any]:
    def ends(leg: dict[str, Any]) -> tuple[str, dict[str, Any], dict[str, Any]]:
        return leg["mode"], *(places(leg[end]["place"], leg[end]["facility"]) for end in ("origin", "destination"))

    return map_body([(str(one["number"]), [ends(leg) for leg in one["legs"]]) for one in found], chosen)
