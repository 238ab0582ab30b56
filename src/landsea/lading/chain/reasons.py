"""Why something on a chain does not go on, as it is stored: a code and facts, worded when it is shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from landsea.kernel import Phrase, Refusal
from landsea.lading import escrow
from landsea.lading.chain import key_refusals, refusals

_LONGEST = 200
"""Characters of a fact: what a chain's node says of itself may be of any length."""


@dataclass(frozen=True, slots=True)
class Reason:
    """`code`: of a refusal of the chain's or the contracts'. A fact is text, or a template of ours with facts of its own."""

    code: str
    facts: dict[str, Any]

    @classmethod
    def of(cls, refusal: Refusal) -> Reason:
        """Of a refusal that is not the chain's, its English sentence is kept."""
        if refusal.code not in _TEXTS:
            return cls(_OTHER, {"why": str(refusal)[:_LONGEST]})
        return cls(refusal.code, {name: _kept(fact) for name, fact in refusal.facts.items()})

    @property
    def phrase(self) -> Phrase:
        """The sentence, which `runtime.say` says in a language; the code alone where this version has none for it."""
        try:
            return Phrase(_TEXTS[self.code], **{name: _read(fact) for name, fact in self.facts.items()})
        except (KeyError, IndexError):
            return Phrase("{code}", code=self.code)


def _kept(fact: object) -> Any:
    if isinstance(fact, Phrase):
        return {"text": fact.template, "facts": {name: _kept(one) for name, one in fact.facts.items()}}
    return str(fact)[:_LONGEST]


def _read(fact: Any) -> str:
    """As a phrase, so that fixed texts of ours are translated; what a chain's node says is in no catalogue."""
    if isinstance(fact, dict):
        return Phrase(fact["text"], **{name: _read(one) for name, one in fact["facts"].items()})
    return Phrase("{text}", text=fact) if "{" in fact or "}" in fact else Phrase(fact)


_OTHER = "chain-waits"


def _texts() -> Iterator[tuple[str, str]]:
    yield _OTHER, "{why}"
    for module in (refusals, key_refusals, escrow):
        for one in vars(module).values():
            if isinstance(one, type) and issubclass(one, Refusal):
                yield one.code, one.text


_TEXTS = dict(_texts())
