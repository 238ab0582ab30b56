"""Imported voyages laid over a network: each becomes a trip with a calendar of one day, so that planners need no word for it.

What a published schedule does not say is taken from the network: prices, cut-offs, capacity and distances of its service of the same
code; without one, the default below. A run of that service which an imported voyage stands for is taken out of its calendar.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from landsea.kernel import utc
from landsea.network.model.feed import Calendar, Network
from landsea.network.model.vessels import VesselCall, VesselSchedule, Voyage
from landsea.network.rules.days import minute_of
from landsea.network.rules.overlay.added import Added
from landsea.network.rules.overlay.matching import find_facility, matched_to, remembered
from landsea.network.rules.overlay.runs import SAME_RUN_MINUTES, OwnRunKey, is_named, replace_run
from landsea.network.rules.overlay.trips import add_voyage
from landsea.network.rules.voyages import is_loop, voyages_of

__all__ = ["Overlaid", "find_facility", "with_voyages"]


@dataclass(frozen=True)
class Overlaid:
    """The network with the voyages in it, the schedules with its facilities, their voyages with the trips they became, and the calls that
    no facility could be found for. `runs` are those of the network that voyages stand for, by trip and first departure (UTC), with the
    first of these voyages.
    """

    network: Network
    schedules: tuple[VesselSchedule, ...] = ()
    voyages: tuple[Voyage, ...] = ()
    unmatched: tuple[tuple[VesselSchedule, VesselCall], ...] = ()
    runs: Mapping[OwnRunKey, Voyage] = field(default_factory=dict)


def with_voyages(network: Network, schedules: Iterable[VesselSchedule]) -> Overlaid:
    """`schedules` as imported; their calls get the network's facilities and cut-offs. The network's digest stays as it was."""
    find = remembered(network)
    matched = tuple(matched_to(network, one, find) for one in schedules)
    unmatched = tuple((one, call) for one in matched for call in one.calls if not call.facility)
    added = Added(_window(matched))
    told = [voyage for schedule in sorted(matched, key=_first_moment) for voyage in voyages_of(schedule)]
    voyages = tuple(add_voyage(network, added, voyage) for voyage in told)
    runs = _runs(network, added, zip(told, voyages, strict=True))
    return Overlaid(_joined(network, added), matched, voyages, unmatched, runs)


def _runs(network: Network, added: Added, voyages: Iterable[tuple[Voyage, Voyage]]) -> dict[OwnRunKey, Voyage]:
    """As told and as planned with. Those that name a run come first: the others take of what is left."""
    found: dict[OwnRunKey, Voyage] = {}
    for told, planned in sorted(voyages, key=lambda one: not is_named(network, one[0])):
        run = None if is_loop(told.calls) else replace_run(network, added, told)
        if run is not None:
            found.setdefault(run, planned)
    return found


def _window(schedules: Iterable[VesselSchedule]) -> tuple[int, int]:
    times = [minute_of(utc(one.at)) for schedule in schedules for call in schedule.calls for one in call.timestamps]
    return min(times, default=0) - SAME_RUN_MINUTES, max(times, default=0) + SAME_RUN_MINUTES + 1


def _first_moment(schedule: VesselSchedule) -> datetime:
    return min((one.at for call in schedule.calls for one in call.timestamps), default=datetime.max.replace(tzinfo=UTC))


def _joined(network: Network, added: Added) -> Network:
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
