"""Synthetic messages of DCSA Track & Trace 2.2 for the synthetic booking of `tests.consignment.example`. No journey in them happened."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Any

from landsea.journal import Journal
from tests.consignment.example import BOX, advance, at, now

BOOKING = "SEA-4711"


def transport(
    code: str, days: float, place: str | None, mode: str, classifier: str = "ACT", **more: Any
) -> dict[str, Any]:
    """A departure or arrival `days` after the test clock's start, quoting the booking unless `documentReferences` says otherwise."""
    call = {"transportCallID": f"{mode}-{place}", "modeOfTransport": mode}
    if place is not None:
        call["UNLocationCode"] = place
    values = _base("TRANSPORT", classifier, days) | {"transportEventTypeCode": code, "transportCall": call}
    return values | {"documentReferences": [booking()]} | more


def equipment(
    code: str,
    days: float,
    place: str | None,
    *,
    box: str = BOX,
    empty: bool = False,
    classifier: str = "ACT",
    **more: Any,
) -> dict[str, Any]:
    values = _base("EQUIPMENT", classifier, days) | {
        "equipmentEventTypeCode": code,
        "equipmentReference": box,
        "emptyIndicatorCode": "EMPTY" if empty else "LADEN",
    }
    return values | ({"eventLocation": {"UNLocationCode": place}} if place else {}) | more


def shipment(code: str, days: float, document: str, number: str, **more: Any) -> dict[str, Any]:
    values = {"shipmentEventTypeCode": code, "documentTypeCode": document, "documentID": number}
    return _base("SHIPMENT", "ACT", days) | values | more


def booking(number: str = BOOKING) -> dict[str, str]:
    return {"documentReferenceType": "BKG", "documentReferenceValue": number}


def _base(kind: str, classifier: str, days: float) -> dict[str, Any]:
    moment = text(at(days))
    told = moment if classifier == "ACT" else text(at(min(days, 0)))
    return {
        "eventCreatedDateTime": told,
        "eventType": kind,
        "eventClassifierCode": classifier,
        "eventDateTime": moment,
    }


def numbered(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """With an eventID where there is none."""
    return [{"eventID": f"evt-{number}"} | event for number, event in enumerate(events)]


def text(moment: datetime) -> str:
    return moment.isoformat()


def message(*events: dict[str, Any]) -> bytes:
    return json.dumps(list(events)).encode()


def catch_up(journal: Journal, content: bytes) -> None:
    """Lets the test clock reach what the message tells as past: nobody can send it earlier."""
    happened = re.sub(rb'"(?:PLN|EST)", "eventDateTime": "[^"]*"', b"", content)
    times = [datetime.fromisoformat(found.decode()) for found in _TIMES.findall(happened)]
    advance(journal, max([*times, now(journal)]) - now(journal))


_TIMES = re.compile(rb'"event(?:Created|Updated)?DateTime": "(\d{4}-[^"]*(?:[+-]\d\d:\d\d|Z))"')

JOURNEY = [
    equipment("GTOT", 0.5, "CNCKG", empty=True),
    equipment("GTIN", 1.5, "CNCKG"),
    equipment("LOAD", 2.8, "CNCKG"),
    transport("DEPA", 3, "CNCKG", "RAIL"),
    transport("ARRI", 5, "CNQZH", "RAIL"),
    equipment("DISC", 5.2, "CNQZH"),
    equipment("GTIN", 5.5, "CNQZH"),
    equipment("LOAD", 7.8, "CNQZH"),
    transport("DEPA", 8, "CNQZH", "VESSEL"),
    transport("ARRI", 13, "SGSIN", "VESSEL"),
    equipment("DISC", 13.2, "SGSIN"),
    shipment("RELS", 13.5, "SRM", "SRM-1", references=[{"referenceType": "EQ", "referenceValue": BOX}]),
    equipment("GTOT", 14, "SGSIN"),
]
"""Everything on time, from the empty container to the gate in Singapore. Days after the test clock's start."""
