"""A document in a token registry as the credential that TradeTrust reads: W3C Verifiable Credentials 2.0, TrustVC's contexts.

The status (`TransferableRecords`) names the token; its number is the SHA-256 of the credential's `id`. `relatedResource` commits to
the whole content by its hash, which the mint's remark holds too: TrustVC itself does not compare them, a careful reader does.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from landsea.lading.chain import TokenName
from landsea.lading.model import Carriage, DocumentContent, GoodsLine

Json = dict[str, Any]
MANDATORY = ("/issuer", "/type", "/credentialStatus", "/relatedResource")
"""What no holder can leave out, beside the validity."""
VALIDITY = ("validFrom", "validUntil")
_TRUSTVC = "https://trustvc.io/context"
_CONTEXTS = (
    "https://www.w3.org/ns/credentials/v2",
    "https://w3id.org/security/data-integrity/v2",
    f"{_TRUSTVC}/transferable-records-context.json",
    f"{_TRUSTVC}/bill-of-lading.json",
)


def render(content: DocumentContent, *, id: str, issuer: str, chain: str, token: TokenName, digest: str) -> Json:
    """The credential, unsigned. `digest`: the content's hash in multibase; `chain`: the name that the issuer gives the chain."""
    return {
        "@context": list(_CONTEXTS),
        "id": id,
        "type": ["VerifiableCredential"],
        "issuer": issuer,
        **_validity(content),
        "credentialStatus": {
            "type": "TransferableRecords",
            "tokenNetwork": {"chain": chain, "chainId": str(token.chain_id)},
            "tokenRegistry": token.registry,
            "tokenId": f"{token.token:064x}",
        },
        "relatedResource": {"id": f"urn:sha256:{content.document}", "digestMultibase": digest},
        "credentialSubject": _subject(content),
    }


def mandatory_of(credential: Json) -> list[str]:
    """JSON pointers of what every derived credential shows."""
    return [*MANDATORY, *(f"/{name}" for name in VALIDITY if name in credential)]


def _validity(content: DocumentContent) -> Json:
    until = content.title.valid_until
    return {"validFrom": _time(content.issued_at)} | ({"validUntil": _time(until)} if until else {})


def _time(at: datetime) -> str:
    return at.replace(microsecond=0).isoformat().replace("+00:00", "Z")


def _subject(content: DocumentContent) -> Json:
    at_sea: Carriage | None = next((leg for leg in content.carriage if leg.mode == "VESSEL"), None)
    said = {
        "type": ["BillOfLading"],
        "blNumber": content.number,
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
