"""Exact arithmetic on what is outstanding of a document's goods."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from landsea.lading.model import (
    Amount,
    DocumentContent,
    LineAmount,
    NotConserved,
    OverDelivery,
    PackagesAndMassApart,
    Title,
    TooFewParts,
)


def amounts_of(content: DocumentContent) -> tuple[Amount, ...]:
    """What the document is for, line by line."""
    return tuple(Amount(line.packages, line.gross_weight_grams) for line in content.goods)


def units(title: Title) -> int:
    """Into how many parts what is outstanding can be divided at most, all lines together: by packages, each with some of the mass, or,
    of goods that are not packed, by grams.
    """
    return sum(min(one) or max(one) for one in title.outstanding)


def less(title: Title, taken: Sequence[LineAmount]) -> tuple[Amount, ...]:
    """What stays outstanding when `taken` is delivered.

    Raises `OverDelivery` (nothing, less than nothing, or more than there is) and `PackagesAndMassApart`.
    """
    left = list(title.outstanding)
    for one in taken:
        before = left[one.line] if 0 <= one.line < len(left) else Amount(0, 0)
        after = Amount(before.packages - one.packages, before.gross_weight_grams - one.gross_weight_grams)
        negative = min(one.packages, one.gross_weight_grams, *after) < 0
        if negative or not (one.packages or one.gross_weight_grams):
            raise OverDelivery(line=one.line + 1, number=title.number, **_facts(before))
        if all(before) and (_is_apart(one.packages, one.gross_weight_grams) or _is_apart(*after)):
            raise PackagesAndMassApart(line=one.line + 1, number=title.number, **_facts(before))
        left[one.line] = after
    if not taken:
        raise OverDelivery(line="-", number=title.number, **_facts(Amount(0, 0)))
    return tuple(left)


def require_conserved(title: Title, shares: Sequence[Sequence[LineAmount]]) -> None:
    """Two shares or more, each of something, that add up to exactly what is outstanding of every line."""
    if len(shares) < 2:
        raise TooFewParts(number=title.number)
    for line, whole in enumerate(title.outstanding):
        of_line = [one for share in shares for one in share if one.line == line]
        if added(of_line) != whole or any(min(one.packages, one.gross_weight_grams) < 0 for one in of_line):
            raise _not_conserved(title, line, whole)
    strays = [one for share in shares for one in share if not 0 <= one.line < len(title.outstanding)]
    empty = [share for share in shares if not any(one.packages or one.gross_weight_grams for one in share)]
    if strays or empty or any(len({one.line for one in share}) < len(share) for share in shares):
        raise _not_conserved(title, strays[0].line if strays else 0, title.outstanding[0])
    for one in (one for share in shares for one in share):
        whole = title.outstanding[one.line]
        if all(whole) and _is_apart(one.packages, one.gross_weight_grams):
            raise PackagesAndMassApart(line=one.line + 1, number=title.number, **_facts(whole))


def _is_apart(packages: int, grams: int) -> bool:
    """Packages that weigh nothing, or the mass of no package: of packed goods there is neither."""
    return bool(packages) is not bool(grams)


def added(parts: Iterable[LineAmount]) -> Amount:
    listed = list(parts)
    return Amount(sum(one.packages for one in listed), sum(one.gross_weight_grams for one in listed))


def volumes_add_up(whole: str, parts: Sequence[str]) -> bool:
    """Volumes in m³ as decimal text: all stated and exactly the whole, or none stated."""
    if not whole:
        return not any(parts)
    return all(parts) and sum(map(Decimal, parts), Decimal(0)) == Decimal(whole)


def _not_conserved(title: Title, line: int, whole: Amount) -> NotConserved:
    return NotConserved(line=line + 1, number=title.number, **_facts(whole))


def _facts(amount: Amount) -> dict[str, Any]:
    """As a person reads it."""
    return {"packages": amount.packages, "kilograms": f"{Decimal(amount.gross_weight_grams) / 1000:f}"}
