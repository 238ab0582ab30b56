"""Orders of the register's operator by two people: on the document alone, or on a transfer to another platform that is disputed."""

from __future__ import annotations

from msgspec import UnsetType

from landsea.journal import Work
from landsea.kernel import PartyId
from landsea.lading import rules
from landsea.lading.model import DocumentId, Endorsement, OrderKind, Signing
from landsea.lading.service import acts
from landsea.lading.service.platforms.disputes import require_dispute, settle_dispute
from landsea.lading.service.read import get_document
from landsea.lading.store import StoredDocument


def begin_order(
    work: Work,
    document: DocumentId,
    kind: OrderKind,
    case: str,
    signing: Signing,
    holder: PartyId | None = None,
    endorsement: Endorsement | None = None,
    endorsee: PartyId | None = None,
) -> StoredDocument:
    """As `acts.begin_order`. Stay and left settle a transfer that its receiver disputes. Raises `NotDisputed`."""
    get_document(work, document)
    if kind in rules.SETTLING:
        require_dispute(work, document)
    return acts.begin_order(work, document, kind, case, signing, holder, endorsement, endorsee)


def confirm_order(work: Work, document: DocumentId, signing: Signing) -> StoredDocument:
    """As `acts.confirm_order`. What is settled of a disputed transfer the exchange knows from now on."""
    order = get_document(work, document).title.order
    found = acts.confirm_order(work, document, signing)
    if order is not None and order.kind in rules.SETTLING:
        case = "" if isinstance(order.says.case, UnsetType) else order.says.case
        settle_dispute(work, document, order.kind, case)
    return found
