"""Every good start of a window, each with its fastest way."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from landsea.kernel import Money
from landsea.planner.model import PlanRequest, PlanStart
from landsea.planner.service.answer import query_of
from landsea.planner.service.prospects import SAMPLES, told
from landsea.planner.service.world import World, at, minute_of
from landsea.routing import Itinerary, Query


def starts_of(world: World, request: PlanRequest, until: datetime) -> tuple[PlanStart, ...]:
    """From when the request is ready up to `until`; those that meet its deadline, where it has one."""
    query = query_of(world, request)
    starts = (replace(query, ready_minute=ready) for ready, _ in world.engine.profile(query, minute_of(until)))
    fastest = ((one, world.engine.earliest(one)) for one in starts)
    return tuple(_start(world, one, found) for one, found in fastest if isinstance(found, Itinerary))


def _start(world: World, query: Query, found: Itinerary) -> PlanStart:
    (seen,) = world.engine.prospects(query, (found,), SAMPLES)
    known = told(world, found, seen)
    first, last = found.legs[0], found.legs[-1]
    ride = next((leg for leg in found.legs if leg.pattern is not None), first)
    service = world.transfers[ride.transfer or 0] if ride.pattern is None else world.services[ride.pattern]
    zone = world.stops[first.from_stop].zone
    return PlanStart(
        ready=at(query.ready_minute, zone),
        departure=at(first.departure_minute, zone),
        arrival=at(found.arrival_minute, world.stops[last.to_stop].zone),
        service=service.id,
        service_name=service.name,
        service_name_zh=service.name_zh,
        modes=tuple(leg.mode for leg in found.legs),
        cost=Money(world.engine.timetable.currency, found.cost),
        co2e_grams=found.co2e,
        certain_permille=None if known is None else known.certain_permille,
    )
