"""DCSA eBL Surrender 3.0.2 on the wire: a platform hands a document back for its holder, the carrier answers later.

POST /v3/ebl-surrender-requests   platform -> carrier
POST /v3/ebl-surrender-responses  carrier -> platform
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from landsea.lading.platforms.values import Json, Party
from landsea.lading.wire.pint.errors import read_json, require_shape
from landsea.lading.wire.pint.incoming import parse_party
from landsea.lading.wire.pint.outgoing import render_moment, render_party
from landsea.lading.wire.shapes import SURRENDER_REQUEST, SURRENDER_RESPONSE

STANDARD = "eBL Surrender 3.0.2"
VERSION = "3.0.2"
NO_PARTY: Json = {
    "eblPlatform": "NONE",
    "partyName": "NONE",
    "identifyingCodes": [{"codeListProvider": "NONE", "partyCode": "NONE"}],
}
"""The recipient of what has none: the standard asks for a recipient in every link."""


class SurrenderCode(StrEnum):
    """Surrender for delivery of the goods, or for amendment (a switch to paper is one)."""

    SREQ = "SREQ"
    AREQ = "AREQ"


class SurrenderAction(StrEnum):
    """The carrier's answer: taken back, or refused."""

    SURR = "SURR"
    SREJ = "SREJ"


@dataclass(frozen=True, slots=True)
class Link:
    """What somebody did with the document. `recipient` is `None` where the action has none."""

    action: str
    at: datetime
    actor: Party
    recipient: Party | None = None
    audit: str = ""


@dataclass(frozen=True, slots=True)
class SurrenderRequest:
    reference: str
    number: str
    code: SurrenderCode
    reason: str = ""
    comments: str = ""
    chain: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class SurrenderResponse:
    reference: str
    action: SurrenderAction
    comments: str = ""


def parse_request(body: bytes) -> SurrenderRequest:
    """Raises `Misshapen`."""
    said = read_json(body, STANDARD)
    require_shape(SURRENDER_REQUEST, said, STANDARD)
    return SurrenderRequest(
        reference=said["surrenderRequestReference"],
        number=said["transportDocumentReference"],
        code=SurrenderCode(said["surrenderRequestCode"]),
        reason=said.get("reasonCode", ""),
        comments=said.get("comments", ""),
        chain=tuple(_link(one) for one in said.get("endorsementChain", ())),
    )


def render_request(request: SurrenderRequest) -> Json:
    said: Json = {
        "surrenderRequestReference": request.reference,
        "transportDocumentReference": request.number,
        "surrenderRequestCode": request.code.value,
        "reasonCode": request.reason,
        "comments": request.comments[:255],
        "endorsementChain": [_rendered(one) for one in request.chain],
    }
    return {name: value for name, value in said.items() if value}


def parse_response(body: bytes) -> SurrenderResponse:
    """Raises `Misshapen`."""
    said = read_json(body, STANDARD)
    require_shape(SURRENDER_RESPONSE, said, STANDARD)
    action = SurrenderAction(said["action"])
    return SurrenderResponse(said["surrenderRequestReference"], action, said.get("comments", ""))


def render_response(response: SurrenderResponse) -> Json:
    said: Json = {"surrenderRequestReference": response.reference, "action": response.action.value}
    return said | ({"comments": response.comments[:255]} if response.comments else {})


def _link(said: Mapping[str, Any]) -> Link:
    recipient = parse_party(said["recipient"])
    return Link(
        action=said["actionCode"],
        at=datetime.fromisoformat(said["actionDateTime"].upper()),
        actor=parse_party(said["actor"]),
        recipient=None if recipient.platform == NO_PARTY["eblPlatform"] else recipient,
        audit=said.get("auditReference", ""),
    )


def _rendered(one: Link) -> Json:
    said: Json = {
        "actionDateTime": render_moment(one.at),
        "actionCode": one.action,
        "actor": render_party(one.actor),
        "recipient": render_party(one.recipient) if one.recipient else NO_PARTY,
    }
    return said | ({"auditReference": one.audit} if one.audit else {})
