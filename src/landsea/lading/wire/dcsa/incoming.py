"""A DCSA document as our content."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from msgspec import UNSET

from landsea.lading.model import (
    Carriage,
    DocumentContent,
    DocumentParty,
    EquipmentLine,
    GoodsLine,
    Identifier,
    Instrument,
    NamedPlace,
    Terms,
)
from landsea.lading.wire.dcsa.codes import (
    CARRIER_LISTS,
    CODE_LISTS,
    CUBIC_METRES,
    GRAMS,
    PACKING_GROUPS,
    SANDBOX_CLAUSE,
    TAX,
)


def read(said: Mapping[str, Any], document_id: str, consignment: str, rest: str) -> DocumentContent:
    """Our content, with `rest` as its `dcsa_rest`. What a draft leaves open is empty; its kind and its day of issue are not."""
    parties, transports, negotiable = (
        said.get("documentParties", {}),
        said.get("transports", {}),
        bool(said["isToOrder"]),
    )
    loading, discharge = (
        _parse_place(transports.get("portOfLoading", {})),
        _parse_place(transports.get("portOfDischarge", {})),
    )
    receipt = _parse_place(transports["placeOfReceipt"]) if "placeOfReceipt" in transports else loading
    delivery = _parse_place(transports["placeOfDelivery"]) if "placeOfDelivery" in transports else discharge
    shipper = _parse_party(parties.get("shipper", {}))
    consignee = _parse_party(parties["consignee"]) if "consignee" in parties else None
    order_of = _parse_party(parties["endorsee"]) if "endorsee" in parties else None
    return DocumentContent(
        document=document_id,
        number=said.get("transportDocumentReference", ""),
        negotiable=negotiable,
        consignment=consignment,
        ucr=next((one.get("value", "") for one in said.get("references", ()) if one.get("type") == "UCR"), ""),
        issuer=_parse_party(parties.get("issuingParty", {})),
        shipper=shipper,
        consignee=None if negotiable else consignee,
        order_of=order_of if negotiable else None,
        # DCSA: to order, and to the order of nobody named, is endorsed in blank.
        instrument=Instrument(bearer=True) if negotiable and order_of is None else UNSET,
        notify=tuple(_parse_party(one) for one in parties.get("notifyParties", ())),
        receipt=receipt,
        loading=loading,
        discharge=discharge,
        delivery=delivery,
        carriage=_parse_carriage(transports, receipt, loading, discharge, delivery),
        goods=tuple(
            _parse_goods(item, cargo, said)
            for item in said.get("consignmentItems", ())
            for cargo in item.get("cargoItems", ())
        ),
        equipment=tuple(_parse_equipment(one) for one in said.get("utilizedTransportEquipments", ())),
        terms=_parse_terms(said),
        issued_at=_date(said.get("issueDate") or transports["plannedDepartureDate"]),
        issued_place=_parse_place(said["placeOfIssue"]) if "placeOfIssue" in said else receipt,
        booking=next((one.get("carrierBookingReference", "") for one in said.get("consignmentItems", ())), ""),
        sandbox=SANDBOX_CLAUSE in said.get("carrierClauses", ()),
        dcsa_rest=rest,
        days=True,
    )


def _parse_terms(said: Mapping[str, Any]) -> Terms:
    return Terms(
        text_en=said.get("termsAndConditions", ""),
        text_zh="",
        freight=said.get("freightPaymentTermCode", "PRE"),
        receipt_type=said.get("receiptTypeAtOrigin", "CY"),
        delivery_type=said.get("deliveryTypeAtDestination", "CY"),
        movement_type=said.get("cargoMovementTypeAtOrigin", "FCL"),
    )


def _parse_place(said: Mapping[str, Any]) -> NamedPlace:
    code = said.get("UNLocationCode", "")
    facility = said.get("facility", {}).get("facilityCode", "")
    return NamedPlace(code, said.get("locationName", code), "", facility)


def _parse_party(said: Mapping[str, Any]) -> DocumentParty:
    codes = [_parse_code(one) for one in said.get("identifyingCodes", ())]
    taxes = {kind: scheme for scheme, (kind, _) in TAX.items()}
    codes += [
        Identifier(taxes[one["type"]], one.get("value", ""))
        for one in said.get("taxLegalReferences", ())
        if one.get("type") in taxes
    ]
    did = next((one.value for one in codes if one.scheme == "DID"), "")
    numbers = tuple(one for one in codes if one.scheme != "DID")
    country = said.get("address", {}).get("countryCode", "")
    return DocumentParty(said.get("partyName", ""), "", None, did, country, numbers)


def _parse_code(said: Mapping[str, Any]) -> Identifier:
    provider = said.get("codeListProvider", "")
    known = {given: scheme for scheme, (given, _) in CODE_LISTS.items()}
    own = provider if provider in CARRIER_LISTS else said.get("codeListName", provider)
    return Identifier(known.get(provider, own), said.get("partyCode", ""))


def _parse_carriage(
    said: Mapping[str, Any], receipt: NamedPlace, loading: NamedPlace, discharge: NamedPlace, delivery: NamedPlace
) -> tuple[Carriage, ...]:
    """DCSA names the modes before and after the sea, and the voyages between the two ports."""
    legs: list[Carriage] = []
    if mode := said.get("preCarriageBy"):
        legs.append(Carriage(1, mode, "", receipt, loading, None, None))
    voyages = said.get("vesselVoyages", ())
    for index, one in enumerate(voyages):
        departs = _day(said, "plannedDepartureDate") if index == 0 else None
        arrives = _day(said, "plannedArrivalDate") if index == len(voyages) - 1 else None
        vessel, voyage = one.get("vesselName", ""), one.get("carrierExportVoyageNumber", "")
        legs.append(Carriage(len(legs) + 1, "VESSEL", "", loading, discharge, departs, arrives, vessel, voyage))
    if mode := said.get("onCarriageBy"):
        legs.append(Carriage(len(legs) + 1, mode, "", discharge, delivery, None, None))
    return tuple(legs)


def _parse_goods(item: Mapping[str, Any], cargo: Mapping[str, Any], said: Mapping[str, Any]) -> GoodsLine:
    weight, volume, packaging = (
        cargo.get("cargoGrossWeight"),
        cargo.get("cargoGrossVolume"),
        cargo.get("outerPackaging", {}),
    )
    container = cargo.get("equipmentReference", "")
    dangerous: Mapping[str, Any] = next(iter(packaging.get("dangerousGoods", ())), {})
    groups = {number: group for group, number in PACKING_GROUPS.items()}
    metres = _measured(volume, CUBIC_METRES)
    return GoodsLine(
        description="\n".join(item.get("descriptionOfGoods", ())),
        hs_code=next(iter(item.get("HSCodes", ())), ""),
        packages=packaging.get("numberOfPackages", 0),
        package_code=packaging.get("packageCode", ""),
        gross_weight_grams=int(_measured(weight, GRAMS) or 0),
        volume_cubic_metres="" if metres is None else format(metres.normalize(), "f"),
        marks="\n".join(item.get("shippingMarks", ())),
        container=container,
        temperature_celsius=_set_point(said, container),
        dangerous_un=dangerous.get("UNNumber", ""),
        hazard_class=dangerous.get("imoClass", ""),
        packing_group=groups.get(dangerous.get("packingGroup", 0), ""),
        shipping_name=dangerous.get("properShippingName", ""),
    )


def _set_point(said: Mapping[str, Any], container: str) -> str:
    for one in said.get("utilizedTransportEquipments", ()):
        reefer = one.get("activeReeferSettings", {})
        if (
            one.get("equipment", {}).get("equipmentReference", "") == container
            and reefer.get("temperatureUnit") == "CEL"
        ):
            return str(reefer.get("temperatureSetpoint", ""))
    return ""


def _parse_equipment(said: Mapping[str, Any]) -> EquipmentLine:
    equipment = said.get("equipment", {})
    seals = tuple(one.get("number", "") for one in said.get("seals", ()))
    return EquipmentLine(equipment.get("equipmentReference", ""), equipment.get("ISOEquipmentCode", ""), seals)


def _measured(said: Mapping[str, Any] | None, units: Mapping[str, Decimal]) -> Decimal | None:
    return Decimal(str(said["value"])) * units[said["unit"]] if said and {"value", "unit"} <= said.keys() else None


def _day(said: Mapping[str, Any], name: str) -> datetime | None:
    return _date(said[name]) if name in said else None


def _date(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
