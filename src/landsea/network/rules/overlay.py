"""Imported voyages laid over a network: each becomes a trip with a calendar of one day, so that planners need no word for it.

What a published schedule does not say is taken from the network: prices, cut-offs, capacity and distances of its service of the same
code; without one, the default below. A run of that service which an imported voyage stands for is taken out of its calendar.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise, takewhile
from math import asin, cos, radians, sin, sqrt

from landsea.kernel import utc
from landsea.network.model.feed import Calendar, CallTime, Network, Service, Tariff, Trip
from landsea.network.model.places import Facility
from landsea.network.model.vessels import CallEvent, CallLocation, Classifier, VesselCall, VesselSchedule, Voyage
from landsea.network.rules.compile import starts_between
from landsea.network.rules.days import DAY_MINUTES, minute_of, service_day, service_day_minute
from landsea.network.rules.voyages import (
    cutoffs_of,
    in_order,
    is_discharged,
    is_loaded,
    moments_of,
    service_code,
    short,
    voyages_of,
)

SAME_RUN_MINUTES = 84 * 60
"""Half a week: a voyage stands for the run of a weekly service that was planned nearest to it."""
TRIP_MAX = 60
EARTH_METRES = 6_371_009
UNPRICED = Tariff("ovs-unpriced", "No tariff known", "无运价", 0, 0, 0, 0)


Way = tuple[int, str, frozenset[str]]
"""Metres from one facility to the next, what they measure, and the straits and canals between."""
Measured = dict[tuple[str, str], Way]
Run = tuple[int, str, date]
"""When a run leaves a facility (minutes of UTC), its trip and service day."""


@dataclass(frozen=True)
class Overlaid:
    """The network with the voyages in it, the schedules with its facilities, their voyages with the trips they became, and the calls that
    no facility could be found for.
    """

    network: Network
    schedules: tuple[VesselSchedule, ...] = ()
    voyages: tuple[Voyage, ...] = ()
    unmatched: tuple[tuple[VesselSchedule, VesselCall], ...] = ()


@dataclass
class _Added:
    """What is put beside the network's own rows. `window`, in minutes, is half a week around all voyages."""

    window: tuple[int, int]
    services: dict[str, Service] = field(default_factory=dict)
    trips: dict[str, Trip] = field(default_factory=dict)
    calendars: dict[str, Calendar] = field(default_factory=dict)
    tariffs: dict[str, Tariff] = field(default_factory=dict)
    replaced: dict[str, dict[date, str]] = field(default_factory=dict)
    """By trip and service day: the vessel that runs it instead."""
    leaving: dict[tuple[str, str], list[Run]] = field(default_factory=dict)
    """By service and facility."""
    measured: dict[str, Measured] = field(default_factory=dict)
    """By service, and of all services by sea under the empty name."""


def with_voyages(network: Network, schedules: Iterable[VesselSchedule]) -> Overlaid:
    """`schedules` as imported; their calls get the network's facilities and cut-offs. The network's digest stays as it was."""
    find = _remembered(network)
    matched = tuple(_matched(network, one, find) for one in schedules)
    unmatched = tuple((one, call) for one in matched for call in one.calls if not call.facility)
    added, voyages = _Added(_window(matched)), []
    for schedule in sorted(matched, key=_first_moment):
        for voyage in voyages_of(schedule):
            voyages.append(_add(network, added, voyage))
            _replace_run(network, added, voyage)
    return Overlaid(_joined(network, added), matched, tuple(voyages), unmatched)


def _window(schedules: Iterable[VesselSchedule]) -> tuple[int, int]:
    times = [minute_of(utc(one.at)) for schedule in schedules for call in schedule.calls for one in call.timestamps]
    return min(times, default=0) - SAME_RUN_MINUTES, max(times, default=0) + SAME_RUN_MINUTES + 1


Find = Callable[[str, str], Facility | None]


def _remembered(network: Network) -> Find:
    """Ports are called at again and again."""
    return cache(lambda code, smdg: find_facility(network, CallLocation(code, smdg)))


def find_facility(network: Network, location: CallLocation) -> Facility | None:
    """The facility with the SMDG code (the network names it `<UN/LOCODE>-<SMDG code>`), else the place's sea terminal."""
    place = network.find_place(location.code) if location.code else None
    if place is None:
        return None
    named = network.facilities.get(f"{place.code}-{location.smdg}") if location.smdg else None
    return named or next((one for one in network.facilities_of(place.code) if one.kind == "sea"), None)


def _matched(network: Network, schedule: VesselSchedule, find: Find) -> VesselSchedule:
    service = _service_of(network, schedule)
    cutoffs = _cutoffs(network, service)
    calls = tuple(
        _with_facility(call, find(call.location.code, call.location.smdg), cutoffs) for call in schedule.calls
    )
    return replace(schedule, service=service.id if service else "", calls=calls)


def _service_of(network: Network, schedule: VesselSchedule) -> Service | None:
    """The network's service by water that is told under the same carrierServiceCode."""
    code = schedule.service_code
    found = (one for one in network.services.values() if code in (one.id, service_code(one.id)))
    return next((one for one in found if one.mode in ("sea", "inland-water")), None)


def _cutoffs(network: Network, service: Service | None) -> dict[str, CallTime]:
    """The first call at each facility at which the service loads."""
    found: dict[str, CallTime] = {}
    for trip in network.trips.values() if service else ():
        if service and trip.service == service.id:
            for call in trip.calls:
                if call.board:
                    found.setdefault(call.facility, call)
    return found


def _with_facility(call: VesselCall, facility: Facility | None, cutoffs: Mapping[str, CallTime]) -> VesselCall:
    if facility is None:
        return call
    departs = call.departure
    if departs is None:
        return replace(call, facility=facility.id)
    like = cutoffs.get(facility.id) or _plain_call(facility)
    return replace(call, facility=facility.id, **cutoffs_of(like, departs.at))


def _plain_call(facility: Facility) -> CallTime:
    """Cargo by the facility's own rule; no other cut-off is known."""
    return CallTime(facility.id, 0, 0, True, True, 0, facility.export_minutes, None, None)


def _first_moment(schedule: VesselSchedule) -> datetime:
    return min((one.at for call in schedule.calls for one in call.timestamps), default=datetime.max.replace(tzinfo=UTC))


def _add(network: Network, added: _Added, voyage: Voyage) -> Voyage:
    """The voyage with the trip it became; as it was, without service and trip, where it cannot be planned with."""
    calls = [call for call in voyage.calls if call.called and call.facility and call.timestamps]
    if not _is_plannable(tuple(calls), voyage.number):
        return replace(voyage, service="", trip="", start=None)
    ways = _ways(network, added, voyage.service, [call.facility for call in calls])
    service = _serving(network, added, voyage, ways[0][1])
    trip = _trip(network, added, voyage, service, calls, ways)
    return replace(voyage, service=service.id, trip=trip.id, start=moments_of(calls[0])[1])


def _is_plannable(calls: tuple[VesselCall, ...], number: str) -> bool:
    """Something can be carried, and the times do not contradict each other."""
    loads = [n for n in range(len(calls)) if is_loaded(calls, n, number)]
    discharges = [n for n in range(len(calls)) if is_discharged(calls, n, number)]
    return bool(loads and discharges) and loads[0] < discharges[-1] and in_order(calls)


def _ways(network: Network, added: _Added, service: str, facilities: list[str]) -> list[Way]:
    """Between the calls: as the service, else any other by sea, measures them; else great circles for all."""
    legs = list(pairwise(facilities))
    for known in (_measured(network, added, service), _measured(network, added, "")):
        if all(leg in known for leg in legs) and len({known[leg][1] for leg in legs}) == 1:
            return [known[leg] for leg in legs]
    circles = (_great_circle(network.facilities[a], network.facilities[b]) for a, b in legs)
    return [(metres, "GCD", frozenset()) for metres in circles]


def _by_sea(network: Network) -> list[Service]:
    return [one for one in network.services.values() if one.mode == "sea"]


def _measured(network: Network, added: _Added, service: str) -> Measured:
    if service not in added.measured:
        wanted = {service} if service else {one.id for one in _by_sea(network)}
        found: Measured = {}
        for trip in network.trips.values():
            if trip.service in wanted:
                for before, after in pairwise(trip.calls):
                    metres = after.distance_metres - before.distance_metres
                    kind = network.services[trip.service].distance_kind
                    found.setdefault((before.facility, after.facility), (metres, kind, before.passages))
        added.measured[service] = found
    return added.measured[service]


def _great_circle(a: Facility, b: Facility) -> int:
    """Haversine on a sphere of the Earth's mean radius (ISO 14083 calls it great circle distance)."""
    south, north = radians(a.latitude_udeg / 1e6), radians(b.latitude_udeg / 1e6)
    east = radians((b.longitude_udeg - a.longitude_udeg) / 1e6)
    half = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin(east / 2) ** 2
    return round(2 * EARTH_METRES * asin(sqrt(half)))


def _serving(network: Network, added: _Added, voyage: Voyage, kind: str) -> Service:
    """The network's own service where it fits; else one made for the code, priced as it, or by the default of the mode."""
    like = network.services.get(voyage.service)
    if like is not None and like.distance_kind == kind:
        return like
    id = short(f"ovs-{voyage.service_code}-{voyage.universal_service or voyage.service_name}-{kind}", TRIP_MAX)
    if id not in added.services:
        tariff = network.tariffs[like.tariff] if like else _default_tariff(network)
        added.tariffs[tariff.id] = tariff
        added.services[id] = Service(
            id=id,
            agency=like.agency if like else voyage.vessel.operator,
            timezone="UTC",
            name=voyage.service_name,
            name_zh=voyage.service_name,
            mode="sea",
            tariff=tariff.id,
            emission_basis=like.emission_basis if like else "sea",
            distance_kind=kind,
            basis="assumed",
            source="",
        )
    return added.services[id]


def _default_tariff(network: Network) -> Tariff:
    """The tariff that most of the network's services by sea have; assumed, since no published schedule carries prices."""
    used = Counter(one.tariff for one in _by_sea(network))
    if not used:
        return UNPRICED
    return network.tariffs[min(used, key=lambda tariff: (-used[tariff], tariff))]


def _trip(
    network: Network, added: _Added, voyage: Voyage, service: Service, calls: list[VesselCall], ways: list[Way]
) -> Trip:
    """Capacity, limits and measures are those of the service's first trip."""
    id = _free_id(network, added, short(f"{service.id}@{voyage.vessel.key}@{voyage.number}", TRIP_MAX))
    day = service_day(minute_of(moments_of(calls[0])[1]), service.timezone)
    base = service_day_minute(day, service.timezone)
    times = tuple(_call_time(voyage, calls, number, base, ways) for number in range(len(calls)))
    last = network.places[network.facilities[calls[-1].facility].place]
    like = next((one for one in network.trips.values() if one.service == service.id), None)
    made = Trip(id, service.id, id, last.name, last.name_zh, 0, 0, times)
    if like is not None:
        made = replace(
            made,
            capacity_teu=like.capacity_teu,
            limits=like.limits,
            attributes=like.attributes,
            no_cabotage=like.no_cabotage,
        )
    added.calendars[id] = Calendar(id, (False,) * 7, day, day, frozenset({day}))
    added.trips[id] = made
    return made


def _free_id(network: Network, added: _Added, wanted: str) -> str:
    """A voyage number that comes back on the same vessel is told apart by a count."""
    id, count = wanted, 1
    while id in added.trips or id in network.trips:
        count += 1
        id = f"{wanted}.{count}"
    return id


def _call_time(voyage: Voyage, calls: list[VesselCall], number: int, base: int, ways: list[Way]) -> CallTime:
    call = calls[number]
    arrives, departs = (minute_of(one) - base for one in moments_of(call))
    return CallTime(
        facility=call.facility,
        arrival_minute=arrives if number else departs,
        departure_minute=departs,
        board=is_loaded(tuple(calls), number, voyage.number),
        alight=is_discharged(tuple(calls), number, voyage.number),
        distance_metres=sum(metres for metres, _, _ in ways[:number]),
        cargo_lead_minutes=_lead(call, call.cargo_until) or 0,
        document_lead_minutes=_lead(call, call.document_until),
        customs_lead_minutes=_lead(call, call.customs_until),
        vgm_lead_minutes=_lead(call, call.vgm_until),
        dangerous_lead_minutes=_lead(call, call.dangerous_until),
        passages=ways[number][2] if number < len(ways) else frozenset(),
    )


def _lead(call: VesselCall, until: datetime | None) -> int | None:
    departs = call.departure
    return None if until is None or departs is None else (departs.at - until) // timedelta(minutes=1)


def _replace_run(network: Network, added: _Added, voyage: Voyage) -> None:
    """Takes the run that the voyage stands for out of the service's calendar; a blanked voyage too stands for its run."""
    first = next((call for call in voyage.calls if call.export_voyage == voyage.number and _planned(call)), None)
    if first is None or not voyage.service:
        return
    for _, trip, day in sorted(_near(network, added, voyage.service, first)):
        vessel = added.replaced.setdefault(trip, {}).setdefault(day, voyage.vessel.key)
        if vessel == voyage.vessel.key:
            return  # also where the way out stood for it already: a rotation has several voyages


def _planned(call: VesselCall) -> datetime | None:
    """When it was planned to leave; the best time there is where no plan is told."""
    found = [one for one in call.timestamps if one.event is CallEvent.DEPARTURE]
    best = next((one for one in found if one.classifier is Classifier.PLANNED), call.departure)
    return utc(best.at) if best else None


def _near(network: Network, added: _Added, service: str, call: VesselCall) -> Iterator[tuple[int, str, date]]:
    """Runs of the service that leave the call's facility within half a week of it: minutes between, trip, service day."""
    planned = _planned(call)
    if planned is None:
        return
    wanted, leaving = minute_of(planned), _leaving(network, added, service, call.facility)
    begin = bisect_left(leaving, (wanted - SAME_RUN_MINUTES,))
    for minute, trip, day in takewhile(lambda run: run[0] <= wanted + SAME_RUN_MINUTES, leaving[begin:]):
        yield abs(minute - wanted), trip, day


def _leaving(network: Network, added: _Added, service: str, facility: str) -> list[Run]:
    """When the service's runs leave a facility, rising, as far as any voyage reaches."""
    if (service, facility) not in added.leaving:
        trips = (trip for trip in network.trips.values() if trip.service == service)
        found = (run for trip in trips for run in _runs_leaving(network, added, trip, facility))
        added.leaving[service, facility] = sorted(found)
    return added.leaving[service, facility]


def _runs_leaving(network: Network, added: _Added, trip: Trip, facility: str) -> Iterator[Run]:
    zero, (begin, end) = trip.calls[0].departure_minute, added.window
    timezone = network.services[trip.service].timezone
    for own in trip.calls:
        if own.facility == facility and own.board:
            after = own.departure_minute - zero
            for start in starts_between(network, trip, begin - after, end - after):
                yield start + after, trip.id, service_day(start - zero // DAY_MINUTES * DAY_MINUTES, timezone)


def _joined(network: Network, added: _Added) -> Network:
    if not added.trips and not added.replaced:
        return network
    thinned = {f"{trip}-without-ovs": _without(network, trip, days) for trip, days in added.replaced.items()}
    trips = {
        id: replace(trip, calendar=f"{id}-without-ovs") if id in added.replaced else trip
        for id, trip in network.trips.items()
    }
    return replace(
        network,
        services={**network.services, **added.services},
        trips=trips | added.trips,
        calendars={**network.calendars, **thinned, **added.calendars},
        tariffs={**network.tariffs, **added.tariffs},
    )


def _without(network: Network, trip: str, days: Iterable[date]) -> Calendar:
    calendar = network.calendars[network.trips[trip].calendar]
    return replace(calendar, id=f"{trip}-without-ovs", removed=calendar.removed.union(days))
