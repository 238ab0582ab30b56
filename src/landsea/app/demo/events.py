"""What a rail operator and a port would send: DCSA Track & Trace 2.2 events. Synthetic, made from the plan."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from landsea.app.demo import vessels

Event = dict[str, Any]
NAMESPACE = uuid.UUID("6c616e64-7365-4a00-8000-64656d6f0001")
MODES = {"rail": "RAIL", "sea": "VESSEL", "road": "TRUCK", "inland-water": "BARGE"}
FACILITIES = {"rail": "RAMP", "sea": "POTE", "road": "DEPO", "inland-water": "POTE"}
SAID = {
    "GTIN": "gate in",
    "LOAD": "loaded",
    "DEPA": "departed",
    "ARRI": "arrived",
    "DISC": "discharged",
    "GTOT": "gate out",
}


def of_leg(leg: dict[str, Any], box: str, booking: str) -> Iterator[tuple[datetime, Event]]:
    """Gate in, loaded, departed, arrived, discharged, each with the moment it happens; a little before or after the plan."""
    departs, arrives = datetime.fromisoformat(leg["departure"]), datetime.fromisoformat(leg["arrival"])
    cargo = [datetime.fromisoformat(cutoff["latest"]) for cutoff in leg["cutoffs"] if cutoff["what"] == "cargo"]
    in_time = min([*cargo, departs]) - timedelta(hours=2)
    yield _equipment("GTIN", in_time, leg, "origin", box, booking)
    yield _equipment("LOAD", departs - timedelta(hours=1), leg, "origin", box, booking)
    yield _transport("DEPA", departs, leg, "origin", booking)
    yield _transport("ARRI", arrives - timedelta(minutes=20), leg, "destination", booking)
    yield _equipment("DISC", arrives + timedelta(hours=1), leg, "destination", box, booking)


def gate_out(itinerary: dict[str, Any], box: str, booking: str, now: datetime) -> Iterator[tuple[datetime, Event]]:
    """The consignee's truck takes the box, a few hours after it could."""
    last = itinerary["legs"][-1]
    moment = max(datetime.fromisoformat(last["released"]), now) + timedelta(hours=3)
    yield _equipment("GTOT", moment, last, "destination", box, booking)


def words(event: Event) -> str:
    code = event.get("equipmentEventTypeCode") or event["transportEventTypeCode"]
    call = event["transportCall"]
    what = event.get("equipmentReference") or call["modeOfTransport"].lower()
    return f"{what} {SAID[code]} at {call['UNLocationCode']}"


def _equipment(
    code: str, moment: datetime, leg: dict[str, Any], end: str, box: str, booking: str
) -> tuple[datetime, Event]:
    event = _base("EQUIPMENT", code, moment, leg, end, booking)
    return moment, event | {
        "equipmentEventTypeCode": code,
        "equipmentReference": box,
        "ISOEquipmentCode": "45R1",
        "emptyIndicatorCode": "LADEN",
    }


def _transport(code: str, moment: datetime, leg: dict[str, Any], end: str, booking: str) -> tuple[datetime, Event]:
    return moment, _base("TRANSPORT", code, moment, leg, end, booking) | {"transportEventTypeCode": code}


def _base(kind: str, code: str, moment: datetime, leg: dict[str, Any], end: str, booking: str) -> Event:
    place = leg[end]
    name = f"{booking}/{leg['service']}/{end}/{code}"
    return {
        "eventID": str(uuid.uuid5(NAMESPACE, name)),
        "eventType": kind,
        "eventCreatedDateTime": moment.isoformat(),
        "eventClassifierCode": "ACT",
        "eventDateTime": moment.isoformat(),
        "transportCall": {
            "transportCallID": f"{leg['service']}-{place['facility']}",
            "carrierServiceCode": leg["service"],
            "modeOfTransport": MODES[leg["mode"]],
            "UNLocationCode": place["place"],
            "facilityTypeCode": FACILITIES[leg["mode"]],
            **(vessels.named() if leg["mode"] == "sea" else {}),
        },
        "documentReferences": [{"documentReferenceType": "BKG", "documentReferenceValue": booking}],
    }
