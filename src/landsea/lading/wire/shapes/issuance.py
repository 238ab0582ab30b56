"""The shapes of eBL Issuance 3.0.2: the carrier's request and the platform's answer."""

from __future__ import annotations

from landsea.lading.wire.shapes.base import many, name, one_of, record, text
from landsea.lading.wire.shapes.document import TRANSPORT_DOCUMENT
from landsea.lading.wire.shapes.envelope import JWS
from landsea.lading.wire.shapes.parties import CODES_NEEDED, PLATFORM, TAX_REFERENCES

_ISSUE_TO = record(
    {
        "partyName": name(70),
        "sendToPlatform": PLATFORM,
        "identifyingCodes": CODES_NEEDED,
        "taxLegalReferences": TAX_REFERENCES,
    },
    "partyName sendToPlatform identifyingCodes",
)
_VISUALISATION = record({"name": text(100), "content": text(), "contentType": text(100)}, "name content")
ISSUANCE_REQUEST = record(
    {
        "document": TRANSPORT_DOCUMENT,
        "issueTo": _ISSUE_TO,
        "eBLVisualisationByCarrier": _VISUALISATION,
        "issuanceManifestSignedContent": JWS,
    },
    "document issueTo issuanceManifestSignedContent",
)
ISSUANCE_RESPONSE = record(
    {
        "transportDocumentReference": name(20),
        "transportDocumentSubReference": name(100),
        "issuanceResponseCode": one_of("ISSU", "BREQ", "REFU"),
        "reason": name(255),
        "errors": many(record({"reason": name(255), "errorCode": text(50, r"\S+")}), most=255),
    },
    "transportDocumentReference issuanceResponseCode",
)
