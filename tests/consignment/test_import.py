"""Booking by spreadsheet: all of it or nothing, and every error at its sheet, row and column."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from landsea import consignment
from landsea.consignment import Capacity, Consignment, DangerousGoods
from landsea.consignment.wire import sheet as limits
from landsea.consignment.wire.bookings import FINDINGS_MAX
from landsea.consignment.wire.columns import COLUMNS
from landsea.consignment.wire.sheet import read_sheet
from landsea.consignment.wire.template import template_csv, template_xlsx
from landsea.journal import Journal
from landsea.kernel import BadSource, Finding
from tests.consignment.example import BOX, CONSIGNEE, FORWARDER, OTHER_BOX, SHIPPER, give
from tests.support.journals import table_dump

HEADER = [
    "consignment",
    "description",
    "hs_code",
    "packages",
    "package_code",
    "gross_weight_kg",
    "volume_m3",
    "container",
]
HEADER += ["iso_code", "seals", "consignee", "set_temperature_c", "ucr", "quote"]
LEMONS = [
    "A1",
    "Fresh lemons",
    "080550",
    "1200",
    "CT",
    "21500.5",
    "52.8",
    str(BOX),
    "45R1",
    "S1;S2",
    CONSIGNEE.party,
    "4",
]
UCR = "6CN91110000600037341L-X1"


def xlsx(*rows: list[Any], title: str = "booking") -> bytes:
    book = Workbook()
    page = book.worksheets[0]
    page.title = title
    for row in rows:
        page.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def text(*rows: list[str]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue()


def import_(
    journal: Journal, content: bytes, name: str = "booking.xlsx", quote: str | None = None
) -> list[Consignment]:
    with journal.work(SHIPPER) as work:
        return list(consignment.import_bookings(work, name, content, quote=quote))


def findings(
    journal: Journal, content: bytes, name: str = "booking.xlsx", quote: str | None = "qot_x"
) -> list[Finding]:
    before = table_dump(journal)
    with pytest.raises(BadSource) as refused:
        import_(journal, content, name, quote)
    assert table_dump(journal) == before
    return refused.value.findings


def test_a_workbook_books_each_of_its_consignments(journal: Journal) -> None:
    first, second = give(journal), give(journal)
    rows: list[list[Any]] = [
        HEADER,
        [*LEMONS, UCR, first.id],
        ["A1", "Crates", "4415", 10, "CR", 300, None, str(BOX)],
        ["B2", "Plums", "080940", 900, "ct", 18000, 40, OTHER_BOX, "45R1", "", "", "", "6CN1-B2", second.id],
    ]
    lemons, plums = import_(journal, xlsx(*rows))
    assert (lemons.ucr, lemons.quote) == (UCR, first.id)
    assert [(item.no, item.packages, item.gross_weight.value) for item in lemons.goods] == [
        (1, 1200, "21500.5"),
        (2, 10, "300"),
    ]
    assert [(one.container, one.seals) for one in lemons.equipment] == [(BOX, ("S1", "S2"))]
    assert lemons.party_as(Capacity.CONSIGNEE) == CONSIGNEE.party
    assert lemons.goods[0].temperature is not None
    assert lemons.goods[0].temperature.set_point == "4"
    assert (plums.goods[0].package_code, plums.equipment[0].container) == ("CT", OTHER_BOX)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_is_read_in_the_encodings_that_excel_writes(light_journal: Journal, encoding: str, delimiter: str) -> None:
    quote = give(light_journal)
    labels = {column.name: column.label_zh for column in COLUMNS}
    header = [labels[name] for name in HEADER]
    row = ["A1", "新鲜柠檬", *LEMONS[2:9], "S1", *LEMONS[10:], UCR, quote.id]
    content = (delimiter.join(header) + "\r\n" + delimiter.join(row) + "\r\n").encode(encoding)
    assert import_(light_journal, content, "订舱.csv")[0].goods[0].description == "新鲜柠檬"


def test_the_default_quote_is_taken_where_the_sheet_names_none(light_journal: Journal) -> None:
    quote = give(light_journal)
    content = text(HEADER, [*LEMONS, UCR]).encode()
    assert import_(light_journal, content, "a.csv", quote.id)[0].quote == quote.id


def test_a_party_is_named_by_id_or_by_a_number_in_a_register(light_journal: Journal) -> None:
    for ucr, number in enumerate(("UEN 00192200M", "uen:00192200M", "00192200M")):
        row = [*LEMONS[:10], number, "", f"6CN1-{ucr}"]
        record = import_(light_journal, text(HEADER, row).encode(), "a.csv", give(light_journal).id)[0]
        assert record.party_as(Capacity.CONSIGNEE) == SHIPPER.party


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        ("hs_code", "80550", "leading zero"),
        ("hs_code", "08A550", "4 to 10 digits"),
        ("hs_code", "", "empty"),
        ("packages", "12.5", "whole number"),
        ("packages", "-3", "whole number"),
        ("packages", "0", "1 to 10,000,000"),
        ("package_code", "Q9", "Rec 21"),
        ("gross_weight_kg", "-1", "above zero"),
        ("gross_weight_kg", "1e99", "10^15"),
        ("gross_weight_kg", "heavy", "decimal"),
        ("volume_m3", "0", "above zero"),
        ("container", "CSQU3054384", "check digit is 4 and should be 3"),
        ("iso_code", "XX", "ISO 6346"),
        ("iso_code", "", "iso_code is empty"),
        ("set_temperature_c", "cold", "degrees Celsius"),
        ("description", "Lem\u043ens", "mixes"),
        ("consignee", "par_nobody", "no party"),
        ("ucr", "6cn", "UCR"),
    ],
)
def test_a_wrong_cell_is_found_at_its_row_and_column(
    light_journal: Journal, column: str, value: str, says: str
) -> None:
    row = [*LEMONS, UCR]
    row[HEADER.index(column)] = value
    found = findings(light_journal, xlsx(HEADER, row, title="单子"))
    assert [(one.source, one.line, one.column) for one in found] == [("booking.xlsx, 单子", 2, column)]
    assert says in found[0].what


def test_all_wrong_cells_are_found_at_once(light_journal: Journal) -> None:
    bad = ["A1", "", "80550", "x", "Q9", "-1"]
    found = findings(light_journal, text(HEADER, [*LEMONS, UCR], bad, bad).encode(), "a.csv")
    assert {(one.line, one.column) for one in found} == {
        (row, name)
        for row in (3, 4)
        for name in ("description", "hs_code", "packages", "package_code", "gross_weight_kg")
    }


def test_of_very_many_wrong_cells_the_first_are_told(light_journal: Journal) -> None:
    bad = ["", "", "80550", "x", "Q9", "-1"]
    found = findings(light_journal, text(HEADER, *[bad] * 100, [*LEMONS, UCR]).encode(), "a.csv")
    assert len(found) == FINDINGS_MAX
    assert {one.line for one in found} <= set(range(2, 102))


def test_dangerous_goods_need_their_number_and_class(light_journal: Journal) -> None:
    header = [*HEADER[:6], "ucr", "un_number", "hazard_class", "packing_group", "flash_point_c"]
    full = [*LEMONS[:6], UCR, "UN1263", "3", "ii", "12.5"]
    (record,) = import_(light_journal, text(header, full).encode(), "a.csv", give(light_journal).id)
    assert record.goods[0].dangerous == DangerousGoods("1263", "3", "II", "12.5")
    found = findings(light_journal, text(header, [*full[:7], "", "3"]).encode(), "a.csv")
    assert [(one.line, one.column) for one in found] == [(2, "un_number")]


def test_lines_of_one_consignment_must_agree(light_journal: Journal) -> None:
    other = [*LEMONS, "6CN1-OTHER"]
    found = findings(light_journal, text(HEADER, [*LEMONS, UCR], other).encode(), "a.csv")
    assert [(one.line, one.column) for one in found] == [(3, "ucr")]
    box = [*LEMONS[:8], "22G1"]
    found = findings(light_journal, text(HEADER, [*LEMONS, UCR], box).encode(), "a.csv")
    assert [(one.line, one.column) for one in found] == [(3, "iso_code")]


def test_headers_that_are_unknown_twice_or_missing_are_named(light_journal: Journal) -> None:
    header = ["consignment", "description", "description", "colour", "packages", "package_code", "gross_weight_kg"]
    found = findings(light_journal, text(header, ["A1"]).encode(), "a.csv")
    assert {(one.line, one.column) for one in found} == {(1, "description"), (1, "colour"), (1, "hs_code")}


def test_what_the_booking_refuses_is_found_at_its_row_and_nothing_is_booked(journal: Journal) -> None:
    quote = give(journal)
    rows = [
        HEADER,
        [*LEMONS, UCR, quote.id],
        ["B1", *LEMONS[1:], "6CN1-B1", quote.id],
        ["C1", *LEMONS[1:], UCR, give(journal).id],
    ]
    found = findings(journal, xlsx(*rows))
    assert [(one.line, one.column) for one in found] == [(3, "quote"), (4, "ucr")]
    assert "accepted" in found[0].what


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.xlsx", b"", "empty"),
        ("header only.csv", text(HEADER).encode(), "consignment is empty"),
        ("blank.xlsx", xlsx([]), "empty"),
        ("old.xls", b"\xd0\xcf\x11\xe0" + bytes(100), "old Excel"),
        ("broken.xlsx", b"PK\x03\x04" + bytes(200), "damaged"),
        ("binary.csv", b"consignment\x00,description\n", "not text"),
        ("invalid.csv", b"\xff\xff\xff\xff", "not text"),
        ("quotes.csv", b'consignment,"description\n' + b"x" * 200_000, "not CSV"),
        ("rows.csv", b"a\n" * (limits.ROWS_MAX + 2), "rows"),
        ("columns.csv", b"a," * 200 + b"b\n", "columns"),
        ("large.csv", b"a" * (limits.FILE_BYTES_MAX + 1), "larger"),
    ],
)
def test_a_file_that_is_no_sheet_is_refused(light_journal: Journal, name: str, content: bytes, says: str) -> None:
    found = findings(light_journal, content, name)
    assert says in found[0].what
    assert found[0].source.startswith(name)


def repacked(change: Callable[[str, bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(xlsx(HEADER, LEMONS))) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as to,
    ):
        for part in source.infolist():
            to.writestr(part.filename, change(part.filename, source.read(part)))
    return out.getvalue()


def test_a_zip_bomb_is_refused_before_it_is_unpacked(light_journal: Journal) -> None:
    def bomb(name: str, content: bytes) -> bytes:
        return content + b" " * 30_000_000 if name.endswith("sheet1.xml") else content

    assert "unpacks to" in findings(light_journal, repacked(bomb))[0].what


def test_a_workbook_that_declares_entities_is_refused(light_journal: Journal) -> None:
    entity = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]>'

    def declare(name: str, content: bytes) -> bytes:
        return entity + content.split(b"?>", 1)[-1] if name.endswith("sheet1.xml") else content

    assert "document type" in findings(light_journal, repacked(declare))[0].what


def test_a_sheet_whose_last_row_is_far_away_is_refused_quickly(light_journal: Journal) -> None:
    book = Workbook()
    book.worksheets[0]["A1"] = "consignment"
    book.worksheets[0].cell(1_048_576, 1, "A1")
    out = io.BytesIO()
    book.save(out)
    assert "rows" in findings(light_journal, out.getvalue())[0].what


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_template_filled_in_as_it_is_books(light_journal: Journal, language: str) -> None:
    quote = give(light_journal)
    for name, content in (("t.xlsx", template_xlsx(language)), ("t.csv", template_csv(language))):
        sheet = read_sheet(name, content)
        assert len(sheet.header.cells) == len(COLUMNS)
    with_box = _filled(template_xlsx(language))
    record = import_(light_journal, with_box, "t.xlsx", quote.id)[0]
    assert record.goods[0].hs_code == "080550"


def _filled(template: bytes) -> bytes:
    book = load_workbook(io.BytesIO(template))
    page = book.worksheets[0]
    names = [column.name for column in COLUMNS]
    page.cell(2, names.index("container") + 1).value = str(BOX)
    page.cell(2, names.index("ucr") + 1).value = UCR
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_forwarder_imports_for_its_customers(light_journal: Journal) -> None:
    quote = give(light_journal)
    with light_journal.work(FORWARDER) as work:
        content = text(HEADER, [*LEMONS, UCR]).encode()
        (record,) = consignment.import_bookings(work, "a.csv", content, quote=quote.id)
    assert record.party_as(Capacity.SHIPPER) == SHIPPER.party
