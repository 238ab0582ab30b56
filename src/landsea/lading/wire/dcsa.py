"""DCSA `TransportDocument` (eBL 3.0.0: EBL, EBL_ISS, EBL_PINT) from and to our content.

What a DCSA document says beyond our model is kept as a merge patch in `dcsa_rest`, so `render(parse(x))` is `x` again. Our own content says
more than DCSA can (names in Chinese, every leg, times): a rendered document is an extract of it. DCSA describes carriage with a sea leg;
content without one cannot be rendered.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import rfc8785

from landsea.kernel import BadValue
from landsea.lading.model import (
    Carriage,
    DocumentContent,
    DocumentParty,
    EquipmentLine,
    GoodsLine,
    Identifier,
    NamedPlace,
    Terms,
)
from landsea.lading.wire.patch import apply, difference

_CODE_LISTS = {"DID": ("W3C", "DID"), "LEI": ("GLEIF", "LEI"), "DUNS": ("DNB", "DUNS")}
_TAX = {"USCC": ("USCI", "CN"), "UEN": ("UEN", "SG")}
_CARRIER_LISTS = ("SMDG", "NMFTA")
_GRAMS = {"KGM": Decimal(1000), "LBR": Decimal("453.59237")}
_METRES = {"MTQ": Decimal(1), "FTQ": Decimal("0.028316846592")}
_GROUPS = {"I": 1, "II": 2, "III": 3}
Json = dict[str, Any]


def render_transport_document(content: DocumentContent, status: str = "ISSUED") -> Json:
    """The document as DCSA names it; `status` is DCSA's transportDocumentStatus.

    DCSA also requires the issuer's address and an SMDG or NMFTA code of the carrier: they are there when the issuer's record has them.
    """
    rendered = _render(content, status)
    return apply(rendered, json.loads(content.dcsa_rest)) if content.dcsa_rest else rendered


def parse_transport_document(document: Mapping[str, Any], *, document_id: str, consignment: str) -> DocumentContent:
    """Content from a DCSA document that somebody else issued; ids are the node's own. Dates are taken as midnight UTC."""
    bare = _parse(document, document_id, consignment, "")
    rest = difference(_render(bare, document.get("transportDocumentStatus", "ISSUED")), document)
    return _parse(document, document_id, consignment, rfc8785.dumps(rest).decode())


def _render(content: DocumentContent, status: str) -> Json:
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
    codes = {one.scheme: one.value for one in issuer.identifiers if one.scheme in _CARRIER_LISTS}
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
    codes += [(number.scheme, number.value) for number in one.identifiers if number.scheme not in _TAX]
    taxes = [number for number in one.identifiers if number.scheme in _TAX]
    return _without_empty(
        {
            "partyName": one.name_en,
            "identifyingCodes": [_code(scheme, value) for scheme, value in codes],
            "taxLegalReferences": [_tax(number) for number in taxes],
        }
    )


def _code(scheme: str, value: str) -> Json:
    provider, name = _CODE_LISTS.get(scheme, (scheme if scheme in _CARRIER_LISTS else "ZZZ", scheme))
    return {"codeListProvider": provider, "codeListName": name, "partyCode": value}


def _tax(number: Identifier) -> Json:
    kind, country = _TAX[number.scheme]
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
            "unNumber": line.dangerous_un,
            "properShippingName": line.shipping_name or line.description,
            "imoClass": line.hazard_class,
            "packingGroup": _GROUPS.get(line.packing_group),
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


def _parse(said: Mapping[str, Any], document_id: str, consignment: str, rest: str) -> DocumentContent:
    parties, transports, negotiable = said["documentParties"], said["transports"], bool(said["isToOrder"])
    loading, discharge = _parse_place(transports["portOfLoading"]), _parse_place(transports["portOfDischarge"])
    receipt = _parse_place(transports.get("placeOfReceipt", transports["portOfLoading"]))
    delivery = _parse_place(transports.get("placeOfDelivery", transports["portOfDischarge"]))
    shipper = _parse_party(parties["shipper"])
    consignee = _parse_party(parties["consignee"]) if "consignee" in parties else None
    order_of = _parse_party(parties["endorsee"]) if "endorsee" in parties else consignee or shipper
    return DocumentContent(
        document=document_id,
        number=said["transportDocumentReference"],
        negotiable=negotiable,
        consignment=consignment,
        ucr=next((one["value"] for one in said.get("references", ()) if one["type"] == "UCR"), ""),
        issuer=_parse_party(parties["issuingParty"]),
        shipper=shipper,
        consignee=None if negotiable else consignee,
        order_of=order_of if negotiable else None,
        notify=tuple(_parse_party(one) for one in parties.get("notifyParties", ())),
        receipt=receipt,
        loading=loading,
        discharge=discharge,
        delivery=delivery,
        carriage=_parse_carriage(transports, receipt, loading, discharge, delivery),
        goods=tuple(
            _parse_goods(item, cargo, said) for item in said["consignmentItems"] for cargo in item["cargoItems"]
        ),
        equipment=tuple(_parse_equipment(one) for one in said["utilizedTransportEquipments"]),
        terms=_parse_terms(said),
        issued_at=_date(said.get("issueDate") or transports["plannedDepartureDate"]),
        issued_place=_parse_place(said["placeOfIssue"]) if "placeOfIssue" in said else receipt,
        booking=said["consignmentItems"][0]["carrierBookingReference"],
        dcsa_rest=rest,
    )


def _parse_terms(said: Mapping[str, Any]) -> Terms:
    return Terms(
        text_en=said["termsAndConditions"],
        text_zh="",
        freight=said.get("freightPaymentTermCode", "PRE"),
        receipt_type=said["receiptTypeAtOrigin"],
        delivery_type=said["deliveryTypeAtDestination"],
        movement_type=said["cargoMovementTypeAtOrigin"],
    )


def _parse_place(said: Mapping[str, Any]) -> NamedPlace:
    code = said.get("UNLocationCode", "")
    facility = said.get("facility", {}).get("facilityCode", "")
    return NamedPlace(code, said.get("locationName", code), "", facility)


def _parse_party(said: Mapping[str, Any]) -> DocumentParty:
    codes = [_parse_code(one) for one in said.get("identifyingCodes", ())]
    taxes = {kind: scheme for scheme, (kind, _) in _TAX.items()}
    codes += [
        Identifier(taxes[one["type"]], one["value"])
        for one in said.get("taxLegalReferences", ())
        if one["type"] in taxes
    ]
    did = next((one.value for one in codes if one.scheme == "DID"), "")
    numbers = tuple(one for one in codes if one.scheme != "DID")
    country = said.get("address", {}).get("countryCode", "")
    return DocumentParty(said["partyName"], "", None, did, country, numbers)


def _parse_code(said: Mapping[str, Any]) -> Identifier:
    provider = said["codeListProvider"]
    known = {given: scheme for scheme, (given, _) in _CODE_LISTS.items()}
    own = provider if provider in _CARRIER_LISTS else said.get("codeListName", provider)
    return Identifier(known.get(provider, own), said["partyCode"])


def _parse_carriage(
    said: Mapping[str, Any], receipt: NamedPlace, loading: NamedPlace, discharge: NamedPlace, delivery: NamedPlace
) -> tuple[Carriage, ...]:
    """DCSA names the modes before and after the sea, and the voyages between the two ports."""
    legs: list[Carriage] = []
    if mode := said.get("preCarriageBy"):
        legs.append(Carriage(1, mode, "", receipt, loading, None, None))
    voyages = said["vesselVoyages"]
    for index, one in enumerate(voyages):
        departs = _date(said["plannedDepartureDate"]) if index == 0 else None
        arrives = _date(said["plannedArrivalDate"]) if index == len(voyages) - 1 else None
        vessel, voyage = one["vesselName"], one["carrierExportVoyageNumber"]
        legs.append(Carriage(len(legs) + 1, "VESSEL", "", loading, discharge, departs, arrives, vessel, voyage))
    if mode := said.get("onCarriageBy"):
        legs.append(Carriage(len(legs) + 1, mode, "", discharge, delivery, None, None))
    return tuple(legs)


def _parse_goods(item: Mapping[str, Any], cargo: Mapping[str, Any], said: Mapping[str, Any]) -> GoodsLine:
    weight, volume, packaging = cargo["cargoGrossWeight"], cargo.get("cargoGrossVolume"), cargo["outerPackaging"]
    dangerous: Mapping[str, Any] = next(iter(packaging.get("dangerousGoods", ())), {})
    groups = {number: group for group, number in _GROUPS.items()}
    metres = Decimal(str(volume["value"])) * _METRES[volume["unit"]] if volume else None
    return GoodsLine(
        description="\n".join(item["descriptionOfGoods"]),
        hs_code=next(iter(item["HSCodes"]), ""),
        packages=packaging["numberOfPackages"],
        package_code=packaging.get("packageCode", ""),
        gross_weight_grams=int(Decimal(str(weight["value"])) * _GRAMS[weight["unit"]]),
        volume_cubic_metres="" if metres is None else format(metres.normalize(), "f"),
        marks="\n".join(item.get("shippingMarks", ())),
        container=cargo["equipmentReference"],
        temperature_celsius=_set_point(said, cargo["equipmentReference"]),
        dangerous_un=dangerous.get("unNumber", ""),
        hazard_class=dangerous.get("imoClass", ""),
        packing_group=groups.get(dangerous.get("packingGroup", 0), ""),
        shipping_name=dangerous.get("properShippingName", ""),
    )


def _set_point(said: Mapping[str, Any], container: str) -> str:
    for one in said["utilizedTransportEquipments"]:
        reefer = one.get("activeReeferSettings", {})
        if one["equipment"]["equipmentReference"] == container and reefer.get("temperatureUnit") == "CEL":
            return str(reefer.get("temperatureSetpoint", ""))
    return ""


def _parse_equipment(said: Mapping[str, Any]) -> EquipmentLine:
    equipment = said["equipment"]
    seals = tuple(one["number"] for one in said["seals"])
    return EquipmentLine(equipment["equipmentReference"], equipment.get("ISOEquipmentCode", ""), seals)


def _date(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
