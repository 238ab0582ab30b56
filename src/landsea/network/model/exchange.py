"""Exchange rates as an operator states them from a published source."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from landsea.kernel import BadValue, Fact, Money, Refusal, clean


@dataclass(frozen=True, slots=True)
class ExchangeRate:
    """`rate` units of `currency` are paid for one unit of `base` (decimal text), as `source` says of the day `as_of`."""

    base: str
    currency: str
    rate: str
    as_of: str
    source: str

    def __post_init__(self) -> None:
        for name in ("base", "currency"):
            _require_currency(getattr(self, name), f"/{name}")
        if self.base == self.currency:
            why = "it is the one that is exchanged"
            raise _bad("currency", self.currency, why, "Name two currencies.", "/currency")
        if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", self.rate) or not float(self.rate):
            why = "it is no number above 0 with at most 9 digits before and after the point"
            raise _bad("exchange rate", self.rate, why, "For example 7.0825.", "/rate")
        try:
            date.fromisoformat(self.as_of)
        except ValueError:
            why = "the calendar has no such day"
            raise _bad("date", self.as_of, why, "For example 2026-11-20.", "/as_of") from None
        clean(self.source, "source")


def _require_currency(code: str, pointer: str) -> None:
    try:
        Money(code, 0)
    except Refusal as refused:
        raise refused.at(pointer) from None


def _bad(what: str, value: str, why: str, mend: str, pointer: str) -> BadValue:
    return BadValue(value=repr(value), what=what, why=why, mend=mend, pointer=pointer)


@dataclass(frozen=True)
class ExchangeRateStated(Fact):
    """Of two currencies the newest holds; older ones stay in the journal, and what was planned with them keeps them."""

    kind: ClassVar[str] = "exchange-rate-stated/1"
    rate: ExchangeRate
