"""Service days and weekly hours as minutes of UTC (GTFS: times count from noon minus 12 hours in the agency's zone)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from landsea.network.model.feed import Calendar, Hours, Network, Trip
from landsea.network.model.schedule import Span

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAY_MINUTES = 1440


def minute_of(instant: datetime) -> int:
    """Whole minutes since 1970-01-01T00:00Z."""
    return (instant - EPOCH) // timedelta(minutes=1)


def instant_of(minute: int) -> datetime:
    return EPOCH + timedelta(minutes=minute)


@lru_cache(maxsize=16_384)
def service_day_minute(day: date, timezone: str) -> int:
    """Noon minus 12 hours: midnight, but for days on which the clock changes."""
    noon = datetime.combine(day, time(12), ZoneInfo(timezone))
    return minute_of(noon.astimezone(UTC)) - DAY_MINUTES // 2


def service_day(minute: int, timezone: str) -> date:
    """The service day on which a time of `minute` after the day's beginning, and before the next one's, falls."""
    local = instant_of(minute + DAY_MINUTES // 2).astimezone(ZoneInfo(timezone))
    day = local.date()
    return day if service_day_minute(day, timezone) <= minute else day - timedelta(days=1)


def service_days(calendar: Calendar, first: date, last: date) -> Iterator[date]:
    """Days of the calendar from `first` to `last` inclusive, rising."""
    regular = (_days(max(first, calendar.start), min(last, calendar.end))) if any(calendar.weekdays) else ()
    found = {day for day in regular if calendar.weekdays[day.weekday()]}
    found |= {day for day in calendar.added if first <= day <= last}
    yield from sorted(found - calendar.removed)


def _days(first: date, last: date) -> Iterator[date]:
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)


def run_starts(network: Network, trip: Trip, start_minute: int, end_minute: int) -> list[int]:
    """First departures of the trip from `start_minute` up to, and without, `end_minute` by its calendar, rising."""
    timezone = network.services[trip.service].timezone
    offset = trip.calls[0].departure_minute
    first = instant_of(start_minute - offset - DAY_MINUTES).date()
    last = instant_of(end_minute - offset + DAY_MINUTES).date()
    days = service_days(network.calendars[trip.calendar], first, last)
    starts = (service_day_minute(day, timezone) + offset for day in days)
    return [start for start in starts if start_minute <= start < end_minute]


def spans(hours: Hours, timezone: str, start_minute: int, end_minute: int) -> tuple[Span, ...] | None:
    """The hours of every local day that touches the window, joined where they meet; `None` when they never end."""
    if hours.always:
        return None
    first, last = instant_of(start_minute - DAY_MINUTES).date(), instant_of(end_minute + DAY_MINUTES).date()
    found: list[Span] = []
    for day in _days(first, last):
        midnight = service_day_minute(day, timezone)
        for opens, closes in hours.week[day.weekday()]:
            span = (midnight + opens, midnight + closes)
            if found and span[0] <= found[-1][1]:
                span = (found.pop()[0], span[1])
            found.append(span)
    return tuple(found)
