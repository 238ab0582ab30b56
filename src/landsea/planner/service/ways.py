"""Every good departure of a period: the engine asked again and again, each time from the moment at which its last answer is missed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np

from landsea.planner.service.join import DAY_MINUTES
from landsea.planner.service.published import Published
from landsea.routing import Cutoff, Itinerary, Leg, Query, Timetable, Tolerance

JOURNEY_DAYS = 60
"""Longest journey that is looked for."""
BEFORE_DAYS = 3
"""Days that customs may be closed before a departure, beside the cut-offs themselves."""
TOLERANCE = Tolerance(risk=1_000_000)
"""As plans have it, but for risk, which no schedule tells."""


@dataclass(frozen=True, slots=True)
class Way:
    """A journey on given departures. `cost` is without storage, so that waiting for the same vessel costs nothing."""

    legs: tuple[Leg, ...]
    cost: int
    co2e: int

    @property
    def departure(self) -> int:
        return self.legs[0].departure_minute

    @property
    def arrival(self) -> int:
        return self.legs[-1].arrival_minute

    @property
    def rides(self) -> int:
        return sum(leg.pattern is not None for leg in self.legs)

    @property
    def steps(self) -> tuple[tuple[int | None, ...], ...]:
        return tuple((leg.pattern, leg.run, leg.from_call, leg.to_call, leg.transfer) for leg in self.legs)


def ways(told: Published, origins: tuple[int, ...], destinations: tuple[int, ...], start: int, end: int) -> list[Way]:
    """The good ways that depart within [`start`, `end`), by departure and arrival, in the numbers of the timetable.

    Good: what the engine answers to cargo that is ready just then, with documents in time; and every earlier run of its first service that
    reaches the same connection. A way is left out if another leaves no earlier, arrives earlier, and is neither dearer (storage aside)
    nor dirtier nor changes more often.
    """
    before = start - _longest_lead(told.timetable, origins) - BEFORE_DAYS * DAY_MINUTES
    query = Query(
        origins,
        told.everywhere(destinations),
        before,
        documents_minute=before - 30 * DAY_MINUTES,
        vgm_minute=before - 30 * DAY_MINUTES,
        horizon_days=JOURNEY_DAYS,
        tolerance=TOLERANCE,
    )
    found = list({way.steps: way for way in _found(told, query, end)}.values())
    beaten = _judge(found)
    known: dict[tuple[tuple[int | None, ...], ...], Way] = {}
    for way in (every for one in found for every in (one, *_earlier(told.timetable, one, start))):
        if start <= way.departure < end and not beaten(way):
            known[way.steps] = max(way, known.get(way.steps, way), key=lambda one: one.departure)
    return sorted(known.values(), key=lambda way: (way.departure, way.arrival, repr(way.steps)))


def _longest_lead(timetable: Timetable, origins: tuple[int, ...]) -> int:
    leads = [0]
    for call in (call for pattern in timetable.patterns for call in pattern.calls[:-1]):
        if call.stop in origins and call.board:
            customs = call.customs_lead_minutes
            cleared = 0 if customs is None else customs + timetable.stops[call.stop].customs_minutes
            leads.append(max(call.cargo_lead_minutes, cleared))
    return max(leads)


class _Answer(NamedTuple):
    way: Way
    departure: int
    missed_at: int


def _found(told: Published, query: Query, end: int) -> Iterator[Way]:
    """The engine's answers, each from the minute at which a way of the answer before is missed.

    Most answers repeat: one that begins with a ride is the same until it is missed, and is worked out once; a truck in front leaves
    when the cargo is ready.
    """
    ready, asked = query.ready_minute, told.engine.repeated(query)
    known: dict[Any, _Answer] = {}
    while ready < end:
        found = asked.found(ready)
        for one in found:
            before = known.get(one.steps)
            if before is None or before.missed_at <= ready or one.steps[0].pattern < 0:
                known[one.steps] = _answer(told, ready, asked.told(ready, one))
        answers = [known[one.steps] for one in found]
        yield from (answer.way for answer in answers)
        if not answers or min(answer.departure for answer in answers) >= end:
            return
        ready = min(answer.missed_at for answer in answers)


def _answer(told: Published, ready: int, itinerary: Itinerary) -> _Answer:
    legs = tuple(told.original(leg) for leg in itinerary.legs)
    way = Way(legs, itinerary.cost - sum(leg.storage_cost for leg in legs), itinerary.co2e)
    return _Answer(way, itinerary.legs[0].departure_minute, _missed_at(ready, itinerary))


def _missed_at(ready: int, itinerary: Itinerary) -> int:
    """When to ask again: just after the first ride is missed. A truck in front of it is asked for once more, at its latest."""
    slack = _slack(itinerary.legs)
    if itinerary.legs[0].pattern is None and slack > 0:
        return ready + slack
    return ready + max(0, slack) + 1


def _slack(legs: tuple[Leg, ...]) -> int:
    """Minutes by which the cargo may be ready later and still be in time for its first ride."""
    ride = next((leg for leg in legs if leg.pattern is not None), None)
    if ride is None:
        return 0
    moments = [one.slack_minutes for one in ride.cutoffs if one.cutoff in (Cutoff.CARGO, Cutoff.CUSTOMS)]
    return min(moments, default=ride.waiting_minutes)


def _earlier(timetable: Timetable, way: Way, start: int) -> Iterator[Way]:
    """The same way by earlier runs of its first service, from `start` on: they reach the same connection, sooner."""
    first, rest = way.legs[0], way.legs[1:]
    if first.pattern is None or first.run is None or not any(leg.pattern is not None for leg in rest):
        return
    starts = timetable.patterns[first.pattern].starts
    for run in range(first.run - 1, -1, -1):
        by = int(starts[run]) - int(starts[first.run])
        if first.departure_minute + by < start:
            return
        yield replace(way, legs=(_moved(first, run, by), *rest))


def _moved(leg: Leg, run: int, by: int) -> Leg:
    return replace(
        leg,
        run=run,
        available_minute=leg.available_minute + by,
        departure_minute=leg.departure_minute + by,
        arrival_minute=leg.arrival_minute + by,
        released_minute=leg.released_minute + by,
        cutoffs=tuple(replace(one, latest_minute=one.latest_minute + by) for one in leg.cutoffs),
    )


def _judge(found: list[Way]) -> Callable[[Way], bool]:
    """Whether one of `found` beats a way."""
    columns = np.array([_judged(way) for way in found], dtype=np.int64).reshape(-1, 5).T

    def beaten(way: Way) -> bool:
        minute, arrival, *others = _judged(way)
        better = (columns[0] <= minute) & (columns[1] < arrival)
        for column, amount in zip(columns[2:], others, strict=True):
            better &= column <= amount
        return bool(better.any())

    return beaten


def _judged(way: Way) -> tuple[int, int, int, int, int]:
    """Each better when it is less: a later departure, too."""
    return -way.departure, way.arrival, way.cost, way.co2e, way.rides
