"""One event, whichever message brought it: something planned, estimated or happened to goods, equipment, transport or document."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, NewType

from landsea.kernel import PartyId

EventId = NewType("EventId", str)
BatchId = NewType("BatchId", str)


class EventType(StrEnum):
    """What an event is about (DCSA Information Model 3.3)."""

    SHIPMENT = "SHIPMENT"
    TRANSPORT = "TRANSPORT"
    EQUIPMENT = "EQUIPMENT"


class Classifier(StrEnum):
    """How an event's time is meant."""

    PLANNED = "PLN"
    ESTIMATED = "EST"
    ACTUAL = "ACT"


@dataclass(frozen=True, slots=True)
class Reference:
    """A number an event quotes. `type` as sent: BKG, TRD, EQ, FF, PO, ..."""

    type: str
    value: str


@dataclass(frozen=True, slots=True)
class Location:
    """Where: `place` is a UN/LOCODE as sent, `facility` a code of the list `facility_list` (BIC, SMDG)."""

    place: str | None = None
    facility: str | None = None
    facility_list: str | None = None
    name: str | None = None
    rest: dict[str, Any] = field(default_factory=dict)
    """Fields this model has no word for, as they came."""


@dataclass(frozen=True, slots=True)
class TransportCall:
    """A stop of a vessel, train, truck or barge. `mode` is VESSEL, RAIL, TRUCK, BARGE, or an unknown one as sent."""

    id: str | None = None
    mode: str | None = None
    service: str | None = None
    voyage: str | None = None
    export_voyage: str | None = None
    import_voyage: str | None = None
    vessel_imo: str | None = None
    vessel_name: str | None = None
    place: str | None = None
    facility: str | None = None
    facility_list: str | None = None
    facility_type: str | None = None
    location: Location | None = None
    rest: dict[str, Any] = field(default_factory=dict)
    vessel_rest: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Event:
    """One statement about one moment. Times keep the offset they were sent with; codes are kept as sent, known or not."""

    type: EventType
    classifier: Classifier
    code: str
    at: datetime
    """When it happens, happened or is expected."""
    created_at: datetime
    """When its record was made."""
    updated_at: datetime | None = None
    """When its record was last changed; a later one overrides an earlier one of the same `source_id`."""
    source_id: str | None = None
    """The sender's id of the event (DCSA eventID)."""
    retracted: bool | None = None
    equipment: str | None = None
    empty: bool | None = None
    location: Location | None = None
    call: TransportCall | None = None
    document_type: str | None = None
    document_id: str | None = None
    documents: tuple[Reference, ...] = ()
    references: tuple[Reference, ...] = ()
    rest: dict[str, Any] = field(default_factory=dict)

    @property
    def version_at(self) -> datetime:
        return self.updated_at or self.created_at

    @property
    def place(self) -> str | None:
        """UN/LOCODE, from the event's own location before its transport call's."""
        return _first(self.location, "place") or _first(self.call, "place") or _first(_inner(self.call), "place")

    @property
    def facility(self) -> str | None:
        return (
            _first(self.location, "facility") or _first(self.call, "facility") or _first(_inner(self.call), "facility")
        )

    @property
    def mode(self) -> str | None:
        return self.call.mode if self.call else None


def _inner(call: TransportCall | None) -> Location | None:
    return call.location if call else None


def _first(holder: Location | TransportCall | None, name: str) -> str | None:
    return getattr(holder, name) if holder else None


@dataclass(frozen=True, slots=True)
class ReceivedEvent:
    """An event as a party of the node sent it. `digest` is the SHA-256 of its canonical content."""

    id: EventId
    sender: PartyId
    digest: str
    event: Event
    batch: BatchId
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Batch:
    """A message of events as it was received, and what became of its events.

    `new` were unknown, `corrections` replaced an earlier version, `outdated` came after a later version, `duplicates` were known
    exactly so. All are kept in the blob `digest`.
    """

    id: BatchId
    sender: PartyId
    source: str
    digest: str
    content_type: str
    zone: str
    received_at: datetime
    count: int
    new: int
    corrections: int
    outdated: int
    duplicates: int
