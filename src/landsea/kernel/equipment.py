"""Freight container numbers (ISO 6346:2022)."""

from __future__ import annotations

import re

from landsea.kernel.refusal import BadValue
from landsea.kernel.text import Phrase

_SHAPE = re.compile(r"[A-Z]{3}[UJZ][0-9]{7}")
_LETTERS = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", (n for n in range(10, 39) if n % 11), strict=True))


def check_digit(first_ten: str) -> int:
    """ISO 6346 Annex A: letters 10-38 without multiples of 11, weighted by powers of two, modulo 11, 10 counts as 0."""
    total = sum((int(c) if c.isdigit() else _LETTERS[c]) << i for i, c in enumerate(first_ten))
    return total % 11 % 10


class ContainerNumber(str):
    """Owner code, category U (freight container), J (equipment) or Z (trailer, chassis), six digits and the check digit."""

    __slots__ = ()

    def __new__(cls, value: str) -> ContainerNumber:
        number = re.sub(r"[\s-]", "", value).upper() if isinstance(value, str) else ""
        if not _SHAPE.fullmatch(number):
            raise BadValue(
                value=repr(value),
                what="container number",
                why="ISO 6346 asks for three letters, then U, J or Z, then seven digits",
                mend="For example CSQU3054383.",
            )
        expected = check_digit(number[:10])
        if int(number[10]) != expected:
            raise BadValue(
                value=number,
                what="container number",
                why=Phrase("the check digit is {digit} and should be {expected}", digit=number[10], expected=expected),
                mend="Compare it with the number on the door.",
            )
        return super().__new__(cls, number)
