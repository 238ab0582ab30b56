"""The digest by which a credential commits to content that is not in it."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from typing import Any

from landsea.identity import credentials
from landsea.kernel import Refusal

_SRI = re.compile(r"sha256-([A-Za-z0-9+/]{43}=)")
_SHA256 = b"\x12\x20"
"""Multihash: SHA2-256 of 32 bytes."""


def digest_of(credential: Mapping[str, Any]) -> str | None:
    """The SHA-256 (hexadecimal) of its related resource (VC Data Model 2.0, 5.3); None where it states none, or several."""
    resources = credential.get("relatedResource")
    many = resources if isinstance(resources, list) else [resources]
    found = {_digest(one) for one in many if isinstance(one, Mapping)}
    return found.pop() if len(found) == 1 else None


def _digest(resource: Mapping[str, Any]) -> str | None:
    sri = resource.get("digestSRI")
    if isinstance(sri, str) and (match := _SRI.fullmatch(sri)):
        return base64.b64decode(match[1]).hex()
    try:
        raw = credentials.parse_multibase(resource.get("digestMultibase"))
    except Refusal:
        return None
    return raw[2:].hex() if raw[:2] == _SHA256 and len(raw) == 34 else None
