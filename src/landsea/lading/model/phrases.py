"""A phrase as plain JSON values and back, so that a sentence of ours that is stored can be told in any language."""

from __future__ import annotations

from typing import Any

from landsea.kernel import Phrase


def render_phrase(text: str) -> Any:
    """`{"template": ..., "facts": ...}`, phrases among the facts likewise; text that is no phrase stays text."""
    if not isinstance(text, Phrase):
        return text
    facts = {name: render_phrase(fact) if isinstance(fact, str) else fact for name, fact in text.facts.items()}
    return {"template": text.template, "facts": facts}


def parse_phrase(value: Any) -> Any:
    """What `render_phrase` made."""
    if not isinstance(value, dict):
        return value
    return Phrase(value["template"], **{name: parse_phrase(fact) for name, fact in value["facts"].items()})
