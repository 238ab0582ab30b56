"""Consignments as CSV that Excel opens correctly: UTF-8 with its mark, CRLF (RFC 4180), no cell that Excel would compute."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from landsea.consignment.model import Capacity, Consignment
from landsea.consignment.rules.state import state_of

HEADERS: tuple[tuple[str, str], ...] = (
    ("id", "编号"),
    ("ucr", "UCR"),
    ("booking", "订舱号"),
    ("state", "状态"),
    ("from_place", "起运地"),
    ("to_place", "目的地"),
    ("departs_utc", "起运时间(UTC)"),
    ("arrives_utc", "到达时间(UTC)"),
    ("shipper", "发货人"),
    ("consignee", "收货人"),
    ("goods", "货物"),
    ("packages", "件数"),
    ("gross_weight_kg", "毛重(kg)"),
    ("containers", "箱号"),
    ("document", "单证号"),
    ("booked_at_utc", "订舱时间(UTC)"),
)
BYTE_ORDER_MARK = "\ufeff"


def export_csv(records: Iterator[Consignment], language: str) -> Iterator[bytes]:
    """Piece by piece, so that a long list needs no memory."""
    yield (BYTE_ORDER_MARK + line([zh if language == "zh" else en for en, zh in HEADERS])).encode()
    for record in records:
        yield line(_cells(record)).encode()


def _cells(record: Consignment) -> list[Any]:
    grams = sum(item.gross_weight.grams for item in record.goods)
    return [
        record.id,
        record.ucr,
        record.booking,
        state_of(record),
        record.legs[0].from_place,
        record.legs[-1].to_place,
        record.legs[0].departs.strftime("%Y-%m-%d %H:%M"),
        record.legs[-1].arrives.strftime("%Y-%m-%d %H:%M"),
        " ".join(record.parties_as(Capacity.SHIPPER)),
        " ".join(record.parties_as(Capacity.CONSIGNEE)),
        "; ".join(item.description for item in record.goods),
        sum(item.packages for item in record.goods),
        f"{Decimal(grams) / 1000:f}",
        " ".join(one.container for one in record.equipment),
        record.document.number if record.document else "",
        record.booked_at.strftime("%Y-%m-%d %H:%M"),
    ]


def line(cells: Sequence[Any]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerow([_harmless(str(cell)) for cell in cells])
    return out.getvalue()


def _harmless(text: str) -> str:
    """A text that begins like a formula is shown, not computed (OWASP: CSV injection)."""
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
