"""A voyage as a trip of the network, on a calendar of one day."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

from landsea.network.model.feed import Calendar, CallTime, Network, Service, Tariff, Trip
from landsea.network.model.vessels import VesselCall, Voyage
from landsea.network.rules.days import minute_of, service_day, service_day_minute
from landsea.network.rules.names import short
from landsea.network.rules.overlay.added import Added, Way
from landsea.network.rules.overlay.ways import by_sea, ways_between
from landsea.network.rules.voyages import in_order, is_discharged, is_loaded, is_loop, moments_of

TRIP_MAX = 60
UNPRICED = Tariff("ovs-unpriced", "No tariff known", "无运价", 0, 0, 0, 0)


def add_voyage(network: Network, added: Added, voyage: Voyage) -> Voyage:
    """The voyage with the trip it became; as it was, without service and trip, where it cannot be planned with."""
    calls = [call for call in voyage.calls if call.called and call.facility and call.timestamps]
    if not _is_plannable(tuple(calls), voyage.number):
        return replace(voyage, service="", trip="", start=None)
    ways = ways_between(network, added, voyage.service, [call.facility for call in calls])
    service = serving(network, added, voyage, ways[0][1])
    trip = _trip(network, added, voyage, service, calls, ways)
    return replace(voyage, service=service.id, trip=trip.id, start=moments_of(calls[0])[1])


def _is_plannable(calls: tuple[VesselCall, ...], number: str) -> bool:
    """Something can be carried, and the times do not contradict each other."""
    loads = [n for n in range(len(calls)) if is_loaded(calls, n, number)]
    discharges = [n for n in range(len(calls)) if is_discharged(calls, n, number)]
    return bool(loads and discharges) and loads[0] < discharges[-1] and in_order(calls) and not is_loop(calls)


def serving(network: Network, added: Added, voyage: Voyage, kind: str) -> Service:
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
    used = Counter(one.tariff for one in by_sea(network))
    if not used:
        return UNPRICED
    return network.tariffs[min(used, key=lambda tariff: (-used[tariff], tariff))]


def _trip(
    network: Network, added: Added, voyage: Voyage, service: Service, calls: list[VesselCall], ways: list[Way]
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


def _free_id(network: Network, added: Added, wanted: str) -> str:
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
