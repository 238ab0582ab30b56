"""Worlds are built once for a version of the network and a window of time, and shared by everybody who asks about them."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

from landsea import network
from landsea.journal import View
from landsea.network import Schedule
from landsea.planner.model import PlanRequest
from landsea.planner.service.join import joined
from landsea.planner.service.world import World

KEPT = 8
"""Worlds in memory: the weeks that people plan in, on the newest network."""

_worlds: OrderedDict[tuple[str, datetime, int], World] = OrderedDict()
_one_builder = threading.Lock()


def world_for(view: View, request: PlanRequest) -> World:
    """The node's network in the window of the request."""
    start, days = window(request)
    return _world((network.version(view), start, days), lambda: network.schedule(view, start, days))


def shipped_world(request: PlanRequest) -> World:
    """The shipped network in the window of the request."""
    start, days = window(request)
    return _world(("shipped", start, days), lambda: network.shipped_schedule(start, days))


def window(request: PlanRequest) -> tuple[datetime, int]:
    """From the Monday (UTC) before the cargo is ready to the end of the horizon: one world serves a week of questions."""
    ready = request.ready.astimezone(UTC)
    monday = datetime.combine(ready.date() - timedelta(days=ready.weekday()), time(), UTC)
    return monday, 7 + request.horizon_days


def _world(key: tuple[str, datetime, int], schedule: Callable[[], Schedule]) -> World:
    with _one_builder:
        if key not in _worlds:
            _worlds[key] = joined(schedule())
            while len(_worlds) > KEPT:
                _worlds.popitem(last=False)
        _worlds.move_to_end(key)
        return _worlds[key]
