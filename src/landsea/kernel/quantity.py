"""Quantities with UN/ECE Recommendation 20 unit codes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from landsea.kernel.refusal import BadValue

UNITS = {
    "KGM": "kg",
    "TNE": "t",
    "GRM": "g",
    "MTQ": "m³",
    "LTR": "l",
    "MTK": "m²",
    "MTR": "m",
    "KMT": "km",
    "CEL": "°C",
    "KWH": "kWh",
    "C62": "pcs",
    "NAR": "articles",
    "PA": "packets",
}
_DECIMAL = re.compile(
    r"[+-]?[0-9]+(\.[0-9]*)?([eE][+-]?[0-9]{1,2})?"
)  # ASCII only: `Decimal` takes digits of any script
_GRAMS = {"KGM": Decimal(1000), "TNE": Decimal(1_000_000), "GRM": Decimal(1)}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A decimal `value` kept as text (exact) and a Rec 20 `unit` code, for example `Quantity("21500", "KGM")`."""

    value: str
    unit: str

    def __post_init__(self) -> None:
        if self.unit not in UNITS:
            raise BadValue(
                value=repr(self.unit),
                what="unit",
                why="it is not a UN/ECE Rec 20 code known here",
                mend=f"Use one of {', '.join(UNITS)}.",
            )
        text = str(self.value)
        if not _DECIMAL.fullmatch(text) or len(text) > 32 or abs(self.number) >= Decimal(10) ** 15:
            raise BadValue(
                value=repr(self.value),
                what="quantity",
                why="it must be a decimal number below 10^15",
                mend='For example "21500" or "0.25".',
            )

    @property
    def number(self) -> Decimal:
        return Decimal(self.value)

    @property
    def grams(self) -> int:
        """Mass in whole grams; refused for other units."""
        if self.unit not in _GRAMS:
            raise BadValue(
                value=self.unit, what="unit of mass", why="it does not measure mass", mend="Use KGM, TNE or GRM."
            )
        return int(self.number * _GRAMS[self.unit])

    def __str__(self) -> str:
        return f"{self.number:,f} {UNITS[self.unit]}"
