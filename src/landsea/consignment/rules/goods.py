"""What goods, equipment and parties must be, and how quantities are split without loss."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace
from decimal import localcontext

from landsea.consignment.model import Capacity, Consignment, Equipment, GoodsItem, ItemPart, PartyOn
from landsea.consignment.model.refusals import (
    Duplicate,
    NoConsignor,
    NoGoods,
    NoSuchItem,
    NotConserved,
    NothingToSplit,
    NotInEquipment,
    TooManyLines,
)
from landsea.consignment.rules.packages import check_packages
from landsea.kernel import ContainerNumber, Quantity, clean

LINES_MAX = 999
DIGITS = 256
"""More than any two quantities need to be subtracted without rounding."""


def clean_goods(goods: Sequence[GoodsItem]) -> tuple[GoodsItem, ...]:
    """The items with their texts as they are kept; refused: none, too many, a number used twice."""
    if not goods:
        raise NoGoods(pointer="/goods")
    _limit(goods, "/goods")
    _once((item.no for item in goods), "/goods")
    check_packages(goods)
    return tuple(_clean_item(item) for item in goods)


def _clean_item(item: GoodsItem) -> GoodsItem:
    dangerous = item.dangerous
    if dangerous is not None and dangerous.shipping_name:
        dangerous = replace(dangerous, shipping_name=clean(dangerous.shipping_name, "shipping name", 200))
    description = clean(item.description, "description of goods", 500)
    marks = clean(item.marks, "marks", 500) if item.marks else ""
    return replace(item, description=description, marks=marks, dangerous=dangerous)


def clean_equipment(equipment: Sequence[Equipment], goods: Sequence[GoodsItem]) -> tuple[Equipment, ...]:
    """The containers; refused: one named twice, goods in a container that is not there."""
    _limit(equipment, "/equipment")
    _once((one.container for one in equipment), "/equipment")
    containers = {one.container for one in equipment}
    for index, item in enumerate(goods):
        if item.container is not None and item.container not in containers:
            raise NotInEquipment(item=item.no, container=item.container, pointer=f"/goods/{index}/container")
    return tuple(replace(one, seals=tuple(clean(seal, "seal", 35) for seal in one.seals)) for one in equipment)


def check_parties(parties: Sequence[PartyOn]) -> tuple[PartyOn, ...]:
    """Each party once in each capacity, one forwarder, and a shipper."""
    _limit(parties, "/parties")
    _once(((one.party, one.capacity) for one in parties), "/parties")
    _once((one.capacity for one in parties if one.capacity is Capacity.FORWARDER), "/parties")
    if not any(one.capacity is Capacity.SHIPPER for one in parties):
        raise NoConsignor(pointer="/parties")
    return tuple(parties)


def _limit(lines: Sequence[object], where: str) -> None:
    if len(lines) > LINES_MAX:
        raise TooManyLines(count=len(lines), where=where, limit=LINES_MAX, pointer=where)


def _once(values: Iterable[Hashable], where: str) -> None:
    twice = [value for value, count in Counter(values).items() if count > 1]
    if twice:
        value = twice[0]
        named = " / ".join(value) if isinstance(value, tuple) else str(value)
        raise Duplicate(value=named, where=where, pointer=where)


def needs_confirmation_again(
    before: tuple[Sequence[GoodsItem], Sequence[Equipment]], after: tuple[Sequence[GoodsItem], Sequence[Equipment]]
) -> str:
    """Why operators must confirm again what they confirmed for less: the first reason, or nothing.

    More weight, more containers or another size, dangerous goods or temperatures that were not named before.
    """
    (old_goods, old_boxes), (goods, boxes) = before, after
    if _grams(goods) > _grams(old_goods):
        return "gross weight"
    if Counter(one.iso_code for one in boxes) - Counter(one.iso_code for one in old_boxes):
        return "equipment"
    if {item.dangerous for item in goods} - {item.dangerous for item in old_goods} - {None}:
        return "dangerous goods"
    if {item.temperature for item in goods} - {item.temperature for item in old_goods} - {None}:
        return "temperature"
    return ""


def _grams(goods: Iterable[GoodsItem]) -> int:
    return sum(item.gross_weight.grams for item in goods)


Lines = tuple[tuple[GoodsItem, ...], tuple[Equipment, ...]]


def split(
    goods: Sequence[GoodsItem],
    equipment: Sequence[Equipment],
    parts: Sequence[ItemPart],
    containers: Sequence[ContainerNumber],
) -> tuple[Lines, Lines]:
    """What stays and what goes. For each item, packages, gross weight and volume of both sides add up to exactly what was there."""
    _once((part.item for part in parts), "/items")
    taken = {part.item: part for part in parts}
    for index, part in enumerate(parts):
        if part.item not in {item.no for item in goods}:
            raise NoSuchItem(item=part.item, items=[item.no for item in goods], pointer=f"/items/{index}/item")
    pairs = [_split_item(item, taken[item.no]) if item.no in taken else (item, None) for item in goods]
    stays = tuple(left for left, _ in pairs if left is not None)
    goes = tuple(part for _, part in pairs if part is not None)
    if not stays or not goes:
        raise NothingToSplit(pointer="/items")
    left_boxes, gone_boxes = _split_equipment(equipment, containers)
    return (
        (stays, clean_equipment(left_boxes, stays)),
        (goes, clean_equipment(gone_boxes, goes)),
    )


def _split_item(item: GoodsItem, part: ItemPart) -> tuple[GoodsItem | None, GoodsItem]:
    packages = item.packages - part.packages
    weight = _less(item, "gross-weight", item.gross_weight, part.gross_weight)
    volume = _less_volume(item, part.volume)
    ends = {packages == 0, weight is None} | ({volume is None} if item.volume else set())
    if packages < 0 or part.packages < 1 or len(ends) > 1:
        raise NotConserved(
            item=item.no,
            what="packages",
            asked=part.packages,
            there=item.packages,
            pointer=f"/items/{item.no}/packages",
        )
    gone = replace(item, packages=part.packages, gross_weight=part.gross_weight, volume=part.volume)
    if weight is None:
        return None, gone
    return replace(item, packages=packages, gross_weight=weight, volume=volume), gone


def _less_volume(item: GoodsItem, taken: Quantity | None) -> Quantity | None:
    if item.volume is None and taken is None:
        return None
    if item.volume is None or taken is None:
        raise NotConserved(
            item=item.no,
            what="volume",
            asked=taken or "-",
            there=item.volume or "-",
            pointer=f"/items/{item.no}/volume",
        )
    return _less(item, "volume", item.volume, taken)


def _less(item: GoodsItem, what: str, there: Quantity, taken: Quantity) -> Quantity | None:
    """`there` without `taken`, exactly, in the same unit; `None` when nothing is left."""
    with localcontext(prec=DIGITS):
        left = there.number - taken.number
    if taken.unit != there.unit or left < 0 or taken.number <= 0:
        raise NotConserved(item=item.no, what=what, asked=taken, there=there, pointer=f"/items/{item.no}/{what}")
    return Quantity(f"{left:f}", there.unit) if left else None


def _split_equipment(
    equipment: Sequence[Equipment], containers: Sequence[ContainerNumber]
) -> tuple[list[Equipment], list[Equipment]]:
    _once(containers, "/containers")
    there = {one.container for one in equipment}
    for index, container in enumerate(containers):
        if container not in there:
            raise NotInEquipment(item="-", container=container, pointer=f"/containers/{index}")
    left = [one for one in equipment if one.container not in containers]
    gone = [one for one in equipment if one.container in containers]
    return left, gone


def bound_parties(record: Consignment) -> tuple[PartyOn, ...]:
    """Who cannot be taken off: the forwarder and the operators of legs."""
    operators = {leg.operator_party for leg in record.legs}
    return tuple(
        one
        for one in record.parties
        if one.capacity is Capacity.FORWARDER or (one.capacity is Capacity.CARRIER and one.party in operators)
    )
