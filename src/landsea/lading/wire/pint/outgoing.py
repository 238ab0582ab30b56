"""What this platform says in PINT 3.0.0, before it is signed. Absent properties are left out, never null."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from landsea.lading.platforms.values import (
    DocumentMetadata,
    EblEnvelope,
    IdentifyingCode,
    Json,
    Party,
    Transaction,
)


def render_envelope(envelope: EblEnvelope) -> Json:
    """The body of `POST /v3/envelopes`."""
    body: Json = {
        "transportDocument": envelope.document,
        "envelopeManifestSignedContent": envelope.manifest,
        "envelopeTransferChain": list(envelope.chain),
    }
    return _given(body | {"issuanceManifestSignedContent": envelope.issuance_manifest})


def render_manifest(
    document_checksum: str,
    last_entry_checksum: str,
    supporting: Sequence[DocumentMetadata] = (),
    visualisation: DocumentMetadata | None = None,
) -> Json:
    return _given(
        {
            "transportDocumentChecksum": document_checksum,
            "lastEnvelopeTransferChainEntrySignedContentChecksum": last_entry_checksum,
            "eBLVisualisationByCarrier": _metadata(visualisation) if visualisation else None,
            "supportingDocuments": [_metadata(one) for one in supporting],
        }
    )


def render_entry(
    platform: str,
    document_checksum: str,
    transactions: Iterable[Transaction],
    *,
    previous: str = "",
    issuance_manifest: str = "",
) -> Json:
    """An entry of the chain: the first has the carrier's issuance manifest, all others the checksum of the one before."""
    return _given(
        {
            "eblPlatform": platform,
            "transportDocumentChecksum": document_checksum,
            "previousEnvelopeTransferChainEntrySignedContentChecksum": previous,
            "issuanceManifestSignedContent": issuance_manifest,
            "transactions": [_transaction(one) for one in transactions],
        }
    )


def render_issuance_manifest(document_checksum: str, issue_to_checksum: str, visualisation_checksum: str = "") -> Json:
    return _given(
        {
            "documentChecksum": document_checksum,
            "issueToChecksum": issue_to_checksum,
            "eBLVisualisationByCarrierChecksum": visualisation_checksum,
        }
    )


def render_party(party: Party) -> Json:
    """All that was said of the party where it came from outside, else its name, platform and codes."""
    named = {
        "partyName": party.name,
        "eblPlatform": party.platform,
        "identifyingCodes": [render_code(one) for one in party.codes],
    }
    return party.said or named


def render_code(code: IdentifyingCode) -> Json:
    return _given({"codeListProvider": code.provider, "partyCode": code.code, "codeListName": code.list_name})


def render_moment(at: datetime) -> str:
    """UTC, milliseconds, Z."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _metadata(one: DocumentMetadata) -> Json:
    return {"name": one.name, "size": one.size, "mediaType": one.media_type, "documentChecksum": one.checksum}


def _transaction(one: Transaction) -> Json:
    return _given(
        {
            "actionCode": str(one.action),
            "actor": render_party(one.actor),
            "recipient": render_party(one.recipient) if one.recipient else None,
            "actionDateTime": render_moment(one.at),
            "reasonCode": one.reason,
            "comments": one.comments,
            "auditReference": one.audit,
        }
    )


def _given(said: dict[str, Any]) -> Json:
    return {name: value for name, value in said.items() if value not in (None, "", [])}
