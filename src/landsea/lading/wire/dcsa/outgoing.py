"""Our content as DCSA names it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from landsea.kernel import BadValue
from landsea.lading.model import (
    Carriage,
    DocumentContent,
    DocumentParty,
    EquipmentLine,
    GoodsLine,
    Identifier,
    NamedPlace,
)
from landsea.lading.wire.dcsa.codes import CARRIER_LISTS, CODE_LISTS, PACKING_GROUPS, SANDBOX_CLAUSE, TAX, Json


def bare(content: DocumentContent, status: str) -> Json:
    """What DCSA can say of our content, without what `dcsa_rest` keeps."""
    if content.loading is None or content.discharge is None:
        raise BadValue(
            value=content.number,
            what="DCSA transport document",
            why="no leg is by sea",
            mend="Exchange it in another form.",
        )
    terms = content.terms
    return _without_empty(
        {
            "transportDocumentReference": content.number,
            "transportDocumentStatus": status,
            "transportDocumentTypeCode": "BOL" if content.negotiable else "SWB",
            "isShippedOnBoardType": False,
            "isElectronic": True,
            "isToOrder": content.negotiable,
            "freightPaymentTermCode": terms.freight,
            "termsAndConditions": terms.text_en,
            "carrierClauses": [SANDBOX_CLAUSE] if content.sandbox else [],
            "receiptTypeAtOrigin": terms.receipt_type,
            "deliveryTypeAtDestination": terms.delivery_type,
            "cargoMovementTypeAtOrigin": terms.movement_type,
            "cargoMovementTypeAtDestination": terms.movement_type,
            "issueDate": content.issued_at.date().isoformat(),
            "placeOfIssue": _place(content.issued_place),
            "invoicePayableAt": _payable_at(content),
            "partyContactDetails": [{"name": content.issuer.name_en[:35]}],
            "documentParties": _parties(content),
            "consignmentItems": [_item(line, content) for line in content.goods],
            "utilizedTransportEquipments": [_equipment(one, content.goods) for one in content.equipment],
            "transports": _transports(content, content.loading, content.discharge),
            "references": [{"type": "UCR", "value": content.ucr}] if content.ucr else [],
        }
        | _carrier(content.issuer)
    )


def _without_empty(value: Json) -> Json:
    return {name: item for name, item in value.items() if item not in (None, "", [], {})}


def _carrier(issuer: DocumentParty) -> Json:
    codes = {one.scheme: one.value for one in issuer.identifiers if one.scheme in CARRIER_LISTS}
    scheme = next(iter(codes), "")
    return {"carrierCode": codes[scheme], "carrierCodeListProvider": scheme} if scheme else {}


def _payable_at(content: DocumentContent) -> Json:
    at = content.receipt if content.terms.freight == "PRE" else content.delivery
    return {"UNLocationCode": at.locode}


def _place(one: NamedPlace) -> Json:
    return _without_empty({"locationName": one.name_en, "UNLocationCode": one.locode})


def _parties(content: DocumentContent) -> Json:
    return _without_empty(
        {
            "shipper": _party(content.shipper),
            "consignee": _party(content.consignee),
            "endorsee": _party(content.order_of),
            "issuingParty": _party(content.issuer),
            "notifyParties": [_party(one) for one in content.notify],
        }
    )


def _party(one: DocumentParty | None) -> Json | None:
    if one is None:
        return None
    if len(one.name_en) > 70:
        raise BadValue(
            value=repr(one.name_en[:70]),
            what="DCSA party name",
            why="DCSA takes 70 characters",
            mend="Register a shorter English name.",
        )
    codes = [("DID", one.did)] if one.did else []
    codes += [(number.scheme, number.value) for number in one.identifiers if number.scheme not in TAX]
    taxes = [number for number in one.identifiers if number.scheme in TAX]
    return _without_empty(
        {
            "partyName": one.name_en,
            "identifyingCodes": [_code(scheme, value) for scheme, value in codes],
            "taxLegalReferences": [_tax(number) for number in taxes],
        }
    )


def _code(scheme: str, value: str) -> Json:
    provider, name = CODE_LISTS.get(scheme, (scheme if scheme in CARRIER_LISTS else "ZZZ", scheme))
    return {"codeListProvider": provider, "codeListName": name, "partyCode": value}


def _tax(number: Identifier) -> Json:
    kind, country = TAX[number.scheme]
    return {"type": kind, "countryCode": country, "value": number.value}


def _item(line: GoodsLine, content: DocumentContent) -> Json:
    packaging: Json = {
        "numberOfPackages": line.packages,
        "packageCode": line.package_code,
        "description": line.package_code or "packages",
        "dangerousGoods": [_dangerous(line)] if line.dangerous_un else [],
    }
    cargo: Json = {
        "equipmentReference": line.container,
        "cargoGrossWeight": {"value": _number(Decimal(line.gross_weight_grams) / 1000), "unit": "KGM"},
        "outerPackaging": _without_empty(packaging),
    }
    if line.volume_cubic_metres:
        cargo["cargoGrossVolume"] = {"value": _number(Decimal(line.volume_cubic_metres)), "unit": "MTQ"}
    return _without_empty(
        {
            "carrierBookingReference": content.booking or content.consignment,
            "descriptionOfGoods": line.description.split("\n"),
            "HSCodes": [line.hs_code] if line.hs_code else [],
            "shippingMarks": line.marks.split("\n") if line.marks else [],
            "cargoItems": [_without_empty(cargo)],
        }
    )


def _dangerous(line: GoodsLine) -> Json:
    return _without_empty(
        {
            "UNNumber": line.dangerous_un,
            "properShippingName": line.shipping_name or line.description,
            "imoClass": line.hazard_class,
            "packingGroup": PACKING_GROUPS.get(line.packing_group),
        }
    )


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _equipment(one: EquipmentLine, goods: Sequence[GoodsLine]) -> Json:
    cold = next((line.temperature_celsius for line in goods if line.container == one.container), "")
    reefer = {"temperatureSetpoint": _number(Decimal(cold)), "temperatureUnit": "CEL"} if cold else None
    equipment = _without_empty({"equipmentReference": one.container, "ISOEquipmentCode": one.iso_code})
    rendered: Json = {
        "equipment": equipment,
        "isShipperOwned": False,
        "seals": [{"number": number} for number in one.seals],
    }
    return rendered | ({"activeReeferSettings": reefer} if reefer else {})


def _transports(content: DocumentContent, loading: NamedPlace, discharge: NamedPlace) -> Json:
    sea = [index for index, leg in enumerate(content.carriage) if leg.mode == "VESSEL"]
    before, after = content.carriage[: sea[0]], content.carriage[sea[-1] + 1 :]
    departs, arrives = content.carriage[sea[0]].departs, content.carriage[sea[-1]].arrives
    return _without_empty(
        {
            "plannedDepartureDate": departs.date().isoformat() if departs else None,
            "plannedArrivalDate": arrives.date().isoformat() if arrives else None,
            "preCarriageBy": _by(before),
            "placeOfReceipt": _place(content.receipt) if before else None,
            "portOfLoading": _place(loading),
            "portOfDischarge": _place(discharge),
            "onCarriageBy": _by(after),
            "placeOfDelivery": _place(content.delivery) if after else None,
            "vesselVoyages": [_voyage(content.carriage[index]) for index in sea],
        }
    )


def _by(legs: Sequence[Carriage]) -> str | None:
    modes = {leg.mode for leg in legs}
    return None if not modes else modes.pop() if len(modes) == 1 else "MULTIMODAL"


def _voyage(leg: Carriage) -> Json:
    return {
        "vesselName": leg.vessel or leg.service,
        "carrierExportVoyageNumber": leg.voyage or leg.service,
    }
