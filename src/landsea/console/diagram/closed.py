"""When a facility is closed, and where that made cargo wait."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from landsea.network import Facility, Network

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Shut:
    """A facility is shut from `start` to `end`; `why` is `open` or `customs` (its weekly hours) or `closure`."""

    place: str
    facility: str
    start: datetime
    end: datetime
    why: str
    reason: str = ""


def closures(network: Network, facilities: set[str], start: datetime, end: datetime) -> list[Shut]:
    """Closures of these facilities that touch the time shown."""
    return [
        Shut(
            str(network.facilities[one.facility].place),
            one.facility,
            one.period.start,
            one.period.end,
            "closure",
            one.reason,
        )
        for one in network.closures
        if one.facility in facilities and one.period.start < end and one.period.end > start
    ]


def binding(network: Network, leg: Mapping[str, Any]) -> list[Shut]:
    """Hours at both ends of a leg of a plan that made its cargo wait: for acceptance, for customs, for release."""
    found: list[Shut] = []
    here, there = (network.facilities.get(leg[end]["facility"]) for end in ("origin", "destination"))
    available, arrival, released = (datetime.fromisoformat(leg[name]) for name in ("available", "arrival", "released"))
    planned = {one["what"]: datetime.fromisoformat(one["planned"]) for one in leg["cutoffs"]}
    if here and "cargo" in planned and planned["cargo"] > available:
        found += _shut(network, here, "open", available, planned["cargo"])
    if here and "customs" in planned and planned["customs"] - available > here.customs_minutes * MINUTE:
        found += _shut(network, here, "customs", available, planned["customs"])
    if there and released - arrival > there.import_minutes * MINUTE:
        found += _shut(network, there, "open", arrival, released)
    return found


def _shut(network: Network, at: Facility, why: str, start: datetime, end: datetime) -> Iterator[Shut]:
    """The parts of a wait outside the weekly hours."""
    text = at.open if why == "open" else at.customs
    hours = network.hours.get(text) if text else None
    if hours is None or hours.always:
        return
    free = start
    for opens, closes in _open(hours.week, at.timezone, start, end):
        if opens > free:
            yield Shut(str(at.place), at.id, free, min(opens, end), why)
        free = max(free, closes)
        if free >= end:
            return
    yield Shut(str(at.place), at.id, free, end, why)


def _open(
    week: tuple[tuple[tuple[int, int], ...], ...], zone: str, start: datetime, end: datetime
) -> Iterator[tuple[datetime, datetime]]:
    day = start.astimezone(ZoneInfo(zone)).date() - timedelta(days=1)
    while (midnight := datetime.combine(day, time(), ZoneInfo(zone))) < end:
        for opens, closes in week[day.weekday()]:
            yield midnight + opens * MINUTE, midnight + closes * MINUTE
        day += timedelta(days=1)
