"""What no single cell can show: duplicate ids, references that lead nowhere, days that are not in order. Calls have their own: `calls`."""

from __future__ import annotations

from collections.abc import Mapping

from landsea.network.wire.files import SHAPES
from landsea.network.wire.tables import Findings, Record, Rows

Tables = Mapping[str, Rows]

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
    ("moves", "from_stop_id", "stops", "stop_id"),
    ("moves", "to_stop_id", "stops", "stop_id"),
    ("changes", "stop_id", "stops", "stop_id"),
    ("allotments", "trip_id", "trips", "trip_id"),
    ("omissions", "trip_id", "trips", "trip_id"),
    ("closures", "stop_id", "stops", "stop_id"),
    ("sailings", "trip_id", "trips", "trip_id"),
    ("anchors", "source", "sources", "source_id"),
)
WITH_SOURCE = ("places", "stops", "routes", "transfers", "moves", "changes", "transit", "performance", "column_basis")
CAPACITY_TEU_MAX = {"sea": 50_000, "inland-water": 5_000, "rail": 2_000, "road": 1_000, "air": 500}
"""More than any vessel, push convoy, train, road convoy or aircraft takes."""


def check(tables: Tables, findings: Findings) -> None:
    """Of the rows that could be read; what stands in the others may be referred to, and so may anything in a file that was not read."""
    _duplicates(tables, findings)
    _references(tables, findings)
    _single_info(tables, findings)
    _aliases(tables, findings)
    _calendars(tables, findings)
    _periods(tables, findings)
    _transfers(tables, findings)
    _anchors(tables, findings)
    _modes(tables, findings)
    _capacities(tables, findings)
    _performance(tables, findings)


def _duplicates(tables: Tables, findings: Findings) -> None:
    """But those of calls, which `calls` finds trip by trip."""
    for name, shape in SHAPES.items():
        seen: dict[tuple[object, ...], int] = {}
        for row in tables[name] if shape.key and name != "stop_times" else ():
            key = tuple(row[column] for column in shape.key)
            first = seen.setdefault(key, row.line)
            if first != row.line:
                repeated(row, shape.key[-1], ", ".join(str(part) for part in key), first, findings)


def repeated(row: Record, column: str, shown: str, first: int, findings: Findings) -> None:
    what, mend = "{id} stands in line {line} already.", "Give each row its own id, or remove one."
    findings.of(row, column, what, mend, id=shown, line=first)


def _references(tables: Tables, findings: Findings) -> None:
    for name, column, target, key in REFERENCES:
        if tables[target].whole:
            _all_known(tables[name], column, tables[target].named(key), target, findings)
    calendars = [tables[name] for name in ("calendar", "calendar_dates")]
    if all(one.whole for one in calendars):
        services = set[object]().union(*(one.named("service_id") for one in calendars))
        _all_known(tables["trips"], "service_id", services, "calendar, calendar_dates", findings)
    for name in WITH_SOURCE if tables["sources"].whole else ():
        _all_known(tables[name], "source", {"", *tables["sources"].named("source_id")}, "sources", findings)


def _all_known(rows: Rows, column: str, known: set[object], target: str, findings: Findings) -> None:
    for number, value in enumerate(rows.columns.get(column, ())):
        if value not in known:
            nowhere(rows[number], column, value, target, findings)


def nowhere(row: Record, column: str, name: object, table: str, findings: Findings) -> None:
    what, mend = "There is no {name!r} in {table}.", "Correct it, or add it to {table}."
    findings.of(row, column, what, mend, name=str(name), table=table)


def _single_info(tables: Tables, findings: Findings) -> None:
    rows = tables["feed_info"]
    if len(rows) != 1 and rows.whole and not rows.unread:
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
    for row in (row for name in ("transfers", "moves") for row in tables[name]):
        if row["from_stop_id"] == row["to_stop_id"]:
            findings.of(row, "to_stop_id", "The transfer leads back to where it starts.", "Name another facility.")


def _anchors(tables: Tables, findings: Findings) -> None:
    routes, stops = tables["routes"].named("route_id"), tables["stops"].named("stop_id")
    anchors = tables["anchors"].named("anchor_id")
    for row in tables["anchors"] if all(tables[name].whole for name in ("routes", "stops", "anchors")) else ():
        for service in row["services"]:
            if service not in routes:
                nowhere(row, "services", service, "routes", findings)
        for column in ("origin", "destination"):
            if row[column] and row[column] not in stops:
                nowhere(row, column, row[column], "stops", findings)
        if row["compared"] and row["compared"] not in anchors:
            nowhere(row, "compared", row["compared"], "anchors", findings)


def _modes(tables: Tables, findings: Findings) -> None:
    """A route has its mode from `mode` or from GTFS's `route_type`; where both are given they agree."""
    for row in tables["routes"]:
        mode, kind = row["mode"], row["route_type"]
        if not mode and not kind:
            findings.of(row, "mode", "The route has neither mode nor route_type.", "Fill in one of the two.")
        elif mode and kind and mode != kind and (mode, kind) != ("inland-water", "sea"):
            what, mend = "The route_type stands for {kind}, the mode is {mode}.", "Let them agree, or leave one empty."
            findings.of(row, "route_type", what, mend, kind=kind, mode=mode)


def _capacities(tables: Tables, findings: Findings) -> None:
    modes = {row["route_id"]: row["mode"] or row["route_type"] for row in tables["routes"]}
    for row in tables["trips"]:
        most = CAPACITY_TEU_MAX.get(modes.get(row["route_id"], ""))
        if most is not None and row["capacity_teu"] > most:
            what, mend = (
                "{teu} TEU is more than any run by {mode} takes.",
                "Give at most {most}, or 0 if it is not known.",
            )
            mode = modes[row["route_id"]]
            findings.of(row, "capacity_teu", what, mend, teu=row["capacity_teu"], mode=mode, most=most)


def _performance(tables: Tables, findings: Findings) -> None:
    agencies = {"", *tables["agency"].named("agency_id")}
    for row in tables["performance"]:
        if row["agency_id"] not in agencies and tables["agency"].whole:
            nowhere(row, "agency_id", row["agency_id"], "agency", findings)
        if row["late_mean_minutes"] <= row["window_minutes"]:
            what, mend = (
                "What is late is on average not later than the window.",
                "Give the mean of late arrivals alone.",
            )
            findings.of(row, "late_mean_minutes", what, mend)
