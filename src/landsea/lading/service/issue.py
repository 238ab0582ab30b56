"""Issuing: the birth of the one operative record."""

from __future__ import annotations

import re
from datetime import datetime

from msgspec import UNSET, UnsetType

from landsea import consignment, identity, journal
from landsea.journal import View, Work
from landsea.kernel import BadValue, PartyId, clean
from landsea.lading import store
from landsea.lading.model import (
    BIRTHS,
    NODE_KEY,
    ActKind,
    DocumentContent,
    DocumentId,
    Endorsement,
    IssueDocument,
    LegDocumentNegotiable,
    MadeElsewhere,
    OtherDocument,
    PaperMissing,
    Particulars,
    SignedAct,
    Signing,
    Statement,
    content_hash,
)
from landsea.lading.service.content import build_content, named_parties
from landsea.lading.service.draft import issued_from
from landsea.lading.service.elsewhere import require_none_elsewhere
from landsea.lading.service.evidence import acts_of
from landsea.lading.service.holder import put_on_consignment
from landsea.lading.service.paper import require_own_paper
from landsea.lading.service.perform import Doing, perform, require_able
from landsea.lading.service.sign import require_role, sign, signatory, time_of
from landsea.lading.store import StoredDocument

_CHANGES = frozenset(
    fact.kind
    for fact in (
        consignment.LegDeclined,
        consignment.LegRolled,
        consignment.ConsignmentAmended,
        consignment.ConsignmentSplit,
    )
)
"""What a reason to issue before all legs are confirmed, once given, does not cover."""
_ID = re.compile(r"doc_[0-9a-hjkmnp-tv-z]{26}")


def issue(work: Work, command: IssueDocument, signing: Signing) -> DocumentId:
    """Issues the document of a consignment, signed by the actor's party, and binds it to the consignment in the same transaction.

    Refused when the consignment has an operative document, is cancelled, or is not confirmed (without an override's reason), and when
    a negotiable document that is not void stands beside it, or another document was made of what it is annotated on.
    """
    _require_void(command.annotates)
    content, at = _begin(work, ActKind.ISSUE, command, signing)
    _bind(work, content, command.override_reason)
    return _born(work, content, command, at, signing, ActKind.ISSUE)


def capture(work: Work, command: IssueDocument, signing: Signing) -> DocumentId:
    """Phase one of paper to electronic (MLETR 17): makes the record of the paper document that `command.annotates` names.

    The paper stays the operative form until the issuer has it back and activates the record; nothing can be done with the record before.
    """
    if command.annotates is None:
        raise PaperMissing(pointer="/annotates")
    content, at = _begin(work, ActKind.CAPTURE, command, signing)
    return _born(work, content, command, at, signing, ActKind.CAPTURE)


def activate(work: Work, document: DocumentId, signing: Signing, override_reason: str | None = None) -> StoredDocument:
    """Phase two: the issuer has all paper originals and made them void; the record becomes the operative original.

    The `override_reason` given at the capture serves, unless the consignment or the answer to one of its legs has changed since.
    """
    found = perform(work, document, Doing(ActKind.ACTIVATE), signing)
    require_own_paper(work, found.content)
    _bind(work, found.content, override_reason or _reason_at_capture(work, found))
    return found


def _reason_at_capture(view: View, found: StoredDocument) -> str | None:
    captured = acts_of(view, found.title.document)[0]
    steps = consignment.history(view, found.content.consignment)
    has_changed = any(one.position > captured.position and one.kind in _CHANGES for one in steps)
    return None if has_changed else captured.act.statement.reason or None


def discard(work: Work, document: DocumentId, reason: str, signing: Signing) -> StoredDocument:
    """The paper stays the operative form; nothing comes of the captured record."""
    return perform(work, document, Doing(ActKind.DISCARD, reason=clean(reason, "reason")), signing)


def _require_void(annotated: OtherDocument | None) -> None:
    if annotated is not None and annotated.negotiable and not annotated.void:
        raise LegDocumentNegotiable(kind=annotated.kind, reference=annotated.number, pointer="/annotates")


def _begin(work: Work, act: ActKind, command: IssueDocument, signing: Signing) -> tuple[DocumentContent, datetime]:
    journal.require_title_acts(work)
    require_role(work, act)
    document, at = _id_for(work, signing), time_of(work, signing)
    content = build_content(work, command, document, at)
    require_own_paper(work, content)
    return content if command.message is None else issued_from(work, content, command.message), at


def _bind(work: Work, content: DocumentContent, override_reason: str | None) -> None:
    if content.negotiable:
        require_none_elsewhere(work, content.consignment)
    consignment.bind_document(work, content.consignment, content.root, content.number, override_reason)


def _born(
    work: Work, content: DocumentContent, command: IssueDocument, at: datetime, signing: Signing, kind: ActKind
) -> DocumentId:
    statement = _statement(work, content, command, at, kind)
    _require_able(work, content, command, statement)
    if statement.to is not None:
        put_on_consignment(work, content.consignment, statement.to.party)
    act = sign(work, statement, signing)
    record_birth(work, content, act)
    return DocumentId(content.document)


def _require_able(view: View, content: DocumentContent, command: IssueDocument, statement: Statement) -> None:
    """Whoever gets control of a title can exercise it, at its birth as by any later act. A waybill gives nobody control of the goods: its
    consignee shows who it is when they arrive, and makes its key until then.
    """
    if content.negotiable and statement.to is not None:
        named = [name for name in ("held_by", "order_of") if getattr(command, name)]
        require_able(view, statement.to.party, f"/{named[0]}" if named else "")


def record_birth(work: Work, content: DocumentContent, act: SignedAct) -> None:
    """The first fact of a document; whoever the document names, its first holder and its registrar see it."""
    said = act.statement
    registrar = said.by if isinstance(said.says.registrar, UnsetType) else said.says.registrar
    known = [one.party for one in (said.to, registrar) if one is not None and one.party != NODE_KEY]
    parties = [*named_parties(content), *known]
    fact = BIRTHS[act.statement.act](act, content, tuple(dict.fromkeys(parties)))
    work.append(store.stream_of(content.document), 0, fact, acted_at=act.statement.at)


def _statement(view: View, content: DocumentContent, command: IssueDocument, at: datetime, kind: ActKind) -> Statement:
    return Statement(
        document=DocumentId(content.document),
        number=content.number,
        content=content_hash(content),
        origin=view.site.origin,
        sequence=1,
        previous="",
        act=kind,
        at=at,
        by=signatory(view, view.actor.party),
        to=signatory(view, _first_holder(content, command)),
        reason=_reason(command) if kind is ActKind.CAPTURE else "",
        particulars=_first_particulars(view, content),
    )


def _reason(command: IssueDocument) -> str:
    """An issue's is on record with the consignment; a capture binds nothing yet, and keeps it for the activation."""
    return clean(command.override_reason, "override reason", 500) if command.override_reason else ""


def _first_holder(content: DocumentContent, command: IssueDocument) -> PartyId:
    named = content.order_of or content.consignee or content.shipper
    holder = command.held_by if command.negotiable and command.held_by else named.party
    if holder is None:
        raise AssertionError("a document names who holds it first")
    return holder


def _first_particulars(view: View, content: DocumentContent) -> Particulars:
    """To whose order it is issued, and who runs the register."""
    operator = identity.find_node_party(view)
    registrar = signatory(view, operator.id) if operator else UNSET
    if not content.negotiable:
        return Particulars(registrar)
    if content.order_of is None or content.order_of.party is None:
        return Particulars(registrar, Endorsement.BLANK)
    return Particulars(registrar, Endorsement.ORDER, signatory(view, content.order_of.party))


def _id_for(work: Work, signing: Signing) -> DocumentId:
    if isinstance(signing, MadeElsewhere):
        return prepared_id(signing.document or DocumentId(""))
    return DocumentId(work.new_id("doc"))


def prepared_id(document: DocumentId) -> DocumentId:
    """The id of a new document as it was prepared, if it has an id's shape."""
    if not _ID.fullmatch(document):
        raise BadValue(
            value=repr(document),
            what="document id",
            why="an issue signed elsewhere states the id it was prepared with",
            mend="Take it from the prepared statement.",
        )
    return document
