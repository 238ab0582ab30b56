"""Which facility and which of the network's services an imported schedule means."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache

from landsea.network.model.feed import CallTime, Network, Service
from landsea.network.model.places import Facility
from landsea.network.model.vessels import CallLocation, VesselCall, VesselSchedule
from landsea.network.rules.voyages import cutoffs_of, service_code

Find = Callable[[str, str], Facility | None]


def remembered(network: Network) -> Find:
    """Ports are called at again and again."""
    return cache(lambda code, smdg: find_facility(network, CallLocation(code, smdg)))


def find_facility(network: Network, location: CallLocation) -> Facility | None:
    """The facility with the SMDG code (the network names it `<UN/LOCODE>-<SMDG code>`), else the place's sea terminal."""
    place = network.find_place(location.code) if location.code else None
    if place is None:
        return None
    named = network.facilities.get(f"{place.code}-{location.smdg}") if location.smdg else None
    return named or next((one for one in network.facilities_of(place.code) if one.kind == "sea"), None)


def matched_to(network: Network, schedule: VesselSchedule, find: Find) -> VesselSchedule:
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
