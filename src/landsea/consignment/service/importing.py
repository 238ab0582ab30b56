"""Booking by spreadsheet: all consignments of a file, or none and a list of what is wrong where."""

from __future__ import annotations

from collections.abc import Callable

from landsea.consignment.model import Consignment
from landsea.consignment.service import outside
from landsea.consignment.service.quotes import accept_quote
from landsea.consignment.wire.bookings import FINDINGS_MAX, Booking, read_bookings
from landsea.consignment.wire.sheet import Sheet, read_sheet
from landsea.journal import StaleVersion, Work
from landsea.kernel import BadSource, Finding, Refusal, clean

Say = Callable[[Refusal], str]
_COLUMNS = {
    "ucr": "ucr",
    "parties": "shipper",
    "equipment": "container",
    "goods": "description",
    "hs_code": "hs_code",
    "container": "container",
    "package_code": "package_code",
}
"""The column that a step of a JSON pointer stands for."""


def import_bookings(
    work: Work, filename: str, content: bytes, *, quote: str | None = None, say: Say = str
) -> tuple[Consignment, ...]:
    """Accepts the quotes that the rows of a booking sheet name (`quote` where they name none), each for its goods.

    Raises `BadSource` with findings at sheet, row and column; nothing is booked then. `say` puts refusals into the reader's language.
    """
    sheet = read_sheet(clean(filename, "file name", 150), content)
    bookings = read_bookings(
        sheet, default_quote=quote, find_party=lambda text: outside.find_party(work, text), say=say
    )
    booked: list[Consignment] = []
    findings: list[Finding] = []
    for booking in bookings:
        try:
            booked.append(accept_quote(work, booking.command))
        except StaleVersion:
            raise
        except Refusal as refusal:
            findings.append(_finding(sheet, booking, refusal, say))
    if findings:
        raise BadSource(sheet.source, findings[:FINDINGS_MAX])
    return tuple(booked)


def _finding(sheet: Sheet, booking: Booking, refusal: Refusal, say: Say) -> Finding:
    """At the cell that the refusal points at: the row of a goods item, else the consignment's first row."""
    steps = refusal.pointer.strip("/").split("/")
    row = booking.rows[int(steps[1])] if steps[0] == "goods" and len(steps) > 1 else booking.rows[0]
    return Finding(sheet.source, row, _COLUMNS.get(steps[-1], _COLUMNS.get(steps[0], "quote")), say(refusal), "")
