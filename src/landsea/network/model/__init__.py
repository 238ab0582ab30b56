"""Values of the network: what is served where and when, what has changed since, and the schedule that planners read."""

from landsea.network.model.changes import Closure, Sailing, SailingChange
from landsea.network.model.facts import FacilityClosed, FacilityReopened, NetworkImported, SailingAdded, SailingBlanked
from landsea.network.model.feed import (
    Anchor,
    Calendar,
    CallTime,
    FeedInfo,
    Hours,
    Network,
    Service,
    Source,
    Tariff,
    Transfer,
    Trip,
)
from landsea.network.model.places import Alias, Facility, Place
from landsea.network.model.refusals import (
    AlreadyOpen,
    NoFolder,
    NoNetwork,
    NoSuchClosure,
    NoSuchSailing,
    SailingExists,
    UnknownFacility,
    UnknownPlace,
    UnknownTrip,
)
from landsea.network.model.schedule import Schedule, ScheduledCall, ScheduledPattern, ScheduledStop, ScheduledTransfer

__all__ = [
    "Alias",
    "AlreadyOpen",
    "Anchor",
    "Calendar",
    "CallTime",
    "Closure",
    "Facility",
    "FacilityClosed",
    "FacilityReopened",
    "FeedInfo",
    "Hours",
    "Network",
    "NetworkImported",
    "NoFolder",
    "NoNetwork",
    "NoSuchClosure",
    "NoSuchSailing",
    "Place",
    "Sailing",
    "SailingAdded",
    "SailingBlanked",
    "SailingChange",
    "SailingExists",
    "Schedule",
    "ScheduledCall",
    "ScheduledPattern",
    "ScheduledStop",
    "ScheduledTransfer",
    "Service",
    "Source",
    "Tariff",
    "Transfer",
    "Trip",
    "UnknownFacility",
    "UnknownPlace",
    "UnknownTrip",
]
