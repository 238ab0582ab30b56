"""The engine's values. Times are whole minutes since 1970-01-01T00:00Z, durations whole minutes, money minor units of
the timetable's one currency, emissions grams of CO2e (well to wheel); money and emissions are per TEU in a timetable
and for all TEU in an itinerary.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from landsea.kernel import BadValue

DAY_MINUTES = 1440

Span = tuple[int, int]
"""From a minute up to, and without, another."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A facility where cargo can wait and change. `place` groups facilities of one city or port.

    `open` are the spans in which cargo is taken in or becomes available, sorted and disjoint (`None`: always);
    `customs` the same for export clearance, which takes `customs_minutes` from a minute in those spans. Cargo that
    waits longer than `free_minutes` for its next departure pays `storage_cost_day` for every day begun; before its
    first ride it stands with the shipper and pays nothing.
    """

    id: str
    place: str
    open: tuple[Span, ...] | None = None
    customs: tuple[Span, ...] | None = None
    customs_minutes: int = 0
    free_minutes: int = 0
    storage_cost_day: int = 0

    def __post_init__(self) -> None:
        for hours, what in ((self.open, "opening hours"), (self.customs, "customs hours")):
            ends = [minute for span in hours or () for minute in span]
            if any(a > b for a, b in pairwise(ends)):
                raise bad(self.id, what, "spans overlap or run backwards", "Sort them and join what overlaps.")
        if min(self.customs_minutes, self.free_minutes, self.storage_cost_day) < 0:
            raise bad(self.id, "stop", "a duration or cost is negative", "Give 0 or more.")


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a service. `arrival_minute` and `departure_minute` count from the start of the run.

    The leads say how long before departure cargo, documents and customs release must be there (`None`: no such
    cut-off). `unload_minutes` pass from arrival until the cargo is available at the stop.
    """

    stop: int
    arrival_minute: int
    departure_minute: int
    board: bool = True
    alight: bool = True
    cargo_lead_minutes: int = 0
    document_lead_minutes: int | None = None
    customs_lead_minutes: int | None = None
    unload_minutes: int = 0
    load_cost: int = 0
    unload_cost: int = 0
    load_co2e: int = 0
    unload_co2e: int = 0


@dataclass(frozen=True, slots=True)
class Pattern:
    """A service's calls and when its runs start. `costs` and `co2es` are those of each segment between two calls.

    Every ride costs `ride_cost` per TEU besides, and `ride_fee` once for the consignment (its document).
    """

    id: str
    service: str
    mode: str
    calls: tuple[Call, ...]
    costs: tuple[int, ...]
    co2es: tuple[int, ...]
    starts: Sequence[int]
    ride_cost: int = 0
    ride_fee: int = 0

    def __post_init__(self) -> None:
        if len(self.calls) < 2 or len(self.costs) != len(self.calls) - 1 or len(self.co2es) != len(self.costs):
            raise bad(
                self.id, "service pattern", "it needs two calls and one cost and CO2e per segment", "Complete it."
            )
        if any(a >= b for a, b in pairwise(self.starts)):
            raise bad(self.id, "service pattern", "its starts do not rise", "Sort them and remove repeated ones.")
        minutes = [minute for call in self.calls for minute in (call.arrival_minute, call.departure_minute)]
        if any(a > b for a, b in pairwise(minutes)):
            raise bad(self.id, "service pattern", "its times run backwards", "Let every time follow the one before.")
        if any(a.departure_minute >= b.arrival_minute for a, b in pairwise(self.calls)):
            raise bad(self.id, "service pattern", "a segment takes no time", "Let it arrive after it departs.")
        if (
            min(
                self.ride_cost,
                self.ride_fee,
                *self.costs,
                *self.co2es,
                *(n for call in self.calls for n in _amounts(call)),
            )
            < 0
        ):
            raise bad(self.id, "service pattern", "a cost, an emission or a lead is negative", "Give 0 or more.")


def _amounts(call: Call) -> tuple[int, ...]:
    leads = (call.cargo_lead_minutes, call.document_lead_minutes or 0, call.customs_lead_minutes or 0)
    return (*leads, call.unload_minutes, call.load_cost, call.unload_cost, call.load_co2e, call.unload_co2e)


@dataclass(frozen=True, slots=True)
class Transfer:
    """A move between two stops on demand (a shuttle, a drayage): it leaves as soon as the cargo is available."""

    from_stop: int
    to_stop: int
    minutes: int
    mode: str
    cost: int = 0
    co2e: int = 0
    id: str = ""

    def __post_init__(self) -> None:
        if self.minutes < 1 or min(self.cost, self.co2e) < 0 or self.from_stop == self.to_stop:
            raise bad(self.id, "transfer", "it takes no time, costs less than nothing or stays put", "Correct the row.")


@dataclass(frozen=True, slots=True)
class Timetable:
    """Everything the engine knows. Runs start within [`start_minute`, `end_minute`); an arrival after `end_minute` is
    not looked for.
    """

    currency: str
    stops: tuple[Stop, ...]
    patterns: tuple[Pattern, ...]
    transfers: tuple[Transfer, ...]
    start_minute: int
    end_minute: int

    def __post_init__(self) -> None:
        known = len(self.stops)
        used = [(p.id, c.stop) for p in self.patterns for c in p.calls]
        used += [(t.id, stop) for t in self.transfers for stop in (t.from_stop, t.to_stop)]
        for owner, stop in used:
            if not 0 <= stop < known:
                raise bad(owner, "reference to a stop", f"there is no stop {stop}", f"Use 0 to {known - 1}.")

    @property
    def connections(self) -> int:
        """Segments of all runs: the size by which timetable engines are compared."""
        return sum(len(p.costs) * len(p.starts) for p in self.patterns)


def bad(value: object, what: str, why: str, mend: str) -> BadValue:
    return BadValue(value=str(value), what=what, why=why, mend=mend)


@dataclass(frozen=True, slots=True)
class Query:
    """Cargo of `teu` stands ready at any of `origins` at `ready_minute` (its documents at `documents_minute`, then at
    the latest known).

    It must be available at one of `destinations` not later than `deadline_minute` and within `horizon_days`. A mode in
    `without_modes` is not used; a place in `avoid` is neither handled at nor passed on board. `changes_max` counts
    changes between services, not transfers.
    """

    origins: tuple[int, ...]
    destinations: tuple[int, ...]
    ready_minute: int
    teu: int = 1
    documents_minute: int | None = None
    without_modes: frozenset[str] = frozenset()
    avoid: frozenset[str] = frozenset()
    deadline_minute: int | None = None
    horizon_days: int = 120
    changes_max: int | None = None

    def __post_init__(self) -> None:
        if not self.origins or not self.destinations or set(self.origins) & set(self.destinations):
            raise bad(
                self.origins, "journey", "it needs an origin and another destination", "Name two different places."
            )
        if self.teu < 1 or self.horizon_days < 1 or (self.changes_max or 0) < 0:
            raise bad(self.teu, "query", "TEU and horizon start at 1 and changes at 0", "Give larger numbers.")

    @property
    def documents_ready_minute(self) -> int:
        return self.ready_minute if self.documents_minute is None else self.documents_minute


class Cutoff(StrEnum):
    """The moments that decide whether a departure is caught."""

    CARGO = "cargo"
    DOCUMENT = "document"
    CUSTOMS = "customs"


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
    it departs, and `released_minute` when it is available at `to_stop` (unloaded, in opening hours).
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
    """One way to go. No other in the answer is at least as good in arrival, cost and CO2e at once."""

    legs: tuple[Leg, ...]
    ready_minute: int
    arrival_minute: int
    cost: int
    co2e: int

    @property
    def changes(self) -> int:
        return max(0, sum(leg.pattern is not None for leg in self.legs) - 1)


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
    TOGETHER = "several-constraints"
    TIMETABLE = "timetable-ends"


@dataclass(frozen=True, slots=True)
class Reason:
    """One constraint that, lifted alone, gives a route (except the first three and the last: they say why nothing can).

    `names` are the modes or places to allow. `by` is how far the constraint is missed: minutes for a deadline, horizon
    or documents, changes for changes. `arrival_minute` is the earliest arrival once lifted.
    """

    lift: Lift
    names: tuple[str, ...] = ()
    by: int | None = None
    arrival_minute: int | None = None


@dataclass(frozen=True, slots=True)
class NoRoute:
    """No itinerary satisfies the query, and why. `reasons` are ordered; the first is the one to tell."""

    reasons: tuple[Reason, ...] = field(default=())
