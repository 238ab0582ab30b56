"""The rows of a GTFS feed that do not depend on days: agencies, stops, routes, transfers, and the files of freight."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from landsea.network.model import Alias, Closure, ColumnBasis, Limits, Network, Place, Schedule, Service, Source
from landsea.network.model.performance import Reliability
from landsea.network.model.schedule import ScheduledStop

Row = Mapping[str, object]
ROUTE_TYPES = {"rail": 2, "road": 3, "sea": 4, "inland-water": 4, "air": 1100}
TRANSFER_MINUTES_MAX = 32_767 // 60
"""Some readers of GTFS keep `min_transfer_time` in 16 bits."""
NO_URL = "https://example.org/"
"""GTFS requires an address of the publisher and of every agency; this one stands where the network gives none."""


def agencies(network: Network, schedule: Schedule, timezone: str) -> Iterator[Row]:
    """GTFS asks for one time zone in the whole feed."""
    for id in dict.fromkeys(pattern.carrier for pattern in schedule.patterns):
        agency = network.agencies[id]
        yield {
            "agency_id": id,
            "agency_name": agency.name,
            "agency_url": url(agency.url or network.info.url),
            "agency_timezone": timezone,
            "agency_name_zh": agency.name_zh,
        }


def stops(schedule: Schedule) -> Iterator[Row]:
    return (_stop(schedule.stops[number]) for number in _used(schedule))


def _used(schedule: Schedule) -> list[int]:
    """Stops at which a trip calls or a transfer begins or ends."""
    used = {call.stop for pattern in schedule.patterns for call in pattern.calls}
    return sorted(used | {stop for move in schedule.transfers for stop in (move.origin, move.destination)})


def _stop(stop: ScheduledStop) -> Row:
    facility = stop.facility
    return {
        "stop_id": facility.id,
        "stop_name": facility.name,
        "stop_lat": degrees(facility.latitude_udeg),
        "stop_lon": degrees(facility.longitude_udeg),
        "location_type": 0,
        "stop_timezone": facility.timezone,
        "stop_name_zh": facility.name_zh,
        "place": facility.place,
        "facility_type": facility.kind,
        "open": facility.open,
        "customs": facility.customs,
        "customs_minutes": facility.customs_minutes,
        "import_minutes": facility.import_minutes,
        "export_minutes": facility.export_minutes,
        "load_cost": facility.load_cost,
        "unload_cost": facility.unload_cost,
        "free_days": facility.free_days,
        "storage_cost_day": facility.storage_cost_day,
        "gauge_mm": spaced(str(gauge) for gauge in facility.gauges_mm),
        **limits(facility.limits),
        **origin(facility.basis, facility.source),
    }


def routes(network: Network, schedule: Schedule) -> Iterator[Row]:
    for id in dict.fromkeys(pattern.service for pattern in schedule.patterns):
        yield _route(network.services[id])


def _route(service: Service) -> Row:
    return {
        "route_id": service.id,
        "agency_id": service.agency,
        "route_long_name": service.name,
        "route_type": ROUTE_TYPES[service.mode],
        "route_long_name_zh": service.name_zh,
        "mode": service.mode,
        "tariff_id": service.tariff,
        "emission_basis": service.emission_basis,
        "distance_kind": service.distance_kind,
        **origin(service.basis, service.source),
    }


def transfers(network: Network, *, moves: bool) -> Iterator[Row]:
    """Those that readers of GTFS take, or the longer ones, which stand in `moves`."""
    for move in network.transfers:
        if (move.minutes > TRANSFER_MINUTES_MAX) == moves:
            yield {
                "from_stop_id": move.origin,
                "to_stop_id": move.destination,
                **({} if moves else {"transfer_type": 2}),
                "min_transfer_time": move.minutes * 60,
                "mode": move.mode,
                "distance_km": kilometres(move.distance_metres),
                "cost": move.cost,
                "emission_basis": move.emission_basis,
                "note": move.note,
                **origin(move.basis, move.source),
            }


def freight(network: Network, schedule: Schedule) -> dict[str, Iterable[Row]]:
    """Files that GTFS does not have (and `attributions`, which it has)."""
    used = {schedule.stops[number].facility.id for number in _used(schedule)}
    carriers = {"", *(pattern.carrier for pattern in schedule.patterns)}
    return {
        "attributions": _attributions(network),
        "places": (_place(place) for place in network.places.values()),
        "aliases": (_alias(one) for one in network.aliases.values()),
        "tariffs": _tariffs(network, schedule),
        "changes": (
            {"stop_id": stop, "from_mode": arrived, "to_mode": leaves, "minutes": minutes}
            for (stop, arrived, leaves), minutes in network.changes.items()
            if stop in used
        ),
        "transit": ({"country": country, **limits(one)} for country, one in network.transit.items()),
        "performance": (_performance(one) for one in network.reliability if one.carrier in carriers),
        "closures": (_closure(one) for one in network.closures if one.facility in used),
        "sources": (_source(one) for one in network.sources.values()),
        "column_basis": (_basis(one) for one in network.bases),
    }


def _alias(alias: Alias) -> Row:
    return {"alias": alias.alias, "code": alias.code, "reason_en": alias.reason, "reason_zh": alias.reason_zh}


def _performance(told: Reliability) -> Row:
    return {
        "mode": told.mode,
        "agency_id": told.carrier,
        "window_minutes": told.window_minutes,
        "late_permille": told.late_permille,
        "late_mean_minutes": told.late_mean_minutes,
        "period": told.period,
        **origin(told.basis, told.source),
        "note_en": told.note,
        "note_zh": told.note_zh,
    }


def _closure(closure: Closure) -> Row:
    return {
        "closure_id": closure.id,
        "stop_id": closure.facility,
        "start": closure.period.start.isoformat(),
        "end": closure.period.end.isoformat(),
        "reason": closure.reason,
    }


def _source(source: Source) -> Row:
    return {
        "source_id": source.id,
        "title": source.title,
        "publisher": source.publisher,
        "date": source.date,
        "url": source.url,
        "licence": source.licence,
    }


def _basis(told: ColumnBasis) -> Row:
    return {
        "file": told.file,
        "column": told.column,
        **origin(told.basis, told.source),
        "note_en": told.note,
        "note_zh": told.note_zh,
    }


def _attributions(network: Network) -> Iterator[Row]:
    for source in network.sources.values():
        web = source.url.startswith(("http://", "https://"))
        yield {
            "attribution_id": source.id,
            "organization_name": source.publisher or source.title,
            "is_producer": 1,
            "attribution_url": source.url if web else "",
        }


def _place(place: Place) -> Row:
    return {
        "code": place.code,
        "name_en": place.name,
        "name_zh": place.name_zh,
        "country": place.country,
        "region_en": place.region,
        "region_zh": place.region_zh,
        "lat": degrees(place.latitude_udeg),
        "lon": degrees(place.longitude_udeg),
        "timezone": place.timezone,
        "kind": place.kind,
        "code_kind": place.code_kind,
        "membership": place.membership,
        **origin(place.basis, place.source),
    }


def _tariffs(network: Network, schedule: Schedule) -> Iterator[Row]:
    for id in dict.fromkeys(pattern.tariff.id for pattern in schedule.patterns):
        tariff = network.tariffs[id]
        yield {
            "tariff_id": id,
            "name": tariff.name,
            "name_zh": tariff.name_zh,
            "fixed_per_teu": tariff.fixed_per_teu,
            "per_teu_1000km": tariff.per_teu_1000km,
            "per_kg": tariff.per_kg,
            "document_fee": tariff.document_fee,
            "fixed_per_teu_large": tariff.fixed_per_teu_large,
            "reefer_per_teu": tariff.reefer_per_teu,
            "dangerous_per_teu": tariff.dangerous_per_teu,
        }


def limits(stated: Limits) -> Row:
    return {
        "reefer_plugs": stated.reefer_plugs,
        "dangerous_barred": spaced(stated.dangerous_barred),
        "unit_kg_max": stated.unit_kg_max,
        "container_sizes": spaced(stated.sizes or ()),
    }


def origin(basis: str, source: str) -> Row:
    return {"basis": basis, "source": source}


def spaced(names: Iterable[str]) -> str:
    return " ".join(sorted(names))


def degrees(micro: int) -> str:
    return f"{micro / 1_000_000:.6f}"


def kilometres(metres: int) -> str:
    return f"{metres / 1000:.3f}".rstrip("0").rstrip(".")


def day_text(day: date) -> str:
    return f"{day:%Y%m%d}"


def url(stated: str) -> str:
    return stated if stated.startswith(("http://", "https://")) else NO_URL
