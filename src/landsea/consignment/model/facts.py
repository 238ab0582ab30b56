"""Facts of the room: streams `quote:<id>` and `consignment:<id>`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from landsea.consignment.model.record import Attachment, BookedLeg, Closing, Release
from landsea.consignment.model.values import (
    Capacity,
    ConsignmentId,
    Equipment,
    GoodsItem,
    Itinerary,
    Leg,
    PartyOn,
    Person,
    PriceLine,
    QuoteId,
)
from landsea.kernel import Fact, PartyId, Ucr


@dataclass(frozen=True)
class QuoteGiven(Fact):
    kind: ClassVar[str] = "quote-given/1"
    customer: PartyId
    itinerary: Itinerary
    price_lines: tuple[PriceLine, ...]
    valid_until: datetime
    note: str = ""


@dataclass(frozen=True)
class QuoteAccepted(Fact):
    kind: ClassVar[str] = "quote-accepted/1"
    consignment: ConsignmentId


@dataclass(frozen=True)
class QuoteWithdrawn(Fact):
    kind: ClassVar[str] = "quote-withdrawn/1"
    reason: str


@dataclass(frozen=True)
class QuoteExpired(Fact):
    """Written by a worker once the validity is over."""

    kind: ClassVar[str] = "quote-expired/1"


@dataclass(frozen=True)
class ConsignmentBooked(Fact):
    """The consignment came into being: by the acceptance of `quote`, or, when `split_from` is set, as a part of another one."""

    kind: ClassVar[str] = "consignment-booked/1"
    ucr: Ucr
    booking: str
    quote: QuoteId
    forwarder: PartyId
    plan_id: str
    parties: tuple[PartyOn, ...]
    goods: tuple[GoodsItem, ...]
    equipment: tuple[Equipment, ...]
    legs: tuple[BookedLeg, ...]
    split_from: ConsignmentId | None = None


@dataclass(frozen=True)
class ContactNamed(Fact):
    """Whom to call at `party` about this consignment; replaces whom it named before. `None`: erased."""

    kind: ClassVar[str] = "contact-named/1"
    personal: ClassVar[frozenset[str]] = frozenset({"person"})
    party: PartyId
    person: Person | None = None


@dataclass(frozen=True)
class LegConfirmed(Fact):
    kind: ClassVar[str] = "leg-confirmed/1"
    no: int
    reference: str


@dataclass(frozen=True)
class LegDeclined(Fact):
    kind: ClassVar[str] = "leg-declined/1"
    no: int
    reason: str


@dataclass(frozen=True)
class LegRolled(Fact):
    """The leg moved to a later departure. `confirmed` when its operator did it; `broken` are the later legs that no longer connect.

    Broken legs are asked for again: nobody can keep what was confirmed.
    """

    kind: ClassVar[str] = "leg-rolled/1"
    leg: Leg
    reason: str
    reference: str
    confirmed: bool
    broken: tuple[int, ...] = ()


@dataclass(frozen=True)
class ConsignmentAmended(Fact):
    """Goods, equipment and parties as they are from now on. `reopened` are the legs whose operators must confirm again, and why."""

    kind: ClassVar[str] = "consignment-amended/1"
    parties: tuple[PartyOn, ...]
    goods: tuple[GoodsItem, ...]
    equipment: tuple[Equipment, ...]
    reason: str
    reopened: tuple[int, ...] = ()
    reopened_because: str = ""


@dataclass(frozen=True)
class PartyAdded(Fact):
    kind: ClassVar[str] = "party-added/1"
    party: PartyId
    capacity: Capacity


@dataclass(frozen=True)
class ConsignmentSplit(Fact):
    """`goods` and `equipment` stay here; the rest went to the new consignment `into`."""

    kind: ClassVar[str] = "consignment-split/1"
    into: ConsignmentId
    goods: tuple[GoodsItem, ...]
    equipment: tuple[Equipment, ...]


@dataclass(frozen=True)
class ConsignmentCancelled(Fact):
    kind: ClassVar[str] = "consignment-cancelled/1"
    reason: str


@dataclass(frozen=True)
class DocumentBound(Fact):
    """The one operative document. `override_reason`: why it was issued although a leg was not confirmed."""

    kind: ClassVar[str] = "document-bound/1"
    document: str
    number: str
    override_reason: str = ""


@dataclass(frozen=True)
class DocumentReleased(Fact):
    kind: ClassVar[str] = "document-released/1"
    document: str
    how: Release


@dataclass(frozen=True)
class AttachmentAdded(Fact):
    """A file was attached, and closed the tasks `closes`."""

    kind: ClassVar[str] = "attachment-added/1"
    attachment: Attachment
    closes: tuple[Closing, ...] = ()


@dataclass(frozen=True)
class TaskClosed(Fact):
    """By hand, with a note."""

    kind: ClassVar[str] = "task-closed/1"
    closing: Closing
