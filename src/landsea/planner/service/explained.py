"""Why a query has no route, with names that people know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from landsea.planner.model import Explanation
from landsea.planner.service.world import World, at
from landsea.routing import Bar, Barred, Cargo, Lift, Limits, Query, Reason


def explanation(world: World, query: Query, reason: Reason) -> Explanation:
    """Why the query has no route."""
    zone = world.stops[query.destinations[0]].zone
    values = {
        "origin": world.stops[query.origins[0]].place,
        "destination": world.stops[query.destinations[0]].place,
        "names": ", ".join(reason.names),
    }
    if reason.by is not None:
        values[_amount(reason)] = str(reason.by)
    if reason.lift is Lift.CAPACITY and reason.by is not None:
        values["fits"] = str(query.teu - reason.by)
    if "dangerous" in reason.names:
        values["dangerous"] = " ".join(sorted(query.cargo.dangerous))
    if reason.barred:
        values |= _barred(world, query, reason.barred)
    if reason.arrival_minute is not None:
        values["arrival"] = at(reason.arrival_minute, zone).isoformat(timespec="minutes")
    return Explanation(reason.lift.value, values)


def _amount(reason: Reason) -> str:
    """What `by` counts."""
    if reason.lift is Lift.CARGO:
        return "over_kg"
    return "by" if reason.lift in (Lift.CHANGES, Lift.CAPACITY) else "by_minutes"


def _barred(world: World, query: Query, barred: tuple[Barred, ...]) -> dict[str, str]:
    limits = [one.limits for one in barred]
    masses = [one.unit_kg_max for one in limits if one.unit_kg_max is not None]
    sizes = frozenset.intersection(*(one.sizes or frozenset() for one in limits))
    return {
        "barred": ", ".join(_name(world, one, zh=False) for one in barred),
        "barred_zh": "、".join(_name(world, one, zh=True) for one in barred),
        "size": query.cargo.size,
        "takes_sizes": " ".join(sorted(sizes)),
        "takes_kg": str(min(masses, default=0)),
        "bars": " ".join(_bars(limits, query.cargo)),
    }


def _bars(limits: Iterable[Limits], cargo: Cargo) -> Iterator[str]:
    """The barred classes that this cargo has to do with."""
    for name in sorted(frozenset().union(*(one.dangerous for one in limits))):
        if not Limits(dangerous=frozenset({name})).admit(cargo):
            yield "1-9" if name == "*" else name


def _name(world: World, one: Barred, *, zh: bool) -> str:
    """`Chongqing Tuanjiecun rail container centre [CNCKG-R]`; a country by its code."""
    named = [(stop.facility, stop.name, stop.name_zh) for stop in world.stops]
    if one.bar is Bar.SERVICE:
        named = [(service.id, service.name, service.name_zh) for service in world.services]
    name = next((chinese if zh else english for id, english, chinese in named if id == one.id), "")
    return f"{name} [{one.id}]" if name and one.bar is not Bar.COUNTRY else one.id
