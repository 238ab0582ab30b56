"""The runs of a schedule as GTFS tells them: trips with times of a service day in one time zone, and the days on which they run.

GTFS has one zone for a whole feed and no runs, only days: a trip whose runs start at several times of the day in that zone (summer time,
sailings added) becomes several trips. Its readers know no hour after 999: a longer run is cut at the last call before it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from landsea.network.model.feed import Calendar
from landsea.network.model.schedule import DatedTrip, Schedule, ScheduledCall, ScheduledPattern
from landsea.network.rules.days import DAY_MINUTES, service_day, service_day_minute

ID_MAX = 64
HOURS_MAX = 999
"""The GTFS validator takes hours of up to three digits."""

Runs = dict[int, list[tuple[date, int]]]
"""Service day and number of each run, by the minute of the day."""


def dated_trips(schedule: Schedule, timezone: str) -> list[DatedTrip]:
    """Trips with equal days share a calendar; calendars are named D1, D2, ... as they first occur."""
    found: list[DatedTrip] = []
    calendars: dict[tuple[date, ...], Calendar] = {}
    names: Counter[str] = Counter()
    for pattern in schedule.patterns:
        parts = list(_parts(pattern.calls))
        following: dict[int, str] = {}
        for first, last in reversed(parts):
            here: dict[int, str] = {}
            for minute, runs in sorted(_by_time(pattern, first, timezone).items()):
                days = tuple(day for day, _ in runs)
                calendar = calendars.setdefault(days, calendar_of(f"D{len(calendars) + 1}", days))
                left = {day: pattern.left_teu[run] for day, run in runs} if pattern.left_teu is not None else {}
                name = _name(pattern.id + (f"+c{first + 1}" if first else ""), names)
                next_part = following.get(runs[0][1], "")
                found.append(DatedTrip(name, pattern, first, last, minute, calendar, left, next_part))
                here.update(dict.fromkeys((run for _, run in runs), name))
            following = here
    return found


def _parts(calls: tuple[ScheduledCall, ...]) -> Iterator[tuple[int, int]]:
    """First and last call of stretches that end before hour 999; the call at a cut ends one and begins the next."""
    first = 0
    while first < len(calls) - 1:
        begun = calls[first].departure_minute
        near = [n for n in range(first + 1, len(calls)) if _fits(calls[n].departure_minute - begun)]
        last = near[-1] if near else first + 1
        yield first, last
        first = last


def _fits(minutes: int) -> bool:
    return minutes < HOURS_MAX * 60 - DAY_MINUTES


def _by_time(pattern: ScheduledPattern, first: int, timezone: str) -> Runs:
    """By the minute of the day at which runs leave the call `first`."""
    found: Runs = {}
    for run, start in enumerate(pattern.starts):
        leaves = start + pattern.calls[first].departure_minute
        day = service_day(leaves, timezone)
        found.setdefault(leaves - service_day_minute(day, timezone), []).append((day, run))
    return found


def _name(wanted: str, names: Counter[str]) -> str:
    """An id as the network's files have them; a number tells trips of one pattern apart."""
    name = re.sub(r"[^A-Za-z0-9._:~+-]", "+", wanted)[: ID_MAX - 6]
    names[name] += 1
    return name if names[name] == 1 else _name(f"{name}+{names[name]}", names)


def calendar_of(id: str, days: tuple[date, ...]) -> Calendar:
    """Weekdays and exceptions where that is the shorter way to name the days, else the days alone."""
    weekdays = {day.weekday() for day in days}
    removed = frozenset(day for day in _between(days[0], days[-1]) if day.weekday() in weekdays) - frozenset(days)
    if len(removed) * 2 < len(days):
        return Calendar(id, tuple(n in weekdays for n in range(7)), days[0], days[-1], frozenset(), removed)
    return Calendar(id, (False,) * 7, days[0], days[-1], frozenset(days))


def _between(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def main_timezone(zones: Iterable[str]) -> str:
    """The zone that most of them have."""
    return min(Counter(zones).items(), key=lambda found: (-found[1], found[0]), default=("UTC", 0))[0]
