"""UN/CEFACT MMT (D.23B) as a draft."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import msgspec
from msgspec import UNSET

from landsea.lading.model import DocumentContent, plain
from landsea.lading.model.kinds import CONTRACTS
from landsea.lading.wire.draft.compare import Thing
from landsea.lading.wire.draft.form import Form, Json, walk
from landsea.lading.wire.mmt import bare, render_mmt
from landsea.lading.wire.mmt.carriage import STAGES
from landsea.lading.wire.mmt.document import BILL, WAYBILL, read
from landsea.lading.wire.mmt.shape import MMT
from landsea.lading.wire.mmt.words import EXTENSION, content_of, part, parts

_HEADER, _BODY = "exchangedDocument", "specifiedConsignment"
_PLACES: dict[str, tuple[tuple[str, ...], ...]] = {
    "issue": ((_HEADER, "typeCode"), (_HEADER, "purposeCode"), (_HEADER, "isOrHasElectronicPresentation")),
    "negotiable": ((_HEADER, EXTENSION, "negotiable"),),
    "ucr": ((_BODY, "id"),),
    "issuer": ((_HEADER, "issuer"), (_BODY, "carrier")),
    "shipper": ((_BODY, "consignor"),),
    "consignee": ((_BODY, "consignee"),),
    "order_of": ((_BODY, "consignee"),),
    "notify": ((_BODY, "notified"),),
    "receipt": ((_BODY, "carrierAcceptanceLogisticsLocation"),),
    "loading": ((_BODY, "loadingBaseportLogisticsLocation"),),
    "discharge": ((_BODY, "unloadingBaseportLogisticsLocation"),),
    "delivery": ((_BODY, "consigneeReceiptLogisticsLocation"),),
    "goods": ((_BODY, "includedConsignmentItem"),),
    "equipment": ((_BODY, "utilizedLogisticsTransportEquipment"),),
}
_NOBODY: Json = {"name_en": "", "name_zh": "", "party": None, "did": "", "country": "", "identifiers": []}
_NOWHERE: Json = {"locode": "", "name_en": "", "name_zh": "", "facility": ""}


def _negotiable(message: Json) -> bool | None:
    said = part(part(message, _HEADER), EXTENSION).get("negotiable")
    return said if isinstance(said, bool) else None


def _kind(message: Json, negotiable: bool) -> str:
    said = content_of(part(message, _HEADER).get("typeCode"))
    return said if said in CONTRACTS else BILL if negotiable else WAYBILL


def _read(message: Json, at: datetime, negotiable: bool) -> DocumentContent:
    said = read(message, negotiable)
    open_ = {name: _NOBODY for name in ("issuer", "shipper") if not said[name]}
    open_ |= {name: _NOWHERE for name in ("receipt", "delivery", "issued_place") if not said[name]}
    if not said["negotiable"] and not said["consignee"]:
        open_["consignee"] = _NOBODY
    ids: Json = {"document": "", "consignment": "", "issued_at": said["issued_at"] or plain(at)}
    return msgspec.convert(said | open_ | ids, DocumentContent)


def _locate(message: Json, thing: Thing) -> tuple[str, ...]:
    name, at = str(thing[0]), thing[1:]
    if name == "carriage":
        return (_leg(message, int(at[0])),) if at else tuple(walk(message, _BODY, stage) for stage in STAGES)
    return tuple(walk(message, *way, *at) for way in _PLACES[name])


def _leg(message: Json, at: int) -> str:
    """Legs are counted over the stages."""
    said = part(message, _BODY)
    for stage in STAGES:
        if at < len(parts(said, stage)):
            return walk(message, _BODY, stage, at)
        at -= len(parts(said, stage))
    return walk(message, _BODY, STAGES[-1])


FORM = Form(
    name="mmt",
    title="UN/CEFACT MMT D.23B",
    shape=MMT,
    is_one=lambda message: bool({_HEADER, _BODY} & message.keys()),
    negotiable=_negotiable,
    kind=_kind,
    read=_read,
    understood=lambda content, message: bare(content),
    bare=bare,
    render=render_mmt,
    keeps=lambda content: bool(content.mmt_rest),
    keep=lambda content, rest: replace(content, mmt_rest=rest or UNSET),
    locate=_locate,
)
