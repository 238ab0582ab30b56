"""The query parameters of `GET /v3/service-schedules` (Operational Vessel Schedules 3.0.1), and its cursors."""

from __future__ import annotations

import base64
import binascii
import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec

from landsea.kernel import Phrase
from landsea.network.model import BadParameter, UnknownParameter
from landsea.network.model.vessels import VesselFilter
from landsea.network.wire.ovs import IMO, MMSI, UN_LOCODE, UNIVERSAL_SERVICE, UNIVERSAL_VOYAGE

LIMIT_DEFAULT, LIMIT_MAX = 100, 1000
BEFORE_MONTHS, AFTER_MONTHS = 3, 6
"""Of the request's date: the window where no startDate or endDate is given."""
TEXTS = {
    "carrierServiceName": (50, "", "service_name"),
    "carrierServiceCode": (11, "", "service_code"),
    "universalServiceReference": (8, UNIVERSAL_SERVICE, "universal_service"),
    "vesselIMONumber": (7, IMO, "imo"),
    "MMSINumber": (9, MMSI, "mmsi"),
    "vesselName": (35, "", "vessel_name"),
    "carrierVoyageNumber": (50, "", "voyage"),
    "universalVoyageReference": (5, UNIVERSAL_VOYAGE, "universal_voyage"),
    "UNLocationCode": (5, UN_LOCODE, "place"),
    "facilitySMDGCode": (6, "", "smdg"),
    "vesselOperatorSMDGLinerCode": (10, "", "operator"),
}
"""Filters by one value: maxLength, pattern, and the field of `VesselFilter`."""
DATES = ("startDate", "endDate")
PARAMETERS = (*TEXTS, *DATES, "limit", "cursor")
CURSOR_MAX = 1024

Position = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class VesselQuery:
    """What is asked: at most `limit` services behind `after` (the key of a service)."""

    wanted: VesselFilter
    limit: int = LIMIT_DEFAULT
    after: Position | None = None


class _Cursor(msgspec.Struct, array_like=True):
    query: dict[str, str]
    after: Position


def parse_query(parameters: Sequence[tuple[str, str]], today: date) -> VesselQuery:
    """Raises `BadParameter` for what the standard does not have or a filter cannot mean; nothing is ignored.

    A cursor carries its query: other parameters beside it must repeat it ("The limit of items per page and any other query parameters
    may not be altered").
    """
    given = _given(parameters)
    cursor = given.pop("cursor", None)
    if cursor is None:
        return _query(given, today, None)
    found = _parse_cursor(cursor)
    for name, value in given.items():
        if found.query.get(name) != value:
            raise BadParameter(name=name, value=value, why="beside a cursor no other parameter may be altered")
    try:
        return _query(found.query, today, found.after)
    except BadParameter:
        raise _no_cursor(cursor) from None


def render_cursor(query: VesselQuery, after: Position) -> str:
    """Names the rest of the query; dates that the request left open stay those of the first page."""
    wanted = query.wanted
    texts = {name: getattr(wanted, field) for name, (_, _, field) in TEXTS.items()}
    texts |= {"startDate": wanted.start.isoformat(), "endDate": wanted.end.isoformat(), "limit": str(query.limit)}
    cursor = _Cursor({name: value for name, value in texts.items() if value}, after)
    return base64.urlsafe_b64encode(msgspec.json.encode(cursor)).decode().rstrip("=")


def _given(parameters: Sequence[tuple[str, str]]) -> dict[str, str]:
    given: dict[str, str] = {}
    for name, value in parameters:
        if name not in PARAMETERS:
            raise UnknownParameter(
                name=name[:40], value=value, why="Operational Vessel Schedules 3.0 has no such parameter"
            )
        if name in given:
            raise BadParameter(name=name, value=value, why="it is given twice")
        given[name] = value
    return given


def _query(given: dict[str, str], today: date, after: Position | None) -> VesselQuery:
    texts: dict[str, Any] = {field: _text(name, given[name]) for name, (_, _, field) in TEXTS.items() if name in given}
    start = _day("startDate", given) or _months_from(today, -BEFORE_MONTHS)
    end = _day("endDate", given) or _months_from(today, AFTER_MONTHS)
    if end < start and all(name in given for name in DATES):
        raise BadParameter(name="endDate", value=given["endDate"], why="it is before startDate")
    return VesselQuery(VesselFilter(start=start, end=end, **texts), _limit(given), after)


def _text(name: str, value: str) -> str:
    most, pattern, _ = TEXTS[name]
    if not 1 <= len(value) <= most or not value.isprintable():
        raise BadParameter(name=name, value=value, why=Phrase("it has 1 to {most} printable characters", most=most))
    if pattern and not re.fullmatch(pattern, value, re.ASCII):
        raise BadParameter(name=name, value=value, why=Phrase("it has the form {form}", form=pattern))
    return value


def _day(name: str, given: dict[str, str]) -> date | None:
    text = given.get(name)
    if text is None:
        return None
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise BadParameter(name=name, value=text, why="it is a date such as 2026-11-28")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadParameter(name=name, value=text, why="the calendar has no such day") from None


def _months_from(day: date, months: int) -> date:
    """The same day of another month, or its last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _limit(given: dict[str, str]) -> int:
    """Larger limits than `LIMIT_MAX` are cut to it; the cursor leads on."""
    text = given.get("limit", str(LIMIT_DEFAULT))
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise BadParameter(name="limit", value=text, why="it is a whole number from 0")
    return min(int(text), LIMIT_MAX)


def _parse_cursor(text: str) -> _Cursor:
    try:
        content = base64.b64decode(text.encode() + b"=" * (-len(text) % 4), b"-_", validate=True)
        cursor = msgspec.json.decode(content, type=_Cursor)
    except (binascii.Error, UnicodeError, ValueError, msgspec.MsgspecError):
        raise _no_cursor(text) from None
    if len(text) > CURSOR_MAX or not cursor.query.keys() <= set(PARAMETERS) - {"cursor"}:
        raise _no_cursor(text)
    return cursor


def _no_cursor(text: str) -> BadParameter:
    return BadParameter(name="cursor", value=text, why="it is not one that this list has given")
