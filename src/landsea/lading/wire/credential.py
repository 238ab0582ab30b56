"""A document as a credential: W3C Verifiable Credentials 2.0, TrustVC's contexts.

In a token registry (`render`) the status, TradeTrust's `TransferableRecords`, names the token; its number is the SHA-256 of the
credential's `id`. In the node's own log (`render_own`) the status is our own, or, of a waybill, its bits in status lists.
`relatedResource` commits to the whole content by its hash, which the mint's remark holds too: TrustVC itself does not compare them, a
careful reader does.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from landsea.lading.chain import TokenName
from landsea.lading.model import Carriage, DocumentContent, GoodsLine

Json = dict[str, Any]
MANDATORY = ("/issuer", "/type", "/credentialStatus", "/relatedResource")
"""What no holder can leave out, beside the validity."""
VALIDITY = ("validFrom", "validUntil")
_TRUSTVC = "https://trustvc.io/context"
_BASE = ("https://www.w3.org/ns/credentials/v2", "https://w3id.org/security/data-integrity/v2")
_BILL = f"{_TRUSTVC}/bill-of-lading.json"
_BILL_OF_LADING = ("BillOfLading", "blNumber")
_WAYBILL = ("Waybill", "waybillNumber")
"""The subject's type, and what it calls the document's number."""


def render(content: DocumentContent, *, id: str, issuer: str, chain: str, token: TokenName, digest: str) -> Json:
    """The credential, unsigned. `digest`: the content's hash in multibase; `chain`: the name that the issuer gives the chain."""
    status = {
        "type": "TransferableRecords",
        "tokenNetwork": {"chain": chain, "chainId": str(token.chain_id)},
        "tokenRegistry": token.registry,
        "tokenId": f"{token.token:064x}",
    }
    contexts = [*_BASE, f"{_TRUSTVC}/transferable-records-context.json", _BILL]
    return _credential(content, contexts, _BILL_OF_LADING, id=id, issuer=issuer, status=status, digest=digest)


def render_own(
    content: DocumentContent, *, id: str, issuer: str, status: Json | list[Json], digest: str, terms: Json
) -> Json:
    """The credential, unsigned, of a document in the node's own log. `terms`: the context of our own words, a waybill's among them."""
    contexts = [*_BASE, _BILL] if content.negotiable else [*_BASE]
    kind = _BILL_OF_LADING if content.negotiable else _WAYBILL
    return _credential(content, [*contexts, terms], kind, id=id, issuer=issuer, status=status, digest=digest)


def _credential(
    content: DocumentContent,
    contexts: Sequence[str | Json],
    kind: tuple[str, str],
    *,
    id: str,
    issuer: str,
    status: Json | list[Json],
    digest: str,
) -> Json:
    return {
        "@context": list(contexts),
        "id": id,
        "type": ["VerifiableCredential"],
        "issuer": issuer,
        **_validity(content),
        "credentialStatus": status,
        "relatedResource": {"id": f"urn:sha256:{content.document}", "digestMultibase": digest},
        "credentialSubject": _subject(content, *kind),
    }


def mandatory_of(credential: Json) -> list[str]:
    """JSON pointers of what every derived credential shows."""
    return [*MANDATORY, *(f"/{name}" for name in VALIDITY if name in credential)]


def _validity(content: DocumentContent) -> Json:
    until = content.title.valid_until
    return {"validFrom": _time(content.issued_at)} | ({"validUntil": _time(until)} if until else {})


def _time(at: datetime) -> str:
    return at.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")


def _subject(content: DocumentContent, kind: str, number: str) -> Json:
    at_sea: Carriage | None = next((leg for leg in content.carriage if leg.mode == "VESSEL"), None)
    said = {
        "type": [kind],
        number: content.number,
        "carrierName": content.issuer.name_en,
        "shipperName": content.shipper.name_en,
        "consigneeName": content.consignee.name_en if content.consignee else "",
        "notifyPartyName": content.notify[0].name_en if content.notify else "",
        "placeOfReceipt": content.receipt.locode,
        "placeOfDelivery": content.delivery.locode,
        "portOfLoading": content.loading.locode if content.loading else "",
        "portOfDischarge": content.discharge.locode if content.discharge else "",
        "vessel": at_sea.vessel if at_sea else "",
        "voyageNo": (at_sea.voyage or at_sea.service) if at_sea else "",
        "packages": [_package(line) for line in content.goods],
    }
    return {name: value for name, value in said.items() if value}


def _package(line: GoodsLine) -> Json:
    volume = {"packagesMeasurement": f"{line.volume_cubic_metres} m3"} if line.volume_cubic_metres else {}
    return {
        "packagesDescription": f"{line.packages} {line.package_code} {line.description}",
        "packagesWeight": f"{Decimal(line.gross_weight_grams) / 1000:f} kg",
    } | volume
