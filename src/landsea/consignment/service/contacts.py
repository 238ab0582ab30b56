"""Contact persons: named with the booking or an amendment, erased when they ask."""

from __future__ import annotations

from landsea import journal
from landsea.consignment import store
from landsea.consignment.model import ContactNamed
from landsea.consignment.model.refusals import NoSuchContact
from landsea.consignment.rules.state import require_eraser
from landsea.consignment.service.access import get_consignment
from landsea.journal import Work
from landsea.kernel import PartyId, clean


def erase_contact(work: Work, consignment: str, party: PartyId, reason: str) -> int:
    """Erases every person that was named for `party` on this consignment; returns how many entries lost their private part.

    By a user of that party or of the forwarder, in whatever state the consignment is. The facts stay, the person does not.
    """
    record = get_consignment(work, consignment)
    require_eraser(record, work.actor, party)
    reason = clean(reason, "reason", 500)
    named = [
        entry.position
        for entry, fact in work.history(store.CONSIGNMENTS + record.id)
        if isinstance(fact, ContactNamed) and fact.party == party and entry.private is not None
    ]
    if not named:
        raise NoSuchContact(party=party, consignment=record.id)
    for position in named:
        journal.erase(work, position, reason)
    return len(named)
