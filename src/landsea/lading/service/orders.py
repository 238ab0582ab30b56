"""Orders of the register's operator by two people: on the document alone, or on a transfer to another platform that is disputed."""

from __future__ import annotations

from msgspec import UnsetType

from landsea.journal import View, Work
from landsea.kernel import PartyId
from landsea.lading import rules
from landsea.lading.model import DocumentId, Endorsement, OrderKind, Signing
from landsea.lading.service import acts
from landsea.lading.service.platforms.disputes import find_dispute, require_dispute, settle_dispute
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
    """As `acts.begin_order`. Stay and left settle a disputed transfer or rejection, accept and reject a surrender. Raises `NotDisputed`."""
    get_document(work, document)
    if kind in rules.SETTLING:
        require_dispute(work, document)
    return acts.begin_order(work, document, kind, case, signing, holder, endorsement, endorsee)


def confirm_order(work: Work, document: DocumentId, signing: Signing) -> StoredDocument:
    """As `acts.confirm_order`. How a dispute is settled the exchange knows from now on."""
    order = get_document(work, document).title.order
    settling = order is not None and order.kind in rules.SETTLING
    disputed = require_dispute(work, document) if settling else None
    found = acts.confirm_order(work, document, signing)
    if order is not None and disputed is not None:
        case = "" if isinstance(order.says.case, UnsetType) else order.says.case
        settle_dispute(work, disputed, order.kind, case)
    return found


def kinds_of_order(view: View, found: StoredDocument) -> list[OrderKind]:
    """What two people could order now: by the table, and, where they would settle something, only what is disputed."""
    kinds = rules.orderable(found.title, view.now)
    disputed = find_dispute(view, found.title.document) is not None
    return [kind for kind in kinds if disputed or kind not in rules.SETTLING]
