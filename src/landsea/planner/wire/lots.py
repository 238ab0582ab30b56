"""Lots as CSV (UTF-8, with or without a byte order mark).

    origin,destination,teu,ready
    CNCTU,IDJKT,2,2026-11-24T08:00+08:00
    CNKWE,,1,

`origin` empty: it stands at the hub; `destination` empty: it stays where the lots part. `teu` is 1 unless given, `ready` (RFC 3339 with
zone) as for all. The columns may come in any order; those that are empty everywhere may be missing.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from landsea.kernel import BadSource, BadValue, Finding, Phrase, parse_instant
from landsea.planner.model.joint import LOTS_MAX, JointLot
from landsea.planner.model.request import TEU_MAX

NAMES_SHOWN = 200
"""Characters."""
COLUMNS = ("origin", "destination", "teu", "ready")


def parse_lots(
    text: str, source: str, hub: str, split: str, ready: datetime, is_place: Callable[[str], bool] = bool
) -> tuple[JointLot, ...]:
    """The lots of a file; `ready` is for rows that do not say. Raises `BadSource` with every cell that cannot be read, or that names no
    place.
    """
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    usual = {"origin": hub, "destination": split, "teu": "1", "ready": ready.isoformat()}
    try:
        return _lots(reader, source, usual, is_place)
    except csv.Error:  # a cell of more than 131,072 characters
        line = reader.line_num + 1
        stops = Finding(
            source, line, "", Phrase("Reading stops at line {line}.", line=line), "Give a CSV file in UTF-8."
        )
        raise BadSource(source, [stops]) from None


def _lots(
    reader: csv.DictReader[str], source: str, usual: Mapping[str, str], is_place: Callable[[str], bool]
) -> tuple[JointLot, ...]:
    strange = [name for name in reader.fieldnames or () if name not in COLUMNS]
    if strange or not reader.fieldnames:
        what = (
            Phrase("The column {names} is not known.", names=", ".join(strange)[:NAMES_SHOWN])
            if strange
            else "The file is empty."
        )
        raise BadSource(
            source, [Finding(source, 1, "", what, Phrase("The columns are {names}.", names=", ".join(COLUMNS)))]
        )
    lots: list[JointLot] = []
    findings: list[Finding] = []
    for number, row in enumerate(reader):
        if number >= LOTS_MAX:
            what = Phrase("There are more than {most} lots.", most=LOTS_MAX)
            findings.append(Finding(source, reader.line_num, "", what, "Split the consignment."))
            break
        cells = {name: str(row.get(name) or "").strip() for name in COLUMNS}
        wrong = list(_wrong(cells, is_place))
        findings += (_finding(source, reader.line_num, column, bad) for column, bad in wrong)
        if not wrong:
            lots.append(_lot({name: cell or usual[name] for name, cell in cells.items()}))
    if findings or not lots:
        raise BadSource(source, findings or [Finding(source, 1, "", "The file is empty.", "Write a row for each lot.")])
    return tuple(lots)


def _lot(cells: Mapping[str, str]) -> JointLot:
    return JointLot(cells["origin"], cells["destination"], parse_instant(cells["ready"]), _teu(cells["teu"]))


def _wrong(cells: Mapping[str, str], is_place: Callable[[str], bool]) -> Iterator[tuple[str, BadValue]]:
    """Each column that cannot be read; what is empty has a default."""

    def place(cell: str) -> None:
        if not is_place(cell):
            raise BadValue(
                value=repr(cell[:40]),
                what="place",
                why="the network has no such place",
                mend="`landsea network show` finds what there is.",
            )

    readers: dict[str, Callable[[str], object]] = {
        "origin": place,
        "destination": place,
        "teu": _teu,
        "ready": parse_instant,
    }
    for column, read in readers.items():
        try:
            if cells[column]:
                read(cells[column])
        except BadValue as bad:
            yield column, bad


def _finding(source: str, line: int, column: str, bad: BadValue) -> Finding:
    what = Phrase("{value} cannot be read: {why}.", value=bad.facts["value"], why=bad.facts["why"])
    return Finding(source, line, column, what, str(bad.facts["mend"]))


def _teu(cell: str) -> int:
    if not cell.isascii() or not cell.isdigit() or len(cell) > 6:
        raise BadValue(
            value=repr(cell[:20]), what="number of TEU", why="it is not a whole number", mend="For example 2."
        )
    if not 1 <= int(cell) <= TEU_MAX:
        raise BadValue(
            value=cell, what="number of TEU", why=f"it must be from 1 to {TEU_MAX}", mend="Split larger lots."
        )
    return int(cell)
