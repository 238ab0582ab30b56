"""Which event is which, which version of it holds, and by which numbers it is bound to a consignment."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from enum import StrEnum

import msgspec

from landsea.kernel import BadValue, ContainerNumber, PartyId
from landsea.tracking.model import BatchId, Event, EventId, EventType, ReceivedEvent, Reference

_BOOKINGS, _DOCUMENTS = frozenset({"BKG", "CBR"}), frozenset({"TRD"})
BOX_BEFORE = timedelta(days=21)
"""A container is fetched empty at most this long before the first planned departure ..."""
BOX_AFTER = timedelta(days=60)
"""... and comes back at most this long after the last planned arrival; outside, its number belongs to another journey."""
_BEGIN_OF_TIME, _END_OF_TIME = datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)

canonical_event = msgspec.json.Encoder(order="sorted").encode
"""The canonical content of an event: what its digest is made of, and how it is stored."""
parse_event = msgspec.json.Decoder(Event).decode


class Key(StrEnum):
    """What a consignment is found by."""

    CONTAINER = "container"
    BOOKING = "booking"
    DOCUMENT = "document"


def received(event: Event, sender: PartyId, batch: BatchId, at: datetime) -> tuple[ReceivedEvent, bytes]:
    """The event with its identity, and its canonical content.

    An event is identified by its sender and the sender's id of it, without such an id by what it says.
    """
    content = canonical_event(event)
    digest = hashlib.sha256(content).hexdigest()
    id = event_id(sender, event.source_id or digest)
    return ReceivedEvent(id, sender, digest, event, batch, at), content


def event_id(sender: PartyId, source_id: str) -> EventId:
    return EventId("evt_" + hashlib.sha256(f"{sender}\0{source_id}".encode()).hexdigest()[:32])


Precedence = tuple[datetime, bool, str]


def precedence(version_at: datetime, retracted: bool, digest: str) -> Precedence:
    """Of one event the version with the greatest precedence holds (T&T 3.0: a later eventUpdatedDateTime overrides).

    At the same time a retraction wins, then the greater digest: any rule that does not ask what came first.
    """
    return version_at.astimezone(UTC), retracted, digest


def precedence_of(one: ReceivedEvent) -> Precedence:
    return precedence(one.event.version_at, bool(one.event.retracted), one.digest)


def standing(found: Iterable[ReceivedEvent]) -> list[ReceivedEvent]:
    """Of each event the version that holds, without the retracted ones, in an order that depends on nothing but them."""
    best: dict[EventId, ReceivedEvent] = {}
    for one in found:
        if one.id not in best or precedence_of(one) > precedence_of(best[one.id]):
            best[one.id] = one
    kept = (one for one in best.values() if not one.event.retracted)
    return sorted(kept, key=lambda one: (one.event.at, one.id))


def container_key(text: str) -> str:
    return re.sub(r"[\s-]", "", text).upper()


def containers_of(event: Event) -> frozenset[str]:
    """Containers the event names (equipmentReference, references of type EQ), without spaces and hyphens."""
    named = {one.value for one in event.references if one.type == "EQ"} | {event.equipment or ""}
    return frozenset(container_key(text) for text in named if text)


def plans_of(key: Key, at: datetime) -> tuple[datetime, datetime]:
    """A number that an event at `at` quotes binds it to consignments that depart not later than this, and arrive not before that.

    Bookings and documents are for one consignment; containers travel again and again.
    """
    return (at + BOX_BEFORE, at - BOX_AFTER) if key is Key.CONTAINER else (_END_OF_TIME, _BEGIN_OF_TIME)


def keys_of(event: Event) -> frozenset[tuple[Key, str]]:
    """The numbers that bind the event to consignments (see `plans_of`)."""
    quoted = set(event.documents)
    if event.type is EventType.SHIPMENT and event.document_type and event.document_id:
        quoted.add(Reference(event.document_type, event.document_id))
    found = {(Key.CONTAINER, number) for number in containers_of(event)}
    found |= {(Key.BOOKING, one.value.strip()) for one in quoted if one.type in _BOOKINGS}
    found |= {(Key.DOCUMENT, one.value.strip()) for one in quoted if one.type in _DOCUMENTS}
    return frozenset(found)


def flags_of(event: Event) -> tuple[str, ...]:
    """What is doubtful about an event that is kept nevertheless: codes, stable for programs."""
    found = []
    for number in sorted(containers_of(event)):
        try:
            ContainerNumber(number)
        except BadValue:
            found.append(f"container-number:{number}")
    if event.classifier == "ACT" and event.at > event.version_at:
        found.append("actual-in-the-future")
    return tuple(found)
