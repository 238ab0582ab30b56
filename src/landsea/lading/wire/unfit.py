"""Why a value is not what a document is made of, in words that are translated, and where: from what msgspec says of it."""

from __future__ import annotations

import re
from collections.abc import Callable

from landsea.kernel import Phrase

_TYPES = {
    "array": "a list",
    "bool": "true or false",
    "datetime": "a time with its zone",
    "float": "a number",
    "int": "a whole number",
    "null": "null",
    "object": "an object",
    "str": "a text",
}
_PLACE = re.compile(r" - at `\$(?P<path>[^`]*)`$")
_STEP = re.compile(r"\.([^.\[\]]+)|\[([0-9]+)\]")


def unfit(said: str) -> tuple[Phrase, str]:
    """What is wrong, a clause without its place, and the JSON pointer of the value in what was converted."""
    found = _PLACE.search(said)
    pointer = "".join(f"/{name or index}" for name, index in _STEP.findall(found["path"])) if found else ""
    fault = said[: found.start()] if found else said
    for pattern, phrase in _FAULTS:
        if matched := pattern.fullmatch(fault):
            return phrase(*matched.groups()), pointer
    return Phrase("a value does not fit ({error})", error=fault), pointer


def _other_type(wanted: str, found: str) -> Phrase:
    return Phrase("a value has to be {wanted}, not {found}", wanted=_types(wanted), found=_types(found))


def _types(named: str) -> Phrase:
    first, _, rest = named.partition(" | ")
    known = Phrase(_TYPES.get(first, first))
    return Phrase("{one} or {other}", one=known, other=_types(rest)) if rest else known


_FAULTS: tuple[tuple[re.Pattern[str], Callable[..., Phrase]], ...] = (
    (re.compile(r"Expected `([^`]+)`, got `([^`]+)`"), _other_type),
    (
        re.compile(r"Object missing required field `(.+)`"),
        lambda name: Phrase("the field {name} is missing", name=name),
    ),
    (re.compile(r"Object contains unknown field `(.+)`"), lambda name: Phrase("it has no field {name}", name=name)),
    (
        re.compile(r"Invalid enum value (.+)"),
        lambda one: Phrase("{value} is not one of the values there are", value=one),
    ),
    (re.compile(r"Invalid RFC3339 encoded datetime"), lambda: Phrase("a value has to be a time with its zone")),
)
