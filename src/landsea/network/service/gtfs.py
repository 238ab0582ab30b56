"""A window of the network as a GTFS zip for other engines."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from landsea.journal import View
from landsea.network.model import Network
from landsea.network.rules.dated import dated_trips, main_timezone
from landsea.network.service.files import shipped
from landsea.network.service.reading import current, schedule_of
from landsea.network.wire.archive import pack
from landsea.network.wire.gtfs import render_gtfs


def export_gtfs(view: View, start: date, days: int) -> bytes:
    """Every run of the network in force that can still be boarded in `days` from `start`; closures and sailings are applied."""
    return gtfs_of(current(view), start, days)


def export_shipped_gtfs(start: date, days: int) -> bytes:
    """The same of the network that comes with Landsea."""
    return gtfs_of(shipped(), start, days)


def gtfs_of(network: Network, start: date, days: int) -> bytes:
    schedule = schedule_of(network, datetime.combine(start, time(), UTC), days)
    zone = main_timezone(network.services[pattern.service].timezone for pattern in schedule.patterns)
    return pack(render_gtfs(network, schedule, dated_trips(schedule, zone), zone), small=True)
