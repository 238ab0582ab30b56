"""When a booked journey no longer holds: what happened, and the ways on that are proposed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from landsea.kernel import Fact, PartyId, Refusal


class Cause(StrEnum):
    """Why a leg no longer holds."""

    WITHDRAWN = "withdrawn"
    """No run of its service goes from there to there about that time: blanked, closed, or the call omitted."""
    EARLIER = "earlier"
    """It leaves earlier, and the cargo is not there by its new cut-off."""
    LATER = "later"
    """It arrives too late for the next leg."""
    ARRIVAL = "arrival"
    """It is the last with a timetable, and arrives later by more than is let pass."""
    MISSED = "missed"
    """Events say that its cut-off or the connection before it is missed."""


@dataclass(frozen=True, slots=True)
class Affected:
    """The first leg that does not hold, by how many minutes where that can be said; and where the goods are: in front of
    `from_leg`, ready to go on from `ready`.
    """

    leg: int
    cause: Cause
    from_leg: int
    ready: datetime
    by_minutes: int | None = None


class Settlement(StrEnum):
    ACCEPTED = "accepted"
    KEPT = "kept"
    SUPERSEDED = "superseded"
    LAPSED = "lapsed"


@dataclass(frozen=True)
class ReplanProposed(Fact):
    """A booked journey does not hold from `affected.leg` on; `plan` has the ways on from there, or says why there is none.

    The booking itself is not touched. `arrival` is the one booked; `network` the version of the network that was looked at.
    """

    kind: ClassVar[str] = "replan-proposed/1"
    consignment: str
    party: PartyId
    affected: Affected
    arrival: datetime
    plan: str
    network: str


@dataclass(frozen=True)
class ProposalSettled(Fact):
    """Accepted with an itinerary of its plan, kept as booked, superseded by a newer proposal, or lapsed since all holds again."""

    kind: ClassVar[str] = "proposal-settled/1"
    how: Settlement
    itinerary: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal as it stands; open while `settled` is `None`. Its plan is read by `planner.get`."""

    id: str
    consignment: str
    party: PartyId
    affected: Affected
    arrival: datetime
    plan: str
    network: str
    made_at: datetime
    version: int
    settled: Settlement | None = None
    itinerary: int | None = None
    reason: str = ""


class AlreadySettled(Refusal):
    code = "proposal-settled"
    status = 409
    text = "Proposal {proposal} is settled ({how}). Look for a newer one at the consignment."


class ViewersDoNotSettle(Refusal):
    code = "viewers-do-not-settle"
    status = 403
    text = "A viewer looks on. Ask an operator of your party to accept the proposal or to keep what is booked."


class NotASettlement(Refusal):
    code = "not-a-settlement"
    text = "Say `accepted` with the number of an itinerary of the proposal's plan, or `kept` without one."
