"""Cells of the network's files: each reader gives the value or raises `BadCell` that says what is wrong and how to mend it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from zoneinfo import ZoneInfo

from landsea.kernel import BadValue, Phrase, UnLocode, clean, parse_instant, utc
from landsea.network.model import Hours

Reader = Callable[[str], object]
WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
ROUTE_TYPES = (
    ("rail", 0, 2),
    ("road", 3, 3),
    ("sea", 4, 4),
    ("road", 11, 11),
    ("rail", 12, 12),
    ("rail", 100, 199),
    ("road", 200, 299),
    ("rail", 300, 699),
    ("road", 700, 899),
    ("rail", 900, 999),
    ("sea", 1000, 1099),
    ("air", 1100, 1199),
    ("sea", 1200, 1299),
    ("road", 1500, 1599),
)
"""Mode, first and last GTFS route type. Barges have no type of their own: 4 and 1000 stand for both kinds of vessel."""
_HOURS = re.compile(r"(\w\w)(?:-(\w\w))? (\d\d):(\d\d)-(\d\d):(\d\d)")


class BadCell(ValueError):
    """What is wrong with a cell and how to mend it: templates, filled with `facts`."""

    def __init__(self, what: str, mend: str, /, **facts: object) -> None:
        self.what, self.mend = Phrase(what, **facts), Phrase(mend, **facts)
        super().__init__(self.what)


def text(cell: str) -> str:
    try:
        return clean(cell, "text", 600)
    except BadValue as error:
        raise BadCell("{reason}", "Remove the characters that are not text.", reason=error) from None


def identifier(cell: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._:~+-]{0,63}", cell):
        raise BadCell(
            "{cell!r} is not an id.", "Use 1 to 64 letters, digits and . _ : ~ + - without spaces.", cell=cell
        )
    return cell


def identifiers(cell: str) -> tuple[str, ...]:
    return tuple(identifier(part) for part in cell.split())


def several(read: Reader, example: str) -> Reader:
    """Different values separated by spaces, each read by `read`."""

    def read_all(cell: str) -> frozenset[object]:
        parts = cell.split()
        if len(set(parts)) < len(parts):
            mend = "Name each once, separated by spaces, for example {example}."
            raise BadCell("{cell!r} names the same twice.", mend, cell=cell, example=example)
        return frozenset(read(part) for part in parts)

    return read_all


def imdg_class(cell: str) -> str:
    """A class or division of the IMDG Code (2.0.1 to 2.0.6), or `*` for all."""
    if not re.fullmatch(r"\*|1(\.[1-6][A-S]?)?|2(\.[1-3])?|3|4(\.[1-3])?|5(\.[12])?|6(\.[12])?|7|8|9", cell):
        raise BadCell("{cell!r} is not an IMDG class.", "For example 1.4S, 3 or 6.1; * stands for all.", cell=cell)
    return cell


def size_code(cell: str) -> str:
    """Length and height of a container: the first two characters of its ISO 6346 size-type code."""
    if not re.fullmatch(r"[1-4A-HK-NP][0-9C-FL-P]", cell):
        mend = "Give the first two characters of ISO 6346 codes, for example 22 42 45."
        raise BadCell("{cell!r} is not a container size.", mend, cell=cell)
    return cell


def passage(cell: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", cell) or len(cell) > 64:
        mend = "Use small letters, digits and -, for example malacca-strait."
        raise BadCell("{cell!r} is not the name of a passage.", mend, cell=cell)
    return cell


def route_type(cell: str) -> str:
    """A GTFS route type, also an extended one -> the mode it stands for (`docs/freight-gtfs.md`)."""
    number = int(cell) if re.fullmatch(r"[0-9]{1,4}", cell) else -1
    for mode, first, last in ROUTE_TYPES:
        if first <= number <= last:
            return mode
    raise BadCell("{cell!r} is not a route type of freight.", "Use 2, 3, 4, 1100, or give the mode.", cell=cell)


def locode(cell: str) -> UnLocode:
    if re.fullmatch(r"[A-Z]{2}[A-Z2-9]{3}", cell) is None:
        raise BadCell(
            "{cell!r} is not shaped like a UN/LOCODE.", "Two letters of the country, then three of A-Z 2-9.", cell=cell
        )
    return UnLocode(cell)


def country(cell: str) -> str:
    if not re.fullmatch(r"[A-Z]{2}", cell):
        raise BadCell("{cell!r} is not a country code.", "Use ISO 3166-1 alpha-2, for example CN.", cell=cell)
    return cell


def currency(cell: str) -> str:
    if not re.fullmatch(r"[A-Z]{3}", cell):
        raise BadCell("{cell!r} is not a currency.", "Use ISO 4217, for example USD.", cell=cell)
    return cell


def language(cell: str) -> str:
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", cell):
        raise BadCell("{cell!r} is not a language.", "Use BCP 47, for example en or zh-CN.", cell=cell)
    return cell


def one_of(*allowed: str) -> Reader:
    def read(cell: str) -> str:
        if cell not in allowed:
            raise BadCell("{cell!r} is not known here.", "Use one of {known}.", cell=cell, known=", ".join(allowed))
        return cell

    return read


def whole(lowest: int, highest: int) -> Reader:
    def read(cell: str) -> int:
        if not re.fullmatch(r"-?[0-9]{1,18}", cell) or not lowest <= int(cell) <= highest:
            what = "{cell!r} is not a whole number from {lowest} to {highest}."
            raise BadCell(what, "Correct the number.", cell=cell, lowest=lowest, highest=highest)
        return int(cell)

    return read


def number(cell: str) -> Decimal:
    try:
        exact = Decimal(cell)
    except InvalidOperation:
        exact = Decimal("NaN")
    if not exact.is_finite() or abs(exact) > 10**12:
        raise BadCell("{cell!r} is not a number.", "For example 7.5.", cell=cell)
    return exact


def degrees(limit: int) -> Reader:
    """Decimal degrees -> microdegrees."""

    def read(cell: str) -> int:
        micro = _scaled(cell, 6)
        if micro is None or abs(micro) > limit * 1_000_000:
            mend = "Give decimal degrees from -{limit} to {limit}, up to six decimals."
            raise BadCell("{cell!r} is not a coordinate.", mend, cell=cell, limit=limit)
        return micro

    return read


def kilometres(cell: str) -> int:
    """Decimal km -> metres."""
    metres = _scaled(cell, 3)
    if metres is None or not 0 <= metres <= 10**9:
        raise BadCell("{cell!r} is not a distance in km.", "Give 0 or more, up to three decimals.", cell=cell)
    return metres


def _scaled(cell: str, digits: int) -> int | None:
    try:
        exact = Decimal(cell).scaleb(digits)
    except InvalidOperation:
        return None
    return int(exact) if exact.is_finite() and exact == exact.to_integral_value() else None


def clock(cell: str) -> int:
    """GTFS time `HH:MM:SS` (hours may exceed 24) -> minutes. Seconds other than 00 are refused: the network counts in minutes."""
    match = re.fullmatch(r"(\d{1,4}):([0-5]\d):([0-5]\d)", cell)
    if not match or match[3] != "00":
        raise BadCell("{cell!r} is not a time.", "Write HH:MM:00; hours go on after 24, as in 50:30:00.", cell=cell)
    return int(match[1]) * 60 + int(match[2])


def day(cell: str) -> date:
    try:
        if not re.fullmatch(r"\d{8}", cell):
            raise ValueError
        return datetime.strptime(cell, "%Y%m%d").date()  # noqa: DTZ007 (a day has no zone)
    except ValueError:
        raise BadCell("{cell!r} is not a day.", "Write YYYYMMDD, for example 20261123.", cell=cell) from None


def instant(cell: str) -> datetime:
    try:
        return utc(parse_instant(cell))
    except BadValue as error:
        raise BadCell("{reason}", "Write it with its zone, for example 2026-11-23T08:00+08:00.", reason=error) from None


def flag(cell: str) -> bool:
    if cell not in ("0", "1"):
        raise BadCell("{cell!r} is neither 0 nor 1.", "Write 1 for yes and 0 for no.", cell=cell)
    return cell == "1"


def open_type(cell: str) -> bool:
    """GTFS pickup_type and drop_off_type: 0 (or empty) open, 1 not available."""
    return not flag(cell or "0")


@cache
def timezone(cell: str) -> str:
    try:
        ZoneInfo(cell)
    except (KeyError, ValueError, OSError):
        raise BadCell(
            "{cell!r} is not a time zone.", "Use an IANA name, for example Asia/Shanghai.", cell=cell
        ) from None
    return cell


def hours_text(cell: str) -> str:
    """Weekly hours as written; they must parse."""
    if cell:
        parse_hours(cell)
    return cell


@cache
def parse_hours(cell: str) -> Hours:
    """`Mo-Fr 08:00-18:00; Sa 09:00-12:00`: days, then a span of the local day up to 24:00."""
    week: list[list[tuple[int, int]]] = [[] for _ in WEEKDAYS]
    for part in cell.split(";"):
        first, last, opens, closes = _span(part.strip())
        for number in range(first, last + 1):
            week[number].append((opens, closes))
    for spans in week:
        spans.sort()
        if any(a[1] > b[0] for a, b in itertools.pairwise(spans)):
            raise BadCell("{cell!r} has spans that overlap.", "Join the spans of one day.", cell=cell)
    return Hours(tuple(tuple(spans) for spans in week))


def _span(part: str) -> tuple[int, int, int, int]:
    match = _HOURS.fullmatch(part)
    if match and match[1] in WEEKDAYS and (match[2] or match[1]) in WEEKDAYS:
        first, last = WEEKDAYS.index(match[1]), WEEKDAYS.index(match[2] or match[1])
        opens, closes = (int(match[n]) * 60 + int(match[n + 1]) for n in (3, 5))
        if first <= last and opens < closes <= 1440:
            return first, last, opens, closes
    raise BadCell(
        "{cell!r} is not a span of weekly hours.", "For example Mo-Fr 08:00-18:00; Sa 09:00-12:00.", cell=part
    )
