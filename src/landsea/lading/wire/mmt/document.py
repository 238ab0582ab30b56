"""The whole: Exchanged_ Document, Supply Chain_ Consignment."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from landsea.kernel import BadValue
from landsea.lading.wire.mmt.carriage import read_carriage, say_carriage
from landsea.lading.wire.mmt.goods import kilograms, read_equipment, read_goods, say_equipment, say_goods
from landsea.lading.wire.mmt.parties import read_party, read_place, say_party, say_place
from landsea.lading.wire.mmt.references import by_leg, read_references, say_reference
from landsea.lading.wire.mmt.words import (
    EXTENSION,
    Json,
    beside,
    code,
    content_of,
    given,
    heard_with,
    identifier,
    is_decimal,
    measure,
    moment,
    number,
    part,
    parts,
    text,
)

BILL, WAYBILL = "766", "765"
"""UN/EDIFACT 1001: multimodal bill of lading, multimodal transport document."""
COPY = "31"
"""UN/EDIFACT 1225: no message is the operative record."""
FREIGHT = {"PRE": "P", "COL": "C"}
"""DCSA's -> UN/EDIFACT 4237."""
MOVEMENTS = {"FCL": "3", "LCL": "2"}
HAULAGES = {("SD", "SD"): "11", ("SD", "CY"): "12", ("CY", "SD"): "21", ("CY", "CY"): "22"}
"""Store door is a house, a container yard a terminal -> UN/EDIFACT 8335; MMT has no word for a freight station."""


def say(value: Json) -> Json:
    """The message of a content in plain values."""
    header = _document(value)
    said = given(
        {
            "exchangedDocumentContext": {"isOrHasTest": True} if value["sandbox"] else {},
            "exchangedDocument": header,
            "specifiedConsignment": [_consignment(value)],
        }
    )
    ids = {"document", "consignment"}
    kept = {name: one for name, one in value.items() if name not in ids}
    heard = _heard(said, value["negotiable"])
    return said | {"exchangedDocument": beside(header, heard, kept)}


def read(message: Json, negotiable: bool | None) -> Json:
    """A content in plain values, without the node's own ids."""
    header = part(message, "exchangedDocument")
    stated = part(header, EXTENSION).get("negotiable", negotiable)
    if stated is None:
        raise BadValue(
            value=content_of(header.get("id")),
            what="MMT document",
            why="it does not say whether it is negotiable",
            mend="Say it beside the message.",
        )
    return {"negotiable": stated} | heard_with(header, _heard(message, bool(stated)))


def _document(value: Json) -> Json:
    more = value.get("instrument", {})
    return given(
        {
            "id": identifier(value["number"]),
            "typeCode": code(BILL if value["negotiable"] else WAYBILL),
            "purposeCode": [code(COPY)],
            "issueDateTime": value["issued_at"],
            "originalIssuedQuantity": {"content": str(more.get("originals", 1))},
            "isOrHasElectronicPresentation": True,
            "issueLogisticsLocation": say_place(value["issued_place"], facility=False),
            "issuer": say_party(value["issuer"]),
            "effectivePeriod": given({"endDateTime": more.get("valid_until")}),
        }
    )


def _consignment(value: Json) -> Json:
    goods, terms = value["goods"], value["terms"]
    packages = sum(line["packages"] for line in goods)
    more = value.get("instrument", {})
    contracts, others = by_leg(more.get("legs", ()), value["carriage"])
    return given(
        {
            "id": [identifier(value["ucr"])],
            "carrierAssignedId": identifier(value["booking"]),
            "freightForwarderAssignedId": identifier(value["consignment"]),
            "grossWeight": [measure(kilograms(sum(line["gross_weight_grams"] for line in goods)), "KGM")],
            "grossVolume": [_total_volume(goods)],
            "packageQuantity": {"content": str(packages)},
            "transportEquipmentQuantity": [{"content": str(len(value["equipment"]))}],
            "contractTermsInformation": _terms(terms),
            "consignor": say_party(value["shipper"]),
            "consignee": say_party(value["order_of"] if value["negotiable"] else value["consignee"]),
            "carrier": say_party(value["issuer"]),
            "notified": [say_party(one) for one in value["notify"]],
            "carrierAcceptanceLogisticsLocation": say_place(value["receipt"]),
            "consigneeReceiptLogisticsLocation": say_place(value["delivery"]),
            "loadingBaseportLogisticsLocation": say_place(value["loading"]),
            "unloadingBaseportLogisticsLocation": say_place(value["discharge"]),
            "transportContractReferencedDocument": say_reference(more["annotates"]) if more.get("annotates") else {},
            "associatedReferencedDocument": [say_reference(one) for one in others],
            "includedConsignmentItem": [say_goods(line, at) for at, line in enumerate(goods, 1)],
            "utilizedLogisticsTransportEquipment": [say_equipment(one) for one in value["equipment"]],
            "transportService": [_service(terms)],
        }
        | say_carriage(value["carriage"], contracts)
    )


def _total_volume(goods: list[Json]) -> Json:
    """Only where every line states one."""
    stated = [line["volume_cubic_metres"] for line in goods]
    if not stated or not all(map(is_decimal, stated)):
        return {}
    return measure(format(sum(map(Decimal, stated)), "f"), "MTQ")


def _terms(terms: Json) -> list[Json]:
    return [text(terms[f"text_{language}"], language) for language in ("en", "zh") if terms[f"text_{language}"]]


def _service(terms: Json) -> Json:
    haulage = (terms["receipt_type"], terms["delivery_type"])
    movement = [MOVEMENTS.get(terms["movement_type"], ""), HAULAGES.get(haulage, "")]
    return given(
        {
            "paymentArrangementCode": code(FREIGHT.get(terms["freight"], "")),
            "contractMovementTypeCode": [code(one) for one in movement if one],
        }
    )


def _heard(message: Json, negotiable: bool) -> Json:
    header, said = part(message, "exchangedDocument"), part(message, "specifiedConsignment")
    named, issued = part(said, "consignee"), part(header, "issuer") or part(said, "carrier")
    to = read_party(named) if named else None
    receipt = read_place(part(said, "carrierAcceptanceLogisticsLocation"))
    carriage, contracts = read_carriage(said)
    heard: Json = {
        "number": content_of(header.get("id")),
        "ucr": content_of(said.get("id")),
        "issuer": read_party(issued) if issued else None,
        "shipper": read_party(part(said, "consignor")),
        "consignee": None if negotiable else to,
        "order_of": to if negotiable else None,
        "notify": [read_party(one) for one in parts(said, "notified")],
        "receipt": receipt,
        "loading": read_place(part(said, "loadingBaseportLogisticsLocation")),
        "discharge": read_place(part(said, "unloadingBaseportLogisticsLocation")),
        "delivery": read_place(part(said, "consigneeReceiptLogisticsLocation")),
        "carriage": carriage,
        "goods": [read_goods(one) for one in parts(said, "includedConsignmentItem")],
        "equipment": [read_equipment(one) for one in parts(said, "utilizedLogisticsTransportEquipment")],
        "terms": _heard_terms(said),
        "issued_at": moment(header.get("issueDateTime")),
        "issued_place": read_place(part(header, "issueLogisticsLocation")) or receipt,
        "booking": content_of(said.get("carrierAssignedId")),
        "origin": "",
        "sandbox": part(message, "exchangedDocumentContext").get("isOrHasTest") is True,
        "dcsa_rest": "",
    }
    contracts += read_references(parts(said, "associatedReferencedDocument"))
    annotated = read_references([part(said, "transportContractReferencedDocument")])
    instrument = _instrument(header, annotated, contracts, negotiable and not named)
    return heard | ({"instrument": instrument} if instrument else {})


def _heard_terms(said: Json) -> Json:
    texts = {one.get("languageId", ""): content_of(one) for one in reversed(parts(said, "contractTermsInformation"))}
    own = [words for language, words in texts.items() if language != "zh"]
    service = part(said, "transportService")
    codes = [content_of(one) for one in parts(service, "contractMovementTypeCode")]
    paid = content_of(service.get("paymentArrangementCode"))
    receipt, delivery = _first(HAULAGES, codes, ("CY", "CY"))
    return {
        "text_en": texts.get("en", own[-1] if own else ""),
        "text_zh": texts.get("zh", ""),
        "freight": _first(FREIGHT, [paid], "PRE"),
        "receipt_type": receipt,
        "delivery_type": delivery,
        "movement_type": _first(MOVEMENTS, codes, "FCL"),
    }


def _first(table: dict[Any, str], codes: list[str], otherwise: Any) -> Any:
    return next((ours for ours, theirs in table.items() if theirs in codes), otherwise)


def _instrument(header: Json, annotated: list[Json], contracts: list[Json], bearer: bool) -> Json:
    """Only what is not as a document without an instrument has it."""
    originals = int(number(content_of(header.get("originalIssuedQuantity")) or "1"))
    return given(
        {
            "originals": originals if originals != 1 else None,
            "bearer": bearer or None,
            "annotates": annotated[0] if annotated else None,
            "legs": contracts,
            "valid_until": moment(part(header, "effectivePeriod").get("endDateTime")),
        }
    )
