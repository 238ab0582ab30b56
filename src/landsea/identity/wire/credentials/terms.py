"""The words of this node's own credentials that no public context defines, in one context that stands in them.

Standard: W3C VC Data Model 2.0 sections 4.10 (status) and 5.2 (extensibility). It is the one object that is accepted as a context.
"""

from __future__ import annotations

from typing import Any

TITLE_RECORD = "LandseaTitleRecord"
"""The type of status of a document whose one operative record is in a node's own log: only the evidence from there says how it stands."""
_OWN = "https://www.w3.org/ns/credentials/issuer-dependent#"
_PACKAGE = ("packagesDescription", "packagesWeight", "packagesMeasurement")
_WAYBILL = (
    "waybillNumber",
    "carrierName",
    "shipperName",
    "consigneeName",
    "notifyPartyName",
    "placeOfReceipt",
    "placeOfDelivery",
    "portOfLoading",
    "portOfDischarge",
    "vessel",
    "voyageNo",
)


def _scope(*names: str, **others: Any) -> dict[str, Any]:
    return {"@protected": True} | {name: f"{_OWN}{name}" for name in names} | others


def _typed(name: str, scope: dict[str, Any]) -> dict[str, Any]:
    return {"@id": f"{_OWN}{name}", "@context": scope}


OWN_TERMS: dict[str, Any] = {
    "@protected": True,
    TITLE_RECORD: _typed(
        TITLE_RECORD,
        _scope("titleLog", "titleRecord", titleEvidence={"@id": f"{_OWN}titleEvidence", "@type": "@id"}),
    ),
    "Waybill": _typed("Waybill", _scope(*_WAYBILL, packages=_typed("packages", _scope(*_PACKAGE)))),
}
"""To be put last into `@context`, exactly as it is."""


def title_record(log: str, document: str, evidence: str) -> dict[str, Any]:
    """The `credentialStatus` of a document in the log of that origin; `evidence`: the URL where its evidence can be had."""
    return {"type": TITLE_RECORD, "titleLog": log, "titleRecord": document, "titleEvidence": evidence}
