"""Facts of the network. Instants are RFC 3339 text in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from landsea.kernel import Fact
from landsea.network.model.versions import Dropped


@dataclass(frozen=True)
class NetworkImported(Fact):
    """A network replaced the one before. `digest` names the blob with its files (a GTFS zip).

    `kept` are the ids of closures and sailings made on the node before that hold on, `dropped` those that could not, and why. Of
    version 1 none did.
    """

    kind: ClassVar[str] = "network-imported/2"
    digest: str
    network: str
    version: str
    origin: str
    counts: dict[str, int]
    kept: tuple[str, ...] = ()
    dropped: tuple[Dropped, ...] = ()


@dataclass(frozen=True)
class SailingAdded(Fact):
    """One more run of `trip`, whose first departure is at `start`."""

    kind: ClassVar[str] = "sailing-added/1"
    sailing: str
    trip: str
    start: str
    reason: str


@dataclass(frozen=True)
class SailingBlanked(Fact):
    """The run of `trip` that would have started at `start` does not sail."""

    kind: ClassVar[str] = "sailing-blanked/1"
    sailing: str
    trip: str
    start: str
    reason: str


@dataclass(frozen=True)
class FacilityClosed(Fact):
    """`facility` is closed from `start` up to, and without, `end`."""

    kind: ClassVar[str] = "facility-closed/1"
    closure: str
    facility: str
    start: str
    end: str
    reason: str


@dataclass(frozen=True)
class FacilityReopened(Fact):
    """The closure ends at `at` instead, or never takes place where `at` is not after its start."""

    kind: ClassVar[str] = "facility-reopened/1"
    closure: str
    at: str


@dataclass(frozen=True)
class VesselSchedulesImported(Fact):
    """Vessel schedules replaced what was known of the same vessels between their first and last times.

    `digest` names the blob with the message as it came (DCSA Operational Vessel Schedules 3.0); `origin` says where from.
    """

    kind: ClassVar[str] = "vessel-schedules-imported/1"
    digest: str
    origin: str
    counts: dict[str, int]
