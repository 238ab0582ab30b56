"""Facts of the room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from landsea.kernel import Fact


@dataclass(frozen=True)
class EventsReceived(Fact):
    """A batch of events came in; its rows are read from the blob `digest`. Stream `events:<batch>`.

    `zone` is the time zone that times without offset were read in, by the sender's express wish; empty: such times are refused.
    """

    kind: ClassVar[str] = "events-received/1"
    digest: str
    count: int
    source: str
    content_type: str
    zone: str = ""


@dataclass(frozen=True)
class CutoffMissed(Fact):
    """The cargo cut-off of a leg passed and these containers were not reported at the place. Stream `exception:...`."""

    kind: ClassVar[str] = "cutoff-missed/1"
    consignment: str
    leg: int
    place: str
    cutoff_at: datetime
    containers: tuple[str, ...]
    came_at: datetime | None = None
    """When the last of them came, if it came late."""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True)
class ConnectionMissed(Fact):
    """The arrival in front of leg `leg` is, or is estimated, later than the leg's cargo cut-off."""

    kind: ClassVar[str] = "connection-missed/1"
    consignment: str
    leg: int
    place: str
    cutoff_at: datetime
    arrival_at: datetime
    arrival_basis: str
    """ACT, EST, PLN, or `propagated` from lateness that is known."""
    late_minutes: int
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True)
class ExceptionResolved(Fact):
    """Later facts say otherwise: the exception of the same stream no longer holds."""

    kind: ClassVar[str] = "exception-resolved/1"
    consignment: str
    leg: int
    reason: str
    """`contradicted` by later facts or another plan, `delivered`, or `cancelled`."""


TrackingException = CutoffMissed | ConnectionMissed
