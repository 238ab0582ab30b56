"""What `landsea plan` is asked, as typed in a terminal: times, amounts, closures, measures."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from landsea.kernel import BadValue, Money, parse_instant
from landsea.planner import By, NoTimeGiven, PlanClosure


def order(by: str) -> By:
    if by not in list(By):
        raise BadValue(value=repr(by), what="order", why="there is no such order", mend=f"Use {', '.join(By)}.")
    return By(by)


def moment(text: str) -> datetime | None:
    """RFC 3339 with a zone; nothing for an option that was left out."""
    return parse_instant(text) if text else None


def ready_of_lots(ready: str, whole: Mapping[str, str]) -> datetime:
    """When lots are ready that do not say it themselves. What is asked of a `whole` consignment alone is refused."""
    for option, given in whole.items():
        if given:
            raise BadValue(
                value=option, what="option with --lots", why="it is asked of one lot alone", mend="Leave it out."
            )
    if not ready:
        raise NoTimeGiven()
    return parse_instant(ready)


def minor(budget: str) -> int:
    """An amount of the network's currency in minor units."""
    if not re.fullmatch(r"[0-9]{1,13}(\.[0-9]+)?", budget):
        why = "it is not an amount of at most 13 digits"
        raise BadValue(value=repr(budget), what="budget", why=why, mend="For example 1234.50.")
    return Money.parse("USD", budget).minor


def permille(certain: int) -> int:
    """A chance in percent as thousandths."""
    if not 0 <= certain <= 100:
        raise BadValue(value=certain, what="chance", why="it must be from 0 to 100 percent", mend="For example 90.")
    return certain * 10


def closure(text: str) -> PlanClosure:
    """`CNQZH=2026-12-01T00:00Z/2026-12-08T00:00Z`: the interval is written as in ISO 8601."""
    name, _, period = text.partition("=")
    start, _, end = period.partition("/")
    if not (name.strip() and start and end):
        mend = "For example CNQZH=2026-12-01T00:00Z/2026-12-08T00:00Z."
        raise BadValue(value=repr(text), what="closure", why="it names no place with a start and an end", mend=mend)
    return PlanClosure(name.strip(), parse_instant(start), parse_instant(end))


def measure(text: str) -> tuple[str, int]:
    """`draught_cm=1250`."""
    found = re.fullmatch(r"\s*(\w+)\s*=\s*([0-9]{1,9})\s*", text, re.ASCII)
    if not found:
        mend = "For example draught_cm=1250."
        raise BadValue(value=repr(text), what="limit", why="it is no measure with a whole number", mend=mend)
    return found[1], int(found[2])
