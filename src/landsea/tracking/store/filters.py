"""The filters and orders of `GET /v2/events` as SQL. Each filter narrows; none is ignored."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, false, func

from landsea.tracking.rules.identity import Key, container_key
from landsea.tracking.store.queries import names
from landsea.tracking.store.tables import event
from landsea.tracking.wire.dcsa_query import EventQuery, parse_moment

TEXTS: dict[str, Callable[[str], ColumnElement[bool]]] = {
    "carrierBookingReference": lambda value: names(Key.BOOKING, value),
    "bookingReference": lambda value: names(Key.BOOKING, value),
    "transportDocumentReference": lambda value: names(Key.DOCUMENT, value),
    "transportDocumentID": lambda value: names(Key.DOCUMENT, value),
    "equipmentReference": lambda value: names(Key.CONTAINER, container_key(value)),
    "transportCallID": lambda value: event.c.call == value,
    "vesselIMONumber": lambda value: event.c.vessel_imo == value,
    "carrierVoyageNumber": lambda value: event.c.voyage == value,
    "exportVoyageNumber": lambda value: event.c.export_voyage == value,
    "carrierServiceCode": lambda value: event.c.service == value,
    "UNLocationCode": lambda value: event.c.place == value,
    "scheduleID": lambda value: false(),  # the standard withdrew it; no event of 2.2 carries one
}
COMPARE = {"gte": operator.ge, "gt": operator.gt, "lte": operator.le, "lt": operator.lt, "eq": operator.eq}
TIMES = {"eventCreatedDateTime": event.c.created_at, "eventDateTime": event.c.at}
ORDERS = {
    "eventType": event.c.type,
    "eventClassifierCode": event.c.classifier,
    "eventID": event.c.source_id,
    "carrierBookingReference": event.c.booking,
    "transportDocumentReference": event.c.document,
    "documentTypeCode": event.c.document_type,
    "transportCallID": event.c.call,
    "vesselIMONumber": event.c.vessel_imo,
    "carrierVoyageNumber": event.c.voyage,
    "exportVoyageNumber": event.c.export_voyage,
    "carrierServiceCode": event.c.service,
    "UNLocationCode": event.c.place,
    "equipmentReference": event.c.equipment,
}

Order = list[tuple[ColumnElement[Any], bool]]


def conditions(query: EventQuery) -> Iterator[ColumnElement[bool]]:
    """Retracted events are left out: 2.2 has no word for them."""
    yield ~event.c.retracted
    yield event.c.type.in_(sorted(query.types))
    for kind, codes in query.codes:
        yield (event.c.type == kind) & event.c.code.in_(sorted(codes))
    if query.document_types is not None:
        yield event.c.document_type.in_(sorted(query.document_types)) & (event.c.type == "SHIPMENT")
    for name, value in query.texts.items():
        yield TEXTS[name](value)
    for name, moment in query.created:
        yield COMPARE[name](event.c.created_at, moment)


def order_of(query: EventQuery) -> Order:
    """The asked columns (absent values first, as empty text), then the id."""
    found: Order = [(_column(name), down) for name, down in query.order]
    return [*found, (event.c.id, False)]


def _column(name: str) -> ColumnElement[Any]:
    return TIMES[name] if name in TIMES else func.coalesce(ORDERS[name], "")


def position_of(row: Row[Any], query: EventQuery) -> list[str]:
    """Where a row stands in the order, as texts for a cursor."""
    values = []
    for name, _ in query.order:
        column = TIMES.get(name, ORDERS.get(name))
        value = row._mapping[column.name] if column is not None else None
        values.append(value.isoformat() if isinstance(value, datetime) else value or "")
    return [*values, row.id]


def parse_position(texts: Sequence[str], query: EventQuery) -> list[Any]:
    """Raises `ValueError` when it does not fit the order."""
    if len(texts) != len(query.order) + 1:
        raise ValueError("a cursor of another order")
    found = [parse_moment(text) if name in TIMES else text for (name, _), text in zip(query.order, texts, strict=False)]
    return [*found, texts[-1]]
