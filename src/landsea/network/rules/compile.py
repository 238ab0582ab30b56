"""From the network's files and changes to a schedule in a window of time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from itertools import pairwise

from landsea.kernel import utc
from landsea.network.model.changes import SailingChange
from landsea.network.model.feed import Network, Trip
from landsea.network.model.schedule import (
    Schedule,
    ScheduledCall,
    ScheduledPattern,
    ScheduledStop,
    ScheduledTransfer,
    Span,
)
from landsea.network.rules.days import DAY_MINUTES, minute_of, run_starts, service_day, spans

UNBOUNDED_TEU = 1_000_000
"""What a run takes where nothing is stated."""


def compile_schedule(network: Network, version: str, start: datetime, days: int) -> Schedule:
    """Every run that can still be boarded between `start` and `days` later, with hours, cut-offs, closures and sailings applied."""
    start_minute = minute_of(utc(start))
    end_minute = start_minute + days * DAY_MINUTES
    index = {facility: number for number, facility in enumerate(network.facilities)}
    closed = _closed(network, index)
    patterns = [
        pattern
        for trip in network.trips.values()
        for pattern in _patterns(network, trip, index, closed, start_minute, end_minute)
    ]
    earliest = min((pattern.starts[0] for pattern in patterns), default=start_minute)
    return Schedule(
        version=version,
        info=network.info,
        start_minute=min(earliest, start_minute),
        end_minute=end_minute,
        stops=_stops(network, index, closed, start_minute, end_minute),
        patterns=tuple(patterns),
        transfers=tuple(_transfers(network, index)),
        places=network.places,
        aliases=network.aliases,
        transit=network.transit,
        reliability=network.reliability,
    )


def _closed(network: Network, index: Mapping[str, int]) -> dict[int, list[Span]]:
    found: dict[int, list[Span]] = {}
    for closure in network.closures:
        span = (minute_of(utc(closure.period.start)), minute_of(utc(closure.period.end)))
        found.setdefault(index[closure.facility], []).append(span)
    return {stop: _joined(spans_of) for stop, spans_of in found.items()}


def _joined(spans_of: list[Span]) -> list[Span]:
    joined: list[Span] = []
    for span in sorted(spans_of):
        if joined and span[0] <= joined[-1][1]:
            span = (joined[-1][0], max(span[1], joined.pop()[1]))
        joined.append(span)
    return joined


def _stops(
    network: Network, index: Mapping[str, int], closed: Mapping[int, list[Span]], start: int, end: int
) -> tuple[ScheduledStop, ...]:
    """Hours reach one year past the window, so that cargo that arrives late still finds the doors open."""

    @cache
    def hours(text: str, timezone: str) -> tuple[Span, ...] | None:
        return spans(network.hours[text], timezone, start, end + 366 * DAY_MINUTES) if text else None

    changes: dict[str, dict[tuple[str, str], int]] = {}
    for (name, arrived, leaves), minutes in network.changes.items():
        changes.setdefault(name, {})[arrived, leaves] = minutes
    stops = []
    for name, number in index.items():
        facility = network.facilities[name]
        opened = hours(facility.open, facility.timezone)
        if number in closed:
            opened = _without(opened, closed[number], start, end + 366 * DAY_MINUTES)
        customs = hours(facility.customs, facility.timezone)
        stops.append(ScheduledStop(facility, opened, customs, changes.get(name, {})))
    return tuple(stops)


def _without(opened: tuple[Span, ...] | None, closed: list[Span], start: int, end: int) -> tuple[Span, ...]:
    left = list(opened) if opened is not None else [(start - DAY_MINUTES, end)]
    for closes, reopens in closed:
        pieces = [piece for a, b in left for piece in ((a, min(b, closes)), (max(a, reopens), b))]
        left = [(a, b) for a, b in pieces if a < b]
    return tuple(left)


def _patterns(
    network: Network, trip: Trip, index: Mapping[str, int], closed: Mapping[int, list[Span]], start: int, end: int
) -> Iterator[ScheduledPattern]:
    """The trip's runs, split by the calls that they omit, and by which of those left fall into a closure."""
    calls = tuple(_calls(trip, index))
    last_boarding = max(call.departure_minute for call in calls[:-1])

    @cache
    def visited(omitted: frozenset[int]) -> tuple[Visits, list[tuple[int, ScheduledCall, list[Span]]]]:
        """The visits of a run with these omissions, and those of them that closures may concern."""
        visits = _visits(trip, omitted)
        merged = enumerate(_merged(calls, visits))
        return visits, [(number, call, closed[call.stop]) for number, call in merged if call.stop in closed]

    grouped: dict[tuple[Visits, tuple[int, ...]], list[Run]] = {}
    for run in runs_between(network, trip, start - last_boarding, end):
        visits, concerned = visited(network.omissions.get((trip.id, run.day), frozenset()))
        skipped = tuple(number for number, call, spans_of in concerned if _is_closed(spans_of, run.start, call))
        if len(visits) > 1:
            grouped.setdefault((visits, skipped), []).append(run)
    for (visits, skipped), runs in grouped.items():
        yield _pattern(network, trip, calls, visits, skipped, runs)


Visits = tuple[tuple[int, int], ...]
"""The calls of a trip that a run makes: numbers of the call with whose arrival, and with whose departure."""


def _visits(trip: Trip, omitted: frozenset[int]) -> Visits:
    """Where the omission leaves two calls at one facility in a row, they are one visit."""
    found: list[tuple[int, int]] = []
    for number, call in enumerate(trip.calls):
        if number not in omitted:
            again = found and trip.calls[found[-1][1]].facility == call.facility
            found.append((found.pop()[0] if again else number, number))
    return tuple(found)


def _merged(calls: tuple[ScheduledCall, ...], visits: Visits) -> tuple[ScheduledCall, ...]:
    return tuple(
        calls[leaves]
        if comes == leaves
        else replace(calls[leaves], arrival_minute=calls[comes].arrival_minute, alight=calls[comes].alight)
        for comes, leaves in visits
    )


@dataclass(frozen=True, slots=True)
class Run:
    """A run's first departure by its trip, and its service day (for a sailing added, the day on which it departs)."""

    start: int
    day: date


def runs_between(network: Network, trip: Trip, start: int, end: int) -> list[Run]:
    """As `starts_between`, with service days."""
    zone, first = network.services[trip.service].timezone, trip.calls[0].departure_minute
    regular = first // DAY_MINUTES * DAY_MINUTES
    return [Run(one, service_day(one - regular, zone)) for one in starts_between(network, trip, start, end)]


def starts_between(network: Network, trip: Trip, start: int, end: int) -> list[int]:
    """First departures from `start` up to, and without, `end` by calendar, with sailings added and blanked; rising."""
    starts = set(run_starts(network, trip, start, end))
    for sailing in network.sailings:
        if sailing.trip == trip.id:
            minute = minute_of(utc(sailing.start))
            if sailing.change is SailingChange.BLANKED:
                starts.discard(minute)
            elif start <= minute < end:
                starts.add(minute)
    return sorted(starts)


def _calls(trip: Trip, index: Mapping[str, int]) -> Iterator[ScheduledCall]:
    zero = trip.calls[0].departure_minute
    for number, call in enumerate(trip.calls):
        yield ScheduledCall(
            stop=index[call.facility],
            arrival_minute=call.arrival_minute - zero if number else 0,
            departure_minute=call.departure_minute - zero,
            board=call.board,
            alight=call.alight,
            cargo_lead_minutes=call.cargo_lead_minutes,
            document_lead_minutes=call.document_lead_minutes,
            customs_lead_minutes=call.customs_lead_minutes,
            vgm_lead_minutes=call.vgm_lead_minutes,
            dangerous_lead_minutes=call.dangerous_lead_minutes,
        )


def _is_closed(closed: list[Span], run: int, call: ScheduledCall) -> bool:
    arrival, departure = run + call.arrival_minute, run + call.departure_minute
    return any(a <= departure and arrival < b for a, b in closed)


def _pattern(
    network: Network,
    trip: Trip,
    calls: tuple[ScheduledCall, ...],
    visits: Visits,
    skipped: tuple[int, ...],
    runs: list[Run],
) -> ScheduledPattern:
    service = network.services[trip.service]
    segments = [(leaves, comes) for (_, leaves), (comes, _) in pairwise(visits)]
    omitted = sorted(set(range(len(calls))) - {number for visit in visits for number in visit})
    return ScheduledPattern(
        id=trip.id + _suffix("~", (visits[n][1] for n in skipped)) + _suffix("~o", omitted),
        trip=trip.id,
        service=service.id,
        name=service.name,
        name_zh=service.name_zh,
        mode=service.mode,
        tariff=network.tariffs[service.tariff],
        emission_basis=service.emission_basis,
        distance_kind=service.distance_kind,
        capacity_teu=trip.capacity_teu,
        calls=tuple(
            replace(call, board=False, alight=False) if n in skipped else call
            for n, call in enumerate(_merged(calls, visits))
        ),
        segment_metres=tuple(trip.calls[b].distance_metres - trip.calls[a].distance_metres for a, b in segments),
        starts=tuple(run.start for run in runs),
        carrier=service.agency,
        limits=trip.limits,
        left_teu=_left(network, trip, runs),
        passages=tuple(frozenset().union(*(call.passages for call in trip.calls[a:b])) for a, b in segments),
        attributes=trip.attributes,
        no_cabotage=trip.no_cabotage,
    )


def _suffix(mark: str, numbers: Iterable[int]) -> str:
    shown = "-".join(str(number + 1) for number in numbers)
    return mark + shown if shown else ""


def _left(network: Network, trip: Trip, runs: list[Run]) -> tuple[int, ...] | None:
    """TEU left by run: the allotment of its day, else the capacity of the trip, or no bound where that is not stated."""
    if not any((trip.id, run.day) in network.allotments for run in runs):
        return None
    usual = trip.capacity_teu or UNBOUNDED_TEU
    return tuple(network.allotments.get((trip.id, run.day), usual) for run in runs)


def _transfers(network: Network, index: Mapping[str, int]) -> Iterator[ScheduledTransfer]:
    for transfer in network.transfers:
        yield ScheduledTransfer(
            id=f"{transfer.origin}>{transfer.destination}",
            origin=index[transfer.origin],
            destination=index[transfer.destination],
            minutes=transfer.minutes,
            mode=transfer.mode,
            distance_metres=transfer.distance_metres,
            cost=transfer.cost,
            emission_basis=transfer.emission_basis,
        )
