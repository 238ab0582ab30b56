"""One act on a document in two steps: what it needs, then one sentence of what it causes, and the passphrase."""

from __future__ import annotations

from typing import Any

from fastapi import Request

from landsea import lading
from landsea.console.named import directory
from landsea.console.pages.documents.may import Way, find_way
from landsea.console.pages.documents.media import TOWARDS, on_chain_body, towards_body
from landsea.console.pages.documents.sentences import sentences
from landsea.console.pages.documents.values import content_body, lines_body, row_body, title_key_body
from landsea.console.web import page
from landsea.console.words import CONTAINERS
from landsea.journal import View
from landsea.lading import PREPARED_MINUTES_MAX, ActKind, Desk, Endorsement, Purpose, State, StoredDocument
from landsea.runtime import LANGUAGES, explain

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
    way, is_open = find_way(view, found, request.path_params["act"])
    return {
        **row_body(view, found),
        "act": way.name,
        "word": way.word,
        "possible": is_open,
        "api": f"POST /v1/documents/{found.title.document}/{way.path}",
        "fixed": _fixed(way),
        "chooses": CHOOSES.get(way.act, "") if way.act else "",
        "sentences": sentences(view, found, way),
        "needs_reason": way.act in WITH_REASON,
        "on_chain": on_chain_body(view, found) if way.is_on_chain else None,
        "title_key": title_key_body(view),
        "sign_within_minutes": PREPARED_MINUTES_MAX,
        **_needs(view, found, way),
    }


def _fixed(way: Way) -> dict[str, Any]:
    """What the call says that nobody chooses."""
    return {"step": way.name.removeprefix("chain-")} if way.path == "chain" else {}


def endorsements(found: StoredDocument, act: ActKind | None) -> list[str]:
    """The endorsements that can be made, the usual one first; none but bare delivery by who is not entitled."""
    title = found.title
    every = [Endorsement.ORDER, Endorsement.FULL, Endorsement.BLANK, Endorsement.NONE]
    if act in (ActKind.RETURN, ActKind.ORDER):
        return [one.value for one in every[:3]] if title.negotiable else []
    if not title.is_held_by_the_entitled or not title.endorsable:
        return [Endorsement.NONE.value]
    return [one.value for one in ([every[3], *every[:3]] if title.is_to_bearer else every)]


def _needs(view: View, found: StoredDocument, way: Way) -> dict[str, Any]:
    """What the form of the act offers to choose from."""
    act = way.act
    needed: dict[str, Any] = {
        "parties": _parties(view, found, way),
        "endorsements": endorsements(found, act) if act in ENDORSED else [],
        "purposes": [one.value for one in Purpose] if act is ActKind.SURRENDER else [],
        "orders": [one.value for one in lading.kinds_of_order(view, found)] if act is ActKind.ORDER else [],
        "lines": lines_body(found),
        "candidates": _candidates(view, found) if act is ActKind.ASK_MERGE else [],
        "lacking": _lacking(view, found) if way.name in TOWARDS else None,
        **towards_body(view, found, way.name),
    }
    if act is ActKind.AMEND:
        needed |= {"content": content_body(found.content), "size_types": list(CONTAINERS)}
    return needed


def _lacking(view: View, found: StoredDocument) -> dict[str, str] | None:
    """What other platforms would not take the document for, in both languages, before anything is filled in."""
    refusal = lading.unfit_for_platforms(view, found)
    return {language: explain(refusal, language) for language in LANGUAGES} if refusal else None


def _parties(view: View, found: StoredDocument, way: Way) -> list[dict[str, Any]]:
    """Whom to choose from, banks first where it is about security; on a chain those who have an address there."""
    if way.name == "chain-transfer":
        addresses = lading.chain_addresses(view)
        return [one | {"address": addresses[one["id"]]} for one in directory(view) if one["id"] in addresses]
    if way.act is ActKind.AMEND:
        return directory(view)
    if way.act not in TO_SOMEBODY:
        return []
    others = [one for one in directory(view) if one["id"] != found.title.holder or way.act is ActKind.RETURN]
    return sorted(others, key=lambda one: way.act is ActKind.PLEDGE and "bank" not in one["roles"])


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
