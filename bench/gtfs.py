"""A synthetic timetable as a GTFS feed, so that other engines read the same thing."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from bench.timetables import DAY, MODES, MONDAY, START, Synthetic
from landsea.routing import Pattern, Timetable


def write_gtfs(network: Synthetic, folder: Path) -> None:
    """A feed in UTC: stops named as in the timetable, one trip per pattern (hours beyond 24 where it takes days), the
    dates of its starts as a service. Cut-offs, handling times, prices and CO2e are left out.
    """
    timetable = network.timetable
    folder.mkdir(parents=True, exist_ok=True)
    services = _services(timetable)
    tables = {
        "agency": (
            "agency_id,agency_name,agency_url,agency_timezone",
            ["synthetic,Synthetic,https://example.com,Etc/UTC"],
        ),
        "stops": (
            "stop_id,stop_name,stop_lat,stop_lon",
            [
                f"{stop.id},{stop.id},{lat:.6f},{lon:.6f}"
                for stop, (lat, lon) in zip(timetable.stops, network.positions, strict=True)
            ],
        ),
        "routes": (
            "route_id,agency_id,route_short_name,route_long_name,route_type,route_color,route_text_color",
            [f"{p.id},synthetic,{p.id},,{_gtfs_type(p)},FFFFFF,000000" for p in timetable.patterns],
        ),
        "trips": (
            "route_id,service_id,trip_id,trip_short_name",
            [f"{p.id},{services[_days(p)]},{p.id},{p.id}" for p in timetable.patterns],
        ),
        "stop_times": ("trip_id,arrival_time,departure_time,stop_id,stop_sequence", _stop_times(timetable)),
        "calendar_dates": (
            "service_id,date,exception_type",
            [f"{service},{_date(day)},1" for days, service in services.items() for day in days],
        ),
        "transfers": (
            "from_stop_id,to_stop_id,transfer_type,min_transfer_time",
            [
                f"{timetable.stops[t.from_stop].id},{timetable.stops[t.to_stop].id},2,{60 * t.minutes}"
                for t in timetable.transfers
            ],
        ),
    }
    for name, (header, rows) in tables.items():
        (folder / f"{name}.txt").write_text("\n".join((header, *rows, "")), encoding="utf-8")


def _stop_times(timetable: Timetable) -> list[str]:
    rows = []
    for pattern in timetable.patterns:
        hour = (pattern.starts[0] - START) % DAY if pattern.starts else 0
        for number, call in enumerate(pattern.calls):
            arrival, departure = (_clock(hour + minute) for minute in (call.arrival_minute, call.departure_minute))
            rows.append(f"{pattern.id},{arrival},{departure},{timetable.stops[call.stop].id},{number}")
    return rows


def _days(pattern: Pattern) -> tuple[int, ...]:
    return tuple((start - START) // DAY for start in pattern.starts)


def _services(timetable: Timetable) -> dict[tuple[int, ...], str]:
    return {days: f"days-{n}" for n, days in enumerate(dict.fromkeys(_days(p) for p in timetable.patterns))}


def _gtfs_type(pattern: Pattern) -> int:
    return next(mode.gtfs_type for mode in MODES if mode.name == pattern.mode)


def _date(day: int) -> str:
    return (MONDAY + timedelta(days=day)).strftime("%Y%m%d")


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}:00"
