"""Exchange rates as an operator states them from a published source."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from landsea.kernel import BadValue, Fact, Money, clean


@dataclass(frozen=True, slots=True)
class ExchangeRate:
    """`rate` units of `currency` are paid for one unit of `base` (decimal text), as `source` says of the day `as_of`."""

    base: str
    currency: str
    rate: str
    as_of: str
    source: str

    def __post_init__(self) -> None:
        for currency in (self.base, self.currency):
            Money(currency, 0)  # refuses what is no currency
        if self.base == self.currency:
            raise _bad("currency", self.currency, "it is the one that is exchanged", "Name two currencies.")
        if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", self.rate) or not float(self.rate):
            why = "it is no number above 0 with at most 9 digits before and after the point"
            raise _bad("exchange rate", self.rate, why, "For example 7.0825.")
        try:
            date.fromisoformat(self.as_of)
        except ValueError:
            raise _bad("date", self.as_of, "the calendar has no such day", "For example 2026-11-20.") from None
        clean(self.source, "source")


def _bad(what: str, value: str, why: str, mend: str) -> BadValue:
    return BadValue(value=repr(value), what=what, why=why, mend=mend)


@dataclass(frozen=True)
class ExchangeRateStated(Fact):
    """Of two currencies the newest holds; older ones stay in the journal, and what was planned with them keeps them."""

    kind: ClassVar[str] = "exchange-rate-stated/1"
    rate: ExchangeRate
