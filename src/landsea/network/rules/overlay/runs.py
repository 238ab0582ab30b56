"""The network's own runs that imported voyages stand for."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from datetime import date, datetime
from itertools import takewhile
from zoneinfo import ZoneInfo

from landsea.kernel import utc
from landsea.network.model.changes import Sailing, SailingChange
from landsea.network.model.feed import Network, Trip
from landsea.network.model.vessels import CallEvent, Classifier, VesselCall, Voyage
from landsea.network.rules.days import DAY_MINUTES, instant_of, minute_of, run_starts, service_day, service_day_minute
from landsea.network.rules.overlay.added import Added, Run
from landsea.network.rules.own_runs import number_meant, number_of, run_meant

OwnRunKey = tuple[str, datetime]
"""Trip and first departure (UTC)."""
SAME_RUN_MINUTES = 84 * 60
"""Half a week: a voyage stands for the run of a weekly service that was planned nearest to it."""


def replace_run(network: Network, added: Added, voyage: Voyage) -> OwnRunKey | None:
    """Takes the run that the voyage stands for out of the service's calendar; a blanked voyage too stands for its run.

    It is the run, or the sailing added on the node, that this node's own numbers name; else the nearest. `None`: it stands for none.
    """
    number = number_meant(voyage.number, voyage.calls)
    sailing = _sailing_meant(network, number) if number else None
    if sailing is not None:
        return sailing.trip, sailing.start
    named = run_meant(network, voyage.service, number)
    if named is not None:
        trip, day = named
        added.replaced.setdefault(trip, {})[day] = voyage.vessel.key
        return _key(network, trip, day)
    first = next((call for call in voyage.calls if call.export_voyage == voyage.number and _planned(call)), None)
    if first is None or not voyage.service:
        return None
    for _, trip, day in sorted(_near(network, added, voyage.service, first)):
        vessel = added.replaced.setdefault(trip, {}).setdefault(day, voyage.vessel.key)
        if vessel == voyage.vessel.key:  # also where the way out stood for it already: a rotation has several voyages
            return _key(network, trip, day)
    return None


def _key(network: Network, trip: str, day: date) -> OwnRunKey:
    run = network.trips[trip]
    start = service_day_minute(day, network.services[run.service].timezone) + run.calls[0].departure_minute
    return trip, instant_of(start)


def is_named(network: Network, voyage: Voyage) -> bool:
    return run_meant(network, voyage.service, number_meant(voyage.number, voyage.calls)) is not None


def _sailing_meant(network: Network, number: str) -> Sailing | None:
    for sailing in network.sailings:
        if sailing.change is SailingChange.ADDED and sailing.trip in network.trips:
            zone = ZoneInfo(network.services[network.trips[sailing.trip].service].timezone)
            if number_of(sailing.trip, sailing.start.astimezone(zone)) == number:
                return sailing
    return None


def _planned(call: VesselCall) -> datetime | None:
    """When it was planned to leave; the best time there is where no plan is told."""
    found = [one for one in call.timestamps if one.event is CallEvent.DEPARTURE]
    best = next((one for one in found if one.classifier is Classifier.PLANNED), call.departure)
    return utc(best.at) if best else None


def _near(network: Network, added: Added, service: str, call: VesselCall) -> Iterator[tuple[int, str, date]]:
    """Runs of the service that leave the call's facility within half a week of it: minutes between, trip, service day."""
    planned = _planned(call)
    if planned is None:
        return
    wanted, leaving = minute_of(planned), _leaving(network, added, service, call.facility)
    begin = bisect_left(leaving, (wanted - SAME_RUN_MINUTES,))
    for minute, trip, day in takewhile(lambda run: run[0] <= wanted + SAME_RUN_MINUTES, leaving[begin:]):
        yield abs(minute - wanted), trip, day


def _leaving(network: Network, added: Added, service: str, facility: str) -> list[Run]:
    """When the service's runs leave a facility, rising, as far as any voyage reaches."""
    if (service, facility) not in added.leaving:
        trips = (trip for trip in network.trips.values() if trip.service == service)
        found = (run for trip in trips for run in _runs_leaving(network, added, trip, facility))
        added.leaving[service, facility] = sorted(found)
    return added.leaving[service, facility]


def _runs_leaving(network: Network, added: Added, trip: Trip, facility: str) -> Iterator[Run]:
    zero, (begin, end) = trip.calls[0].departure_minute, added.window
    timezone = network.services[trip.service].timezone
    for own in trip.calls:
        if own.facility == facility and own.board:
            after = own.departure_minute - zero
            for start in run_starts(network, trip, begin - after, end - after):
                yield start + after, trip.id, service_day(start - zero // DAY_MINUTES * DAY_MINUTES, timezone)
