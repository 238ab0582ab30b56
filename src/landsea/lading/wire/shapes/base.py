"""Shapes: what a standard says of a value's kind, length and pattern, as data that can be checked.

A shape looks at a value at a JSON path and names every fault it finds there. Properties that a shape does not know are allowed and left as
they are. Texts are matched whole, as the standard's `^...$` means them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from landsea.kernel import Phrase

FAULTS_MAX = 50
"""How many faults one check names at most: the rest are the same mistake again."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: `path` is a JSONPath to it, `value` what stands there as text, `why` a sentence's end.

    `missing`: nothing stands there, or too little; what does stand there can be read.
    """

    path: str
    value: str
    why: str
    missing: bool = False

    @property
    def property(self) -> str:
        """The name of the property at the end of the path."""
        return self.path.rpartition(".")[2].partition("[")[0]


Shape = Callable[[Any, str], Iterator[Fault]]


def faults(shape: Shape, value: Any, path: str = "$") -> tuple[Fault, ...]:
    """What is wrong with `value`, in the order of the shape; `()` when nothing is."""
    return tuple(islice(shape(value, path), FAULTS_MAX))


def fault(path: str, value: Any, why: str, /, **facts: object) -> Fault:
    """`why` is a template, filled with `facts`."""
    shown = value if isinstance(value, str) else "" if isinstance(value, dict | list) else str(value)
    return Fault(path, shown[:100], Phrase(why, **facts))


def missing(path: str, why: str, /, **facts: object) -> Fault:
    return Fault(path, "", Phrase(why, **facts), missing=True)


def text(longest: int | None = None, pattern: str = "", shortest: int = 0) -> Shape:
    """A text of at most `longest` characters that matches `pattern` as a whole."""
    compiled = re.compile(pattern) if pattern else None

    def check(value: Any, path: str) -> Iterator[Fault]:
        if not isinstance(value, str):
            yield fault(path, value, "it must be a text")
        elif longest is not None and len(value) > longest:
            yield fault(path, value, "it has {count} characters, {most} are allowed", count=len(value), most=longest)
        elif len(value) < shortest:
            yield fault(
                path, value, "it has {count} characters, at least {least} are needed", count=len(value), least=shortest
            )
        elif compiled is not None and not compiled.fullmatch(value):
            yield fault(path, value, "it must look like {pattern}", pattern=pattern)

    return check


def name(longest: int | None = None) -> Shape:
    """A text on one line that neither begins nor ends with a blank, and is not empty."""
    return text(longest, r"\S(?:.*\S)?")


def one_of(*known: str) -> Shape:
    """One of the codes that the standard lists."""

    def check(value: Any, path: str) -> Iterator[Fault]:
        if value not in known or not isinstance(value, str):
            yield fault(path, value, "it must be one of {known}", known=", ".join(known))

    return check


def number(
    least: float | None = None, most: float | None = None, above: float | None = None, whole: bool = False
) -> Shape:
    """A number (not a text of digits), within the bounds; `whole`: without a fraction."""

    def check(value: Any, path: str) -> Iterator[Fault]:
        if isinstance(value, bool) or not isinstance(value, int | float):
            yield fault(path, value, "it must be a number")
        elif whole and value != int(value):
            yield fault(path, value, "it must be a whole number")
        elif (least is not None and value < least) or (above is not None and value <= above):
            yield fault(
                path,
                value,
                "it must be more than {least}" if least is None else "it must be at least {least}",
                least=above or least or 0,
            )
        elif most is not None and value > most:
            yield fault(path, value, "it must be at most {most}", most=most)

    return check


def flag(value: Any, path: str) -> Iterator[Fault]:
    """True or false."""
    if not isinstance(value, bool):
        yield fault(path, value, "it must be true or false")


def day(value: Any, path: str) -> Iterator[Fault]:
    """A date (RFC 3339 full-date)."""
    if not (isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value) and _is_day(value)):
        yield fault(path, value, "it must be a date, for example 2026-11-21")


def moment(value: Any, path: str) -> Iterator[Fault]:
    """An instant (RFC 3339 date-time, with its zone)."""
    if not (isinstance(value, str) and is_moment(value)):
        yield fault(path, value, "it must be a time with its zone, for example 2026-11-21T08:00:00.000Z")


def many(shape: Shape, least: int = 0, most: int | None = None) -> Shape:
    """A list of such values."""

    def check(value: Any, path: str) -> Iterator[Fault]:
        if not isinstance(value, list):
            yield fault(path, value, "it must be a list")
            return
        if len(value) < least:
            yield missing(path, "it must have at least {least} of them", least=least)
        if most is not None and len(value) > most:
            yield fault(path, value, "it has {count} of them, {most} are allowed", count=len(value), most=most)
        for index, one in enumerate(value):
            yield from shape(one, f"{path}[{index}]")

    return check


def record(properties: Mapping[str, Shape], required: str = "", *, exactly_one: str = "", any_of: str = "") -> Shape:
    """An object: these properties where they are given, all those named in `required`; unknown ones are allowed.

    `exactly_one` and `any_of` name properties of which one alone, or one at least, must be there.
    """
    needed, alone, some = required.split(), exactly_one.split(), any_of.split()

    def check(value: Any, path: str) -> Iterator[Fault]:
        if not isinstance(value, dict):
            yield fault(path, value, "it must be an object")
            return
        for one in needed:
            if one not in value:
                yield missing(f"{path}.{one}", "it is required")
        if alone and sum(one in value for one in alone) != 1:
            yield missing(path, "it must have exactly one of {known}", known=", ".join(alone))
        if some and not any(one in value for one in some):
            yield missing(path, "it must have one of {known}", known=", ".join(some))
        for known, shape in properties.items():
            if known in value:
                yield from shape(value[known], f"{path}.{known}")

    return check


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def is_moment(text: str) -> bool:
    """RFC 3339 section 5.6: date, time and zone, no shorter ISO 8601 form."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", text):
        return False
    try:
        datetime.fromisoformat(text.upper())
    except ValueError:
        return False
    return True
