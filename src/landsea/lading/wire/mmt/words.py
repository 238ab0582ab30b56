"""UN/CEFACT's data types as JSON, what stands beside them, and reading both without trusting their shape.

Every function of the package takes and gives plain JSON values: content as `model.plain` writes it, and the message.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import msgspec

Json = dict[str, Any]
EXTENSION = "x-landsea"
UNECE = "6"
"""UN/EDIFACT 3055: the agency that keeps a code list."""
ISO = "5"
_DECIMAL = re.compile(r"[+-]?(0|[1-9]\d*)?(\.\d+)?")
_DIGITS_MAX = 40


def text(content: str, language: str = "") -> Json:
    """Text. Type"""
    return given({"content": content, "languageId": language})


def identifier(content: str, scheme: str = "", agency: str = "") -> Json:
    """Identifier. Type"""
    return given({"content": content, "schemeId": scheme, "schemeAgencyId": agency})


def code(content: str) -> Json:
    """Code. Type, of a list that UN/ECE keeps."""
    return {"content": content, "listAgencyId": UNECE} if content else {}


def measure(content: str, unit: str) -> Json:
    """Measure. Type; `unit` as in UN/ECE Recommendation 20. Nothing when the text is no decimal number."""
    return {"content": content, "unitCode": unit} if is_decimal(content) else {}


def is_decimal(content: str) -> bool:
    """What UN/CEFACT's Decimal takes: digits, no exponent, no thousands."""
    return 0 < len(content) <= _DIGITS_MAX and bool(_DECIMAL.fullmatch(content)) and content[-1].isdecimal()


def given(said: Json) -> Json:
    """Without what is empty: MMT leaves out what is not stated."""
    return {name: value for name, value in said.items() if value not in (None, "", [], {}, [{}])}


def content_of(said: Any) -> str:
    """The content of a text, code or identifier, or of the first in a list of them; empty when there is none."""
    first = said[0] if isinstance(said, list) and said else said
    found = first.get("content", "") if isinstance(first, dict) else ""
    return found if isinstance(found, str) else ""


def part(said: Json, name: str) -> Json:
    """The object under `name`, or the first of a list of them. UN/CEFACT lets a URI stand for any: nothing is read of that."""
    found = said.get(name)
    first = found[0] if isinstance(found, list) and found else found
    return first if isinstance(first, dict) else {}


def parts(said: Json, name: str) -> list[Json]:
    """The objects in the list under `name`."""
    found = said.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def number(content: str) -> Decimal:
    """Raises `ValueError` for what is no decimal."""
    if not is_decimal(content):
        raise ValueError(f"{content[:40]!r} is not a decimal number")
    return Decimal(content)


def moment(said: Any) -> str | None:
    """A date and time with its offset, as content has it; without a zone it is taken as UTC."""
    if not isinstance(said, str):
        return None
    at = datetime.fromisoformat(said)
    told: str = msgspec.to_builtins(at.replace(tzinfo=UTC) if at.tzinfo is None else at)
    return told


def beside(said: Json, heard: Json, value: Json) -> Json:
    """`said` with what reading it does not give back of `value`, under the extension's name; all of it where MMT says nothing."""
    rest = _beyond(heard, value) if said else value
    return said | {EXTENSION: rest} if rest else said


def heard_with(said: Json, heard: Json) -> Json:
    """What was read, and what the extension says otherwise."""
    rest = said.get(EXTENSION)
    return _merged(heard, rest) if isinstance(rest, dict) else heard


def _beyond(heard: Json, value: Json) -> Json:
    rest: Json = {}
    for name, wanted in value.items():
        known = heard.get(name)
        if name not in heard or known != wanted or isinstance(known, bool) != isinstance(wanted, bool):
            both = isinstance(known, dict) and isinstance(wanted, dict)
            rest[name] = _beyond(known, wanted) if both else wanted  # type: ignore[arg-type]
    return rest


def _merged(heard: Json, rest: Json) -> Json:
    merged = dict(heard)
    for name, value in rest.items():
        known = merged.get(name)
        merged[name] = _merged(known, value) if isinstance(known, dict) and isinstance(value, dict) else value
    return merged
