"""What is answered: itineraries with every leg, their prospects, or the reasons why there is none."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from math import exp

from landsea.routing.model.values import MICRO, Limits


class Cutoff(StrEnum):
    """The moments that decide whether a departure is caught."""

    CARGO = "cargo"
    DOCUMENT = "document"
    CUSTOMS = "customs"
    VGM = "vgm"
    DANGEROUS = "dangerous"


@dataclass(frozen=True, slots=True)
class Moment:
    """A cut-off: the latest minute, the minute at which this plan is there, and so its slack."""

    cutoff: Cutoff
    latest_minute: int
    planned_minute: int

    @property
    def slack_minutes(self) -> int:
        return self.latest_minute - self.planned_minute


@dataclass(frozen=True, slots=True)
class Missed:
    """The departure before the one taken, and by how much its cut-off was missed: the answer to "why not earlier?"."""

    departure_minute: int
    cutoff: Cutoff
    by_minutes: int


@dataclass(frozen=True, slots=True)
class Leg:
    """A ride (`pattern`, `run` and calls set) or a transfer (`transfer` set).

    `available_minute` is when the cargo could have left `from_stop`, `waiting_minutes` how long it waits there until
    it departs, and `released_minute` when it is available at `to_stop` (unloaded, in opening hours). `earlier_minute`
    is the departure before, where the cargo could catch that too: a later one leaves more time for the change before it,
    or saves storage.
    """

    mode: str
    from_stop: int
    to_stop: int
    available_minute: int
    departure_minute: int
    arrival_minute: int
    released_minute: int
    transport_cost: int
    document_cost: int
    load_cost: int
    unload_cost: int
    storage_cost: int
    transport_co2e: int
    handling_co2e: int
    pattern: int | None = None
    run: int | None = None
    from_call: int | None = None
    to_call: int | None = None
    transfer: int | None = None
    cutoffs: tuple[Moment, ...] = ()
    missed: Missed | None = None
    earlier_minute: int | None = None

    @property
    def cost(self) -> int:
        return self.transport_cost + self.document_cost + self.load_cost + self.unload_cost + self.storage_cost

    @property
    def co2e(self) -> int:
        return self.transport_co2e + self.handling_co2e

    @property
    def waiting_minutes(self) -> int:
        return self.departure_minute - self.available_minute


@dataclass(frozen=True, slots=True)
class Itinerary:
    """One way to go. No other in the answer is at least as good in arrival, cost, CO2e, changes and risk at once.

    `risk` is -ln, in millionths, of the chance that every connection is made and the deadline met.
    """

    legs: tuple[Leg, ...]
    ready_minute: int
    arrival_minute: int
    cost: int
    co2e: int
    risk: int = 0

    @property
    def changes(self) -> int:
        return max(0, sum(leg.pattern is not None for leg in self.legs) - 1)

    @property
    def certain_permille(self) -> int:
        """The chance that the plan holds as it stands, in thousandths."""
        return round(1000 * exp(-self.risk / MICRO))


@dataclass(frozen=True, slots=True)
class Connection:
    """One boarding of a committed plan: how often it is missed (thousandths), and what that costs.

    `delay_minutes` and `cost` are what a miss adds to arrival and cost, at the median of the journeys that missed
    it. `backup` is the departure taken most often then: (pattern, run, call), by `backup_permille` of those who missed.
    """

    leg: int
    missed_permille: int
    delay_minutes: int = 0
    cost: int = 0
    backup: tuple[int, int, int] | None = None
    backup_permille: int = 0


@dataclass(frozen=True, slots=True)
class Prospects:
    """How a committed plan turns out: cargo keeps to it, and after a missed connection takes the option that, as
    scheduled, arrives first from there.

    `arrivals` are the simulated arrival minutes, sorted; journeys that cannot end within the timetable are counted in
    `stranded` and not in it. `on_time_permille` is the share of all that meet the deadline.
    """

    arrivals: tuple[int, ...]
    stranded: int
    on_time_permille: int | None
    connections: tuple[Connection, ...]

    def quantile(self, permille: int) -> int | None:
        """The arrival minute that so many thousandths of all journeys do not exceed; `None` if those are stranded."""
        rank = -(-permille * (len(self.arrivals) + self.stranded) // 1000)
        return self.arrivals[max(rank, 1) - 1] if rank <= len(self.arrivals) else None


class Lift(StrEnum):
    """What would have to give way."""

    ORIGIN = "origin-not-served"
    DESTINATION = "destination-not-served"
    NETWORK = "not-connected"
    DEADLINE = "deadline"
    MODES = "modes"
    AVOID = "avoid"
    CHANGES = "changes"
    HORIZON = "horizon"
    DOCUMENTS = "documents"
    VGM = "vgm"
    CARGO = "cargo"
    CAPACITY = "capacity"
    CLOSURES = "closures"
    LIMITS = "limits"
    TOGETHER = "several-constraints"
    TIMETABLE = "timetable-ends"


class Bar(StrEnum):
    """What may not take a cargo; a country says so for what only passes through it."""

    FACILITY = "facility"
    SERVICE = "service"
    COUNTRY = "country"


@dataclass(frozen=True, slots=True)
class Barred:
    """One that does not take the cargo, by its id, and what it takes."""

    bar: Bar
    id: str
    limits: Limits


@dataclass(frozen=True, slots=True)
class Reason:
    """One constraint that, lifted alone, gives a route (except the first three and the last: they say why nothing can).

    `names` are the modes or places to allow, or the traits of the cargo to give up. `by` is how far the constraint is
    missed: minutes for a deadline, horizon or documents, changes for changes, TEU for capacity, kg for the mass of a
    container. `arrival_minute` is the earliest arrival once lifted; for capacity and mass once it is as much as fits.
    `barred` are those that do not take the cargo on that way.
    """

    lift: Lift
    names: tuple[str, ...] = ()
    by: int | None = None
    arrival_minute: int | None = None
    barred: tuple[Barred, ...] = ()


@dataclass(frozen=True, slots=True)
class NoRoute:
    """No itinerary satisfies the query, and why. `reasons` are ordered; the first is the one to tell."""

    reasons: tuple[Reason, ...] = field(default=())
