"""Places: found by name, and what departs from one."""

from __future__ import annotations

from typing import Any

from fastapi import Request

from landsea import network
from landsea.console.maps import map_body
from landsea.console.named import Gazetteer, mode_of, offset_of
from landsea.console.pages.network.shared import closure_body, head, place_body, service_body
from landsea.console.web import data_only, page
from landsea.journal import View
from landsea.kernel import Role
from landsea.network import Departure, Facility, Place

FOUND_MAX = 60


@page("/network", "network.html")
def places_page(view: View, request: Request) -> dict[str, Any]:
    """Without a search: the corridor's own places; with one, whatever matches in the world."""
    wanted = request.query_params.get("q", "").strip()
    places = Gazetteer(view)
    found = network.find_places(view, wanted, FOUND_MAX + 1) if wanted else _own(places)
    return head(view, places) | {
        "tab": "places",
        "q": wanted,
        "places": [place_body(one) for one in found[:FOUND_MAX]],
        "too_many": len(found) > FOUND_MAX,
        "map": map_body([], "", [places(one.code) for one in found[:FOUND_MAX]]),
    }


@data_only("/network/search.json")
def search(view: View, request: Request) -> dict[str, Any]:
    """For fields that look up places while somebody types."""
    wanted = request.query_params.get("q", "").strip()
    found = network.find_places(view, wanted, 12) if wanted else []
    return {"data": [place_body(one) for one in found]}


@page("/network/places/{code}", "place.html")
def place_page(view: View, request: Request) -> dict[str, Any]:
    shown = network.show(view, request.path_params["code"])
    places = Gazetteer(view)
    code = str(shown.place.code)
    return {
        "place": place_body(shown.place),
        "aliases": [
            {"alias": str(one.alias), "reason_en": one.reason, "reason_zh": one.reason_zh} for one in shown.aliases
        ],
        "facilities": [_facility(one, view) for one in shown.facilities],
        "departures": [_departure(places, one, code) for one in shown.departures],
        "closures": [
            closure_body(places, one) for one in network.list_closures(view) if _at(places, one.facility) == code
        ],
        "map": map_body([], "", [places(code)]),
        "may_change": view.actor.role is Role.OPERATOR,
    }


def _own(places: Gazetteer) -> list[Place]:
    """The inland cities and border towns of the corridor, then its ports."""
    members = [one for one in places.network.places.values() if one.membership]
    return sorted(
        members, key=lambda one: (one.kind == "port", one.membership != "published", one.country != "CN", one.code)
    )


def _facility(one: Facility, view: View) -> dict[str, Any]:
    return {
        "id": one.id,
        "name_en": one.name,
        "name_zh": one.name_zh,
        "kind": mode_of(one.kind),
        "open": one.open,
        "customs": one.customs,
        "import_minutes": one.import_minutes,
        "export_minutes": one.export_minutes,
        "free_days": one.free_days,
        "offset": offset_of(one.timezone, view.now),
        "basis": one.basis,
        "source": one.source,
    }


def _departure(places: Gazetteer, one: Departure, code: str) -> dict[str, Any]:
    last = places.network.facilities[one.trip.calls[-1].facility]
    return {
        "service": service_body(one.service),
        "to": places(last.place),
        "from_en": one.facility.name,
        "from_zh": one.facility.name_zh,
        "next": one.next.isoformat(),
        "zone": places(code)["zone"],
        "weekly": round(one.weekly, 1),
    }


def _at(places: Gazetteer, facility: str) -> str:
    found = places.network.facilities.get(facility)
    return str(found.place) if found else ""
