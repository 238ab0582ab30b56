"""An independent, deliberately plain planner: it tries every run, every call and every transfer, and keeps what is not
beaten.

It shares no code with the engine: calendars, cut-offs, opening hours, storage, limits, closures and risk are worked
out here again, by counting and looking at each minute's span.
"""

from __future__ import annotations

from collections.abc import Iterator
from heapq import heappop, heappush
from math import log
from typing import NamedTuple

from landsea.routing import Call, Cargo, Delay, Limits, Pattern, Query, Stop, Timetable

Vector = tuple[int, int, int, int, int]
"""Arrival, cost, CO2e, changes, risk."""


Spent = tuple[int, int, int]


class State(NamedTuple):
    """Cargo available at a stop: what that took, how it came there (`mode`) and what it may be late by (`delay`).

    Nothing goes back in time, so states are taken up by their minute, and one is left out only if another, in all else
    the same, cost no more of anything.
    """

    minute: int
    cost: int
    co2e: int
    risk: int
    rides: int
    stop: int
    delay: int
    mode: str


def pareto(timetable: Timetable, query: Query) -> list[Vector]:
    """Every non-dominated (arrival, cost, CO2e, changes, risk) for all TEU, sorted."""
    vectors = set(Exhaustive(timetable, query).reached())
    return sorted(v for v in vectors if not any(beats(w, v) for w in vectors))


def beats(one: Vector, other: Vector) -> bool:
    return one != other and all(a <= b for a, b in zip(one, other, strict=True))


class Exhaustive:
    def __init__(self, timetable: Timetable, query: Query) -> None:
        self.timetable, self.query = timetable, query
        self.limit = min(timetable.end_minute, query.ready_minute + query.horizon_days * 1440)
        if query.deadline_minute is not None:
            self.limit = min(self.limit, query.deadline_minute)
        ends = {timetable.stops[stop].country for stop in (*query.origins, *query.destinations)}
        self.no_handling = {
            n
            for n, stop in enumerate(timetable.stops)
            if refuses(stop.limits, query.cargo)
            or (stop.country in timetable.transit and stop.country not in ends and self._no_transit(stop))
        }
        self.closed = [self._closed_at(stop) for stop in timetable.stops]
        self.avoided = {n for n, s in enumerate(timetable.stops) if {s.id, s.place, s.country} & query.avoid}
        self.patterns = [pattern for pattern in timetable.patterns if not self._unusable(pattern)]

    def _closed_at(self, stop: Stop) -> list[tuple[int, int]]:
        names = {stop.id, stop.place, stop.country}
        return [(c.start_minute, c.end_minute) for c in self.query.closures if c.name in names]

    def _no_transit(self, stop: Stop) -> bool:
        return refuses(self.timetable.transit[stop.country], self.query.cargo)

    def _unusable(self, pattern: Pattern) -> bool:
        query = self.query
        return (
            pattern.mode in query.without_modes
            or pattern.service in query.avoid
            or pattern.carrier in query.avoid
            or refuses(pattern.limits, query.cargo)
            or (pattern.capacity_teu is not None and pattern.capacity_teu < query.teu)
            or any(pattern.attributes.get(name, 0) > most for name, most in query.limits.items())
        )

    def reached(self) -> Iterator[Vector]:
        """(arrival, cost, CO2e, changes, risk) of the journeys to a destination, by their arrival."""
        spent: dict[object, list[Spent]] = {}
        open_ends: list[State] = []
        for origin in self.query.origins:
            gate = self.opened(origin, self.query.ready_minute)
            if gate is not None:
                heappush(open_ends, State(gate, 0, 0, 0, 0, origin, 0, ""))
        while open_ends:
            state = heappop(open_ends)
            bag = spent.setdefault((state.stop, state.minute, state.rides, state.delay, state.mode), [])
            now = state.cost, state.co2e, state.risk
            if state.minute > self.limit or any(all(a <= b for a, b in zip(old, now, strict=True)) for old in bag):
                continue
            bag.append(now)
            if state.stop in self.query.destinations:
                late = self.late_at_the_end(state)
                if late is not None:
                    changes = max(0, state.rides - 1)
                    yield state.minute, state.cost, state.co2e * self.query.teu, changes, state.risk + late
                continue
            for further in self.further(state):
                heappush(open_ends, further)

    def further(self, state: State) -> Iterator[State]:
        yield from self.moves(state)
        if self.query.changes_max is None or state.rides <= self.query.changes_max:
            yield from self.rides(state)

    def late_at_the_end(self, state: State) -> int | None:
        if self.query.deadline_minute is None or state.rides == 0:
            return 0
        return risk(self.timetable.delays[state.delay], self.query.deadline_minute - state.minute)

    def moves(self, state: State) -> Iterator[State]:
        for move in self.timetable.transfers:
            ends = {move.from_stop, move.to_stop}
            if move.from_stop != state.stop or move.mode in self.query.without_modes:
                continue
            if ends & self.avoided or ends & self.no_handling:
                continue
            gate = self.opened(move.to_stop, state.minute + move.minutes)
            if gate is not None:
                yield state._replace(
                    stop=move.to_stop,
                    minute=gate,
                    cost=state.cost + move.cost * self.query.teu,
                    co2e=state.co2e + move.co2e,
                    mode=move.mode,
                )

    def rides(self, state: State) -> Iterator[State]:
        if state.stop in self.avoided or state.stop in self.no_handling:
            return
        for pattern in self.patterns:
            for number, start in enumerate(pattern.starts):
                if pattern.left_teu is not None and pattern.left_teu[number] < self.query.teu:
                    continue
                for i, call in enumerate(pattern.calls[:-1]):
                    in_time = state.minute <= start + call.departure_minute <= self.limit
                    if call.stop == state.stop and call.board and in_time and not self.call_closed(call, start):
                        yield from self.ride(state, pattern, start, i)

    def ride(self, state: State, pattern: Pattern, start: int, i: int) -> Iterator[State]:
        """From call `i` to each call where the cargo can be unloaded."""
        board, stop, teu = pattern.calls[i], self.timetable.stops[state.stop], self.query.teu
        departure = start + board.departure_minute
        ready = state.minute + stop.change_minutes.get((state.mode, pattern.mode), 0)
        latest = self.latest(board, departure)
        if latest is None or ready > latest or not self.papers_in_time(board, departure):
            return
        missed = 0 if state.rides == 0 else risk(self.timetable.delays[state.delay], latest - ready)
        if missed is None:
            return
        days = 0
        while state.rides and departure - ready > stop.free_minutes + days * 1440:
            days += 1
        cost = state.cost + pattern.ride_fee
        cost += teu * (pattern.ride_cost + board.load_cost + days * stop.storage_cost_day)
        co2e = state.co2e + board.load_co2e
        for j in range(i + 1, len(pattern.calls)):
            if self.segment_barred(pattern, start, j - 1) or pattern.calls[j].stop in self.avoided:
                return
            cost, co2e = cost + teu * pattern.costs[j - 1], co2e + pattern.co2es[j - 1]
            call = pattern.calls[j]
            gate = self.opened(call.stop, start + call.arrival_minute + call.unload_minutes)
            if gate is not None and self.may_unload(pattern, start, i, j):
                yield State(
                    minute=gate,
                    cost=cost + teu * call.unload_cost,
                    co2e=co2e + call.unload_co2e,
                    risk=state.risk + missed,
                    rides=state.rides + 1,
                    stop=call.stop,
                    delay=call.delay,
                    mode=pattern.mode,
                )

    def may_unload(self, pattern: Pattern, start: int, i: int, j: int) -> bool:
        call = pattern.calls[j]
        there = self.timetable.stops[call.stop].country
        cabotage = there in pattern.no_cabotage and there == self.timetable.stops[pattern.calls[i].stop].country
        return call.alight and call.stop not in self.no_handling and not cabotage and not self.call_closed(call, start)

    def segment_barred(self, pattern: Pattern, start: int, k: int) -> bool:
        """Whether the segment after call `k` is avoided, or closed while it is travelled."""
        passages = pattern.passages[k] if pattern.passages else frozenset[str]()
        leaves, comes = start + pattern.calls[k].departure_minute, start + pattern.calls[k + 1].arrival_minute
        if passages & self.query.avoid:
            return True
        names = passages | {pattern.service, pattern.carrier}
        return any(
            closed.name in names and leaves < closed.end_minute and comes > closed.start_minute
            for closed in self.query.closures
        )

    def call_closed(self, call: Call, start: int) -> bool:
        """Whether the vessel lies at a closed place for at least a minute of the period."""
        arrives, leaves = start + call.arrival_minute, start + call.departure_minute
        return any(arrives < end and leaves >= begin for begin, end in self.closed[call.stop])

    def opened(self, stop: int, minute: int) -> int | None:
        """The first minute, from one on, in which the stop's gate is open and no closure holds."""
        hours, closed = self.timetable.stops[stop].open, self.closed[stop]
        while True:
            gate = first_in(hours, minute)
            if gate is None or gate > self.limit:
                return None
            minute = max([gate, *(end for begin, end in closed if begin <= gate < end)])
            if minute == gate:
                return gate

    def latest(self, call: Call, departure: int) -> int | None:
        """The latest minute at which cargo may be at hand for a departure."""
        cargo = departure - call.cargo_lead_minutes
        if self.query.cargo.dangerous and call.dangerous_lead_minutes is not None:
            cargo = min(cargo, departure - call.dangerous_lead_minutes)
        if call.customs_lead_minutes is None:
            return cargo
        stop = self.timetable.stops[call.stop]
        begun_by = departure - call.customs_lead_minutes - stop.customs_minutes
        if stop.customs is None:
            return min(cargo, begun_by)
        in_hours = [min(end - 1, begun_by) for begin, end in stop.customs if begin <= begun_by and begin < end]
        return min(cargo, max(in_hours)) if in_hours else None

    def papers_in_time(self, call: Call, departure: int) -> bool:
        query = self.query
        documents = query.ready_minute if query.documents_minute is None else query.documents_minute
        mass = query.ready_minute if query.vgm_minute is None else query.vgm_minute
        papers = ((documents, call.document_lead_minutes), (mass, call.vgm_lead_minutes))
        return all(lead is None or minute + lead <= departure for minute, lead in papers)


def first_in(hours: tuple[tuple[int, int], ...] | None, minute: int) -> int | None:
    if hours is None:
        return minute
    return min((max(begin, minute) for begin, end in hours if minute < end), default=None)


def refuses(limits: Limits, cargo: Cargo) -> bool:
    return (
        (cargo.reefer and not limits.reefer)
        or any(
            barred in ("*", *parts(shipped)) or shipped in parts(barred)
            for barred in limits.dangerous
            for shipped in cargo.dangerous
        )
        or (limits.unit_kg_max is not None and cargo.unit_kg is not None and cargo.unit_kg > limits.unit_kg_max)
        or (limits.sizes is not None and cargo.size not in limits.sizes)
    )


def parts(imdg: str) -> list[str]:
    """A class and what it is a part of: 1.4S, 1.4, 1."""
    return {"1.4S": ["1.4S", "1.4", "1"], "1.4": ["1.4", "1"]}.get(imdg, [imdg])


def risk(delay: Delay, slack: int) -> int | None:
    """-ln of the share of delays that are not above the slack, in millionths; `None` if there is none."""
    good = sum(minutes <= slack for minutes in delay.quantiles)
    return round(-log(good / len(delay.quantiles)) * 1_000_000) if good else None
