"""What an issuer writes into a document: text that can be read and printed, and fields that there are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from landsea.kernel import BadValue, Phrase, Refusal, clean
from landsea.lading.model import BadAmendment, CharacterNotInFont, FontMissing, OtherDocument, Terms
from landsea.lading.service.fonts import require_covered

TERMS_CHARACTERS_MAX = 6000
_NUMBER_MAX, _ISSUER_MAX = 60, 120


def clean_terms(terms: Terms) -> Terms:
    english = _clean(terms.text_en, "English terms", TERMS_CHARACTERS_MAX, "/terms/text_en")
    chinese = _clean(terms.text_zh, "Chinese terms", TERMS_CHARACTERS_MAX, "/terms/text_zh")
    return replace(terms, text_en=english, text_zh=chinese)


def clean_other(one: OtherDocument, legs: Iterable[int], pointer: str) -> OtherDocument:
    """A document beside this one, over the whole journey or a leg that there is among `legs`."""
    known = list(legs)
    if one.leg is not None and one.leg not in known:
        raise BadValue(
            value=str(one.leg),
            what="leg",
            why="the consignment has no such leg",
            mend=f"It has {', '.join(map(str, known))}.",
            pointer=f"{pointer}/leg",
        )
    number = _one_line(one.number, "number of the other document", _NUMBER_MAX, f"{pointer}/number")
    issuer = one.issuer and _one_line(one.issuer, "issuer of the other document", _ISSUER_MAX, f"{pointer}/issuer")
    return replace(one, number=number, issuer=issuer)


def clean_changes(value: Any, pointer: str = "/changes") -> Any:
    """A merge patch with every text in it cleaned."""
    if isinstance(value, dict):
        return {name: clean_changes(item, f"{pointer}/{name}") for name, item in value.items()}
    if isinstance(value, list):
        return [clean_changes(item, f"{pointer}/{at}") for at, item in enumerate(value)]
    if not isinstance(value, str) or not value:
        return value
    return _clean(value, "text", TERMS_CHARACTERS_MAX, pointer)


def require_known_fields(said: Any, made: Any, number: str, pointer: str = "/changes") -> None:
    """Refuses the first name in the merge patch `said` that `made`, the content that came of it, does not have."""
    if isinstance(said, dict) and isinstance(made, dict):
        for name, item in said.items():
            if name not in made:
                why = Phrase("it has no field {name}", name=name)
                raise BadAmendment(number=number, why=why, pointer=f"{pointer}/{name}")
            require_known_fields(item, made[name], number, f"{pointer}/{name}")
    elif isinstance(said, list) and isinstance(made, list | tuple):
        for at, (item, one) in enumerate(zip(said, made, strict=False)):
            require_known_fields(item, one, number, f"{pointer}/{at}")


def require_printable(value: Any, pointer: str = "") -> None:
    """Refuses what the font of prints lacks. A node without the font prints nothing, and issues all the same."""
    try:
        require_covered(value)
    except FontMissing:
        return
    except CharacterNotInFont as refused:
        raise refused.at(pointer + str(refused.facts["where"])) from None


def _clean(text: str, what: str, longest: int, pointer: str) -> str:
    try:
        return clean(text, what, longest)
    except Refusal as refused:
        raise refused.at(pointer) from None


def _one_line(text: str, what: str, longest: int, pointer: str) -> str:
    cleaned = _clean(text, what, longest, pointer)
    if "\n" in cleaned:
        why = "it is more than one line"
        raise BadValue(value=repr(cleaned[:40]), what=what, why=why, mend="Write it in one line.", pointer=pointer)
    return cleaned
