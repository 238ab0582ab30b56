"""The content of a document, built from its consignment over all legs."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec import UNSET, UnsetType

from landsea import consignment, identity, network
from landsea.consignment import Capacity, Consignment, Equipment, GoodsItem, Leg
from landsea.journal import View
from landsea.kernel import BadValue, PartyId
from landsea.lading.model import (
    Carriage,
    DocumentContent,
    DocumentId,
    DocumentParty,
    EquipmentLine,
    GoodsLine,
    HeldByItsConsignee,
    Identifier,
    Instrument,
    IssueDocument,
    LegDocumentNegotiable,
    NamedPlace,
    NoConsignee,
    plain,
)
from landsea.lading.service.terms import model_terms
from landsea.lading.service.wording import clean_other, clean_terms, require_printable

ORIGINALS_MAX = 9
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def build_content(view: View, command: IssueDocument, document: DocumentId, at: datetime) -> DocumentContent:
    """What the document of the consignment says if it is issued by the actor's party at `at`."""
    found = consignment.get_consignment(view, command.consignment)
    _require_an_order(command)
    _require_its_holder(command, found)
    command = _worded(command, found)
    legs = [_carriage(view, leg) for leg in found.legs]
    sea = [leg for leg in legs if leg.mode == "VESSEL"]
    consignee = found.party_as(Capacity.CONSIGNEE)
    content = DocumentContent(
        document=document,
        number=number_of(document, command.negotiable),
        negotiable=command.negotiable,
        consignment=found.id,
        ucr=found.ucr,
        issuer=document_party(view, view.actor.party),
        shipper=document_party(view, _required(found, Capacity.SHIPPER)),
        consignee=None if command.negotiable else document_party(view, _required(found, Capacity.CONSIGNEE)),
        order_of=_order_of(view, command, found),
        notify=_notify(view, command, found, consignee),
        receipt=legs[0].origin,
        loading=sea[0].origin if sea else None,
        discharge=sea[-1].destination if sea else None,
        delivery=legs[-1].destination,
        carriage=tuple(legs),
        goods=tuple(_goods(item) for item in found.goods),
        equipment=tuple(_equipment(one) for one in found.equipment),
        terms=command.terms or model_terms(command.negotiable),
        issued_at=_local(view, at, legs[0].origin.locode) or at,
        issued_place=legs[0].origin,
        booking=found.booking,
        origin=view.site.origin,
        sandbox=view.site.sandbox,
        instrument=instrument_of(command, at),
    )
    _require_printable(content)
    return content


def _worded(command: IssueDocument, found: Consignment) -> IssueDocument:
    """The command with its free texts cleaned; what else a document says was cleaned when it was booked."""
    numbers = [leg.no for leg in found.legs]
    terms = clean_terms(command.terms) if command.terms else None
    annotates = clean_other(command.annotates, numbers, "/annotates") if command.annotates else None
    legs = tuple(clean_other(one, numbers, f"/legs/{at}") for at, one in enumerate(command.legs))
    return replace(command, terms=terms, annotates=annotates, legs=legs)


def _require_printable(content: DocumentContent) -> None:
    """The instrument's texts are named as the command names them."""
    said = plain(content)
    require_printable(said.pop("instrument", {}) | said)


def _require_an_order(command: IssueDocument) -> None:
    if command.order_of is None or (command.negotiable and not command.bearer):
        return
    raise BadValue(
        value=command.order_of,
        what="order",
        why="a document to bearer, or one that is not negotiable, is to nobody's order",
        mend="Leave it out, or issue a negotiable document that is not to bearer.",
        pointer="/order_of",
    )


def _require_its_holder(command: IssueDocument, found: Consignment) -> None:
    """A waybill is to its consignee alone, and no endorsement moves it: nobody else could hold it to any purpose."""
    consignee = found.party_as(Capacity.CONSIGNEE)
    if not command.negotiable and command.held_by not in (None, consignee):
        raise HeldByItsConsignee(held_by=command.held_by, consignee=consignee or "-", pointer="/held_by")


def instrument_of(command: IssueDocument, at: datetime) -> Instrument | UnsetType:
    """How the document is one of title; left out when it is one original to order or straight, with nothing beside it."""
    made = Instrument(
        command.originals, command.bearer, command.annotates, command.legs, valid_until=command.valid_until
    )
    _require_one_of_title(command)
    if not 1 <= command.originals <= ORIGINALS_MAX or (command.originals > 1 and not command.negotiable):
        raise BadValue(
            value=str(command.originals),
            what="number of originals",
            why=f"a negotiable document has 1 to {ORIGINALS_MAX}, another one has 1",
            mend="The usual set is 3 of 3.",
            pointer="/originals",
        )
    if command.valid_until is not None and command.valid_until <= at:
        raise BadValue(
            value=command.valid_until.isoformat(),
            what="end of validity",
            why="it has passed",
            mend="State a later time, or none.",
            pointer="/valid_until",
        )
    return UNSET if made == Instrument() else made


def _require_one_of_title(command: IssueDocument) -> None:
    """NCD Convention: one document of title over the same goods. Leg documents are referenced and never negotiable beside it."""
    for one in command.legs:
        if one.negotiable and not one.void:
            raise LegDocumentNegotiable(kind=one.kind, reference=one.number, pointer="/legs")


def number_of(document: DocumentId, negotiable: bool) -> str:
    """The number follows from the id, so that no two documents share one: LSBL (bill) or LSWB (waybill) and 60 bits of its hash."""
    value = int.from_bytes(hashlib.sha256(document.encode()).digest()[:8], "big") >> 4
    digits = "".join(_ALPHABET[value >> shift & 31] for shift in range(55, -1, -5))
    return ("LSBL" if negotiable else "LSWB") + digits


def document_party(view: View, party_id: PartyId) -> DocumentParty:
    """A party of the node as a document names it."""
    found = identity.get_party(view, party_id)
    numbers = tuple(Identifier(one.scheme, one.value) for one in found.identifiers)
    did = identity.did_of(view, party_id)
    return DocumentParty(found.name_en, found.name_zh, party_id, did, found.country, numbers)


def _required(found: Consignment, capacity: Capacity) -> PartyId:
    party = found.party_as(capacity)
    if party is None:
        raise NoConsignee(consignment=found.id, capacity=capacity.value)
    return party


def _order_of(view: View, command: IssueDocument, found: Consignment) -> DocumentParty | None:
    if not command.negotiable or command.bearer:
        return None
    return document_party(view, command.order_of or _required(found, Capacity.SHIPPER))


def _notify(
    view: View, command: IssueDocument, found: Consignment, consignee: PartyId | None
) -> tuple[DocumentParty, ...]:
    """Who is told of the arrival; on a negotiable document the consignee of the consignment too, who is not named otherwise."""
    told = list(found.parties_as(Capacity.NOTIFY))
    if command.negotiable and consignee and consignee not in told:
        told.append(consignee)
    return tuple(document_party(view, party) for party in told)


def _carriage(view: View, leg: Leg) -> Carriage:
    origin = _place(view, leg.from_place, leg.from_facility)
    destination = _place(view, leg.to_place, leg.to_facility)
    departs, arrives = _local(view, leg.departs, leg.from_place), _local(view, leg.arrives, leg.to_place)
    mode = leg.mode.value
    return Carriage(leg.no, mode, leg.service, origin, destination, departs, arrives, leg.vessel, leg.voyage)


def _local(view: View, at: datetime | None, code: str) -> datetime | None:
    """In the zone of the place; as it is where the network does not know it."""
    place = _known(view, code)
    return at.astimezone(ZoneInfo(place.timezone)) if at and place else at


def _place(view: View, code: str, facility: str) -> NamedPlace:
    found = _known(view, code)
    return NamedPlace(code, found.name, found.name_zh, facility) if found else NamedPlace(code, code, "", facility)


def _known(view: View, code: str) -> network.Place | None:
    """The consignment may name a place that the network does not have."""
    try:
        return network.get_place(view, code)
    except (network.NoNetwork, network.UnknownPlace):
        return None


def _goods(item: GoodsItem) -> GoodsLine:
    volume = item.volume
    metres = "" if volume is None else str(volume.number if volume.unit == "MTQ" else volume.number / 1000)
    dangerous = item.dangerous
    return GoodsLine(
        description=item.description,
        hs_code=item.hs_code,
        packages=item.packages,
        package_code=item.package_code,
        gross_weight_grams=item.gross_weight.grams,
        volume_cubic_metres=metres,
        marks=item.marks,
        container=item.container or "",
        temperature_celsius=item.temperature.set_point if item.temperature else "",
        dangerous_un=dangerous.un_number if dangerous else "",
        hazard_class=dangerous.hazard_class if dangerous else "",
        packing_group=dangerous.packing_group if dangerous else "",
        shipping_name=dangerous.shipping_name if dangerous else "",
    )


def _equipment(one: Equipment) -> EquipmentLine:
    return EquipmentLine(one.container, one.iso_code, one.seals)


def named_parties(content: DocumentContent) -> Sequence[PartyId]:
    """The node's parties that the document names."""
    named = (content.issuer, content.shipper, content.consignee, content.order_of, *content.notify)
    return [one.party for one in named if one is not None and one.party is not None]
