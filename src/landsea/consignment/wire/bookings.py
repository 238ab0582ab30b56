"""A booking sheet as commands: each group of rows becomes what accepts a quote. Everything wrong is a finding at its cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from landsea.consignment.model import (
    AcceptQuote,
    Capacity,
    DangerousGoods,
    Equipment,
    GoodsItem,
    PartyOn,
    QuoteId,
)
from landsea.consignment.model.refusals import (
    CellDiffers,
    CellMissing,
    ColumnMissing,
    ColumnTwice,
    ColumnUnknown,
    UnknownParty,
)
from landsea.consignment.wire.columns import BY_HEADER, COLUMNS, Column
from landsea.consignment.wire.sheet import Row, Sheet
from landsea.kernel import BadSource, Finding, PartyId, Refusal

FINDINGS_MAX = 200
_PARTIES = {"shipper": Capacity.SHIPPER, "consignee": Capacity.CONSIGNEE, "notify": Capacity.NOTIFY}
_OF_GROUP = ("quote", "ucr", "booking", *_PARTIES)
_OF_BOX = ("iso_code", "seals", "vgm_kg")
FindParty = Callable[[str], PartyId | None]
Say = Callable[[Refusal], str]


@dataclass(frozen=True, slots=True)
class Booking:
    """One consignment of the sheet; `rows` are those of its goods items, in their order."""

    name: str
    rows: tuple[int, ...]
    command: AcceptQuote


@dataclass
class _Reading:
    """One pass over a sheet: where findings go, and what the header says."""

    sheet: Sheet
    say: Say
    find_party: FindParty
    findings: list[Finding] = field(default_factory=list)
    wrong: int = 0

    def note(self, row: int, column: str, refusal: Refusal) -> None:
        self.wrong += 1
        if len(self.findings) < FINDINGS_MAX:
            self.findings.append(Finding(self.sheet.source, row, column, self.say(refusal), ""))


@dataclass(frozen=True, slots=True)
class _Line:
    row: int
    values: dict[str, Any]


def read_bookings(
    sheet: Sheet, *, default_quote: str | None, find_party: FindParty, say: Say = str
) -> tuple[Booking, ...]:
    """The consignments of the sheet, in order. `default_quote` is taken where the sheet names none. Raises `BadSource` with all
    findings; `say` turns a refusal into the reader's language."""
    reading = _Reading(sheet, say, find_party)
    columns = list(_columns(reading))
    _stop_if_wrong(reading)
    groups: dict[str, list[_Line]] = {}
    for row in sheet.rows:
        line = _line(reading, columns, row)
        if line is not None:
            groups.setdefault(line.values["consignment"], []).append(line)
    if not sheet.rows:
        reading.note(sheet.header.number, "consignment", CellMissing(column="consignment"))
    bookings = [_booking(reading, name, lines, default_quote) for name, lines in groups.items()]
    _stop_if_wrong(reading)
    return tuple(booking for booking in bookings if booking is not None)


def _stop_if_wrong(reading: _Reading) -> None:
    if reading.findings:
        raise BadSource(reading.sheet.source, reading.findings)


def _columns(reading: _Reading) -> Iterator[tuple[int, Column]]:
    seen: set[str] = set()
    for index, text in enumerate(reading.sheet.header.cells):
        if not text:
            continue
        column = BY_HEADER.get(text.rstrip("* ").casefold())
        if column is None:
            reading.note(reading.sheet.header.number, text[:40], ColumnUnknown(column=repr(text[:40])))
        elif column.name in seen:
            reading.note(reading.sheet.header.number, column.name, ColumnTwice(column=column.name))
        else:
            seen.add(column.name)
            yield index, column
    for column in COLUMNS:
        if column.required and column.name not in seen:
            reading.note(reading.sheet.header.number, column.name, ColumnMissing(column=column.name))


def _line(reading: _Reading, columns: list[tuple[int, Column]], row: Row) -> _Line | None:
    """The row's values, or nothing when a cell is wrong."""
    before = reading.wrong
    values: dict[str, Any] = {}
    for index, column in columns:
        text = row.cells[index] if index < len(row.cells) else ""
        if text:
            try:
                values[column.name] = column.read(text)
            except Refusal as refusal:
                reading.note(row.number, column.name, refusal)
        elif column.required:
            reading.note(row.number, column.name, CellMissing(column=column.name))
    return _Line(row.number, values) if reading.wrong == before else None


def _booking(reading: _Reading, name: str, lines: list[_Line], default_quote: str | None) -> Booking | None:
    common = {column: _same(reading, lines, column) for column in _OF_GROUP}
    first = lines[0].row
    quote = common["quote"] or default_quote
    if quote is None:
        reading.note(first, "quote", CellMissing(column="quote"))
        return None
    parties = list(_parties(reading, first, common))
    equipment = list(_equipment(reading, lines))
    goods = [item for no, line in enumerate(lines, start=1) if (item := _item(reading, no, line)) is not None]
    command = AcceptQuote(
        quote=QuoteId(quote),
        parties=tuple(parties),
        goods=tuple(goods),
        equipment=tuple(equipment),
        ucr=common["ucr"] or "",
        booking=common["booking"] or "",
    )
    return Booking(name, tuple(line.row for line in lines), command)


def _same(reading: _Reading, lines: list[_Line], column: str) -> Any:
    """The one value that the lines give; later lines may leave it empty."""
    value = None
    for line in lines:
        given = line.values.get(column)
        if given is None:
            continue
        if value is not None and given != value:
            reading.note(line.row, column, CellDiffers(column=column, value=given, before=value))
        value = given if value is None else value
    return value


def _parties(reading: _Reading, row: int, common: dict[str, Any]) -> Iterator[PartyOn]:
    for column, capacity in _PARTIES.items():
        if (text := common[column]) is None:
            continue
        party = reading.find_party(text)
        if party is None:
            reading.note(row, column, UnknownParty(party=text))
        else:
            yield PartyOn(party, capacity)


def _equipment(reading: _Reading, lines: list[_Line]) -> Iterator[Equipment]:
    boxes: dict[str, list[_Line]] = {}
    for line in lines:
        if "container" in line.values:
            boxes.setdefault(line.values["container"], []).append(line)
    for stuffed in boxes.values():
        said = {column: _same(reading, stuffed, column) for column in _OF_BOX}
        if said["iso_code"] is None:
            reading.note(stuffed[0].row, "iso_code", CellMissing(column="iso_code"))
            continue
        yield Equipment(stuffed[0].values["container"], said["iso_code"], said["seals"] or (), said["vgm_kg"])


def _item(reading: _Reading, no: int, line: _Line) -> GoodsItem | None:
    values = line.values
    try:
        return GoodsItem(
            no=no,
            description=values["description"],
            hs_code=values["hs_code"],
            packages=values["packages"],
            package_code=values["package_code"],
            gross_weight=values["gross_weight_kg"],
            volume=values.get("volume_m3"),
            marks=values.get("marks", ""),
            container=values.get("container"),
            dangerous=_dangerous(values),
            temperature=values.get("set_temperature_c"),
        )
    except Refusal as refusal:
        reading.note(line.row, "un_number", refusal)  # the one value that is made of several cells
        return None


def _dangerous(values: dict[str, Any]) -> DangerousGoods | None:
    """Any of the columns makes the goods dangerous; number and class are then needed, and refused when empty."""
    named = [values.get(name, "") for name in ("un_number", "hazard_class", "packing_group", "flash_point_c")]
    return DangerousGoods(*named) if any(named) else None
