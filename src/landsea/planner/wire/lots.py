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
from collections.abc import Mapping
from datetime import datetime

from landsea.kernel import BadSource, BadValue, Finding, Phrase, parse_instant
from landsea.planner.model.joint import LOTS_MAX, JointLot

NAMES_SHOWN = 200
"""Characters."""
COLUMNS = ("origin", "destination", "teu", "ready")


def parse_lots(text: str, source: str, hub: str, split: str, ready: datetime) -> tuple[JointLot, ...]:
    """The lots of a file; `ready` is for rows that do not say. Raises `BadSource` with every row that cannot be read."""
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    try:
        return _lots(reader, source, hub, split, ready)
    except csv.Error:  # a cell of more than 131,072 characters
        line = reader.line_num + 1
        stops = Finding(
            source, line, "", Phrase("Reading stops at line {line}.", line=line), "Give a CSV file in UTF-8."
        )
        raise BadSource(source, [stops]) from None


def _lots(reader: csv.DictReader[str], source: str, hub: str, split: str, ready: datetime) -> tuple[JointLot, ...]:
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
    for row in reader:
        if len(lots) + len(findings) >= LOTS_MAX:
            what = Phrase("There are more than {most} lots.", most=LOTS_MAX)
            findings.append(Finding(source, reader.line_num, "", what, "Split the consignment."))
            break
        lot = _lot({name: str(row.get(name) or "").strip() for name in COLUMNS}, hub, split, ready)
        if isinstance(lot, JointLot):
            lots.append(lot)
        else:
            column, bad = lot
            what = Phrase("{value} cannot be read: {why}.", value=bad.facts["value"], why=bad.facts["why"])
            findings.append(Finding(source, reader.line_num, column, what, str(bad.facts["mend"])))
    if findings or not lots:
        raise BadSource(source, findings or [Finding(source, 1, "", "The file is empty.", "Write a row for each lot.")])
    return tuple(lots)


def _lot(cells: Mapping[str, str], hub: str, split: str, ready: datetime) -> JointLot | tuple[str, BadValue]:
    """The lot of a row, or the column that cannot be read."""
    column = "ready"
    try:
        moment = parse_instant(cells["ready"]) if cells["ready"] else ready
        column = "teu"
        return JointLot(cells["origin"] or hub, cells["destination"] or split, moment, _teu(cells["teu"] or "1"))
    except BadValue as bad:
        return column, bad


def _teu(cell: str) -> int:
    if not cell.isascii() or not cell.isdigit() or len(cell) > 6:
        raise BadValue(
            value=repr(cell[:20]), what="number of TEU", why="it is not a whole number", mend="For example 2."
        )
    return int(cell)
