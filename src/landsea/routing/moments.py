"""Opening hours and cut-offs of one departure, as they are told."""

from __future__ import annotations

from bisect import bisect_right

from landsea.routing.model import DAY_MINUTES, Call, Cutoff, Moment, Query, Span, Stop

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


def moments(stop: Stop, call: Call, query: Query, available: int, departure: int) -> tuple[Moment, ...]:
    """The cut-offs of one departure and when this plan meets each."""
    met = {
        Cutoff.CARGO: (call.cargo_lead_minutes, available),
        Cutoff.DANGEROUS: (call.dangerous_lead_minutes if query.cargo.dangerous else None, available),
        Cutoff.DOCUMENT: (call.document_lead_minutes, query.documents_ready_minute),
        Cutoff.VGM: (call.vgm_lead_minutes, query.vgm_ready_minute),
        Cutoff.CUSTOMS: (call.customs_lead_minutes, 0),
    }
    if call.customs_lead_minutes is not None:
        met[Cutoff.CUSTOMS] = call.customs_lead_minutes, cleared(stop, available)
    return tuple(Moment(what, departure - lead, at) for what, (lead, at) in met.items() if lead is not None)


def storage_cost(stop: Stop, waiting_minutes: int) -> int:
    """Per TEU, for every day begun beyond the free time."""
    days = -(-(waiting_minutes - stop.free_minutes) // DAY_MINUTES)
    return stop.storage_cost_day * max(0, days)
