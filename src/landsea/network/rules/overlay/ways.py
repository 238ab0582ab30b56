"""How far it is from call to call, and which straits and canals lie between."""

from __future__ import annotations

from itertools import pairwise
from math import asin, cos, radians, sin, sqrt

from landsea.network.model.feed import Network, Service
from landsea.network.model.places import Facility
from landsea.network.rules.overlay.added import Added, Measured, Way

EARTH_METRES = 6_371_009


def ways_between(network: Network, added: Added, service: str, facilities: list[str]) -> list[Way]:
    """Between the calls: as the service, else any other by sea, measures them; else great circles for all.

    A great circle stands for the shortest feasible distance, which is never less: ISO 14083 has no step from it to the distance sailed.
    """
    legs = list(pairwise(facilities))
    for known in (measured(network, added, service), measured(network, added, "")):
        if all(leg in known for leg in legs) and len({known[leg][1] for leg in legs}) == 1:
            return [known[leg] for leg in legs]
    circles = (_great_circle(network.facilities[a], network.facilities[b]) for a, b in legs)
    return [(metres, "SFD", frozenset()) for metres in circles]


def by_sea(network: Network) -> list[Service]:
    return [one for one in network.services.values() if one.mode == "sea"]


def measured(network: Network, added: Added, service: str) -> Measured:
    if service not in added.measured:
        wanted = {service} if service else {one.id for one in by_sea(network)}
        found: Measured = {}
        for trip in network.trips.values():
            if trip.service in wanted:
                for before, after in pairwise(trip.calls):
                    metres = after.distance_metres - before.distance_metres
                    kind = network.services[trip.service].distance_kind
                    found.setdefault((before.facility, after.facility), (metres, kind, before.passages))
        added.measured[service] = found
    return added.measured[service]


def _great_circle(a: Facility, b: Facility) -> int:
    """Haversine on a sphere of the Earth's mean radius (ISO 14083 calls it great circle distance)."""
    south, north = radians(a.latitude_udeg / 1e6), radians(b.latitude_udeg / 1e6)
    east = radians((b.longitude_udeg - a.longitude_udeg) / 1e6)
    half = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin(east / 2) ** 2
    return round(2 * EARTH_METRES * asin(sqrt(half)))
