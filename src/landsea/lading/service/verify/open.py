"""What is asked of a document, or ordered by one person of two, and not decided yet: whoever relies on it is told."""

from __future__ import annotations

from datetime import UTC

from landsea.kernel import PartyId, Phrase
from landsea.lading.model import Message, SignedAct
from landsea.lading.model.words import worded
from landsea.lading.service.verify.pack import Pack


def with_open(pack: Pack, seen: str) -> Message:
    """`seen`, with what is open: what is asked or ordered, by whom, since when, and whose answer it waits for."""
    told = [*_asked(pack), *_ordered(pack)]
    if not told:
        return Message(seen)
    if len(told) == 1:
        return Message("{seen}; open: {what}", {"seen": Phrase(seen), "what": told[0]})
    return Message("{seen}; open: {what}; {also}", {"seen": Phrase(seen), "what": told[0], "also": told[1]})


def _asked(pack: Pack) -> list[Phrase]:
    asked = pack.title.proposal
    if asked is None:
        return []
    facts = _act(pack, asked.sequence) | {"open": worded("open", asked.act.value)}
    waits = ", ".join(_name(pack, party) for party in asked.awaits)
    return [
        Phrase("{open}, asked for by {by} at {at} (act {act}), waits for the answer of {waits}", **facts, waits=waits)
    ]


def _ordered(pack: Pack) -> list[Phrase]:
    order = pack.title.order
    if order is None:
        return []
    facts = _act(pack, order.sequence) | {"order": worded("act", order.kind.value)}
    return [
        Phrase(
            "an order to {order} the document, begun by {by} at {at} (act {act}), waits for a second person", **facts
        )
    ]


def _act(pack: Pack, sequence: int) -> dict[str, object]:
    said = _find(pack, sequence).statement
    return {"by": _name(pack, said.by.party), "at": f"{said.at.astimezone(UTC):%Y-%m-%d %H:%M} UTC", "act": sequence}


def _find(pack: Pack, sequence: int) -> SignedAct:
    return next(act for act in pack.acts if act.statement.sequence == sequence)


def _name(pack: Pack, party: PartyId) -> str:
    return next((one.name_en for one in pack.stated.parties if one.party == party), party)
