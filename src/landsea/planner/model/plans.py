"""Plans: the itineraries found, and why there are none. Times are aware, in the zone of their place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from landsea.kernel import Fact, Money, Refusal
from landsea.planner.model.request import PlanRequest


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


class NoExchangeRate(Refusal):
    code = "no-exchange-rate"
    text = (
        "This node knows no rate from {base} to {currency}. Its operator states one, with its day and source "
        "(`POST /v1/exchange-rates`); or leave the currency out for costs in {base}."
    )


class NoSuchItinerary(Refusal):
    code = "no-such-itinerary"
    status = 404
    text = "Plan {plan} has no itinerary {number}. It has {count}; they are numbered from 1."


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
    """The departure to take when another is missed; `caught_permille` of those who missed still catch it (`None` where that was
    not told).
    """

    service: str
    service_name: str
    service_name_zh: str
    departure: datetime
    caught_permille: int | None = None


@dataclass(frozen=True, slots=True)
class PlanConnection:
    """How often the departure of leg `leg` (from 1) is missed, in thousandths, and by how much those who miss it arrive later than
    planned and pay more, at the median: in whole hours from a day on, else in tens of minutes, for it is simulated.
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
class PlanStart:
    """A good start: cargo `ready` then, and not later, is there at `arrival` by the fastest way, which leaves at
    `departure`; its first ride is that of `service`.

    The chance is that of being on time or, without a deadline, of every connection made (`None` where no delays are known).
    """

    ready: datetime
    departure: datetime
    arrival: datetime
    service: str
    service_name: str
    service_name_zh: str
    modes: tuple[str, ...]
    cost: Money
    co2e_grams: int
    certain_permille: int | None


@dataclass(frozen=True, slots=True)
class PlanExchange:
    """The rate that costs were converted by: `rate` units of `currency` (decimal text) for one of `base`, as published by
    `source` for the day `as_of`.
    """

    base: str
    currency: str
    rate: str
    as_of: str
    source: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """A reason why there is no route. `code` names it; `values` fill its sentence (see `wording`)."""

    code: str
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class Plan:
    """An answer: itineraries in order, or, where there are none, the reasons. `network` is the version of the network
    it rests on.

    `basis` is the label of the network (as shipped: illustrative), to be shown wherever the plan is. `starts` are the good
    starts of the window asked for or, where the latest start was asked for, of the two weeks up to it; sorted. `exchange` is
    given where costs are not in the network's currency.
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
    starts: tuple[PlanStart, ...] = ()
    exchange: PlanExchange | None = None
    id: str | None = None


@dataclass(frozen=True)
class PlanSaved(Fact):
    """A plan somebody may refer to; `plan.id` and an itinerary's number name what a quote or booking rests on."""

    kind: ClassVar[str] = "plan-saved/1"
    plan: Plan
