"""What facts make of a record. The read model is this function's answer and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from landsea.consignment.model import (
    AttachmentAdded,
    BookedLeg,
    BoundDocument,
    Consignment,
    ConsignmentAmended,
    ConsignmentBooked,
    ConsignmentCancelled,
    ConsignmentId,
    ConsignmentSplit,
    DocumentBound,
    DocumentReleased,
    LegConfirmed,
    LegDeclined,
    LegRolled,
    LegState,
    PartyAdded,
    PartyOn,
    Quote,
    QuoteAccepted,
    QuoteExpired,
    QuoteGiven,
    QuoteId,
    QuoteState,
    QuoteWithdrawn,
    TaskClosed,
)
from landsea.kernel import Fact, Recorded

CONNECTION_LOST = "connection lost"


def quote_given(id: QuoteId, recorded: Recorded[QuoteGiven]) -> Quote:
    fact = recorded.fact
    return Quote(
        id=id,
        forwarder=recorded.party,
        customer=fact.customer,
        itinerary=fact.itinerary,
        price_lines=fact.price_lines,
        valid_until=fact.valid_until,
        given_at=recorded.acted_at,
        note=fact.note,
        version=recorded.version,
    )


def evolve_quote(quote: Quote, recorded: Recorded[Fact]) -> Quote:
    match recorded.fact:
        case QuoteAccepted(consignment):
            quote = replace(quote, state=QuoteState.ACCEPTED, consignment=consignment)
        case QuoteWithdrawn(reason):
            quote = replace(quote, state=QuoteState.WITHDRAWN, reason=reason)
        case QuoteExpired():
            quote = replace(quote, state=QuoteState.EXPIRED)
    return replace(quote, version=recorded.version)


def booked(id: ConsignmentId, recorded: Recorded[ConsignmentBooked]) -> Consignment:
    fact = recorded.fact
    return Consignment(
        id=id,
        ucr=fact.ucr,
        booking=fact.booking,
        quote=fact.quote,
        forwarder=fact.forwarder,
        plan_id=fact.plan_id,
        parties=fact.parties,
        goods=fact.goods,
        equipment=fact.equipment,
        booked_legs=fact.legs,
        booked_at=recorded.acted_at,
        split_from=fact.split_from,
        version=recorded.version,
    )


def evolve(record: Consignment, recorded: Recorded[Any]) -> Consignment:
    """The record after one more fact of its stream."""
    change = _CHANGES.get(type(recorded.fact))
    return replace(change(record, recorded) if change else record, version=recorded.version)


def with_leg(record: Consignment, no: int, change: Callable[[BookedLeg], BookedLeg]) -> Consignment:
    legs = tuple(change(one) if one.leg.no == no else one for one in record.booked_legs)
    return replace(record, booked_legs=legs)


def _confirmed(record: Consignment, recorded: Recorded[LegConfirmed]) -> Consignment:
    fact = recorded.fact
    return with_leg(
        record,
        fact.no,
        lambda one: replace(one, state=LegState.CONFIRMED, reference=fact.reference or one.reference, reason=""),
    )


def _declined(record: Consignment, recorded: Recorded[LegDeclined]) -> Consignment:
    fact = recorded.fact
    return with_leg(record, fact.no, lambda one: replace(one, state=LegState.DECLINED, reason=fact.reason))


def _rolled(record: Consignment, recorded: Recorded[LegRolled]) -> Consignment:
    fact = recorded.fact
    state = LegState.CONFIRMED if fact.confirmed else LegState.REQUESTED
    record = with_leg(
        record,
        fact.leg.no,
        lambda one: BookedLeg(fact.leg, state, fact.reference or one.reference, fact.reason, one.rolled + 1),
    )
    for no in fact.broken:
        record = with_leg(record, no, lambda one: replace(one, state=LegState.REQUESTED, reason=CONNECTION_LOST))
    return record


def _amended(record: Consignment, recorded: Recorded[ConsignmentAmended]) -> Consignment:
    fact = recorded.fact
    for no in fact.reopened:
        record = with_leg(record, no, lambda one: replace(one, state=LegState.REQUESTED, reason=fact.reopened_because))
    return replace(record, parties=fact.parties, goods=fact.goods, equipment=fact.equipment)


def _party_added(record: Consignment, recorded: Recorded[PartyAdded]) -> Consignment:
    return replace(record, parties=(*record.parties, PartyOn(recorded.fact.party, recorded.fact.capacity)))


def _split(record: Consignment, recorded: Recorded[ConsignmentSplit]) -> Consignment:
    fact = recorded.fact
    return replace(record, goods=fact.goods, equipment=fact.equipment, parts=(*record.parts, fact.into))


def _cancelled(record: Consignment, recorded: Recorded[ConsignmentCancelled]) -> Consignment:
    return replace(record, cancelled=recorded.fact.reason)


def _bound(record: Consignment, recorded: Recorded[DocumentBound]) -> Consignment:
    fact = recorded.fact
    return replace(record, document=BoundDocument(fact.document, fact.number, recorded.acted_at, fact.override_reason))


def _released(record: Consignment, recorded: Recorded[DocumentReleased]) -> Consignment:
    if record.document is None:
        return record
    return replace(record, document=replace(record.document, released=recorded.fact.how))


def _attached(record: Consignment, recorded: Recorded[AttachmentAdded]) -> Consignment:
    fact = recorded.fact
    return replace(
        record,
        attachments=(*record.attachments, fact.attachment),
        closings=(*record.closings, *fact.closes),
    )


def _task_closed(record: Consignment, recorded: Recorded[TaskClosed]) -> Consignment:
    return replace(record, closings=(*record.closings, recorded.fact.closing))


_CHANGES: dict[type[Fact], Callable[[Consignment, Recorded[Any]], Consignment]] = {
    LegConfirmed: _confirmed,
    LegDeclined: _declined,
    LegRolled: _rolled,
    ConsignmentAmended: _amended,
    PartyAdded: _party_added,
    ConsignmentSplit: _split,
    ConsignmentCancelled: _cancelled,
    DocumentBound: _bound,
    DocumentReleased: _released,
    AttachmentAdded: _attached,
    TaskClosed: _task_closed,
}
EVOLVING: tuple[type[Fact], ...] = tuple(_CHANGES)
"""The facts that change a record, beside the one that makes it."""
