"""What is asked of the planner. Times are aware."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from landsea.kernel import BadValue, Refusal

HORIZON_DAYS_MAX = 366
HORIZON_DAYS_USUAL = 120
TEU_MAX = 10_000
UNIT_KG_MAX = 100_000
COUNT_USUAL = 12
COUNT_MAX = 200


WINDOW_DAYS_MAX = 31


class NoTimeGiven(Refusal):
    code = "no-time-given"
    text = (
        "It is not said when the cargo is ready, nor by when it must be there. Give the time at which it is ready, or a "
        "deadline alone to learn how late it may be ready."
    )


class By(StrEnum):
    """By what itineraries are put in order; the set is the same."""

    ARRIVAL = "arrival"
    COST = "cost"
    CO2E = "co2e"
    CERTAINTY = "certainty"


@dataclass(frozen=True, slots=True)
class PlanClosure:
    """A place, country, strait or canal, carrier or service that is assumed closed from one time up to another."""

    name: str
    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start.utcoffset() is None or self.end.utcoffset() is None or self.start >= self.end:
            raise _bad("closure", self.name, "its times have no zone or do not rise", "Give a start and a later end.")


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """Cargo of `teu` twenty-foot units stands `ready` at `origin` and is wanted at `destination` (places or facilities
    of the network).

    `goods` is its HS code (6 to 10 digits), kept for those who book; it does not change the routes. A mode in
    `without_modes` is not used; a place or country in `avoid` is neither called at nor passed on board, a strait,
    canal, carrier or service in it not used; `closed` does the same for a time. `size` is the first two characters of
    the ISO 6346 size-type code, `dangerous` the IMDG classes, `unit_kg` the gross mass of each container. No vessel or
    train is taken whose measure (`draught_cm`) exceeds one of `limits`. Of the ways found only those are offered
    that cost no more than `budget_minor` and are on time (or, without a deadline, hold as planned) with a chance of at
    least `certain_permille_min`. At most `count` are given, all there are if `exact`.

    Up to `ready_until` every good start is told as well. If `latest`, the question is how late the cargo may be ready to
    meet the deadline: `ready` is then from when on that is looked for, and in the answer the moment found. Costs are told, and the
    budget meant, in `currency`, or in that of the network.
    """

    origin: str
    destination: str
    ready: datetime
    teu: int = 1
    goods: str | None = None
    by: By = By.ARRIVAL
    without_modes: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    deadline: datetime | None = None
    horizon_days: int = HORIZON_DAYS_USUAL
    changes_max: int | None = None
    size: str = "22"
    reefer: bool = False
    dangerous: tuple[str, ...] = ()
    unit_kg: int | None = None
    documents: datetime | None = None
    vgm: datetime | None = None
    closed: tuple[PlanClosure, ...] = ()
    limits: dict[str, int] = field(default_factory=dict)
    budget_minor: int | None = None
    certain_permille_min: int | None = None
    count: int = COUNT_USUAL
    exact: bool = False
    ready_until: datetime | None = None
    latest: bool = False
    currency: str | None = None

    @classmethod
    def of(cls, origin: str, destination: str, ready: datetime | None, **wishes: Any) -> PlanRequest:
        """Asked forward or, with a deadline alone, backward. Refuses `NoTimeGiven`."""
        if ready is not None:
            return cls(origin, destination, ready, **wishes)
        deadline = wishes.get("deadline")
        if deadline is None:
            raise NoTimeGiven(pointer="/ready")
        days = min(wishes.get("horizon_days", HORIZON_DAYS_USUAL), HORIZON_DAYS_MAX)
        _check_time(deadline)
        return cls(origin, destination, deadline - timedelta(days=days), latest=True, **wishes)

    def __post_init__(self) -> None:
        for time in (self.ready, self.deadline, self.documents, self.vgm, self.ready_until):
            if time is not None and time.utcoffset() is None:
                raise _bad("time", time.isoformat(), "it has no zone", "Add the offset, for example +08:00.")
        _check_time(self.ready)
        if not 1 <= self.teu <= TEU_MAX:
            raise _bad("number of TEU", str(self.teu), f"it must be from 1 to {TEU_MAX}", "Split larger lots.")
        if not 1 <= self.horizon_days <= HORIZON_DAYS_MAX:
            raise _bad(
                "horizon", str(self.horizon_days), f"it must be from 1 to {HORIZON_DAYS_MAX} days", "Shorten it."
            )
        if self.goods is not None and not re.fullmatch(r"[0-9]{6}(?:[0-9]{2}){0,2}", self.goods):
            raise _bad("HS code", repr(self.goods), "it has 6, 8 or 10 digits", "For example 080550 (lemons).")
        if self.changes_max is not None and not 0 <= self.changes_max <= 20:
            raise _bad("number of changes", str(self.changes_max), "it must be from 0 to 20", "Leave it out for any.")
        if not re.fullmatch(r"[1-9A-P][0-9A-Z]", self.size):
            raise _bad(
                "container size", repr(self.size), "it is not an ISO 6346 size code", "For example 22, 42 or 45."
            )
        for name in self.dangerous:
            if not re.fullmatch(r"[1-9](?:\.[1-6])?[A-S]?", name):
                raise _bad("class of dangerous goods", repr(name), "it is no IMDG class", "For example 3, 4.1 or 9.")
        if self.unit_kg is not None and not 1 <= self.unit_kg <= UNIT_KG_MAX:
            raise _bad("gross mass", str(self.unit_kg), f"it must be from 1 to {UNIT_KG_MAX} kg", "Give kilograms.")
        if not 1 <= self.count <= COUNT_MAX:
            raise _bad("number of itineraries", str(self.count), f"it must be from 1 to {COUNT_MAX}", "Ask for fewer.")
        if self.certain_permille_min is not None and not 1 <= self.certain_permille_min <= 1000:
            raise _bad(
                "chance", str(self.certain_permille_min), "it must be from 1 to 1000 per mille", "For example 900."
            )
        if self.budget_minor is not None and self.budget_minor < 0:
            raise _bad("budget", str(self.budget_minor), "it is negative", "Give minor units of the currency.")


def _check_time(time: datetime) -> None:
    if not 2000 <= time.year <= 2100:
        raise _bad("time", time.isoformat(), "it is not between 2000 and 2100", "Correct the year.")


def _bad(what: str, value: str, why: str, mend: str) -> BadValue:
    return BadValue(value=value, what=what, why=why, mend=mend)
