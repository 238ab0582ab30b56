"""What is printed: a document's evidence as the strings of the template `bill.typ`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from msgspec import UnsetType

from landsea.kernel import PartyId
from landsea.lading.model import (
    NODE_KEY,
    ActKind,
    Carriage,
    DocumentContent,
    DocumentParty,
    EquipmentLine,
    GoodsLine,
    NamedPlace,
    OtherDocument,
    OtherForm,
    SignedAct,
    Title,
    act_hash,
)
from landsea.lading.service.words import ACT_NAMES, BESIDE, ENDORSEMENTS, STATES

NODE_NAME = "The node 节点"
MODES = {
    "RAIL": "Rail 铁路",
    "VESSEL": "Sea 海运",
    "TRUCK": "Road 公路",
    "BARGE": "River 内河",
    "AIR": "Air 空运",
    "RAIL_TRUCK": "Rail and road 铁公联运",
    "BARGE_TRUCK": "Road and river 公水联运",
    "BARGE_RAIL": "Rail and river 铁水联运",
    "MULTIMODAL": "Multimodal 多式联运",
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
            "standing": list(standing(title, names)),
            "remarks": list(_remarks(content, acts)),
            "originals": str(content.title.originals),
            "ucr": content.ucr or "—",
            "booking": content.booking or content.consignment,
            "carriage": [_leg(leg, content) for leg in content.carriage],
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
        bearer = content.order_of is None
        return {
            "title_en": "MULTIMODAL BILL OF LADING",
            "title_zh": "多式联运提单",
            "kind_en": "Negotiable",
            "kind_zh": "可转让",
            "consignee_en": "Consignee: to bearer" if bearer else "Consignee: to the order of",
            "consignee_zh": "收货人：凭持单人" if bearer else "收货人：凭下列方指示",
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


def standing(title: Title, names: Names) -> Iterator[str]:
    """How title stands now, beyond who holds it."""
    if not title.has_ended and title.negotiable and title.holder is not None:
        to_order = _name(title.entitled, names)
        yield f"Now to the order of 现凭其指示: {to_order}" if to_order else "Now to bearer 现凭持单人"
    if title.pledge is not None:
        due = f", due 到期 {instant(title.pledge.matures_at)}" if title.pledge.matures_at else ""
        yield f"PLEDGED 已出质: {_name(title.pledge.pledgor, names)} → {_name(title.holder, names)}, {title.pledge.secures}{due}"
    if title.delivered:
        left = "; ".join(f"{one.packages:,} × {kilograms(one.gross_weight_grams)}" for one in title.outstanding)
        yield f"PARTLY DELIVERED, outstanding 部分已交付，尚余: {left}"
    if title.frozen:
        yield "FROZEN by order of the register's operator 已被登记簿运营方冻结"
    if title.proposal is not None:
        asked = ACT_NAMES[title.proposal.act]
        yield f"Open proposal 待决: {asked[0]} {asked[1]}"


def _name(party_id: PartyId | None, names: Names) -> str:
    found = names.get(party_id) if party_id else None
    return "" if found is None else " ".join(filter(None, (found.name_en, found.name_zh)))


def _remarks(content: DocumentContent, acts: Sequence[SignedAct]) -> Iterator[str]:
    """What the law wants stated on the document: what it annotates or replaces, leg documents, changes of medium (MLETR 17, 18)."""
    more = content.title
    if more.annotates is not None:
        captured = acts[0].statement.act is ActKind.CAPTURE
        how = "Replaces in electronic form 以电子形式替代" if captured else "Annotated on 批注于"
        yield f"{how}: {_beside(more.annotates)}"
    for one in more.legs:
        leg = f"leg {one.leg} 第 {one.leg} 段" if one.leg else "whole carriage 全程"
        yield f"Document of {leg}, not negotiable 不可转让: {_beside(one)}"
    if more.valid_until is not None:
        yield f"Valid until 有效期至 {instant(more.valid_until)}"
    if more.parents:
        yield f"In place of 替代: {', '.join(more.parents)}"
    for act in acts:
        said = act.statement
        form = said.says.form
        if said.act in (ActKind.LEFT, ActKind.RETURN) and isinstance(form, OtherForm):
            en, zh = ACT_NAMES[said.act]
            yield f"{en} {zh}: {form.medium.value} {form.name}, {instant(said.at)}"


def _beside(one: OtherDocument) -> str:
    return " ".join(filter(None, (BESIDE.get(one.kind, one.kind), one.number, one.issuer)))


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
        "issued_at": stated(content.issued_at, content),
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


def _leg(leg: Carriage, content: DocumentContent) -> dict[str, Any]:
    service = " ".join(filter(None, (leg.service, leg.vessel, leg.voyage)))
    return {
        "no": str(leg.no),
        "mode": MODES.get(leg.mode, leg.mode),
        "service": service or "—",
        "origin": _place_name(leg.origin),
        "destination": _place_name(leg.destination),
        "times": " –\n".join(stated(at, content) if at else "—" for at in (leg.departs, leg.arrives)),
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
    """In the order of the UN Model Regulations 5.4.1.4.2: UN number, proper shipping name, class, packing group."""
    if not line.dangerous_un:
        return ""
    name = f" {line.shipping_name}" if line.shipping_name else ""
    group = f", PG {line.packing_group}" if line.packing_group else ""
    return f"Dangerous goods 危险品 UN {line.dangerous_un}{name}, class 类别 {line.hazard_class}{group}"


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
        "act_zh": " ".join(filter(None, (chinese, _endorsement(act, names), said.reason))),
        "by": NODE_NAME if said.by.party == NODE_KEY else names[said.by.party].name_en,
        "by_did": said.by.did,
        "to": names[said.to.party].name_en if said.to else "—",
        "at": instant(said.at),
        "hash": act_hash(act)[:24] + "...",
    }


def _endorsement(act: SignedAct, names: Names) -> str:
    says = act.statement.says
    if isinstance(says.endorsement, UnsetType):
        return ""
    english, chinese = ENDORSEMENTS[says.endorsement]
    endorsee = "" if isinstance(says.endorsee, UnsetType) else names[says.endorsee.party].name_en
    return f"({english} {chinese} {endorsee})".replace(" )", ")")


def instant(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M UTC")


def stated(at: datetime, content: DocumentContent) -> str:
    """A time of the content: in the place it is of, or only the day where no more is known."""
    return f"{at:%Y-%m-%d}" if content.days is True else f"{at:%Y-%m-%d %H:%M} {at.isoformat()[-6:]}"


def kilograms(grams: int) -> str:
    """Exact: decimals only where there are grams below a kilogram."""
    whole, rest = divmod(grams, 1000)
    return f"{whole:,}{f'.{rest:03d}'.rstrip('0') if rest else ''} kg"


def cubic_metres(volume: str) -> str:
    return f"{Decimal(volume):,f} m³" if volume else "—"
