"""What the viewer may do with a document now, as buttons in groups, and how each act is called."""

from __future__ import annotations

from typing import Any

from landsea import identity, lading
from landsea.journal import View
from landsea.lading import ActKind, StoredDocument

GROUPS = {
    "answer": (
        ActKind.TAKE,
        ActKind.CONSENT,
        ActKind.GRANT,
        ActKind.DECLINE,
        ActKind.WITHDRAW,
        ActKind.CONFIRM,
        ActKind.REVOKE,
        ActKind.ACCEPT,
        ActKind.REJECT,
        ActKind.ACCOMPLISH,
        ActKind.LEFT,
        ActKind.STAY,
        ActKind.ACTIVATE,
        ActKind.DISCARD,
    ),
    "pass-on": (ActKind.TRANSFER, ActKind.OFFER, ActKind.PLEDGE, ActKind.RELEASE, ActKind.ENFORCE),
    "present": (ActKind.SURRENDER, ActKind.ASK_PART),
    "change": (
        ActKind.AMEND,
        ActKind.ASK_SPLIT,
        ActKind.ASK_MERGE,
        ActKind.LEAVE,
        ActKind.RETURN,
    ),
    "register": (ActKind.ORDER,),
}
"""The order in which buttons stand."""
PATHS = {
    ActKind.ASK_SPLIT: "split",
    ActKind.ASK_MERGE: "merge",
    ActKind.ASK_PART: "part",
    ActKind.ORDER: "orders",
    ActKind.CONFIRM: "orders/confirm",
    ActKind.REVOKE: "orders/revoke",
}
"""Where an act is called under `/v1/documents/{id}/`, when not by its own name."""


def possible(view: View, found: StoredDocument) -> list[ActKind]:
    """What the engine allows, but for the second half of an order to who began it."""
    acts = list(lading.possible_acts(view, found))
    key = identity.find_own_title_key(view)
    order = found.title.order
    if order is not None and key is not None and order.key_id == key.id:
        acts = [act for act in acts if act is not ActKind.CONFIRM]
    return acts


def buttons(view: View, found: StoredDocument) -> list[dict[str, Any]]:
    """Groups with their acts, those that answer something first; empty groups are left out."""
    acts = possible(view, found)
    groups = (
        {"group": group, "acts": [button(found, act) for act in wanted if act in acts]}
        for group, wanted in GROUPS.items()
    )
    return [one for one in groups if one["acts"]]


def button(found: StoredDocument, act: ActKind) -> dict[str, Any]:
    return {"act": act.value, "word": word_of(found, act), "url": f"/documents/{found.title.document}/acts/{act.value}"}


def word_of(found: StoredDocument, act: ActKind) -> str:
    """The act named by what it answers, where that makes a difference: `take-pledge`, `grant-ask-split`."""
    asked = found.title.proposal.act if found.title.proposal else None
    if act is ActKind.TAKE and asked is ActKind.PLEDGE:
        return "take-pledge"
    return f"grant-{asked.value}" if act is ActKind.GRANT and asked else act.value


def path_of(act: ActKind) -> str:
    return PATHS.get(act, act.value)
