"""Demand of a scenario: `[[demand]]` tables, or a CSV file with the same names as columns."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from landsea.kernel import Finding, Phrase
from landsea.planner.model import TEU_MAX, By
from landsea.planner.model.studies import Demand
from landsea.planner.wire.scenario.lines import Path
from landsea.planner.wire.scenario.reader import Problems, Reader

ROWS_MAX = 10_000
_WHOLE = re.compile(r" *-?[0-9]{1,18} *")
COLUMNS = ("origin", "destination", "teu", "by", "deadline_days")


def read_demand(reader: Reader) -> Demand:
    """One table; `teu` is a week's."""
    for key in COLUMNS[:3]:
        reader.required(key)
    made = Demand(
        reader.text("origin"),
        reader.text("destination"),
        reader.integer("teu", 1, TEU_MAX, 1),
        By(reader.one_of("by", list(By), By.ARRIVAL)),
        reader.optional("deadline_days", 1, 366),
        reader.line,
    )
    reader.close(COLUMNS)
    return made


def read_demand_file(source: str, text: str, problems: Problems) -> Iterator[Demand]:
    """The rows of a CSV file. Every row that is wrong is told with its line."""
    rows = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    try:
        yield from _rows(rows, source, problems)
    except csv.Error:  # a cell of more than 131,072 characters
        line = rows.line_num + 1
        what = Phrase("Reading stops at line {line}.", line=line)
        problems.found.append(Finding(source, line, "", what, "Give a CSV file in UTF-8."))


def _rows(rows: csv.DictReader[str], source: str, problems: Problems) -> Iterator[Demand]:
    missing = [name for name in COLUMNS[:3] if name not in (rows.fieldnames or ())]
    if missing:
        what = Phrase("The columns {names} are missing.", names=", ".join(missing))
        problems.found.append(Finding(source, 1, "", what, "Add them to the first line."))
        return
    for number, row in enumerate(rows):
        if number >= ROWS_MAX:
            what = Phrase("There are more than {most} rows.", most=ROWS_MAX)
            problems.found.append(Finding(source, rows.line_num, "", what, "Join rows of one origin and destination."))
            return
        lines: dict[Path, int] = {(name,): rows.line_num for name in COLUMNS}
        lines[()] = rows.line_num
        located = Problems(source, lines)
        yield read_demand(Reader({k: _value(k, v) for k, v in row.items() if k and v}, (), located))
        problems.found += located.found


def _value(column: str, cell: str) -> object:
    return int(cell) if column in ("teu", "deadline_days") and _WHOLE.fullmatch(cell) else cell
