"""Voyages: a vessel's calls cut by voyage number, and the network's own runs told as voyages of vessels not yet named."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
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
        number = _own_number(trip, run.astimezone(zone))
        vessel = Vessel(NO_OPERATOR, is_dummy=True, name=_dummy_name(trip.id, run))
        status = STATUS_OF[changes[run]] if run in changes else ""
        day = service_day(minute_of(run) - regular, timezone)
        yield OwnRun(run, number, vessel, status, network.omissions.get((trip.id, day), frozenset()))


NUMBER_TRIP_MAX = 39


def _own_number(trip: Trip, start: datetime) -> str:
    return f"{short(trip.id, NUMBER_TRIP_MAX)}-{start:%y%m%d%H%M}"


def own_run_named(network: Network, service: str, number: str) -> tuple[str, date] | None:
    """Trip and service day of the network's own run that has this voyage number; a schedule that began here may come back."""
    named = re.fullmatch(r"(.+)-([0-9]{10})", number, re.ASCII)
    if named is None:
        return None
    timezone = network.services[service].timezone
    try:
        start = datetime.strptime(named[2], "%y%m%d%H%M").replace(tzinfo=ZoneInfo(timezone))
    except ValueError:
        return None
    minute = minute_of(utc(start))
    trips = (one for one in network.trips.values() if one.service == service)
    for trip in (one for one in trips if short(one.id, NUMBER_TRIP_MAX) == named[1]):
        if minute in run_starts(network, trip, minute, minute + 1):
            return trip.id, service_day(minute - trip.calls[0].departure_minute // DAY_MINUTES * DAY_MINUTES, timezone)
    return None


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


def short(text: str, most: int) -> str:
    """At most so many characters, and still told apart from others with the same beginning."""
    return text if len(text) <= most else f"{text[: most - 5]}~{_digest(text)[:4]}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest().upper()


def _dummy_name(trip: str, start: datetime) -> str:
    """OVS 3.0.1, vesselName: dummies begin with the operator's code, then up to ten letters or digits."""
    return f"{NO_OPERATOR}{_digest(f'{trip} {start.isoformat()}')[:10]}"


def _call(network: Network, trip: Trip, run: OwnRun, position: int) -> VesselCall:
    given = trip.calls[position]
    facility = network.facilities[given.facility]
    place = network.places[facility.place]
    zero, zone = trip.calls[0].departure_minute, ZoneInfo(facility.timezone)
    arrives = (run.start + timedelta(minutes=given.arrival_minute - zero)).astimezone(zone)
    departs = (run.start + timedelta(minutes=given.departure_minute - zero)).astimezone(zone)
    omitted = position in run.omitted or _closed(network, given.facility, arrives, departs)
    return VesselCall(
        reference=f"{run.number}-{facility.place}-{position + 1}",
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


def merged(known: VesselSchedule, newer: VesselSchedule) -> VesselSchedule:
    """The newer schedule of a vessel on a service replaces what was known between its first and last time; calls outside stay."""
    references = {call.reference for call in newer.calls}
    times = [one.at for call in newer.calls for one in call.timestamps]
    if not times:
        return replace(newer, calls=tuple(one for one in known.calls if one.reference not in references) + newer.calls)
    kept = [call for call in known.calls if call.reference not in references and call.timestamps]
    before = tuple(call for call in kept if moments_of(call)[1] < min(times))
    after = tuple(call for call in kept if moments_of(call)[0] > max(times))
    return replace(newer, calls=before + newer.calls + after)


def service_key_of(schedule: VesselSchedule) -> str:
    """What tells services apart: the code, with the universal reference or else the name, since carriers share codes."""
    return f"{schedule.service_code} {schedule.universal_service or schedule.service_name}"


def merged_into(known: Mapping[str, VesselSchedule], newer: VesselSchedule) -> dict[str, VesselSchedule]:
    """The schedules of a service, by vessel, that a newer one changes; one without calls is gone.

    A call that it tells of one vessel is taken from the others: vessels are exchanged, dummies get names.
    """
    vessel, references = newer.vessel.key, {call.reference for call in newer.calls}
    found = {vessel: merged(known[vessel], newer) if vessel in known else newer}
    for key, other in known.items():
        left = tuple(call for call in other.calls if call.reference not in references)
        if key != vessel and len(left) < len(other.calls):
            found[key] = replace(other, calls=left)
    return found
