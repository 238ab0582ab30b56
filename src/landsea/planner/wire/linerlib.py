"""LINERLIB's tables: tab-separated text with one heading line, as the public benchmark is distributed (version 1.2).

    ports.csv, dist_dense.csv, Demand_<instance>.csv, fleet_data.csv, fleet_<instance>.csv, and services as JSON (rots.json)

Every function takes a file's text and name, and returns what could be read beside a finding for every row that could not.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any, TypeVar

from landsea.kernel import Finding, Phrase
from landsea.planner.model.liner import LinerDemand, LinerPassage, LinerPort, Rotation, VesselClass

T = TypeVar("T")
AMOUNT_MAX = 1_000_000_000


class _Bad(ValueError):
    """A cell that cannot be read."""

    def __init__(self, column: str, what: str, **facts: object) -> None:
        self.column, self.what = column, Phrase(what, **facts)
        super().__init__(self.what)


def parse_ports(text: str, source: str) -> tuple[dict[str, LinerPort], list[Finding]]:
    """UNLocode, name, Country, Cabotage_Region, D_Region, Longitude, Latitude, Draft, four costs. Costs are rounded to whole dollars, as
    the benchmark's own reader does.
    """

    def port(row: Sequence[str]) -> LinerPort:
        draft = _number(row, 7, "Draft") if row[7] else None
        full, transhipment, per_ffe = (_dollars(row, n, name) if _given(row[n]) else None for n, name in _PORT_COSTS)
        fixed = _dollars(row, 10, "PortCallCostFixed", negative=True) if _given(row[10]) else None
        return LinerPort(row[0], row[1], draft, full, transhipment, fixed, per_ffe)

    rows, findings = _table(text, source, 12, port)
    return _unique(source, rows, findings, lambda one: one.code), findings


_PORT_COSTS = ((8, "CostPerFULL"), (9, "CostPerFULLTrnsf"), (11, "PortCallCostPerFFE"))


def _given(cell: str) -> bool:
    return cell not in ("", "NULL")


def parse_passages(text: str, source: str) -> tuple[dict[tuple[str, str], tuple[LinerPassage, ...]], list[Finding]]:
    """fromUNLOCODE, ToUNLOCODE, Distance, Draft, IsPanama, IsSuez; a pair has a row for every way through or around the canals."""

    def passage(row: Sequence[str]) -> tuple[str, str, LinerPassage]:
        draft = _number(row, 3, "Draft") if row[3] else None
        miles = _whole(row, 2, "Distance")
        if row[0] == row[1]:
            raise _Bad("ToUNLOCODE", "{code} is the origin as well.", code=row[0])
        return row[0], row[1], LinerPassage(miles, draft, row[4] == "1", row[5] == "1")

    rows, findings = _table(text, source, 6, passage)
    ways: dict[tuple[str, str], dict[LinerPassage, None]] = {}
    for _, (origin, destination, one) in rows:
        ways.setdefault((origin, destination), {})[one] = None
        ways.setdefault((destination, origin), {})[one] = None
    return {pair: tuple(found) for pair, found in ways.items()}, findings


def parse_demand(text: str, source: str) -> tuple[tuple[LinerDemand, ...], list[Finding]]:
    """Origin, Destination, FFEPerWeek (fractions down to thousandths are kept), Revenue_1 per FFE, TransitTime in days."""

    def demand(row: Sequence[str]) -> LinerDemand:
        if row[0] == row[1]:
            raise _Bad("Destination", "{code} is the origin as well.", code=row[0])
        milli = int((_number(row, 2, "FFEPerWeek") * 1000).to_integral_value(ROUND_HALF_UP))
        return LinerDemand(row[0], row[1], milli, _dollars(row, 3, "Revenue_1"), _whole(row, 4, "TransitTime"))

    rows, findings = _table(text, source, 5, demand)
    return tuple(_unique(source, rows, findings, lambda one: f"{one.origin}-{one.destination}").values()), findings


def parse_classes(text: str, source: str) -> tuple[dict[str, VesselClass], list[Finding]]:
    """fleet_data: class, capacity in FFE, charter rate a day, draft, three speeds, fuel a day at design speed and idle, canal fees."""

    def vessel(row: Sequence[str]) -> VesselClass:
        measures = [_number(row, n, name) for n, name in enumerate(_MEASURES, start=3)]
        if not 0 < measures[1] <= measures[2] or measures[3] <= 0:
            raise _Bad("minSpeed", "Speeds must be positive and rise.")
        fees = [_dollars(row, n, name) if row[n] else None for n, name in ((9, "panamaFee"), (10, "suezFee"))]
        capacity, charter = _whole(row, 1, "Capacity FFE"), _dollars(row, 2, "TC rate daily")
        draft, low, high, design, fuel, idle = measures
        return VesselClass(row[0], capacity, charter, draft, low, high, design, fuel, idle, *fees)

    rows, findings = _table(text, source, 11, vessel)
    return _unique(source, rows, findings, lambda one: one.name), findings


_MEASURES = ("draft", "minSpeed", "maxSpeed", "designSpeed", "Bunker ton per day", "Idle Consumption")


def parse_fleet(text: str, source: str) -> tuple[dict[str, int], list[Finding]]:
    """Vessel class and how many of it there are."""
    rows, findings = _table(text, source, 2, lambda row: (row[0], _whole(row, 1, "Quantity")))
    return dict(_unique(source, rows, findings, lambda one: one[0]).values()), findings


def parse_rotations(text: str, source: str) -> tuple[tuple[Rotation, ...], list[Finding]]:
    """rots.json: rot_id, rot_speed, rot_num_v, rot_class (by name, whose capacity ends it, as in Feeder_450), rot_calls."""
    try:
        listed = json.loads(text)
    except ValueError as error:
        return (), [
            _finding(source, getattr(error, "lineno", 0), "", Phrase("This is not JSON ({error}).", error=error))
        ]
    if not isinstance(listed, list):
        return (), [_finding(source, 0, "", "A list of rotations is expected.")]
    rotations, findings = [], []
    for number, one in enumerate(listed):
        try:
            rotations.append(_rotation(one))
        except (KeyError, TypeError, AttributeError, ValueError, InvalidOperation) as error:
            what = Phrase("The rotation cannot be read ({error}).", error=f"{type(error).__name__}: {error}")
            findings.append(_finding(source, 0, f"[{number}]", what))
    return tuple(rotations), findings


CLASS_CAPACITIES = {
    "Feeder_450": 450,
    "Feeder_800": 800,
    "Panamax_1200": 1200,
    "Panamax_2400": 2400,
    "Post_panamax": 4200,
    "Super_panamax": 7500,
}


def _rotation(one: Any) -> Rotation:
    calls = tuple(str(call) for call in one["rot_calls"])
    if len(calls) < 2:
        raise ValueError("it has fewer than two calls")
    speed = Decimal(str(one["rot_speed"]))
    if not speed.is_finite() or speed <= 0:
        raise ValueError("its speed is not positive")
    return Rotation(str(one["rot_id"]), CLASS_CAPACITIES[one["rot_class"]], int(one["rot_num_v"]), calls, speed)


def _table(
    text: str, source: str, columns: int, read: Callable[[Sequence[str]], T]
) -> tuple[list[tuple[int, T]], list[Finding]]:
    rows: list[tuple[int, T]] = []
    findings = []
    for line, cells in _lines(text):
        if len(cells) < columns:
            what = Phrase("There are {count} cells instead of {needed}.", count=len(cells), needed=columns)
            findings.append(_finding(source, line, "", what))
            continue
        try:
            rows.append((line, read(cells)))
        except _Bad as bad:
            findings.append(_finding(source, line, bad.column, bad.what))
    return rows, findings


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Rows after the heading, with their line numbers; blank lines are passed over."""
    for line, row in enumerate(text.splitlines(), start=1):
        if line > 1 and row.strip():
            yield line, [cell.strip() for cell in row.split("\t")]


def _unique(
    source: str, rows: Sequence[tuple[int, T]], findings: list[Finding], key: Callable[[T], str]
) -> dict[str, T]:
    """By key. The first row counts; one that repeats it is left out with a remark (the public files have some)."""
    found: dict[str, tuple[int, T]] = {}
    for line, one in rows:
        first = found.setdefault(key(one), (line, one))[0]
        if first != line:
            what = Phrase("{key} stands in line {line} already; this row is left out.", key=key(one), line=first)
            findings.append(Finding(source, line, "", what, "Remove one of the two.", error=False))
    return {name: one for name, (_, one) in found.items()}


def _number(row: Sequence[str], place: int, name: str, *, negative: bool = False) -> Decimal:
    least = -AMOUNT_MAX if negative else 0
    try:
        value = Decimal(row[place])
    except InvalidOperation:
        raise _Bad(name, "{value} is not a number.", value=repr(row[place][:40])) from None
    if not value.is_finite() or not least <= value <= AMOUNT_MAX:
        raise _Bad(name, "{value} is not from {least} to {most}.", value=row[place][:40], least=least, most=AMOUNT_MAX)
    return value


def _dollars(row: Sequence[str], place: int, name: str, *, negative: bool = False) -> int:
    return int(_number(row, place, name, negative=negative).to_integral_value(ROUND_HALF_UP))


def _whole(row: Sequence[str], place: int, name: str) -> int:
    value = _number(row, place, name)
    if value != value.to_integral_value() or value < 1:
        raise _Bad(name, "{value} is not a positive whole number.", value=row[place][:40])
    return int(value)


def _finding(source: str, line: int, column: str, what: str) -> Finding:
    return Finding(source, line, column, what, "Correct the row as the benchmark's readme describes it.")
