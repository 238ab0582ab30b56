"""What a transport document says. Its canonical bytes (RFC 8785) are what the journal commits to and the issuer signs."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from landsea import kernel
from landsea.kernel import BadValue, PartyId


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A UN/LOCODE with the names a reader knows it by, and a facility in it (quay, yard, terminal) where one is agreed."""

    locode: str
    name_en: str
    name_zh: str = ""
    facility: str = ""


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number in a register: scheme USCC, UEN, LEI, SMDG ..."""

    scheme: str
    value: str


@dataclass(frozen=True, slots=True)
class DocumentParty:
    """A legal entity on the document. `party` is its id on the node (`None` for one that is only named), `did` its identifier."""

    name_en: str
    name_zh: str = ""
    party: PartyId | None = None
    did: str = ""
    country: str = ""
    identifiers: tuple[Identifier, ...] = ()


@dataclass(frozen=True, slots=True)
class Carriage:
    """One leg as planned at issue: `mode` is RAIL, VESSEL, TRUCK, BARGE or AIR; times have the offset of their places, and are `None`
    where not stated.
    """

    no: int
    mode: str
    service: str
    origin: NamedPlace
    destination: NamedPlace
    departs: datetime | None
    arrives: datetime | None
    vessel: str = ""
    voyage: str = ""


@dataclass(frozen=True, slots=True)
class GoodsLine:
    """One kind of goods: HS code, UN/ECE Rec 21 package code, gross weight in grams, volume in m³ as decimal text, set temperature in °C.

    Empty texts are not stated. `dangerous_un` and what follows it are as in the UN Model Regulations.
    """

    description: str
    hs_code: str
    packages: int
    package_code: str
    gross_weight_grams: int
    volume_cubic_metres: str = ""
    marks: str = ""
    container: str = ""
    temperature_celsius: str = ""
    dangerous_un: str = ""
    hazard_class: str = ""
    packing_group: str = ""
    shipping_name: str = ""


@dataclass(frozen=True, slots=True)
class EquipmentLine:
    """A container (ISO 6346) with its ISO 6346 size-type code and seals."""

    container: str
    iso_code: str = ""
    seals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Terms:
    """The contract's words in both languages and what else the field prints: freight PRE(paid) or COL(lect), movement, receipt."""

    text_en: str
    text_zh: str
    freight: str = "PRE"
    receipt_type: str = "CY"
    delivery_type: str = "CY"
    movement_type: str = "FCL"


@dataclass(frozen=True, slots=True)
class OtherDocument:
    """A document beside this one: `kind` as in UN/EDIFACT 1001 (705 bill of lading, 710 sea waybill, 720 rail consignment note, 730 road
    consignment note, 740 air waybill, 766 multimodal bill of lading ...), its `number` and issuer, the `leg` it covers (`None`: the
    whole journey), the SHA-256 of its file where there is one.

    `negotiable` says that it was made out as one; `void`, that it has been surrendered or marked inoperative since.
    """

    kind: str
    number: str
    issuer: str = ""
    leg: int | None = None
    negotiable: bool = False
    void: bool = False
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Instrument:
    """How the document is one of title.

    `originals`: how many the electronic record stands for; they are held and passed on together. `bearer`: issued in blank. `annotates`:
    the existing transport document that the negotiable cargo document's notation was put on (NCD Convention, default technique), or whose
    paper this record replaces. `legs`: the documents of the legs, none of them negotiable. `root`: the document that this one was split
    from or merged into, first of its family; `parents`: from which it was made. `valid_until`: after it the document has expired.
    """

    originals: int = 1
    bearer: bool = False
    annotates: OtherDocument | None = None
    legs: tuple[OtherDocument, ...] = ()
    root: str = ""
    parents: tuple[str, ...] = ()
    valid_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class DocumentContent:
    """The single multimodal transport document of a consignment.

    Negotiable: to the order of `order_of` (who may endorse it on). Not negotiable: to `consignee` alone. `loading` and `discharge`
    are the ports of the main carriage by sea, `None` when no leg is by sea. `dcsa_rest` and `mmt_rest` are what a DCSA
    or MMT document said beyond this model (see `wire.dcsa`, `wire.mmt`), kept so that nothing is lost on the way out.
    `issued_at` has the offset of the place of issue, so that the day is that of the place. `days`: of this and the times
    of carriage only the days are known (DCSA states no more), and each is written as its midnight UTC.
    """

    document: str
    number: str
    negotiable: bool
    consignment: str
    ucr: str
    issuer: DocumentParty
    shipper: DocumentParty
    consignee: DocumentParty | None
    order_of: DocumentParty | None
    notify: tuple[DocumentParty, ...]
    receipt: NamedPlace
    loading: NamedPlace | None
    discharge: NamedPlace | None
    delivery: NamedPlace
    carriage: tuple[Carriage, ...]
    goods: tuple[GoodsLine, ...]
    equipment: tuple[EquipmentLine, ...]
    terms: Terms
    issued_at: datetime
    issued_place: NamedPlace
    booking: str = ""
    origin: str = ""
    sandbox: bool = False
    dcsa_rest: str = ""
    instrument: Instrument | UnsetType = UNSET
    mmt_rest: str | UnsetType = UNSET
    days: bool | UnsetType = UNSET

    def __post_init__(self) -> None:
        to_somebody = self.order_of is not None or self.title.bearer
        if self.negotiable != to_somebody:
            raise BadValue(
                value=self.number,
                what="transport document",
                why="a negotiable one is made out to somebody's order or to bearer, another one is not",
                mend="State order_of or bearer for a negotiable document only.",
            )
        if not self.negotiable and self.consignee is None:
            raise BadValue(
                value=self.number,
                what="transport document",
                why="one that is not negotiable names its consignee",
                mend="Add the consignee.",
            )

    @property
    def title(self) -> Instrument:
        return Instrument() if isinstance(self.instrument, UnsetType) else self.instrument

    @property
    def root(self) -> str:
        """The document's family: what its consignment is bound to."""
        return self.title.root or self.document

    @property
    def gross_weight_grams(self) -> int:
        return sum(line.gross_weight_grams for line in self.goods)

    @property
    def packages(self) -> int:
        return sum(line.packages for line in self.goods)


def plain(value: Any) -> Any:
    """Dataclasses, times and the kernel's words as plain JSON values: the form that is stored, signed and hashed."""
    return msgspec.to_builtins(value, enc_hook=str.__str__)


def canonical(value: Any) -> bytes:
    """RFC 8785 bytes of a value of this room or of plain JSON values."""
    return kernel.canonical(plain(value))


def content_hash(content: DocumentContent) -> str:
    """Lower-case hex SHA-256 of the canonical content: the journal's and the signers' commitment to what the document says."""
    return hashlib.sha256(canonical(content)).hexdigest()
