"""The calls of each trip in their order, and what is wrong with them: times that run backwards, loops, tracks of another gauge."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping
from itertools import pairwise

from landsea.network.wire.checks import Tables, nowhere, repeated
from landsea.network.wire.tables import Findings, Record

CALLS_MIN = 2
Ordered = Mapping[str, "array[int]"]
"""The rows of `stop_times` by trip, in the order of the calls."""


def in_order(tables: Tables) -> Ordered:
    """Rows are named by their number: 10 bytes a call, however many there are."""
    rows = tables["stop_times"]
    calls: dict[str, array[int]] = {trip: array("L") for trip in tables["trips"].columns.get("trip_id", ())}
    for number, trip in enumerate(rows.columns.get("trip_id", ())):
        if trip in calls:
            calls[trip].append(number)
    sequence = rows.columns.get("stop_sequence", [])
    return {trip: array("L", sorted(numbers, key=sequence.__getitem__)) for trip, numbers in calls.items()}


def check_calls(tables: Tables, calls: Ordered, findings: Findings) -> None:
    rows = tables["stop_times"]
    broken = rows.unread.get("trip_id", set())
    for trip in tables["trips"]:
        ordered = [rows[number] for number in calls[trip["trip_id"]]]
        complete = rows.whole and trip["trip_id"] not in broken
        if len(ordered) < CALLS_MIN and complete:
            what = "The trip has {calls} call(s) in stop_times."
            findings.of(trip, "trip_id", what, "A trip has at least two calls.", calls=len(ordered))
        for row in ordered:
            if row["departure_time"] < row["arrival_time"]:
                findings.of(row, "departure_time", "It departs before it arrives.", "Let times rise.")
        for before, after in pairwise(ordered):
            _segment(before, after, findings, adjacent=complete)
    _omissions(tables, calls, findings)
    _gauges(tables, calls, findings)


def _segment(before: Record, after: Record, findings: Findings, *, adjacent: bool) -> None:
    """`adjacent`: no call between them could not be read."""
    if after["stop_sequence"] == before["stop_sequence"]:
        repeated(after, "stop_sequence", f"{after['trip_id']}, {after['stop_sequence']}", before.line, findings)
    if after["arrival_time"] <= before["departure_time"]:
        what = "It arrives at or before the departure in line {line}."
        mend = "Let times rise from call to call; after midnight go on past 24:00."
        findings.of(after, "arrival_time", what, mend, line=before.line)
    if after["shape_dist_traveled"] < before["shape_dist_traveled"]:
        what = "The distance is shorter than in line {line}."
        findings.of(after, "shape_dist_traveled", what, "Measure distances from the first call.", line=before.line)
    if after["stop_id"] == before["stop_id"] and adjacent:
        what = "It calls at the facility of line {line} again without having left it."
        findings.of(after, "stop_id", what, "Join the two calls into one.", line=before.line)


def _omissions(tables: Tables, calls: Ordered, findings: Findings) -> None:
    sequence = tables["stop_times"].columns.get("stop_sequence", [])
    rows = tables["stop_times"]
    trips = rows.named("trip_id") - rows.unread.get("trip_id", set()) if rows.whole else set()
    for row in (one for one in tables["omissions"] if one["trip_id"] in trips):
        if row["stop_sequence"] not in {sequence[number] for number in calls.get(row["trip_id"], ())}:
            nowhere(row, "stop_sequence", row["stop_sequence"], f"stop_times ({row['trip_id']})", findings)


def _gauges(tables: Tables, calls: Ordered, findings: Findings) -> None:
    """A train of one gauge cannot call where the tracks have another: there the cargo changes trains."""
    tracks = {row["stop_id"]: row["gauge_mm"] for row in tables["stops"] if row["gauge_mm"]}
    stop_of = tables["stop_times"].columns.get("stop_id", [])
    for trip, gauge in _trains(tables):
        for number in calls[trip]:
            if gauge not in tracks.get(stop_of[number], {gauge}):
                row = tables["stop_times"][number]
                what = "The train runs on {gauge} mm, the tracks of {stop} have {tracks} mm."
                mend = "End the trip where the gauge breaks and go on with another."
                known = ", ".join(str(one) for one in sorted(tracks[row["stop_id"]]))
                findings.of(row, "stop_id", what, mend, gauge=gauge, stop=row["stop_id"], tracks=known)


def _trains(tables: Tables) -> Iterator[tuple[str, int]]:
    of_route = {row["route_id"]: row["gauge_mm"] for row in tables["routes"]}
    for row in tables["trips"]:
        gauge = row["gauge_mm"] or of_route.get(row["route_id"])
        if gauge:
            yield row["trip_id"], gauge
