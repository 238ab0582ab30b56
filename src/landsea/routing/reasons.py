"""Why there is no route: every constraint is lifted alone, and what then appears is told with how far it was missed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from landsea.routing.find import Found, Index, journeys, latest_minute
from landsea.routing.model import DAY_MINUTES, Bar, Barred, Cargo, Lift, NoRoute, Query, Reason, Tolerance

MASS = "mass"
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
        if not found:
            continue
        lifted.add(lift)
        fitting = _fitting(index, query, lift, names)
        if fitting is not None:
            relaxed, found = fitting, solve(index, fitting)
        barred = tuple(_barred(index, query, names[0], found[0])) if lift is Lift.CARGO else ()
        yield Reason(lift, names, _missed_by(lift, index, query, relaxed, found), found[0].minute, barred)


def _fitting(index: Index, query: Query, lift: Lift, names: tuple[str, ...]) -> Query | None:
    """The query for the most that still goes, where what is lifted is an amount."""
    if lift is Lift.CAPACITY:
        return replace(query, teu=_most_teu(index, query))
    if lift is Lift.CARGO and names == (MASS,):
        return replace(query, cargo=replace(query.cargo, unit_kg=_most_kg(index, query)))
    return None


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
    if query.teu > _container_teu(query):
        yield Lift.CAPACITY, (), replace(query, teu=_container_teu(query))
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
        yield MASS, replace(cargo, unit_kg=None)
    if cargo.size != Cargo().size:
        yield "size", replace(cargo, size=Cargo().size)


def _missed_by(lift: Lift, index: Index, query: Query, relaxed: Query, found: list[Found]) -> int | None:
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
        return query.teu - relaxed.teu
    if query.cargo.unit_kg is not None and relaxed.cargo.unit_kg is not None:
        return query.cargo.unit_kg - relaxed.cargo.unit_kg or None
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


def _container_teu(query: Query) -> int:
    """A container of 40 feet is two TEU."""
    return 2 if query.cargo.size.startswith("4") else 1


def _most_teu(index: Index, query: Query) -> int:
    """How many TEU can still go, in whole containers; at least one can."""
    unit = _container_teu(query)
    low, high = 1, -(-query.teu // unit)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if solve(index, replace(query, teu=middle * unit)) else (low, middle)
    return low * unit


def _most_kg(index: Index, query: Query) -> int:
    """How heavy a container can still go: one of the limits that are stated, for lighter ones do."""
    asked = query.cargo.unit_kg or 0
    stated = {one.limits.unit_kg_max or asked for one in _all_limits(index)}
    for most in sorted((kg for kg in stated if kg < asked), reverse=True):
        if solve(index, replace(query, cargo=replace(query.cargo, unit_kg=most))):
            return most
    raise AssertionError("a way for lighter containers keeps to one of the limits stated")


def _all_limits(index: Index) -> Iterator[Barred]:
    timetable = index.arrays.timetable
    yield from (Barred(Bar.SERVICE, one.service, one.limits) for one in timetable.patterns)
    yield from (Barred(Bar.FACILITY, one.id, one.limits) for one in timetable.stops)
    yield from (Barred(Bar.COUNTRY, country, limits) for country, limits in timetable.transit.items())


def _barred(index: Index, query: Query, trait: str, found: Found) -> Iterator[Barred]:
    """Who on this way does not take the cargo as it is, for the trait; each once."""
    known = dict[tuple[Bar, str], Barred]()
    for one in _limits_on(index, query, found):
        if trait in one.limits.refuse(query.cargo):
            known.setdefault((one.bar, one.id), one)
    yield from known.values()


def _limits_on(index: Index, query: Query, found: Found) -> Iterator[Barred]:
    """The limits of what handles and carries the cargo, in the order of the way."""
    timetable = index.arrays.timetable
    stops = timetable.stops
    ends = {stops[stop].country for stop in (*query.origins, *query.destinations)}
    for step in found.steps:
        if step.pattern < 0:
            move = timetable.transfers[step.run]
            handled = (move.from_stop, move.to_stop)
        else:
            pattern = timetable.patterns[step.pattern]
            yield Barred(Bar.SERVICE, pattern.service, pattern.limits)
            handled = (pattern.calls[step.from_call].stop, pattern.calls[step.to_call].stop)
        for stop in (stops[number] for number in handled):
            yield Barred(Bar.FACILITY, stop.id, stop.limits)
            if stop.country not in ends and stop.country in timetable.transit:
                yield Barred(Bar.COUNTRY, stop.country, timetable.transit[stop.country])


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
