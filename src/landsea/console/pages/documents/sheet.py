"""One document: what is operative, who holds it, what is open, what we may do now, what it says and has said, every act."""

from __future__ import annotations

from typing import Any

from fastapi import Request

from landsea import journal, lading
from landsea.console.pages.documents.credentials import credential_body
from landsea.console.pages.documents.may import buttons
from landsea.console.pages.documents.media import on_chain_body, sent_body
from landsea.console.pages.documents.values import (
    chain_body,
    content_body,
    lines_body,
    row_body,
)
from landsea.console.pages.documents.versions import versions_body
from landsea.console.web import page
from landsea.console.words import TRANSFER
from landsea.journal import View
from landsea.lading import ActKind


@page("/documents/{id}", "documents/document.html")
def document_page(view: View, request: Request) -> dict[str, Any]:
    found = lading.get_document(view, request.path_params["id"])
    title, content = found.title, found.content
    chain = chain_body(view, title.document)
    return {
        **row_body(view, found),
        "consignment": content.consignment,
        "operative": title.is_operative,
        "sandbox": content.sandbox,
        "content_hash": title.content,
        "content_version": title.version,
        "valid_until": title.valid_until.isoformat() if title.valid_until else None,
        "content": content_body(content),
        "form": _form(chain),
        "transfer": TRANSFER,
        "own_terms": content.terms != lading.model_terms(content.negotiable),
        "relatives": _relatives(chain),
        "lines": lines_body(found),
        "delivered": title.delivered,
        "versions": versions_body(view, found),
        "chain": chain,
        "confirmed": _confirmed(view, title.document),
        "may": buttons(view, found),
        "credential": credential_body(view, title.document),
        "title_acts_disabled": not journal.is_confirmed(view),
        "sent": sent_body(view, found),
        "on_chain": on_chain_body(view, found),
        "urls": {
            "pdf": f"/v1/documents/{title.document}/pdf",
            "file": f"/v1/documents/{title.document}/evidence.json",
            "proof": f"/v1/documents/{title.document}/proof",
        },
    }


def _confirmed(view: View, document: str) -> dict[str, Any]:
    """The newest act's position in the log, and whether a signed checkpoint covers it yet."""
    newest, proof = lading.proof_of_newest_act(view, document)
    return {"position": newest.position, "size": proof.size if proof else None}


def _form(chain: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The other form that the newest act about one named."""
    return next((one["form"] for one in reversed(chain) if one["form"]), None)


def _relatives(chain: list[dict[str, Any]]) -> dict[str, Any]:
    """The documents that this one was made from, and those that replaced it."""
    replaced = [one for one in chain if one["act"] == ActKind.GRANT.value and one["relatives"]]
    return {
        "parents": chain[0]["relatives"],
        "children": replaced[-1]["relatives"] if replaced else [],
    }
