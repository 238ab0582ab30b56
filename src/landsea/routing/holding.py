"""Cargo held back with the shipper, so that it does not pay for storage on the way.

The search takes the first runs that can be caught, which leaves the most time for the next. Where cargo then waits
beyond its free time, earlier rides are put on later runs that still make the same connections: cheaper, and less sure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from landsea.routing.allowed import Allowed
from landsea.routing.arrays import NEVER
from landsea.routing.choice import beats
from landsea.routing.find import Found, Step
from landsea.routing.itineraries import boarding_limit, itinerary, released
from landsea.routing.kernels import IMPOSSIBLE
from landsea.routing.model import Itinerary, Leg
from landsea.routing.moments import first_open

SPARE_RUNS = 2
"""Runs between the latest that makes a connection and the one taken: none, or one less than this."""


def with_held(rest: Allowed, found: Iterable[Found]) -> list[Found]:
    """All journeys and their held-back forms, without what another beats; sorted."""
    journeys = {one[:5]: one for journey in found for one in (*_held(rest, journey), journey)}
    kept = [v for v in journeys if not any(beats(other, v) for other in journeys)]
    return [journeys[v] for v in sorted(kept)]


def _held(rest: Allowed, found: Found) -> Iterator[Found]:
    legs = itinerary(rest, found).legs
    if not any(leg.storage_cost for leg in legs):
        return
    for spare in range(SPARE_RUNS):
        steps = _later(rest, found, legs, spare)
        held = evaluated(rest, found.origin, steps)
        if held.risk < IMPOSSIBLE:
            yield held


def _later(rest: Allowed, found: Found, legs: tuple[Leg, ...], spare: int) -> tuple[Step, ...]:
    steps = list(found.steps)
    rides = [n for n, step in enumerate(steps) if step.pattern >= 0]
    for here, there in zip(reversed(rides[:-1]), reversed(rides[1:]), strict=True):
        step, last = steps[here], len(rest.arrays.timetable.patterns[steps[here].pattern].starts) - 1
        while step.run < last and _makes(rest, steps, legs, here, there, step.run + 1):
            step = step._replace(run=step.run + 1)
        steps[here] = step._replace(run=max(steps[here].run, step.run - spare))
    return tuple(steps)


def _makes(rest: Allowed, steps: list[Step], legs: tuple[Leg, ...], here: int, there: int, run: int) -> bool:
    """Whether a later run of one ride takes the cargo all the way and still makes the next."""
    step = steps[here]._replace(run=run)
    minute = released(rest, step)
    if minute >= NEVER:
        return False
    for leg in legs[here + 1 : there]:
        minute = first_open(rest.hours[leg.to_stop], minute + leg.arrival_minute - leg.departure_minute)
    board = rest.arrays.timetable.stops[legs[there].from_stop]
    minute += board.change_minutes.get((legs[there - 1].mode, legs[there].mode), 0)
    return minute <= boarding_limit(rest, steps[there])


def evaluated(rest: Allowed, origin: int, steps: tuple[Step, ...]) -> Found:
    """A journey on given runs with its vector."""
    made = itinerary(rest, Found(0, 0, 0, 0, 0, origin, steps))
    cost, co2e = sum(leg.cost for leg in made.legs), sum(leg.co2e for leg in made.legs)
    rides = sum(step.pattern >= 0 for step in steps)
    return Found(made.legs[-1].released_minute, cost, co2e, rides, _risk(rest, made, steps), origin, steps)


def _risk(rest: Allowed, made: Itinerary, steps: tuple[Step, ...]) -> int:
    delays, risk, late = rest.arrays.timetable.delays, 0, None
    for leg, step in zip(made.legs, steps, strict=True):
        if leg.pattern is None:
            continue
        if late is not None:
            risk += late.risk(boarding_limit(rest, step) - leg.available_minute)
        late = delays[rest.arrays.timetable.patterns[step.pattern].calls[step.to_call].delay]
    if rest.query.deadline_minute is not None and late is not None:
        risk += late.risk(rest.query.deadline_minute - made.legs[-1].released_minute)
    return min(risk, IMPOSSIBLE)
