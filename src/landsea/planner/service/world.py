"""A network made ready for planning in a window of time: the engine, and what its numbers stand for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from landsea.emissions import LegEmissions
from landsea.planner.model import NothingToAvoid, PlaceRef, UnknownStop
from landsea.routing import Engine
from landsea.runtime import translate

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def minute_of(instant: datetime) -> int:
    """Whole minutes since 1970-01-01T00:00Z; seconds count as the next minute, so that cargo is never early."""
    return -((_EPOCH - instant) // timedelta(minutes=1))


def instant_of(minute: int) -> datetime:
    return _EPOCH + timedelta(minutes=minute)


def at(minute: int, zone: str) -> datetime:
    """A minute of the engine in the time of a place."""
    return instant_of(minute).astimezone(ZoneInfo(zone))


@dataclass(frozen=True, slots=True)
class ServiceInfo:
    """What a pattern or transfer stands for. `emissions` are those of one TEU on each segment; transfers have no `trip`."""

    id: str
    name: str
    name_zh: str
    emissions: tuple[LegEmissions, ...]
    trip: str = ""


@dataclass(frozen=True, slots=True)
class World:
    """`stops`, `services` and `transfers` are indexed as in the engine's timetable; `names` maps a place or facility
    to its stops.
    """

    version: str
    basis: str
    basis_zh: str
    engine: Engine
    stops: tuple[PlaceRef, ...]
    services: tuple[ServiceInfo, ...]
    transfers: tuple[ServiceInfo, ...]
    names: Mapping[str, tuple[int, ...]]

    @property
    def modes(self) -> frozenset[str]:
        timetable = self.engine.timetable
        return frozenset(p.mode for p in timetable.patterns) | frozenset(t.mode for t in timetable.transfers)

    def stops_of(self, name: str, pointer: str = "") -> tuple[int, ...]:
        """The stops of a place or facility by its code (letters may be small), or of the one place with that name in
        English or Chinese; refused when the network knows none.
        """
        found = self.names.get(name.strip().upper()) or self._stops_named(name.strip().casefold())
        if not found:
            raise UnknownStop(place=name, pointer=pointer)
        return found

    def avoidable(self, name: str, pointer: str = "") -> tuple[str, ...]:
        """The engine's names for a strait or canal, country, carrier, service, place or facility; places, straits and
        canals also by their names in English or Chinese. Refused when there is none.
        """
        known = self.engine.index.register
        wanted = name.strip()
        for table in (known.segments, known.patterns, known.stops):
            for one in (wanted, wanted.upper(), wanted.lower()):
                if one in table and one:
                    return (one,)
        try:
            return tuple({self.stops[stop].place for stop in self.stops_of(name)})
        except UnknownStop:
            for one in known.segments:
                if _same_water(one, wanted):
                    return (one,)
            raise NothingToAvoid(name=name, passages=", ".join(sorted(known.segments)), pointer=pointer) from None

    def _stops_named(self, asked: str) -> tuple[int, ...]:
        places = {stop.place for stop in self.stops if asked in (stop.place_name.casefold(), stop.place_name_zh)}
        return self.names[places.pop()] if len(places) == 1 else ()


def _same_water(code: str, asked: str) -> bool:
    """Whether a strait or canal is called so: `Strait of Malacca`, `Malacca`, 马六甲海峡 and 马六甲 are `malacca-strait`."""
    chinese = translate(code, "zh")
    return (
        asked in (chinese, chinese.removesuffix("海峡").removesuffix("运河"))
        or _proper(asked) == _proper(code) != frozenset()
    )


def _proper(name: str) -> frozenset[str]:
    """The words of a name but for those that many straits share."""
    return frozenset(name.casefold().replace("-", " ").split()) - {"strait", "straits", "canal", "of", "the"}
