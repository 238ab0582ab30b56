"""Messages of PINT 3.0.0 as values. A body that does not fit the schema is `Misshapen`; what is signed and does not, `BadSigned`."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from landsea.lading.platforms.values import (
    DocumentMetadata,
    EblEnvelope,
    Entry,
    EnvelopeManifest,
    IdentifyingCode,
    IssuanceManifest,
    Party,
    Transaction,
)
from landsea.lading.wire.jws import Jws, NotJws, parse_jws
from landsea.lading.wire.pint.errors import Misshapen, read_json, require_shape
from landsea.lading.wire.shapes import (
    ENTRY,
    ENVELOPE,
    IDENTIFYING_CODE,
    ISSUANCE_MANIFEST,
    MANIFEST,
    Fault,
    Shape,
    faults,
)
from landsea.lading.wire.strict_json import checksum

STANDARD = "PINT 3.0.0"
DOCUMENT_BYTES_MAX = 50 * 1024 * 1024
"""How large an additional document may be, decoded."""


class BadSigned(ValueError):
    """A signed text whose content is not what the standard says; the message names what and why."""


class BadDocument(ValueError):
    """The body of an additional document is not a JSON string with base64 in it."""


def parse_envelope(body: bytes) -> EblEnvelope:
    """`POST /v3/envelopes`. Raises `Misshapen`. The signed texts are not opened yet."""
    said = read_json(body, STANDARD)
    require_shape(ENVELOPE, said, STANDARD)
    beside = said.get("issuanceManifestSignedContent", "")
    return EblEnvelope(
        document=said["transportDocument"],
        document_checksum=checksum(said["transportDocument"]),
        manifest=said["envelopeManifestSignedContent"],
        chain=tuple(said["envelopeTransferChain"]),
        issuance_manifest=beside if isinstance(beside, str) else "",
    )


def parse_code(body: bytes) -> IdentifyingCode:
    """`POST /v3/receiver-validation`. Raises `Misshapen`."""
    said = read_json(body, STANDARD)
    require_shape(IDENTIFYING_CODE, said, STANDARD)
    return _code(said)


def parse_document(body: bytes) -> bytes:
    """The bytes of an additional document. Raises `BadDocument`; no laxer base64 than RFC 4648 section 4."""
    try:
        said = read_json(body, STANDARD)
    except Misshapen as error:
        raise BadDocument(error.faults[0].why) from None
    if not isinstance(said, str):
        raise BadDocument("the body must be one JSON string")
    if len(said) > 4 * (DOCUMENT_BYTES_MAX // 3 + 1):
        raise BadDocument(f"a document may have {DOCUMENT_BYTES_MAX} bytes")
    try:
        return base64.b64decode(said, validate=True)
    except (binascii.Error, ValueError):
        raise BadDocument("the string is not base64") from None


def parse_manifest(text: str) -> EnvelopeManifest:
    jws, said = _opened(text, MANIFEST, "the envelope manifest")
    visualisation = said.get("eBLVisualisationByCarrier")
    return EnvelopeManifest(
        jws=jws,
        document_checksum=said["transportDocumentChecksum"],
        last_entry_checksum=said["lastEnvelopeTransferChainEntrySignedContentChecksum"],
        supporting=tuple(_metadata(one) for one in said.get("supportingDocuments", ())),
        visualisation=_metadata(visualisation) if visualisation else None,
    )


def parse_entry(text: str) -> Entry:
    jws, said = _opened(text, ENTRY, "a transfer chain entry")
    return Entry(
        jws=jws,
        platform=said["eblPlatform"],
        document_checksum=said["transportDocumentChecksum"],
        previous=said.get("previousEnvelopeTransferChainEntrySignedContentChecksum", ""),
        transactions=tuple(_transaction(one) for one in said["transactions"]),
        issuance_manifest=said.get("issuanceManifestSignedContent", ""),
        registry=said.get("controlTrackingRegistry", ""),
    )


def parse_issuance_manifest(text: str) -> IssuanceManifest:
    jws, said = _opened(text, ISSUANCE_MANIFEST, "the issuance manifest")
    return IssuanceManifest(
        jws=jws,
        document_checksum=said["documentChecksum"],
        issue_to_checksum=said["issueToChecksum"],
        visualisation_checksum=said.get("eBLVisualisationByCarrierChecksum", ""),
    )


def parse_party(said: Mapping[str, Any]) -> Party:
    """Actor or recipient of a transaction, of the right shape."""
    codes = tuple(_code(one) for one in said["identifyingCodes"])
    return Party(said["partyName"], said["eblPlatform"], codes, dict(said))


def _opened(text: str, shape: Shape, what: str) -> tuple[Jws, dict[str, Any]]:
    try:
        jws = parse_jws(text)
    except NotJws as error:
        raise BadSigned(f"{what}: {error}") from None
    if found := faults(shape, jws.value):
        raise BadSigned(f"{what}: {_told(found[0])}")
    return jws, jws.value


def _told(one: Fault) -> str:
    return f"at {one.path}, {one.why}"


def _metadata(said: Mapping[str, Any]) -> DocumentMetadata:
    return DocumentMetadata(said["name"], int(said["size"]), said["mediaType"], said["documentChecksum"])


def _transaction(said: Mapping[str, Any]) -> Transaction:
    recipient = said.get("recipient")
    return Transaction(
        action=said["actionCode"],
        actor=parse_party(said["actor"]),
        at=datetime.fromisoformat(said["actionDateTime"].upper()),
        recipient=parse_party(recipient) if recipient else None,
        reason=said.get("reasonCode", ""),
        comments=said.get("comments", ""),
        audit=said.get("auditReference", ""),
    )


def _code(said: Mapping[str, Any]) -> IdentifyingCode:
    return IdentifyingCode(said["codeListProvider"], said["partyCode"], said.get("codeListName", ""))
