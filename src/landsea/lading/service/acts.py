"""Acts on a document after its birth. Each is one signed statement, one fact, one commit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from msgspec import UNSET

from landsea.journal import View, Work
from landsea.kernel import PartyId, clean
from landsea.lading import store
from landsea.lading.model import (
    ActKind,
    DocumentId,
    Endorsement,
    LineAmount,
    Medium,
    OrderKind,
    OriginalsMiscounted,
    OtherForm,
    OtherOriginals,
    Particulars,
    Purpose,
    Signing,
    State,
)
from landsea.lading.service.evidence import acts_of
from landsea.lading.service.perform import Doing, perform, perform_as_node
from landsea.lading.service.read import get_document
from landsea.lading.service.sign import signatory
from landsea.lading.store import StoredDocument

_JOINING = frozenset({"to", "and", "-", "–", "至", "到", "和"})
"""Words of a range or a list, which are nobody's serial number."""


def transfer(
    work: Work,
    document: DocumentId,
    to: PartyId,
    signing: Signing,
    endorsement: Endorsement | None = None,
    endorsee: PartyId | None = None,
) -> StoredDocument:
    """Passes control of a negotiable document from the actor's party, its holder, to another party of the node's directory.

    Without `endorsement` it is endorsed to the order of `to` (MLETR 15), or passes by delivery alone when it is to bearer. `endorsee` is
    named where it is not `to`. A party without a title key is refused: it could neither surrender the document nor pass it on.
    """
    return perform(work, document, _passing(work, ActKind.TRANSFER, to, endorsement, endorsee), signing)


def offer(
    work: Work,
    document: DocumentId,
    to: PartyId,
    signing: Signing,
    endorsement: Endorsement | None = None,
    endorsee: PartyId | None = None,
) -> StoredDocument:
    """As `transfer`, but nothing passes until `to` takes it; it may decline, and the holder may withdraw."""
    return perform(work, document, _passing(work, ActKind.OFFER, to, endorsement, endorsee), signing)


def pledge(
    work: Work, document: DocumentId, to: PartyId, secures: str, signing: Signing, matures_at: datetime | None = None
) -> StoredDocument:
    """Offers the document as security for `secures` (the credit's reference, on record for ever). `to` takes or declines it.

    Once taken the pledgee holds it, may release it, and from `matures_at` (any time when not stated) enforce it.
    """
    says = Particulars(secures=clean(secures, "what is secured"), matures_at=matures_at or UNSET)
    return perform(work, document, Doing(ActKind.PLEDGE, to, says), signing)


def take(work: Work, document: DocumentId, signing: Signing) -> StoredDocument:
    """The party asked takes the document, or takes it in pledge."""
    return perform(work, document, Doing(ActKind.TAKE), signing)


def decline(work: Work, document: DocumentId, reason: str, signing: Signing) -> StoredDocument:
    """The party asked says no to the open proposal, whatever it is; nothing else changes."""
    return perform(work, document, Doing(ActKind.DECLINE, reason=clean(reason, "reason")), signing)


def withdraw(work: Work, document: DocumentId, signing: Signing) -> StoredDocument:
    """Who made the open proposal takes it back."""
    return perform(work, document, Doing(ActKind.WITHDRAW), signing)


def release(work: Work, document: DocumentId, signing: Signing) -> StoredDocument:
    """The pledgee gives the document back to the pledgor: the debt is paid."""
    return perform(work, document, Doing(ActKind.RELEASE), signing)


def enforce(work: Work, document: DocumentId, reason: str, signing: Signing) -> StoredDocument:
    """The pledgee, unpaid when the pledge is due, makes the document stand to its own order."""
    return perform(work, document, Doing(ActKind.ENFORCE, reason=clean(reason, "reason")), signing)


def surrender(
    work: Work, document: DocumentId, signing: Signing, purpose: Purpose = Purpose.DELIVERY, comments: str = ""
) -> StoredDocument:
    """The holder presents the document to the issuer: to be given the goods, to have it amended, or to have paper instead.

    `comments`: what is to be amended, and why; on record for ever.
    """
    says = UNSET if purpose is Purpose.DELIVERY else Particulars(purpose=purpose)
    said = clean(comments, "comments") if comments else ""
    return perform(work, document, Doing(ActKind.SURRENDER, says=says, reason=said), signing)


def accept_surrender(work: Work, document: DocumentId, signing: Signing) -> StoredDocument:
    """The issuer takes the document back. It stops being operative, and nobody holds it."""
    return perform(work, document, Doing(ActKind.ACCEPT), signing)


def reject_surrender(work: Work, document: DocumentId, reason: str, signing: Signing) -> StoredDocument:
    """The issuer refuses the surrender for `reason`, which is on record for ever: it names no natural person."""
    return perform(work, document, Doing(ActKind.REJECT, reason=clean(reason, "reason")), signing)


def accomplish(work: Work, document: DocumentId, signing: Signing) -> StoredDocument:
    """The issuer records that the goods were delivered against the document."""
    return perform(work, document, Doing(ActKind.ACCOMPLISH), signing)


def ask_part(work: Work, document: DocumentId, amounts: Sequence[LineAmount], signing: Signing) -> StoredDocument:
    """The holder asks for delivery of a part; what is outstanding shrinks when the issuer grants it."""
    return perform(work, document, Doing(ActKind.ASK_PART, says=Particulars(amounts=tuple(amounts))), signing)


def leave(work: Work, document: DocumentId, form: OtherForm, signing: Signing) -> StoredDocument:
    """The entitled holder asks for another medium. From now on the document is operative nowhere until `left` or `stay`."""
    return perform(work, document, Doing(ActKind.LEAVE, says=Particulars(form=form)), signing)


def left_for_paper(work: Work, document: DocumentId, numbers: str, signing: Signing) -> StoredDocument:
    """The issuer signed and handed out the paper originals (MLETR 18): they are the operative form now.

    `numbers`: those of all originals that the document states, each once, with commas or spaces between.
    """
    says = Particulars(form=OtherForm(Medium.PAPER, clean(numbers, "numbers of the originals")))
    _require_whole_set(get_document(work, document), numbers)
    return perform(work, document, Doing(ActKind.LEFT, says=says), signing)


def _require_whole_set(found: StoredDocument, numbers: str) -> None:
    """Each original of the set that the document states, once. What is handed out is recorded for ever: a slip cannot be mended later."""
    told, originals = _listed(numbers), found.content.title.originals
    is_whole = len(told) == len(set(told)) == originals and not _JOINING & set(told)
    if found.title.state is State.LEAVING and not is_whole:
        raise OriginalsMiscounted(
            number=found.title.number, originals=originals, count=len(set(told)), pointer="/numbers"
        )


def stay(work: Work, document: DocumentId, reason: str, signing: Signing) -> StoredDocument:
    """The issuer made no paper, or destroyed it: the record is operative as before."""
    return perform(work, document, Doing(ActKind.STAY, reason=clean(reason, "reason")), signing)


def return_from_paper(
    work: Work,
    document: DocumentId,
    to: PartyId,
    numbers: str,
    signing: Signing,
    endorsement: Endorsement | None = None,
    endorsee: PartyId | None = None,
) -> StoredDocument:
    """The issuer got all paper originals back and made them void; `to`, who brought them, holds the record, endorsed as the paper was."""
    named = _endorsed(work, endorsement, endorsee)
    form = OtherForm(Medium.PAPER, clean(numbers, "numbers of the originals"))
    _require_all_originals(work, document, numbers)
    says = Particulars(form=form, endorsement=named.endorsement, endorsee=named.endorsee)
    return perform(work, document, Doing(ActKind.RETURN, to, says), signing)


def _require_all_originals(work: Work, document: DocumentId, numbers: str) -> None:
    """What comes back is what left, in whatever order its numbers are told (MLETR 17: the paper ceases to have effect)."""
    left = [one.act.statement.says.form for one in acts_of(work, document) if one.act.statement.act is ActKind.LEFT]
    if left and isinstance(left[-1], OtherForm) and _listed(left[-1].name) != _listed(numbers):
        raise OtherOriginals(
            number=get_document(work, document).title.number, numbers=left[-1].name, pointer="/numbers"
        )


def _listed(numbers: str) -> list[str]:
    return sorted(filter(None, re.split(r"[\s,;，；、]+", numbers)))


def left_for_register(work: Work, document: DocumentId, form: OtherForm) -> StoredDocument:
    """The other register proved that it has the document now; signed by the node."""
    return perform_as_node(work, document, Doing(ActKind.LEFT, says=Particulars(form=form)))


def stay_here(work: Work, document: DocumentId, reason: str) -> StoredDocument:
    """The other register proved that it does not have it and never will from this attempt; signed by the node."""
    return perform_as_node(work, document, Doing(ActKind.STAY, reason=reason))


def return_from_register(
    work: Work,
    document: DocumentId,
    to: PartyId,
    form: OtherForm,
    endorsement: Endorsement | None = None,
    endorsee: PartyId | None = None,
) -> StoredDocument:
    """The other register proved that it gave the document up to `to`; signed by the node."""
    named = _endorsed(work, endorsement, endorsee)
    says = Particulars(form=form, endorsement=named.endorsement, endorsee=named.endorsee)
    return perform_as_node(work, document, Doing(ActKind.RETURN, to, says))


def expire(work: Work, document: DocumentId) -> StoredDocument:
    """The validity stated on the document has passed; signed by the node."""
    return perform_as_node(work, document, Doing(ActKind.EXPIRE))


def expire_due(work: Work, limit: int = 100) -> int:
    """Records the expiry of every document whose validity has passed, for a worker; returns how many there were."""
    due = store.past_validity(work.connection, work.now, limit)
    for document in due:
        expire(work, DocumentId(document))
    return len(due)


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
    """One person of the register's operator begins to freeze, thaw or rectify. `case` (dispute, judgment) is on record for ever.

    To rectify, `holder` is who holds it then, by default to its own order.
    """
    named = _endorsed(work, endorsement, endorsee)
    says = Particulars(order=kind, case=clean(case, "case"), endorsement=named.endorsement, endorsee=named.endorsee)
    return perform(work, document, Doing(ActKind.ORDER, holder, says), signing)


def confirm_order(work: Work, document: DocumentId, signing: Signing) -> StoredDocument:
    """A second person of the register's operator, with another key, confirms the open order; it takes effect."""
    return perform(work, document, Doing(ActKind.CONFIRM), signing)


def revoke_order(work: Work, document: DocumentId, reason: str, signing: Signing) -> StoredDocument:
    """The open order is dropped."""
    return perform(work, document, Doing(ActKind.REVOKE, reason=clean(reason, "reason")), signing)


def _passing(view: View, act: ActKind, to: PartyId, endorsement: Endorsement | None, endorsee: PartyId | None) -> Doing:
    if endorsement is None and endorsee is None:
        return Doing(act, to)
    if endorsement in (Endorsement.FULL, Endorsement.ORDER) and endorsee is None:
        endorsee = to
    return Doing(act, to, _endorsed(view, endorsement, endorsee))


def _endorsed(view: View, endorsement: Endorsement | None, endorsee: PartyId | None) -> Particulars:
    named = signatory(view, endorsee) if endorsee else UNSET
    return Particulars(endorsement=endorsement or UNSET, endorsee=named)
