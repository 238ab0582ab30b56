"""HTTP route of partners' messages: what one says, and what would be issued from it."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Depends, Query, Request, Response

from landsea.journal import http
from landsea.lading import service
from landsea.lading.api.bodies import Id
from landsea.lading.model import IssueDocument, plain
from landsea.lading.service import Draft
from landsea.runtime import said
from landsea.runtime.http import json_response, language_of

router = APIRouter(tags=["documents"])
_OPEN = ("consignment", "order_of", "terms", "legs", "valid_until")
"""Fields of an issue's body that are left out where they are empty."""


async def _raw(request: Request) -> bytes:
    return await request.body()


_MESSAGE = {
    "requestBody": {
        "required": True,
        "description": "UN/CEFACT MMT (D.23B) or DCSA TransportDocument (eBL 3.0), told apart by their outermost names",
        "content": {"application/json": {"schema": {"type": "object"}}},
    }
}


@router.post("/v1/documents/drafts", openapi_extra=_MESSAGE)
def read_draft(
    request: Request,
    body: Annotated[bytes, Depends(_raw)],
    consignment: Annotated[Id | None, Query(description="whose document is to be issued from it")] = None,
    negotiable: Annotated[bool | None, Query(description="where the message does not say it")] = None,
) -> Response:
    """Read a partner's message, the body: what it says in our words, and what stands against issuing from it. Nothing is stored.

    `issue` is what `POST /v1/documents` takes, but for the signature; `annotates` is for a notation on the document that the message
    speaks of, or the record of its paper. `findings` are located in the message by JSON pointers (`column`); errors prevent the issue.
    """
    with http.read(request) as view:
        found = service.read_draft(view, body, consignment or "", negotiable)
    return json_response(_body(found, language_of(request)))


def _body(found: Draft, language: str) -> dict[str, Any]:
    return {
        "form": found.form,
        "negotiable": found.negotiable,
        "content": _content(found),
        "issue": _issue(found.command, found.negotiable),
        "annotates": plain(found.annotates),
        "findings": [msgspec.to_builtins(said(one, language)) for one in found.findings],
    }


def _content(found: Draft) -> dict[str, Any]:
    """Without the ids of this node, which a message has none of."""
    content: dict[str, Any] = plain(found.content)
    return {name: value for name, value in content.items() if name not in ("document", "consignment")}


def _issue(command: IssueDocument, negotiable: bool | None) -> dict[str, Any]:
    body: dict[str, Any] = {name: plain(getattr(command, name)) for name in _OPEN if getattr(command, name)}
    kind = {} if negotiable is None else {"negotiable": negotiable}
    return body | kind | {"originals": command.originals, "message": dict(command.message or {})}
