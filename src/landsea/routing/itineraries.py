"""Journeys as itineraries: every leg with its times, its cost lines, its cut-offs with slack, and why not an earlier
departure.
"""

from __future__ import annotations

from landsea.routing.index import Index
from landsea.routing.model import Call, Itinerary, Leg, Missed, Pattern, Query
from landsea.routing.moments import first_open, moments, storage_cost
from landsea.routing.runs import Ride
from landsea.routing.search import Found, way


def itinerary(index: Index, query: Query, found: Found) -> Itinerary:
    """Travels the way on the chosen runs."""
    stop, rides = way(found.label)
    minute = first_open(index.timetable.stops[stop].open, query.ready_minute)
    legs: list[Leg] = []
    for number, ride in enumerate(rides):
        if number:
            legs.append(_ride(index, query, ride, found.runs[number - 1], minute, is_first=number == 1))
            minute = legs[-1].released_minute
        for transfer in ride.transfers:
            legs.append(_transfer(index, query, transfer, minute))
            minute = legs[-1].released_minute
    return Itinerary(tuple(legs), query.ready_minute, found.minute, found.cost, found.co2e)


def _transfer(index: Index, query: Query, number: int, minute: int) -> Leg:
    move = index.timetable.transfers[number]
    return Leg(
        mode=move.mode,
        from_stop=move.from_stop,
        to_stop=move.to_stop,
        available_minute=minute,
        departure_minute=minute,
        arrival_minute=minute + move.minutes,
        released_minute=first_open(index.timetable.stops[move.to_stop].open, minute + move.minutes),
        transport_cost=move.cost * query.teu,
        document_cost=0,
        load_cost=0,
        unload_cost=0,
        storage_cost=0,
        transport_co2e=move.co2e * query.teu,
        handling_co2e=0,
        transfer=number,
    )


def _ride(index: Index, query: Query, ride: Ride, run: int, minute: int, *, is_first: bool) -> Leg:
    number, i, j = ride.pattern or 0, ride.from_call, ride.to_call
    pattern = index.timetable.patterns[number]
    board, alight, start = pattern.calls[i], pattern.calls[j], pattern.starts[run]
    stop, end = index.timetable.stops[board.stop], index.timetable.stops[alight.stop]
    departure, arrival = start + board.departure_minute, start + alight.arrival_minute
    stored = 0 if is_first else storage_cost(stop, departure - minute)
    return Leg(
        mode=pattern.mode,
        from_stop=board.stop,
        to_stop=alight.stop,
        available_minute=minute,
        departure_minute=departure,
        arrival_minute=arrival,
        released_minute=first_open(end.open, arrival + alight.unload_minutes),
        transport_cost=(pattern.ride_cost + sum(pattern.costs[i:j])) * query.teu,
        document_cost=pattern.ride_fee,
        load_cost=board.load_cost * query.teu,
        unload_cost=alight.unload_cost * query.teu,
        storage_cost=stored * query.teu,
        transport_co2e=sum(pattern.co2es[i:j]) * query.teu,
        handling_co2e=(board.load_co2e + alight.unload_co2e) * query.teu,
        pattern=number,
        run=run,
        from_call=i,
        to_call=j,
        cutoffs=moments(stop, board, minute, query.documents_ready_minute, departure),
        missed=_missed(index, query, minute, pattern, board, run),
    )


def _missed(index: Index, query: Query, available: int, pattern: Pattern, board: Call, run: int) -> Missed | None:
    """The run before, if a cut-off prevented it: the one missed by most."""
    if run == 0:
        return None
    departure = pattern.starts[run - 1] + board.departure_minute
    stop = index.timetable.stops[board.stop]
    met = moments(stop, board, available, query.documents_ready_minute, departure)
    worst = min(met, key=lambda moment: moment.slack_minutes)
    return Missed(departure, worst.cutoff, -worst.slack_minutes) if worst.slack_minutes < 0 else None
