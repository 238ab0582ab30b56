"""Voyages: a vessel's calls cut by voyage number, and the network's own runs told as voyages of vessels not yet named."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from landsea.kernel import utc
from landsea.network.model.changes import SailingChange
from landsea.network.model.feed import CallTime, Network, Trip
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
from landsea.network.rules.days import instant_of, minute_of, run_starts

SERVICE_CODE_MAX, SERVICE_NAME_MAX = 11, 50
"""Longest carrierServiceCode and carrierServiceName of OVS 3.0."""
NO_OPERATOR = "TBD"
"""OVS 3.0.1, vesselOperatorSMDGLinerCode: "If not available at the moment of sharing the schedule, use `TBD`"."""


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
            universal=_universal(calls, number),
            calls=calls,
            imported=schedule.imported,
        )


def _universal(calls: tuple[VesselCall, ...], number: str) -> str:
    found = [call.universal_export for call in calls if call.export_voyage == number]
    found += [call.universal_import for call in calls if call.import_voyage == number]
    return next(filter(None, found), "")


def is_loaded(calls: tuple[VesselCall, ...], position: int, number: str) -> bool:
    """Cargo of voyage `number` comes on board at this call: it leaves under that number, and a call follows."""
    return calls[position].export_voyage == number and position < len(calls) - 1


def is_discharged(calls: tuple[VesselCall, ...], position: int, number: str) -> bool:
    return calls[position].import_voyage == number and position > 0


def own_schedules(network: Network, start: datetime, end: datetime) -> Iterator[VesselSchedule]:
    """Each run of the network's sea services that is under way between `start` and `end` (aware), as the schedule of one vessel.

    No vessel is named for them: each run is a dummy of its own. Blanked sailings are told as `BLNK`, added ones as `ADHO`, calls at a
    closed facility as `OMIT`.
    """
    for trip in network.trips.values():
        if network.services[trip.service].mode == "sea":
            yield from _own(network, trip, minute_of(utc(start)), minute_of(utc(end)))


def _own(network: Network, trip: Trip, start: int, end: int) -> Iterator[VesselSchedule]:
    lasts = trip.calls[-1].arrival_minute - trip.calls[0].departure_minute
    first = start - lasts
    blanked = {one.start for one in network.sailings if _is(one.trip, trip, one.change, SailingChange.BLANKED)}
    added = {one.start for one in network.sailings if _is(one.trip, trip, one.change, SailingChange.ADDED)}
    minutes = set(starts_between(network, trip, first, end)) | set(run_starts(network, trip, first, end))
    for minute in sorted(minutes):
        run = instant_of(minute)
        yield _run(network, trip, run, "BLNK" if run in blanked else "ADHO" if run in added else "")


def _is(named: str, trip: Trip, change: SailingChange, wanted: SailingChange) -> bool:
    return named == trip.id and change is wanted


def _run(network: Network, trip: Trip, start: datetime, status: str) -> VesselSchedule:
    service = network.services[trip.service]
    number = f"{_short(trip.id, 39)}-{start.astimezone(ZoneInfo(service.timezone)):%y%m%d%H%M}"
    calls = tuple(_call(network, trip, start, position, number, status) for position in range(len(trip.calls)))
    return VesselSchedule(
        service_code=service_code(service.id),
        service_name=service.name[:SERVICE_NAME_MAX].strip(),
        universal_service="",
        vessel=Vessel(NO_OPERATOR, is_dummy=True, name=_dummy_name(trip.id, start)),
        calls=calls,
        imported=False,
        service=service.id,
        trip=trip.id,
        start=start.astimezone(UTC),
    )


def service_code(service: str) -> str:
    """The network's id of a service as carrierServiceCode: itself where it is short enough."""
    return _short(service, SERVICE_CODE_MAX)


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 5]}~{_digest(text)[:4]}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest().upper()


def _dummy_name(trip: str, start: datetime) -> str:
    """OVS 3.0.1, vesselName: dummies begin with the operator's code, then up to ten letters or digits."""
    return f"{NO_OPERATOR}{_digest(f'{trip} {start.isoformat()}')[:10]}"


def _call(network: Network, trip: Trip, start: datetime, position: int, number: str, status: str) -> VesselCall:
    given = trip.calls[position]
    facility = network.facilities[given.facility]
    place = network.places[facility.place]
    zero, zone = trip.calls[0].departure_minute, ZoneInfo(facility.timezone)
    arrives = (start + timedelta(minutes=given.arrival_minute - zero)).astimezone(zone)
    departs = (start + timedelta(minutes=given.departure_minute - zero)).astimezone(zone)
    return VesselCall(
        reference=f"{number}-{facility.place}-{position + 1}",
        import_voyage=number,
        export_voyage=number,
        location=CallLocation(place.code, name=place.name, unlocode=place.code_kind == "unlocode"),
        timestamps=tuple(_planned(position, len(trip.calls), arrives, departs)),
        statuses=(status,) if status else ("OMIT",) if _closed(network, given.facility, arrives, departs) else (),
        facility=facility.id,
        **cutoffs_of(given, departs) if given.board else {},
    )


def cutoffs_of(call: CallTime, departs: datetime) -> dict[str, Any]:
    """Latest moments of a call that leaves at `departs`."""
    leads = {
        "cargo_until": call.cargo_lead_minutes,
        "document_until": call.document_lead_minutes,
        "customs_until": call.customs_lead_minutes,
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


def touches(schedule: VesselSchedule, start: datetime, end: datetime) -> bool:
    """Whether any of its times lies in the period."""
    return any(start <= one.at < end for call in schedule.calls for one in call.timestamps)


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


def at_facility(call: VesselCall, facility: str) -> VesselCall:
    return replace(call, facility=facility)
