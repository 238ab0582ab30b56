"""Issuing: the birth of the one operative record."""

from __future__ import annotations

import re
from datetime import datetime

from landsea import consignment, journal
from landsea.journal import View, Work
from landsea.kernel import BadValue
from landsea.lading import store
from landsea.lading.model import (
    ActKind,
    DocumentContent,
    DocumentId,
    DocumentIssued,
    IssueDocument,
    MadeElsewhere,
    Signing,
    Statement,
    WithPassphrase,
    content_hash,
)
from landsea.lading.service.content import build_content, named_parties
from landsea.lading.service.holder import put_on_consignment
from landsea.lading.service.sign import Prepared, require_role, sign, signatory, time_of
from landsea.runtime import new_id

_ID = re.compile(r"doc_[0-9a-hjkmnp-tv-z]{26}")


def issue(work: Work, command: IssueDocument, signing: Signing) -> DocumentId:
    """Issues the document of a consignment, signed by the actor's party, and binds it to the consignment in the same transaction.

    Refused when the consignment has an operative document, is cancelled, or is not confirmed (without an override's reason).
    """
    journal.require_title_acts(work)
    require_role(work, ActKind.ISSUE)
    document, at = _id_for(work, signing), time_of(work, signing)
    content = build_content(work, command, document, at)
    consignment.bind_document(work, content.consignment, document, content.number, command.override_reason)
    statement = _statement(work, content, at)
    if statement.to is not None:
        put_on_consignment(work, content.consignment, statement.to.party)
    act = sign(work, statement, signing)
    parties = tuple(dict.fromkeys(named_parties(content)))
    work.append(store.stream_of(document), 0, DocumentIssued(act, content, parties), acted_at=at)
    return document


def prepare_issue(view: View, command: IssueDocument) -> Prepared:
    """The statement of an issue, for a signature made elsewhere. It fits as long as the consignment does not change."""
    require_role(view, ActKind.ISSUE)
    document = DocumentId(new_id("doc", view.now))
    return Prepared(_statement(view, build_content(view, command, document, view.now), view.now))


def _statement(view: View, content: DocumentContent, at: datetime) -> Statement:
    holder = content.order_of or content.consignee
    if holder is None or holder.party is None:
        raise AssertionError("a document names who holds it first")
    return Statement(
        document=DocumentId(content.document),
        number=content.number,
        content=content_hash(content),
        origin=view.site.origin,
        sequence=1,
        previous="",
        act=ActKind.ISSUE,
        at=at,
        by=signatory(view, view.actor.party),
        to=signatory(view, holder.party),
    )


def _id_for(work: Work, signing: Signing) -> DocumentId:
    if isinstance(signing, WithPassphrase):
        return DocumentId(work.new_id("doc"))
    return _prepared_id(signing)


def _prepared_id(signing: MadeElsewhere) -> DocumentId:
    document = signing.document or DocumentId("")
    if not _ID.fullmatch(document):
        raise BadValue(
            value=repr(document),
            what="document id",
            why="an issue signed elsewhere states the id it was prepared with",
            mend="Take it from the prepared statement.",
        )
    return document
