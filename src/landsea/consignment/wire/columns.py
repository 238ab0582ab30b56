"""The columns of the booking sheet: one row for each goods item, rows with the same `consignment` are one consignment.

A header is recognised by its name or by its Chinese label. Each column says how its text is read; `None` is an empty cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from landsea.consignment.model import DangerousGoods, Equipment, GoodsItem, Temperature
from landsea.consignment.model.refusals import CellNotWhole, EvenHsCode, UnknownPackage
from landsea.consignment.rules.packages import PACKAGES
from landsea.kernel import ContainerNumber, Quantity, Ucr, clean

_ITEM = GoodsItem(1, "sample", "080550", 1, "CT", Quantity("1", "KGM"))
_BOX = Equipment(ContainerNumber("CSQU3054383"), "22G1")


@dataclass(frozen=True, slots=True)
class Column:
    """`read` raises the refusal that says what is wrong with a cell."""

    name: str
    label_zh: str
    read: Callable[[str], Any]
    required: bool = False
    example: str = ""

    def label(self, language: str) -> str:
        return self.label_zh if language == "zh" else self.name


def _text(what: str, longest: int) -> Callable[[str], str]:
    return lambda text: clean(text, what, longest)


def _whole(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise CellNotWhole(value=repr(text[:40]))
    return replace(_ITEM, packages=int(text)).packages


def _hs_code(text: str) -> str:
    code = replace(_ITEM, hs_code=text.replace(".", "").replace(" ", "")).hs_code
    if len(code) % 2:
        raise EvenHsCode(code=code)
    return code


def _package(text: str) -> str:
    code = text.upper()
    if code not in PACKAGES:
        raise UnknownPackage(package=repr(text[:10]), item="-")
    return code


def _weight(text: str) -> Quantity:
    return replace(_ITEM, gross_weight=Quantity(text.replace(",", ""), "KGM")).gross_weight


def _volume(text: str) -> Quantity | None:
    return replace(_ITEM, volume=Quantity(text.replace(",", ""), "MTQ")).volume


def _vgm(text: str) -> Quantity | None:
    return replace(_BOX, vgm=Quantity(text.replace(",", ""), "KGM")).vgm


def _iso_code(text: str) -> str:
    return replace(_BOX, iso_code=text.upper()).iso_code


def _seals(text: str) -> tuple[str, ...]:
    return tuple(clean(seal, "seal", 35) for seal in re.split(r"[,;/、，；\s]+", text) if seal)


def _un_number(text: str) -> str:
    return DangerousGoods(text.upper().removeprefix("UN").strip().zfill(4), "9").un_number


def _hazard_class(text: str) -> str:
    return DangerousGoods("1263", text.upper()).hazard_class


def _packing_group(text: str) -> str:
    return DangerousGoods("1263", "3", text.upper()).packing_group


def _flash_point(text: str) -> str:
    return DangerousGoods("1263", "3", "", text).flash_point_celsius


def _set_temperature(text: str) -> Temperature:
    return Temperature(text)


COLUMNS: tuple[Column, ...] = (
    Column("consignment", "票号", _text("consignment", 40), required=True, example="A1"),
    Column("quote", "报价号", _text("quote", 40)),
    Column("ucr", "UCR", Ucr),
    Column("booking", "订舱号", _text("booking number", 35)),
    Column("shipper", "发货人", _text("party", 60)),
    Column("consignee", "收货人", _text("party", 60)),
    Column("notify", "通知方", _text("party", 60)),
    Column("description", "货物描述", _text("description of goods", 500), required=True, example="Fresh lemons"),
    Column("hs_code", "HS编码", _hs_code, required=True, example="080550"),
    Column("packages", "件数", _whole, required=True, example="1200"),
    Column("package_code", "包装代码", _package, required=True, example="CT"),
    Column("gross_weight_kg", "毛重(kg)", _weight, required=True, example="21500.5"),
    Column("volume_m3", "体积(m³)", _volume, example="52.8"),
    Column("marks", "唛头", _text("marks", 500)),
    Column("container", "箱号", ContainerNumber),
    Column("iso_code", "箱型", _iso_code, example="45R1"),
    Column("seals", "封号", _seals),
    Column("vgm_kg", "VGM(kg)", _vgm),
    Column("un_number", "UN编号", _un_number),
    Column("hazard_class", "危险品类别", _hazard_class),
    Column("packing_group", "包装类别", _packing_group),
    Column("flash_point_c", "闪点(℃)", _flash_point),
    Column("set_temperature_c", "设定温度(℃)", _set_temperature, example="4"),
)
BY_HEADER = {name.casefold(): column for column in COLUMNS for name in (column.name, column.label_zh)}
