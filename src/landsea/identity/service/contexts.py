"""The JSON-LD contexts that this node knows: those of the packages installed at set-up, its own words, and no others."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from landsea.identity.wire.credentials.jsonld import Contexts
from landsea.identity.wire.credentials.terms import OWN_TERMS

CONTEXTS = Path(__file__).parent.parent / "contexts"
"""Filled by tools/assets.py, git-ignored, part of the wheel."""

_TRUSTVC = "https://trustvc.io/context"
FILES = {
    "https://www.w3.org/ns/credentials/v2": "credentials-v2.json",
    "https://w3id.org/security/data-integrity/v2": "data-integrity-v2.json",
    "https://w3id.org/security/multikey/v1": "multikey-v1.json",
    f"{_TRUSTVC}/attachments-context.json": "attachments-context.json",
    f"{_TRUSTVC}/bill-of-lading-carrier.json": "bill-of-lading-carrier.json",
    f"{_TRUSTVC}/bill-of-lading.json": "bill-of-lading.json",
    f"{_TRUSTVC}/coo.json": "coo.json",
    f"{_TRUSTVC}/invoice.json": "invoice.json",
    f"{_TRUSTVC}/promissory-note.json": "promissory-note.json",
    f"{_TRUSTVC}/qrcode-context.json": "qrcode-context.json",
    f"{_TRUSTVC}/render-method-context-v2.json": "render-method-context-v2.json",
    f"{_TRUSTVC}/render-method-context.json": "render-method-context.json",
    f"{_TRUSTVC}/transferable-records-context.json": "transferable-records-context.json",
    f"{_TRUSTVC}/warehouse-receipt.json": "warehouse-receipt.json",
}
"""URL -> file in `CONTEXTS`."""


def load_documents() -> dict[str, Any]:
    """Those that are installed; what needs another is refused by the context's name."""
    found = {url: CONTEXTS / name for url, name in FILES.items()}
    return {url: json.loads(file.read_text(encoding="utf-8")) for url, file in found.items() if file.exists()}


@lru_cache(maxsize=1)
def contexts() -> Contexts:
    """Read at the first call; about 20 ms. Safe to share between threads."""
    return Contexts(load_documents(), inline=[OWN_TERMS])
