"""The shapes of PINT 3.0.0: the envelope, what is signed in it, and the answers."""

from __future__ import annotations

from landsea.lading.wire.shapes.base import Shape, many, moment, name, number, one_of, record, text
from landsea.lading.wire.shapes.document import TRANSPORT_DOCUMENT
from landsea.lading.wire.shapes.parties import ACTOR, PLATFORM

CHECKSUM = text(64, r"[0-9a-f]+", shortest=64)
JWS = text(None, r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
RESPONSE_CODES = ("RECE", "DUPE", "BSIG", "BENV", "INCD", "MDOC", "DISE")

ENVELOPE = record(
    {
        "transportDocument": TRANSPORT_DOCUMENT,
        "envelopeManifestSignedContent": JWS,
        "envelopeTransferChain": many(JWS, least=1),
    },
    "transportDocument envelopeManifestSignedContent envelopeTransferChain",
)
_METADATA = record(
    {"name": name(), "size": number(least=1), "mediaType": text(100), "documentChecksum": CHECKSUM},
    "name size mediaType documentChecksum",
)
MANIFEST = record(
    {
        "transportDocumentChecksum": CHECKSUM,
        "lastEnvelopeTransferChainEntrySignedContentChecksum": CHECKSUM,
        "eBLVisualisationByCarrier": _METADATA,
        "supportingDocuments": many(_METADATA),
    },
    "transportDocumentChecksum lastEnvelopeTransferChainEntrySignedContentChecksum",
)
_TRANSACTION = record(
    {
        "actionCode": text(50),
        "actor": ACTOR,
        "recipient": ACTOR,
        "actionDateTime": moment,
        "reasonCode": text(4),
        "comments": name(255),
        "auditReference": text(100),
    },
    "actionCode actor actionDateTime",
)
ENTRY = record(
    {
        "eblPlatform": PLATFORM,
        "transportDocumentChecksum": CHECKSUM,
        "previousEnvelopeTransferChainEntrySignedContentChecksum": CHECKSUM,
        "issuanceManifestSignedContent": JWS,
        "controlTrackingRegistry": text(1024),
        "transactions": many(_TRANSACTION, least=1),
    },
    "eblPlatform transportDocumentChecksum transactions",
)
_ISSUED: dict[str, Shape] = {
    "documentChecksum": CHECKSUM,
    "issueToChecksum": CHECKSUM,
    "eBLVisualisationByCarrierChecksum": CHECKSUM,
}
ISSUANCE_MANIFEST = record(_ISSUED, "documentChecksum issueToChecksum")
STARTED = record(
    {
        "envelopeReference": text(100),
        "transportDocumentChecksum": CHECKSUM,
        "lastEnvelopeTransferChainEntrySignedContentChecksum": CHECKSUM,
        "missingAdditionalDocumentChecksums": many(CHECKSUM, least=1),
    },
    "envelopeReference transportDocumentChecksum lastEnvelopeTransferChainEntrySignedContentChecksum "
    "missingAdditionalDocumentChecksums",
)
FINISHED = record(
    {
        "lastEnvelopeTransferChainEntrySignedContentChecksum": CHECKSUM,
        "responseCode": one_of(*RESPONSE_CODES),
        "duplicateOfAcceptedEnvelopeTransferChainEntrySignedContent": JWS,
        "reason": text(255),
        "missingAdditionalDocumentChecksums": many(CHECKSUM),
        "receivedAdditionalDocumentChecksums": many(CHECKSUM),
    },
    "lastEnvelopeTransferChainEntrySignedContentChecksum responseCode",
)
VALIDATED = record({"partyName": text(70)}, "partyName")
