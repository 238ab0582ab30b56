"""Routes of the network: places, services, sailings and closures. Reading is open to every user of the node, writing to operators."""

from dataclasses import asdict
from datetime import UTC, date
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from landsea.journal import Work, http
from landsea.kernel import BadValue, Period, Refusal
from landsea.network import service
from landsea.network.model import Closure, Facility, Place, Sailing, Trip
from landsea.network.model import Service as Line
from landsea.network.service import Departure, Imported, PlaceDetail
from landsea.runtime import only_id, render_cursor, said
from landsea.runtime.http import Moment, json_response, language_of

router = APIRouter(prefix="/v1", tags=["network"])

PAGE_MAX = 200
GTFS_DAYS, GTFS_DAYS_MAX = 120, 366
Name = Annotated[str, Field(min_length=1, max_length=64)]
Reason = Annotated[str, Field(max_length=300)]
Limit = Annotated[int, Query(ge=1, le=PAGE_MAX)]
Cursor = Annotated[str, Query(max_length=120, description="`next_cursor` of the page before")]


class SailingBody(BaseModel):
    """A run of a trip, named by its first departure. The time carries its zone."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"trip": "S-QZH-SIN", "start": "2026-11-28T20:00+08:00"}]}
    )

    trip: Name
    start: Moment
    reason: Reason = ""


class ClosureBody(BaseModel):
    """A facility that takes in and gives out nothing from `start` up to, and without, `end`."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "facility": "CNQZH-S",
                    "start": "2026-12-01T00:00+08:00",
                    "end": "2026-12-04T00:00+08:00",
                    "reason": "typhoon",
                }
            ]
        },
    )

    facility: Name
    start: Moment
    end: Moment
    reason: Reason = ""


class ReopeningBody(BaseModel):
    """From when the facility works again; now when it is left out."""

    model_config = ConfigDict(extra="forbid")

    at: Moment | None = None


@router.get("/network", summary="The network in force and how it is to be labelled")
def network_in_force(request: Request) -> Response:
    with http.read(request) as view:
        found, info = service.in_force(view), service.current(view).info
        body = {
            "network": found.network,
            "version": service.version(view),
            "name": info.name,
            "name_zh": info.name_zh,
            "label": info.label,
            "label_zh": info.label_zh,
            "currency": info.currency,
            "publisher": info.publisher,
            "digest": found.digest,
            "origin": found.origin,
            "imported_at": found.imported_at,
            "counts": found.counts,
        }
    return json_response(body)


async def body_of(request: Request) -> bytes:
    return await request.body()


@router.post("/network", status_code=201, summary="Replace the network by a GTFS zip with freight columns")
def import_network(
    request: Request,
    content: Annotated[bytes, Depends(body_of)],
    origin: Annotated[str, Query(max_length=200, description="where the files come from, for the record")] = "api",
) -> Response:
    """Nothing is stored if any row is wrong; `findings` then lists them with file, line and column."""

    def effect(work: Work) -> Imported:
        return service.import_zip(work, content, origin)

    return http.write(request, effect, body=content, status=201, render=partial(_imported_body, language_of(request)))


def _imported_body(language: str, done: Imported) -> dict[str, Any]:
    """`findings`: closures and sailings that did not hold on."""
    findings = [asdict(said(finding, language)) for finding in done.findings]
    return {name: getattr(done, name) for name in ("digest", "network", "version", "counts")} | {"findings": findings}


@router.get("/network/files", summary="The network as a GTFS zip, with the changes made since its import")
def export_network(request: Request) -> Response:
    with http.read(request) as view:
        content, named = service.export_zip(view), service.in_force(view).network
    headers = {"Content-Disposition": f'attachment; filename="{named}.zip"'}
    return Response(content, media_type="application/zip", headers=headers)


@router.get("/network/gtfs", summary="A window of the network as a GTFS feed for other engines")
def export_gtfs(
    request: Request,
    start: Annotated[date | None, Query(description="first day; today when it is left out")] = None,
    days: Annotated[int, Query(ge=1, le=GTFS_DAYS_MAX)] = GTFS_DAYS,
) -> Response:
    """Closures and sailings are applied. docs/freight-gtfs.md describes the columns and files of freight."""
    with http.read(request) as view:
        content, named = service.export_gtfs(view, start or view.now.date(), days), service.in_force(view).network
    headers = {"Content-Disposition": f'attachment; filename="{named}-gtfs.zip"'}
    return Response(content, media_type="application/zip", headers=headers)


@router.get("/places", summary="Places by code, alias or name in English or Chinese")
def places(
    request: Request, q: Annotated[str, Query(max_length=100)] = "", limit: Limit = 50, cursor: Cursor = ""
) -> Response:
    with http.read(request) as view:
        found = service.find_places(view, q, limit=100_000)
    return json_response(_page([place_body(place) for place in found], limit, cursor, "code"))


@router.get("/places/{code}", summary="A place, its facilities and what departs from them")
def place(request: Request, code: str) -> Response:
    with http.read(request) as view:
        return json_response(detail_body(service.show(view, code)))


@router.get("/services", summary="Services, with the facilities they call at")
def services(
    request: Request,
    mode: Annotated[str, Query(max_length=20)] = "",
    place: Annotated[str, Query(max_length=5)] = "",
    limit: Limit = 50,
    cursor: Cursor = "",
) -> Response:
    with http.read(request) as view:
        network = service.current(view)
    trips: dict[str, list[Trip]] = {}
    for trip in network.trips.values():
        trips.setdefault(trip.service, []).append(trip)
    found = [_service_body(one, trips.get(one.id, [])) for one in network.services.values() if mode in ("", one.mode)]
    if place:
        code = service.place_in(network, place).code
        found = [one for one in found if any(stop.startswith(f"{code}-") for stop in one["facilities"])]
    return json_response(_page(sorted(found, key=lambda one: str(one["id"])), limit, cursor, "id"))


@router.get("/sailings", summary="Sailings added or blanked beside the calendar")
def sailings(request: Request) -> Response:
    with http.read(request) as view:
        found = [sailing_body(one) for one in service.current(view).sailings]
    return json_response({"data": found, "has_more": False, "next_cursor": None})


@router.post("/sailings", status_code=201, summary="Add a sailing")
def add_sailing(request: Request, body: SailingBody) -> Response:
    def effect(work: Work) -> Sailing:
        return service.add_sailing(work, body.trip, body.start, body.reason)

    return http.write(request, effect, body=body, status=201, render=sailing_body)


@router.post("/sailings/blankings", status_code=201, summary="Blank a sailing")
def blank_sailing(request: Request, body: SailingBody) -> Response:
    def effect(work: Work) -> Sailing:
        return service.blank_sailing(work, body.trip, body.start, body.reason)

    return http.write(request, effect, body=body, status=201, render=sailing_body)


@router.get("/closures", summary="Closures of facilities")
def closures(request: Request) -> Response:
    with http.read(request) as view:
        found = [closure_body(one) for one in service.list_closures(view)]
    return json_response({"data": found, "has_more": False, "next_cursor": None})


@router.post("/closures", status_code=201, summary="Close a facility for a period")
def close(request: Request, body: ClosureBody) -> Response:
    def effect(work: Work) -> Closure:
        return service.close_facility(work, body.facility, _period(body), body.reason)

    return http.write(request, effect, body=body, status=201, render=closure_body)


@router.post("/closures/{closure}/reopening", summary="End a closure early")
def reopen(request: Request, closure: str, body: ReopeningBody) -> Response:
    def effect(work: Work) -> dict[str, Any]:
        service.reopen_facility(work, closure, body.at)
        return {"closure": closure}

    return http.write(request, effect, body=body)


def _period(body: ClosureBody) -> Period:
    try:
        return Period(body.start, body.end)
    except Refusal as refusal:
        raise refusal.at("/end") from None


def _page(rows: list[dict[str, Any]], limit: int, cursor: str, key: str) -> dict[str, Any]:
    """The rows after the one that the cursor names."""
    start, last = 0, only_id(cursor)
    if cursor:
        start = next((number for number, row in enumerate(rows, start=1) if row[key] == last), -1)
        if start < 0:
            raise BadValue(
                value=repr(cursor), what="cursor", why="no row has it", mend="Begin again without a cursor."
            ).at("/cursor")
    page, more = rows[start : start + limit], len(rows) > start + limit
    return {"data": page, "has_more": more, "next_cursor": render_cursor(page[-1][key]) if more else None}


def place_body(place: Place) -> dict[str, Any]:
    return {
        "code": place.code,
        "name": place.name,
        "name_zh": place.name_zh,
        "country": place.country,
        "region": place.region,
        "region_zh": place.region_zh,
        "latitude": place.latitude_udeg / 1_000_000,
        "longitude": place.longitude_udeg / 1_000_000,
        "timezone": place.timezone,
        "kind": place.kind,
        "code_kind": place.code_kind,
        "membership": place.membership,
        "basis": place.basis,
        "source": place.source,
    }


def facility_body(facility: Facility) -> dict[str, Any]:
    return {
        "id": facility.id,
        "name": facility.name,
        "name_zh": facility.name_zh,
        "kind": facility.kind,
        "place": facility.place,
        "latitude": facility.latitude_udeg / 1_000_000,
        "longitude": facility.longitude_udeg / 1_000_000,
        "timezone": facility.timezone,
        "open": facility.open,
        "customs": facility.customs,
        "customs_minutes": facility.customs_minutes,
        "import_minutes": facility.import_minutes,
        "export_minutes": facility.export_minutes,
        "load_cost": facility.load_cost,
        "unload_cost": facility.unload_cost,
        "free_days": facility.free_days,
        "storage_cost_day": facility.storage_cost_day,
        "basis": facility.basis,
        "source": facility.source,
    }


def detail_body(detail: PlaceDetail) -> dict[str, Any]:
    aliases = [{"alias": a.alias, "reason": a.reason, "reason_zh": a.reason_zh} for a in detail.aliases]
    return place_body(detail.place) | {
        "aliases": aliases,
        "facilities": [facility_body(one) for one in detail.facilities],
        "departures": [_departure_body(one) for one in detail.departures],
    }


def _departure_body(departure: Departure) -> dict[str, Any]:
    return {
        "trip": departure.trip.id,
        "service": departure.service.id,
        "name": departure.service.name,
        "name_zh": departure.service.name_zh,
        "towards": departure.trip.headsign,
        "towards_zh": departure.trip.headsign_zh,
        "mode": departure.service.mode,
        "facility": departure.facility.id,
        "next": departure.next,
        "runs_per_week": departure.weekly,
    }


def _service_body(line: Line, trips: list[Trip]) -> dict[str, Any]:
    facilities = dict.fromkeys(call.facility for trip in trips for call in trip.calls)
    return {
        "id": line.id,
        "name": line.name,
        "name_zh": line.name_zh,
        "mode": line.mode,
        "trips": [trip.id for trip in trips],
        "facilities": list(facilities),
        "tariff": line.tariff,
        "emission_basis": line.emission_basis,
        "basis": line.basis,
        "source": line.source,
    }


def sailing_body(sailing: Sailing) -> dict[str, Any]:
    return {
        "id": sailing.id,
        "trip": sailing.trip,
        "start": sailing.start.astimezone(UTC),
        "change": sailing.change.value,
        "reason": sailing.reason,
    }


def closure_body(closure: Closure) -> dict[str, Any]:
    return {
        "id": closure.id,
        "facility": closure.facility,
        "start": closure.period.start,
        "end": closure.period.end,
        "reason": closure.reason,
    }
