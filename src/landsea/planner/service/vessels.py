"""Calls of vessels as they are published: by vessel, by port, and the sailing behind a leg of a routing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby

from landsea import network
from landsea.journal import View
from landsea.network import VesselCall, VesselFilter, VesselQuery, VesselSchedule, Voyage
from landsea.planner.model import (
    BadParameters,
    BadQuery,
    CallTime,
    LatestMoment,
    Page,
    PortCall,
    PortQuery,
    Routing,
    RoutingLeg,
    Sailing,
    ServiceRef,
    TerminalCall,
    TerminalCalls,
    VesselCalls,
    VesselRef,
    VesselsQuery,
)
from landsea.runtime import Kept

PORT_DAYS = 28
"""How many local days a port's schedule covers, with the first. CS 1.0 names only the first (`date`), no last."""
NOT_NAMED = "TBD"
"""What stands for the operator of a vessel that is not named; not a code that anybody has."""
SERVICES_MAX = 1000
_voyages: Kept[tuple[str, str, datetime], Voyage | None] = Kept(4096)


def list_vessels(
    view: View, query: VesselsQuery, limit: int, after: tuple[str, ...] | None
) -> Page[tuple[VesselCalls, ...]]:
    """The services with voyages that match, each with its vessels. Omitted and blanked calls are not told."""
    _known(view, query.place, "UNLocationCode")
    if query.operator == NOT_NAMED or query.days.first is None or query.days.last is None:
        return Page(())
    wanted = VesselFilter(
        start=query.days.first,
        end=query.days.last,
        service_code=query.service_code,
        universal_service=query.universal_service,
        imo=query.imo,
        vessel_name=query.vessel_name,
        operator=query.operator,
        voyage=query.voyage,
        universal_voyage=query.universal_voyage,
        place=query.place,
        smdg=query.smdg,
        called=True,
    )
    position = None if after is None else (after[0], after[1], after[2])
    page = network.list_service_schedules(view, VesselQuery(wanted, limit, position))
    services = groupby(page.schedules, key=_service)
    return Page(tuple(tuple(_vessel_calls(one) for one in schedules) for _, schedules in services), page.next)


def list_terminals(view: View, query: PortQuery, limit: int, after: tuple[str, ...] | None) -> Page[TerminalCalls]:
    """The terminals of a port with the calls that arrive or depart on a day from `query.since` on, for `PORT_DAYS`."""
    _known(view, query.place, "UNLocationCode")
    codes = _codes(view, query.place)
    last = query.since + timedelta(days=PORT_DAYS - 1)
    wanted = VesselFilter(start=query.since, end=last, place=query.place, called=True)
    terminals: dict[tuple[str, str], list[TerminalCall]] = {}
    for schedule in _all(view, wanted):
        for call in schedule.calls:
            if call.location.code in codes and any(query.since <= day <= last for day in call.dates):
                told = TerminalCall(_service(schedule), _vessel(schedule), _call(call))
                terminals.setdefault((told.call.smdg, told.call.place), []).append(told)
    keys = [key for key in sorted(terminals) if after is None or key > after]
    shown = tuple(_terminal(*key, terminals[key]) for key in keys[:limit])
    return Page(shown, keys[limit - 1] if len(keys) > limit else None)


def _terminal(smdg: str, place: str, calls: list[TerminalCall]) -> TerminalCalls:
    name = next((one.call.name for one in calls if one.call.name), "")
    return TerminalCalls(place, name, smdg, tuple(sorted(calls, key=_moment)))


def _known(view: View, place: str, name: str) -> None:
    if place and network.current(view).find_place(place) is None and not _is_called_at(view, place):
        raise BadParameters([BadQuery(name=name, value=place, why="the network has no such place")])


def _is_called_at(view: View, place: str) -> bool:
    """Whether an imported schedule knows a place that the network does not have."""
    now = view.now.date()
    wanted = VesselFilter(start=now - timedelta(days=366), end=now + timedelta(days=366), place=place)
    return bool(network.list_service_schedules(view, VesselQuery(wanted, 1)).schedules)


def _codes(view: View, place: str) -> frozenset[str]:
    """The code asked for, and the one under which the network knows the place."""
    found = network.current(view).find_place(place)
    return frozenset({place, str(found.code) if found else place})


def _all(view: View, wanted: VesselFilter) -> Iterator[VesselSchedule]:
    after = None
    while True:
        page = network.list_service_schedules(view, VesselQuery(wanted, SERVICES_MAX, after))
        yield from page.schedules
        if page.next is None:
            return
        after = page.next


def _moment(told: TerminalCall) -> tuple[object, ...]:
    return min(one.at for one in told.call.times), told.service.code, told.call.reference


def _vessel_calls(schedule: VesselSchedule) -> VesselCalls:
    return VesselCalls(_service(schedule), _vessel(schedule), tuple(_call(call) for call in schedule.calls))


def _service(schedule: VesselSchedule | Voyage) -> ServiceRef:
    return ServiceRef(schedule.service_code, schedule.service_name, schedule.universal_service)


def _vessel(schedule: VesselSchedule | Voyage) -> VesselRef:
    found = schedule.vessel
    operator = "" if found.operator == NOT_NAMED else found.operator
    return VesselRef(found.is_dummy, found.imo, found.mmsi, found.name, found.call_sign, operator)


def _call(call: VesselCall) -> PortCall:
    moments = {
        "cargo": call.cargo_until,
        "document": call.document_until,
        "customs": call.customs_until,
        "vgm": call.vgm_until,
        "dangerous": call.dangerous_until,
    }
    return PortCall(
        reference=call.reference,
        port_visit=call.port_visit,
        import_voyage=call.import_voyage,
        export_voyage=call.export_voyage,
        universal_import=call.universal_import,
        universal_export=call.universal_export,
        place=str(call.location.code) if call.location.unlocode else "",
        name=call.location.name,
        smdg=call.location.smdg,
        times=tuple(CallTime(one.event.value, one.classifier.value, one.at) for one in call.timestamps),
        cutoffs=tuple(LatestMoment(what, at) for what, at in moments.items() if at is not None),
    )


def with_sailings(view: View, routings: Iterable[Routing]) -> tuple[Routing, ...]:
    """The same, with the voyage of every leg by sea."""
    version, find = network.version(view), network.voyage_finder(view)
    return tuple(replace(one, legs=tuple(_with_sailing(find, version, leg) for leg in one.legs)) for one in routings)


def _with_sailing(find: Callable[[str, datetime], Voyage | None], version: str, leg: RoutingLeg) -> RoutingLeg:
    trip, start = leg.trip, leg.start
    if leg.mode != "sea" or start is None:
        return leg
    voyage = _voyages.get((version, trip, start), lambda: find(trip, start))
    return leg if voyage is None else replace(leg, sailing=_sailing(voyage, leg))


def _sailing(voyage: Voyage, leg: RoutingLeg) -> Sailing | None:
    loaded = next((c for c in voyage.calls if c.departure is not None and c.departure.at == leg.departure), None)
    landed = next((c for c in voyage.calls if c.arrival is not None and c.arrival.at == leg.arrival), None)
    if loaded is None or landed is None:
        return None
    return Sailing(
        service=_service(voyage),
        vessel=_vessel(voyage),
        reference=loaded.reference,
        port_visit=loaded.port_visit,
        import_voyage=landed.import_voyage,
        export_voyage=loaded.export_voyage,
        universal_import=landed.universal_import,
        universal_export=loaded.universal_export,
    )
