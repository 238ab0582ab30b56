"""Where a consignment is and when it comes: its plan from `consignment`, its events, the rules."""

from __future__ import annotations

from dataclasses import dataclass

from landsea import consignment as consignments
from landsea.consignment import Consignment
from landsea.journal import View
from landsea.tracking.model import Plan, PlannedLeg, ReceivedEvent, TrackingState
from landsea.tracking.rules.identity import standing
from landsea.tracking.rules.status import state_of
from landsea.tracking.rules.times import Progress, progress_of
from landsea.tracking.store import exceptions, queries
from landsea.tracking.store.exceptions import StoredException


@dataclass(frozen=True, slots=True)
class Timeline:
    """A consignment against its plan. `events` are those that stand, by their own time."""

    consignment: str
    state: TrackingState
    progress: Progress
    events: tuple[ReceivedEvent, ...]
    exceptions: tuple[StoredException, ...]


def timeline(view: View, consignment: str) -> Timeline:
    """Raises `NotFound` unless the actor's party is on the consignment."""
    record = consignments.get_consignment(view, consignment)
    plan, events = plan_of(record), bound_events(view, record.id)
    return Timeline(
        record.id,
        state_of(events, plan),
        progress_of(events, plan),
        tuple(standing(events)),
        tuple(exceptions.open_of(view.connection, record.id)),
    )


def state(view: View, consignment: str) -> TrackingState:
    """Where the consignment is. Raises `NotFound` unless the actor's party is on it."""
    record = consignments.get_consignment(view, consignment)
    return state_of(bound_events(view, record.id), plan_of(record))


def bound_events(view: View, consignment: str) -> list[ReceivedEvent]:
    """WITHOUT access filter: what is bound to the consignment, for who has been let in to it."""
    return queries.events_of(view.connection, consignments.references_of(None), consignment)


def plan_of(record: Consignment) -> Plan:
    legs = tuple(
        PlannedLeg(
            no=leg.no,
            mode=str(leg.mode),
            from_place=str(leg.from_place),
            to_place=str(leg.to_place),
            departs=leg.departs,
            arrives=leg.arrives,
            from_facility=leg.from_facility,
            to_facility=leg.to_facility,
            cargo_cutoff=leg.cargo_cutoff,
            document_cutoff=leg.document_cutoff,
            customs_cutoff=leg.customs_cutoff,
        )
        for leg in record.legs
    )
    return Plan(legs, frozenset(str(one.container) for one in record.equipment))
