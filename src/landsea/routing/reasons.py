"""Why there is no route: every constraint is lifted alone, and what then appears is told with how far it was missed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from landsea.routing.find import Found, Index, journeys, latest_minute
from landsea.routing.model import DAY_MINUTES, Cargo, Lift, NoRoute, Query, Reason, Tolerance

ARRIVAL_AND_CHANGES = Tolerance(0, 1 << 30, 1 << 30, 1 << 30)


def solve(index: Index, query: Query) -> list[Found]:
    """The earliest journeys, by number of changes."""
    return journeys(index, replace(query, exact=False, tolerance=ARRIVAL_AND_CHANGES))


def why_not(index: Index, query: Query) -> NoRoute:
    """The reasons, the most telling first: structure (nothing can help), then single constraints, then all of them
    together.
    """
    structural = _structure(index, query)
    if structural is not None:
        return NoRoute((structural,))
    single = tuple(_single(index, query))
    if single:
        return NoRoute(single)
    together = solve(index, _unconstrained(index, query))
    if together:
        return NoRoute((Reason(Lift.TOGETHER, names=_constraints(query), arrival_minute=together[0].minute),))
    return NoRoute((Reason(Lift.TIMETABLE, by=None, arrival_minute=index.arrays.timetable.end_minute),))


def _structure(index: Index, query: Query) -> Reason | None:
    """Whether the network leads from there to there at all, whatever the limits."""
    free = _unconstrained(index, query)
    rest = index.allowed(free)
    rows, moves = index.arrays.rows, index.arrays.moves
    real = moves.id >= 0
    leaving = {*rows.stop[rows.board & (rows.runs > 0)].tolist(), *index.arrays.stop[moves.origin[real]].tolist()}
    reaching = {*rows.stop[rows.alight & (rows.runs > 0)].tolist(), *index.arrays.stop[moves.to[real]].tolist()}
    if not leaving & set(query.origins):
        return Reason(Lift.ORIGIN)
    if not reaching & set(query.destinations):
        return Reason(Lift.DESTINATION)
    left = index.left(free, rest)
    return None if any(left.reachable(origin) for origin in query.origins) else Reason(Lift.NETWORK)


def _single(index: Index, query: Query) -> Iterator[Reason]:
    lifted: set[Lift] = set()
    for lift, names, relaxed in _relaxations(index, query):
        if len(names) > 1 and lift in lifted:
            continue  # one of the names is enough
        found = solve(index, relaxed)
        if found:
            lifted.add(lift)
            yield Reason(lift, names, _missed_by(lift, index, query, found), found[0].minute)


def _relaxations(index: Index, query: Query) -> Iterator[tuple[Lift, tuple[str, ...], Query]]:
    if query.deadline_minute is not None:
        yield Lift.DEADLINE, (), replace(query, deadline_minute=None)
    yield from _without_each(query)
    if query.changes_max is not None:
        yield Lift.CHANGES, (), replace(query, changes_max=None)
    if query.documents_ready_minute > query.ready_minute:
        yield Lift.DOCUMENTS, (), replace(query, documents_minute=None)
    if query.vgm_ready_minute > query.ready_minute:
        yield Lift.VGM, (), replace(query, vgm_minute=None)
    if query.teu > 1:
        yield Lift.CAPACITY, (), replace(query, teu=1)
    if latest_minute(index, replace(query, deadline_minute=None)) < index.arrays.timetable.end_minute:
        yield Lift.HORIZON, (), replace(query, horizon_days=_whole_timetable(index, query))


def _without_each(query: Query) -> Iterator[tuple[Lift, tuple[str, ...], Query]]:
    for mode in sorted(query.without_modes):
        yield Lift.MODES, (mode,), replace(query, without_modes=query.without_modes - {mode})
    for place in sorted(query.avoid):
        yield Lift.AVOID, (place,), replace(query, avoid=query.avoid - {place})
    for trait, cargo in _plainer(query.cargo):
        yield Lift.CARGO, (trait,), replace(query, cargo=cargo)
    for name in sorted({closure.name for closure in query.closures}):
        yield Lift.CLOSURES, (name,), replace(query, closures=tuple(c for c in query.closures if c.name != name))
    for name in sorted(query.limits):
        yield Lift.LIMITS, (name,), replace(query, limits={k: v for k, v in query.limits.items() if k != name})
    if len(query.without_modes) > 1:
        yield Lift.MODES, tuple(sorted(query.without_modes)), replace(query, without_modes=frozenset())
    if len(query.avoid) > 1:
        yield Lift.AVOID, tuple(sorted(query.avoid)), replace(query, avoid=frozenset())


def _plainer(cargo: Cargo) -> Iterator[tuple[str, Cargo]]:
    """The cargo without each of its demanding traits."""
    if cargo.reefer:
        yield "reefer", replace(cargo, reefer=False)
    if cargo.dangerous:
        yield "dangerous", replace(cargo, dangerous=frozenset())
    if cargo.unit_kg is not None:
        yield "mass", replace(cargo, unit_kg=None)
    if cargo.size != Cargo().size:
        yield "size", replace(cargo, size=Cargo().size)


def _missed_by(lift: Lift, index: Index, query: Query, found: list[Found]) -> int | None:
    if lift is Lift.DEADLINE and query.deadline_minute is not None:
        return _least_deadline(index, query, found[0].minute) - query.deadline_minute
    if lift is Lift.HORIZON:
        return found[0].minute - latest_minute(index, replace(query, deadline_minute=None))
    if lift is Lift.CHANGES and query.changes_max is not None:
        return min(one.rides for one in found) - 1 - query.changes_max
    if lift is Lift.DOCUMENTS:
        return query.documents_ready_minute - query.ready_minute
    if lift is Lift.VGM:
        return query.vgm_ready_minute - query.ready_minute
    if lift is Lift.CAPACITY:
        return query.teu - _most_teu(index, query)
    return None


def _least_deadline(index: Index, query: Query, arrival: int) -> int:
    """The first deadline that can be met. Where a service is never on time it lies after the planned arrival."""
    low, high = arrival, arrival + max(0, *(delay.quantiles[0] for delay in index.arrays.timetable.delays))
    while low < high:
        middle = (low + high) // 2
        if solve(index, replace(query, deadline_minute=middle)):
            high = middle
        else:
            low = middle + 1
    return low


def _most_teu(index: Index, query: Query) -> int:
    """How many TEU can still go; at least one can."""
    low, high = 1, query.teu
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if solve(index, replace(query, teu=middle)) else (low, middle)
    return low


def _whole_timetable(index: Index, query: Query) -> int:
    return max(1, (index.arrays.timetable.end_minute - query.ready_minute) // DAY_MINUTES + 1)


def _unconstrained(index: Index, query: Query) -> Query:
    return Query(query.origins, query.destinations, query.ready_minute, horizon_days=_whole_timetable(index, query))


def _constraints(query: Query) -> tuple[str, ...]:
    traits = tuple(trait for trait, _ in _plainer(query.cargo))
    closed = {closure.name for closure in query.closures}
    names = (*sorted(query.without_modes), *sorted(query.avoid), *traits, *sorted(closed), *sorted(query.limits))
    deadline = ("deadline",) if query.deadline_minute is not None else ()
    changes = ("changes",) if query.changes_max is not None else ()
    return (*names, *deadline, *changes)
