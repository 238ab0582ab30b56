"""Does a network reproduce the published figures? Each anchor of the network is measured over all departures in 120 days.

A transit is measured per departure: the cargo leaves on that run of the anchor's first service, documents and customs in time, and
takes the earliest way on over the anchor's services alone. What is judged is the median; best and worst are shown beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from statistics import median
from zoneinfo import ZoneInfo

from landsea.network import Anchor, Network, Schedule, Trip, schedule_of
from landsea.planner.service.join import joined
from landsea.planner.service.world import World, minute_of
from landsea.routing import Engine, Itinerary, NoRoute, Pattern, Query

DAYS = 120
BEYOND_DAYS = 75
"""What the last departures still need to arrive."""
READY_DAYS_AHEAD = 5
DAY_MINUTES = 1440


@dataclass(frozen=True, slots=True)
class Measured:
    """One departure's figure, and the itinerary it comes from."""

    value: Decimal
    itinerary: Itinerary


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One published figure beside ours. `best`, `middle` and `worst` are in `unit`; `None` when nothing could be measured."""

    anchor: Anchor
    source: str
    source_url: str
    best: Decimal | None
    middle: Decimal | None
    worst: Decimal | None
    measured: int

    @property
    def passed(self) -> bool:
        return self.middle is not None and self.anchor.low <= self.middle <= self.anchor.high


def check(network: Network, start: date) -> list[CheckRow]:
    """A row for every anchor of the network, measured over the departures of 120 days from `start`."""
    measurements = _Measurements(network, start)
    return [_row(network, anchor, measurements.of(anchor)) for anchor in network.anchors]


def _row(network: Network, anchor: Anchor, values: list[Decimal]) -> CheckRow:
    source = network.sources[anchor.source]
    named = f"{source.title}. {source.publisher}, {source.date}"
    if not values:
        return CheckRow(anchor, named, source.url, None, None, None, 0)
    ordered = sorted(values)
    return CheckRow(anchor, named, source.url, ordered[0], median(ordered), ordered[-1], len(ordered))


class _Measurements:
    """Figures of one network, each measured once."""

    def __init__(self, network: Network, start: date) -> None:
        self.network = network
        self.start = start
        self._found: dict[str, list[Measured]] = {}
        self._by: dict[str, Callable[[Anchor], list[Decimal]]] = {
            "transit": lambda anchor: [one.value for one in self._transits(anchor)],
            "cost-change": self._cost_change,
            "distance": self._distance,
            "weekly-runs": self._weekly_runs,
            "ports": lambda anchor: [Decimal(len(self._ports_reached(anchor)))],
            "countries": lambda anchor: [Decimal(len({port[:2] for port in self._ports_reached(anchor)}))],
        }

    def of(self, anchor: Anchor) -> list[Decimal]:
        return self._by[anchor.measure](anchor)

    def _schedule(self, anchor: Anchor) -> Schedule:
        """The anchor's services alone (all, when it names none), from its window's first day."""
        begin = datetime.combine(anchor.window_start or self.start, time(), UTC)
        whole = schedule_of(self.network, begin, DAYS + BEYOND_DAYS)
        if not anchor.services:
            return whole
        return _narrowed(whole, anchor.services)

    def _transits(self, anchor: Anchor) -> list[Measured]:
        if anchor.id not in self._found:
            world = joined(self._schedule(anchor))
            begin = minute_of(datetime.combine(anchor.window_start or self.start, time(), UTC))
            found = _from_ready if anchor.from_moment == "ready" else _from_departures
            self._found[anchor.id] = list(found(world, anchor, begin))
        return self._found[anchor.id]

    def _cost_change(self, anchor: Anchor) -> list[Decimal]:
        """Percent by which the cheapest-in-time box of this anchor costs less than the median box of the anchor compared."""
        before = next(one for one in self.network.anchors if one.id == anchor.compared)
        base = median(one.itinerary.cost for one in self._transits(before))
        costs = [one.itinerary.cost for one in self._transits(anchor)]
        return [_rounded(Decimal(100 * cost) / Decimal(base) - 100, 1) for cost in costs]

    def _distance(self, anchor: Anchor) -> list[Decimal]:
        """Kilometres of the anchor's services, each measured over the whole of its first trip."""
        trips: dict[str, Trip] = {}
        for trip in self.network.trips.values():
            trips.setdefault(trip.service, trip)
        return [Decimal(sum(_one_way_metres(trips[one]) for one in anchor.services)) / 1000]

    def _weekly_runs(self, anchor: Anchor) -> list[Decimal]:
        """Departures from the origin in each whole week of the window."""
        world = joined(self._schedule(anchor))
        begin = minute_of(datetime.combine(self.start, time(), UTC))
        origin, weeks = world.stops_of(anchor.origin)[0], DAYS // 7
        counts = [0] * weeks
        for _, departure in _departures(world, anchor.services, origin):
            week = (departure - begin) // (7 * DAY_MINUTES)
            if 0 <= week < weeks:
                counts[week] += 1
        return [Decimal(count) for count in counts]

    def _ports_reached(self, anchor: Anchor) -> set[str]:
        """Seaports outside mainland China to which chains of sea services lead from the origin."""
        schedule = self._schedule(anchor)
        names = [stop.facility.id for stop in schedule.stops]
        reached, waiting = {anchor.origin}, [anchor.origin]
        leads: dict[str, set[str]] = {}
        for pattern in schedule.patterns:
            if pattern.mode == "sea":
                for number, call in enumerate(pattern.calls):
                    later = {names[after.stop] for after in pattern.calls[number + 1 :] if after.alight}
                    leads.setdefault(names[call.stop], set()).update(later if call.board else ())
        while waiting:
            new = leads.get(waiting.pop(), set()) - reached
            reached |= new
            waiting += sorted(new)
        places = {str(self.network.facilities[name].place) for name in reached}
        return {code for code in places if self.network.places[code].country != "CN"}


def _narrowed(whole: Schedule, services: tuple[str, ...]) -> Schedule:
    """The patterns of these services, the stops they call at, and the transfers between those."""
    patterns = [one for one in whole.patterns if one.service in services]
    used = sorted({call.stop for pattern in patterns for call in pattern.calls})
    index = {stop: number for number, stop in enumerate(used)}
    return replace(
        whole,
        stops=tuple(whole.stops[stop] for stop in used),
        patterns=tuple(
            replace(one, calls=tuple(replace(call, stop=index[call.stop]) for call in one.calls)) for one in patterns
        ),
        transfers=tuple(
            replace(move, origin=index[move.origin], destination=index[move.destination])
            for move in whole.transfers
            if move.origin in index and move.destination in index
        ),
    )


def _one_way_metres(trip: Trip) -> int:
    """A loop is measured to the call before it returns."""
    is_loop = trip.calls[0].facility == trip.calls[-1].facility
    return trip.calls[-2 if is_loop else -1].distance_metres


def _departures(world: World, services: tuple[str, ...], origin: int) -> Iterator[tuple[Pattern, int]]:
    for pattern in world.engine.timetable.patterns:
        if pattern.service in services:
            for call in pattern.calls[:-1]:
                if call.stop == origin and call.board:
                    yield from ((pattern, int(run) + call.departure_minute) for run in pattern.starts)


def _from_departures(world: World, anchor: Anchor, begin: int) -> Iterator[Measured]:
    """Each departure of the first service: from leaving to arriving or being available."""
    origin, destination = (world.stops_of(name)[0] for name in (anchor.origin, anchor.destination))
    timetable = world.engine.timetable
    for pattern, departure in _departures(world, anchor.services[:1], origin):
        if begin <= departure < begin + DAYS * DAY_MINUTES:
            onward = [one for one in timetable.patterns if one.service not in anchor.services[:1]]
            leaves = next(call.departure_minute for call in pattern.calls if call.stop == origin)
            only = replace(pattern, starts=(departure - leaves,))
            engine = Engine(replace(timetable, patterns=(only, *onward)))
            ready = departure - READY_DAYS_AHEAD * DAY_MINUTES
            found = _earliest(engine, Query((origin,), (destination,), ready))
            if found is not None:
                yield Measured(_days(_end(found, anchor) - departure), found)


def _from_ready(world: World, anchor: Anchor, begin: int) -> Iterator[Measured]:
    """Cargo ready at 08:00 of every day, local time; its documents are there before."""
    origin, destination = (world.stops_of(name)[0] for name in (anchor.origin, anchor.destination))
    zone = ZoneInfo(world.stops[origin].zone)
    first = datetime.combine(date(1970, 1, 1) + timedelta(days=begin // DAY_MINUTES), time(8), zone)
    for day in range(DAYS):
        ready = minute_of((first + timedelta(days=day)).astimezone(UTC))
        documents = ready - READY_DAYS_AHEAD * DAY_MINUTES
        found = _earliest(world.engine, Query((origin,), (destination,), ready, documents_minute=documents))
        if found is not None:
            yield Measured(_days(_end(found, anchor) - ready), found)


def _earliest(engine: Engine, query: Query) -> Itinerary | None:
    found = engine.plan(query)
    return None if isinstance(found, NoRoute) else min(found, key=lambda one: (one.arrival_minute, one.cost))


def _end(found: Itinerary, anchor: Anchor) -> int:
    last = found.legs[-1]
    return last.arrival_minute if anchor.to_moment == "arrival" else last.released_minute


def _days(minutes: int) -> Decimal:
    return _rounded(Decimal(minutes) / DAY_MINUTES, 2)


def _rounded(value: Decimal, digits: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-digits))
