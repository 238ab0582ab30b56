"""Verification for everybody: the checks are the room's, the page shows them and what to do about each."""

from __future__ import annotations

from typing import Any

from fastapi import Request

from landsea.console.web import open_page
from landsea.journal import View
from landsea.lading import State


@open_page("/verify", "verify.html")
def verify_page(view: View, request: Request) -> dict[str, Any]:
    """The demo document is a synthetic one that a sandbox issued; its altered copy is made in the browser."""
    return {"verify_url": "/v1/verify", "demo_url": "/static/demo-document.json", "states": list(State)}
