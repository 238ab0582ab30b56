"""Reading one file of the network, row by row into columns: required or with a default, and a finding for every cell that is wrong.

Memory is bounded: a file is read as a stream, equal cells of a column share one value, rows beyond `ROWS_MAX` are not read, and reading
stops when `FINDINGS_MAX` things are wrong.
"""

from __future__ import annotations

import codecs
import csv
import io
from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from landsea.kernel import Finding, Phrase
from landsea.network.wire.cells import BadCell, Reader

REQUIRED = object()
FINDINGS_MAX = 500
CELL_CHARACTERS_MAX = 4000
ROWS_MAX = 1_000_000
SHARED_MAX = 50_000
"""How many different cells of one column are remembered, so that equal ones are read once and stored once."""
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Column:
    """How a cell is read. An empty cell, or a missing column, has the default; without one it is a finding."""

    read: Reader
    default: object = REQUIRED


@dataclass(slots=True)
class Rows:
    """The rows of a file that could be read in full, column by column, and the line of each. Iteration gives a `Record` per row.

    `unread` is what stands in rows with a cell that is wrong, by column; not `whole` is a file of which not even that is known.
    """

    file: str
    columns: dict[str, list[Any]] = field(default_factory=dict)
    lines: array[int] = field(default_factory=lambda: array("L"))
    unread: dict[str, set[object]] = field(default_factory=dict)
    whole: bool = True

    def __len__(self) -> int:
        return len(self.lines)

    def __iter__(self) -> Iterator[Record]:
        return (Record(self, number) for number in range(len(self.lines)))

    def __getitem__(self, number: int) -> Record:
        return Record(self, number)

    def named(self, column: str) -> set[object]:
        """What stands in a column, also of rows that could not be read in full."""
        return self.unread.get(column, set()).union(self.columns.get(column, ()))


@dataclass(frozen=True, slots=True)
class Record:
    """One row: its values by column and where it stands."""

    rows: Rows
    number: int

    @property
    def file(self) -> str:
        return self.rows.file

    @property
    def line(self) -> int:
        return self.rows.lines[self.number]

    def __getitem__(self, column: str) -> Any:
        return self.rows.columns[column][self.number]


class Findings(list[Finding]):
    """What is wrong so far; stops growing at `FINDINGS_MAX`, since one mistake often repeats in every row."""

    def add(self, file: str, line: int, column: str, what: str, mend: str, /, **facts: object) -> None:
        """`what` and `mend` are templates, filled with `facts`."""
        self.keep(Finding(file, line, column, Phrase(what, **facts), Phrase(mend, **facts)))

    def keep(self, finding: Finding) -> None:
        if not self.full:
            self.append(finding)

    def of(self, record: Record, column: str, what: str, mend: str, /, **facts: object) -> None:
        self.add(record.file, record.line, column, what, mend, **facts)

    @property
    def full(self) -> bool:
        return len(self) >= FINDINGS_MAX


def read_rows(file: str, content: bytes, columns: Mapping[str, Column], findings: Findings) -> Rows:
    """The rows that could be read in full. Columns that are not known are passed over (they stay in the stored file)."""
    rows = Rows(file, {name: [] for name in columns})
    if not _is_text(file, content, findings):
        rows.whole = False
        return rows
    stream = io.TextIOWrapper(io.BytesIO(content), encoding="utf-8-sig", newline="")
    lines = _lines(rows, csv.reader(stream, strict=True), findings)
    header = [name.strip() for name in next(lines, (1, []))[1]]
    if _header_is_good(file, header, columns, findings):
        _fill(rows, lines, header, columns, findings)
    else:
        rows.whole = False
    return rows


def _is_text(file: str, content: bytes, findings: Findings) -> bool:
    bad = _first_bad_byte(content)
    if bad is not None:
        line = content.count(b"\n", 0, bad) + 1
        findings.add(file, line, "", "Byte {byte} is not UTF-8.", "Save the file as UTF-8.", byte=bad)
        return False
    nul = content.find(b"\x00")
    if nul >= 0:
        findings.add(file, content.count(b"\n", 0, nul) + 1, "", "The file contains NUL.", "Remove it.")
    return nul < 0


def _first_bad_byte(content: bytes) -> int | None:
    """Where the content stops being UTF-8; it is decoded in pieces."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    view = memoryview(content)
    for start in range(0, len(content) + 1, _CHUNK):
        piece = view[start : start + _CHUNK]
        pending = len(decoder.getstate()[0])
        try:
            decoder.decode(piece, final=start + _CHUNK > len(content))
        except UnicodeDecodeError as error:
            return start - pending + error.start
    return None


def _header_is_good(file: str, header: list[str], columns: Mapping[str, Column], findings: Findings) -> bool:
    before = len(findings)
    for name in sorted({name for name in header if header.count(name) > 1}):
        findings.add(file, 1, name, "The column stands twice.", "Remove one of them.")
    for name, column in columns.items():
        if column.default is REQUIRED and name not in header:
            findings.add(file, 1, name, "The column is missing.", "Add it; docs/network-format.md describes it.")
    return len(findings) == before


def _lines(rows: Rows, reader: Any, findings: Findings) -> Iterator[tuple[int, list[str]]]:
    """Rows with the number of the line on which they begin; blank lines are passed over."""
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            what, mend = "The line is not CSV: {error}.", "Quote cells as RFC 4180 says."
            findings.add(rows.file, line, "", what, mend, error=error)
            rows.whole = False
            return
        if any(cell.strip() for cell in row):
            yield line, row


def _fill(
    rows: Rows,
    lines: Iterator[tuple[int, list[str]]],
    header: list[str],
    columns: Mapping[str, Column],
    findings: Findings,
) -> None:
    given = [_Cells(name, header.index(name), column) for name, column in columns.items() if name in header]
    keep = [rows.columns[one.name].append for one in given]
    for line, row in lines:
        if len(rows) >= ROWS_MAX:
            what, mend = (
                "The file has more than {most} rows.",
                "Split the network, or leave out what is not planned with.",
            )
            findings.add(rows.file, line, "", what, mend, most=ROWS_MAX)
            rows.whole = False
            break
        values = _values(rows, line, row, len(header), given, findings)
        if values is not None:
            rows.lines.append(line)
            for append, value in zip(keep, values, strict=True):
                append(value)
        elif findings.full:
            rows.whole = False
            break
    for name, column in columns.items():
        if name not in header:
            rows.columns[name] = [column.default] * len(rows)


def _values(
    rows: Rows, line: int, row: list[str], width: int, given: list[_Cells], findings: Findings
) -> list[object] | None:
    if len(row) != width:
        what = "The row has {cells} cells and the header {header}."
        findings.add(rows.file, line, "", what, "Add or remove commas.", cells=len(row), header=width)
        _leave_out(rows, row, given)
        return None
    try:
        return [one.known[row[one.place]] for one in given]
    except KeyError:
        return _read(rows, line, row, given, findings)


def _read(rows: Rows, line: int, row: list[str], given: list[_Cells], findings: Findings) -> list[object] | None:
    values: list[object] = []
    for one in given:
        try:
            values.append(one.of(row[one.place]))
        except BadCell as error:
            findings.keep(Finding(rows.file, line, one.name, error.what, error.mend))
    if len(values) == len(given):
        return values
    _leave_out(rows, row, given)
    return None


def _leave_out(rows: Rows, row: list[str], given: list[_Cells]) -> None:
    """Keeps what stands in a row that cannot be read, so that nothing is said to be missing for that."""
    for one in given:
        if one.place < len(row):
            cell = row[one.place]
            rows.unread.setdefault(one.name, set()).add(one.known.get(cell, cell.strip()))
        else:
            rows.whole = False


@dataclass(slots=True)
class _Cells:
    """The cells of one column, at `place` in each row. `known` are the values of those read already."""

    name: str
    place: int
    column: Column
    known: dict[str, object] = field(default_factory=dict)

    def of(self, cell: str) -> object:
        if cell in self.known:
            return self.known[cell]
        value = _value(cell.strip(), self.column)
        if len(self.known) < SHARED_MAX:
            self.known[cell] = value
        return value


def _value(cell: str, column: Column) -> object:
    if len(cell) > CELL_CHARACTERS_MAX:
        raise BadCell("The cell has {n} characters.", "Shorten it to {most}.", n=len(cell), most=CELL_CHARACTERS_MAX)
    if cell:
        return column.read(cell)
    if column.default is REQUIRED:
        raise BadCell("The cell is empty.", "Fill it in.")
    return column.default
