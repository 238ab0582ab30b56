"""Journeys as itineraries: every leg with its times, its cost lines, its cut-offs with slack, and why not an earlier
departure.
"""

from __future__ import annotations

from landsea.routing.allowed import Allowed
from landsea.routing.arrays import BARRED, NEVER, SHUT
from landsea.routing.find import Found, Step
from landsea.routing.model import Call, Itinerary, Leg, Missed, Pattern
from landsea.routing.moments import first_open, moments, storage_cost


def itinerary(rest: Allowed, found: Found) -> Itinerary:
    """Travels the steps on their runs."""
    query = rest.query
    minute = first_open(rest.hours[found.origin], query.ready_minute)
    legs: list[Leg] = []
    for step in found.steps:
        if step.pattern < 0:
            legs.append(_transfer(rest, step.run, minute))
        else:
            legs.append(_ride(rest, step, minute, legs))
        minute = legs[-1].released_minute
    return Itinerary(tuple(legs), query.ready_minute, found.minute, found.cost, found.co2e, found.risk)


def _transfer(rest: Allowed, number: int, minute: int) -> Leg:
    move, teu = rest.arrays.timetable.transfers[number], rest.query.teu
    return Leg(
        mode=move.mode,
        from_stop=move.from_stop,
        to_stop=move.to_stop,
        available_minute=minute,
        departure_minute=minute,
        arrival_minute=minute + move.minutes,
        released_minute=first_open(rest.hours[move.to_stop], minute + move.minutes),
        transport_cost=move.cost * teu,
        document_cost=0,
        load_cost=0,
        unload_cost=0,
        storage_cost=0,
        transport_co2e=move.co2e * teu,
        handling_co2e=0,
        transfer=number,
    )


def _ride(rest: Allowed, step: Step, minute: int, before: list[Leg]) -> Leg:
    query, timetable, (number, run, i, j) = rest.query, rest.arrays.timetable, step
    pattern = timetable.patterns[number]
    board, alight, start = pattern.calls[i], pattern.calls[j], int(pattern.starts[run])
    stop = timetable.stops[board.stop]
    if before:
        minute += stop.change_minutes.get((before[-1].mode, pattern.mode), 0)
    departure, arrival = start + board.departure_minute, start + alight.arrival_minute
    rode = any(leg.pattern is not None for leg in before)
    missed = _missed(rest, minute, pattern, board, run)
    return Leg(
        mode=pattern.mode,
        from_stop=board.stop,
        to_stop=alight.stop,
        available_minute=minute,
        departure_minute=departure,
        arrival_minute=arrival,
        released_minute=first_open(rest.hours[alight.stop], arrival + alight.unload_minutes),
        transport_cost=(pattern.ride_cost + sum(pattern.costs[i:j])) * query.teu,
        document_cost=pattern.ride_fee,
        load_cost=board.load_cost * query.teu,
        unload_cost=alight.unload_cost * query.teu,
        storage_cost=storage_cost(stop, departure - minute) * query.teu if rode else 0,
        transport_co2e=sum(pattern.co2es[i:j]) * query.teu,
        handling_co2e=(board.load_co2e + alight.unload_co2e) * query.teu,
        pattern=number,
        run=run,
        from_call=i,
        to_call=j,
        cutoffs=moments(stop, board, query, minute, departure),
        missed=missed,
        earlier_minute=None if missed else _earlier(rest, minute, step, board),
    )


def _missed(rest: Allowed, available: int, pattern: Pattern, board: Call, run: int) -> Missed | None:
    """The run before, if a cut-off prevented it: the one missed by most."""
    if run == 0:
        return None
    departure = int(pattern.starts[run - 1]) + board.departure_minute
    met = moments(rest.arrays.timetable.stops[board.stop], board, rest.query, available, departure)
    worst = min(met, key=lambda moment: moment.slack_minutes)
    return Missed(departure, worst.cutoff, -worst.slack_minutes) if worst.slack_minutes < 0 else None


def _earlier(rest: Allowed, available: int, step: Step, board: Call) -> int | None:
    """When the run before departs, if the cargo could take that as well."""
    before = step._replace(run=step.run - 1)
    if before.run < 0 or available > boarding_limit(rest, before) or released(rest, before) >= NEVER:
        return None
    return int(rest.arrays.timetable.patterns[step.pattern].starts[before.run]) + board.departure_minute


def boarding_limit(rest: Allowed, step: Step) -> int:
    """The latest minute at which cargo available makes the step's departure."""
    cells = rest.arrays.rows.cell
    return max(int(rest.by[cells[row] + step.run]) for row in rest.arrays.rows_of(step.pattern, step.from_call))


def released(rest: Allowed, step: Step) -> int:
    """When the ride's cargo is available at its end; `NEVER` where the run does not take it, or not so far."""
    rows, ends = rest.arrays.rows, [NEVER]
    for row in rest.arrays.rows_of(step.pattern, step.from_call):
        calls = range(int(row), int(row) + step.to_call - step.from_call)
        by = [int(rest.by[rows.cell[n] + step.run]) for n in calls]
        if by[0] > SHUT and BARRED not in by:
            ends.append(int(rest.release[rows.cell[calls.stop] + step.run]))
    return min(ends)
