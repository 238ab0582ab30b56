"""What is not wrong but worth telling: parts of the network that nothing joins, calendars without a day, rows about runs that are none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from landsea.kernel import Finding, Phrase
from landsea.network.wire.calls import Ordered
from landsea.network.wire.checks import Tables
from landsea.network.wire.files import WEEKDAYS
from landsea.network.wire.tables import FINDINGS_MAX, Record

NAMES_SHOWN = 8


def advice(tables: Tables, calls: Ordered) -> tuple[Finding, ...]:
    """Of tables without errors. Advice does not prevent an import."""
    found = (*_parts(tables, calls), *_calendars(tables), *_runs(tables))
    return found[:FINDINGS_MAX]


def _parts(tables: Tables, calls: Ordered) -> Iterator[Finding]:
    """Facilities that no trip, transfer or move joins with the others, in either direction; the largest part is the network."""
    parts = sorted(_components(tables, calls), key=len, reverse=True)
    for part in parts[1:]:
        names = [row["stop_id"] for row in part]
        shown = ", ".join(names[:NAMES_SHOWN]) + (", ..." if len(names) > NAMES_SHOWN else "")
        what = "Nothing joins {count} of {all} facilities with the rest of the network: {names}."
        mend = "Add a trip or a transfer, if cargo is to come here."
        yield _tell(part[0], "stop_id", what, mend, count=len(part), all=len(tables["stops"]), names=shown)


def _components(tables: Tables, calls: Ordered) -> list[list[Record]]:
    """Each in the order of its rows, the parts by their first row."""
    parent = {row["stop_id"]: row["stop_id"] for row in tables["stops"]}

    def root(stop: str) -> str:
        while parent[stop] != stop:
            parent[stop] = stop = parent[parent[stop]]
        return stop

    stop_of = tables["stop_times"].columns.get("stop_id", [])
    for numbers in calls.values():
        for before, after in pairwise(numbers):
            parent[root(stop_of[before])] = root(stop_of[after])
    for name in ("transfers", "moves"):
        for row in tables[name]:
            parent[root(row["from_stop_id"])] = root(row["to_stop_id"])
    parts: dict[str, list[Record]] = {}
    for row in tables["stops"]:
        parts.setdefault(root(row["stop_id"]), []).append(row)
    return list(parts.values())


def _calendars(tables: Tables) -> Iterator[Finding]:
    added = {row["service_id"] for row in tables["calendar_dates"] if row["exception_type"] == "1"}
    for row in tables["calendar"]:
        days = min((row["end_date"] - row["start_date"]).days, 6)
        weekdays = {(row["start_date"] + timedelta(days=number)).weekday() for number in range(days + 1)}
        if row["service_id"] not in added and not any(row[WEEKDAYS[number]] for number in weekdays):
            what, mend = "The calendar has no day.", "Set a weekday that lies between its dates, or add a date."
            yield _tell(row, "service_id", what, mend)


def _runs(tables: Tables) -> Iterator[Finding]:
    """Allotments and omissions of days on which their trip does not run."""
    calendar_of = {row["trip_id"]: row["service_id"] for row in tables["trips"]}
    regular = {row["service_id"]: row for row in tables["calendar"]}
    special = {(row["service_id"], row["date"]): row["exception_type"] == "1" for row in tables["calendar_dates"]}
    extra = {row["trip_id"] for row in tables["sailings"] if row["change"] == "added"}
    for row in (row for name in ("allotments", "omissions") for row in tables[name]):
        service, day = calendar_of[row["trip_id"]], row["date"]
        runs = special.get((service, day), _is_regular(regular.get(service), row))
        if not runs and row["trip_id"] not in extra:
            what, mend = "{trip} does not run on {day}.", "Give a service day on which it runs, or remove the row."
            yield _tell(row, "date", what, mend, trip=row["trip_id"], day=f"{day:%Y%m%d}")


def _is_regular(calendar: Record | None, row: Record) -> bool:
    if calendar is None or not calendar["start_date"] <= row["date"] <= calendar["end_date"]:
        return False
    runs: bool = calendar[WEEKDAYS[row["date"].weekday()]]
    return runs


def _tell(row: Record, column: str, what: str, mend: str, /, **facts: object) -> Finding:
    return Finding(row.file, row.line, column, Phrase(what, **facts), Phrase(mend, **facts), error=False)
