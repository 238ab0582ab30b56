"""Services: the list, and one with its calls and next runs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from fastapi import Request

from landsea import network
from landsea.console.maps import map_body
from landsea.console.named import Gazetteer, mode_of, offset_of
from landsea.console.pages.network.shared import head, sailing_bodies, service_body
from landsea.console.web import page
from landsea.journal import View
from landsea.kernel import NotFound, Role
from landsea.network import Trip

AHEAD_DAYS = 28
RUNS_SHOWN = 8
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@page("/network/services", "services.html")
def services_page(view: View, request: Request) -> dict[str, Any]:
    places = Gazetteer(view)
    mode, wanted = request.query_params.get("mode", ""), request.query_params.get("q", "").strip().casefold()
    found = [
        one
        for one in places.network.services.values()
        if mode in ("", mode_of(one.mode)) and wanted in f"{one.id} {one.name} {one.name_zh}".casefold()
    ]
    return head(view, places) | {
        "tab": "services",
        "mode": mode,
        "q": request.query_params.get("q", ""),
        "modes": sorted({mode_of(one.mode) for one in places.network.services.values()}),
        "services": [service_body(one) for one in sorted(found, key=lambda one: (one.mode, one.name))],
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
        "service": service_body(service),
        "trips": [_trip(places, trip, starts.get(trip.id, [])) for trip in trips],
        "sailings": sailing_bodies(
            view, [one for one in places.network.sailings if one.trip in {trip.id for trip in trips}]
        ),
        "map": map_body([(trip.id, _drawn(places, trip, mode)) for trip in trips[:1]], trips[0].id if trips else ""),
        "may_change": view.actor.role is Role.OPERATOR,
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
