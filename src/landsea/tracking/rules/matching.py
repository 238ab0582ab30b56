"""Which part of a plan an event speaks of."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from landsea.tracking.model import Event, EventType, Plan, PlannedLeg
from landsea.tracking.rules.identity import containers_of


class End(StrEnum):
    DEPARTURE = "departure"
    ARRIVAL = "arrival"


ENDS = {"DEPA": End.DEPARTURE, "ARRI": End.ARRIVAL}


def place_of(event: Event) -> str:
    return (event.place or "").replace(" ", "").upper()


def leg_end(event: Event, plan: Plan) -> tuple[PlannedLeg, End] | None:
    """The departure or arrival of a leg that a TRANSPORT event reports: same mode, same place or facility, nearest planned time.

    Without any place it is the only leg of that mode. A ship that arrives to fetch the goods is no leg's end.
    """
    end = ENDS.get(event.code) if event.type is EventType.TRANSPORT else None
    if end is None:
        return None
    of_mode = [leg for leg in plan.legs if leg.mode == event.mode]
    if not place_of(event) and not event.facility:
        return (of_mode[0], end) if len(of_mode) == 1 else None
    found = [leg for leg in of_mode if _is_at(event, *_where(leg, end))]
    if not found:
        return None
    return min(found, key=lambda leg: (abs(planned(leg, end) - event.at), leg.no)), end


def planned(leg: PlannedLeg, end: End) -> datetime:
    return leg.departs if end is End.DEPARTURE else leg.arrives


def _where(leg: PlannedLeg, end: End) -> tuple[str, str]:
    return (leg.from_place, leg.from_facility) if end is End.DEPARTURE else (leg.to_place, leg.to_facility)


def _is_at(event: Event, place: str, facility: str) -> bool:
    return place_of(event) == place or bool(facility and event.facility == facility)


def stop_of(event: Event, plan: Plan) -> int | None:
    """The stop where the event is: 0 the origin, n the end of leg n; `None` off the plan. Of several the nearest in planned time."""
    stops = [(0, plan.legs[0].departs, End.DEPARTURE, plan.legs[0])]
    stops += [(leg.no, leg.arrives, End.ARRIVAL, leg) for leg in plan.legs]
    found = [(abs(at - event.at), no) for no, at, end, leg in stops if _is_at(event, *_where(leg, end))]
    found += [
        (abs(leg.departs - event.at), leg.no - 1) for leg in plan.legs if _is_at(event, *_where(leg, End.DEPARTURE))
    ]
    return min(found)[1] if found else None


def concerns(event: Event, container: str | None, plan: Plan) -> bool:
    """Whether the event speaks of the container.

    One that names containers of the plan speaks of those; a TRANSPORT or SHIPMENT event that names none of them, of all.
    """
    named = containers_of(event)
    if container is None or container in named:
        return True
    return event.type is not EventType.EQUIPMENT and not named & plan.containers


def is_stranger(event: Event, plan: Plan) -> bool:
    """It speaks of a container that the consignment does not have."""
    named = containers_of(event)
    return bool(plan.containers and named) and event.type is EventType.EQUIPMENT and not named & plan.containers
