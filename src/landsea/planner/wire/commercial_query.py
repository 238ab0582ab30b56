"""The query parameters of DCSA Commercial Schedules 1.0: the standard's own schema for each, and how they are read by it."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from landsea.kernel import Phrase
from landsea.planner.model import BadParameter, BadParameters, BadQuery, Days, PortQuery, RoutingsQuery, VesselsQuery

LIMIT_DEFAULT, LIMIT_MAX = 100, 1000
CURSOR_MAX = 1024
DAYS_MAX = 366
_FIRST_YEAR, _LAST_YEAR = 2001, 2099
MONTHS_BEFORE, MONTHS_AFTER = timedelta(days=92), timedelta(days=183)
"""CS 1.0, vessel-schedules: startDate is 3 months before the request, endDate 6 months after it where they are left out."""

Schema = Mapping[str, Any]
UN_LOCODE = {"type": "string", "pattern": "^[A-Z]{2}[A-Z2-9]{3}$", "minLength": 5, "maxLength": 5}
DATE = {"type": "string", "format": "date"}
SERVICE_TYPE: Schema = {"type": "string", "enum": ["CY", "SD", "CFS"]}
LIMIT = {"type": "integer", "format": "int32", "minimum": 1, "default": LIMIT_DEFAULT}
COUNT = {"type": "integer", "format": "int32", "minimum": 0}
CURSOR = {"type": "string", "maxLength": CURSOR_MAX}
NAME = r"^\S(?:.*\S)?$"


def _text(longest: int, pattern: str = "") -> Schema:
    return {"type": "string", "minLength": 1, "maxLength": longest} | ({"pattern": pattern} if pattern else {})


Parameters = Mapping[str, Schema]
POINT_TO_POINT: Parameters = {
    "placeOfReceipt": UN_LOCODE,
    "placeOfDelivery": UN_LOCODE,
    "departureStartDate": DATE,
    "departureEndDate": DATE,
    "arrivalStartDate": DATE,
    "arrivalEndDate": DATE,
    "maxTranshipment": COUNT,
    "receiptTypeAtOrigin": SERVICE_TYPE,
    "deliveryTypeAtDestination": SERVICE_TYPE,
}
PORT: Parameters = {"UNLocationCode": UN_LOCODE, "date": DATE}
VESSEL: Parameters = {
    "vesselIMONumber": _text(8, r"^\d{7,8}$"),
    "vesselName": _text(50, NAME),
    "carrierServiceCode": _text(11),
    "universalServiceReference": _text(8, r"^SR\d{5}[A-Z]$"),
    "carrierVoyageNumber": _text(50),
    "universalVoyageReference": _text(5, r"^\d{2}[0-9A-Z]{2}[NEWSR]$"),
    "UNLocationCode": UN_LOCODE,
    "facilitySMDGCode": _text(6),
    "vesselOperatorCarrierCode": _text(10),
    "startDate": DATE,
    "endDate": DATE,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """The parameters of the first request of a list, as they came, the moment it came, and behind what this page begins."""

    texts: Mapping[str, str]
    at: datetime
    after: tuple[str, ...] | None = None

    @property
    def limit(self) -> int:
        """Larger limits than `LIMIT_MAX` are cut to it; the cursor leads on."""
        return min(int(self.texts.get("limit", LIMIT_DEFAULT)), LIMIT_MAX)


class _Cursor(msgspec.Struct, array_like=True):
    """Where a list goes on. It carries its query, so that it may come alone."""

    path: str
    at: datetime
    after: tuple[str, ...]
    texts: dict[str, str]


def required(parameters: Parameters) -> frozenset[str]:
    """Parameters that must be given; UNLocationCode only where it is asked with a date."""
    always = frozenset({"placeOfReceipt", "placeOfDelivery", "date"}) & parameters.keys()
    return always | {"UNLocationCode"} if "date" in parameters else always


def parse(parameters: Parameters, given: Sequence[tuple[str, str]], path: str, now: datetime, keys: int) -> Asked:
    """Reads and checks the parameters of a request to `path`, which came at `now`; a page of the list ends at `keys` texts.

    Raises `BadParameters` with everything that is missing, unknown, repeated or malformed. CS 1.0 on a cursor: "any other query
    parameters may not be altered"; it may come alone, or with the parameters of the first request.
    """
    cursors = [value for name, value in given if name == "cursor"]
    if not cursors:
        return Asked(_checked(parameters, given), now)
    cursor = _parse_cursor(cursors[0])
    if cursor is None or len(cursors) > 1 or cursor.path != path or len(cursor.after) != keys:
        raise BadParameters([bad("cursor", cursors[0], "it is not one that this list has given")])
    first = {"limit": str(LIMIT_DEFAULT)} | cursor.texts
    if altered := [(name, value) for name, value in given if name != "cursor" and first.get(name) != value]:
        raise BadParameters([bad(*one, "beside a cursor no parameter may be altered") for one in altered])
    return Asked(_checked(parameters, list(cursor.texts.items())), cursor.at, cursor.after)


def render_cursor(asked: Asked, path: str, after: tuple[str, ...]) -> str:
    cursor = _Cursor(path, asked.at, after, dict(asked.texts))
    return base64.urlsafe_b64encode(msgspec.json.encode(cursor)).decode().rstrip("=")


def _parse_cursor(text: str) -> _Cursor | None:
    try:
        content = base64.b64decode(text.encode() + b"=" * (-len(text) % 4), b"-_", validate=True)
        cursor = msgspec.json.decode(content, type=_Cursor)
    except (binascii.Error, UnicodeError, msgspec.MsgspecError, RecursionError):
        return None
    return cursor if cursor.at.utcoffset() is not None and _FIRST_YEAR <= cursor.at.year <= _LAST_YEAR else None


def _checked(parameters: Parameters, given: Sequence[tuple[str, str]]) -> dict[str, str]:
    known = {**parameters, "limit": LIMIT}
    wrong: list[BadParameter] = []
    texts: dict[str, str] = {}
    for name, value in given:
        if name not in known:
            wrong.append(bad(name[:100], value, "Commercial Schedules 1.0 has no such parameter here"))
        elif name in texts:
            wrong.append(bad(name, value, "it is given twice"))
        else:
            texts[name] = value
            wrong += [bad(name, value, why) for why in faults(known[name], value)]
    wrong += [bad(name, "", "it is required") for name in sorted(required(parameters) - texts.keys())]
    if wrong:
        raise BadParameters(wrong)
    return texts


def faults(schema: Schema, value: str) -> Iterable[str]:
    """Why a value does not fit the schema; at most one reason."""
    if schema["type"] == "integer":
        if not re.fullmatch(r"[0-9]{1,10}", value) or not schema["minimum"] <= int(value) < 2**31:
            yield Phrase("it is a whole number from {least}", least=schema["minimum"])
    elif schema.get("format") == "date":
        if not _is_date(value):
            yield "it is a date as YYYY-MM-DD, from 2001 to 2099"
    elif "enum" in schema:
        if value not in schema["enum"]:
            yield Phrase("it is one of {known}", known=", ".join(schema["enum"]))
    elif not schema["minLength"] <= len(value) <= schema["maxLength"]:
        yield _length(schema["minLength"], schema["maxLength"])
    elif not re.search(schema.get("pattern", ""), value) or not value.isprintable():
        yield Phrase("it has the form {form}", form=schema.get("pattern", "printable"))


def _length(least: int, most: int) -> Phrase:
    if least == most:
        return Phrase("it has {most} characters", most=most)
    return Phrase("it has {least} to {most} characters", least=least, most=most)


def _is_date(value: str) -> bool:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return False
    try:
        return _FIRST_YEAR <= date.fromisoformat(value).year <= _LAST_YEAR
    except ValueError:
        return False


def bad(name: str, value: str, why: str, kind: Callable[..., BadParameter] = BadParameter) -> BadParameter:
    return kind(name=name, value=value[:500], why=why)


def routings_query(asked: Asked) -> RoutingsQuery:
    texts = asked.texts
    if texts["placeOfReceipt"] == texts["placeOfDelivery"]:
        _refuse("placeOfDelivery", texts["placeOfDelivery"], "it is the place of receipt")
    transhipments = texts.get("maxTranshipment")
    return RoutingsQuery(
        origin=texts["placeOfReceipt"],
        destination=texts["placeOfDelivery"],
        asked_at=asked.at,
        departs=_days(texts, "departureStartDate", "departureEndDate"),
        arrives=_days(texts, "arrivalStartDate", "arrivalEndDate"),
        transhipments_max=None if transhipments is None else int(transhipments),
        receipt=texts.get("receiptTypeAtOrigin"),
        delivery=texts.get("deliveryTypeAtDestination"),
    )


def port_query(asked: Asked) -> PortQuery:
    return PortQuery(asked.texts["UNLocationCode"], date.fromisoformat(asked.texts["date"]))


def vessels_query(asked: Asked) -> VesselsQuery:
    """CS 1.0: "startDate and endDate MUST always be used in combination with any of the other available parameters"."""
    texts = asked.texts
    if not texts.keys() - {"startDate", "endDate", "limit"}:
        _refuse("carrierServiceCode", "", Phrase("one of {names} is required", names=", ".join(_filters(VESSEL))))
    days = _days(texts, "startDate", "endDate")
    first, last = days.first, days.last
    return VesselsQuery(
        days=Days(
            first or min((asked.at - MONTHS_BEFORE).date(), last or date.max),
            last or max((asked.at + MONTHS_AFTER).date(), first or date.min),
        ),
        imo=texts.get("vesselIMONumber", ""),
        vessel_name=texts.get("vesselName", ""),
        service_code=texts.get("carrierServiceCode", ""),
        universal_service=texts.get("universalServiceReference", ""),
        voyage=texts.get("carrierVoyageNumber", ""),
        universal_voyage=texts.get("universalVoyageReference", ""),
        place=texts.get("UNLocationCode", ""),
        smdg=texts.get("facilitySMDGCode", ""),
        operator=texts.get("vesselOperatorCarrierCode", ""),
    )


def _filters(parameters: Parameters) -> Sequence[str]:
    return [name for name in parameters if name not in ("startDate", "endDate")]


def _days(texts: Mapping[str, str], first: str, last: str) -> Days:
    days = Days(_date(texts, first), _date(texts, last))
    if days.first and days.last and days.last < days.first:
        _refuse(last, texts[last], Phrase("it is before {name}", name=first))
    if days.first and days.last and (days.last - days.first).days > DAYS_MAX:
        _refuse(last, texts[last], Phrase("it is more than {most} days after {name}", most=DAYS_MAX, name=first))
    return days


def _date(texts: Mapping[str, str], name: str) -> date | None:
    return date.fromisoformat(texts[name]) if name in texts else None


def _refuse(name: str, value: str, why: str) -> None:
    raise BadParameters([bad(name, value, why, BadQuery)])
