"""What no single cell can show: duplicate ids, references that lead nowhere, times that run backwards."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from landsea.network.wire.files import SHAPES
from landsea.network.wire.tables import Findings, Record

Tables = Mapping[str, list[Record]]

REFERENCES = (
    ("stops", "place", "places", "code"),
    ("aliases", "code", "places", "code"),
    ("routes", "agency_id", "agency", "agency_id"),
    ("routes", "tariff_id", "tariffs", "tariff_id"),
    ("trips", "route_id", "routes", "route_id"),
    ("stop_times", "trip_id", "trips", "trip_id"),
    ("stop_times", "stop_id", "stops", "stop_id"),
    ("transfers", "from_stop_id", "stops", "stop_id"),
    ("transfers", "to_stop_id", "stops", "stop_id"),
    ("closures", "stop_id", "stops", "stop_id"),
    ("sailings", "trip_id", "trips", "trip_id"),
    ("anchors", "source", "sources", "source_id"),
)
WITH_SOURCE = ("places", "stops", "routes", "transfers")
CALLS_MIN = 2


def check(tables: Tables, findings: Findings) -> None:
    _duplicates(tables, findings)
    _references(tables, findings)
    _single_info(tables, findings)
    _aliases(tables, findings)
    _calendars(tables, findings)
    _periods(tables, findings)
    _transfers(tables, findings)
    _anchors(tables, findings)
    _stop_times(tables, findings)


def _duplicates(tables: Tables, findings: Findings) -> None:
    for name, shape in SHAPES.items():
        seen: dict[tuple[object, ...], Record] = {}
        for row in tables[name] if shape.key else []:
            key = tuple(row[column] for column in shape.key)
            first = seen.setdefault(key, row)
            if first is not row:
                shown = ", ".join(str(part) for part in key)
                what, mend = "{id} stands in line {line} already.", "Give each row its own id, or remove one."
                findings.of(row, shape.key[-1], what, mend, id=shown, line=first.line)


def _references(tables: Tables, findings: Findings) -> None:
    for name, column, target, key in REFERENCES:
        known = {row[key] for row in tables[target]}
        for row in tables[name]:
            if row[column] not in known:
                _nowhere(row, column, row[column], target, findings)
    services = {row["service_id"] for name in ("calendar", "calendar_dates") for row in tables[name]}
    for row in tables["trips"]:
        if row["service_id"] not in services:
            _nowhere(row, "service_id", row["service_id"], "calendar, calendar_dates", findings)
    sources = {row["source_id"] for row in tables["sources"]}
    for row in (row for name in WITH_SOURCE for row in tables[name]):
        if row["source"] and row["source"] not in sources:
            _nowhere(row, "source", row["source"], "sources", findings)


def _nowhere(row: Record, column: str, name: str, table: str, findings: Findings) -> None:
    what, mend = "There is no {name!r} in {table}.", "Correct it, or add it to {table}."
    findings.of(row, column, what, mend, name=str(name), table=table)


def _single_info(tables: Tables, findings: Findings) -> None:
    rows = tables["feed_info"]
    if len(rows) != 1:
        findings.add("feed_info.csv", 0, "", "The file has {rows} rows.", "It has exactly one.", rows=len(rows))
    for row in rows:
        if row["feed_end_date"] < row["feed_start_date"]:
            findings.of(row, "feed_end_date", "The feed ends before it starts.", "Swap the dates.")


def _aliases(tables: Tables, findings: Findings) -> None:
    places = {row["code"] for row in tables["places"]}
    for row in tables["aliases"]:
        if row["alias"] in places:
            what = "{alias} is a place itself, so the alias would hide it."
            findings.of(row, "alias", what, "Remove the alias or the place.", alias=row["alias"])


def _calendars(tables: Tables, findings: Findings) -> None:
    for row in tables["calendar"]:
        if row["end_date"] < row["start_date"]:
            findings.of(row, "end_date", "The calendar ends before it starts.", "Swap the dates.")


def _periods(tables: Tables, findings: Findings) -> None:
    for row in tables["closures"]:
        if row["end"] <= row["start"]:
            findings.of(row, "end", "The closure ends before it starts.", "Swap start and end.")


def _transfers(tables: Tables, findings: Findings) -> None:
    for row in tables["transfers"]:
        if row["from_stop_id"] == row["to_stop_id"]:
            findings.of(row, "to_stop_id", "The transfer leads back to where it starts.", "Name another facility.")


def _anchors(tables: Tables, findings: Findings) -> None:
    routes = {row["route_id"] for row in tables["routes"]}
    stops = {row["stop_id"] for row in tables["stops"]}
    anchors = {row["anchor_id"] for row in tables["anchors"]}
    for row in tables["anchors"]:
        for service in row["services"]:
            if service not in routes:
                _nowhere(row, "services", service, "routes", findings)
        for column in ("origin", "destination"):
            if row[column] and row[column] not in stops:
                _nowhere(row, column, row[column], "stops", findings)
        if row["compared"] and row["compared"] not in anchors:
            _nowhere(row, "compared", row["compared"], "anchors", findings)


def _stop_times(tables: Tables, findings: Findings) -> None:
    calls: dict[str, list[Record]] = {row["trip_id"]: [] for row in tables["trips"]}
    for row in tables["stop_times"]:
        calls.setdefault(row["trip_id"], []).append(row)
    for trip in tables["trips"]:
        ordered = sorted(calls[trip["trip_id"]], key=lambda row: row["stop_sequence"])
        if len(ordered) < CALLS_MIN:
            what = "The trip has {calls} call(s) in stop_times."
            findings.of(trip, "trip_id", what, "A trip has at least two calls.", calls=len(ordered))
        for row in ordered:
            if row["departure_time"] < row["arrival_time"]:
                findings.of(row, "departure_time", "It departs before it arrives.", "Let times rise.")
        for before, after in pairwise(ordered):
            _segment(before, after, findings)


def _segment(before: Record, after: Record, findings: Findings) -> None:
    if after["arrival_time"] <= before["departure_time"]:
        what = "It arrives at or before the departure in line {line}."
        mend = "Let times rise from call to call; after midnight go on past 24:00."
        findings.of(after, "arrival_time", what, mend, line=before.line)
    if after["shape_dist_traveled"] < before["shape_dist_traveled"]:
        what = "The distance is shorter than in line {line}."
        findings.of(after, "shape_dist_traveled", what, "Measure distances from the first call.", line=before.line)
    if after["stop_id"] == before["stop_id"]:
        what = "It calls at the facility of line {line} again without having left it."
        findings.of(after, "stop_id", what, "Join the two calls into one.", line=before.line)
