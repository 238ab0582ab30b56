"""What is printed: a document's evidence as the strings of the template `bill.typ`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from landsea.kernel import PartyId
from landsea.lading.model import (
    ActKind,
    Carriage,
    DocumentContent,
    DocumentParty,
    EquipmentLine,
    GoodsLine,
    NamedPlace,
    SignedAct,
    State,
    Title,
    act_hash,
)

MODES = {
    "RAIL": "Rail 铁路",
    "VESSEL": "Sea 海运",
    "TRUCK": "Road 公路",
    "BARGE": "River 内河",
    "AIR": "Air 空运",
}
STATES = {
    State.CAPTURED: ("CAPTURED FROM PAPER, NOT OPERATIVE YET", "已由纸质单证录入，尚未生效"),
    State.ISSUED: ("OPERATIVE", "有效"),
    State.SURRENDERED: ("SURRENDERED", "已交单"),
    State.ACCEPTED: ("SURRENDER ACCEPTED", "交单已接受"),
    State.ACCOMPLISHED: ("ACCOMPLISHED", "已提货完结"),
    State.LEAVING: ("CHANGING ITS MEDIUM, OPERATIVE NOWHERE", "载体转换中，现无有效正本"),
    State.AWAY: ("OPERATIVE ELSEWHERE, NOT HERE", "有效正本在他处，此处无效"),
    State.SPLIT: ("SPLIT INTO OTHER DOCUMENTS", "已分单"),
    State.MERGED: ("MERGED INTO ANOTHER DOCUMENT", "已并单"),
    State.EXPIRED: ("EXPIRED", "已过有效期"),
    State.DISCARDED: ("DISCARDED, THE PAPER STAYS OPERATIVE", "录入已作废，以纸质正本为准"),
}
ACT_NAMES = {
    ActKind.ISSUE: ("Issued", "签发"),
    ActKind.CAPTURE: ("Captured from paper", "由纸质单证录入"),
    ActKind.ACTIVATE: ("Activated, paper void", "生效（纸质单证作废）"),
    ActKind.DISCARD: ("Capture discarded", "录入作废"),
    ActKind.RECEIVE: ("Received from another platform", "自其他平台接收"),
    ActKind.TRANSFER: ("Transferred", "转让"),
    ActKind.OFFER: ("Offered", "发起转让"),
    ActKind.PLEDGE: ("Pledge offered", "发起质押"),
    ActKind.TAKE: ("Taken", "接收"),
    ActKind.RELEASE: ("Pledge released", "解除质押"),
    ActKind.ENFORCE: ("Pledge enforced", "实现质权"),
    ActKind.AMEND: ("Amendment proposed", "提议更改"),
    ActKind.CONSENT: ("Amendment consented", "同意更改"),
    ActKind.ASK_SPLIT: ("Split requested", "申请分单"),
    ActKind.ASK_MERGE: ("Merge requested", "申请并单"),
    ActKind.ASK_PART: ("Part delivery requested", "申请部分提货"),
    ActKind.GRANT: ("Request granted", "准予申请"),
    ActKind.DECLINE: ("Declined", "拒绝"),
    ActKind.WITHDRAW: ("Withdrawn", "撤回"),
    ActKind.SURRENDER: ("Surrendered", "交单"),
    ActKind.ACCEPT: ("Surrender accepted", "接受交单"),
    ActKind.REJECT: ("Surrender rejected", "退回交单"),
    ActKind.ACCOMPLISH: ("Accomplished", "提货完结"),
    ActKind.LEAVE: ("Change of medium begun", "开始载体转换"),
    ActKind.LEFT: ("Medium changed", "载体已转换"),
    ActKind.STAY: ("Medium not changed", "载体未转换"),
    ActKind.RETURN: ("Returned to this record", "载体转回"),
    ActKind.ORDER: ("Order begun", "发起登记处置"),
    ActKind.CONFIRM: ("Order confirmed", "确认登记处置"),
    ActKind.REVOKE: ("Order revoked", "撤销登记处置"),
    ActKind.EXPIRE: ("Expired", "有效期届满"),
}
_FREIGHT = {"PRE": "Prepaid 预付", "COL": "Collect 到付"}
Names = dict[PartyId, DocumentParty]


def sheet(content: DocumentContent, title: Title, acts: Sequence[SignedAct], names: Names) -> dict[str, Any]:
    """Everything but what only the node knows (log, time, seal). `names` has all parties of the act chain."""
    kind = _kind(content)
    return (
        kind
        | {
            "title": f"{kind['title_en']} {content.number}",
            "number": content.number,
            "hash": title.content,
            "sandbox": content.sandbox,
            "operative": title.is_operative,
            "state_en": STATES[title.state][0],
            "state_zh": STATES[title.state][1],
            "issuer_name": content.issuer.name_en,
            "issuer": party(content.issuer),
            "shipper": party(content.shipper),
            "notify": [party(one) for one in content.notify],
            "holder": party(names[title.holder]) if title.holder else None,
            "ucr": content.ucr or "—",
            "booking": content.booking or content.consignment,
            "carriage": [_leg(leg) for leg in content.carriage],
            "acts": [_act(act, names) for act in acts],
            "issue_key": acts[0].key_id,
            "issue_signature": acts[0].signature,
        }
        | _places(content)
        | _goods(content)
        | _terms(content)
    )


def _kind(content: DocumentContent) -> dict[str, Any]:
    if content.negotiable:
        return {
            "title_en": "MULTIMODAL BILL OF LADING",
            "title_zh": "多式联运提单",
            "kind_en": "Negotiable",
            "kind_zh": "可转让",
            "consignee_en": "Consignee: to the order of",
            "consignee_zh": "收货人：凭下列方指示",
            "consignee": party(content.order_of),
        }
    return {
        "title_en": "MULTIMODAL WAYBILL",
        "title_zh": "多式联运运单",
        "kind_en": "Non-negotiable",
        "kind_zh": "不可转让",
        "consignee_en": "Consignee",
        "consignee_zh": "收货人",
        "consignee": party(content.consignee),
    }


def party(one: DocumentParty | None) -> dict[str, Any] | None:
    if one is None:
        return None
    numbers = [f"{number.scheme} {number.value}" for number in one.identifiers]
    return {"name_en": one.name_en, "name_zh": one.name_zh, "numbers": [*numbers, *([one.did] if one.did else [])]}


def _places(content: DocumentContent) -> dict[str, Any]:
    sea = [leg for leg in content.carriage if leg.mode == "VESSEL"]
    before, after = _around(content.carriage)
    vessels = [" / ".join(filter(None, (leg.vessel or leg.service, leg.voyage))) for leg in sea]
    return {
        "receipt": place(content.receipt),
        "loading": place(content.loading),
        "discharge": place(content.discharge),
        "delivery": place(content.delivery),
        "issued_place": place(content.issued_place),
        "issued_at": instant(content.issued_at),
        "vessel": "; ".join(vessels) or "—",
        "pre_carriage": _modes(before),
        "on_carriage": _modes(after),
        "movement": f"{content.terms.movement_type} {content.terms.receipt_type}/{content.terms.delivery_type}",
    }


def _around(carriage: Sequence[Carriage]) -> tuple[list[Carriage], list[Carriage]]:
    """The legs before the first and after the last leg by sea; none of either when there is no leg by sea."""
    sea = [index for index, leg in enumerate(carriage) if leg.mode == "VESSEL"]
    return (list(carriage[: sea[0]]), list(carriage[sea[-1] + 1 :])) if sea else ([], [])


def _modes(legs: Sequence[Carriage]) -> str:
    return ", ".join(dict.fromkeys(MODES.get(leg.mode, leg.mode) for leg in legs)) or "—"


def place(one: NamedPlace | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {"name": _place_name(one), "facility": one.facility}


def _place_name(one: NamedPlace) -> str:
    return " ".join(filter(None, (one.name_en, one.name_zh, f"({one.locode})")))


def _leg(leg: Carriage) -> dict[str, Any]:
    service = " ".join(filter(None, (leg.service, leg.vessel, leg.voyage)))
    return {
        "no": str(leg.no),
        "mode": MODES.get(leg.mode, leg.mode),
        "service": service or "—",
        "origin": _place_name(leg.origin),
        "destination": _place_name(leg.destination),
        "times": " –\n".join(instant(at) if at else "—" for at in (leg.departs, leg.arrives)),
    }


def _goods(content: DocumentContent) -> dict[str, Any]:
    volumes = [Decimal(line.volume_cubic_metres) for line in content.goods if line.volume_cubic_metres]
    seals = {line.container: ", ".join(line.seals) for line in content.equipment}
    return {
        "goods": [_line(line, seals) for line in content.goods],
        "equipment": [_equipment(line) for line in content.equipment],
        "total_packages": f"{content.packages:,}",
        "total_weight": kilograms(content.gross_weight_grams),
        "total_volume": cubic_metres(str(sum(volumes)) if volumes else ""),
    }


def _line(line: GoodsLine, seals: dict[str, str]) -> dict[str, Any]:
    detail = [
        f"HS {line.hs_code}" if line.hs_code else "",
        f"Marks 唛头: {line.marks}" if line.marks else "",
        _dangerous(line),
        f"Temperature 温度 {line.temperature_celsius} °C" if line.temperature_celsius else "",
    ]
    return {
        "container": "\n".join(filter(None, (line.container, seals.get(line.container, "")))) or "—",
        "packages": f"{line.packages:,} {line.package_code}".strip(),
        "description": line.description,
        "detail": " · ".join(filter(None, detail)),
        "weight": kilograms(line.gross_weight_grams),
        "volume": cubic_metres(line.volume_cubic_metres),
    }


def _dangerous(line: GoodsLine) -> str:
    if not line.dangerous_un:
        return ""
    group = f", PG {line.packing_group}" if line.packing_group else ""
    return f"Dangerous goods 危险品 UN {line.dangerous_un}, class 类别 {line.hazard_class}{group}"


def _equipment(line: EquipmentLine) -> str:
    seals = f"seal 封号 {', '.join(line.seals)}" if line.seals else ""
    return " · ".join(filter(None, (line.container, line.iso_code, seals)))


def _terms(content: DocumentContent) -> dict[str, Any]:
    terms = content.terms
    return {
        "terms_en": terms.text_en,
        "terms_zh": terms.text_zh,
        "freight": _FREIGHT.get(terms.freight, terms.freight),
    }


def _act(act: SignedAct, names: Names) -> dict[str, Any]:
    said = act.statement
    english, chinese = ACT_NAMES[said.act]
    return {
        "no": str(said.sequence),
        "act_en": english,
        "act_zh": " ".join(filter(None, (chinese, said.reason))),
        "by": names[said.by.party].name_en,
        "by_did": said.by.did,
        "to": names[said.to.party].name_en if said.to else "—",
        "at": instant(said.at),
        "hash": act_hash(act)[:24] + "...",
    }


def instant(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M UTC")


def kilograms(grams: int) -> str:
    """Exact: decimals only where there are grams below a kilogram."""
    whole, rest = divmod(grams, 1000)
    return f"{whole:,}{f'.{rest:03d}'.rstrip('0') if rest else ''} kg"


def cubic_metres(volume: str) -> str:
    return f"{Decimal(volume):,f} m³" if volume else "—"
