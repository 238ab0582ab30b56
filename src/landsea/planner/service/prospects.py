"""What the simulation of a plan says, with times and services as people know them."""

from __future__ import annotations

from bisect import bisect_right
from datetime import datetime
from zoneinfo import ZoneInfo

from landsea.kernel import Money
from landsea.planner.model import PlanBackup, PlanConnection, PlanProspects
from landsea.planner.service.world import World, instant_of
from landsea.routing import Connection, Itinerary, Prospects

SAMPLES = 1000
"""Simulated journeys of an itinerary: a chance of 90 % is then known to about two points."""
POINTS = 40


def told(world: World, planned: Itinerary, found: Prospects) -> PlanProspects | None:
    """Nothing where the network states no delays at all: then nothing is known, and certainty would be made up."""
    if len(world.engine.timetable.delays) < 2:
        return None
    zone = ZoneInfo(world.stops[planned.legs[-1].to_stop].zone)
    total = len(found.arrivals) + found.stranded
    p10, p50, p90 = (_at(found.quantile(permille), zone) for permille in (100, 500, 900))
    return PlanProspects(
        p10=p10,
        p50=p50,
        p90=p90,
        on_time_permille=found.on_time_permille,
        as_planned_permille=1000 - min(1000, sum(one.missed_permille for one in found.connections)),
        stranded_permille=round(1000 * found.stranded / total),
        arrivals=_points(found, zone, total),
        connections=tuple(_connection(world, one) for one in found.connections),
    )


def _at(minute: int | None, zone: ZoneInfo) -> datetime | None:
    return None if minute is None else instant_of(minute).astimezone(zone)


def _points(found: Prospects, zone: ZoneInfo, total: int) -> tuple[tuple[datetime, int], ...]:
    """Evenly spaced moments from the first arrival to the last."""
    if not found.arrivals:
        return ()
    first, last = found.arrivals[0], found.arrivals[-1]
    minutes = sorted({first + (last - first) * n // POINTS for n in range(POINTS + 1)})
    return tuple(
        (instant_of(minute).astimezone(zone), 1000 * bisect_right(found.arrivals, minute) // total)
        for minute in minutes
    )


def _connection(world: World, one: Connection) -> PlanConnection:
    cost = Money(world.engine.timetable.currency, one.cost)
    return PlanConnection(one.leg + 1, one.missed_permille, _roughly(one.delay_minutes), cost, _backup(world, one))


def _roughly(minutes: int) -> int:
    """No finer than a simulation knows it."""
    step = 60 if abs(minutes) >= 1440 else 10
    return (minutes + step // 2) // step * step


def _backup(world: World, one: Connection) -> PlanBackup | None:
    if one.backup is None:
        return None
    number, run, call = one.backup
    pattern, service = world.engine.timetable.patterns[number], world.services[number]
    stop = pattern.calls[call]
    departure = instant_of(int(pattern.starts[run]) + stop.departure_minute)
    zone = ZoneInfo(world.stops[stop.stop].zone)
    return PlanBackup(service.id, service.name, service.name_zh, departure.astimezone(zone), one.backup_permille)
