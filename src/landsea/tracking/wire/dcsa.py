"""DCSA Track & Trace 2.2, both ways.

Read are a single event, an array of events, and (as Track & Trace 3.0 wraps them) an object with the array `events`; of 3.0 also
`eventUpdatedDateTime` and `isRetracted`. What the standard requires is required; unknown codes and fields are kept and sent on.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from landsea.kernel import Finding
from landsea.tracking.model import (
    BadEvents,
    BadShape,
    Classifier,
    Event,
    EventType,
    Location,
    Reference,
    TransportCall,
    UnknownZone,
)
from landsea.tracking.wire.json import parse_json, texts
from landsea.tracking.wire.reader import Reader, Times

VERSION = "2.2.0"
CODES = {
    EventType.SHIPMENT: "shipmentEventTypeCode",
    EventType.TRANSPORT: "transportEventTypeCode",
    EventType.EQUIPMENT: "equipmentEventTypeCode",
}
_EMPTY = {"EMPTY": True, "LADEN": False}
_TYPES = {str(kind): kind for kind in EventType}
_CLASSIFIERS = {str(kind): kind for kind in Classifier}
_DCSA_EMPTY = {ours: theirs for theirs, ours in _EMPTY.items()}
_LOCATION = {
    "locationName": "name",
    "UNLocationCode": "place",
    "facilityCode": "facility",
    "facilityCodeListProvider": "facility_list",
}
_CALL = {
    "transportCallID": "id",
    "carrierServiceCode": "service",
    "carrierVoyageNumber": "voyage",
    "exportVoyageNumber": "export_voyage",
    "importVoyageNumber": "import_voyage",
    "UNLocationCode": "place",
    "facilityCode": "facility",
    "facilityCodeListProvider": "facility_list",
    "facilityTypeCode": "facility_type",
    "modeOfTransport": "mode",
}
_VESSEL = {"vesselIMONumber": "vessel_imo", "vesselName": "vessel_name"}
_REFERENCE = ("referenceType", "referenceValue")
_DOCUMENT = ("documentReferenceType", "documentReferenceValue")


def parse_events(content: bytes, zone: str = "", until: datetime | None = None) -> list[Event]:
    """The events of a message, in its order.

    Times without offset are read in the IANA time zone `zone`, or refused when it is empty. What is told as having happened or been
    recorded after `until` is refused too. Refuses the whole message with one finding for each error (`BadEvents`).
    """
    times = Times(_zone(zone), until)
    found = parse_json(content)
    findings: list[Finding] = []
    if b"\\u0000" in content:
        _refuse_nul(found, findings)
    events = [_event(raw, pointer, findings, times) for pointer, raw in _listed(found)]
    if findings:
        raise BadEvents(findings)
    return [event for event in events if event is not None]


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UnknownZone(zone=repr(name[:40])) from None


def _listed(found: Any) -> list[tuple[str, Any]]:
    """Each event with its pointer."""
    if isinstance(found, list):
        return [(f"/{index}", raw) for index, raw in enumerate(found)]
    if not isinstance(found, dict):
        raise BadShape(where="/", found=type(found).__name__)
    if "eventType" not in found and isinstance(found.get("events"), list):
        return [(f"/events/{index}", raw) for index, raw in enumerate(found["events"])]
    return [("", found)]


def _refuse_nul(found: Any, findings: list[Finding]) -> None:
    for pointer, text in texts(found):
        if "\0" in text:
            findings.append(Finding("events", 0, pointer, "holds the character U+0000.", "Remove it."))


def _event(raw: Any, pointer: str, findings: list[Finding], times: Times) -> Event | None:
    if type(raw) is not dict:
        findings.append(Finding("events", 0, pointer, f"is {type(raw).__name__}.", "An event is a JSON object."))
        return None
    before = len(findings)
    reader = Reader(raw, pointer, findings, times)
    event = _read(reader)
    return event if len(findings) == before else None


def _read(reader: Reader) -> Event | None:
    kind = _choice(reader, "eventType", _TYPES)
    classifier = _choice(reader, "eventClassifierCode", _CLASSIFIERS)
    at, created_at = _needed_time(reader, "eventDateTime"), _needed_time(reader, "eventCreatedDateTime")
    if kind is None or classifier is None:
        return None
    code = reader.needed(CODES[kind], f"a {kind} event has it")
    values: dict[str, Any] = {
        "updated_at": reader.time("eventUpdatedDateTime"),
        "source_id": reader.text("eventID"),
        "retracted": reader.flag("isRetracted"),
        "equipment": reader.text("equipmentReference"),
        "location": _location(reader.inner("eventLocation")),
        "call": _call(reader.inner("transportCall")),
        "document_type": reader.text("documentTypeCode"),
        "document_id": reader.text("documentID"),
        "empty": _empty(reader),
        "documents": _references(reader, "documentReferences", _DOCUMENT),
        "references": _references(reader, "references", _REFERENCE),
    }
    _require(reader, kind, values)
    happened = classifier is Classifier.ACTUAL and not values["retracted"]
    _refuse_ahead(reader, at if happened else None, created_at, values["updated_at"])
    if at is None or created_at is None:
        return None
    return Event(type=kind, classifier=classifier, code=code, at=at, created_at=created_at, rest=reader.rest, **values)


def _refuse_ahead(reader: Reader, at: datetime | None, created: datetime | None, updated: datetime | None) -> None:
    reader.refuse_ahead("eventDateTime", at, "Correct it, or send what is still to come as EST or PLN.")
    reader.refuse_ahead("eventCreatedDateTime", created, "Correct it, or the clock that made it.")
    reader.refuse_ahead("eventUpdatedDateTime", updated, "Correct it, or the clock that made it.")


def _choice(reader: Reader, name: str, known: dict[str, Any]) -> Any:
    value = reader.needed(name, f"it is one of {', '.join(known)}")
    if value and value not in known:
        reader.wrong(name, f"{value!r} is not one of {', '.join(known)}.", "See DCSA Track & Trace 2.2.")
    return known.get(value)


def _needed_time(reader: Reader, name: str) -> datetime | None:
    if reader.rest.get(name) in (None, ""):
        reader.missing(name, "every event has it")
        return None
    return reader.time(name)


def _require(reader: Reader, kind: EventType, values: dict[str, Any]) -> None:
    """T&T 2.2, required fields of baseTransportEvent, baseShipmentEvent, baseEquipmentEvent and transportCall."""
    if kind is EventType.TRANSPORT and values["call"] is None:
        reader.missing("transportCall", "a TRANSPORT event has it")
    if kind is EventType.SHIPMENT:
        for name, attribute in (("documentID", "document_id"), ("documentTypeCode", "document_type")):
            if values[attribute] is None:
                reader.missing(name, "a SHIPMENT event has it")
    if kind is EventType.EQUIPMENT and values["empty"] is None and reader.rest.get("emptyIndicatorCode") in (None, ""):
        reader.missing("emptyIndicatorCode", "an EQUIPMENT event has it (EMPTY or LADEN)")


def _empty(reader: Reader) -> bool | None:
    """An unknown indicator stays among the unknown fields."""
    if reader.rest.get("emptyIndicatorCode") in ("EMPTY", "LADEN"):
        return _EMPTY[reader.rest.pop("emptyIndicatorCode")]
    return None


def _location(reader: Reader | None) -> Location | None:
    if reader is None:
        return None
    return Location(**reader.texts(_LOCATION), rest=reader.rest)


def _call(reader: Reader | None) -> TransportCall | None:
    if reader is None:
        return None
    values: dict[str, Any] = dict(reader.texts(_CALL))
    for name in ("transportCallID", "modeOfTransport"):
        if values.get(_CALL[name]) is None:
            reader.missing(name, "a transport call has it")
    vessel = reader.inner("vessel")
    if vessel is not None:
        values |= vessel.texts(_VESSEL) | {"vessel_rest": vessel.rest}
    return TransportCall(**values, location=_location(reader.inner("location")), rest=reader.rest)


def _references(reader: Reader, name: str, fields: tuple[str, str]) -> tuple[Reference, ...]:
    """Taken only when every element is exactly a type and a value; anything else stays as it came."""
    raw = reader.rest.get(name)
    if type(raw) is not list:
        return ()
    found = []
    for one in raw:
        if type(one) is not dict or len(one) != 2:
            return ()
        kind, value = one.get(fields[0]), one.get(fields[1])
        if type(kind) is not str or type(value) is not str or len(kind) > 10 or len(value) > 100:
            return ()
        found.append(Reference(kind, value))
    del reader.rest[name]
    return tuple(found)


def render_event(event: Event) -> dict[str, Any]:
    """The event as T&T 2.2 writes it."""
    found: dict[str, Any] = {
        "eventID": event.source_id,
        "eventCreatedDateTime": _text(event.created_at),
        "eventUpdatedDateTime": _text(event.updated_at),
        "isRetracted": event.retracted,
        "eventType": str(event.type),
        "eventClassifierCode": str(event.classifier),
        "eventDateTime": _text(event.at),
        CODES[event.type]: event.code,
        "documentID": event.document_id,
        "documentTypeCode": event.document_type,
        "equipmentReference": event.equipment,
        "emptyIndicatorCode": None if event.empty is None else _DCSA_EMPTY[event.empty],
        "eventLocation": _render(event.location, _LOCATION),
        "transportCall": _render_call(event.call),
        "documentReferences": [dict(zip(_DOCUMENT, (one.type, one.value), strict=True)) for one in event.documents],
        "references": [dict(zip(_REFERENCE, (one.type, one.value), strict=True)) for one in event.references],
    }
    return _present(found) | event.rest


def _present(found: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in found.items() if value is not None and value != []}


def _render(holder: Location | TransportCall | None, names: dict[str, str]) -> dict[str, Any] | None:
    if holder is None:
        return None
    return _present({name: getattr(holder, attribute) for name, attribute in names.items()}) | holder.rest


def _render_call(call: TransportCall | None) -> dict[str, Any] | None:
    found = _render(call, _CALL)
    if call is None or found is None:
        return None
    vessel = _present({name: getattr(call, attribute) for name, attribute in _VESSEL.items()}) | call.vessel_rest
    location = _render(call.location, _LOCATION)
    return found | ({"vessel": vessel} if vessel else {}) | ({} if location is None else {"location": location})


def _text(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat().replace("+00:00", "Z")
