"""Finding places by code, alias or name in either language, and showing what serves one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from landsea.journal import View
from landsea.kernel import utc
from landsea.network.model import Alias, Facility, Network, Place, Service, Trip
from landsea.network.rules import folded
from landsea.network.rules.compile import starts_between
from landsea.network.rules.days import instant_of, minute_of
from landsea.network.service.reading import current, place_in

LOOK_AHEAD_DAYS = 28


@dataclass(frozen=True, slots=True)
class Departure:
    """A trip that can be boarded at a facility of the place. `next` is its next departure there (UTC); `weekly` how many runs a week
    it has on average over the four weeks to come.
    """

    trip: Trip
    service: Service
    facility: Facility
    next: datetime
    weekly: float


@dataclass(frozen=True, slots=True)
class PlaceDetail:
    place: Place
    aliases: tuple[Alias, ...]
    facilities: tuple[Facility, ...]
    departures: tuple[Departure, ...]


def find_places(view: View, wanted: str = "", limit: int = 50) -> list[Place]:
    """Places whose code, alias or name (English or Chinese, accents do not matter) begins with `wanted`, then those that contain it."""
    return places_in(current(view), wanted, limit)


def places_in(network: Network, wanted: str, limit: int = 50) -> list[Place]:
    asked = folded(wanted)
    aliases: dict[str, list[str]] = {}
    for alias in network.aliases.values():
        aliases.setdefault(alias.code, []).append(alias.alias)
    ranked = []
    for place in network.places.values():
        rank = _rank(asked, place, aliases.get(place.code, []))
        if rank is not None:
            ranked.append((rank, place.code, place))
    return [place for _, _, place in sorted(ranked, key=lambda found: found[:2])[:limit]]


def _rank(asked: str, place: Place, aliases: list[str]) -> int | None:
    words = [folded(word) for word in (place.code, *aliases, place.name, place.name_zh)]
    if asked in words:
        return 0
    if any(word.startswith(asked) for word in words):
        return 1
    return 2 if any(asked in word for word in (*words, folded(place.region), folded(place.region_zh))) else None


def show(view: View, code: str) -> PlaceDetail:
    """A place with its facilities and what departs from them."""
    return show_in(current(view), code, view.now)


def show_in(network: Network, code: str, now: datetime) -> PlaceDetail:
    place = place_in(network, code)
    facilities = network.facilities_of(place.code)
    departures = sorted(_departures(network, {one.id: one for one in facilities}, now), key=lambda found: found.next)
    aliases = tuple(alias for alias in network.aliases.values() if alias.code == place.code)
    return PlaceDetail(place, aliases, facilities, tuple(departures))


def _departures(network: Network, facilities: dict[str, Facility], now: datetime) -> Iterator[Departure]:
    for trip in network.trips.values():
        for call in trip.calls[:-1]:
            if call.board and call.facility in facilities:
                after_start = call.departure_minute - trip.calls[0].departure_minute
                first = minute_of(utc(now)) - after_start
                starts = starts_between(network, trip, first, first + LOOK_AHEAD_DAYS * 1440)
                if starts:
                    leaves = instant_of(starts[0] + after_start)
                    weekly = len(starts) / (timedelta(days=LOOK_AHEAD_DAYS) / timedelta(weeks=1))
                    service = network.services[trip.service]
                    yield Departure(trip, service, facilities[call.facility], leaves, weekly)
