"""The network: places and what departs from them, services with their next runs, changes, sources."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from fastapi import Request

from landsea import network
from landsea.console.maps import map_body
from landsea.console.named import Gazetteer, mode_of, offset_of
from landsea.console.web import data_only, page
from landsea.journal import View
from landsea.kernel import NotFound, Role
from landsea.network import Departure, Facility, Place, Service, Trip

FOUND_MAX = 60
AHEAD_DAYS = 28
RUNS_SHOWN = 8
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@page("/network", "network.html")
def places_page(view: View, request: Request) -> dict[str, Any]:
    """Without a search: the corridor's own places; with one, whatever matches in the world."""
    wanted = request.query_params.get("q", "").strip()
    places = Gazetteer(view)
    found = network.find_places(view, wanted, FOUND_MAX + 1) if wanted else _own(places)
    return _head(view, places) | {
        "tab": "places",
        "q": wanted,
        "places": [_place(one) for one in found[:FOUND_MAX]],
        "too_many": len(found) > FOUND_MAX,
        "map": map_body([], "", [places(one.code) for one in found[:FOUND_MAX]]),
    }


@data_only("/network/search.json")
def search(view: View, request: Request) -> dict[str, Any]:
    """For fields that look up places while somebody types."""
    wanted = request.query_params.get("q", "").strip()
    found = network.find_places(view, wanted, 12) if wanted else []
    return {"data": [_place(one) for one in found]}


@page("/network/places/{code}", "place.html")
def place_page(view: View, request: Request) -> dict[str, Any]:
    shown = network.show(view, request.path_params["code"])
    places = Gazetteer(view)
    code = str(shown.place.code)
    return {
        "place": _place(shown.place),
        "aliases": [
            {"alias": str(one.alias), "reason_en": one.reason, "reason_zh": one.reason_zh} for one in shown.aliases
        ],
        "facilities": [_facility(one, view) for one in shown.facilities],
        "departures": [_departure(places, one, code) for one in shown.departures],
        "closures": [_closure(places, one) for one in network.list_closures(view) if _at(places, one.facility) == code],
        "map": map_body([], "", [places(code)]),
        "may_change": view.actor.role is Role.OPERATOR,
    }


@page("/network/services", "services.html")
def services_page(view: View, request: Request) -> dict[str, Any]:
    places = Gazetteer(view)
    mode, wanted = request.query_params.get("mode", ""), request.query_params.get("q", "").strip().casefold()
    found = [
        one
        for one in places.network.services.values()
        if mode in ("", mode_of(one.mode)) and wanted in f"{one.id} {one.name} {one.name_zh}".casefold()
    ]
    return _head(view, places) | {
        "tab": "services",
        "mode": mode,
        "q": request.query_params.get("q", ""),
        "modes": sorted({mode_of(one.mode) for one in places.network.services.values()}),
        "services": [_service(one) for one in sorted(found, key=lambda one: (one.mode, one.name))],
    }


@page("/network/services/{id}", "service.html")
def service_page(view: View, request: Request) -> dict[str, Any]:
    places = Gazetteer(view)
    service = places.network.services.get(request.path_params["id"])
    if service is None:
        raise NotFound(what="service", id=request.path_params["id"])
    trips = [trip for trip in places.network.trips.values() if trip.service == service.id]
    starts = _starts(view, {trip.id for trip in trips})
    mode = mode_of(service.mode)
    return {
        "service": _service(service),
        "trips": [_trip(places, trip, starts.get(trip.id, [])) for trip in trips],
        "sailings": [_sailing(one) for one in places.network.sailings if one.trip in {trip.id for trip in trips}],
        "map": map_body([(trip.id, _drawn(places, trip, mode)) for trip in trips[:1]], trips[0].id if trips else ""),
        "may_change": view.actor.role is Role.OPERATOR,
    }


@page("/network/changes", "changes.html")
def changes_page(view: View, request: Request) -> dict[str, Any]:
    places = Gazetteer(view)
    facilities = sorted(places.network.facilities.values(), key=lambda one: one.id)
    return _head(view, places) | {
        "tab": "changes",
        "closures": [_closure(places, one) for one in network.list_closures(view)],
        "sailings": [
            _sailing(one) | {"service": places.network.trips[one.trip].service}
            for one in places.network.sailings
            if one.trip in places.network.trips
        ],
        "facilities": [{"id": one.id, "name_en": one.name, "name_zh": one.name_zh} for one in facilities],
        "may_change": view.actor.role is Role.OPERATOR,
    }


@page("/network/sources", "sources.html")
def sources_page(view: View, request: Request) -> dict[str, Any]:
    places = Gazetteer(view)
    info = places.network
    kinds: dict[str, Mapping[Any, Any]] = {
        "places": info.places,
        "facilities": info.facilities,
        "services": info.services,
    }
    return _head(view, places) | {
        "tab": "sources",
        "sources": [
            {
                "id": one.id,
                "title": one.title,
                "publisher": one.publisher,
                "date": one.date,
                "url": one.url,
                "licence": one.licence,
            }
            for one in info.sources.values()
        ],
        "basis": {name: _counted(one.basis for one in rows.values()) for name, rows in kinds.items()},
        "anchors": [
            {
                "figure_en": one.figure,
                "figure_zh": one.figure_zh,
                "published": one.published,
                "unit": one.unit,
                "low": one.low,
                "high": one.high,
                "moments_en": one.moments,
                "moments_zh": one.moments_zh,
                "fitted": one.fitted,
                "input": one.input,
                "note_en": one.note,
                "note_zh": one.note_zh,
                "source": one.source,
            }
            for one in info.anchors
        ],
    }


def _head(view: View, places: Gazetteer) -> dict[str, Any]:
    info = places.network.info
    return {
        "name_en": info.name,
        "name_zh": info.name_zh,
        "label_en": info.label,
        "label_zh": info.label_zh,
        "version": network.version(view),
        "counts": {
            "places": len(places.network.places),
            "countries": len({one.country for one in places.network.places.values()}),
            "facilities": len(places.network.facilities),
            "services": len(places.network.services),
        },
    }


def _own(places: Gazetteer) -> list[Place]:
    """The inland cities and border towns of the corridor, then its ports."""
    members = [one for one in places.network.places.values() if one.membership]
    return sorted(
        members, key=lambda one: (one.kind == "port", one.membership != "published", one.country != "CN", one.code)
    )


def _counted(words: Any) -> dict[str, int]:
    found: dict[str, int] = {}
    for word in words:
        found[word] = found.get(word, 0) + 1
    return found


def _place(one: Place) -> dict[str, Any]:
    return {
        "code": str(one.code),
        "name_en": one.name,
        "name_zh": one.name_zh,
        "country": one.country,
        "region_en": one.region,
        "region_zh": one.region_zh,
        "zone": one.timezone,
        "lat": one.latitude_udeg / 1e6,
        "lon": one.longitude_udeg / 1e6,
        "kind": one.kind,
        "membership": one.membership,
        "basis": one.basis,
        "source": one.source,
    }


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


def _service(one: Service) -> dict[str, Any]:
    return {
        "id": one.id,
        "name_en": one.name,
        "name_zh": one.name_zh,
        "mode": mode_of(one.mode),
        "basis": one.basis,
        "source": one.source,
    }


def _departure(places: Gazetteer, one: Departure, code: str) -> dict[str, Any]:
    last = places.network.facilities[one.trip.calls[-1].facility]
    return {
        "service": _service(one.service),
        "to": places(last.place),
        "from_en": one.facility.name,
        "from_zh": one.facility.name_zh,
        "next": one.next.isoformat(),
        "zone": places(code)["zone"],
        "weekly": round(one.weekly, 1),
    }


def _trip(places: Gazetteer, trip: Trip, starts: list[datetime]) -> dict[str, Any]:
    first = trip.calls[0].departure_minute
    zone = places.network.facilities[trip.calls[0].facility].timezone
    return {
        "id": trip.id,
        "headsign_en": trip.headsign,
        "headsign_zh": trip.headsign_zh,
        "capacity_teu": trip.capacity_teu,
        "zone": zone,
        "offset": offset_of(zone, starts[0]) if starts else "+00:00",
        "starts": [start.isoformat() for start in starts[:RUNS_SHOWN]],
        "calls": [
            {
                "place": places(places.network.facilities[call.facility].place),
                "facility_en": places.network.facilities[call.facility].name,
                "facility_zh": places.network.facilities[call.facility].name_zh,
                "after_minutes": call.arrival_minute - first,
                "stays_minutes": call.departure_minute - call.arrival_minute,
                "cargo_lead_minutes": call.cargo_lead_minutes if call.board else None,
                "document_lead_minutes": call.document_lead_minutes if call.board else None,
                "customs_lead_minutes": call.customs_lead_minutes if call.board else None,
            }
            for call in trip.calls
        ],
    }


def _starts(view: View, trips: set[str]) -> dict[str, list[datetime]]:
    """The next runs of trips, from the start of today (so that the compiled schedule is shared with planning)."""
    today = view.now.replace(hour=0, minute=0, second=0, microsecond=0)
    found: dict[str, list[datetime]] = {}
    for pattern in network.schedule(view, today, AHEAD_DAYS).patterns:
        if pattern.trip in trips:
            moments = [EPOCH + timedelta(minutes=minute) for minute in pattern.starts]
            found.setdefault(pattern.trip, []).extend(at for at in moments if at >= view.now)
    return {trip: sorted(moments) for trip, moments in found.items()}


def _drawn(places: Gazetteer, trip: Trip, mode: str) -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    stops = [places(places.network.facilities[call.facility].place, call.facility) for call in trip.calls]
    return [(mode, start, end) for start, end in pairwise(stops)]


def _sailing(one: network.Sailing) -> dict[str, Any]:
    return {
        "id": one.id,
        "trip": one.trip,
        "start": one.start.isoformat(),
        "change": one.change.value,
        "reason": one.reason,
    }


def _closure(places: Gazetteer, one: network.Closure) -> dict[str, Any]:
    facility = places.network.facilities.get(one.facility)
    return {
        "id": one.id,
        "facility": one.facility,
        "name_en": facility.name if facility else one.facility,
        "name_zh": facility.name_zh if facility else "",
        "zone": facility.timezone if facility else None,
        "start": one.period.start.isoformat(),
        "end": one.period.end.isoformat(),
        "reason": one.reason,
    }


def _at(places: Gazetteer, facility: str) -> str:
    found = places.network.facilities.get(facility)
    return str(found.place) if found else ""
