"""Which vessels and voyages a filter means (Operational Vessel Schedules 3.0.1, GET /v3/service-schedules).

"Even though a filter only matches a single Port in a Voyage [...] the entire Voyage matched is returned. If the
carrierImportVoyageNumber of the Port differs from the carrierExportVoyageNumber of the Port then the entire Voyage for both these
Voyage numbers are included."
"""

from __future__ import annotations

from dataclasses import replace

from landsea.network.model.vessels import Vessel, VesselCall, VesselFilter, VesselSchedule
from landsea.network.rules.voyages import parts_of


def is_service(wanted: VesselFilter, code: str, universal: str, name: str) -> bool:
    asked = ((wanted.service_code, code), (wanted.universal_service, universal))
    return all(want in ("", found) for want, found in asked) and _is_named(wanted.service_name, name)


def is_vessel(wanted: VesselFilter, vessel: Vessel) -> bool:
    asked = ((wanted.imo, vessel.imo), (wanted.mmsi, vessel.mmsi), (wanted.operator, vessel.operator))
    return all(want in ("", found) for want, found in asked) and _is_named(wanted.vessel_name, vessel.name)


def _is_named(wanted: str, name: str) -> bool:
    return not wanted or wanted.casefold() == name.casefold()


def is_call(wanted: VesselFilter, call: VesselCall, places: frozenset[str]) -> bool:
    """All filters of a port are meant of one call. `places`: the codes under which the place asked for is known."""
    universal = (call.universal_import, call.universal_export)
    return (
        (not wanted.place or call.location.code in places)
        and wanted.smdg in ("", call.location.smdg)
        and (not wanted.voyage or wanted.voyage in call.voyages)
        and (not wanted.universal_voyage or wanted.universal_voyage in universal)
        and any(day >= wanted.start for day in call.dates)
        and any(day <= wanted.end for day in call.dates)
    )


def matching(schedule: VesselSchedule, wanted: VesselFilter, places: frozenset[str]) -> VesselSchedule | None:
    """The schedule with the entire voyages that the filter means; `None` where there are none."""
    if not is_service(wanted, schedule.service_code, schedule.universal_service, schedule.service_name):
        return None
    if not is_vessel(wanted, schedule.vessel):
        return None
    if wanted.called:
        schedule = replace(schedule, calls=tuple(one for one in schedule.calls if one.called and one.timestamps))
    found = {number for number, call in enumerate(schedule.calls) if is_call(wanted, call, places)}
    kept = {
        position for _, positions in parts_of(schedule.calls) if found.intersection(positions) for position in positions
    }
    calls = tuple(call for number, call in enumerate(schedule.calls) if number in kept)
    return replace(schedule, calls=calls) if calls else None
