"""A network from the text of its files: read every row, check every reference, and only then build the values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from landsea.kernel import BadSource, Finding, Period, Phrase, UnLocode
from landsea.network.model import (
    Alias,
    Anchor,
    Calendar,
    CallTime,
    Closure,
    Facility,
    FeedInfo,
    Hours,
    Network,
    Place,
    Sailing,
    SailingChange,
    Service,
    Source,
    Tariff,
    Transfer,
    Trip,
)
from landsea.network.wire.cells import parse_hours
from landsea.network.wire.checks import check
from landsea.network.wire.files import SHAPES, WEEKDAYS
from landsea.network.wire.tables import Findings, Record, read_records

Tables = dict[str, list[Record]]
FILE_BYTES_MAX = 64 * 1024 * 1024


def parse_network(files: Mapping[str, bytes], digest: str) -> Network:
    """`files` by their names (`stops.csv` or GTFS's `stops.txt`). Raises `BadSource` with a located finding for every bad row."""
    findings = Findings()
    tables = _tables(files, findings)
    if not findings:
        check(tables, findings)
    if findings:
        raise BadSource("network", list[Finding](findings))
    return _network(tables, digest)


def _tables(files: Mapping[str, bytes], findings: Findings) -> Tables:
    tables: Tables = {}
    for name, shape in SHAPES.items():
        given = [f"{name}{ending}" for ending in (".csv", ".txt") if f"{name}{ending}" in files]
        if len(given) > 1:
            findings.add(given[1], 0, "", "{file} holds the same table.", "Remove one of the two.", file=given[0])
        if given:
            content = _decoded(given[0], files[given[0]], findings)
            tables[name] = read_records(given[0], content, shape.columns, findings) if content is not None else []
        else:
            tables[name] = []
            if shape.required:
                findings.add(f"{name}.csv", 0, "", "The file is missing.", "Add it, also when it has no rows.")
    return tables


def _decoded(name: str, content: bytes, findings: Findings) -> str | None:
    if len(content) > FILE_BYTES_MAX:
        findings.keep(oversized(name, len(content)))
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        findings.add(name, line, "", "Byte {byte} is not UTF-8.", "Save the file as UTF-8.", byte=error.start)
        return None


def oversized(name: str, size: int) -> Finding:
    what, mend = (
        Phrase("The file has {size} bytes.", size=size),
        Phrase("Keep files below {most} bytes.", most=FILE_BYTES_MAX),
    )
    return Finding(name, 0, "", what, mend)


def _network(tables: Tables, digest: str) -> Network:
    agencies = {row["agency_id"]: row for row in tables["agency"]}
    facilities = {row["stop_id"]: _facility(row) for row in tables["stops"]}
    return Network(
        digest=digest,
        info=_info(tables["feed_info"][0]),
        places={row["code"]: _place(row) for row in tables["places"]},
        facilities=facilities,
        aliases={row["alias"]: _alias(row) for row in tables["aliases"]},
        services={row["route_id"]: _service(row, agencies[row["agency_id"]]) for row in tables["routes"]},
        trips=dict(_trips(tables, facilities)),
        calendars={calendar.id: calendar for calendar in _calendars(tables)},
        transfers=tuple(_transfer(row) for row in tables["transfers"]),
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
    )


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
        mode=row["mode"],
        tariff=row["tariff_id"],
        emission_basis=row["emission_basis"] or row["mode"],
        distance_kind=row["distance_kind"],
        basis=row["basis"],
        source=row["source"],
    )


def _trips(tables: Tables, facilities: Mapping[str, Facility]) -> Iterator[tuple[str, Trip]]:
    calls: dict[str, list[Record]] = {row["trip_id"]: [] for row in tables["trips"]}
    for row in tables["stop_times"]:
        calls[row["trip_id"]].append(row)
    for row in tables["trips"]:
        ordered = sorted(calls[row["trip_id"]], key=lambda call: call["stop_sequence"])
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
                calls=tuple(_call(call, facilities[call["stop_id"]]) for call in ordered),
            ),
        )


def _call(row: Record, facility: Facility) -> CallTime:
    cargo = row["cargo_cutoff_minutes"]
    return CallTime(
        facility=facility.id,
        arrival_minute=row["arrival_time"],
        departure_minute=row["departure_time"],
        board=row["pickup_type"],
        alight=row["drop_off_type"],
        distance_metres=row["shape_dist_traveled"],
        cargo_lead_minutes=facility.export_minutes if cargo is None else cargo,
        document_lead_minutes=row["document_cutoff_minutes"],
        customs_lead_minutes=row["customs_cutoff_minutes"],
    )


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
