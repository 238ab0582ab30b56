"""Logging in: with a password, with a one-time link, by an invitation, after a reset."""

from __future__ import annotations

from typing import Any

from fastapi import Request

from landsea import identity
from landsea.console.named import party_body
from landsea.console.web import open_page
from landsea.journal import View


@open_page("/login", "login.html")
def login(view: View, request: Request) -> dict[str, Any]:
    """`?token=` is a one-time link: opening the page does not use it up (mail scanners open links), the button does."""
    return {"next": _inside(request.query_params.get("next", "/")), "token": request.query_params.get("token", "")}


@open_page("/reset", "reset.html")
def reset(view: View, request: Request) -> dict[str, Any]:
    return {"token": request.query_params.get("token", "")}


@open_page("/invitation", "invitation.html")
def invitation(view: View, request: Request) -> dict[str, Any]:
    token = request.query_params.get("token", "")
    found = identity.find_invitation(view, token)
    return {
        "token": token,
        "party": party_body(view, found.party),
        "role": found.role.value,
        "endorsed": found.endorsed,
    }


def _inside(path: str) -> str:
    """Only a path of this node: `//host` and `/\\host` would lead elsewhere."""
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) else "/"
