"""Labels as itineraries: every leg with its times, its cost lines, its cut-offs with slack, and why not an earlier
departure.
"""

from __future__ import annotations

from landsea.routing.index import Index
from landsea.routing.model import Call, Itinerary, Leg, Missed, Pattern, Query
from landsea.routing.moments import moments, storage_cost
from landsea.routing.search import Label


def itinerary(index: Index, query: Query, label: Label) -> Itinerary:
    legs: list[Leg] = []
    at = label
    while at.parent is not None and at.step is not None:
        legs.append(_leg(index, query, at.parent, at, at.step))
        at = at.parent
    legs.reverse()
    cost, co2e = sum(leg.cost for leg in legs), sum(leg.co2e for leg in legs)
    return Itinerary(tuple(legs), query.ready_minute, label.minute, cost, co2e)


def _leg(index: Index, query: Query, before: Label, after: Label, step: tuple[int, int, int, int]) -> Leg:
    if step[0] < 0:
        return _transfer_leg(index, query, before, after, step[1])
    return _ride_leg(index, query, before, after, step)


def _transfer_leg(index: Index, query: Query, before: Label, after: Label, number: int) -> Leg:
    move = index.timetable.transfers[number]
    return Leg(
        mode=move.mode,
        from_stop=before.stop,
        to_stop=after.stop,
        available_minute=before.minute,
        departure_minute=before.minute,
        arrival_minute=before.minute + move.minutes,
        released_minute=after.minute,
        transport_cost=move.cost * query.teu,
        document_cost=0,
        load_cost=0,
        unload_cost=0,
        storage_cost=0,
        transport_co2e=move.co2e * query.teu,
        handling_co2e=0,
        transfer=number,
    )


def _ride_leg(index: Index, query: Query, before: Label, after: Label, step: tuple[int, int, int, int]) -> Leg:
    number, run, i, j = step
    pattern, stop = index.timetable.patterns[number], index.timetable.stops[before.stop]
    board, alight, start = pattern.calls[i], pattern.calls[j], pattern.starts[run]
    departure = start + board.departure_minute
    stored = 0 if before.parent is None else storage_cost(stop, departure - before.minute)
    return Leg(
        mode=pattern.mode,
        from_stop=before.stop,
        to_stop=after.stop,
        available_minute=before.minute,
        departure_minute=departure,
        arrival_minute=start + alight.arrival_minute,
        released_minute=after.minute,
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
        cutoffs=moments(stop, board, before.minute, query.documents_ready_minute, departure),
        missed=_missed(index, query, before, pattern, board, run),
    )


def _missed(index: Index, query: Query, before: Label, pattern: Pattern, board: Call, run: int) -> Missed | None:
    """The run before, if a cut-off prevented it: the one missed by most."""
    if run == 0:
        return None
    departure = pattern.starts[run - 1] + board.departure_minute
    stop = index.timetable.stops[before.stop]
    met = moments(stop, board, before.minute, query.documents_ready_minute, departure)
    worst = min(met, key=lambda moment: moment.slack_minutes)
    return Missed(departure, worst.cutoff, -worst.slack_minutes) if worst.slack_minutes < 0 else None
