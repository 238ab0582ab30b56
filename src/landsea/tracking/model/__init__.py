"""Values, facts and refusals of tracking."""

from landsea.tracking.model.event import (
    Batch,
    BatchId,
    Classifier,
    Event,
    EventId,
    EventType,
    Location,
    ReceivedEvent,
    Reference,
    TransportCall,
)
from landsea.tracking.model.facts import (
    ConnectionMissed,
    CutoffMissed,
    EventsReceived,
    ExceptionResolved,
    TrackingException,
)
from landsea.tracking.model.refusals import (
    BadEvents,
    BadFilter,
    BadShape,
    NotJson,
    TooDeep,
    UnknownZone,
    UnsupportedContent,
)

__all__ = [
    "BadEvents",
    "BadFilter",
    "BadShape",
    "Batch",
    "BatchId",
    "Classifier",
    "ConnectionMissed",
    "CutoffMissed",
    "Event",
    "EventId",
    "EventType",
    "EventsReceived",
    "ExceptionResolved",
    "Location",
    "NotJson",
    "ReceivedEvent",
    "Reference",
    "TooDeep",
    "TrackingException",
    "TransportCall",
    "UnknownZone",
    "UnsupportedContent",
]
