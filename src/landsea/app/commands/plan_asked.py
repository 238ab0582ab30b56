"""What `landsea plan` is asked, as typed in a terminal: order, times, amounts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from landsea.kernel import BadValue, Money, parse_instant
from landsea.planner import By, NoTimeGiven


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


def minor(budget: str, currency: str) -> int:
    """An amount in minor units; of a network's own currency two decimals are taken."""
    if not re.fullmatch(r"[0-9]{1,13}(\.[0-9]+)?", budget):
        why = "it is not an amount of at most 13 digits"
        raise BadValue(value=repr(budget), what="budget", why=why, mend="For example 1234.50.")
    return Money.parse(currency.upper() or "USD", budget).minor


def permille(certain: int) -> int:
    """A chance in percent as thousandths."""
    if not 0 <= certain <= 100:
        raise BadValue(value=certain, what="chance", why="it must be from 0 to 100 percent", mend="For example 90.")
    return certain * 10
