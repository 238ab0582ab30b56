"""Consignments of several lots: collected at several places, consolidated at a hub, carried on together, split again.

The lots travel apart to one facility of the hub; when the last is there, all go on as one to one facility at which they
are split, and from there apart again. The answer is the Pareto set over (arrival of the last lot, cost, CO2e, changes,
risk) of what the parts' own answers combine to, within their tolerance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import product
from typing import TypeVar

from landsea.routing.choice import beats, picked
from landsea.routing.model import Itinerary, NoRoute, Query, Timetable
from landsea.routing.seams import late, past_deadline, stored

Answer = tuple[Itinerary, ...] | NoRoute
Plan = Callable[[Query], Answer]
Vector = tuple[int, int, int, int, int]
Journey = tuple[tuple[int, ...], tuple[int, ...], int]
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
    """One way for all lots: each lot's way to the hub and from the split (`None`: it is there), the way between.

    By lot: `storage` is what it pays at hub and split while it waits, part of `cost`; `late` the risk that it comes too
    late for the way together (-ln of the chance, in millionths), part of `risk`.
    """

    before: tuple[Itinerary | None, ...]
    trunk: Itinerary
    after: tuple[Itinerary | None, ...]
    arrival_minute: int
    cost: int
    co2e: int
    changes: int
    risk: int
    storage: tuple[int, ...] = ()
    late: tuple[int, ...] = ()

    @property
    def vector(self) -> Vector:
        return self.arrival_minute, self.cost, self.co2e, self.changes, self.risk

    @property
    def patterns(self) -> frozenset[int]:
        """The services travelled."""
        ways = (way for way in (*self.before, self.trunk, *self.after) if way is not None)
        return frozenset(leg.pattern for way in ways for leg in way.legs if leg.pattern is not None)


class JointPart(StrEnum):
    COLLECTING = "collecting"
    TOGETHER = "together"
    DELIVERING = "delivering"


@dataclass(frozen=True, slots=True)
class Stuck:
    """A part of the journey that has no way: of lot number `lot` (`None`: of all together), what was asked, and why."""

    part: JointPart
    lot: int | None
    query: Query
    why: NoRoute


@dataclass(frozen=True, slots=True)
class NoJoint(NoRoute):
    """No way for all. `stuck` are the parts that have none where the journey gets farthest; `reasons` those of the first."""

    stuck: tuple[Stuck, ...] = ()

    @property
    def nearness(self) -> tuple[int, int, int]:
        """More is nearer to a way: parts that succeed, then lots that do, then how early it arrives if one limit gives way."""
        reached = max((list(JointPart).index(one.part) for one in self.stuck), default=-1)
        lifted = [reason.arrival_minute for one in self.stuck for reason in one.why.reasons]
        return reached, -len(self.stuck), -min((minute for minute in lifted if minute is not None), default=1 << 60)


@dataclass(frozen=True, slots=True)
class _Part:
    """Ways of some lots, in their order, with what they cost together and when the last is there."""

    ways: tuple[Itinerary | None, ...]
    minute: int
    cost: int = 0
    co2e: int = 0
    changes: int = 0
    risk: int = 0

    @property
    def vector(self) -> Vector:
        return self.minute, self.cost, self.co2e, self.changes, self.risk


T = TypeVar("T", _Part, Joint)


def plan_joint(
    plan: Plan, timetable: Timetable, lots: Sequence[Lot], hub: tuple[int, ...], split: tuple[int, ...], limits: Query
) -> tuple[Joint, ...] | NoJoint:
    """All lots meet at one of the stops `hub` and part at one of `split`. `limits` gives what holds for every part (cargo,
    what to avoid, horizon, the deadline of the last arrival), and how many answers are wanted within which tolerance.
    """
    search = _Search(plan, timetable, lots, limits)
    found = list(_best(joint for here, there in product(hub, split) for joint in search.through(here, there)))
    if not found:
        return max(search.stuck, key=lambda one: one.nearness, default=NoJoint())
    if limits.exact:
        return tuple(found)
    distinct = _distinct(found, limits)
    numbers = picked([one.vector for one in distinct], [one.patterns for one in distinct], limits.count)
    return tuple(distinct[number] for number in numbers)


class _Search:
    """The parts of one question. What they have in common is asked once."""

    def __init__(self, plan: Plan, timetable: Timetable, lots: Sequence[Lot], limits: Query) -> None:
        self._plan, self._timetable, self._lots, self._limits = plan, timetable, lots, limits
        self._answers: dict[tuple[Journey, int], Answer] = {}
        self._known: dict[tuple[JointPart, int, int], list[_Part]] = {}
        self.stuck: list[NoJoint] = []

    def through(self, hub: int, split: int) -> Iterator[Joint]:
        """Ways of all lots that meet at the stop `hub` and part at the stop `split`."""
        before = self._apart(JointPart.COLLECTING, hub, 0)
        for minute in sorted({part.minute for part in before}):
            here = [part for part in before if part.minute == minute]
            for trunk in self._trunks(hub, split, minute):
                after = self._apart(JointPart.DELIVERING, split, trunk.arrival_minute)
                yield from (self._joined(one, trunk, other) for one, other in product(here, after))

    def _apart(self, part: JointPart, stop: int, minute: int) -> list[_Part]:
        """The good combinations of one way for each lot to, or from, a stop."""
        key = part, stop, minute
        if key not in self._known:
            if part is JointPart.COLLECTING:
                journeys: list[Journey] = [(lot.origins, (stop,), lot.ready_minute) for lot in self._lots]
            else:
                journeys = [((stop,), lot.destinations, minute) for lot in self._lots]
            self._known[key] = self._combined(part, journeys)
        return self._known[key]

    def _combined(self, part: JointPart, journeys: Sequence[Journey]) -> list[_Part]:
        """Nothing, and who is stuck noted, where a lot has no way."""
        ways: list[list[_Part]] = []
        stuck: list[Stuck] = []
        for number, (lot, journey) in enumerate(zip(self._lots, journeys, strict=True)):
            origins, destinations, minute = journey
            if set(origins) & set(destinations):
                ways.append([_Part((None,), minute)])
                continue
            query, answer = self._asked(journey, lot.teu)
            if isinstance(answer, NoRoute):
                stuck.append(Stuck(part, number, query, answer))
            else:
                ways.append([_Part((w,), w.arrival_minute, w.cost, w.co2e, w.changes, w.risk) for w in answer])
        if stuck:
            self.stuck.append(NoJoint(stuck[0].why.reasons, tuple(stuck)))
            return []
        return _together(ways)

    def _trunks(self, hub: int, split: int, minute: int) -> tuple[Itinerary, ...]:
        query, answer = self._asked(((hub,), (split,), minute), sum(lot.teu for lot in self._lots))
        if isinstance(answer, NoRoute):
            self.stuck.append(NoJoint(answer.reasons, (Stuck(JointPart.TOGETHER, None, query, answer),)))
            return ()
        return answer

    def _asked(self, journey: Journey, teu: int) -> tuple[Query, Answer]:
        origins, destinations, minute = journey
        query = replace(self._limits, origins=origins, destinations=destinations, ready_minute=minute, teu=teu)
        key = journey, teu
        if key not in self._answers:
            self._answers[key] = self._plan(query)
        return query, self._answers[key]

    def _joined(self, before: _Part, trunk: Itinerary, after: _Part) -> Joint:
        """Whoever waits at hub or split pays for the store; who comes too late misses what follows."""
        lots = list(zip(self._lots, before.ways, after.ways, strict=True))
        missed = tuple(late(self._timetable, way, trunk) for way in before.ways)
        storage = tuple(
            lot.teu * (stored(self._timetable, way, trunk) + stored(self._timetable, trunk, on))
            for lot, way, on in lots
        )
        return Joint(
            before.ways,
            trunk,
            after.ways,
            after.minute,
            before.cost + trunk.cost + after.cost + sum(storage),
            before.co2e + trunk.co2e + after.co2e,
            before.changes + trunk.changes + after.changes,
            self._risk(before, trunk, after) + sum(missed),
            storage,
            missed,
        )

    def _risk(self, before: _Part, trunk: Itinerary, after: _Part) -> int:
        """Of the parts themselves and of the change at the split: the lots' changes there hang on one delay, so the worst counts.
        That a part is past the deadline counts only where it is the last of its lots.
        """
        going_on = [way for way in before.ways if way] + ([trunk] if None not in after.ways else [])
        counted = sum(past_deadline(self._timetable, way, self._limits.deadline_minute) for way in going_on)
        change = max((late(self._timetable, trunk, way) for way in after.ways), default=0)
        return max(0, before.risk + trunk.risk + after.risk - counted) + change


def _together(lots: Iterable[Sequence[_Part]]) -> list[_Part]:
    parts = [_Part((), 0)]
    for ways in lots:
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


def _best(found: Iterable[T]) -> Iterator[T]:
    """Without what another beats, one for each vector, sorted. Whatever beats a vector is sorted before it."""
    by_vector = {one.vector: one for one in found}
    kept: list[Vector] = []
    for vector in sorted(by_vector):
        if not any(beats(other, vector) for other in kept):
            kept.append(vector)
            yield by_vector[vector]


def _distinct(found: Sequence[Joint], limits: Query) -> list[Joint]:
    """Without ways that have another, kept, within the tolerance of them in everything; changes are never given up."""
    cost, co2e = (min(one.vector[n] for one in found) for n in (1, 2))
    slack = limits.tolerance
    give = slack.minutes, cost * slack.cost_permille // 1000, co2e * slack.co2e_permille // 1000, 0, slack.risk
    kept: list[Joint] = []
    for one in found:
        if not any(all(a <= b + g for a, b, g in zip(k.vector, one.vector, give, strict=True)) for k in kept):
            kept.append(one)
    return kept
