"""LINERLIB's published results: a log with every service, its flows, and the totals of the objective."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from landsea.kernel import Finding, Phrase
from landsea.planner.model.liner import LinerCosts, PublishedResult, Rotation

_SERVICE = re.compile(r"^service \d+ service id (\d+)")
_CALL = re.compile(r"^\d+\t([A-Z]{2}[A-Z0-9]{3})\t")
_FIELDS = {"capacity": "capacity", "# vessels": "vessels", "speed": "speed"}
_TOTALS = {
    "objective": "Objective value:",
    "revenue": "Revenue:",
    "handling": "Handling cost:",
    "penalty": "Penalty:",
    "charter": "Vessel Class cost:",
    "idle": "Bunker idle burn cost:",
    "fuel": "fuel_burn:",
    "port_calls": "Port Call Cost:",
    "canals": "Canal costs",
}
_COMPARED = ("objective", "charter", "idle", "fuel", "port_calls", "canals")
_FLOWS = "Flow Solution"


def parse_log(text: str, source: str) -> tuple[tuple[Rotation, ...], PublishedResult | None, list[Finding]]:
    """The services before the flows and the totals after them. Totals that are missing are told, and are no error: without the objective
    or a cost there is no published result to compare with (`None`).
    """
    findings: list[Finding] = []
    rotations = [r for block in _blocks(text) if (r := _rotation(block, source, findings)) is not None]
    if not rotations:
        findings.append(_finding(source, 0, "", "There is no service in this log."))
    return tuple(rotations), _published(text, source, findings), findings


def _blocks(text: str) -> list[list[tuple[int, str]]]:
    """The lines of each service, with their numbers."""
    blocks: list[list[tuple[int, str]]] = []
    for line, row in enumerate(text.splitlines(), start=1):
        if _FLOWS in row:
            break
        if _SERVICE.match(row):
            blocks.append([])
        if blocks:
            blocks[-1].append((line, row))
    return blocks


def _rotation(block: list[tuple[int, str]], source: str, findings: list[Finding]) -> Rotation | None:
    first, heading = block[0]
    match = _SERVICE.match(heading)
    name = match[1] if match else ""
    calls = tuple(found[1] for _, row in block if (found := _CALL.match(row)))
    values = {key: _value(block, prefix) for prefix, key in _FIELDS.items()}
    missing = [key for key, value in values.items() if value is None or value <= 0]
    if missing or len(calls) < 2:
        what = Phrase("Service {name} has no {missing}.", name=name, missing=", ".join(missing) or "calls")
        findings.append(_finding(source, first, "", what))
        return None
    capacity, vessels, speed = (values[key] or Decimal(0) for key in _FIELDS.values())
    return Rotation(name, int(capacity), int(vessels), calls, speed, first)


def _value(block: list[tuple[int, str]], prefix: str) -> Decimal | None:
    for _, row in block:
        if row.strip().startswith(prefix):
            return _decimal(row.strip().removeprefix(prefix).split())
    return None


def _published(text: str, source: str, findings: list[Finding]) -> PublishedResult | None:
    found: dict[str, Decimal] = {}
    for row in text.splitlines():
        for key, prefix in _TOTALS.items():
            if row.strip().startswith(prefix) and key not in found:
                value = _decimal(row.strip().removeprefix(prefix).split())
                if value is not None:
                    found[key] = value
    missing = [prefix for key, prefix in _TOTALS.items() if key not in found]
    if missing:
        what = Phrase("These totals are missing: {names}.", names=", ".join(missing))
        mend = "The services are used; for what is missing our own computation stands alone."
        findings.append(Finding(source, 0, "", what, mend, error=False))
    if not found.keys() >= set(_COMPARED):
        return None
    costs = LinerCosts(found["charter"], found["idle"] + found["fuel"], found["port_calls"], found["canals"])
    return PublishedResult(found["objective"], found.get("revenue"), found.get("handling"), found.get("penalty"), costs)


def _decimal(words: list[str]) -> Decimal | None:
    try:
        value = Decimal(words[0]) if words else None
    except InvalidOperation:
        return None
    return value if value is not None and value.is_finite() else None


def _finding(source: str, line: int, column: str, what: str) -> Finding:
    return Finding(source, line, column, what, "Give a log as the benchmark publishes it.")
