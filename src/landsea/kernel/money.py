"""Money in integer minor units (ISO 4217)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from landsea.kernel.refusal import BadValue

_NO_MINOR = frozenset(
    {"JPY", "KRW", "VND", "CLP", "ISK", "XAF", "XOF", "XPF", "PYG", "UGX", "RWF", "DJF", "GNF", "KMF", "BIF", "VUV"}
)
_THREE = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})
LARGEST = 2**53 - 1


def exponent(currency: str) -> int:
    """Digits of the minor unit (ISO 4217): 0 for JPY, 3 for KWD, else 2."""
    return 0 if currency in _NO_MINOR else 3 if currency in _THREE else 2


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """`minor` units (cents, fen) of a `currency` (three letters). Sums of different currencies do not exist."""

    currency: str
    minor: int

    def __post_init__(self) -> None:
        if not isinstance(self.currency, str) or not re.fullmatch("[A-Z]{3}", self.currency):
            raise BadValue(
                value=repr(self.currency),
                what="currency",
                why="ISO 4217 has three capital letters",
                mend="For example USD, CNY or SGD.",
            )
        if type(self.minor) is not int or abs(self.minor) > LARGEST:
            raise BadValue(
                value=repr(self.minor),
                what="amount",
                why="it must be a whole number of minor units below 2^53",
                mend="Write 12.34 USD as 1234.",
            )

    @classmethod
    def parse(cls, currency: str, amount: str) -> Money:
        """From a decimal text such as `"1234.50"`; more decimals than the currency has are refused, not rounded."""
        try:
            scaled = Decimal(amount).scaleb(exponent(currency))
        except ArithmeticError:  # no number, or an exponent beyond all numbers
            scaled = Decimal("NaN")
        if scaled.is_finite() and abs(scaled) > LARGEST:
            raise BadValue(
                value=repr(amount[:40]),
                what="amount",
                why="it must be a whole number of minor units below 2^53",
                mend="Write 12.34 USD as 1234.",
            )
        if not scaled.is_finite() or scaled != scaled.to_integral_value():
            raise BadValue(
                value=repr(amount[:40]),
                what=f"amount in {currency}",
                why=f"it needs at most {exponent(currency)} decimals",
                mend="For example 1234.50.",
            )
        return cls(currency, int(scaled))

    @property
    def amount(self) -> Decimal:
        """In the currency's whole units, with all its decimals: 12.34 for 1234 minor units of USD."""
        return Decimal(self.minor).scaleb(-exponent(self.currency))

    def __add__(self, other: Money) -> Money:
        return Money(self._same(other), self.minor + other.minor)

    def __sub__(self, other: Money) -> Money:
        return Money(self._same(other), self.minor - other.minor)

    def __mul__(self, times: int) -> Money:
        return Money(self.currency, self.minor * times)

    def _same(self, other: Money) -> str:
        if other.currency != self.currency:
            raise BadValue(
                value=f"{self.currency} and {other.currency}",
                what="sum",
                why="the currencies differ",
                mend="Convert one of them first.",
            )
        return self.currency

    def __str__(self) -> str:
        digits = exponent(self.currency)
        return f"{self.currency} {Decimal(self.minor).scaleb(-digits):,.{digits}f}"
