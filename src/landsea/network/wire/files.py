"""The files of a network and their columns, as `docs/network-format.md` describes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from landsea.network.wire import cells
from landsea.network.wire.tables import Column

BIG = 10**12
MODES = ("rail", "road", "sea", "inland-water", "air")
HANDLING = "handling"
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_id = Column(cells.identifier)
_text = Column(cells.text)
_note = Column(cells.text, "")
_code = Column(cells.locode)
_zone = Column(cells.timezone)
_day = Column(cells.day)
_cents = Column(cells.whole(0, BIG), 0)
_minutes = Column(cells.whole(0, 10**6), 0)
_mode = Column(cells.one_of(*MODES))
_lead = Column(cells.whole(0, 10**5), None)
_count = Column(cells.whole(0, 30_000), None)
_kg = Column(cells.whole(1, 100_000), None)
_countries = Column(cells.several(cells.country, "CN ID"), None)
_LIMITS = {
    "reefer_plugs": _count,
    "dangerous_barred": Column(cells.several(cells.imdg_class, "1 7"), None),
    "unit_kg_max": _kg,
    "container_sizes": Column(cells.several(cells.size_code, "22 42 45"), None),
}
ATTRIBUTES = {
    "gauge_mm": Column(cells.whole(300, 3_000), None),
    "draught_cm": Column(cells.whole(1, 3_000), None),
    "length_cm": Column(cells.whole(1, 200_000), None),
    "beam_cm": Column(cells.whole(1, 10_000), None),
}
_CARRIED = {**_LIMITS, **ATTRIBUTES, "no_cabotage": _countries}
_origin = {
    "basis": Column(cells.one_of("published", "derived", "assumed"), "assumed"),
    "source": Column(cells.identifier, ""),
}
_MOVE = {
    "from_stop_id": _id,
    "to_stop_id": _id,
    "min_transfer_time": Column(cells.whole(60, 10**8)),
    "mode": _mode,
    "distance_km": Column(cells.kilometres),
    "cost": _cents,
    "emission_basis": Column(cells.identifier, ""),
    "note": _note,
    **_origin,
}


@dataclass(frozen=True, slots=True)
class FileShape:
    """`key` names the columns that tell rows apart (empty: rows are not told apart)."""

    columns: Mapping[str, Column]
    key: tuple[str, ...] = ()
    required: bool = True


SHAPES: dict[str, FileShape] = {
    "feed_info": FileShape(
        {
            "feed_publisher_name": _text,
            "network_id": _id,
            "feed_version": _text,
            "name_en": _text,
            "name_zh": _note,
            "label_en": _note,
            "label_zh": _note,
            "currency": Column(cells.currency),
            "feed_start_date": _day,
            "feed_end_date": _day,
            "feed_publisher_url": _note,
            "feed_lang": Column(cells.language, "en"),
        },
    ),
    "sources": FileShape(
        {
            "source_id": _id,
            "title": _text,
            "publisher": _note,
            "date": _note,
            "url": _note,
            "licence": _note,
        },
        ("source_id",),
        required=False,
    ),
    "agency": FileShape(
        {
            "agency_id": _id,
            "agency_name": _text,
            "agency_name_zh": _note,
            "agency_timezone": _zone,
            "agency_url": _note,
        },
        ("agency_id",),
    ),
    "places": FileShape(
        {
            "code": _code,
            "name_en": _text,
            "name_zh": _note,
            "country": Column(cells.country),
            "region_en": _note,
            "region_zh": _note,
            "lat": Column(cells.degrees(90)),
            "lon": Column(cells.degrees(180)),
            "timezone": _zone,
            "kind": Column(cells.one_of("city", "port", "border", "airport"), "city"),
            "code_kind": Column(cells.one_of("unlocode", "local"), "unlocode"),
            "membership": Column(cells.one_of("published", "assumed"), ""),
            **_origin,
        },
        ("code",),
    ),
    "aliases": FileShape(
        {"alias": _code, "code": _code, "reason_en": _note, "reason_zh": _note}, ("alias",), required=False
    ),
    "stops": FileShape(
        {
            "stop_id": _id,
            "stop_name": _text,
            "stop_name_zh": _note,
            "stop_lat": Column(cells.degrees(90)),
            "stop_lon": Column(cells.degrees(180)),
            "stop_timezone": _zone,
            "place": _code,
            "facility_type": Column(cells.one_of("rail", "sea", "river", "air", "road", "border")),
            "open": Column(cells.hours_text, ""),
            "customs": Column(cells.hours_text, ""),
            "customs_minutes": _minutes,
            "import_minutes": _minutes,
            "export_minutes": _minutes,
            "load_cost": _cents,
            "unload_cost": _cents,
            "free_days": Column(cells.whole(0, 365), 0),
            "storage_cost_day": _cents,
            **_LIMITS,
            "gauge_mm": Column(cells.several(cells.whole(300, 3_000), "1000 1435"), frozenset()),
            **_origin,
        },
        ("stop_id",),
    ),
    "tariffs": FileShape(
        {
            "tariff_id": _id,
            "name": _text,
            "name_zh": _note,
            "fixed_per_teu": _cents,
            "per_teu_1000km": _cents,
            "per_kg": _cents,
            "document_fee": _cents,
            "fixed_per_teu_large": Column(cells.whole(0, BIG), None),
            "reefer_per_teu": _cents,
            "dangerous_per_teu": _cents,
        },
        ("tariff_id",),
    ),
    "routes": FileShape(
        {
            "route_id": _id,
            "agency_id": _id,
            "route_long_name": _text,
            "route_long_name_zh": _note,
            "mode": Column(cells.one_of(*MODES), ""),
            "route_type": Column(cells.route_type, ""),
            "tariff_id": _id,
            "emission_basis": Column(cells.identifier, ""),
            "distance_kind": Column(cells.one_of("SFD", "GCD", "actual"), "actual"),
            **_CARRIED,
            **_origin,
        },
        ("route_id",),
    ),
    "calendar": FileShape(
        {"service_id": _id, **{name: Column(cells.flag) for name in WEEKDAYS}, "start_date": _day, "end_date": _day},
        ("service_id",),
        required=False,
    ),
    "calendar_dates": FileShape(
        {"service_id": _id, "date": _day, "exception_type": Column(cells.one_of("1", "2"))},
        ("service_id", "date"),
        required=False,
    ),
    "trips": FileShape(
        {
            "route_id": _id,
            "service_id": _id,
            "trip_id": _id,
            "trip_headsign": _note,
            "trip_headsign_zh": _note,
            "direction_id": Column(cells.whole(0, 1), 0),
            "capacity_teu": Column(cells.whole(0, 10**6), 0),
            **_CARRIED,
        },
        ("trip_id",),
    ),
    "stop_times": FileShape(
        {
            "trip_id": _id,
            "stop_sequence": Column(cells.whole(0, 10**6)),
            "stop_id": _id,
            "arrival_time": Column(cells.clock),
            "departure_time": Column(cells.clock),
            "pickup_type": Column(cells.open_type, True),
            "drop_off_type": Column(cells.open_type, True),
            "shape_dist_traveled": Column(cells.kilometres),
            "cargo_cutoff_minutes": _lead,
            "document_cutoff_minutes": _lead,
            "customs_cutoff_minutes": _lead,
            "vgm_cutoff_minutes": _lead,
            "dangerous_cutoff_minutes": _lead,
            "passages": Column(cells.several(cells.passage, "malacca-strait"), frozenset()),
        },
        ("trip_id", "stop_sequence"),
    ),
    "transfers": FileShape(_MOVE, ("from_stop_id", "to_stop_id"), required=False),
    "moves": FileShape(_MOVE, ("from_stop_id", "to_stop_id"), required=False),
    "changes": FileShape(
        {"stop_id": _id, "from_mode": _mode, "to_mode": _mode, "minutes": Column(cells.whole(0, 10**5)), **_origin},
        ("stop_id", "from_mode", "to_mode"),
        required=False,
    ),
    "allotments": FileShape(
        {"trip_id": _id, "date": _day, "teu": Column(cells.whole(0, 10**6))}, ("trip_id", "date"), required=False
    ),
    "omissions": FileShape(
        {"trip_id": _id, "date": _day, "stop_sequence": Column(cells.whole(0, 10**6)), "reason": _note},
        ("trip_id", "date", "stop_sequence"),
        required=False,
    ),
    "transit": FileShape({"country": Column(cells.country), **_LIMITS, **_origin}, ("country",), required=False),
    "performance": FileShape(
        {
            "mode": Column(cells.one_of(*MODES, HANDLING)),
            "agency_id": Column(cells.identifier, ""),
            "window_minutes": Column(cells.whole(0, 10_000)),
            "late_permille": Column(cells.whole(0, 999)),
            "late_mean_minutes": Column(cells.whole(1, 100_000)),
            "period": _note,
            **_origin,
            "note_en": _note,
            "note_zh": _note,
        },
        ("mode", "agency_id"),
        required=False,
    ),
    "column_basis": FileShape(
        {
            "file": Column(cells.identifier),
            "column": Column(cells.identifier),
            **{name: Column(column.read) for name, column in _origin.items()},
            "note_en": _note,
            "note_zh": _note,
        },
        ("file", "column"),
        required=False,
    ),
    "closures": FileShape(
        {
            "closure_id": _id,
            "stop_id": _id,
            "start": Column(cells.instant),
            "end": Column(cells.instant),
            "reason": _note,
        },
        ("closure_id",),
        required=False,
    ),
    "sailings": FileShape(
        {
            "sailing_id": _id,
            "trip_id": _id,
            "start": Column(cells.instant),
            "change": Column(cells.one_of("added", "blanked")),
            "reason": _note,
        },
        ("sailing_id",),
        required=False,
    ),
    "anchors": FileShape(
        {
            "anchor_id": _id,
            "figure_en": _text,
            "figure_zh": _note,
            "published": _text,
            "measure": Column(cells.one_of("transit", "cost-change", "distance", "weekly-runs", "ports", "countries")),
            "origin": Column(cells.identifier, ""),
            "destination": Column(cells.identifier, ""),
            "services": Column(cells.identifiers, ()),
            "from_moment": Column(cells.one_of("departure", "ready"), "departure"),
            "to_moment": Column(cells.one_of("arrival", "available"), "available"),
            "window_start": Column(cells.day, None),
            "compared": Column(cells.identifier, ""),
            "low": Column(cells.number),
            "high": Column(cells.number),
            "unit": _text,
            "moments_en": _note,
            "moments_zh": _note,
            "status": Column(cells.one_of("fitted", "emerges")),
            "input": _note,
            "note_en": _note,
            "note_zh": _note,
            "source": _id,
        },
        ("anchor_id",),
        required=False,
    ),
}
