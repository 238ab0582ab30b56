"""Surrender and its answer, wherever holder and issuer are: both here, or one of them on another platform that is told."""

from __future__ import annotations

from landsea.journal import Work
from landsea.lading.model import DocumentId, Purpose, Signing
from landsea.lading.service import acts
from landsea.lading.service.platforms.surrender import answer, is_asked_from_elsewhere, surrender_elsewhere
from landsea.lading.service.read import get_document
from landsea.lading.store import StoredDocument


def surrender(
    work: Work, document: DocumentId, signing: Signing, purpose: Purpose = Purpose.DELIVERY, comments: str = ""
) -> StoredDocument:
    """As `acts.surrender`. A document that a carrier elsewhere issued is surrendered to that carrier, by a message that it answers."""
    if get_document(work, document).title.issuer is not None:
        return acts.surrender(work, document, signing, purpose, comments)
    surrender_elsewhere(work, document, signing, purpose, comments=comments)
    return get_document(work, document)


def accept_surrender(work: Work, document: DocumentId, signing: Signing) -> StoredDocument:
    """The issuer takes the document back. It stops being operative, and nobody holds it. A platform that asked is told."""
    if not is_asked_from_elsewhere(work, document):
        return acts.accept_surrender(work, document, signing)
    answer(work, document, True, signing)
    return get_document(work, document)


def reject_surrender(work: Work, document: DocumentId, reason: str, signing: Signing) -> StoredDocument:
    """The issuer refuses the surrender for `reason`, which is on record for ever: it names no natural person. Told as an acceptance is."""
    if not is_asked_from_elsewhere(work, document):
        return acts.reject_surrender(work, document, reason, signing)
    answer(work, document, False, signing, reason)
    return get_document(work, document)
