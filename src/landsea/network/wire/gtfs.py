"""A window of the network as a GTFS feed that other engines load, with the freight columns of `docs/freight-gtfs.md`.

Closures, omitted calls, and sailings added or blanked are applied: whoever reads only GTFS's own columns sees the runs as they are.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from landsea.network.model import Calendar, Network, Schedule
from landsea.network.model.schedule import DatedTrip, ScheduledCall
from landsea.network.wire import gtfs_static
from landsea.network.wire.files import WEEKDAYS
from landsea.network.wire.gtfs_static import Row, day_text, kilometres, limits, spaced

FREIGHT_VERSION = "1.0"
"""Of `docs/freight-gtfs.md`."""


def render_gtfs(network: Network, schedule: Schedule, trips: Sequence[DatedTrip], timezone: str) -> dict[str, bytes]:
    """Files by name. `trips` are the runs of the schedule by service days of `timezone`."""
    calendars = list({one.calendar.id: one.calendar for one in trips}.values())
    tables: dict[str, Iterable[Row]] = {
        "feed_info": [_feed_info(network, calendars)],
        "agency": gtfs_static.agencies(network, schedule, timezone),
        "stops": gtfs_static.stops(schedule),
        "routes": gtfs_static.routes(network, schedule),
        "trips": (_trip(network, one) for one in trips),
        "stop_times": (row for one in trips for row in _stop_times(schedule, one)),
        "calendar": (_calendar(one) for one in calendars if any(one.weekdays)),
        "calendar_dates": (row for one in calendars for row in _exceptions(one)),
        "transfers": gtfs_static.transfers(network, moves=False),
        "moves": gtfs_static.transfers(network, moves=True),
        "allotments": (
            {"trip_id": one.id, "date": day_text(day), "teu": teu} for one in trips for day, teu in one.left_teu.items()
        ),
        **gtfs_static.freight(network, schedule),
    }
    return {f"{name}.txt": content for name, rows in tables.items() if (content := _written(rows))}


def _written(rows: Iterable[Row]) -> bytes:
    """Columns that no row fills are left out, and so are files without rows."""
    cells = [{name: "" if value is None else str(value) for name, value in row.items()} for row in rows]
    filled = dict.fromkeys(name for row in cells for name, cell in row.items() if cell)
    columns = [name for name in dict.fromkeys(name for row in cells for name in row) if name in filled]
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(cells)
    return out.getvalue().encode() if cells else b""


def _feed_info(network: Network, calendars: Sequence[Calendar]) -> Row:
    info = network.info
    return {
        "feed_publisher_name": info.publisher,
        "feed_publisher_url": gtfs_static.url(info.url),
        "feed_lang": info.language,
        "feed_start_date": day_text(min((one.start for one in calendars), default=info.start)),
        "feed_end_date": day_text(max((one.end for one in calendars), default=info.end)),
        "feed_version": info.version,
        "feed_contact_url": gtfs_static.url(info.url),
        "freight_gtfs_version": FREIGHT_VERSION,
        "network_id": info.network,
        "name_en": info.name,
        "name_zh": info.name_zh,
        "label_en": info.label,
        "label_zh": info.label_zh,
        "currency": info.currency,
    }


def _trip(network: Network, dated: DatedTrip) -> Row:
    pattern, trip = dated.pattern, network.trips[dated.pattern.trip]
    return {
        "route_id": pattern.service,
        "service_id": dated.calendar.id,
        "trip_id": dated.id,
        "trip_headsign": trip.headsign,
        "direction_id": trip.direction,
        "trip_headsign_zh": trip.headsign_zh,
        "continued_by": dated.continued_by,
        "capacity_teu": pattern.capacity_teu,
        **limits(pattern.limits),
        **{name: pattern.attributes.get(name) for name in ("gauge_mm", "draught_cm", "length_cm", "beam_cm")},
        "no_cabotage": spaced(pattern.no_cabotage),
    }


def _stop_times(schedule: Schedule, dated: DatedTrip) -> Iterator[Row]:
    calls, metres = dated.pattern.calls, list(accumulate(dated.pattern.segment_metres, initial=0))
    zero = dated.start_minute - calls[dated.first].departure_minute
    for number in range(dated.first, dated.last + 1):
        call, begins, ends = calls[number], number == dated.first, number == dated.last
        yield {
            "trip_id": dated.id,
            "arrival_time": _time(zero + (call.departure_minute if begins else call.arrival_minute)),
            "departure_time": _time(zero + (call.arrival_minute if ends else call.departure_minute)),
            "stop_id": schedule.stops[call.stop].facility.id,
            "stop_sequence": number + 1,
            "pickup_type": int(ends or not call.board),
            "drop_off_type": int(begins or not call.alight),
            "shape_dist_traveled": kilometres(metres[number] - metres[dated.first]),
            "timepoint": 1,
            **({} if ends else _cutoffs(call)),
            "passages": "" if ends else spaced(dated.pattern.passages[number]),
        }


def _cutoffs(call: ScheduledCall) -> Row:
    return {
        "cargo_cutoff_minutes": call.cargo_lead_minutes,
        "document_cutoff_minutes": call.document_lead_minutes,
        "customs_cutoff_minutes": call.customs_lead_minutes,
        "vgm_cutoff_minutes": call.vgm_lead_minutes,
        "dangerous_cutoff_minutes": call.dangerous_lead_minutes,
    }


def _time(minute: int) -> str:
    """Hours go on after 24: a ship may be weeks under way."""
    return f"{minute // 60:02d}:{minute % 60:02d}:00"


def _calendar(calendar: Calendar) -> Row:
    flags = {name: int(runs) for name, runs in zip(WEEKDAYS, calendar.weekdays, strict=True)}
    dates = {"start_date": day_text(calendar.start), "end_date": day_text(calendar.end)}
    return {"service_id": calendar.id, **flags, **dates}


def _exceptions(calendar: Calendar) -> Iterator[Row]:
    for kind, days in ((1, calendar.added), (2, calendar.removed)):
        for day in sorted(days):
            yield {"service_id": calendar.id, "date": day_text(day), "exception_type": kind}
