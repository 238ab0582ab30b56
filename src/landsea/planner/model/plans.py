"""Plans: what was asked, the itineraries found, and why there are none. Times are aware, in the zone of their place."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from landsea.kernel import BadValue, Fact, Money, Refusal

HORIZON_DAYS_MAX = 366
TEU_MAX = 10_000
UNIT_KG_MAX = 100_000
COUNT_USUAL = 12
COUNT_MAX = 200


class By(StrEnum):
    """By what itineraries are put in order; the set is the same."""

    ARRIVAL = "arrival"
    COST = "cost"
    CO2E = "co2e"
    CERTAINTY = "certainty"


class UnknownStop(Refusal):
    code = "unknown-place"
    text = (
        "The network has no place or facility {place}. Give its UN/LOCODE, or its name in English or Chinese; "
        "`GET /v1/places?q=` finds places."
    )


class NothingToAvoid(Refusal):
    code = "nothing-to-avoid"
    text = (
        "The network has no place, country, carrier, service, strait or canal {name} that could be avoided or closed. "
        "Its straits and canals are: {passages}."
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

    def __post_init__(self) -> None:
        for time in (self.ready, self.deadline, self.documents, self.vgm):
            if time is not None and time.utcoffset() is None:
                raise _bad("time", time.isoformat(), "it has no zone", "Add the offset, for example +08:00.")
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
    none. `missed` is the service's departure before, whose cut-off was missed; `earlier` the one that could be caught
    too, where a later one is taken to be surer of a connection or to save storage.
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
    earlier: datetime | None = None

    @property
    def waiting_minutes(self) -> int:
        return int((self.departure - self.available).total_seconds()) // 60


@dataclass(frozen=True, slots=True)
class PlanBackup:
    """The departure to take when another is missed."""

    service: str
    service_name: str
    service_name_zh: str
    departure: datetime


@dataclass(frozen=True, slots=True)
class PlanConnection:
    """How often the departure of leg `leg` (from 1) is missed, in thousandths, and what that adds to arrival and cost, at
    the median of those who miss it.
    """

    leg: int
    missed_permille: int
    delay_minutes: int
    extra_cost: Money
    backup: PlanBackup | None = None


@dataclass(frozen=True, slots=True)
class PlanProspects:
    """How the itinerary turns out when services are late: simulated journeys that keep to it and, having missed a
    departure, take the next best. `None` where so many never arrive within the timetable.

    `arrivals` are points of the distribution: (arrival, thousandths of journeys that have arrived by then).
    """

    p10: datetime | None
    p50: datetime | None
    p90: datetime | None
    on_time_permille: int | None
    as_planned_permille: int
    stranded_permille: int
    arrivals: tuple[tuple[datetime, int], ...]
    connections: tuple[PlanConnection, ...]

    @property
    def certain_permille(self) -> int:
        """On time, or, without a deadline, every connection made."""
        return self.as_planned_permille if self.on_time_permille is None else self.on_time_permille


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
    prospects: PlanProspects | None = None


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
