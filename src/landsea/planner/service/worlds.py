"""Worlds are built once for a version of the network and a window of time, and shared by everybody who asks about
them.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

from landsea import network
from landsea.journal import View
from landsea.planner.model import HORIZON_DAYS_MAX, PlanRequest
from landsea.planner.rules.asked import container_teu
from landsea.planner.service.join import USUAL, joined
from landsea.planner.service.world import World
from landsea.routing import Cargo

KEPT = 8
"""Worlds in memory: the weeks that people plan in, on the newest network."""
SPANS_DAYS = (7 + 120, 7 + HORIZON_DAYS_MAX)
"""Windows are one of two lengths, so that a horizon of 30 days shares its world with one of 120."""

Key = tuple[str, datetime, int, Cargo, str]
_worlds: OrderedDict[Key, World] = OrderedDict()
_lookup = threading.Lock()
_one_builder = threading.Lock()


def world_for(view: View, request: PlanRequest) -> World:
    """The node's network in the window of the request."""
    start, days = window(request)
    cargo = priced_as(request)
    key = (network.version(view), start, days, cargo, network.performance_version(view))
    return _world(key, lambda: joined(network.schedule(view, start, days), cargo, network.performance(view)))


def shipped_world(request: PlanRequest) -> World:
    """The shipped network in the window of the request."""
    start, days = window(request)
    cargo = priced_as(request)
    key = ("shipped", start, days, cargo, "")
    return _world(key, lambda: joined(network.shipped_schedule(start, days), cargo))


def priced_as(request: PlanRequest) -> Cargo:
    """Cargo that pays and emits the same: containers up to 30 feet as 20, longer ones as 40; any dangerous goods as one."""
    size = USUAL.size if container_teu(request.size) == 1 else "42"
    return Cargo(size, request.reefer, frozenset({"*"}) if request.dangerous else frozenset(), request.unit_kg)


def window(request: PlanRequest) -> tuple[datetime, int]:
    """From the Monday (UTC) before the cargo is ready to the end of the horizon: one world serves a week of questions."""
    ready = request.ready.astimezone(UTC)
    monday = datetime.combine(ready.date() - timedelta(days=ready.weekday()), time(), UTC)
    return monday, next(days for days in SPANS_DAYS if days >= 7 + request.horizon_days)


def _world(key: Key, make: Callable[[], World]) -> World:
    found = _find(key)
    if found is not None:
        return found
    with _one_builder:  # those who ask for worlds that are there do not wait for this
        found = _find(key)
        return found if found is not None else _keep(key, make())


def _find(key: Key) -> World | None:
    with _lookup:
        if key in _worlds:
            _worlds.move_to_end(key)
        return _worlds.get(key)


def _keep(key: Key, world: World) -> World:
    with _lookup:
        _worlds[key] = world
        while len(_worlds) > KEPT:
            _worlds.popitem(last=False)
    return world
