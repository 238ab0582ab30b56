"""Use cases of tracking."""

from landsea.journal import Projection
from landsea.tracking.model import ConnectionMissed, CutoffMissed, EventsReceived, ExceptionResolved
from landsea.tracking.service.learning import learn_performance
from landsea.tracking.service.progress import Timeline, state, timeline
from landsea.tracking.service.reading import (
    EventPage,
    ListedEvent,
    find_events,
    get_event,
    list_events,
    list_exceptions,
)
from landsea.tracking.service.receive import receive
from landsea.tracking.service.watch import WATCH, check_due
from landsea.tracking.store import exceptions, reception
from landsea.tracking.store.exceptions import StoredException
from landsea.tracking.store.tables import TABLES

PROJECTION = Projection(
    tables=TABLES,
    handlers={
        CutoffMissed: exceptions.on_missed,
        ConnectionMissed: exceptions.on_missed,
        ExceptionResolved: exceptions.on_resolved,
    },
    bulk={EventsReceived: reception.on_received},
)

__all__ = [
    "PROJECTION",
    "WATCH",
    "EventPage",
    "ListedEvent",
    "StoredException",
    "Timeline",
    "check_due",
    "find_events",
    "get_event",
    "learn_performance",
    "list_events",
    "list_exceptions",
    "receive",
    "state",
    "timeline",
]
