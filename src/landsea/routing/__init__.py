"""The engine: a timetable in, itineraries out. A pure library without journal, database or clock.

    answer = Engine(timetable).plan(Query(origins=(0,), destinations=(7,), ready_minute=29_848_320))

An answer is the Pareto set over arrival, cost, CO2e, changes and risk (within a tolerance, or exact), or `NoRoute` with
its reasons. It holds to calendars, cut-offs (cargo, document, customs, verified gross mass, dangerous goods), unloading
and changing times, opening hours, storage beyond free time, what is carried and handled, closures and capacity, over
horizons of months. `Engine.prospects` tells how a plan turns out when services are late. Laws held by tests: the exact
set equals an exhaustive search on small timetables; answers do not depend on the order of stops, services or ties, nor
on whether the kernels are compiled.
"""

from landsea.routing.engine import Engine, compile_kernels
from landsea.routing.joint import Joint, JointPart, Lot, NoJoint, Stuck
from landsea.routing.model import (
    ANY,
    ON_TIME,
    Bar,
    Barred,
    Call,
    Cargo,
    Closed,
    Connection,
    Cutoff,
    Delay,
    Itinerary,
    Leg,
    Lift,
    Limits,
    Missed,
    Moment,
    NoRoute,
    Pattern,
    Prospects,
    Query,
    Reason,
    Span,
    Stop,
    Timetable,
    Tolerance,
    Transfer,
)

__all__ = [
    "ANY",
    "ON_TIME",
    "Bar",
    "Barred",
    "Call",
    "Cargo",
    "Closed",
    "Connection",
    "Cutoff",
    "Delay",
    "Engine",
    "Itinerary",
    "Joint",
    "JointPart",
    "Leg",
    "Lift",
    "Limits",
    "Lot",
    "Missed",
    "Moment",
    "NoJoint",
    "NoRoute",
    "Pattern",
    "Prospects",
    "Query",
    "Reason",
    "Span",
    "Stop",
    "Stuck",
    "Timetable",
    "Tolerance",
    "Transfer",
    "compile_kernels",
]
