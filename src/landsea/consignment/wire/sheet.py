"""Tables out of files: xlsx (ECMA-376) and csv in UTF-8, UTF-16 with mark, or GB18030. Bounded in bytes, rows and columns.

What cannot be read is a finding with its place, never a half-read table.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from landsea.kernel import BadSource, Finding

FILE_BYTES_MAX = 8_000_000
UNPACKED_BYTES_MAX = 64_000_000
UNPACKED_RATIO_MAX = 200
PARTS_MAX = 200
ROWS_MAX = 5_000
COLUMNS_MAX = 100
CELL_CHARACTERS_MAX = 2_000


@dataclass(frozen=True, slots=True)
class Row:
    """A row with its number in the file (1: the first) and the text of its cells."""

    number: int
    cells: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        return not any(self.cells)


@dataclass(frozen=True, slots=True)
class Sheet:
    """`source` names file and sheet, as findings do."""

    source: str
    header: Row
    rows: tuple[Row, ...] = field(default=())


def read_sheet(filename: str, content: bytes) -> Sheet:
    """The first sheet of an xlsx file, or a csv file. Raises `BadSource`."""
    if not content:
        raise _bad(filename, 0, "The file is empty.", "Fill in the template and send it again.")
    if len(content) > FILE_BYTES_MAX:
        raise _bad(filename, 0, f"The file is larger than {FILE_BYTES_MAX} bytes.", "Split it.")
    if content.startswith(b"PK"):
        return _xlsx(filename, content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise _bad(filename, 0, "This is an old Excel file (xls).", "Save it as xlsx or csv.")
    return _table(filename, _csv_rows(filename, content))


def _xlsx(filename: str, content: bytes) -> Sheet:
    from openpyxl import load_workbook

    _check_archive(filename, content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        source = f"{filename}, {sheet.title}"
        rows = sheet.iter_rows(max_row=ROWS_MAX + 2, max_col=COLUMNS_MAX + 1, values_only=True)
        return _table(source, ([_cell(value) for value in row] for row in rows))
    except BadSource:
        raise
    except Exception as error:  # openpyxl answers a damaged file with whatever its parsers raise
        raise _bad(
            filename, 0, f"The workbook cannot be read ({type(error).__name__}).", "Save it again as xlsx."
        ) from None


def _check_archive(filename: str, content: bytes) -> None:
    """Before anything is unpacked: few parts, little to unpack. A part never yields more than its header says (zipfile stops there)."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except zipfile.BadZipFile:
        raise _bad(filename, 0, "The workbook is damaged.", "Save it again as xlsx.") from None
    size = sum(part.file_size for part in parts)
    if (
        len(parts) > PARTS_MAX
        or size > UNPACKED_BYTES_MAX
        or size > UNPACKED_RATIO_MAX * len(content)
        or any(part.flag_bits & 1 for part in parts)
    ):
        why = f"The workbook unpacks to {size} bytes in {len(parts)} parts, or is encrypted."
        raise _bad(filename, 0, why, "Copy the table into a new workbook without pictures and passwords.")
    _refuse_entities(filename, content)


def _refuse_entities(filename: str, content: bytes) -> None:
    """No spreadsheet program writes a document type; whoever does wants entities expanded or files fetched."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for part in archive.infolist():
            if not part.filename.endswith((".xml", ".rels", ".vml")):
                continue
            try:
                text = archive.read(part)
            except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, ValueError):
                raise _bad(filename, 0, "The workbook is damaged.", "Save it again as xlsx.") from None
            if b"<!DOCTYPE" in text or b"<!ENTITY" in text or text[:2] in (b"\xff\xfe", b"\xfe\xff"):
                raise _bad(filename, 0, "The workbook holds a document type.", "Save it with a spreadsheet program.")


def _cell(value: Any) -> str:
    """As a person reads the cell: whole numbers without `.0`, dates in ISO 8601."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value).strip()


def _csv_rows(filename: str, content: bytes) -> Iterator[list[str]]:
    text = _decoded(filename, content)
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            yield [cell.strip() for cell in row]
    except csv.Error as error:
        why = f"The line is not CSV: {error}."
        raise _bad(filename, reader.line_num, why, "Save the table again as CSV.") from None


def _decoded(filename: str, content: bytes) -> str:
    encodings = ["utf-16"] if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        return text
    raise _bad(filename, 0, "The file is not text in UTF-8 or GB18030.", "Save it as xlsx, or as CSV UTF-8.")


def _table(source: str, rows: Iterable[list[str]]) -> Sheet:
    found = [row for row in _numbered(source, rows) if not row.is_empty]
    if not found:
        raise _bad(source, 0, "The sheet is empty.", "Fill in the template and send it again.")
    return Sheet(source, found[0], tuple(found[1:]))


def _numbered(source: str, rows: Iterable[list[str]]) -> Iterator[Row]:
    for number, cells in enumerate(rows, start=1):
        if number > ROWS_MAX + 1:
            raise _bad(source, number, f"There are more than {ROWS_MAX} rows.", "Split the file.")
        if len(cells) > COLUMNS_MAX and any(cells[COLUMNS_MAX:]):
            raise _bad(source, number, f"There are more than {COLUMNS_MAX} columns.", "Use the template's columns.")
        yield Row(number, tuple(cell[:CELL_CHARACTERS_MAX] for cell in _without_tail(cells)))


def _without_tail(cells: list[str]) -> list[str]:
    return cells[: max((count for count, cell in enumerate(cells, start=1) if cell), default=0)]


def _bad(source: str, line: int, what: str, mend: str) -> BadSource:
    return BadSource(source, [Finding(source, line, "", what, mend)])
