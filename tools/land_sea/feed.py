"""Writes all files of the network."""

from __future__ import annotations

from pathlib import Path

from land_sea import moves, places, services
from land_sea.tables import Row, read, write

VERSION = "2026.11"
INFO: Row = {
    "feed_publisher_name": "Landsea",
    "feed_publisher_url": "https://example.org/landsea",
    "feed_lang": "en",
    "feed_start_date": "20260101",
    "feed_end_date": "20351231",
    "feed_version": VERSION,
    "network_id": "land-sea",
    "name_en": "New International Land-Sea Trade Corridor (illustrative timetable)",
    "name_zh": "国际陆海贸易新通道（示例时刻表）",
    "currency": "USD",
    "label_en": "Illustrative timetable: its published anchors are exact, its services are assumed. Replace it with your own.",
    "label_zh": "示例时刻表：已公布的数据点保持一致，班次为假设。请以自有数据替换。",
    "basis": "assumed",
    "source": "own",
}


def build(folder: Path) -> None:
    """All files into `folder`, the same bytes on every run with the same packages."""
    all_places = places.places()
    facilities = places.facilities(all_places)
    stops = {row["stop_id"]: row for row in facilities}
    sea = services.sea_distances(stops)
    lines = services.all_lines(stops, sea)
    used = {stop for line in lines for stop in line.stops}
    write(folder, "feed_info", [INFO], " ".join(INFO))
    write(folder, "places", all_places, places.PLACE_COLUMNS)
    write(folder, "stops", facilities, places.STOP_COLUMNS)
    write(folder, "routes", services.routes(lines, stops), services.ROUTE_COLUMNS)
    write(folder, "trips", services.trips(lines, stops), services.TRIP_COLUMNS)
    write(folder, "stop_times", services.stop_times(lines, stops, sea), services.STOP_TIME_COLUMNS)
    write(folder, "calendar", services.calendars(lines), services.CALENDAR_COLUMNS)
    write(folder, "calendar_dates", [], "service_id date exception_type basis source")
    write(folder, "transfers", moves.transfers(stops, used), moves.TRANSFER_COLUMNS)
    write(folder, "closures", [], "closure_id stop_id start end reason")
    write(folder, "allotments", [], "trip_id date teu")
    write(folder, "omissions", [], "trip_id date stop_sequence reason")
    _copies(folder)
    idle = sorted(set(stops) - used - {row["from_stop_id"] for row in moves.transfers(stops, used)})
    if idle:
        raise SystemExit(f"no service or transfer at: {', '.join(idle)}")


def _copies(folder: Path) -> None:
    own = {"basis": "assumed", "source": "own"}
    url = {"agency_url": "https://example.org/landsea"}
    write(
        folder,
        "agency",
        [{**row, **url, **own} for row in read("agencies")],
        "agency_id agency_name agency_name_zh agency_url agency_timezone basis source",
    )
    write(
        folder,
        "tariffs",
        [{**row, **own} for row in read("tariffs")],
        "tariff_id name name_zh fixed_per_teu per_teu_1000km per_kg document_fee fixed_per_teu_large reefer_per_teu dangerous_per_teu "
        "basis source",
    )
    codes = {"basis": "published", "source": "unlocode"}
    write(
        folder,
        "aliases",
        [{**row, **codes} for row in read("aliases")],
        "alias code reason_en reason_zh basis source",
    )
    performance = read("performance")
    write(folder, "performance", performance, " ".join(performance[0]))
    anchors = read("anchors")
    write(folder, "anchors", anchors, " ".join(anchors[0]))
    write(folder, "sources", read("sources"), "source_id title publisher date url licence")
    for name in ("changes", "transit", "column_basis"):
        rows = read(name)
        write(folder, name, rows, " ".join(rows[0]))
