"""Events of consignments: receives them, binds them, and says from them where the goods are, against the plan.

Laws: state is a function of the set of events, whatever order they come in, however often; what an unknown container, code or
field says is kept; an event is seen by the parties on its consignment and by who sent it; time causes nothing but by `check_due`.
Standards: DCSA Track & Trace 2.2 (of 3.0: eventUpdatedDateTime, isRetracted, the object with `events`), Information Model 3.3.
"""

from landsea.tracking.model import (
    BadEvents,
    Batch,
    BoxState,
    Classifier,
    ConnectionMissed,
    CutoffMissed,
    Eta,
    Event,
    EventsReceived,
    EventType,
    ExceptionResolved,
    LegProgress,
    ReceivedEvent,
    Status,
    TrackingState,
)
from landsea.tracking.service import (
    PROJECTION,
    WATCH,
    ListedEvent,
    StoredException,
    Timeline,
    check_due,
    get_event,
    list_events,
    list_exceptions,
    receive,
    state,
    timeline,
)

__all__ = [
    "PROJECTION",
    "WATCH",
    "BadEvents",
    "Batch",
    "BoxState",
    "Classifier",
    "ConnectionMissed",
    "CutoffMissed",
    "Eta",
    "Event",
    "EventType",
    "EventsReceived",
    "ExceptionResolved",
    "LegProgress",
    "ListedEvent",
    "ReceivedEvent",
    "Status",
    "StoredException",
    "Timeline",
    "TrackingState",
    "check_due",
    "get_event",
    "list_events",
    "list_exceptions",
    "receive",
    "state",
    "timeline",
]
