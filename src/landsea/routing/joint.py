"""Consignments of several lots: collected at several places, consolidated at a hub, carried on together, split again.

The lots travel apart to the hub; when the last is there, all go on as one to where they are split, and from there
apart again. The answer is the Pareto set over (arrival of the last lot, cost, CO2e, changes, risk) of what the parts'
own answers combine to, within their tolerance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import TypeVar

from landsea.routing.choice import beats
from landsea.routing.model import Cutoff, Itinerary, NoRoute, Query, Timetable
from landsea.routing.moments import storage_cost

Plan = Callable[[Query], tuple[Itinerary, ...] | NoRoute]
BEST = 64
"""Combinations kept between two steps, the first by cost."""


@dataclass(frozen=True, slots=True)
class Lot:
    """Part of a consignment: `teu` stand ready at one of `origins` at `ready_minute`, and go to one of `destinations`.
    Origins at the hub, or destinations where it is split, need no journey of their own.
    """

    origins: tuple[int, ...]
    destinations: tuple[int, ...]
    ready_minute: int
    teu: int


@dataclass(frozen=True, slots=True)
class Joint:
    """One way for all lots: each lot's way to the hub and from the split (`None`: it is there), the way between."""

    before: tuple[Itinerary | None, ...]
    trunk: Itinerary
    after: tuple[Itinerary | None, ...]
    arrival_minute: int
    cost: int
    co2e: int
    changes: int
    risk: int

    @property
    def vector(self) -> tuple[int, int, int, int, int]:
        return self.arrival_minute, self.cost, self.co2e, self.changes, self.risk


@dataclass(frozen=True, slots=True)
class _Part:
    """Ways of some lots, in their order, with what they cost together and when the last is there."""

    ways: tuple[Itinerary | None, ...]
    minute: int
    cost: int
    co2e: int
    changes: int
    risk: int

    @property
    def vector(self) -> tuple[int, int, int, int, int]:
        return self.minute, self.cost, self.co2e, self.changes, self.risk


T = TypeVar("T", _Part, Joint)


def plan_joint(
    plan: Plan, timetable: Timetable, lots: Sequence[Lot], hub: tuple[int, ...], split: tuple[int, ...], limits: Query
) -> tuple[Joint, ...] | NoRoute:
    """`limits` gives what holds for all parts (cargo, what to avoid, horizon, deadline of the last arrival)."""
    before = _together(_lot_ways(plan, lot, hub, limits) for lot in lots)
    if isinstance(before, NoRoute):
        return before
    found: list[Joint] = []
    why: NoRoute | None = None
    teu = sum(lot.teu for lot in lots)
    for minute in sorted({part.minute for part in before}):
        trunks = plan(_query(limits, hub, split, minute, teu))
        if isinstance(trunks, NoRoute):
            why = why or trunks
            continue
        for trunk in trunks:
            after = _together(_delivery_ways(plan, lot, split, trunk.arrival_minute, limits) for lot in lots)
            if isinstance(after, NoRoute):
                why = why or after
                continue
            here = [part for part in before if part.minute == minute]
            found += [_joined(timetable, lots, one, trunk, other) for one, other in product(here, after)]
    return tuple(_best(found)) if found else why or NoRoute()


def _lot_ways(plan: Plan, lot: Lot, hub: tuple[int, ...], limits: Query) -> list[_Part] | NoRoute:
    if set(lot.origins) & set(hub):
        return [_Part((None,), lot.ready_minute, 0, 0, 0, 0)]
    return _parts(plan(_query(limits, lot.origins, hub, lot.ready_minute, lot.teu)))


def _delivery_ways(plan: Plan, lot: Lot, split: tuple[int, ...], minute: int, limits: Query) -> list[_Part] | NoRoute:
    if set(lot.destinations) & set(split):
        return [_Part((None,), minute, 0, 0, 0, 0)]
    return _parts(plan(_query(limits, split, lot.destinations, minute, lot.teu)))


def _query(limits: Query, origins: tuple[int, ...], destinations: tuple[int, ...], minute: int, teu: int) -> Query:
    return replace(limits, origins=origins, destinations=destinations, ready_minute=minute, teu=teu)


def _parts(answer: tuple[Itinerary, ...] | NoRoute) -> list[_Part] | NoRoute:
    if isinstance(answer, NoRoute):
        return answer
    return [_Part((one,), one.arrival_minute, one.cost, one.co2e, one.changes, one.risk) for one in answer]


def _together(lots: Iterable[list[_Part] | NoRoute]) -> list[_Part] | NoRoute:
    """The good combinations of one way for each lot."""
    parts = [_Part((), 0, 0, 0, 0, 0)]
    for ways in lots:
        if isinstance(ways, NoRoute):
            return ways
        parts = list(_best(_both(one, other) for one, other in product(parts, ways)))
        parts = sorted(parts, key=lambda part: (part.cost, part.vector))[:BEST]
    return parts


def _both(one: _Part, other: _Part) -> _Part:
    return _Part(
        one.ways + other.ways,
        max(one.minute, other.minute),
        one.cost + other.cost,
        one.co2e + other.co2e,
        one.changes + other.changes,
        one.risk + other.risk,
    )


def _joined(timetable: Timetable, lots: Sequence[Lot], before: _Part, trunk: Itinerary, after: _Part) -> Joint:
    waiting = sum(_stored(timetable, lot, way, trunk) for lot, way in zip(lots, before.ways, strict=True))
    return Joint(
        before.ways,
        trunk,
        after.ways,
        after.minute,
        before.cost + waiting + trunk.cost + after.cost,
        before.co2e + trunk.co2e + after.co2e,
        before.changes + trunk.changes + after.changes,
        before.risk + trunk.risk + after.risk + sum(_late(timetable, way, trunk) for way in before.ways),
    )


def _stored(timetable: Timetable, lot: Lot, way: Itinerary | None, trunk: Itinerary) -> int:
    """A lot that came to the hub pays for storage there until the trunk departs."""
    if way is None:
        return 0
    return (
        storage_cost(timetable.stops[way.legs[-1].to_stop], trunk.legs[0].departure_minute - way.arrival_minute)
        * lot.teu
    )


def _late(timetable: Timetable, way: Itinerary | None, trunk: Itinerary) -> int:
    """The risk that a lot comes too late for the first departure of the way together."""
    ride = next((leg for leg in reversed(way.legs) if leg.pattern is not None), None) if way else None
    first = next((leg for leg in trunk.legs if leg.pattern is not None), None)
    if way is None or ride is None or first is None:
        return 0
    slack = min(m.slack_minutes for m in first.cutoffs if m.cutoff not in (Cutoff.DOCUMENT, Cutoff.VGM))
    call = timetable.patterns[ride.pattern or 0].calls[ride.to_call or 0]
    return timetable.delays[call.delay].risk(slack + trunk.ready_minute - way.arrival_minute)


def _best(found: Iterable[T]) -> Iterator[T]:
    """Without what another beats, one for each vector, sorted."""
    by_vector = {one.vector: one for one in found}
    for vector in sorted(by_vector):
        if not any(beats(other, vector) for other in by_vector):
            yield by_vector[vector]
