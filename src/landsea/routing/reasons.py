"""Why there is no route: every constraint is lifted alone, and what then appears is told with how far it was missed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from landsea.routing.bounds import to_targets
from landsea.routing.index import UNREACHED, Index
from landsea.routing.model import DAY_MINUTES, Lift, NoRoute, Query, Reason
from landsea.routing.search import Found, latest_minute

Solve = Callable[[Index, Query], list[Found]]


def why_not(index: Index, query: Query, solve: Solve) -> NoRoute:
    """The reasons, the most telling first: structure (nothing can help), then single constraints, then all of them
    together.
    """
    structural = _structure(index, query)
    if structural is not None:
        return NoRoute((structural,))
    single = tuple(_single(index, query, solve))
    if single:
        return NoRoute(single)
    together = solve(index, _unconstrained(index, query))
    if together:
        return NoRoute((Reason(Lift.TOGETHER, names=_constraints(query), arrival_minute=together[0].minute),))
    return NoRoute((Reason(Lift.TIMETABLE, by=None, arrival_minute=index.timetable.end_minute),))


def _structure(index: Index, query: Query) -> Reason | None:
    edges = index.edges
    if not set(edges.tail.tolist()) & set(query.origins):
        return Reason(Lift.ORIGIN)
    if not set(edges.head.tolist()) & set(query.destinations):
        return Reason(Lift.DESTINATION)
    ahead = to_targets(edges, query.destinations, len(index.timetable.stops))
    if all(ahead[0, origin] >= UNREACHED for origin in query.origins):
        return Reason(Lift.NETWORK)
    return None


def _single(index: Index, query: Query, solve: Solve) -> Iterator[Reason]:
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
    if latest_minute(index, replace(query, deadline_minute=None)) < index.timetable.end_minute:
        yield Lift.HORIZON, (), replace(query, horizon_days=_whole_timetable(index, query))


def _without_each(query: Query) -> Iterator[tuple[Lift, tuple[str, ...], Query]]:
    for mode in sorted(query.without_modes):
        yield Lift.MODES, (mode,), replace(query, without_modes=query.without_modes - {mode})
    for place in sorted(query.avoid):
        yield Lift.AVOID, (place,), replace(query, avoid=query.avoid - {place})
    if len(query.without_modes) > 1:
        yield Lift.MODES, tuple(sorted(query.without_modes)), replace(query, without_modes=frozenset())
    if len(query.avoid) > 1:
        yield Lift.AVOID, tuple(sorted(query.avoid)), replace(query, avoid=frozenset())


def _missed_by(lift: Lift, index: Index, query: Query, found: list[Found]) -> int | None:
    if lift is Lift.DEADLINE and query.deadline_minute is not None:
        return found[0].minute - query.deadline_minute
    if lift is Lift.HORIZON:
        return found[0].minute - latest_minute(index, replace(query, deadline_minute=None))
    if lift is Lift.CHANGES and query.changes_max is not None:
        return min(one.rides for one in found) - 1 - query.changes_max
    if lift is Lift.DOCUMENTS:
        return query.documents_ready_minute - query.ready_minute
    return None


def _whole_timetable(index: Index, query: Query) -> int:
    return max(1, (index.timetable.end_minute - query.ready_minute) // DAY_MINUTES + 1)


def _unconstrained(index: Index, query: Query) -> Query:
    return Query(
        query.origins, query.destinations, query.ready_minute, query.teu, horizon_days=_whole_timetable(index, query)
    )


def _constraints(query: Query) -> tuple[str, ...]:
    names = (*sorted(query.without_modes), *sorted(query.avoid))
    deadline = ("deadline",) if query.deadline_minute is not None else ()
    changes = ("changes",) if query.changes_max is not None else ()
    return (*names, *deadline, *changes)
