"""Opening hours and cut-offs: when cargo is taken in, cleared and caught by a run. All functions rise with the minute
given.
"""

from __future__ import annotations

from bisect import bisect_right

from landsea.routing.model import DAY_MINUTES, Call, Cutoff, Moment, Span, Stop

NEVER = 1 << 50


def first_open(hours: tuple[Span, ...] | None, minute: int) -> int:
    """The first minute, not before `minute`, within the hours; `NEVER` after the last of them."""
    if hours is None or minute >= NEVER:
        return minute
    at = bisect_right(hours, minute, key=_end)
    return max(minute, hours[at][0]) if at < len(hours) else NEVER


def _end(span: Span) -> int:
    return span[1]


def cleared(stop: Stop, minute: int) -> int:
    """When customs releases cargo that is at the stop at `minute`."""
    opened = first_open(stop.customs, minute)
    return opened + stop.customs_minutes if opened < NEVER else NEVER


def earliest_departure(stop: Stop, call: Call, available: int, documents: int) -> int:
    """The first departure minute whose three cut-offs are met by cargo available at `available`; a cut-off's own
    minute still counts.
    """
    earliest = available + call.cargo_lead_minutes
    if call.document_lead_minutes is not None:
        earliest = max(earliest, documents + call.document_lead_minutes)
    if call.customs_lead_minutes is not None:
        earliest = max(earliest, cleared(stop, available) + call.customs_lead_minutes)
    return earliest


def moments(stop: Stop, call: Call, available: int, documents: int, departure: int) -> tuple[Moment, ...]:
    """The cut-offs of one departure and when this plan meets each."""
    found = [Moment(Cutoff.CARGO, departure - call.cargo_lead_minutes, available)]
    if call.document_lead_minutes is not None:
        found.append(Moment(Cutoff.DOCUMENT, departure - call.document_lead_minutes, documents))
    if call.customs_lead_minutes is not None:
        found.append(Moment(Cutoff.CUSTOMS, departure - call.customs_lead_minutes, cleared(stop, available)))
    return tuple(found)


def storage_cost(stop: Stop, waiting_minutes: int) -> int:
    """Per TEU, for every day begun beyond the free time."""
    days = -(-(waiting_minutes - stop.free_minutes) // DAY_MINUTES)
    return stop.storage_cost_day * max(0, days)
