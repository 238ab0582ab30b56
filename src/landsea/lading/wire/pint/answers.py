"""Answers of PINT 3.0.0: the unsigned 201 and the payload of the signed ones."""

from __future__ import annotations

from typing import Any

from landsea.lading.platforms.values import Code, FinishedResponse, Json, StartedResponse
from landsea.lading.wire.pint.incoming import BadSigned
from landsea.lading.wire.shapes import FINISHED, STARTED, VALIDATED, faults
from landsea.lading.wire.strict_json import NotJson, parse_json

_LAST = "lastEnvelopeTransferChainEntrySignedContentChecksum"


def render_started(answer: StartedResponse) -> Json:
    return {
        "envelopeReference": answer.reference,
        "transportDocumentChecksum": answer.document_checksum,
        _LAST: answer.last_entry_checksum,
        "missingAdditionalDocumentChecksums": list(answer.missing),
    }


def parse_started(said: Any) -> StartedResponse | None:
    """`None` when it is not of the standard's shape: an unsigned answer that cannot be read is no answer."""
    if faults(STARTED, said):
        return None
    missing = tuple(said["missingAdditionalDocumentChecksums"])
    return StartedResponse(said["envelopeReference"], said["transportDocumentChecksum"], said[_LAST], missing)


def parse_validated(body: bytes) -> str | None:
    """The name in a receiver validation's answer; `None` when it is not of the standard's shape."""
    try:
        said = parse_json(body)
    except NotJson:
        return None
    return None if faults(VALIDATED, said) else str(said["partyName"])


def render_finished(answer: FinishedResponse) -> Json:
    """The payload to sign, with the properties that go with its code and no others."""
    said: Json = {_LAST: answer.last_entry_checksum, "responseCode": answer.code.value}
    if answer.reason:
        said["reason"] = answer.reason[:255]
    if answer.code is Code.DUPE:
        said["duplicateOfAcceptedEnvelopeTransferChainEntrySignedContent"] = answer.duplicate_of
    if answer.code is Code.MDOC:
        said["missingAdditionalDocumentChecksums"] = list(answer.missing)
    if answer.code in (Code.RECE, Code.DUPE):
        said["receivedAdditionalDocumentChecksums"] = list(answer.received)
    return said


def parse_finished(said: Json) -> FinishedResponse:
    """The payload of a signed answer whose signature holds. Raises `BadSigned`."""
    if found := faults(FINISHED, said):
        raise BadSigned(f"the answer: at {found[0].path}, {found[0].why}")
    return FinishedResponse(
        last_entry_checksum=said[_LAST],
        code=Code(said["responseCode"]),
        reason=said.get("reason", ""),
        duplicate_of=said.get("duplicateOfAcceptedEnvelopeTransferChainEntrySignedContent", ""),
        missing=tuple(said.get("missingAdditionalDocumentChecksums", ())),
        received=tuple(said.get("receivedAdditionalDocumentChecksums", ())),
    )
