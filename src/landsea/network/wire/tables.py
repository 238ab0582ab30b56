"""Reading one file of the network: columns, required or with a default, and a finding for every cell that is wrong."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from landsea.kernel import Finding, Phrase
from landsea.network.wire.cells import BadCell, Reader

REQUIRED = object()
FINDINGS_MAX = 500
CELL_CHARACTERS_MAX = 4000


@dataclass(frozen=True, slots=True)
class Column:
    """How a cell is read. An empty cell, or a missing column, has the default; without one it is a finding."""

    read: Reader
    default: object = REQUIRED


@dataclass(frozen=True, slots=True)
class Record:
    """One row: its values by column and where it stands. It is compared by identity of place, not of content."""

    file: str
    line: int
    values: Mapping[str, Any]

    def __getitem__(self, column: str) -> Any:
        return self.values[column]


class Findings(list[Finding]):
    """What is wrong so far; stops growing at `FINDINGS_MAX`, since one mistake often repeats in every row."""

    def add(self, file: str, line: int, column: str, what: str, mend: str, /, **facts: object) -> None:
        """`what` and `mend` are templates, filled with `facts`."""
        self.keep(Finding(file, line, column, Phrase(what, **facts), Phrase(mend, **facts)))

    def keep(self, finding: Finding) -> None:
        if len(self) < FINDINGS_MAX:
            self.append(finding)

    def of(self, record: Record, column: str, what: str, mend: str, /, **facts: object) -> None:
        self.add(record.file, record.line, column, what, mend, **facts)


def read_records(file: str, content: str, columns: Mapping[str, Column], findings: Findings) -> list[Record]:
    """The rows that could be read in full. Columns that are not known are passed over (they stay in the stored file)."""
    if "\x00" in content:
        findings.add(file, content[: content.index("\x00")].count("\n") + 1, "", "The file contains NUL.", "Remove it.")
        return []
    rows = _rows(file, csv.reader(io.StringIO(content, newline=""), strict=True), findings)
    header = [name.strip() for name in next(rows, (1, []))[1]]
    if not _header_is_good(file, header, columns, findings):
        return []
    return [record for line, row in rows if (record := _record(file, line, header, row, columns, findings))]


def _header_is_good(file: str, header: list[str], columns: Mapping[str, Column], findings: Findings) -> bool:
    before = len(findings)
    for name in sorted({name for name in header if header.count(name) > 1}):
        findings.add(file, 1, name, "The column stands twice.", "Remove one of them.")
    for name, column in columns.items():
        if column.default is REQUIRED and name not in header:
            findings.add(file, 1, name, "The column is missing.", "Add it; docs/network-format.md describes it.")
    return len(findings) == before


def _rows(file: str, reader: Any, findings: Findings) -> Iterator[tuple[int, list[str]]]:
    """Rows with the number of the line on which they begin; blank lines are passed over."""
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            findings.add(file, line, "", "The line is not CSV: {error}.", "Quote cells as RFC 4180 says.", error=error)
            return
        if any(cell.strip() for cell in row):
            yield line, row


def _record(
    file: str, line: int, header: list[str], row: list[str], columns: Mapping[str, Column], findings: Findings
) -> Record | None:
    if len(row) != len(header):
        what = "The row has {cells} cells and the header {header}."
        findings.add(file, line, "", what, "Add or remove commas.", cells=len(row), header=len(header))
        return None
    cells = dict(zip(header, row, strict=True))
    values: dict[str, Any] = {}
    for name, column in columns.items():
        try:
            values[name] = _value(cells.get(name, "").strip(), column)
        except BadCell as error:
            findings.keep(Finding(file, line, name, error.what, error.mend))
    return Record(file, line, values) if len(values) == len(columns) else None


def _value(cell: str, column: Column) -> object:
    if len(cell) > CELL_CHARACTERS_MAX:
        raise BadCell("The cell has {n} characters.", "Shorten it to {most}.", n=len(cell), most=CELL_CHARACTERS_MAX)
    if cell:
        return column.read(cell)
    if column.default is REQUIRED:
        raise BadCell("The cell is empty.", "Fill it in.")
    return column.default
