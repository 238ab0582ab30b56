"""Schedules as they are published: routings from place to place, and the calls of vessels. Times are aware, in the zone of their place.

Nothing in them tells a price.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Generic, TypeVar

from landsea.kernel import Refusal


class BadParameter(Refusal):
    """One query parameter that cannot be answered. `error` is the standard's number and word for it."""

    code = "unanswerable-parameter"
    status = 400
    text = "The query parameter {name} cannot be answered: {why}."
    error = (7003, "invalidData")


class BadQuery(BadParameter):
    """A value that is well formed, and names nothing or contradicts another."""

    code = "bad-query"
    error = (7005, "invalidQuery")


class BadParameters(Refusal):
    """All that is wrong with the query parameters of a request."""

    code = "unanswerable-parameters"
    status = 400
    text = "{count} query parameter(s) cannot be answered; see errors."

    def __init__(self, wrong: list[BadParameter]) -> None:
        self.wrong = tuple(wrong)
        super().__init__(count=len(wrong))


@dataclass(frozen=True, slots=True)
class Days:
    """Local dates from `first` to `last`, both included; `None`: open."""

    first: date | None = None
    last: date | None = None

    def hold(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Part of a list. `next` says behind what it goes on; `None` at its end."""

    items: tuple[T, ...]
    next: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class RoutingsQuery:
    """Ways from `origin` to `destination` (codes of places). `asked_at` stands for the first departure where none is named.

    `receipt` and `delivery` are CY, SD or CFS (`None`: any that is offered).
    """

    origin: str
    destination: str
    asked_at: datetime
    departs: Days = Days()
    arrives: Days = Days()
    transhipments_max: int | None = None
    receipt: str | None = None
    delivery: str | None = None


@dataclass(frozen=True, slots=True)
class PortQuery:
    """Calls at a port from a day on."""

    place: str
    since: date


@dataclass(frozen=True, slots=True)
class VesselsQuery:
    """Which voyages are told: those with a call that matches everything that is named (empty: not asked)."""

    days: Days
    imo: str = ""
    vessel_name: str = ""
    service_code: str = ""
    universal_service: str = ""
    voyage: str = ""
    universal_voyage: str = ""
    place: str = ""
    smdg: str = ""
    operator: str = ""


@dataclass(frozen=True, slots=True)
class ServiceRef:
    """A carrier's service. `universal` is the DCSA universal service reference, or empty."""

    code: str
    name: str
    universal: str = ""


@dataclass(frozen=True, slots=True)
class VesselRef:
    """`operator` is an SMDG liner code, or empty. A dummy stands for a vessel that is not named yet."""

    is_dummy: bool
    imo: str = ""
    mmsi: str = ""
    name: str = ""
    call_sign: str = ""
    operator: str = ""


@dataclass(frozen=True, slots=True)
class LatestMoment:
    """A cut-off: cargo, document, customs, vgm or dangerous."""

    what: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CallTime:
    """`event` is ARRI or DEPA, `classifier` PLN, EST or ACT."""

    event: str
    classifier: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PortCall:
    """A call of a vessel; discharged under `import_voyage`, loaded under `export_voyage`. `place` is a UN/LOCODE, or empty."""

    reference: str
    port_visit: str
    import_voyage: str
    export_voyage: str
    universal_import: str
    universal_export: str
    place: str
    name: str
    smdg: str
    times: tuple[CallTime, ...]
    cutoffs: tuple[LatestMoment, ...]


@dataclass(frozen=True, slots=True)
class VesselCalls:
    """The calls of one vessel on one service that are told, in order."""

    service: ServiceRef
    vessel: VesselRef
    calls: tuple[PortCall, ...]


@dataclass(frozen=True, slots=True)
class TerminalCall:
    """One call of the schedule of a terminal."""

    service: ServiceRef
    vessel: VesselRef
    call: PortCall


@dataclass(frozen=True, slots=True)
class TerminalCalls:
    """A terminal of a port (or the port, where the terminal is not known by SMDG code), and its calls in order of time."""

    place: str
    name: str
    smdg: str
    calls: tuple[TerminalCall, ...]


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a leg begins or ends. `kind` is that of the facility in the network; `place` is a UN/LOCODE, or empty for a code of ours."""

    kind: str
    name: str
    place: str
    place_name: str
    smdg: str = ""


@dataclass(frozen=True, slots=True)
class Sailing:
    """The voyage a leg takes: loaded at the call `reference` under `export_voyage`, discharged under `import_voyage`."""

    service: ServiceRef
    vessel: VesselRef
    reference: str
    port_visit: str
    import_voyage: str
    export_voyage: str
    universal_import: str
    universal_export: str


@dataclass(frozen=True, slots=True)
class RoutingLeg:
    """A ride on the run of `trip` that began at `start`, or a move on demand (no trip). `sailing` is known for vessels alone."""

    mode: str
    service: str
    origin: Stand
    destination: Stand
    departure: datetime
    arrival: datetime
    cutoffs: tuple[LatestMoment, ...]
    trip: str = ""
    start: datetime | None = None
    sailing: Sailing | None = None

    @property
    def on_demand(self) -> bool:
        return not self.trip

    @property
    def at_door(self) -> bool:
        """A truck on demand may begin or end its way at a door of the place as well as at the facility."""
        return self.on_demand and self.mode == "road"


@dataclass(frozen=True, slots=True)
class Routing:
    """One way on given departures. `solution` is shared by those over the same services and facilities, counted from 1."""

    legs: tuple[RoutingLeg, ...]
    solution: int = 1

    @property
    def departure(self) -> datetime:
        return self.legs[0].departure

    @property
    def arrival(self) -> datetime:
        return self.legs[-1].arrival

    @property
    def transhipments(self) -> int:
        """Changes from vessel to vessel (CS 1.0, maxTranshipment), whatever brings the cargo from one to the other."""
        return max(0, sum(leg.mode == "sea" for leg in self.legs) - 1)

    @property
    def chain(self) -> tuple[tuple[str, str, str], ...]:
        return tuple((leg.service, leg.origin.name, leg.destination.name) for leg in self.legs)

    @property
    def transit_days(self) -> int:
        """Days begun from departure to arrival."""
        return -((self.departure - self.arrival) // timedelta(days=1))
