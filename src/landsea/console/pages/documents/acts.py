"""One act on a document in two steps: what it needs, then one sentence of what it causes, and the passphrase."""

from __future__ import annotations

from typing import Any

from fastapi import Request

from landsea import lading
from landsea.console.named import directory
from landsea.console.pages.documents.may import path_of, possible, word_of
from landsea.console.pages.documents.sentences import order_kinds, sentences
from landsea.console.pages.documents.values import content_body, key_inside, lines_body, order_body, row_body
from landsea.console.web import page
from landsea.journal import View
from landsea.kernel import NotFound
from landsea.lading import ActKind, Desk, Endorsement, Purpose, State, StoredDocument

CHOOSES = {ActKind.SURRENDER: "purpose", ActKind.ORDER: "order"}
"""The field whose value decides which sentence is said."""
TO_SOMEBODY = (ActKind.TRANSFER, ActKind.OFFER, ActKind.PLEDGE, ActKind.RETURN, ActKind.ORDER)
ENDORSED = (ActKind.TRANSFER, ActKind.OFFER, ActKind.RETURN, ActKind.ORDER)
WITH_REASON = (
    ActKind.DECLINE,
    ActKind.ENFORCE,
    ActKind.REJECT,
    ActKind.STAY,
    ActKind.DISCARD,
    ActKind.REVOKE,
    ActKind.AMEND,
)


@page("/documents/{id}/acts/{act}", "documents/act.html")
def act_page(view: View, request: Request) -> dict[str, Any]:
    """`possible` is false when it cannot be done by the viewer now, whatever was chosen before."""
    found = lading.get_document(view, request.path_params["id"])
    act = _act(request.path_params["act"])
    return {
        **row_body(view, found),
        "act": act.value,
        "word": word_of(found, act),
        "possible": act in possible(view, found),
        "api": f"POST /v1/documents/{found.title.document}/{path_of(act)}",
        "chooses": CHOOSES.get(act, ""),
        "sentences": sentences(view, found, act),
        "needs_reason": act in WITH_REASON,
        "key_inside": key_inside(view),
        **_needs(view, found, act),
    }


def _act(name: str) -> ActKind:
    if name not in {one.value for one in ActKind}:
        raise NotFound(what="act", id=name)
    return ActKind(name)


def endorsements(found: StoredDocument, act: ActKind) -> list[str]:
    """The endorsements that can be made, the usual one first; none but bare delivery by who is not entitled."""
    title = found.title
    every = [Endorsement.ORDER, Endorsement.FULL, Endorsement.BLANK, Endorsement.NONE]
    if act in (ActKind.RETURN, ActKind.ORDER):
        return [one.value for one in every[:3]] if title.negotiable else []
    if not title.is_held_by_the_entitled or not title.endorsable:
        return [Endorsement.NONE.value]
    return [one.value for one in ([every[3], *every[:3]] if title.is_to_bearer else every)]


def _needs(view: View, found: StoredDocument, act: ActKind) -> dict[str, Any]:
    """What the form of the act offers to choose from."""
    title = found.title
    needed: dict[str, Any] = {
        "parties": _parties(view, found, act) if act in TO_SOMEBODY or act is ActKind.AMEND else [],
        "endorsements": endorsements(found, act) if act in ENDORSED else [],
        "purposes": [one.value for one in Purpose] if act is ActKind.SURRENDER else [],
        "orders": [one.value for one in order_kinds(found)] if act is ActKind.ORDER else [],
        "order": order_body(view, title),
        "lines": lines_body(found),
        "candidates": _candidates(view, found) if act is ActKind.ASK_MERGE else [],
    }
    if act is ActKind.AMEND:
        needed["content"] = content_body(found.content)
    return needed


def _parties(view: View, found: StoredDocument, act: ActKind) -> list[dict[str, Any]]:
    """Whom to choose from, banks first where it is about security."""
    everybody = directory(view)
    if act is ActKind.AMEND:
        return everybody
    others = [one for one in everybody if one["id"] != found.title.holder or act is ActKind.RETURN]
    return sorted(others, key=lambda one: act is ActKind.PLEDGE and "bank" not in one["roles"])


def _candidates(view: View, found: StoredDocument) -> list[dict[str, Any]]:
    """Other documents of the consignment that the holder has, those first that already ask to be merged with this one."""
    held = lading.list_documents(
        view, consignment=found.content.consignment, desk=Desk.HELD, state=State.ISSUED, limit=100
    )
    rows = [row_body(view, one) for one in held if one.title.document != found.title.document]
    for row in rows:
        asked = row["proposal"]["relatives"] if row["proposal"] else []
        row["asks_for_this"] = found.title.document in [one["id"] for one in asked]
    return sorted(rows, key=lambda row: not row["asks_for_this"])
