"""Request bodies and how they become the room's values. What a value refuses points at the place in the body."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from landsea.consignment.model import (
    AcceptQuote,
    AmendConsignment,
    Capacity,
    Contact,
    DangerousGoods,
    Equipment,
    GiveQuote,
    GoodsItem,
    ItemPart,
    Itinerary,
    Leg,
    Mode,
    PartyOn,
    Person,
    PriceLine,
    QuoteId,
    RollLeg,
    SplitConsignment,
    Temperature,
)
from landsea.kernel import ContainerNumber, Money, PartyId, Quantity, Refusal, UnLocode
from landsea.runtime.http import Flag, Moment, Whole

Id = Annotated[str, Field(min_length=1, max_length=40)]
Printable = r"^[^\x00-\x1f]*$"
Short = Annotated[str, Field(max_length=100)]
Text = Annotated[str, Field(max_length=1000)]
Count = Annotated[Whole, Field(ge=0, le=2**53 - 1)]
Lines = Field(max_length=1000)


@contextmanager
def at(pointer: str) -> Iterator[None]:
    """A refusal raised inside points at `pointer`."""
    try:
        yield
    except Refusal as refusal:
        raise refusal.at(pointer) from None


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class LegBody(Body):
    """Times with zone (RFC 3339). `operator_party` is the party that confirms the leg; none: the forwarder does on its behalf."""

    mode: Mode
    service: Short
    from_place: Short
    to_place: Short
    departs: Moment
    arrives: Moment
    from_facility: Short = ""
    to_facility: Short = ""
    operator_party: Id | None = None
    cargo_cutoff: Moment | None = None
    vgm_cutoff: Moment | None = None
    document_cutoff: Moment | None = None
    customs_cutoff: Moment | None = None
    vessel: Short = ""
    voyage: Short = ""
    distance_km: Count = 0
    co2e_grams: Count = 0

    def value(self, no: int, where: str) -> Leg:
        given = self.model_dump(exclude={"from_place", "to_place", "operator_party"})
        with at(f"{where}/from_place"):
            start = UnLocode(self.from_place)
        with at(f"{where}/to_place"):
            end = UnLocode(self.to_place)
        operator = PartyId(self.operator_party) if self.operator_party else None
        with at(where):
            return Leg(no=no, from_place=start, to_place=end, operator_party=operator, **given)


class ItineraryBody(Body):
    """Legs in the order of travel; they are numbered from 1."""

    legs: list[LegBody] = Field(min_length=1, max_length=20)
    plan_id: Annotated[str, Field(max_length=40)] = ""

    def value(self) -> Itinerary:
        legs = [leg.value(no, f"/itinerary/legs/{no - 1}") for no, leg in enumerate(self.legs, start=1)]
        return Itinerary(tuple(legs), self.plan_id)


class MoneyBody(Body):
    """`minor` units (cents, fen) of an ISO 4217 `currency`."""

    currency: str
    minor: Whole


class PriceLineBody(Body):
    description: Short
    amount: MoneyBody
    leg: Whole | None = Field(default=None, ge=1)

    def value(self, where: str) -> PriceLine:
        with at(f"{where}/amount"):
            return PriceLine(self.description, Money(self.amount.currency, self.amount.minor), self.leg)


class QuoteBody(Body):
    customer: Id
    itinerary: ItineraryBody
    price_lines: list[PriceLineBody] = Field(min_length=1, max_length=100)
    valid_until: Moment
    note: Text = ""

    def command(self) -> GiveQuote:
        lines = [line.value(f"/price_lines/{index}") for index, line in enumerate(self.price_lines)]
        customer = PartyId(self.customer)
        return GiveQuote(customer, self.itinerary.value(), tuple(lines), self.valid_until, self.note)


class QuantityBody(Body):
    """A decimal `value` as text and a UN/ECE Rec 20 `unit`, for example `{"value": "21500", "unit": "KGM"}`."""

    value: Annotated[str, Field(max_length=32)]
    unit: Annotated[str, Field(max_length=3)]

    def quantity(self, where: str) -> Quantity:
        with at(where):
            return Quantity(self.value, self.unit)


class DangerousBody(Body):
    un_number: Short
    hazard_class: Short
    packing_group: Short = ""
    flash_point_celsius: Short = ""
    shipping_name: Short = ""


class TemperatureBody(Body):
    set_point: Short
    lowest: Short = ""
    highest: Short = ""


class GoodsBody(Body):
    no: Annotated[Whole, Field(ge=1, le=9999)] | None = None
    description: Text
    hs_code: Short
    packages: Whole
    package_code: Short
    gross_weight: QuantityBody
    volume: QuantityBody | None = None
    marks: Text = ""
    container: Short | None = None
    dangerous: DangerousBody | None = None
    temperature: TemperatureBody | None = None

    def value(self, index: int) -> GoodsItem:
        where = f"/goods/{index}"
        with at(f"{where}/container"):
            container = ContainerNumber(self.container) if self.container else None
        with at(f"{where}/dangerous"):
            dangerous = DangerousGoods(**self.dangerous.model_dump()) if self.dangerous else None
        with at(f"{where}/temperature"):
            temperature = Temperature(**self.temperature.model_dump()) if self.temperature else None
        weight = self.gross_weight.quantity(f"{where}/gross_weight")
        volume = self.volume.quantity(f"{where}/volume") if self.volume else None
        with at(where):
            return GoodsItem(
                no=self.no or index + 1,
                description=self.description,
                hs_code=self.hs_code,
                packages=self.packages,
                package_code=self.package_code,
                gross_weight=weight,
                volume=volume,
                marks=self.marks,
                container=container,
                dangerous=dangerous,
                temperature=temperature,
            )


class EquipmentBody(Body):
    container: Short
    iso_code: Short
    seals: list[Short] = Field(default=[], max_length=10)
    vgm: QuantityBody | None = None
    vgm_method: Short = ""

    def value(self, index: int) -> Equipment:
        where = f"/equipment/{index}"
        with at(f"{where}/container"):
            container = ContainerNumber(self.container)
        vgm = self.vgm.quantity(f"{where}/vgm") if self.vgm else None
        with at(where):
            return Equipment(container, self.iso_code, tuple(self.seals), vgm, self.vgm_method)


class PartyBody(Body):
    party: Id
    capacity: Capacity

    def value(self) -> PartyOn:
        return PartyOn(PartyId(self.party), self.capacity)


class ContactBody(Body):
    """Personal data: kept apart from the record and erasable."""

    party: Id
    name: Short
    phone: Short = ""
    email: Annotated[str, Field(max_length=200)] = ""

    def value(self) -> Contact:
        return Contact(PartyId(self.party), Person(self.name, self.phone, self.email))


def _goods(given: list[GoodsBody]) -> tuple[GoodsItem, ...]:
    return tuple(item.value(index) for index, item in enumerate(given))


def _equipment(given: list[EquipmentBody]) -> tuple[Equipment, ...]:
    return tuple(one.value(index) for index, one in enumerate(given))


def _parties(given: list[PartyBody]) -> tuple[PartyOn, ...]:
    return tuple(one.value() for one in given)


def _contacts(given: list[ContactBody]) -> tuple[Contact, ...]:
    return tuple(one.value() for one in given)


class AcceptBody(Body):
    """What is booked. Without `ucr` one is made; the forwarder, the legs' operators and the customer are parties anyway."""

    goods: list[GoodsBody] = Lines
    parties: list[PartyBody] = Field(default=[], max_length=1000)
    equipment: list[EquipmentBody] = Field(default=[], max_length=1000)
    contacts: list[ContactBody] = Field(default=[], max_length=1000)
    ucr: Short = ""
    booking: Short = ""

    def command(self, quote: str) -> AcceptQuote:
        return AcceptQuote(
            quote=QuoteId(quote),
            parties=_parties(self.parties),
            goods=_goods(self.goods),
            equipment=_equipment(self.equipment),
            contacts=_contacts(self.contacts),
            ucr=self.ucr,
            booking=self.booking,
        )


class ReasonBody(Body):
    reason: Text


class ConfirmBody(Body):
    reference: Short = ""


class RollBody(Body):
    """Cut-offs that are not given keep their distance from the departure. `knowingly`: also when later legs no longer connect."""

    departs: Moment
    arrives: Moment
    reason: Text
    reference: Short = ""
    service: Short = ""
    vessel: Short = ""
    voyage: Short = ""
    cargo_cutoff: Moment | None = None
    vgm_cutoff: Moment | None = None
    document_cutoff: Moment | None = None
    customs_cutoff: Moment | None = None
    knowingly: Flag = False

    def command(self, no: int) -> RollLeg:
        return RollLeg(no=no, **self.model_dump())


class AmendBody(Body):
    """What is given replaces what was. `version` is the one that was read, so that no other's change is lost."""

    reason: Text
    version: Whole | None = None
    goods: list[GoodsBody] | None = Field(default=None, max_length=1000)
    equipment: list[EquipmentBody] | None = Field(default=None, max_length=1000)
    parties: list[PartyBody] | None = Field(default=None, max_length=1000)
    contacts: list[ContactBody] = Field(default=[], max_length=1000)

    def command(self) -> AmendConsignment:
        return AmendConsignment(
            reason=self.reason,
            goods=None if self.goods is None else _goods(self.goods),
            equipment=None if self.equipment is None else _equipment(self.equipment),
            parties=None if self.parties is None else _parties(self.parties),
            contacts=_contacts(self.contacts),
            seen=self.version,
        )


class ItemPartBody(Body):
    item: Whole
    packages: Whole
    gross_weight: QuantityBody
    volume: QuantityBody | None = None

    def value(self, index: int) -> ItemPart:
        where = f"/items/{index}"
        volume = self.volume.quantity(f"{where}/volume") if self.volume else None
        return ItemPart(self.item, self.packages, self.gross_weight.quantity(f"{where}/gross_weight"), volume)


class SplitBody(Body):
    """What goes to the new consignment; the rest stays."""

    items: list[ItemPartBody] = Field(min_length=1, max_length=1000)
    containers: list[Short] = Field(default=[], max_length=1000)
    ucr: Short = ""

    def command(self) -> SplitConsignment:
        containers = []
        for index, number in enumerate(self.containers):
            with at(f"/containers/{index}"):
                containers.append(ContainerNumber(number))
        items = tuple(item.value(index) for index, item in enumerate(self.items))
        return SplitConsignment(items, tuple(containers), self.ucr)


class NoteBody(Body):
    note: Text
