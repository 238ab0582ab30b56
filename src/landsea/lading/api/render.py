"""Documents as the API shows them."""

from __future__ import annotations

import base64
from datetime import datetime
from typing import Any

from landsea.lading.model import Title, message_to_sign, plain
from landsea.lading.service import Asked, Prepared, RecordedAct, StoredDocument


def document_body(found: StoredDocument, at: datetime | None = None, *, known: bool = True) -> dict[str, Any]:
    """`at`: the time of the question, where it is not that of an act; a document past its validity is not operative.

    Not `known`: the node was restored or copied and may lack the newest acts, so `operative` is null instead of true.
    """
    title, content = found.title, found.content
    operative = title.is_operative and not title.is_past_validity(at or title.acted_at)
    return {
        "id": title.document,
        "number": title.number,
        "consignment": content.consignment,
        "negotiable": title.negotiable,
        "state": title.state.value,
        "operative": operative if known or not operative else None,
        "medium": title.medium.value,
        "issuer": title.issuer,
        "holder": title.holder,
        "entitled": title.entitled,
        "bearer": title.is_to_bearer,
        "endorsable": title.endorsable,
        "pledge": None if title.pledge is None else plain(title.pledge) | {"pledgee": title.holder},
        "proposal": None if title.proposal is None else plain(title.proposal),
        "order": None if title.order is None else plain(title.order),
        "frozen": title.frozen,
        "purpose": title.purpose,
        "outstanding": _outstanding(title),
        "content_version": title.version,
        "valid_until": title.valid_until,
        "version": found.version,
        "content_sha256": title.content,
        "issued_at": found.issued_at,
        "acted_at": title.acted_at,
        "sandbox": content.sandbox,
    }


def act_body(one: RecordedAct) -> dict[str, Any]:
    body: dict[str, Any] = plain(one.act)
    return body | {"position": one.position}


def _outstanding(title: Title) -> list[dict[str, int]]:
    return [{"line": at, **one._asdict()} for at, one in enumerate(title.outstanding)]


def asked_body(asked: Prepared | Asked) -> dict[str, Any]:
    """What there is to sign elsewhere. `further`: statements about other documents that belong to the act, each signed by itself."""
    further = asked.further if isinstance(asked, Prepared) else ()
    return _to_sign(asked.statement, asked.message) | {
        "algorithm": "Ed25519",
        "further": [_to_sign(one, message_to_sign(one)) for one in further],
    }


def _to_sign(statement: Any, message: bytes) -> dict[str, Any]:
    return {"statement": plain(statement), "message": base64.b64encode(message).decode()}
