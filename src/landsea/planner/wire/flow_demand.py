"""A demand as CSV (UTF-8, with or without a byte order mark).

    origin,destination,teu,revenue,limit_days,penalty,forced
    CNCKG,SGSIN,120,900.00,14,,

`origin` and `destination` are UN/LOCODEs or facilities of the network, `teu` is per week (up to three decimals), `revenue` and `penalty`
are per TEU in the network's currency, `limit_days` (up to three decimals) from ready to available. The last four columns may be empty or
missing.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation

from landsea.kernel import BadValue, Finding, Money, Phrase
from landsea.planner.model.flows import FlowWish

NEEDED = ("origin", "destination", "teu")
OPTIONAL = ("revenue", "limit_days", "penalty", "forced")
ROWS_MAX = 100_000
FINDINGS_MAX = 500
MOST = Decimal(1_000_000)
"""TEU per week and row, and days."""
_YES = {"": False, "0": False, "1": True}


Cell = int | bool | str | None


class _Bad(ValueError):
    def __init__(self, what: Phrase, mend: str) -> None:
        self.what, self.mend = what, mend
        super().__init__(str(what))


def parse_flow_demand(text: str, source: str, currency: str) -> tuple[tuple[FlowWish, ...], list[Finding]]:
    """The rows that can be read, and a finding for each that cannot."""
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    try:
        missing = [name for name in NEEDED if name not in (reader.fieldnames or ())]
    except csv.Error:
        return (), [_stop(source, 1, "Give a CSV file in UTF-8.")]
    if missing:
        what = Phrase("The column {names} is missing.", names=", ".join(missing))
        return (), [
            Finding(source, 1, "", what, Phrase("The columns are {names}.", names=", ".join(NEEDED + OPTIONAL)))
        ]
    wishes: list[FlowWish] = []
    findings: list[Finding] = []
    try:
        for row in reader:
            if len(wishes) >= ROWS_MAX or len(findings) >= FINDINGS_MAX:
                findings.append(_stop(source, reader.line_num, "Mend what is listed, or split the file."))
                break
            wish = _wish(row, source, reader.line_num, currency, findings)
            wishes += [] if wish is None else [wish]
    except csv.Error:
        findings.append(_stop(source, reader.line_num + 1, "Give a CSV file in UTF-8."))
    return tuple(wishes), findings


def _stop(source: str, line: int, mend: str) -> Finding:
    return Finding(source, line, "", Phrase("Reading stops at line {line}.", line=line), mend)


def _wish(
    row: Mapping[str, str | None], source: str, line: int, currency: str, findings: list[Finding]
) -> FlowWish | None:
    wrong = len(findings)

    def read(column: str, how: Callable[[str], Cell]) -> Cell:
        try:
            return how((row.get(column) or "").strip())
        except _Bad as bad:
            findings.append(Finding(source, line, column, bad.what, bad.mend))
            return None

    milli = read("teu", _thousandths)
    days = read("limit_days", lambda cell: _thousandths(cell) if cell else None)
    revenue, penalty = (read(name, lambda cell: _money(cell, currency)) for name in ("revenue", "penalty"))
    forced = read("forced", _yes)
    origin, destination = (read(name, _name) for name in ("origin", "destination"))
    if len(findings) > wrong:
        return None
    limit = None if days is None else max(1, int(days) * 1440 // 1000)
    return FlowWish(
        str(origin), str(destination), int(milli or 0), int(revenue or 0), limit, int(penalty or 0), bool(forced), line
    )


def _name(cell: str) -> str:
    if not cell:
        raise _Bad(Phrase("The cell is empty."), "Name a place of the network.")
    return cell.upper()


def _thousandths(cell: str) -> int:
    try:
        value = Decimal(cell)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or not 0 < value <= MOST or value * 1000 != (value * 1000).to_integral_value():
        raise _Bad(
            Phrase(
                "{value} is not a number above 0 and up to {most}, with three decimals at most.",
                value=repr(cell[:40]),
                most=MOST,
            ),
            "Correct the number.",
        )
    return int(value * 1000)


def _money(cell: str, currency: str) -> int:
    try:
        amount = Money.parse(currency, cell or "0").minor
    except BadValue:
        amount = -1
    if not 0 <= amount <= 10**11:
        raise _Bad(
            Phrase("{value} is not an amount in {currency}.", value=repr(cell[:40]), currency=currency),
            "Write 1234.50.",
        )
    return amount


def _yes(cell: str) -> bool:
    if cell not in _YES:
        raise _Bad(Phrase("{value} is neither 1 nor 0.", value=repr(cell[:40])), "Write 1 if the cargo must go.")
    return _YES[cell]
