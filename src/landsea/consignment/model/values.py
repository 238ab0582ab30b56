"""What a consignment is made of. Times are aware and kept in UTC, masses are `Quantity`, temperatures decimal text in degrees Celsius."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import NewType

from landsea.kernel import BadValue, ContainerNumber, Money, PartyId, Quantity, UnLocode, utc

ConsignmentId = NewType("ConsignmentId", str)
QuoteId = NewType("QuoteId", str)
AttachmentId = NewType("AttachmentId", str)


class Mode(StrEnum):
    """Mode of transport, in the words of DCSA (with air)."""

    RAIL = "RAIL"
    VESSEL = "VESSEL"
    BARGE = "BARGE"
    TRUCK = "TRUCK"
    AIR = "AIR"


class Capacity(StrEnum):
    """What a party is on a consignment."""

    FORWARDER = "forwarder"
    SHIPPER = "shipper"
    CONSIGNEE = "consignee"
    NOTIFY = "notify"
    CARRIER = "carrier"
    BANK = "bank"
    CUSTOMS = "customs"


class CutoffKind(StrEnum):
    """截港/截关/截单: the latest time at which cargo, the verified gross mass, documents or the declaration are accepted."""

    CARGO = "cargo"
    VGM = "vgm"
    DOCUMENT = "document"
    CUSTOMS = "customs"


@dataclass(frozen=True, slots=True)
class Leg:
    """One movement by one mode. `no` counts from 1; `service` is the train, sailing, line or flight as its operator calls it.

    `operator_party` confirms the leg itself; without one the forwarder confirms on the operator's behalf.
    """

    no: int
    mode: Mode
    service: str
    from_place: UnLocode
    to_place: UnLocode
    departs: datetime
    arrives: datetime
    from_facility: str = ""
    to_facility: str = ""
    operator_party: PartyId | None = None
    cargo_cutoff: datetime | None = None
    vgm_cutoff: datetime | None = None
    document_cutoff: datetime | None = None
    customs_cutoff: datetime | None = None
    vessel: str = ""
    voyage: str = ""
    distance_km: int = 0
    co2e_grams: int = 0

    def __post_init__(self) -> None:
        for name in ("departs", "arrives", *(f"{kind}_cutoff" for kind in CutoffKind)):
            if (instant := getattr(self, name)) is not None:
                object.__setattr__(self, name, utc(instant))
        if self.arrives <= self.departs:
            raise _bad(f"leg {self.no}", "leg", "it arrives before it departs", "Correct departs or arrives.")
        if min(self.distance_km, self.co2e_grams) < 0:
            raise _bad(f"leg {self.no}", "leg", "its distance or emission is negative", "Give 0 or more.")

    @property
    def cutoffs(self) -> dict[CutoffKind, datetime]:
        """Those that the leg has, earliest first."""
        found = {kind: getattr(self, f"{kind}_cutoff") for kind in CutoffKind}
        return dict(sorted(((k, v) for k, v in found.items() if v is not None), key=lambda item: item[1]))

    @property
    def takes_cargo_until(self) -> datetime:
        return self.cargo_cutoff or self.departs


@dataclass(frozen=True, slots=True)
class Itinerary:
    """Legs in the order of travel. `plan_id` names the plan they were chosen from, where there is one."""

    legs: tuple[Leg, ...]
    plan_id: str = ""


@dataclass(frozen=True, slots=True)
class PriceLine:
    """What is charged: for leg `leg`, or for the whole consignment when `leg` is `None`."""

    description: str
    amount: Money
    leg: int | None = None

    def __post_init__(self) -> None:
        if self.amount.minor < 0:
            raise _bad(str(self.amount), "price", "it is negative", "Give 0 or more, and a smaller price as discount.")


@dataclass(frozen=True, slots=True)
class DangerousGoods:
    """As the UN Model Regulations name them (part 2 and 3): UN number, class or division, packing group, flash point (°C, closed cup)."""

    un_number: str
    hazard_class: str
    packing_group: str = ""
    flash_point_celsius: str = ""
    shipping_name: str = ""

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[0-9]{4}", self.un_number):
            raise _bad(repr(self.un_number), "UN number", "it has four digits", "For example 1263 (paint).")
        if not re.fullmatch(r"1\.[1-6][A-HJ-LNS]|2\.[1-3]|3|4\.[1-3]|5\.[12]|6\.[12]|[789]", self.hazard_class):
            why = "the UN Model Regulations 2.0.1 know classes 1 to 9 with their divisions"
            raise _bad(repr(self.hazard_class), "class of dangerous goods", why, "For example 3, 2.1 or 1.4S.")
        if self.packing_group not in ("", "I", "II", "III"):
            raise _bad(
                repr(self.packing_group), "packing group", "it is I, II or III", "Leave it empty where none is set."
            )
        if self.flash_point_celsius:
            _celsius(self.flash_point_celsius, "flash point")


@dataclass(frozen=True, slots=True)
class Temperature:
    """The set temperature of refrigerated goods, and the bounds outside which they spoil (°C, decimal text)."""

    set_point: str
    lowest: str = ""
    highest: str = ""

    def __post_init__(self) -> None:
        point = _celsius(self.set_point, "set temperature")
        lowest = _celsius(self.lowest, "lowest temperature") if self.lowest else point
        highest = _celsius(self.highest, "highest temperature") if self.highest else point
        if not lowest <= point <= highest:
            raise _bad(self.set_point, "set temperature", "it is outside its own bounds", "Correct the bounds.")


@dataclass(frozen=True, slots=True)
class GoodsItem:
    """One kind of goods. `hs_code` has 4 to 10 digits (WCO HS, longer ones are national), `package_code` is UN/ECE Rec 21.

    `container` says in which container the item is stuffed, when that is known.
    """

    no: int
    description: str
    hs_code: str
    packages: int
    package_code: str
    gross_weight: Quantity
    volume: Quantity | None = None
    marks: str = ""
    container: ContainerNumber | None = None
    dangerous: DangerousGoods | None = None
    temperature: Temperature | None = None

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[0-9]{4,10}", self.hs_code):
            raise _bad(repr(self.hs_code), "HS code", "it has 4 to 10 digits", "For example 080550 (lemons).")
        if type(self.packages) is not int or not 1 <= self.packages <= 10_000_000:
            raise _bad(repr(self.packages), "number of packages", "it is 1 to 10,000,000", "Bulk is 1 package.")
        if not re.fullmatch(r"[A-Z0-9]{2}", self.package_code):
            why = "a UN/ECE Rec 21 code has two letters or digits"
            raise _bad(repr(self.package_code), "package code", why, "For example CT (carton) or PX (pallet).")
        if self.gross_weight.grams <= 0:
            raise _bad(str(self.gross_weight), "gross weight", "it is not above zero", "Give the weight with packing.")
        if self.volume is not None and (self.volume.unit not in ("MTQ", "LTR") or self.volume.number <= 0):
            raise _bad(str(self.volume), "volume", "it is above zero, in MTQ or LTR", "For example 33.2 MTQ.")


@dataclass(frozen=True, slots=True)
class Equipment:
    """A container (ISO 6346), its size-type code, seals, and its verified gross mass (SOLAS VI/2) once weighed.

    `vgm_method`: SM1 (the packed container was weighed) or SM2 (contents and tare were added).
    """

    container: ContainerNumber
    iso_code: str
    seals: tuple[str, ...] = ()
    vgm: Quantity | None = None
    vgm_method: str = ""

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[1-4A-HK-NPR][0-9C-FL-NP][A-Z][0-9A-Z]", self.iso_code):
            why = "ISO 6346 annex D and E: length, height and width, type"
            raise _bad(repr(self.iso_code), "size-type code", why, "For example 22G1, 45G1 or 45R1.").at("/iso_code")
        if self.vgm is not None and self.vgm.grams <= 0:
            why = "it is not above zero"
            raise _bad(str(self.vgm), "verified gross mass", why, "Give container and contents.").at("/vgm")
        if self.vgm_method not in ("", "SM1", "SM2"):
            raise _bad(repr(self.vgm_method), "VGM method", "SOLAS VI/2.4 has two", "Use SM1 or SM2.").at("/vgm_method")


@dataclass(frozen=True, slots=True)
class PartyOn:
    """A party and what it is on the consignment."""

    party: PartyId
    capacity: Capacity


@dataclass(frozen=True, slots=True)
class Person:
    """Whom to call: personal data, kept apart and erasable."""

    name: str
    phone: str = ""
    email: str = ""


def _bad(value: str, what: str, why: str, mend: str) -> BadValue:
    return BadValue(value=value, what=what, why=why, mend=mend)


def _celsius(text: str, what: str) -> Decimal:
    if not re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]{1,3})?", text) or abs(Decimal(text)) > 300:
        raise _bad(repr(text), what, "it is a decimal number of degrees Celsius", "For example -18 or 4.5.")
    return Decimal(text)
