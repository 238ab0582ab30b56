"""DCSA `TransportDocument` (eBL 3.0) as a draft."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from landsea.lading.model import DocumentContent
from landsea.lading.wire.dcsa import render_transport_document
from landsea.lading.wire.dcsa.incoming import read
from landsea.lading.wire.dcsa.outgoing import bare
from landsea.lading.wire.draft.compare import Thing
from landsea.lading.wire.draft.form import Form, Json, walk
from landsea.lading.wire.shapes import TRANSPORT_DOCUMENT

_OUTERMOST = {"transportDocumentReference", "documentParties", "consignmentItems", "utilizedTransportEquipments"}
_BILL, _WAYBILL = "705", "710"
"""UN/EDIFACT 1001: bill of lading, sea waybill."""
_PLACES: dict[str, tuple[tuple[str, ...], ...]] = {
    "issue": (
        ("transportDocumentTypeCode",),
        ("transportDocumentSubReference",),
        ("isShippedOnBoardType",),
        ("shippedOnBoardDate",),
        ("receivedForShipmentDate",),
        ("displayedShippedOnBoardReceivedForShipment",),
        ("isElectronic",),
        ("numberOfOriginalsWithCharges",),
        ("numberOfOriginalsWithoutCharges",),
    ),
    "negotiable": (("isToOrder",),),
    "ucr": (("references",),),
    "issuer": (
        ("documentParties", "issuingParty"),
        ("partyContactDetails",),
        ("carrierCode",),
        ("carrierCodeListProvider",),
        ("carrierClauses",),
    ),
    "shipper": (("documentParties", "shipper"),),
    "consignee": (("documentParties", "consignee"),),
    "order_of": (("documentParties", "endorsee"),),
    "notify": (("documentParties", "notifyParties"),),
    "receipt": (("transports", "placeOfReceipt"),),
    "loading": (("transports", "portOfLoading"),),
    "discharge": (("transports", "portOfDischarge"),),
    "delivery": (("transports", "placeOfDelivery"),),
    "goods": (("consignmentItems",),),
    "equipment": (("utilizedTransportEquipments",),),
}


def _negotiable(message: Json) -> bool | None:
    said = message.get("isToOrder")
    return said if isinstance(said, bool) else None


def _read(message: Json, at: datetime, negotiable: bool) -> DocumentContent:
    transports, parties = message.get("transports", {}), message.get("documentParties", {})
    stated: Json = {"isToOrder": negotiable, "issueDate": at.date().isoformat()} | message
    if not stated["isToOrder"]:
        stated["documentParties"] = {"consignee": {}} | parties
    if not transports.get("vesselVoyages"):
        stated["transports"] = transports | {"vesselVoyages": [{}]}
    return read(stated, "", "", "")


def _locate(message: Json, thing: Thing) -> tuple[str, ...]:
    name, at = str(thing[0]), thing[1:]
    if name == "carriage":
        return (_leg(message, int(at[0])),) if at else ("/transports",)
    if name == "goods" and at:
        return (_item(message, int(at[0])),)
    return tuple(walk(message, *way, *at) for way in _PLACES[name])


def _leg(message: Json, at: int) -> str:
    """The modes before and after the sea are one word each."""
    transports = message.get("transports", {})
    before, voyages = bool(transports.get("preCarriageBy")), len(transports.get("vesselVoyages", ()))
    if at < before:
        return "/transports/preCarriageBy"
    return f"/transports/vesselVoyages/{at - before}" if at - before < voyages else "/transports/onCarriageBy"


def _item(message: Json, at: int) -> str:
    """A line of the goods is one cargo item: the whole consignment item, where it has no other."""
    for number, item in enumerate(message.get("consignmentItems", ())):
        cargo = len(_cargo(item))
        if at < cargo:
            whole = f"/consignmentItems/{number}"
            return whole if cargo == 1 else f"{whole}/cargoItems/{at}"
        at -= cargo
    return "/consignmentItems"


def _aligned(message: Json, base: Json, ours: Json) -> Json:
    """DCSA lets one item have several cargo items; ours has an item for each. As it is, where the two say the same of all goods."""
    items = message.get("consignmentItems", [])
    if base.get("consignmentItems") == ours.get("consignmentItems") or all(len(_cargo(one)) <= 1 for one in items):
        return message
    return message | {"consignmentItems": [one | {"cargoItems": [cargo]} for one in items for cargo in _cargo(one)]}


def _cargo(item: Json) -> list[Json]:
    found: list[Json] = item.get("cargoItems", [])
    return found


FORM = Form(
    name="dcsa",
    title="DCSA TransportDocument 3.0",
    shape=TRANSPORT_DOCUMENT,
    is_one=lambda message: bool(_OUTERMOST & message.keys()),
    negotiable=_negotiable,
    kind=lambda message, negotiable: _BILL if message.get("transportDocumentTypeCode") == "BOL" else _WAYBILL,
    read=_read,
    understood=lambda content, message: bare(content, message.get("transportDocumentStatus", "ISSUED")),
    bare=lambda content: bare(content, "ISSUED"),
    render=render_transport_document,
    keeps=lambda content: bool(content.dcsa_rest),
    keep=lambda content, rest: replace(content, dcsa_rest=rest),
    locate=_locate,
    aligned=_aligned,
)
