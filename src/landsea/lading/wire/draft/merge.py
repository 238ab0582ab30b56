"""Putting a message's unknown fields beside another content's own words: a merge of three JSON values."""

from __future__ import annotations

import re
from collections.abc import Set
from itertools import zip_longest
from typing import Any

from landsea.lading.wire.json_patch import escaped

NOTHING: Any = object()
"""Where one of the values says nothing at all; the merge is `NOTHING` when nothing is said there."""

_NUMBERS = re.compile(
    r"/(issuer|carrier|consignor|consignee|notified/\d+)/id$|^/documentParties/.*/(identifyingCodes|taxLegalReferences)$"
)
"""Where the numbers of a party are listed."""


def merged(base: Any, theirs: Any, ours: Any, elsewhere: Set[str] = frozenset(), pointer: str = "") -> Any:
    """What `ours` says, and beside it what `theirs` says beyond `base`.

    `base` is what was understood of `theirs`, in the same form as `ours`. Where `ours` says what was understood, it is said as they wrote
    it. At the pointers in `elsewhere` the two speak of different things, and nothing of theirs is said of ours.
    """
    if pointer in elsewhere:
        return ours
    if _same(ours, base):
        return theirs
    if theirs is NOTHING:
        return ours
    if _all(list, base, theirs, ours):
        if _NUMBERS.search(pointer):
            return _numbers(_or(base, []), theirs, _or(ours, []))
        return _items(_or(base, []), theirs, _or(ours, []), elsewhere, pointer) or ours
    if isinstance(ours, dict) and isinstance(theirs, dict) and _all(dict, base):
        return _members(_or(base, {}), theirs, ours, elsewhere, pointer)
    return ours


def _members(
    base: dict[str, Any], theirs: dict[str, Any], ours: dict[str, Any], elsewhere: Set[str], pointer: str
) -> dict[str, Any]:
    made = {}
    for name in [*ours, *(name for name in theirs if name not in ours)]:
        known, said, own = (one.get(name, NOTHING) for one in (base, theirs, ours))
        value = merged(known, said, own, elsewhere, f"{pointer}/{escaped(name)}")
        if value is not NOTHING:
            made[name] = value
    return made


def _items(base: list[Any], theirs: list[Any], ours: list[Any], elsewhere: Set[str], pointer: str) -> list[Any]:
    """Those that were understood are compared in their order; behind them stand the rest of ours, then the rest of theirs."""
    known = len(base)
    pairs = zip_longest(base, theirs[:known], ours[:known], fillvalue=NOTHING)
    made = [merged(one, other, own, elsewhere, f"{pointer}/{at}") for at, (one, other, own) in enumerate(pairs)]
    more = [one for one in theirs[known:] if not any(_same(one, own) for own in ours[known:])]
    return [one for one in made if one is not NOTHING] + ours[known:] + more


def _numbers(base: list[Any], theirs: list[Any], ours: list[Any]) -> list[Any]:
    """A party has its numbers in no order: those that they know it by, then those of ours that they do not."""
    return theirs + [one for one in ours if not any(_same(one, known) for known in (*base, *theirs))]


def _same(one: Any, other: Any) -> bool:
    if one is NOTHING or other is NOTHING:
        return one is other
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(one[name], other[name]) for name in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)


def _all(kind: type, *values: Any) -> bool:
    return all(one is NOTHING or isinstance(one, kind) for one in values)


def _or(value: Any, empty: Any) -> Any:
    return empty if value is NOTHING else value
