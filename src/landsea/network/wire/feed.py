"""A network from the text of its files: read every row, check every reference, and only then build the values."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from landsea.kernel import BadSource, Finding, Phrase
from landsea.network.model import Network
from landsea.network.wire.advice import advice
from landsea.network.wire.calls import check_calls, in_order
from landsea.network.wire.checks import check
from landsea.network.wire.files import SHAPES
from landsea.network.wire.tables import Findings, Rows, read_rows
from landsea.network.wire.values import network_of

FILE_BYTES_MAX = 64 * 1024 * 1024
WITH_FACTORS = ("routes", "transfers", "moves")
UNKNOWN_FACTOR = "There is no emission factor {factor!r}."
NAME_A_FACTOR = (
    "Name a factor of the emissions room's set or a mode, or leave the cell empty for the factor of the row's mode."
)


def parse_network(files: Mapping[str, bytes], digest: str) -> Network:
    """`files` by their names (`stops.csv` or GTFS's `stops.txt`). Raises `BadSource` with a located finding for every bad row: of cells
    that cannot be read, and of what the rows that can be read say together. What is not wrong but worth telling is the network's `advice`.
    """
    findings = Findings()
    tables = _tables(files, findings)
    calls = in_order(tables)
    check(tables, findings)
    check_calls(tables, calls, findings)
    if findings:
        raise BadSource("network", list[Finding](findings))
    return replace(network_of(tables, calls, digest), advice=advice(tables, calls))


def unknown_factors(files: Mapping[str, bytes], known: Collection[str]) -> list[Finding]:
    """A finding for every `emission_basis` that is not among the known, in the rows that can be read."""
    findings = Findings()
    for rows in _tables(files, Findings(), WITH_FACTORS).values():
        for row in rows:
            if row["emission_basis"] and row["emission_basis"] not in known:
                findings.of(row, "emission_basis", UNKNOWN_FACTOR, NAME_A_FACTOR, factor=row["emission_basis"])
    return list(findings)


def _tables(files: Mapping[str, bytes], findings: Findings, names: Iterable[str] = SHAPES) -> dict[str, Rows]:
    tables: dict[str, Rows] = {}
    for name in names:
        shape = SHAPES[name]
        given = [f"{name}{ending}" for ending in (".csv", ".txt") if f"{name}{ending}" in files]
        if len(given) > 1:
            findings.add(given[1], 0, "", "{file} holds the same table.", "Remove one of the two.", file=given[0])
        tables[name] = Rows(f"{name}.csv", whole=not given and not shape.required)
        if given and len(files[given[0]]) > FILE_BYTES_MAX:
            findings.keep(oversized(given[0], len(files[given[0]])))
        elif given:
            tables[name] = read_rows(given[0], files[given[0]], shape.columns, findings)
        elif shape.required:
            findings.add(f"{name}.csv", 0, "", "The file is missing.", "Add it, also when it has no rows.")
    return tables


def oversized(name: str, size: int) -> Finding:
    what, mend = (
        Phrase("The file has {size} bytes.", size=size),
        Phrase("Keep files below {most} bytes.", most=FILE_BYTES_MAX),
    )
    return Finding(name, 0, "", what, mend)
