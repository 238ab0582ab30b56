"""A plan as it is asked for: from when the cargo is ready, in a window of time, or backward from the deadline."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from landsea.planner.model import Plan, PlanRequest
from landsea.planner.rules.asked import require_possible
from landsea.planner.service.answer import answer, query_of
from landsea.planner.service.starts import starts_of
from landsea.planner.service.world import World, at

BEFORE = timedelta(days=14)
"""So long before the latest start the good starts are told: what being ready earlier would buy."""
Worlds = Callable[[PlanRequest], World]


def planned(world_of: Worlds, request: PlanRequest, now: datetime) -> Plan:
    """`world_of` gives the network in the window of a request."""
    require_possible(request)
    if request.latest:
        return _latest(world_of, request, now)
    world = world_of(request)
    made = answer(world, request, now)
    if request.ready_until is None:
        return made
    return replace(made, starts=starts_of(world, request, request.ready_until))


def _latest(world_of: Worlds, request: PlanRequest, now: datetime) -> Plan:
    """What can be done from the latest start, in a world that begins a while before it; why nothing can, where there is none."""
    world = world_of(request)
    query = query_of(world, request)
    minute = world.engine.latest(query)
    if minute is None:
        return answer(world, request, now)
    zone = world.stops[query.origins[0]].zone
    found = replace(request, ready=at(minute, zone))
    since = replace(request, ready=max(request.ready, found.ready - BEFORE))
    world = world_of(since)
    return replace(answer(world, found, now), starts=starts_of(world, since, found.ready))
