"""Factor sets: the one that is shipped, and files a user loads beside it.

Shipped are only factors whose licence lets them be passed on: UK Government (DESNZ) conversion factors 2025, Open
Government Licence v3.0. GLEC and trade-lane values are not: load a file of your own. A factor that is missing is
refused; nothing falls back to another set.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from types import MappingProxyType

from landsea.emissions.model import Factor, Mode, UnknownFactor
from landsea.kernel import BadSource, Finding

COLUMNS = ["id", "mode", "detail", "ttw_kgco2e_tkm", "wtt_kgco2e_tkm", "region", "year", "basis", "source", "licence"]
ATTRIBUTION = "Contains public sector information licensed under the Open Government Licence v3.0 (UK DESNZ, 2025)."
DEFAULT_FACTOR = MappingProxyType(
    {
        Mode.RAIL: "desnz-2025-rail",
        Mode.ROAD: "desnz-2025-road-artic",
        Mode.SEA: "desnz-2025-sea",
        Mode.INLAND_WATER: "desnz-2025-inland-water-proxy",
        Mode.AIR: "desnz-2025-air",
    }
)
"""What a leg of a mode takes when its service names no factor."""


@dataclass(frozen=True, slots=True)
class FactorSet:
    """Factors by id, under a name that is shown with every result."""

    name: str
    factors: Mapping[str, Factor]

    def get(self, factor: str) -> Factor:
        if factor not in self.factors:
            raise UnknownFactor(factor=factor, known=f"{self.name} ({', '.join(sorted(self.factors))})")
        return self.factors[factor]

    def for_mode(self, mode: Mode) -> Factor:
        return self.get(DEFAULT_FACTOR[mode])


@cache
def shipped() -> FactorSet:
    path = Path(__file__).parent / "data" / "factors.csv"
    return parse_factors(path.read_text(encoding="utf-8"), "UK DESNZ 2025")


def parse_factors(text: str, name: str) -> FactorSet:
    """A factor file (CSV with the columns `COLUMNS`). Every bad row is named with its line in a `BadSource`."""
    factors: dict[str, Factor] = {}
    findings: list[Finding] = []
    rows = csv.DictReader(io.StringIO(text))
    missing = [column for column in COLUMNS if column not in (rows.fieldnames or [])]
    if missing:
        raise BadSource(name, [Finding(name, 1, ", ".join(missing), "The columns are missing.", "Add them.")])
    for line, row in enumerate(rows, start=2):
        problem = _problem(row, factors)
        if problem:
            findings.append(Finding(name, line, problem[0], problem[1], "Correct the row."))
        else:
            factors[row["id"]] = _factor(row)
    if findings:
        raise BadSource(name, findings)
    return FactorSet(name, MappingProxyType(factors))


def _problem(row: dict[str, str], known: Mapping[str, Factor]) -> tuple[str, str] | None:
    if not row["id"] or row["id"] in known:
        return "id", f"The id {row['id']!r} is empty or used before."
    if row["mode"] not in list(Mode):
        return "mode", f"{row['mode']!r} is not one of {', '.join(Mode)}."
    if not (row["year"] or "").isdecimal():
        return "year", f"{row['year']!r} is not a year."
    if not row["source"] or not row["licence"]:
        return "source", "A factor without source and licence cannot be used."
    for column in ("ttw_kgco2e_tkm", "wtt_kgco2e_tkm"):
        if _milligrams(row[column]) is None:
            return column, f"{row[column]!r} is not a decimal number from 0 to 100."
    return None


def _milligrams(kilograms: str | None) -> int | None:
    """kgCO2e as decimal text -> whole milligrams; finer figures are not passed over but refused."""
    try:
        exact = Decimal(kilograms or "") * 1_000_000
    except InvalidOperation:
        return None
    if not exact.is_finite() or not 0 <= exact <= 10**8 or exact != exact.to_integral_value():
        return None
    return int(exact)


def _factor(row: dict[str, str]) -> Factor:
    return Factor(
        id=row["id"],
        mode=Mode(row["mode"]),
        detail=row["detail"],
        ttw_mg_tkm=_milligrams(row["ttw_kgco2e_tkm"]) or 0,
        wtt_mg_tkm=_milligrams(row["wtt_kgco2e_tkm"]) or 0,
        region=row["region"],
        year=int(row["year"]),
        basis=row["basis"],
        source=row["source"],
        licence=row["licence"],
    )
