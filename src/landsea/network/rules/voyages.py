"""Voyages: a vessel's calls cut by voyage number, and the network's own runs told as voyages of vessels not yet named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from landsea.kernel import utc
from landsea.network.model.changes import SailingChange
from landsea.network.model.feed import CallTime, Network, Service, Trip
from landsea.network.model.vessels import (
    CallEvent,
    CallLocation,
    CallTimestamp,
    Classifier,
    Vessel,
    VesselCall,
    VesselSchedule,
    Voyage,
)
from landsea.network.rules.compile import starts_between
from landsea.network.rules.days import DAY_MINUTES, instant_of, minute_of, run_starts, service_day
from landsea.network.rules.names import digest, short
from landsea.network.rules.own_runs import number_of, reference_of

SERVICE_CODE_MAX, SERVICE_NAME_MAX = 11, 50
"""Longest carrierServiceCode and carrierServiceName of OVS 3.0."""
NO_OPERATOR = "TBD"
"""OVS 3.0.1, vesselOperatorSMDGLinerCode: "If not available at the moment of sharing the schedule, use `TBD`"."""

STATUS_OF = {SailingChange.BLANKED: "BLNK", SailingChange.ADDED: "ADHO"}


def parts_of(calls: tuple[VesselCall, ...]) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Voyage number and positions of the calls that carry it. A number that comes back later in the schedule is another voyage."""
    begun: dict[str, list[int]] = {}
    for position, call in enumerate(calls):
        for number in [one for one in begun if one not in call.voyages]:
            yield number, tuple(begun.pop(number))
        for number in dict.fromkeys((call.import_voyage, call.export_voyage)):
            begun.setdefault(number, []).append(position)
    for number, positions in begun.items():
        yield number, tuple(positions)


def voyages_of(schedule: VesselSchedule) -> Iterator[Voyage]:
    """The voyages of a vessel's schedule, without the network's trip for them."""
    for number, positions in parts_of(schedule.calls):
        calls = tuple(schedule.calls[position] for position in positions)
        yield Voyage(
            service=schedule.service,
            trip=schedule.trip,
            start=schedule.start,
            service_code=schedule.service_code,
            service_name=schedule.service_name,
            universal_service=schedule.universal_service,
            vessel=schedule.vessel,
            number=number,
            universal=universal_of(calls, number),
            calls=calls,
            imported=schedule.imported,
        )


def universal_of(calls: tuple[VesselCall, ...], number: str) -> str:
    found = [call.universal_export for call in calls if call.export_voyage == number]
    found += [call.universal_import for call in calls if call.import_voyage == number]
    return next(filter(None, found), "")


def is_loaded(calls: tuple[VesselCall, ...], position: int, number: str) -> bool:
    """Cargo of voyage `number` comes on board at this call: it leaves under that number, and a call follows."""
    return calls[position].export_voyage == number and position < len(calls) - 1


def is_discharged(calls: tuple[VesselCall, ...], position: int, number: str) -> bool:
    return calls[position].import_voyage == number and position > 0


def own_schedules(
    network: Network, start: datetime, end: datetime, without: frozenset[str] = frozenset()
) -> Iterator[VesselSchedule]:
    """Each run of the network's sea services that is under way between `start` and `end` (aware), as the schedule of one vessel.

    No vessel is named for them: each run is a dummy of its own. Blanked sailings are told as `BLNK`, added ones as `ADHO`, calls at a
    closed facility as `OMIT`. Trips in `without` are left out.
    """
    for trip in network.trips.values():
        if network.services[trip.service].mode == "sea" and trip.id not in without:
            yield from _own(network, trip, minute_of(utc(start)), minute_of(utc(end)))


def _own(network: Network, trip: Trip, start: int, end: int) -> Iterator[VesselSchedule]:
    for run in own_runs(network, trip, start, end):
        yield own_schedule(network, trip, run)


@dataclass(frozen=True, slots=True)
class OwnRun:
    """A run of the network as a voyage: its first departure (UTC), the voyage number, the dummy vessel, the status of all its calls, and
    those that it omits.
    """

    start: datetime
    number: str
    vessel: Vessel
    status: str
    omitted: frozenset[int] = frozenset()


def own_runs(network: Network, trip: Trip, start: int, end: int) -> Iterator[OwnRun]:
    """Runs under way between two minutes of UTC, with the blanked ones."""
    lasts = trip.calls[-1].arrival_minute - trip.calls[0].departure_minute
    changes = {one.start: one.change for one in network.sailings if one.trip == trip.id}
    minutes = set(starts_between(network, trip, start - lasts, end)) | set(
        run_starts(network, trip, start - lasts, end)
    )
    timezone = network.services[trip.service].timezone
    zone, regular = ZoneInfo(timezone), trip.calls[0].departure_minute // DAY_MINUTES * DAY_MINUTES
    for run in map(instant_of, sorted(minutes)):
        number = number_of(trip.id, run.astimezone(zone))
        vessel = Vessel(NO_OPERATOR, is_dummy=True, name=_dummy_name(trip.id, run))
        status = STATUS_OF[changes[run]] if run in changes else ""
        day = service_day(minute_of(run) - regular, timezone)
        yield OwnRun(run, number, vessel, status, network.omissions.get((trip.id, day), frozenset()))


def own_schedule(network: Network, trip: Trip, run: OwnRun) -> VesselSchedule:
    service = network.services[trip.service]
    return VesselSchedule(
        service_code=service_code(service.id),
        service_name=service_name(service),
        universal_service="",
        vessel=run.vessel,
        calls=tuple(_call(network, trip, run, position) for position in range(len(trip.calls))),
        imported=False,
        service=service.id,
        trip=trip.id,
        start=run.start,
    )


def service_code(service: str) -> str:
    """The network's id of a service as carrierServiceCode: itself where it is short enough."""
    return short(service, SERVICE_CODE_MAX)


def service_name(service: Service) -> str:
    return service.name[:SERVICE_NAME_MAX].strip()


def _dummy_name(trip: str, start: datetime) -> str:
    """OVS 3.0.1, vesselName: dummies begin with the operator's code, then up to ten letters or digits."""
    return f"{NO_OPERATOR}{digest(f'{trip} {start.isoformat()}')[:10]}"


def _call(network: Network, trip: Trip, run: OwnRun, position: int) -> VesselCall:
    given = trip.calls[position]
    facility = network.facilities[given.facility]
    place = network.places[facility.place]
    zero, zone = trip.calls[0].departure_minute, ZoneInfo(facility.timezone)
    arrives = (run.start + timedelta(minutes=given.arrival_minute - zero)).astimezone(zone)
    departs = (run.start + timedelta(minutes=given.departure_minute - zero)).astimezone(zone)
    omitted = position in run.omitted or _closed(network, given.facility, arrives, departs)
    return VesselCall(
        reference=reference_of(run.number, facility.place, position),
        import_voyage=run.number,
        export_voyage=run.number,
        location=CallLocation(place.code, name=place.name, unlocode=place.code_kind == "unlocode"),
        timestamps=tuple(_planned(position, len(trip.calls), arrives, departs)),
        statuses=(run.status,) if run.status else ("OMIT",) if omitted else (),
        facility=facility.id,
        **cutoffs_of(given, departs) if given.board else {},
    )


def cutoffs_of(call: CallTime, departs: datetime) -> dict[str, Any]:
    """Latest moments of a call that leaves at `departs`."""
    leads = {
        "cargo_until": call.cargo_lead_minutes,
        "document_until": call.document_lead_minutes,
        "customs_until": call.customs_lead_minutes,
        "vgm_until": call.vgm_lead_minutes,
        "dangerous_until": call.dangerous_lead_minutes,
    }
    return {name: departs - timedelta(minutes=lead) for name, lead in leads.items() if lead is not None}


def _planned(position: int, count: int, arrives: datetime, departs: datetime) -> Iterator[CallTimestamp]:
    if position:
        yield CallTimestamp(CallEvent.ARRIVAL, Classifier.PLANNED, arrives)
    if position < count - 1:
        yield CallTimestamp(CallEvent.DEPARTURE, Classifier.PLANNED, departs)


def _closed(network: Network, facility: str, arrives: datetime, departs: datetime) -> bool:
    return any(
        one.facility == facility and one.period.start <= departs and arrives < one.period.end
        for one in network.closures
    )


def is_loop(calls: tuple[VesselCall, ...]) -> bool:
    """Whether it never leaves: all its calls, and there are several, are at one terminal."""
    return len(calls) > 1 and all(_same_place(one, calls[0]) for one in calls)


def lingers(calls: tuple[VesselCall, ...]) -> VesselCall | None:
    """The first call that is at the terminal of the call before it."""
    return next((after for before, after in pairwise(calls) if _same_place(before, after)), None)


def _same_place(one: VesselCall, other: VesselCall) -> bool:
    if one.facility or other.facility:
        return one.facility == other.facility
    return bool(one.location.code) and one.location == other.location


def in_order(calls: tuple[VesselCall, ...]) -> bool:
    """Whether the times to plan with run forwards: no call is reached before the one in front of it is left."""
    moments = [(_moment(call, CallEvent.ARRIVAL), _moment(call, CallEvent.DEPARTURE)) for call in calls]
    within = all(arrives <= departs for arrives, departs in moments)
    return within and all(before[1] < after[0] for before, after in pairwise(moments))


def _moment(call: VesselCall, event: CallEvent) -> datetime:
    """Where one of the two is not told, the other stands for both: early to load, late to have arrived."""
    found = call.best(event) or call.departure or call.arrival
    if found is None:
        raise ValueError("a call without times")
    return utc(found.at)


def moments_of(call: VesselCall) -> tuple[datetime, datetime]:
    """Arrival and departure to plan with, in UTC."""
    return _moment(call, CallEvent.ARRIVAL), _moment(call, CallEvent.DEPARTURE)
