"""The values of a network from its tables, once they are found to be right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from landsea.kernel import Period, UnLocode
from landsea.network.model import (
    Agency,
    Alias,
    Anchor,
    Calendar,
    CallTime,
    Closure,
    ColumnBasis,
    Facility,
    FeedInfo,
    Hours,
    Limits,
    Network,
    Place,
    Reliability,
    Sailing,
    SailingChange,
    Service,
    Source,
    Tariff,
    Transfer,
    Trip,
)
from landsea.network.wire.calls import Ordered
from landsea.network.wire.cells import parse_hours
from landsea.network.wire.files import ATTRIBUTES, WEEKDAYS
from landsea.network.wire.tables import Record, Rows

Tables = Mapping[str, Rows]


def network_of(tables: Tables, calls: Ordered, digest: str) -> Network:
    """The tables have no findings: every reference resolves."""
    agencies = {row["agency_id"]: row for row in tables["agency"]}
    facilities = {row["stop_id"]: _facility(row) for row in tables["stops"]}
    return Network(
        digest=digest,
        info=_info(tables["feed_info"][0]),
        places={row["code"]: _place(row) for row in tables["places"]},
        facilities=facilities,
        aliases={row["alias"]: _alias(row) for row in tables["aliases"]},
        services={row["route_id"]: _service(row, agencies[row["agency_id"]]) for row in tables["routes"]},
        trips=dict(_trips(tables, calls, facilities)),
        calendars={calendar.id: calendar for calendar in _calendars(tables)},
        transfers=tuple(_transfer(row) for name in ("transfers", "moves") for row in tables[name]),
        tariffs={row["tariff_id"]: _tariff(row) for row in tables["tariffs"]},
        sources={row["source_id"]: _source(row) for row in tables["sources"]},
        anchors=tuple(_anchor(row) for row in tables["anchors"]),
        hours=_hours(facilities.values()),
        closures=tuple(
            Closure(row["closure_id"], row["stop_id"], Period(row["start"], row["end"]), row["reason"])
            for row in tables["closures"]
        ),
        sailings=tuple(
            Sailing(row["sailing_id"], row["trip_id"], row["start"], SailingChange(row["change"]), row["reason"])
            for row in tables["sailings"]
        ),
        agencies={row["agency_id"]: _agency(row) for row in tables["agency"]},
        changes={(row["stop_id"], row["from_mode"], row["to_mode"]): row["minutes"] for row in tables["changes"]},
        allotments={(row["trip_id"], row["date"]): row["teu"] for row in tables["allotments"]},
        omissions=_omissions(tables, calls),
        transit={row["country"]: _limits(row) for row in tables["transit"]},
        reliability=tuple(_reliability(row) for row in tables["performance"]),
        bases=tuple(_column_basis(row) for row in tables["column_basis"]),
    )


def _reliability(row: Record) -> Reliability:
    return Reliability(
        mode=row["mode"],
        carrier=row["agency_id"],
        window_minutes=row["window_minutes"],
        late_permille=row["late_permille"],
        late_mean_minutes=row["late_mean_minutes"],
        period=row["period"],
        basis=row["basis"],
        source=row["source"],
        note=row["note_en"],
        note_zh=row["note_zh"],
    )


def _omissions(tables: Tables, calls: Ordered) -> dict[tuple[str, date], frozenset[int]]:
    sequence = tables["stop_times"].columns.get("stop_sequence", [])
    found: dict[tuple[str, date], set[int]] = {}
    for row in tables["omissions"]:
        numbers = [sequence[one] for one in calls[row["trip_id"]]]
        found.setdefault((row["trip_id"], row["date"]), set()).add(numbers.index(row["stop_sequence"]))
    return {key: frozenset(numbers) for key, numbers in found.items()}


def _limits(row: Record, of_route: Record | None = None) -> Limits:
    """What a trip does not say itself it has from its route."""

    def said(column: str) -> Any:
        own = row[column]
        return own if own is not None or of_route is None else of_route[column]

    return Limits(
        reefer_plugs=said("reefer_plugs"),
        dangerous_barred=said("dangerous_barred") or frozenset(),
        unit_kg_max=said("unit_kg_max"),
        sizes=said("container_sizes"),
    )


def _agency(row: Record) -> Agency:
    return Agency(
        row["agency_id"], row["agency_name"], row["agency_name_zh"], row["agency_timezone"], row["agency_url"]
    )


def _column_basis(row: Record) -> ColumnBasis:
    return ColumnBasis(row["file"], row["column"], row["basis"], row["source"], row["note_en"], row["note_zh"])


def _hours(facilities: Iterable[Facility]) -> dict[str, Hours]:
    texts = {text for one in facilities for text in (one.open, one.customs) if text}
    return {text: parse_hours(text) for text in sorted(texts)}


def _info(row: Record) -> FeedInfo:
    return FeedInfo(
        network=row["network_id"],
        publisher=row["feed_publisher_name"],
        version=row["feed_version"],
        name=row["name_en"],
        name_zh=row["name_zh"],
        label=row["label_en"],
        label_zh=row["label_zh"],
        currency=row["currency"],
        start=row["feed_start_date"],
        end=row["feed_end_date"],
        url=row["feed_publisher_url"],
        language=row["feed_lang"],
    )


def _place(row: Record) -> Place:
    return Place(
        code=row["code"],
        name=row["name_en"],
        name_zh=row["name_zh"],
        country=row["country"],
        region=row["region_en"],
        region_zh=row["region_zh"],
        latitude_udeg=row["lat"],
        longitude_udeg=row["lon"],
        timezone=row["timezone"],
        kind=row["kind"],
        code_kind=row["code_kind"],
        membership=row["membership"],
        basis=row["basis"],
        source=row["source"],
    )


def _facility(row: Record) -> Facility:
    return Facility(
        id=row["stop_id"],
        name=row["stop_name"],
        name_zh=row["stop_name_zh"],
        latitude_udeg=row["stop_lat"],
        longitude_udeg=row["stop_lon"],
        timezone=row["stop_timezone"],
        place=row["place"],
        kind=row["facility_type"],
        open=row["open"],
        customs=row["customs"],
        customs_minutes=row["customs_minutes"],
        import_minutes=row["import_minutes"],
        export_minutes=row["export_minutes"],
        load_cost=row["load_cost"],
        unload_cost=row["unload_cost"],
        free_days=row["free_days"],
        storage_cost_day=row["storage_cost_day"],
        basis=row["basis"],
        source=row["source"],
        limits=_limits(row),
        gauges_mm=row["gauge_mm"],
    )


def _alias(row: Record) -> Alias:
    return Alias(UnLocode(row["alias"]), UnLocode(row["code"]), row["reason_en"], row["reason_zh"])


def _service(row: Record, agency: Record) -> Service:
    return Service(
        id=row["route_id"],
        agency=row["agency_id"],
        timezone=agency["agency_timezone"],
        name=row["route_long_name"],
        name_zh=row["route_long_name_zh"],
        mode=_mode(row),
        tariff=row["tariff_id"],
        emission_basis=row["emission_basis"] or _mode(row),
        distance_kind=row["distance_kind"],
        basis=row["basis"],
        source=row["source"],
    )


def _mode(row: Record) -> str:
    mode: str = row["mode"] or row["route_type"]
    return mode


def _trips(tables: Tables, calls: Ordered, facilities: Mapping[str, Facility]) -> Iterator[tuple[str, Trip]]:
    routes = {row["route_id"]: row for row in tables["routes"]}
    times = tables["stop_times"]
    for row in tables["trips"]:
        route = routes[row["route_id"]]
        measured = {name: row[name] or route[name] for name in ATTRIBUTES}
        yield (
            row["trip_id"],
            Trip(
                id=row["trip_id"],
                service=row["route_id"],
                calendar=row["service_id"],
                headsign=row["trip_headsign"],
                headsign_zh=row["trip_headsign_zh"],
                direction=row["direction_id"],
                capacity_teu=row["capacity_teu"],
                calls=tuple(_calls(times, calls[row["trip_id"]], facilities)),
                limits=_limits(row, route),
                attributes={name: value for name, value in measured.items() if value is not None},
                no_cabotage=row["no_cabotage"] or route["no_cabotage"] or frozenset(),
            ),
        )


def _calls(times: Rows, numbers: Iterable[int], facilities: Mapping[str, Facility]) -> Iterator[CallTime]:
    """Of one trip, by their rows. There may be a million: columns are read at once."""
    columns = [times.columns[name] for name in CALL_COLUMNS]
    for number in numbers:
        stop, arrival, departure, board, alight, metres, cargo, *others = [column[number] for column in columns]
        if cargo is None:
            cargo = facilities[stop].export_minutes
        yield CallTime(stop, arrival, departure, board, alight, metres, cargo, *others)


CALL_COLUMNS = (
    "stop_id",
    "arrival_time",
    "departure_time",
    "pickup_type",
    "drop_off_type",
    "shape_dist_traveled",
    "cargo_cutoff_minutes",
    "document_cutoff_minutes",
    "customs_cutoff_minutes",
    "vgm_cutoff_minutes",
    "dangerous_cutoff_minutes",
    "passages",
)
"""In the order of the fields of `CallTime`."""


def _calendars(tables: Tables) -> Iterator[Calendar]:
    exceptions: dict[str, list[Record]] = {}
    for row in tables["calendar_dates"]:
        exceptions.setdefault(row["service_id"], []).append(row)
    regular = {row["service_id"]: row for row in tables["calendar"]}
    for service in dict.fromkeys([*regular, *exceptions]):
        special = exceptions.get(service, [])
        added = frozenset(row["date"] for row in special if row["exception_type"] == "1")
        removed = frozenset(row["date"] for row in special if row["exception_type"] == "2")
        row_or_first = regular.get(service)
        if row_or_first is None:
            days = [row["date"] for row in special]
            yield Calendar(service, (False,) * 7, min(days), max(days), added, removed)
        else:
            weekdays = tuple(row_or_first[name] for name in WEEKDAYS)
            yield Calendar(service, weekdays, row_or_first["start_date"], row_or_first["end_date"], added, removed)


def _transfer(row: Record) -> Transfer:
    return Transfer(
        origin=row["from_stop_id"],
        destination=row["to_stop_id"],
        minutes=-(-row["min_transfer_time"] // 60),
        mode=row["mode"],
        distance_metres=row["distance_km"],
        cost=row["cost"],
        emission_basis=row["emission_basis"] or row["mode"],
        note=row["note"],
        basis=row["basis"],
        source=row["source"],
    )


def _tariff(row: Record) -> Tariff:
    return Tariff(
        id=row["tariff_id"],
        name=row["name"],
        name_zh=row["name_zh"],
        fixed_per_teu=row["fixed_per_teu"],
        per_teu_1000km=row["per_teu_1000km"],
        per_kg=row["per_kg"],
        document_fee=row["document_fee"],
        fixed_per_teu_large=row["fixed_per_teu_large"],
        reefer_per_teu=row["reefer_per_teu"],
        dangerous_per_teu=row["dangerous_per_teu"],
    )


def _source(row: Record) -> Source:
    return Source(row["source_id"], row["title"], row["publisher"], row["date"], row["url"], row["licence"])


def _anchor(row: Record) -> Anchor:
    return Anchor(
        id=row["anchor_id"],
        figure=row["figure_en"],
        figure_zh=row["figure_zh"],
        published=row["published"],
        measure=row["measure"],
        origin=row["origin"],
        destination=row["destination"],
        services=row["services"],
        from_moment=row["from_moment"],
        to_moment=row["to_moment"],
        window_start=row["window_start"],
        compared=row["compared"],
        low=row["low"],
        high=row["high"],
        unit=row["unit"],
        moments=row["moments_en"],
        moments_zh=row["moments_zh"],
        fitted=row["status"] == "fitted",
        input=row["input"],
        note=row["note_en"],
        note_zh=row["note_zh"],
        source=row["source"],
    )
