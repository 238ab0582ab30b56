"""What LINERLIB's services cost per week, from its own tables and rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from landsea.planner.model.liner import LinerCosts, LinerInstance, LinerPassage, Rotation, VesselClass

BUNKER_TONNE = 600
"""US dollars; the benchmark's price."""
PORT_HOURS = 24
"""The benchmark's time of a port call."""
WEEK_HOURS = 168


def costs(instance: LinerInstance, rotations: Sequence[Rotation]) -> LinerCosts:
    """What the services cost per week: one round trip of each, and the charter of all its vessels."""
    each = [_costs(instance, rotation) for rotation in rotations]
    sums = (sum((getattr(one, kind) for one in each), Decimal(0)) for kind in LinerCosts.__dataclass_fields__)
    return LinerCosts(*sums)


def _costs(instance: LinerInstance, rotation: Rotation) -> LinerCosts:
    vessel = instance.class_of(rotation.capacity_ffe)
    if vessel is None:
        raise AssertionError("classes are checked before")
    ways = [passage(instance, a, b, vessel) for a, b in legs(rotation.calls)]
    miles = sum(way.miles for way in ways)
    speed = speed_of(rotation, vessel, miles)
    burnt = vessel.fuel_tonnes_day * (speed / vessel.speed_design) ** 3 * miles / speed / 24
    idle = vessel.idle_tonnes_day * len(rotation.calls)
    ports = (instance.ports[call] for call in rotation.calls)
    fees = sum((vessel.panama_fee or 0) * way.panama + (vessel.suez_fee or 0) * way.suez for way in ways)
    return LinerCosts(
        charter=Decimal(rotation.vessels * vessel.charter_day * 7),
        bunker=BUNKER_TONNE * (burnt + idle),
        port_calls=Decimal(
            sum((port.call_cost or 0) + (port.call_cost_ffe or 0) * vessel.capacity_ffe for port in ports)
        ),
        canals=Decimal(fees),
    )


def speed_of(rotation: Rotation, vessel: VesselClass, miles: int) -> Decimal:
    """Knots with which so many vessels keep a weekly service, at least the slowest of the class."""
    hours = rotation.vessels * WEEK_HOURS - PORT_HOURS * len(rotation.calls)
    return max(vessel.speed_min, Decimal(miles) / hours) if hours > 0 else rotation.speed


def passage(instance: LinerInstance, origin: str, destination: str, vessel: VesselClass | None) -> LinerPassage:
    """The shortest way that the vessel's draft, and its canal fees, allow."""
    ways = instance.passages[origin, destination]
    return min(
        (way for way in ways if vessel is None or _fits(way, vessel)), key=lambda way: way.miles, default=ways[0]
    )


def _fits(way: LinerPassage, vessel: VesselClass) -> bool:
    deep = way.draft_metres is None or vessel.draft_metres <= way.draft_metres
    return deep and not (way.panama and vessel.panama_fee is None) and not (way.suez and vessel.suez_fee is None)


def legs(calls: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The pairs of ports of a round of calls."""
    return pairwise((*calls, calls[0]))
