"""Acts on a document after its issue. Each is one signed statement, one fact, one commit."""

from __future__ import annotations

from datetime import datetime

from landsea import consignment, identity, journal
from landsea.consignment import Release
from landsea.journal import View, Work
from landsea.kernel import PartyId, clean
from landsea.lading import rules, store
from landsea.lading.model import ACTS, ActKind, DocumentId, HolderHasNoKey, Signing, Statement
from landsea.lading.service.holder import put_on_consignment
from landsea.lading.service.read import get_document
from landsea.lading.service.sign import Prepared, require_role, sign, signatory, time_of
from landsea.lading.store import StoredDocument


def transfer(work: Work, document: DocumentId, to: PartyId, signing: Signing) -> StoredDocument:
    """Passes control of a negotiable document from the actor's party, its holder, to another party of the node's directory.

    The new holder sees the document and its consignment from then on; the former one keeps seeing the history, and controls nothing.
    A party without a title key is refused: it could neither surrender the document nor pass it on.
    """
    party = identity.get_party(work, to)
    if not any(key.superseded_at is None for key in identity.public_keys(work, to)):
        raise HolderHasNoKey(party=party.name_en, pointer="/to")
    return _act(work, document, ActKind.TRANSFER, signing, to=to)


def surrender(work: Work, document: DocumentId, signing: Signing) -> StoredDocument:
    """The holder presents the document to its issuer, to be given the goods."""
    return _act(work, document, ActKind.SURRENDER, signing)


def accept_surrender(work: Work, document: DocumentId, signing: Signing) -> StoredDocument:
    """The issuer takes the document back. It stops being operative, and nobody holds it."""
    return _act(work, document, ActKind.ACCEPT, signing)


def reject_surrender(work: Work, document: DocumentId, reason: str, signing: Signing) -> StoredDocument:
    """The issuer refuses the surrender for `reason`, which is on record for ever: it names no natural person."""
    return _act(work, document, ActKind.REJECT, signing, reason=clean(reason, "reason"))


def accomplish(work: Work, document: DocumentId, signing: Signing) -> StoredDocument:
    """The issuer records that the goods were delivered against the document."""
    return _act(work, document, ActKind.ACCOMPLISH, signing)


def prepare_act(
    view: View, document: DocumentId, act: ActKind, *, to: PartyId | None = None, reason: str = ""
) -> Prepared:
    """The statement of an act, for a signature made elsewhere. Refused as the act itself would be."""
    require_role(view, act)
    return Prepared(_statement(view, get_document(view, document), act, view.now, to, reason))


def _act(
    work: Work, document: DocumentId, act: ActKind, signing: Signing, *, to: PartyId | None = None, reason: str = ""
) -> StoredDocument:
    journal.require_title_acts(work)
    require_role(work, act)
    found = get_document(work, document)
    at = time_of(work, signing)
    statement = _statement(work, found, act, at, to, reason)
    rules.require_fresh(found.title, at, work.now)
    signed = sign(work, statement, signing)
    work.append(store.stream_of(document), found.version, ACTS[act](signed), acted_at=at)
    _tell_consignment(work, found, act, to)
    return get_document(work, document)


def _statement(
    view: View, found: StoredDocument, act: ActKind, at: datetime, to: PartyId | None, reason: str
) -> Statement:
    title = found.title
    rules.decide(title, act, view.actor.party, to)
    named = signatory(view, to) if to else None
    held_by = signatory(view, title.holder) if title.holder else None
    return rules.next_statement(title, act, at, signatory(view, view.actor.party), named, held_by, reason)


def _tell_consignment(work: Work, found: StoredDocument, act: ActKind, to: PartyId | None) -> None:
    bound = found.content.consignment
    if act is ActKind.TRANSFER and to is not None:
        put_on_consignment(work, bound, to)
    if act is ActKind.ACCEPT:
        consignment.release_document(work, bound, found.title.document, Release.SURRENDERED)
    if act is ActKind.ACCOMPLISH:
        consignment.release_document(work, bound, found.title.document, Release.ACCOMPLISHED)
