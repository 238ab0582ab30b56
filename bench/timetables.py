"""Synthetic freight timetables of any size, and the same thing as GTFS for engines that read it.

    network = synthetic(100_000)              # about so many connections, the same for the same seed
    Engine(network.timetable).plan(...)
    gtfs.write_gtfs(synthetic(100_000, plain=True), Path("feed"))

Nothing in them is real. Places lie at random in a box of 50 by 110 degrees; a sixth of them are hubs (a port and a
rail terminal, joined by a shuttle), the others feeders of one terminal; every eighth hub has an airport. Services run
weekly to daily for `days`: ships between ports in loops of days and weeks, trains between terminals, lorries
between neighbours, aircraft between airports. Speeds, handling times, cut-offs, prices and CO2e are of the usual order
for each mode. GTFS knows neither cut-offs nor handling times, so a `plain` timetable has none: on it, engines must agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from math import asin, cos, log, radians, sin, sqrt
from random import Random

from landsea.routing import ON_TIME, Call, Delay, Pattern, Stop, Timetable, Transfer

MONDAY = date(2027, 1, 4)
DAY = 1440
START = (MONDAY - date(1970, 1, 1)).days * DAY
EARTH_KM = 6371
STRAITS = {"east-strait": 95.0, "west-strait": 45.0}
"""Longitudes that ships can only pass by these straits."""


@dataclass(frozen=True)
class Mode:
    """What its services are like. Cents and grams are per TEU and km; `share` is that of all connections."""

    name: str
    gtfs_type: int
    share: float
    km_per_hour: int
    calls: tuple[int, int]
    dwell_minutes: tuple[int, int]
    weekdays: tuple[int, ...]
    cents_km: int
    grams_km: int
    handling_cents: int
    ride_fee: int
    cargo_lead: int
    document_lead: int
    customs_lead: int | None
    vgm_lead: int | None
    unload: int
    late_share: float
    late_hours: int


MODES = (
    Mode("sea", 4, 0.20, 30, (5, 10), (720, 1800), (1, 1, 2), 12, 90, 9000, 5000, 1440, 2880, 720, 1440, 720, 0.4, 60),
    Mode(
        "rail", 2, 0.35, 45, (3, 8), (60, 240), (2, 3, 5, 7), 45, 180, 4000, 2000, 240, 720, None, None, 240, 0.25, 10
    ),
    Mode("road", 3, 0.35, 50, (2, 4), (30, 90), (5, 7, 7), 140, 850, 1500, 1500, 60, 60, None, None, 60, 0.15, 4),
    Mode(
        "air", 1100, 0.10, 700, (2, 3), (120, 240), (2, 3, 7), 2600, 6500, 20000, 4000, 360, 480, 240, None, 180, 0.2, 6
    ),
)


@dataclass(frozen=True)
class Synthetic:
    """A timetable and where its stops are: (latitude, longitude)."""

    timetable: Timetable
    positions: tuple[tuple[float, float], ...]


def synthetic(connections: int, *, days: int = 98, seed: int = 1, plain: bool = False) -> Synthetic:
    """A timetable of about `connections` segments of runs over `days`, drawn from the seed alone."""
    chance = Random(seed)
    ground = _Ground(chance, places=max(12, round(1.3 * sqrt(connections))))
    patterns: list[Pattern] = []
    for mode in MODES:
        made = 0
        while made < mode.share * connections:
            for way in _there_and_back(_way(chance, ground, mode)):
                pattern = _pattern(chance, ground, mode, way, f"{mode.name}-{len(patterns)}", days)
                patterns.append(_without_handling(pattern) if plain else pattern)
                made += len(pattern.costs) * len(pattern.starts)
    longest = max(p.calls[-1].arrival_minute for p in patterns)
    timetable = Timetable(
        "USD",
        tuple(ground.stops),
        tuple(patterns),
        tuple(ground.shuttles),
        START,
        START + days * DAY + longest + 7 * DAY,
        (ON_TIME, *(_delay(mode) for mode in MODES)),
    )
    return Synthetic(timetable, tuple(ground.positions))


class _Ground:
    """Places and their facilities: stops by mode, neighbours, shuttles between port and terminal of a hub."""

    def __init__(self, chance: Random, places: int) -> None:
        self.stops: list[Stop] = []
        self.positions: list[tuple[float, float]] = []
        self.shuttles: list[Transfer] = []
        self.by_mode: dict[str, list[int]] = {mode.name: [] for mode in MODES}
        for number in range(places):
            self._place(chance, number)
        self._near: dict[tuple[str, int], list[int]] = {}

    def _place(self, chance: Random, number: int) -> None:
        at = (chance.uniform(-10, 40), chance.uniform(10, 120))
        terminal = self._stop(number, "T", at, 7)
        self.by_mode["rail"].append(terminal)
        self.by_mode["road"].append(terminal)
        if number % 6 == 0:
            port = self._stop(number, "P", (at[0] + 0.05, at[1]), 5)
            self.by_mode["sea"].append(port)
            for a, b in ((terminal, port), (port, terminal)):
                self.shuttles.append(Transfer(a, b, 120, "road", 6000, 9000, f"shuttle-{a}-{b}"))
        if number % 48 == 0:
            self.by_mode["air"].append(terminal)

    def _stop(self, number: int, kind: str, at: tuple[float, float], free_days: int) -> int:
        country = f"X{int(at[1] - 10) // 10:02}"
        name = f"{number:05}{kind}"
        self.stops.append(
            Stop(name, f"{number:05}", free_minutes=free_days * DAY, storage_cost_day=1500, country=country)
        )
        self.positions.append(at)
        return len(self.stops) - 1

    def near(self, mode: str, stop: int) -> list[int]:
        """All stops of the mode, nearest first."""
        if (mode, stop) not in self._near:
            self._near[mode, stop] = sorted(self.by_mode[mode], key=lambda other: self._rough(stop, other))
        return self._near[mode, stop]

    def _rough(self, a: int, b: int) -> float:
        (lat, lon), (other_lat, other_lon) = self.positions[a], self.positions[b]
        return (lat - other_lat) ** 2 + (lon - other_lon) ** 2

    def km(self, a: int, b: int) -> int:
        """Along the ground, a quarter longer than straight; at least one."""
        return max(1, round(1.25 * kilometres(self.positions[a], self.positions[b])))


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Great-circle distance between two (latitude, longitude)."""
    lat, lon, other_lat, other_lon = (radians(x) for x in (*one, *other))
    half = sin((other_lat - lat) / 2) ** 2 + cos(lat) * cos(other_lat) * sin((other_lon - lon) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(half))


def _there_and_back(way: list[int]) -> list[list[int]]:
    return [way] if way[0] == way[-1] else [way, way[::-1]]


def _pattern(chance: Random, ground: _Ground, mode: Mode, way: Sequence[int], name: str, days: int) -> Pattern:
    legs = [ground.km(a, b) for a, b in pairwise(way)]
    calls = _calls(chance, mode, way, legs)
    return Pattern(
        id=name,
        service=name,
        mode=mode.name,
        calls=calls,
        costs=tuple(mode.cents_km * km for km in legs),
        co2es=tuple(mode.grams_km * km for km in legs),
        starts=_starts(chance, mode, days),
        ride_fee=mode.ride_fee,
        carrier=f"carrier-{chance.randrange(20)}",
        passages=tuple(_straits(ground, mode, a, b) for a, b in pairwise(way)),
        attributes={"draught_cm": chance.choice([900, 1200, 1450])} if mode.name == "sea" else {},
    )


def _way(chance: Random, ground: _Ground, mode: Mode) -> list[int]:
    """Calls near each other for lorries and half of the trains, far apart for the rest; ships return."""
    stops = ground.by_mode[mode.name]
    at = chance.choice(stops)
    far = {"road": 10, "rail": 30, "sea": 40, "air": len(stops)}[mode.name]
    if mode.name == "rail" and chance.random() < 0.2:
        far = len(stops)
    way = [at]
    for _ in range(min(chance.randint(*mode.calls), len(stops)) - 1):
        ahead = [stop for stop in ground.near(mode.name, way[-1])[1 : far + 1] if stop not in way]
        if not ahead:
            break
        way.append(chance.choice(ahead))
    return [*way, way[0]] if mode.name == "sea" and len(way) > 2 else way


def _calls(chance: Random, mode: Mode, way: Sequence[int], legs: Sequence[int]) -> tuple[Call, ...]:
    minute, calls = 0, list[Call]()
    for stop, km in zip(way, (*legs, 0), strict=True):
        departure = minute + (chance.randint(*mode.dwell_minutes) if calls else 0)
        calls.append(
            Call(
                stop,
                minute,
                departure,
                cargo_lead_minutes=mode.cargo_lead,
                document_lead_minutes=mode.document_lead,
                customs_lead_minutes=mode.customs_lead,
                unload_minutes=mode.unload,
                load_cost=mode.handling_cents,
                unload_cost=mode.handling_cents,
                load_co2e=5000,
                unload_co2e=5000,
                vgm_lead_minutes=mode.vgm_lead,
                delay=1 + MODES.index(mode),
            )
        )
        minute = departure + max(1, round(60 * km / mode.km_per_hour))
    return tuple(calls)


def _starts(chance: Random, mode: Mode, days: int) -> tuple[int, ...]:
    """One start a day at a fixed hour on so many days of the week."""
    weekdays = set(chance.sample(range(7), chance.choice(mode.weekdays)))
    hour = chance.randrange(0, DAY, 15)
    return tuple(START + day * DAY + hour for day in range(days) if day % 7 in weekdays)


def _straits(ground: _Ground, mode: Mode, a: int, b: int) -> frozenset[str]:
    if mode.name != "sea":
        return frozenset()
    west, east = sorted((ground.positions[a][1], ground.positions[b][1]))
    return frozenset(name for name, longitude in STRAITS.items() if west < longitude < east)


def _delay(mode: Mode) -> Delay:
    """Late with the mode's share, and then by an exponential time: a hundred equally likely delays."""
    shares = [(2 * n + 1) / 200 for n in range(100)]
    late = [1 - (1 - share) / mode.late_share for share in shares]
    return Delay(tuple(max(0, round(-mode.late_hours * 60 * log(1 - x))) if x > 0 else 0 for x in late), "synthetic")


def _without_handling(pattern: Pattern) -> Pattern:
    calls = (Call(call.stop, call.arrival_minute, call.departure_minute, delay=call.delay) for call in pattern.calls)
    return replace(pattern, calls=tuple(calls))
