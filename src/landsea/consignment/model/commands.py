"""Commands: what a caller asks for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from landsea.consignment.model.record import AttachmentType
from landsea.consignment.model.values import (
    Equipment,
    GoodsItem,
    Itinerary,
    PartyOn,
    Person,
    PriceLine,
    QuoteId,
)
from landsea.kernel import ContainerNumber, PartyId, Quantity


@dataclass(frozen=True, slots=True)
class GiveQuote:
    """Offer `itinerary` to `customer` for the sum of `price_lines` (one currency), to be accepted before `valid_until`."""

    customer: PartyId
    itinerary: Itinerary
    price_lines: tuple[PriceLine, ...]
    valid_until: datetime
    note: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to call at `party`."""

    party: PartyId
    person: Person


@dataclass(frozen=True, slots=True)
class AcceptQuote:
    """Book what `quote` offers for these goods.

    The forwarder is added to `parties` by itself, the operators of legs as carriers, the customer as shipper unless it is named
    otherwise. `ucr` and `booking` are made when they are not given (`booking` is the forwarder's own number).
    """

    quote: QuoteId
    parties: tuple[PartyOn, ...]
    goods: tuple[GoodsItem, ...]
    equipment: tuple[Equipment, ...] = ()
    contacts: tuple[Contact, ...] = ()
    ucr: str = ""
    booking: str = ""


@dataclass(frozen=True, slots=True)
class RollLeg:
    """Move leg `no` to a later departure, for `reason`.

    Cut-offs that are not given keep their distance from the departure. When later legs no longer connect, the roll is refused with
    their names, unless `knowingly`: then they are asked for again.
    """

    no: int
    departs: datetime
    arrives: datetime
    reason: str
    reference: str = ""
    service: str = ""
    vessel: str = ""
    voyage: str = ""
    cargo_cutoff: datetime | None = None
    vgm_cutoff: datetime | None = None
    document_cutoff: datetime | None = None
    customs_cutoff: datetime | None = None
    knowingly: bool = False


@dataclass(frozen=True, slots=True)
class AmendConsignment:
    """What is given replaces what was; `None` leaves it. `seen` is the version that was amended, to lose no other's change."""

    reason: str
    parties: tuple[PartyOn, ...] | None = None
    goods: tuple[GoodsItem, ...] | None = None
    equipment: tuple[Equipment, ...] | None = None
    contacts: tuple[Contact, ...] = ()
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class ItemPart:
    """How much of goods item `item` goes to the part: packages, gross weight, and volume where the item has one."""

    item: int
    packages: int
    gross_weight: Quantity
    volume: Quantity | None = None


@dataclass(frozen=True, slots=True)
class SplitConsignment:
    """Move `items` and `containers` to a new consignment on the same legs; the rest stays. `ucr` is made when not given."""

    items: tuple[ItemPart, ...]
    containers: tuple[ContainerNumber, ...] = ()
    ucr: str = ""


@dataclass(frozen=True, slots=True)
class AddAttachment:
    """Attach a file. `media_type` is what the caller says; the bytes must look like it."""

    type: AttachmentType
    filename: str
    media_type: str
    content: bytes
