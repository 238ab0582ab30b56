"""The query parameters of DCSA Commercial Schedules 1.0: the standard's own schema for each, and how they are read by it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from landsea.kernel import Phrase
from landsea.planner.model import BadParameter, BadParameters, BadQuery, Days, PortQuery, RoutingsQuery, VesselsQuery

LIMIT_DEFAULT, LIMIT_MAX = 100, 1000
CURSOR_MAX = 1024
DAYS_MAX = 366
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
REQUIRED = frozenset({"placeOfReceipt", "placeOfDelivery", "date"})
"""Parameters that must be given; UNLocationCode only where it is asked with a date."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The parameters of a request as they came, without limit and cursor."""

    texts: Mapping[str, str]
    limit: int


def required(parameters: Parameters) -> frozenset[str]:
    return REQUIRED & set(parameters) | ({"UNLocationCode"} if "date" in parameters else set())


def parse(parameters: Parameters, given: Iterable[tuple[str, str]]) -> Asked:
    """Reads and checks each value. Raises `BadParameters` with everything that is missing, unknown, repeated or malformed."""
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
    limit = int(texts.pop("limit", LIMIT_DEFAULT))
    return Asked(texts, min(limit, LIMIT_MAX))


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
        yield Phrase("it has {least} to {most} characters", least=schema["minLength"], most=schema["maxLength"])
    elif not re.search(schema.get("pattern", ""), value) or not value.isprintable():
        yield Phrase("it has the form {form}", form=schema.get("pattern", "printable"))


def _is_date(value: str) -> bool:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return False
    try:
        return 2001 <= date.fromisoformat(value).year <= 2099
    except ValueError:
        return False


def bad(name: str, value: str, why: str, kind: Callable[..., BadParameter] = BadParameter) -> BadParameter:
    return kind(name=name, value=value[:500], why=why)


def routings_query(asked: Asked, asked_at: datetime) -> RoutingsQuery:
    texts = asked.texts
    if texts["placeOfReceipt"] == texts["placeOfDelivery"]:
        _refuse("placeOfDelivery", texts["placeOfDelivery"], "it is the place of receipt")
    transhipments = texts.get("maxTranshipment")
    return RoutingsQuery(
        origin=texts["placeOfReceipt"],
        destination=texts["placeOfDelivery"],
        asked_at=asked_at,
        departs=_days(texts, "departureStartDate", "departureEndDate"),
        arrives=_days(texts, "arrivalStartDate", "arrivalEndDate"),
        transhipments_max=None if transhipments is None else int(transhipments),
        receipt=texts.get("receiptTypeAtOrigin"),
        delivery=texts.get("deliveryTypeAtDestination"),
    )


def port_query(asked: Asked) -> PortQuery:
    return PortQuery(asked.texts["UNLocationCode"], date.fromisoformat(asked.texts["date"]))


def vessels_query(asked: Asked, asked_at: datetime) -> VesselsQuery:
    """CS 1.0: "startDate and endDate MUST always be used in combination with any of the other available parameters"."""
    texts = asked.texts
    if not texts.keys() - {"startDate", "endDate"}:
        _refuse("carrierServiceCode", "", Phrase("one of {names} is required", names=", ".join(_filters(VESSEL))))
    days = _days(texts, "startDate", "endDate")
    first, last = days.first, days.last
    return VesselsQuery(
        days=Days(
            first or min((asked_at - MONTHS_BEFORE).date(), last or date.max),
            last or max((asked_at + MONTHS_AFTER).date(), first or date.min),
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
