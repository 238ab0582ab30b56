"""Use cases of tracking."""

from landsea.journal import Projection
from landsea.tracking.model import EventsReceived
from landsea.tracking.service.reading import ListedEvent, events_of, get_event, list_events
from landsea.tracking.service.receive import receive
from landsea.tracking.store import reception
from landsea.tracking.store.tables import TABLES

PROJECTION = Projection(tables=TABLES, bulk={EventsReceived: reception.on_received})

__all__ = ["PROJECTION", "ListedEvent", "events_of", "get_event", "list_events", "receive"]
