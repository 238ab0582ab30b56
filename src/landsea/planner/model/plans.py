"""Plans: what was asked, the itineraries found, and why there are none. Times are aware, in the zone of their place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from landsea.kernel import BadValue, Fact, Money, Refusal

HORIZON_DAYS_MAX = 366
TEU_MAX = 10_000


class By(StrEnum):
    """By what itineraries are put in order; the set is the same."""

    ARRIVAL = "arrival"
    COST = "cost"
    CO2E = "co2e"


class UnknownStop(Refusal):
    code = "unknown-place"
    text = (
        "The network has no place or facility {place}. Give its UN/LOCODE, or its name in English or Chinese; "
        "`GET /v1/places?q=` finds places."
    )


class UnknownMode(Refusal):
    code = "unknown-mode"
    text = "{mode} is not a mode of the network. Its modes are {known}."


class NothingMoves(Refusal):
    code = "same-place"
    text = "{place} is both origin and destination. Name two different places."


class NoSuchItinerary(Refusal):
    code = "no-such-itinerary"
    status = 404
    text = "Plan {plan} has no itinerary {number}. It has {count}; they are numbered from 1."


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """Cargo of `teu` twenty-foot units stands `ready` at `origin` and is wanted at `destination` (places or facilities
    of the network).

    `goods` is its HS code (6 to 10 digits), kept for those who book; it does not change the routes. A mode in
    `without_modes` is not used; a place in `avoid` is neither called at nor passed on board.
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
    horizon_days: int = 120
    changes_max: int | None = None

    def __post_init__(self) -> None:
        if self.ready.utcoffset() is None or (self.deadline is not None and self.deadline.utcoffset() is None):
            raise _bad("time", self.ready.isoformat(), "it has no zone", "Add the offset, for example +08:00.")
        if not 2000 <= self.ready.year <= 2100:
            raise _bad("time", self.ready.isoformat(), "it is not between 2000 and 2100", "Correct the year.")
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


def _bad(what: str, value: str, why: str, mend: str) -> BadValue:
    return BadValue(value=value, what=what, why=why, mend=mend)


@dataclass(frozen=True, slots=True)
class PlaceRef:
    """A facility and the place it belongs to, with names in both languages and the IANA zone of its times."""

    facility: str
    name: str
    name_zh: str
    place: str
    place_name: str
    place_name_zh: str
    zone: str


@dataclass(frozen=True, slots=True)
class CostLine:
    """What is paid, for all TEU: transport, loading, unloading or storage."""

    what: str
    amount: Money


@dataclass(frozen=True, slots=True)
class PlanCutoff:
    """A latest moment (cargo, document or customs) and when this plan is there."""

    what: str
    latest: datetime
    planned: datetime
    slack_minutes: int


@dataclass(frozen=True, slots=True)
class PlanMissed:
    """The departure before, whose cut-off was missed: why not earlier."""

    departure: datetime
    what: str
    by_minutes: int


@dataclass(frozen=True, slots=True)
class PlanEmissions:
    """Grams of CO2e for all TEU: operation (TTW) and energy provision (WTT), with the factor and the mass they rest
    on.
    """

    ttw_grams: int
    wtt_grams: int
    mass_grams: int
    distance_metres: int
    factor: str
    source: str

    @property
    def wtw_grams(self) -> int:
        return self.ttw_grams + self.wtt_grams


@dataclass(frozen=True, slots=True)
class PlannedLeg:
    """One ride or transfer. `available` is when cargo could leave the origin of the leg, `released` when it can leave
    its end.

    `voyage` is the start of the run (UTC), which with `service` names the train, sailing or flight; transfers have
    none.
    """

    mode: str
    service: str
    service_name: str
    service_name_zh: str
    origin: PlaceRef
    destination: PlaceRef
    available: datetime
    departure: datetime
    arrival: datetime
    released: datetime
    cutoffs: tuple[PlanCutoff, ...]
    costs: tuple[CostLine, ...]
    emissions: PlanEmissions
    missed: PlanMissed | None = None
    voyage: datetime | None = None

    @property
    def waiting_minutes(self) -> int:
        return int((self.departure - self.available).total_seconds()) // 60


@dataclass(frozen=True, slots=True)
class PlannedItinerary:
    """One way to go; `number` counts from 1 in the order of the plan and names it together with the plan's id."""

    number: int
    departure: datetime
    arrival: datetime
    cost: Money
    co2e_grams: int
    changes: int
    legs: tuple[PlannedLeg, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A reason why there is no route. `code` names it; `values` fill its sentence (see `wording`)."""

    code: str
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class Plan:
    """An answer: itineraries in order, or, where there are none, the reasons. `network` is the version of the network
    it rests on.

    `basis` is the label of the network (as shipped: illustrative), to be shown wherever the plan is.
    """

    request: PlanRequest
    network: str
    basis: str
    basis_zh: str
    made_at: datetime
    origin: str
    origin_zh: str
    destination: str
    destination_zh: str
    itineraries: tuple[PlannedItinerary, ...] = ()
    reasons: tuple[Explanation, ...] = ()
    id: str | None = None


@dataclass(frozen=True)
class PlanSaved(Fact):
    """A plan somebody may refer to; `plan.id` and an itinerary's number name what a quote or booking rests on."""

    kind: ClassVar[str] = "plan-saved/1"
    plan: Plan
