"""Records: a quote and a consignment as their facts left them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from landsea.consignment.model.values import (
    AttachmentId,
    Capacity,
    ConsignmentId,
    Equipment,
    GoodsItem,
    Itinerary,
    Leg,
    PartyOn,
    PriceLine,
    QuoteId,
)
from landsea.kernel import Money, PartyId, Ucr


class QuoteState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Quote:
    """What a forwarder offers a customer: an itinerary, its price in one currency, and until when (exclusive) it may be accepted."""

    id: QuoteId
    forwarder: PartyId
    customer: PartyId
    itinerary: Itinerary
    price_lines: tuple[PriceLine, ...]
    valid_until: datetime
    given_at: datetime
    note: str = ""
    state: QuoteState = QuoteState.OPEN
    consignment: ConsignmentId | None = None
    reason: str = ""
    version: int = 0

    @property
    def total(self) -> Money:
        first, *rest = (line.amount for line in self.price_lines)
        for amount in rest:
            first = first + amount
        return first


class LegState(StrEnum):
    """Asked for, or answered by its operator."""

    REQUESTED = "requested"
    CONFIRMED = "confirmed"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class BookedLeg:
    """A leg with its operator's answer: `reference` is the operator's booking number, `reason` why it was declined, rolled or reopened."""

    leg: Leg
    state: LegState = LegState.REQUESTED
    reference: str = ""
    reason: str = ""
    rolled: int = 0


class AttachmentType(StrEnum):
    """What a file is; most types close a task."""

    INVOICE = "invoice"
    PACKING_LIST = "packing-list"
    SHIPPING_INSTRUCTION = "shipping-instruction"
    CUSTOMS_DECLARATION = "customs-declaration"
    DANGEROUS_GOODS = "dangerous-goods"
    VGM = "vgm"
    CERTIFICATE = "certificate"
    CONTRACT = "contract"
    PHOTO = "photo"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file on the consignment: the blob named by `sha256`."""

    id: AttachmentId
    type: AttachmentType
    filename: str
    media_type: str
    sha256: str
    size_bytes: int
    party: PartyId
    added_at: datetime


@dataclass(frozen=True, slots=True)
class Closing:
    """A task that was closed: by an attachment, or by hand with a note."""

    task: str
    party: PartyId
    at: datetime
    attachment: AttachmentId | None = None
    note: str = ""


class Release(StrEnum):
    """How a document stopped being operative: taken back by its issuer, the goods were delivered against it, or its validity ended."""

    SURRENDERED = "surrendered"
    ACCOMPLISHED = "accomplished"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class BoundDocument:
    """The transport document of the consignment; operative until `released`."""

    document: str
    number: str
    bound_at: datetime
    override_reason: str = ""
    released: Release | None = None


class State(StrEnum):
    """Where a consignment is in its life; derived from its facts by `rules.state_of`."""

    BOOKED = "booked"
    PART_CONFIRMED = "part-confirmed"
    DECLINED = "declined"
    CONFIRMED = "confirmed"
    UNDER_DOCUMENT = "under-document"
    SURRENDERED = "surrendered"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Consignment:
    """The record that everything else hangs on. `version` is the stream's version that the record shows."""

    id: ConsignmentId
    ucr: Ucr
    booking: str
    quote: QuoteId
    forwarder: PartyId
    plan_id: str
    parties: tuple[PartyOn, ...]
    goods: tuple[GoodsItem, ...]
    equipment: tuple[Equipment, ...]
    booked_legs: tuple[BookedLeg, ...]
    booked_at: datetime
    attachments: tuple[Attachment, ...] = ()
    closings: tuple[Closing, ...] = ()
    document: BoundDocument | None = None
    cancelled: str = ""
    split_from: ConsignmentId | None = None
    parts: tuple[ConsignmentId, ...] = ()
    version: int = 0

    @property
    def legs(self) -> tuple[Leg, ...]:
        return tuple(booked.leg for booked in self.booked_legs)

    @property
    def itinerary(self) -> Itinerary:
        return Itinerary(self.legs, self.plan_id)

    @property
    def has_operative_document(self) -> bool:
        return self.document is not None and self.document.released is None

    def party_as(self, capacity: Capacity) -> PartyId | None:
        """The first party in that capacity."""
        return next((one.party for one in self.parties if one.capacity is capacity), None)

    def parties_as(self, capacity: Capacity) -> tuple[PartyId, ...]:
        return tuple(one.party for one in self.parties if one.capacity is capacity)

    def capacities_of(self, party: PartyId) -> frozenset[Capacity]:
        return frozenset(one.capacity for one in self.parties if one.party == party)


class TaskKind(StrEnum):
    """What somebody still has to do before a leg departs."""

    DELIVER_CARGO = "deliver-cargo"
    INVOICE = "invoice"
    PACKING_LIST = "packing-list"
    DOCUMENTS = "documents"
    CUSTOMS_DECLARATION = "customs-declaration"
    VGM = "vgm"
    DANGEROUS_GOODS = "dangerous-goods"


@dataclass(frozen=True, slots=True)
class Task:
    """To be done by a party in `capacity` until `due`; `id` is stable, `leg` counts from 1. `closing` is `None` while it is open."""

    id: str
    kind: TaskKind
    leg: int
    capacity: Capacity
    due: datetime
    closing: Closing | None = None

    def is_overdue(self, now: datetime) -> bool:
        return self.closing is None and now >= self.due
