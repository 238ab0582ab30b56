"""The query parameters of `GET /v2/events` (DCSA Track & Trace 2.2)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from landsea.kernel import BadValue, parse_instant, utc
from landsea.tracking.model import BadFilter, EventType

LIMIT_DEFAULT, LIMIT_MAX = 100, 1000
TYPES = {str(kind): kind for kind in EventType}
CODES: dict[str, tuple[EventType, frozenset[str]]] = {
    "shipmentEventTypeCode": (
        EventType.SHIPMENT,
        frozenset(
            [
                "RECE",
                "DRFT",
                "PENA",
                "PENU",
                "REJE",
                "APPR",
                "ISSU",
                "SURR",
                "SUBM",
                "VOID",
                "CONF",
                "REQS",
                "CMPL",
                "HOLD",
                "RELS",
            ]
        ),
    ),
    "transportEventTypeCode": (EventType.TRANSPORT, frozenset({"ARRI", "DEPA"})),
    "equipmentEventTypeCode": (
        EventType.EQUIPMENT,
        frozenset(["LOAD", "DISC", "GTIN", "GTOT", "STUF", "STRP", "PICK", "DROP", "INSP", "RSEA", "RMVD"]),
    ),
}
DOCUMENT_TYPES = frozenset(["CBR", "BKG", "SHI", "SRM", "TRD", "ARN", "VGM", "CAS", "CUS", "DGD", "OOG"])
LONGEST = {
    "carrierBookingReference": 35,
    "bookingReference": 35,
    "transportDocumentReference": 20,
    "transportDocumentID": 100,
    "transportCallID": 100,
    "vesselIMONumber": 7,
    "carrierVoyageNumber": 50,
    "exportVoyageNumber": 50,
    "carrierServiceCode": 5,
    "UNLocationCode": 5,
    "equipmentReference": 15,
    "scheduleID": 100,
}
"""Filters by one value, and their maxLength."""
OPERATORS = ("gte", "gt", "lte", "lt", "eq")
SORTABLE = (
    "eventCreatedDateTime",
    "eventDateTime",
    "eventType",
    "eventClassifierCode",
    "eventID",
    "carrierBookingReference",
    "transportDocumentReference",
    "documentTypeCode",
    "transportCallID",
    "vesselIMONumber",
    "carrierVoyageNumber",
    "exportVoyageNumber",
    "carrierServiceCode",
    "UNLocationCode",
    "equipmentReference",
)
_CREATED = ("eventCreatedDateTime", *(f"eventCreatedDateTime:{operator}" for operator in OPERATORS))
_KNOWN = {"eventType", "documentTypeCode", "limit", "cursor", "sort", *_CREATED, *CODES, *LONGEST}


@dataclass(frozen=True, slots=True)
class EventQuery:
    """What is asked. `texts`: filter name -> value; `created`: (operator, moment); `order`: (field, descending?)."""

    types: frozenset[EventType] = frozenset(EventType)
    codes: tuple[tuple[EventType, frozenset[str]], ...] = ()
    document_types: frozenset[str] | None = None
    texts: dict[str, str] = field(default_factory=dict)
    created: tuple[tuple[str, datetime], ...] = ()
    order: tuple[tuple[str, bool], ...] = (("eventCreatedDateTime", False),)
    limit: int = LIMIT_DEFAULT
    cursor: str = ""
    fingerprint: str = ""
    """Of everything but limit and cursor: a cursor only continues the query that gave it."""


def parse_query(parameters: Sequence[tuple[str, str]]) -> EventQuery:
    """Raises `BadFilter` for what the standard does not know or the filter cannot mean; nothing is ignored."""
    given: dict[str, list[str]] = {}
    for name, value in parameters:
        if "\0" in value:
            raise BadFilter(name=name, value=repr(value), why="it holds U+0000")
        given.setdefault(name, []).append(value)
    _refuse_unknown(given)
    types, codes = _types(given), _codes(given)
    documents = _listed(given, "documentTypeCode", DOCUMENT_TYPES) if "documentTypeCode" in given else None
    _refuse_contradiction(given, types, codes, documents)
    shown = sorted((name, sorted(values)) for name, values in given.items() if name not in ("limit", "cursor"))
    fingerprint = hashlib.sha256(repr(shown).encode()).hexdigest()[:16]
    return EventQuery(
        types=types,
        codes=codes,
        document_types=documents,
        texts={name: _one(given, name, longest) for name, longest in LONGEST.items() if name in given},
        created=_created(given),
        order=_order(given),
        limit=_limit(given),
        cursor=_one(given, "cursor", 2000) if "cursor" in given else "",
        fingerprint=fingerprint,
    )


def parse_moment(text: str) -> datetime:
    """RFC 3339 with zone -> UTC. Raises `ValueError` that says why."""
    try:
        return utc(parse_instant(text))
    except BadValue as error:
        raise ValueError(str(error.facts["why"])) from None
    except OverflowError:
        raise ValueError("it is beyond the calendar") from None


def _refuse_unknown(given: dict[str, list[str]]) -> None:
    for name, values in given.items():
        if name not in _KNOWN:
            raise BadFilter(name=name[:40], value=repr(values[0][:40]), why="Track & Trace 2.2 has no such parameter")


def _types(given: dict[str, list[str]]) -> frozenset[EventType]:
    if "eventType" not in given:
        return frozenset(EventType)
    return frozenset(TYPES[name] for name in _listed(given, "eventType", frozenset(TYPES)))


def _codes(given: dict[str, list[str]]) -> tuple[tuple[EventType, frozenset[str]], ...]:
    return tuple((kind, _listed(given, name, known)) for name, (kind, known) in CODES.items() if name in given)


def _listed(given: dict[str, list[str]], name: str, known: frozenset[str]) -> frozenset[str]:
    values = [part.strip() for value in given[name] for part in value.split(",")]
    for value in values:
        if value not in known:
            raise BadFilter(name=name, value=repr(value[:40]), why=f"it is one of {', '.join(sorted(known))}")
    return frozenset(values)


def _refuse_contradiction(
    given: dict[str, list[str]],
    types: frozenset[EventType],
    codes: tuple[tuple[EventType, frozenset[str]], ...],
    documents: frozenset[str] | None,
) -> None:
    """A filter on one type's field together with an eventType that excludes that type."""
    asked = [kind for kind, _ in codes] + ([EventType.SHIPMENT] if documents is not None else [])
    for kind in asked:
        if kind not in types:
            shown = ",".join(given["eventType"])
            raise BadFilter(name="eventType", value=repr(shown), why=f"another filter is only for {kind} events")


def _one(given: dict[str, list[str]], name: str, longest: int) -> str:
    values = given[name]
    if len(values) > 1:
        raise BadFilter(name=name, value=repr(values[1][:40]), why="it is given twice")
    if not 1 <= len(values[0]) <= longest:
        raise BadFilter(name=name, value=repr(values[0][:40]), why=f"it has 1 to {longest} characters")
    return values[0]


def _created(given: dict[str, list[str]]) -> tuple[tuple[str, datetime], ...]:
    found = []
    for name, values in given.items():
        field_name, _, operator = name.partition(":")
        if field_name == "eventCreatedDateTime":
            found += [(operator or "eq", _moment(name, value)) for value in values]
    return tuple(found)


def _moment(name: str, value: str) -> datetime:
    """A `+` that was not escaped arrives as a space."""
    try:
        return parse_moment(value.replace(" ", "+"))
    except ValueError as error:
        raise BadFilter(name=name, value=repr(value[:40]), why=str(error)) from None


def _order(given: dict[str, list[str]]) -> tuple[tuple[str, bool], ...]:
    if "sort" not in given:
        return (("eventCreatedDateTime", False),)
    found = []
    for part in _one(given, "sort", 400).split(","):
        name, _, direction = part.strip().partition(":")
        if name not in SORTABLE or direction not in ("", "ASC", "DESC"):
            why = f"a sort field is one of {', '.join(SORTABLE)}, with :ASC or :DESC"
            raise BadFilter(name="sort", value=repr(part[:40]), why=why)
        found.append((name, direction == "DESC"))
    return tuple(found)


def _limit(given: dict[str, list[str]]) -> int:
    """Larger limits than `LIMIT_MAX` are cut to it; the cursor leads on."""
    if "limit" not in given:
        return LIMIT_DEFAULT
    text = _one(given, "limit", 10)
    if not (text.isascii() and text.isdigit() and int(text)):
        raise BadFilter(name="limit", value=repr(text), why="it is a whole number from 1")
    return min(int(text), LIMIT_MAX)
