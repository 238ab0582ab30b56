"""Standard Webhooks 1.0.0: the serialisation of secrets, the signature `v1`, the headers and the payload."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

PREFIX = "whsec_"
SECRET_BYTES = 32
"""24 to 64 are allowed ("Signature scheme")."""


def render_secret(key: bytes) -> str:
    """As it is shown to the receiver: `whsec_` and base64."""
    return PREFIX + base64.b64encode(key).decode()


def signature(key: bytes, id: str, timestamp: int, payload: bytes) -> str:
    """HMAC-SHA256 over `id.timestamp.payload` ("Signature scheme"); the id holds no full stop."""
    content = f"{id}.{timestamp}.".encode() + payload
    return "v1," + base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()


def headers(keys: Sequence[bytes], id: str, sent_at: datetime, payload: bytes) -> tuple[tuple[str, str], ...]:
    """`webhook-id`, `webhook-timestamp` (of this attempt) and `webhook-signature`, one signature for each key that is valid."""
    timestamp = int(sent_at.timestamp())
    signatures = " ".join(signature(key, id, timestamp, payload) for key in keys)
    return (
        ("content-type", "application/json"),
        ("webhook-id", id),
        ("webhook-timestamp", str(timestamp)),
        ("webhook-signature", signatures),
    )


def payload(kind: str, at: datetime, data: dict[str, Any]) -> bytes:
    """`type`, `timestamp` (of what happened, not of the attempt) and `data` ("Payload structure")."""
    return msgspec.json.encode({"type": kind, "timestamp": at, "data": data})


def as_it_stands(content: bytes) -> msgspec.Raw:
    """JSON that is put into a payload byte for byte."""
    return msgspec.Raw(content)
