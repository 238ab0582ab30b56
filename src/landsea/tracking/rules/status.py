"""Where the goods are: tables of what each actual event means, and a fold over events in the order of their own times."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from landsea.tracking.model import (
    BoxState,
    Classifier,
    Conflict,
    Event,
    EventId,
    EventType,
    Plan,
    ReceivedEvent,
    Status,
    TrackingState,
)
from landsea.tracking.rules.identity import standing
from landsea.tracking.rules.matching import ENDS, End, concerns, is_stranger, leg_end, place_of, stop_of

UNDER_WAY = {
    "RAIL": Status.ON_RAIL,
    "VESSEL": Status.AT_SEA,
    "TRUCK": Status.ON_ROAD,
    "BARGE": Status.ON_RIVER,
    "AIR": Status.IN_FLIGHT,
}
"""A transport of this mode has departed."""

HANDLED: dict[str, tuple[Status | None, Status | None, Status | None]] = {
    # code: at the origin, in between, at the destination
    "GTIN": (Status.AT_ORIGIN, Status.AT_TERMINAL, Status.ARRIVED),
    "LOAD": (Status.AT_ORIGIN, Status.AT_TERMINAL, None),
    "DISC": (Status.AT_ORIGIN, Status.AT_TERMINAL, Status.DISCHARGED),
    "GTOT": (Status.ON_ROAD, Status.ON_ROAD, Status.DELIVERED),
    "STRP": (None, Status.AT_TERMINAL, Status.DELIVERED),
    "STUF": (Status.PREPARING, None, None),
    "PICK": (Status.PREPARING, None, None),
}
"""What an EQUIPMENT event means for a laden container. Other codes tell where it is, not how far."""

CLOCK_NOISE = timedelta(hours=6)
"""Gate and terminal systems record late: a step back within this time is noise, a later one a real return. Both are conflicts."""
_FAR_BACK = -1


@dataclass(frozen=True, slots=True)
class Step:
    """What an event means: `reached` is 2n at stop n, 2n-1 under way on leg n; `None` where the plan does not know the place."""

    status: Status
    reached: int | None


def step_of(event: Event, plan: Plan) -> Step | None:
    """`None`: the event says nothing about how far the goods are."""
    if event.type is EventType.TRANSPORT:
        return _transport_step(event, plan)
    if event.type is EventType.EQUIPMENT:
        return _equipment_step(event, plan)
    return None


def _transport_step(event: Event, plan: Plan) -> Step | None:
    found = leg_end(event, plan)
    if found is not None:
        leg, end = found
        if end is End.DEPARTURE:
            return Step(UNDER_WAY.get(leg.mode, Status.IN_TRANSIT), 2 * leg.no - 1)
        return Step(_waiting(plan, leg.no), 2 * leg.no)
    if event.code not in ENDS or not place_of(event) or stop_of(event, plan) is not None:
        return None
    if ENDS[event.code] is End.DEPARTURE:
        return Step(UNDER_WAY.get(event.mode or "", Status.IN_TRANSIT), None)
    return Step(Status.AT_PORT if event.mode == "VESSEL" else Status.AT_TERMINAL, None)


def _waiting(plan: Plan, stop: int) -> Status:
    if stop == len(plan.legs):
        return Status.ARRIVED
    return Status.AT_PORT if plan.legs[stop].mode == "VESSEL" else Status.AT_TERMINAL


def _equipment_step(event: Event, plan: Plan) -> Step | None:
    stop = stop_of(event, plan)
    if event.empty:
        fetched = event.code in ("PICK", "GTOT") and stop in (0, None)
        return Step(Status.PREPARING, _FAR_BACK) if fetched else None
    if event.code not in HANDLED or stop is None:
        return None
    status = HANDLED[event.code][0 if stop == 0 else 2 if stop == len(plan.legs) else 1]
    if status is Status.AT_TERMINAL:
        status = _waiting(plan, stop)
    if status is None:
        return None
    return Step(status, _FAR_BACK if status is Status.PREPARING else 2 * stop)


def state_of(found: Iterable[ReceivedEvent], plan: Plan) -> TrackingState:
    """A function of the set of events: order of arrival, repetition and superseded versions make no difference."""
    actual = [one for one in standing(found) if one.event.classifier is Classifier.ACTUAL]
    ours = [one for one in actual if not is_stranger(one.event, plan)]
    boxes, conflicts = [], _odd(actual, plan)
    containers: list[str | None] = [*sorted(plan.containers)] or [None]
    for container in containers:
        box, clashes = _follow([one for one in ours if concerns(one.event, container, plan)], container, plan)
        boxes.append(box)
        conflicts |= clashes
    order = list(Status)
    hindmost = min(boxes, key=lambda box: (box.leg, order.index(box.status), box.container or ""))
    ordered = sorted(conflicts, key=lambda one: (one.kind, one.events))
    return TrackingState(tuple(boxes), hindmost, tuple(ordered))


def _odd(actual: Sequence[ReceivedEvent], plan: Plan) -> set[Conflict]:
    strangers = {Conflict("other-container", (one.id,)) for one in actual if is_stranger(one.event, plan)}
    ahead = [one.id for one in actual if one.event.at > one.event.version_at]
    return strangers | {Conflict("actual-in-the-future", (id,)) for id in ahead}


def _follow(events: Sequence[ReceivedEvent], container: str | None, plan: Plan) -> tuple[BoxState, set[Conflict]]:
    """Steps in the order of their times; at one time the further one last."""
    box, reached, conflicts = BoxState(container), _FAR_BACK, set[Conflict]()
    for one, step in _steps(events, plan):
        if step is None:
            if one.event.type is EventType.EQUIPMENT and place_of(one.event):
                box = replace(box, place=place_of(one.event))
            continue
        further = reached if step.reached is None else step.reached
        if further < reached and step.status is not Status.PREPARING and box.evidence and box.since:
            conflicts.add(Conflict("out-of-order", (box.evidence, one.id)))
        if _holds(box, reached, step, further, one.event.at, 2 * len(plan.legs)):
            box = _moved(box, one, step, further)
            reached = further
    return _released(box, events), conflicts


def _steps(events: Sequence[ReceivedEvent], plan: Plan) -> list[tuple[ReceivedEvent, Step | None]]:
    found = [(one, step_of(one.event, plan)) for one in events]
    return sorted(found, key=lambda pair: (pair[0].event.at, _reached(pair[1]), pair[0].id))


def _reached(step: Step | None) -> int:
    return _FAR_BACK if step is None or step.reached is None else step.reached


def _holds(box: BoxState, reached: int, step: Step, further: int, at: datetime, end: int) -> bool:
    """Whether the step replaces where the box was. At the destination nothing goes back; elsewhere the later event tells."""
    if step.status is Status.PREPARING:
        return box.status is Status.PLANNED
    if further == reached == end:
        return list(Status).index(step.status) > list(Status).index(box.status)
    return further >= reached or (box.since is not None and at - box.since > CLOCK_NOISE)


def _moved(box: BoxState, one: ReceivedEvent, step: Step, reached: int) -> BoxState:
    leg = max(0, (reached + 1) // 2)
    place = place_of(one.event) or box.place
    return BoxState(box.container, step.status, one.event.at, place, leg, one.id)


def _released(box: BoxState, events: Sequence[ReceivedEvent]) -> BoxState:
    """Discharged goods whose release message stands (SRM released, no later hold) are available."""
    if box.status is not Status.DISCHARGED or box.since is None:
        return box
    messages = [one for one in events if one.event.document_type == "SRM" and one.event.code in ("RELS", "HOLD")]
    if not messages or messages[-1].event.code == "HOLD":
        return box
    released: EventId = messages[-1].id
    return replace(box, status=Status.AVAILABLE, since=max(box.since, messages[-1].event.at), evidence=released)
