"""The numbers and references that the network gives to its own runs, and the runs that a schedule means by them when it comes back."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from landsea.kernel import utc
from landsea.network.model.feed import Network, Trip
from landsea.network.model.vessels import VesselCall
from landsea.network.rules.days import DAY_MINUTES, minute_of, run_starts, service_day
from landsea.network.rules.names import short

NUMBER_TRIP_MAX = 39
_NUMBER = re.compile(r"(.+)-([0-9]{10})", re.ASCII)
_REFERENCE = re.compile(r"(.+-[0-9]{10})-[^-]+-[0-9]{1,4}", re.ASCII)


def number_of(trip: str, start: datetime) -> str:
    """The voyage number of a run; `start` is its first departure in the zone of the service."""
    return f"{short(trip, NUMBER_TRIP_MAX)}-{start:%y%m%d%H%M}"


def reference_of(number: str, place: str, position: int) -> str:
    """The transportCallReference of a call of the run with this number; positions count from 0."""
    return f"{number}-{place}-{position + 1}"


def number_meant(number: str, calls: Iterable[VesselCall]) -> str:
    """The number of this form that a voyage goes by: its own, else that in the references of two of its calls or more (one may be
    where the voyage before it ended). Empty where there is none.
    """
    if _NUMBER.fullmatch(number):
        return number
    named = Counter(found[1] for call in calls if (found := _REFERENCE.fullmatch(call.reference)))
    return next((one for one, count in named.most_common(1) if count > 1), "")


def run_meant(network: Network, service: str, number: str) -> tuple[str, date] | None:
    """Trip and service day of the service's run, by its calendar, that has this number."""
    named = _NUMBER.fullmatch(number)
    if named is None or service not in network.services:
        return None
    timezone = network.services[service].timezone
    try:
        start = datetime.strptime(named[2], "%y%m%d%H%M").replace(tzinfo=ZoneInfo(timezone))
    except ValueError:
        return None
    minute = minute_of(utc(start))
    for trip in _trips_called(network, service, named[1]):
        if minute in run_starts(network, trip, minute, minute + 1):
            return trip.id, service_day(minute - trip.calls[0].departure_minute // DAY_MINUTES * DAY_MINUTES, timezone)
    return None


def _trips_called(network: Network, service: str, name: str) -> Iterable[Trip]:
    trips = (one for one in network.trips.values() if one.service == service)
    return (one for one in trips if short(one.id, NUMBER_TRIP_MAX) == name)
