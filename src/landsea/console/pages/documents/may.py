"""What the viewer may do with a document now, as buttons in groups, and how each act is called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from landsea import lading
from landsea.console.pages.documents.media import ways_out
from landsea.journal import View
from landsea.kernel import NotFound
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
    "change": (ActKind.AMEND, ActKind.ASK_SPLIT, ActKind.ASK_MERGE),
    "medium": (ActKind.LEAVE, ActKind.RETURN),
    "register": (ActKind.ORDER,),
}
"""The order in which buttons stand. Steps on a chain have a group of their own, `chain`, after the answers."""
PATHS = {
    ActKind.ASK_SPLIT: "split",
    ActKind.ASK_MERGE: "merge",
    ActKind.ASK_PART: "part",
    ActKind.ORDER: "orders",
    ActKind.CONFIRM: "orders/confirm",
    ActKind.REVOKE: "orders/revoke",
}
"""Where an act is called under `/v1/documents/{id}/`, when not by its own name."""
CHAIN = "chain-"
"""Before the name of a step on a chain."""
CHAIN_STEPS = tuple(f"{CHAIN}{one}" for one in (*lading.Step, "fee-limit"))
"""What is done on a chain, and for a transaction that waits there."""
CHAIN_PATHS = {f"{CHAIN}call-off": "chain/call-off", f"{CHAIN}fee-limit": "chain/fee-limit"}


@dataclass(frozen=True, slots=True)
class Way:
    """How an act is done: the `name` of its page, the `word` on its button, the `path` of its call under `/v1/documents/{id}/`.

    `act` is what it is in the table of title; `None` for a step on a chain.
    """

    name: str
    word: str
    path: str
    act: ActKind | None = None

    @property
    def is_on_chain(self) -> bool:
        return self.act is None


def ways(view: View, found: StoredDocument) -> Mapping[str, list[Way]]:
    """Everything that the viewer may do now, by group, those that answer something first; empty groups are left out."""
    acts = lading.possible_acts(view, found)
    answers, *others = (
        (group, [way for act in wanted if act in acts for way in ways_of(view, found, act)])
        for group, wanted in GROUPS.items()
    )
    grouped = dict([answers, ("chain", steps(view, found)), *others])
    return {group: found_ways for group, found_ways in grouped.items() if found_ways}


def ways_of(view: View, found: StoredDocument, act: ActKind) -> list[Way]:
    """An act is done in one way, but for leaving: to paper, another platform or a chain."""
    if act is ActKind.LEAVE:
        return [Way(name, name, name, act) for name in ways_out(view, found)]
    return [Way(act.value, word_of(found, act), PATHS.get(act, act.value), act)]


def steps(view: View, found: StoredDocument) -> list[Way]:
    """What may be signed on a chain now."""
    return [chain_way(f"{CHAIN}{step}") for step in lading.possible_steps(view, found.title.document)]


def chain_way(name: str) -> Way:
    return Way(name, name, CHAIN_PATHS.get(name, "chain"))


OTHER_WAYS = ("send", "issue-elsewhere", "leave-for-chain")
"""Ways to leave, besides paper."""


def find_way(view: View, found: StoredDocument, name: str) -> tuple[Way, bool]:
    """The way of that name, and whether it is open to the viewer now. Raises `NotFound` for a name that is none."""
    for way in (way for group in ways(view, found).values() for way in group):
        if way.name == name:
            return way, True
    if name in CHAIN_STEPS:
        return chain_way(name), False
    if name in OTHER_WAYS:
        return Way(name, name, name, ActKind.LEAVE), False
    if name not in {one.value for one in ActKind}:
        raise NotFound(what="act", id=name)
    act = ActKind(name)
    return Way(name, word_of(found, act), PATHS.get(act, name), act), False


def buttons(view: View, found: StoredDocument) -> list[dict[str, Any]]:
    """Groups with their acts."""
    return [{"group": group, "acts": [button(found, way) for way in made]} for group, made in ways(view, found).items()]


def button(found: StoredDocument, way: Way) -> dict[str, Any]:
    return {"act": way.name, "word": way.word, "url": f"/documents/{found.title.document}/acts/{way.name}"}


def word_of(found: StoredDocument, act: ActKind) -> str:
    """The act named by what it answers, where that makes a difference: `take-pledge`, `grant-ask-split`."""
    asked = found.title.proposal.act if found.title.proposal else None
    if act is ActKind.TAKE and asked is ActKind.PLEDGE:
        return "take-pledge"
    return f"grant-{asked.value}" if act is ActKind.GRANT and asked else act.value
