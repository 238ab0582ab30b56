"""DCSA eBL Issuance 3.0.2 on the wire: a carrier asks a platform to issue, the platform answers later.

PUT  /v3/ebl-issuance-requests   carrier -> platform
POST /v3/ebl-issuance-responses  platform -> carrier
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from landsea.lading.platforms.values import IssuanceManifest, Json, Party
from landsea.lading.wire.jws import Certificate, signer_of
from landsea.lading.wire.pint.errors import Misshapen, read_json, require_shape
from landsea.lading.wire.pint.incoming import BadSigned, parse_issuance_manifest, parse_party
from landsea.lading.wire.pint.outgoing import render_issuance_manifest
from landsea.lading.wire.shapes import ISSUANCE_REQUEST, ISSUANCE_RESPONSE, Fault
from landsea.lading.wire.strict_json import checksum, checksum_of_bytes

STANDARD = "eBL Issuance 3.0.2"
VERSION = "3.0.2"


class IssuanceCode(StrEnum):
    """Issued and delivered; not issued, for the request is wrong; not issued, for a reason the platform cannot mend."""

    ISSU = "ISSU"
    BREQ = "BREQ"
    REFU = "REFU"


@dataclass(frozen=True, slots=True)
class Visualisation:
    """The carrier's own picture of the document; `content` is decoded."""

    name: str
    content: bytes = field(repr=False)
    content_type: str = "application/pdf"

    @property
    def checksum(self) -> str:
        return checksum_of_bytes(self.content)


@dataclass(frozen=True, slots=True)
class IssuanceRequest:
    """A carrier's request: the document whole, who gets it first (with its platform), the signed manifest as its text."""

    document: Json = field(repr=False)
    document_checksum: str
    issue_to: Party
    issue_to_checksum: str
    manifest: str
    visualisation: Visualisation | None = None

    @property
    def number(self) -> str:
        return str(self.document["transportDocumentReference"])

    @property
    def carrier(self) -> tuple[str, str]:
        """The list and the code of the carrier."""
        return str(self.document["carrierCodeListProvider"]), str(self.document["carrierCode"])


@dataclass(frozen=True, slots=True)
class IssuanceResponse:
    number: str
    code: IssuanceCode
    reason: str = ""
    errors: tuple[tuple[str, str], ...] = ()
    """Reason and code of each."""


def parse_request(body: bytes) -> IssuanceRequest:
    """Raises `Misshapen`; the manifest is not opened yet."""
    said = read_json(body, STANDARD)
    require_shape(ISSUANCE_REQUEST, said, STANDARD)
    issue_to = said["issueTo"]
    return IssuanceRequest(
        document=said["document"],
        document_checksum=checksum(said["document"]),
        issue_to=parse_party(issue_to | {"eblPlatform": issue_to["sendToPlatform"]}),
        issue_to_checksum=checksum(issue_to),
        manifest=said["issuanceManifestSignedContent"],
        visualisation=_visualisation(said.get("eBLVisualisationByCarrier")),
    )


def require_manifest(request: IssuanceRequest, certificates: Sequence[Certificate], now: datetime) -> IssuanceManifest:
    """The manifest, signed by one of the carrier's keys over just this request. Raises `BadSigned`."""
    manifest = parse_issuance_manifest(request.manifest)
    if signer_of(manifest.jws, (one for one in certificates if one.is_valid_at(now))) is None:
        raise BadSigned("the issuance manifest is not signed by a key of the carrier that is known and valid")
    shown = request.visualisation.checksum if request.visualisation else ""
    pairs = (
        ("document", manifest.document_checksum, request.document_checksum),
        ("issueTo", manifest.issue_to_checksum, request.issue_to_checksum),
        ("eBLVisualisationByCarrier", manifest.visualisation_checksum, shown),
    )
    for name, signed, found in pairs:
        if signed != found:
            raise BadSigned(f"the checksum of {name} is not the one that the carrier signed")
    return manifest


def render_request(document: Json, issue_to: Json, manifest: str, visualisation: Visualisation | None = None) -> Json:
    """`manifest` is the signed text over `manifest_of` the same values."""
    said: Json = {"document": document, "issueTo": issue_to, "issuanceManifestSignedContent": manifest}
    if visualisation is not None:
        said["eBLVisualisationByCarrier"] = {
            "name": visualisation.name,
            "content": base64.b64encode(visualisation.content).decode(),
            "contentType": visualisation.content_type,
        }
    return said


def manifest_of(document: Json, issue_to: Json, visualisation: Visualisation | None = None) -> Json:
    """What the carrier signs."""
    shown = visualisation.checksum if visualisation else ""
    return render_issuance_manifest(checksum(document), checksum(issue_to), shown)


def parse_response(body: bytes) -> IssuanceResponse:
    said = read_json(body, STANDARD)
    require_shape(ISSUANCE_RESPONSE, said, STANDARD)
    errors = tuple((one.get("reason", ""), one.get("errorCode", "")) for one in said.get("errors", ()))
    code = IssuanceCode(said["issuanceResponseCode"])
    return IssuanceResponse(said["transportDocumentReference"], code, said.get("reason", ""), errors)


def render_response(response: IssuanceResponse) -> Json:
    said: Json = {"transportDocumentReference": response.number, "issuanceResponseCode": response.code.value}
    if response.reason:
        said["reason"] = response.reason[:255]
    if response.errors:
        said["errors"] = [_error(*one) for one in response.errors]
    return said


def _error(reason: str, code: str) -> Json:
    given = {"reason": reason[:255], "errorCode": code[:50]}
    return {name: value for name, value in given.items() if value}


def _visualisation(said: Any) -> Visualisation | None:
    if said is None:
        return None
    try:
        content = base64.b64decode(said["content"], validate=True)
    except (binascii.Error, ValueError):
        path = "$.eBLVisualisationByCarrier.content"
        raise Misshapen(STANDARD, [Fault(path, "", "it is not base64")]) from None
    return Visualisation(said["name"], content, said.get("contentType", "application/pdf"))
