"""The engine: a timetable in, itineraries out. A pure library without journal, database or clock.

    answer = Engine(timetable).plan(Query(origins=(0,), destinations=(7,), ready_minute=29_848_320))

An answer is the exact Pareto set over arrival, cost and CO2e, or `NoRoute` with its reasons. It holds to calendars,
cargo, document and customs cut-offs, unloading times, opening hours and storage beyond free time, over horizons of
months. Laws held by tests: it equals an exhaustive search on small timetables; answers do not depend on the order of
stops, services or ties.
"""

from landsea.routing.engine import Engine, compile_kernels
from landsea.routing.model import (
    ANY,
    ON_TIME,
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
    "Call",
    "Cargo",
    "Closed",
    "Connection",
    "Cutoff",
    "Delay",
    "Engine",
    "Itinerary",
    "Leg",
    "Lift",
    "Limits",
    "Missed",
    "Moment",
    "NoRoute",
    "Pattern",
    "Prospects",
    "Query",
    "Reason",
    "Span",
    "Stop",
    "Timetable",
    "Tolerance",
    "Transfer",
    "compile_kernels",
]
