"""What an act causes, in one sentence, with the names of who is meant."""

from __future__ import annotations

from typing import Any

from landsea import lading
from landsea.console.consequences import CONSEQUENCES
from landsea.console.named import party_body
from landsea.console.pages.documents.may import OTHER_WAYS, Way
from landsea.console.texts import Texts
from landsea.journal import View
from landsea.lading import ActKind, Purpose, State, StoredDocument, Title


def sentences(view: View, found: StoredDocument, way: Way) -> list[dict[str, str]]:
    """What the act causes, in both languages, one for each value of the field that decides it; `{to}` is chosen in the form."""
    if way.act is None or way.name in OTHER_WAYS:
        return [{"when": "", **_told(view, found, _key(view, found, way))}]
    return [{"when": when, **_told(view, found, key)} for when, key in _variants(view, found, way.act)]


def _key(view: View, found: StoredDocument, way: Way) -> str:
    """Calling off undoes a journey that nobody signed for, or replaces a transaction that waits."""
    if way.name != "chain-call-off":
        return way.name
    state = lading.chain_state(view, found.title.document)
    return f"{way.name}:{'replace' if state and state.transactions else 'unsigned'}"


def sentences_of(key: str) -> list[dict[str, str]]:
    """As `sentences`, of an act that makes a document: nobody is known yet."""
    return [{"when": "", **{language: Texts(language)(CONSEQUENCES[key]) for language in ("en", "zh")}}]


def _variants(view: View, found: StoredDocument, act: ActKind) -> list[tuple[str, str]]:
    title = found.title
    if act is ActKind.SURRENDER:
        return [(one.value, f"surrender:{one.value}") for one in Purpose]
    if act is ActKind.ORDER:
        return [(one.value, f"order:{one.value}{_given_back(title)}") for one in lading.kinds_of_order(view, found)]
    decides = {
        ActKind.TAKE: title.proposal.act.value if title.proposal else "offer",
        ActKind.GRANT: title.proposal.act.value if title.proposal else "ask-part",
        ActKind.ACCEPT: (title.purpose or Purpose.DELIVERY).value,
        ActKind.CONFIRM: f"{title.order.kind.value}{_given_back(title)}" if title.order else "freeze",
    }
    return [("", f"{act.value}:{decides[act]}" if act in decides else act.value)]


def _given_back(title: Title) -> str:
    """Of what is away only this is settled: whether its platform took it back when the issuer here rejected its surrender."""
    return ":given-back" if title.state is State.AWAY else ""


def _told(view: View, found: StoredDocument, key: str) -> dict[str, str]:
    facts = _facts(view, found, key)
    return {
        language: _fill(Texts(language)(CONSEQUENCES.get(key, "")), facts, Texts(language)) for language in ("en", "zh")
    }


def _facts(view: View, found: StoredDocument, key: str) -> dict[str, dict[str, Any] | None]:
    """Who is meant; an order that is confirmed says whom it puts in control."""
    title, issuer = found.title, found.content.issuer
    known = {
        "from": title.proposal.by if title.proposal else None,
        "holder": title.holder,
        "pledgor": title.pledge.pledgor if title.pledge else None,
        "to": title.order.to if title.order and key.startswith(ActKind.CONFIRM.value) else None,
    }
    named = {"issuer": {"name_en": issuer.name_en, "name_zh": issuer.name_zh}}
    return named | {name: party_body(view, party) for name, party in known.items()}


def _fill(sentence: str, facts: dict[str, dict[str, Any] | None], texts: Texts) -> str:
    """`{to}` stays where the form chooses it; who else is not known (held on another platform) is named by its right."""
    for name, party in facts.items():
        if party or name != "to":
            sentence = sentence.replace(f"{{{name}}}", texts.name(party) if party else texts("who is entitled to it"))
    return sentence
