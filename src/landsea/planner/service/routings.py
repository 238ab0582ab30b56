"""Routings from place to place as they are published: week by week of departures, each week searched once for a version of the network."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

from landsea import network
from landsea.journal import View
from landsea.kernel import Phrase
from landsea.network import Network, Place
from landsea.planner.model import (
    BadParameters,
    BadQuery,
    LatestMoment,
    Page,
    PlanRequest,
    Routing,
    RoutingLeg,
    RoutingsQuery,
    Stand,
)
from landsea.planner.service.published import Published, published
from landsea.planner.service.vessels import with_sailings
from landsea.planner.service.ways import JOURNEY_DAYS, ways
from landsea.planner.service.world import World, instant_of, minute_of
from landsea.planner.service.worlds import SPANS_DAYS, world_for
from landsea.routing import Leg
from landsea.runtime import Kept

OPEN_DAYS = 56
"""How far ahead departures are published where no last day is asked for."""
DEPARTURES_DAYS_MAX = 182
"""The longest time whose departures one question looks through; a longer one is refused."""
WEEKS_PAGE = 9
"""A page ends after so many weeks, full or not, if it holds anything: those of a question without days."""
WEEKS_AT_ONCE = 4
"""Weeks searched together, as soon as a question has come so far: the days before a week are looked at once for all of them."""
WEEK = timedelta(days=7)
MONDAY = datetime(1970, 1, 5, tzinfo=UTC)
BLOCK_WEEKS = 26
NEAR_DAYS, FAR_DAYS = (days - JOURNEY_DAYS - 7 for days in SPANS_DAYS)
"""Weeks that begin so many days from now, and their journeys, are in the world that plans of today use, short or long."""

LIMITED_MAX = 3
"""More changes from vessel to vessel than this are not searched for by themselves; their limit filters."""

_weeks: Kept[tuple[str, str, str, datetime, int | None], tuple[Routing, ...]] = Kept(512)
_told: Kept[tuple[str, int, int, int | None], Published] = Kept(6)


def list_routings(view: View, query: RoutingsQuery, limit: int, after: tuple[str, ...] | None) -> Page[Routing]:
    """Routings that match the query, by departure. Raises `BadParameters` for a place the network does not know."""
    net = network.current(view)
    origin, destination = _places(net, query)
    found: list[Routing] = []
    last = after
    for week, routing in _numbered(view, net, query, origin, destination):
        key = _key(routing)
        if after is not None and key <= after:
            continue
        if len(found) == limit or (found and week - _week_of(found[0].departure) > WEEKS_PAGE * WEEK):
            return Page(with_sailings(view, found), last)
        found.append(routing)
        last = key
    return Page(with_sailings(view, found))


def _places(net: Network, query: RoutingsQuery) -> tuple[Place, Place]:
    asked = {"placeOfReceipt": query.origin, "placeOfDelivery": query.destination}
    found = {name: net.find_place(code) for name, code in asked.items()}
    origin, destination = found.values()
    if origin is None or destination is None:
        unknown = "the network has no such place"
        raise BadParameters([BadQuery(name=name, value=asked[name], why=unknown) for name in asked if not found[name]])
    if origin == destination:
        same = "it is the place of receipt"
        raise BadParameters([BadQuery(name="placeOfDelivery", value=query.destination, why=same)])
    return origin, destination


def _numbered(
    view: View, net: Network, query: RoutingsQuery, origin: Place, destination: Place
) -> Iterator[tuple[datetime, Routing]]:
    """All that match, with the week they were found in; those over the same services and facilities share their number."""
    solutions: dict[tuple[tuple[str, str, str], ...], int] = {}
    start, end = _window(query, ZoneInfo(origin.timezone))
    weeks = [] if "CFS" in (query.receipt, query.delivery) else _weeks_from(start, end)
    for number, week in enumerate(weeks):
        at_once = weeks[number : number + min(number + 1, WEEKS_AT_ONCE)]
        for routing in _week(view, net, query, (origin, destination), at_once):
            if start <= routing.departure < end and _matches(query, routing):
                solution = solutions.setdefault(routing.chain, len(solutions) + 1)
                yield week, replace(routing, solution=solution)


def _weeks_from(start: datetime, end: datetime) -> list[datetime]:
    first = _week_of(start)
    return [first + n * WEEK for n in range(-((first - end) // WEEK))]


def _window(query: RoutingsQuery, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The departures that can match: from the first day asked for, or from now, for `OPEN_DAYS` where nothing says when to end.

    A day's margin stands for the zones between origin and destination. Raises `BadParameters` for more than `DEPARTURES_DAYS_MAX`.
    """
    day = timedelta(days=1)
    departs, arrives = query.departs, query.arrives
    start = _midnight(departs.first, zone) if departs.first else query.asked_at
    if arrives.first:
        start = max(start, _midnight(arrives.first, zone) - timedelta(days=JOURNEY_DAYS) - day)
    ends = [_midnight(departs.last, zone) + day] if departs.last else []
    ends += [_midnight(arrives.last, zone) + 2 * day] if arrives.last else []
    if not ends:
        asked = _midnight(arrives.first, zone) if arrives.first else start
        ends = [max(start, asked) + timedelta(days=OPEN_DAYS)]
    if min(ends) - start > timedelta(days=DEPARTURES_DAYS_MAX):
        raise _too_long(query)
    return start, min(ends)


def _too_long(query: RoutingsQuery) -> BadParameters:
    last = query.departs.last or query.arrives.last
    name = "departureEndDate" if query.departs.last else "arrivalEndDate"
    why = Phrase("departures of more than {most} days would be looked through", most=DEPARTURES_DAYS_MAX)
    return BadParameters([BadQuery(name=name, value=str(last), why=why)])


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)


def _matches(query: RoutingsQuery, routing: Routing) -> bool:
    return (
        query.departs.hold(routing.departure.date())
        and query.arrives.hold(routing.arrival.date())
        and (query.transhipments_max is None or routing.transhipments <= query.transhipments_max)
        and (query.receipt != "SD" or routing.legs[0].at_door)
        and (query.delivery != "SD" or routing.legs[-1].at_door)
    )


def _key(routing: Routing) -> tuple[str, ...]:
    """By departure and arrival; the third text tells routings apart that share both."""
    times = [tuple(at.astimezone(UTC).isoformat() for at in (leg.departure, leg.arrival)) for leg in routing.legs]
    digest = hashlib.sha256(repr((routing.chain, times)).encode()).hexdigest()
    return times[0][0], times[-1][1], digest[:16]


def _week_of(at: datetime) -> datetime:
    """The Monday, 00:00 UTC, before."""
    return MONDAY + (at - MONDAY) // WEEK * WEEK


def _week(
    view: View, net: Network, query: RoutingsQuery, places: tuple[Place, Place], weeks: list[datetime]
) -> tuple[Routing, ...]:
    """The routings that depart in the first of the weeks: the good ones, and those that are good where changes from vessel to vessel are
    limited. The others are searched with it.
    """
    found = _searched(view, net, query, places, weeks, None)
    if query.transhipments_max is None or query.transhipments_max > LIMITED_MAX:
        return found
    limited = _searched(view, net, query, places, weeks, query.transhipments_max)
    return tuple(sorted({_key(one): one for one in (*found, *limited)}.values(), key=_key))


def _searched(
    view: View,
    net: Network,
    query: RoutingsQuery,
    places: tuple[Place, Place],
    weeks: list[datetime],
    limit: int | None,
) -> tuple[Routing, ...]:
    codes = str(places[0].code), str(places[1].code)
    version, span = network.version(view), _span(view, weeks[0])

    def key(week: datetime) -> tuple[str, str, str, datetime, int | None]:
        return version, *codes, week, limit

    def search() -> tuple[Routing, ...]:
        unknown = takewhile(lambda week: key(week) not in _weeks and _span(view, week) == span, weeks[1:])
        together = [weeks[0], *unknown]
        found = sorted(_found(net, _world(view, query, span), codes, together, limit), key=_key)
        by_week = {week: tuple(one for one in found if _week_of(one.departure) == week) for week in together}
        for week, routings in by_week.items():
            _weeks.put(key(week), routings)
        return by_week[weeks[0]]

    return _weeks.get(key(weeks[0]), search)


def _found(
    net: Network, world: World, codes: tuple[str, str], weeks: list[datetime], limit: int | None
) -> Iterator[Routing]:
    """Those that depart in the weeks, which follow one another."""
    origins, destinations = (world.names.get(code, ()) for code in codes)
    if origins and destinations:
        told = _published(world, limit)
        for way in ways(told, origins, destinations, minute_of(weeks[0]), minute_of(weeks[-1] + WEEK)):
            yield Routing(tuple(_leg(net, world, leg) for leg in way.legs))


def _published(world: World, limit: int | None) -> Published:
    """Built once for a world."""
    timetable = world.engine.timetable
    key = (world.version, timetable.start_minute, timetable.end_minute, limit)
    return _told.get(key, lambda: published(timetable, limit))


def _span(view: View, week: datetime) -> tuple[datetime, int]:
    """First day and days of a world that holds the week and `JOURNEY_DAYS` after it; that of today's plans where it does."""
    now = _week_of(view.now)
    ahead = (week - now).days
    if 0 <= ahead <= FAR_DAYS:
        return now, SPANS_DAYS[ahead > NEAR_DAYS]
    return MONDAY + (week - MONDAY) // (BLOCK_WEEKS * WEEK) * (BLOCK_WEEKS * WEEK), SPANS_DAYS[1]


def _world(view: View, query: RoutingsQuery, span: tuple[datetime, int]) -> World:
    monday, days = span
    return world_for(view, PlanRequest(query.origin, query.destination, monday, horizon_days=days - 7))


def _leg(net: Network, world: World, leg: Leg) -> RoutingLeg:
    here, there = (world.stops[stop] for stop in (leg.from_stop, leg.to_stop))
    moved = RoutingLeg(
        mode=leg.mode,
        service=world.transfers[leg.transfer].name if leg.transfer is not None else "",
        origin=_stand(net, here.facility),
        destination=_stand(net, there.facility),
        departure=_at(leg.departure_minute, here.zone),
        arrival=_at(leg.arrival_minute, there.zone),
        cutoffs=tuple(LatestMoment(one.cutoff.value, _at(one.latest_minute, here.zone)) for one in leg.cutoffs),
    )
    if leg.pattern is None or leg.run is None:
        return moved
    service, starts = world.services[leg.pattern], world.engine.timetable.patterns[leg.pattern].starts
    return replace(moved, service=service.name, trip=service.trip, start=instant_of(int(starts[leg.run])))


def _stand(net: Network, facility: str) -> Stand:
    found = net.facilities[facility]
    place = net.places[found.place]
    code = str(place.code) if place.code_kind == "unlocode" else ""
    return Stand(found.kind, found.name, code, place.name)


def _at(minute: int, zone: str) -> datetime:
    return instant_of(minute).astimezone(ZoneInfo(zone))
