"""Where a consignment is, against its plan: what the rules derive from events. Nothing here is stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from landsea.tracking.model.event import EventId


class Status(StrEnum):
    """In the order of a journey."""

    PLANNED = "planned"
    PREPARING = "preparing"
    AT_ORIGIN = "at-origin"
    ON_ROAD = "on-road"
    ON_RAIL = "on-rail"
    ON_RIVER = "on-river"
    IN_FLIGHT = "in-flight"
    AT_SEA = "at-sea"
    IN_TRANSIT = "in-transit"
    AT_TERMINAL = "at-terminal"
    AT_PORT = "at-port"
    ARRIVED = "arrived"
    DISCHARGED = "discharged"
    AVAILABLE = "available"
    DELIVERED = "delivered"


@dataclass(frozen=True, slots=True)
class PlannedLeg:
    """A leg as it is booked now. Modes are DCSA's words (and AIR), places UN/LOCODE, times UTC."""

    no: int
    mode: str
    from_place: str
    to_place: str
    departs: datetime
    arrives: datetime
    from_facility: str = ""
    to_facility: str = ""
    cargo_cutoff: datetime | None = None
    document_cutoff: datetime | None = None
    customs_cutoff: datetime | None = None

    @property
    def takes_cargo_until(self) -> datetime:
        return self.cargo_cutoff or self.departs


@dataclass(frozen=True, slots=True)
class Plan:
    """What events are held against. Legs are numbered from 1 and join; `containers` may be unknown yet."""

    legs: tuple[PlannedLeg, ...]
    containers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Conflict:
    """Events that cannot all be right. `kind`: out-of-order, two-actuals, other-container, actual-in-the-future."""

    kind: str
    events: tuple[EventId, ...]


@dataclass(frozen=True, slots=True)
class BoxState:
    """Where one container is; `container` is `None` while the consignment has none that is known.

    `place` is the last one that an actual event named. `leg` is the leg it is on or has last ended.
    """

    container: str | None
    status: Status = Status.PLANNED
    since: datetime | None = None
    place: str | None = None
    leg: int = 0
    evidence: EventId | None = None


@dataclass(frozen=True, slots=True)
class TrackingState:
    """Where the consignment is: where its hindmost container is."""

    boxes: tuple[BoxState, ...]
    hindmost: BoxState
    conflicts: tuple[Conflict, ...] = ()

    @property
    def status(self) -> Status:
        return self.hindmost.status


class Basis(StrEnum):
    """What an expected time rests on."""

    ACTUAL = "ACT"
    ESTIMATED = "EST"
    ANNOUNCED = "PLN"
    PROPAGATED = "propagated"
    """The plan, and a lateness that is known."""
    PLANNED = "planned"


@dataclass(frozen=True, slots=True)
class Moment:
    """A departure or an arrival: as planned in the itinerary, announced (PLN), estimated (EST), as it was (ACT)."""

    planned: datetime
    announced: datetime | None = None
    estimated: datetime | None = None
    actual: datetime | None = None
    expected: datetime | None = None
    """What to count on now; `None` behind a connection that is missed."""
    basis: Basis = Basis.PLANNED
    evidence: EventId | None = None

    @property
    def deviation_minutes(self) -> int | None:
        """Expected against planned; positive is late."""
        return None if self.expected is None else round((self.expected - self.planned).total_seconds() / 60)


@dataclass(frozen=True, slots=True)
class CutoffCheck:
    """A cut-off and whether it was kept. `at` follows a departure that its operator moved to later.

    `met_at`: when the last container was there. `met` is `None` when no event tells.
    """

    kind: str
    planned: datetime
    at: datetime
    met_at: datetime | None = None
    met: bool | None = None

    @property
    def margin_minutes(self) -> int | None:
        """Time left when it was met; negative is late."""
        return None if self.met_at is None else round((self.at - self.met_at).total_seconds() / 60)


@dataclass(frozen=True, slots=True)
class LegProgress:
    leg: PlannedLeg
    departure: Moment
    arrival: Moment
    cutoffs: tuple[CutoffCheck, ...] = ()
    boarded: bool = False
    """Every container is known to have gone with this leg."""
    missed: bool = False
    """The goods come, or are expected, after the leg stops taking cargo."""


@dataclass(frozen=True, slots=True)
class Eta:
    """The end of the journey. `at` is `None` when a connection is missed and nobody has said how it goes on.

    Then `not_before` is the earliest that the plan's own durations allow behind the leg `missed_leg`.
    """

    at: datetime | None
    basis: Basis
    planned: datetime
    not_before: datetime | None = None
    missed_leg: int | None = None
