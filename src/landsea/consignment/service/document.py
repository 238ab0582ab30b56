"""What `lading` asks of the consignment, in the transaction of its own acts."""

from __future__ import annotations

from landsea.consignment.model import (
    Capacity,
    Consignment,
    DocumentBound,
    DocumentReleased,
    PartyAdded,
    PartyOn,
    Release,
)
from landsea.consignment.model.refusals import NotThisDocument, UnconfirmedBooking
from landsea.consignment.rules import state
from landsea.consignment.rules.itinerary import unconfirmed
from landsea.consignment.service import outside
from landsea.consignment.service.access import append, get_consignment_unfiltered, open_for
from landsea.journal import Work
from landsea.kernel import PartyId, clean


def bind_document(
    work: Work, consignment: str, document: str, number: str, override_reason: str | None = None
) -> Consignment:
    """Makes `document` (its id and `number`) the operative one of the consignment.

    Refused: a cancelled consignment, a second operative document, and legs that are not confirmed unless `override_reason` says why
    the document is issued nevertheless; the reason goes on record.
    """
    record = open_for(work, consignment, state.Act.BIND)
    missing = unconfirmed(record.booked_legs)
    if missing and not override_reason:
        raise UnconfirmedBooking(legs=", ".join(map(str, missing)), consignment=record.id, pointer="/override_reason")
    reason = clean(override_reason, "override reason", 500) if missing and override_reason else ""
    return append(work, record, DocumentBound(document, number, reason))


def release_document(work: Work, consignment: str, document: str, how: Release | str) -> Consignment:
    """The document is operative no more: `surrendered` (taken back by its issuer) or `accomplished` (goods delivered against it).

    A surrendered document may still be accomplished; then the consignment is completed.
    """
    return _release(work, open_for(work, consignment, state.Act.RELEASE), document, Release(how))


def expire_document(work: Work, consignment: str, document: str) -> Consignment:
    """The document's validity ended, which is nobody's act: the node, on no consignment itself, frees this one for another document."""
    record = get_consignment_unfiltered(work, consignment)
    state.require_state(state.Act.RELEASE, record)
    return _release(work, record, document, Release.EXPIRED)


def _release(work: Work, record: Consignment, document: str, how: Release) -> Consignment:
    if record.document is None or record.document.document != document:
        raise NotThisDocument(document=document, consignment=record.id)
    return append(work, record, DocumentReleased(document, how))


def add_party(work: Work, consignment: str, party: PartyId, capacity: Capacity) -> Consignment:
    """Puts `party` on the consignment, so that it sees it; nothing happens when it is on it in that capacity already.

    For rooms above, on behalf of any party on the consignment (a holder who transfers the document); users go by `invite_party`.
    """
    record = get_consignment_unfiltered(work, consignment)
    state.require_state(state.Act.ADD_PARTY, record)
    outside.require_party(work, party, "/party")
    if PartyOn(party, capacity) in record.parties:
        return record
    return append(work, record, PartyAdded(party, capacity))


def invite_party(work: Work, consignment: str, party: PartyId, capacity: Capacity) -> Consignment:
    """The forwarder or shipper puts a party on the consignment."""
    open_for(work, consignment, state.Act.ADD_PARTY)
    return add_party(work, consignment, party, capacity)
