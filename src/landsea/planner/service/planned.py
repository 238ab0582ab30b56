"""A plan as it is asked for: from when the cargo is ready, in a window of time, or backward from the deadline."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from landsea.planner.model import Plan, PlanExchange, PlanRequest
from landsea.planner.rules.asked import require_possible
from landsea.planner.rules.currency import plan_in
from landsea.planner.service.answer import answer, query_of
from landsea.planner.service.exchange import Rates, exchange_for
from landsea.planner.service.starts import starts_of
from landsea.planner.service.world import World, at

BEFORE = timedelta(days=14)
"""So long before the latest start the good starts are told: what being ready earlier would buy."""
Worlds = Callable[[PlanRequest], World]


def planned(world_of: Worlds, rates: Rates, request: PlanRequest, now: datetime) -> Plan:
    """`world_of` gives the network in the window of a request."""
    require_possible(request)
    world = world_of(request)
    exchange = exchange_for(world, request, rates)
    if request.latest:
        made = _latest(world_of, request, now, exchange)
    else:
        made = answer(world, request, now, exchange)
        if request.ready_until is not None:
            made = replace(made, starts=starts_of(world, request, request.ready_until))
    return made if exchange is None else plan_in(made, exchange)


def _latest(world_of: Worlds, request: PlanRequest, now: datetime, exchange: PlanExchange | None) -> Plan:
    """What can be done from the latest start, in a world that begins a while before it; why nothing can, where there is none."""
    world = world_of(request)
    query = query_of(world, request)
    minute = world.engine.latest(query)
    if minute is None:
        return answer(world, request, now, exchange)
    zone = world.stops[query.origins[0]].zone
    found = replace(request, ready=at(minute, zone))
    since = replace(request, ready=max(request.ready, found.ready - BEFORE))
    world = world_of(since)
    return replace(answer(world, found, now, exchange), starts=starts_of(world, since, found.ready))
