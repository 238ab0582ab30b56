"""An independent, deliberately plain planner: it tries every run, every call and every transfer, and keeps what is not
beaten.

It shares no code with the engine: opening hours, cut-offs and storage are worked out here again.
"""

from __future__ import annotations

from landsea.routing import Call, Pattern, Query, Timetable

Vector = tuple[int, int, int]


def pareto(timetable: Timetable, query: Query) -> list[Vector]:
    """Every non-dominated (arrival, cost, CO2e) for all TEU, sorted."""
    limit = min(timetable.end_minute, query.ready_minute + query.horizon_days * 1440)
    if query.deadline_minute is not None:
        limit = min(limit, query.deadline_minute)
    barred = {n for n, stop in enumerate(timetable.stops) if stop.place in query.avoid}
    reached: set[Vector] = set()
    seen: set[tuple[int, int, int, int, int]] = set()

    def visit(stop: int, minute: int, cost: int, co2e: int, rides: int) -> None:
        if minute > limit or (stop, minute, cost, co2e, rides) in seen:
            return
        seen.add((stop, minute, cost, co2e, rides))
        if stop in query.destinations:
            reached.add((minute, cost, co2e * query.teu))
            return
        for move in timetable.transfers:
            if move.from_stop != stop or move.mode in query.without_modes or {stop, move.to_stop} & barred:
                continue
            gate = opened(timetable.stops[move.to_stop].open, minute + move.minutes, limit)
            if gate is not None:
                visit(move.to_stop, gate, cost + move.cost * query.teu, co2e + move.co2e, rides)
        if query.changes_max is not None and rides > query.changes_max:
            return
        for pattern in timetable.patterns:
            if pattern.mode not in query.without_modes:
                for start in pattern.starts:
                    ride(pattern, start, stop, minute, cost, co2e, rides)

    def ride(pattern: Pattern, start: int, stop: int, minute: int, cost: int, co2e: int, rides: int) -> None:
        for i, board in enumerate(pattern.calls[:-1]):
            departure = start + board.departure_minute
            if board.stop != stop or not board.board or not catches(board, stop, minute, departure):
                continue
            waited = departure - minute - timetable.stops[stop].free_minutes
            days = 0 if rides == 0 or waited <= 0 else (waited + 1439) // 1440
            storage = days * timetable.stops[stop].storage_cost_day
            spent = cost + pattern.ride_fee + query.teu * (pattern.ride_cost + board.load_cost + storage)
            burnt = co2e + board.load_co2e
            for j in range(i, len(pattern.calls)):
                call = pattern.calls[j]
                if call.stop in barred:
                    break
                if j == i:
                    continue
                spent, burnt = spent + query.teu * pattern.costs[j - 1], burnt + pattern.co2es[j - 1]
                if not call.alight or call.stop == stop:
                    continue
                gate = opened(timetable.stops[call.stop].open, start + call.arrival_minute + call.unload_minutes, limit)
                if gate is not None:
                    visit(
                        call.stop,
                        gate,
                        spent + query.teu * call.unload_cost,
                        burnt + call.unload_co2e,
                        rides + 1,
                    )

    def catches(call: Call, stop: int, minute: int, departure: int) -> bool:
        if minute > departure - call.cargo_lead_minutes:
            return False
        documents = query.documents_minute if query.documents_minute is not None else query.ready_minute
        if call.document_lead_minutes is not None and documents > departure - call.document_lead_minutes:
            return False
        if call.customs_lead_minutes is None:
            return True
        desk = opened(timetable.stops[stop].customs, minute, departure)
        if desk is None:
            return False
        return desk + timetable.stops[stop].customs_minutes <= departure - call.customs_lead_minutes

    for origin in query.origins:
        gate = opened(timetable.stops[origin].open, query.ready_minute, limit)
        if gate is not None:
            visit(origin, gate, 0, 0, 0)
    return sorted(v for v in reached if not any(beats(w, v) for w in reached))


def opened(hours: tuple[tuple[int, int], ...] | None, minute: int, limit: int) -> int | None:
    if hours is None:
        return minute
    gates = [max(start, minute) for start, end in hours if minute < end]
    return min(gates) if gates and min(gates) <= limit else None


def beats(one: Vector, other: Vector) -> bool:
    return one != other and one[0] <= other[0] and one[1] <= other[1] and one[2] <= other[2]
