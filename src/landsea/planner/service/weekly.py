"""A timetable as its mean week: what flows are allocated on.

Runs of one service with the same calls are one weekly service. Its capacity is what its runs of the period take, per week. Its mean wait
at a call is that of cargo that gets ready at any time of the period (the squares of the gaps between departures over twice the period, the
last gap reaching round to the first departure), and before it the longest cut-off.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from landsea.planner.service.world import World
from landsea.routing import Call, Pattern, Stop, Timetable, Transfer
from landsea.routing.flows import MILLI, WEEK_MINUTES, FlowMove, FlowNetwork, FlowPort, FlowService

ENOUGH = 10**9
"""Thousandths per week of a service that states no capacity."""


def weekly_network(
    world: World, start_minute: int, weeks: int, ends: Iterable[tuple[str, tuple[int, ...]]]
) -> tuple[FlowNetwork, dict[str, tuple[int, int]]]:
    """The mean of the weeks from `start_minute` on, and by name the ports at which cargo of that place starts and ends.

    Ports are the timetable's stops, in their order, and two more for each of `ends` (a name and its stops): cargo goes from the first to
    any of the stops, and from any of them to the second, at no cost and in no time, but not through.
    """
    timetable = world.engine.timetable
    ports = _ports(timetable)
    moves = [_move(number, move) for number, move in enumerate(timetable.transfers)]
    named: dict[str, tuple[int, int]] = {}
    for name, stops in ends:
        named[name] = len(ports), len(ports) + 1
        ports += [FlowPort(f"from {name}"), FlowPort(f"to {name}")]
        moves += [FlowMove(f"from {name}, {stop}", named[name][0], stop, 0) for stop in stops]
        moves += [FlowMove(f"to {name}, {stop}", stop, named[name][1], 0) for stop in stops]
    period = start_minute, start_minute + weeks * WEEK_MINUTES
    services = tuple(_service(timetable, one, period) for one in _grouped(timetable, period))
    return FlowNetwork(tuple(ports), services, tuple(moves), "TEU", timetable.currency), named


def mean_wait(departures: Sequence[int], period: int) -> int:
    """Minutes until the next departure, on average over the moments of a period that repeats itself."""
    ordered = sorted(departures)
    gaps = [b - a for a, b in pairwise([*ordered, ordered[0] + period])]
    return round(sum(gap * gap for gap in gaps) / (2 * period))


def _ports(timetable: Timetable) -> list[FlowPort]:
    calls: dict[int, list[Call]] = {}
    for call in (call for pattern in timetable.patterns for call in pattern.calls):
        calls.setdefault(call.stop, []).append(call)
    return [_port(stop, calls.get(number, [])) for number, stop in enumerate(timetable.stops)]


def _port(stop: Stop, calls: Sequence[Call]) -> FlowPort:
    """What handling costs, and how long it takes, is the same for all calls at a stop."""
    return FlowPort(
        id=stop.id,
        load_cost=max((call.load_cost for call in calls), default=0),
        unload_cost=max((call.unload_cost for call in calls), default=0),
        unload_minutes=max((call.unload_minutes for call in calls), default=0),
    )


def _move(number: int, move: Transfer) -> FlowMove:
    return FlowMove(f"{move.id or move.mode}, {number}", move.from_stop, move.to_stop, move.minutes, move.cost)


def _grouped(timetable: Timetable, period: tuple[int, int]) -> list[list[tuple[Pattern, tuple[int, ...]]]]:
    """Patterns of a service with the same calls and prices, each with its runs (by number) that start in the period."""
    groups: dict[tuple[object, ...], list[tuple[Pattern, tuple[int, ...]]]] = {}
    for pattern in timetable.patterns:
        runs = tuple(run for run, start in enumerate(pattern.starts) if period[0] <= start < period[1])
        calls = tuple((call.stop, call.board, call.alight) for call in pattern.calls)
        if runs:
            key = (pattern.service, pattern.mode, calls, tuple(pattern.costs), pattern.ride_cost)
            groups.setdefault(key, []).append((pattern, runs))
    return list(groups.values())


def _service(
    timetable: Timetable, group: Sequence[tuple[Pattern, tuple[int, ...]]], period: tuple[int, int]
) -> FlowService:
    first = group[0][0]
    count = len(first.calls)
    weeks = (period[1] - period[0]) // WEEK_MINUTES
    taken = MILLI * sum(_taken(pattern, run) for pattern, runs in group for run in runs) // weeks
    waits = (_wait(timetable, group, number, period[1] - period[0]) for number in range(count - 1))
    return FlowService(
        id=first.id,
        calls=tuple(call.stop for call in first.calls),
        minutes=tuple(_mean(group, n, n + 1, arriving=True) for n in range(count - 1)),
        costs=tuple(first.costs),
        capacities=(min(taken, ENOUGH),) * (count - 1),
        dwell_minutes=tuple(_mean(group, n, n, arriving=False) for n in range(count)),
        wait_minutes=(*waits, 0),
        ride_cost=first.ride_cost,
        board=tuple(call.board for call in first.calls),
        alight=tuple(call.alight for call in first.calls),
        run=0 if first.capacity_teu is None else first.capacity_teu * MILLI,
    )


def _taken(pattern: Pattern, run: int) -> int:
    most = ENOUGH if pattern.capacity_teu is None else pattern.capacity_teu
    return most if pattern.left_teu is None else min(most, pattern.left_teu[run])


def _mean(group: Sequence[tuple[Pattern, tuple[int, ...]]], call: int, other: int, *, arriving: bool) -> int:
    """Mean minutes, over all runs, from a departure to the next arrival, or from an arrival to its departure."""
    total = runs = 0
    for pattern, numbers in group:
        here, there = pattern.calls[call], pattern.calls[other]
        took = there.arrival_minute - here.departure_minute if arriving else here.departure_minute - here.arrival_minute
        total, runs = total + took * len(numbers), runs + len(numbers)
    return round(total / runs)


def _wait(timetable: Timetable, group: Sequence[tuple[Pattern, tuple[int, ...]]], number: int, period: int) -> int:
    departures = [
        int(pattern.starts[run]) + pattern.calls[number].departure_minute for pattern, runs in group for run in runs
    ]
    lead = max(_lead(timetable, pattern.calls[number]) for pattern, _ in group)
    return mean_wait(departures, period) + lead


def _lead(timetable: Timetable, call: Call) -> int:
    """How long before departure cargo, its documents and its clearance must be there."""
    customs = call.customs_lead_minutes
    cleared = 0 if customs is None else customs + timetable.stops[call.stop].customs_minutes
    return max(call.cargo_lead_minutes, call.document_lead_minutes or 0, cleared)
