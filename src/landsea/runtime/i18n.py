"""English in the code, Chinese in each room's `zh.po`. Languages are `en` and `zh`."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

from landsea.kernel import Finding, Phrase, Refusal

LANGUAGES = ("en", "zh")
_NOT_ACCEPTABLE = re.compile(r"q\s*=\s*0(\.0*)?")


@cache
def catalog(language: str) -> dict[str, str]:
    """Message id -> translation, of all rooms together; fuzzy and empty ones are left out."""
    if language == "en":
        return {}
    from babel.messages.pofile import read_po

    messages: dict[str, str] = {}
    for path in sorted(Path(__file__).parent.parent.glob(f"*/{language}.po")):
        with path.open("rb") as file:
            for message in read_po(file):
                if message.id and message.string and not message.fuzzy:
                    messages[str(message.id)] = str(message.string)
    return messages


def translate(text: str, language: str) -> str:
    """The text in `language`; the English one where no translation exists."""
    return catalog(language).get(text, text)


def say(text: str, language: str) -> str:
    """A phrase with its facts (phrases among them too), or a fixed text of ours, in `language`."""
    if isinstance(text, Phrase):
        facts = {name: say(fact, language) if isinstance(fact, Phrase) else fact for name, fact in text.facts.items()}
        return translate(text.template, language).format(**facts)
    return translate(text, language)


def said(finding: Finding, language: str) -> Finding:
    """What is wrong and how to mend it, in `language`."""
    return replace(finding, what=say(finding.what, language), mend=say(finding.mend, language))


def explain(refusal: Refusal, language: str) -> str:
    """A refusal's sentence in `language`; facts that are phrases of ours (why, how to mend) are translated too."""
    facts = {name: _told(fact, language) for name, fact in refusal.facts.items()}
    return translate(refusal.text, language).format(**facts)


def _told(fact: object, language: str) -> object:
    if isinstance(fact, Finding):
        return said(fact, language)
    return say(fact, language) if isinstance(fact, str) else fact


def preferred_language(accept_language: str) -> str:
    """From an `Accept-Language` header (RFC 9110 12.5.4): `zh` or `en`, the first named wins; English when neither is.

    One with a weight of 0 is not acceptable (12.4.2).
    """
    for part in accept_language.lower().split(","):
        tag, *parameters = (word.strip() for word in part.split(";"))
        if tag[:2] in LANGUAGES and not any(map(_NOT_ACCEPTABLE.fullmatch, parameters)):
            return tag[:2]
    return "en"
