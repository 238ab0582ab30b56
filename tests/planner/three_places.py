"""A synthetic world of three places: Chongqing by daily train to Qinzhou, a shuttle to the quay, a weekly ship to
Singapore, a flight.
"""

from __future__ import annotations

from datetime import UTC, datetime

from landsea.emissions import Distance, LegEmissions, Mode, default_mass_grams, leg_emissions, shipped
from landsea.planner import PlaceRef
from landsea.planner.service.world import ServiceInfo, World, minute_of
from landsea.routing import Call, Engine, Pattern, Stop, Timetable, Transfer

DAY, HOUR = 1440, 60
MONDAY = minute_of(datetime(2026, 11, 23, tzinfo=UTC))
ASIA, SINGAPORE = "Asia/Shanghai", "Asia/Singapore"


def _leg(mode: Mode, km: int, kind: Distance = Distance.SHORTEST_FEASIBLE) -> LegEmissions:
    return leg_emissions(shipped().for_mode(mode), km * 1000, kind, default_mass_grams(1))


RAIL, SHUTTLE, SEA = _leg(Mode.RAIL, 1192), _leg(Mode.ROAD, 5), _leg(Mode.SEA, 2500)
AIR = _leg(Mode.AIR, 2730, Distance.GREAT_CIRCLE)


def _place(facility: str, name: str, place: str, english: str, chinese: str, zone: str) -> PlaceRef:
    return PlaceRef(facility, name, name, place, english, chinese, zone)


def _starts(first: int, every: int, days: int) -> tuple[int, ...]:
    return tuple(range(MONDAY + first, MONDAY + days * DAY, every))


def world(days: int = 60) -> World:
    timetable = Timetable(
        currency="USD",
        stops=(
            Stop("CNCKG-R", "CNCKG"),
            Stop("CNQZH-R", "CNQZH"),
            Stop("CNQZH-S", "CNQZH", free_minutes=5 * DAY, storage_cost_day=1200),
            Stop("SGSIN-S", "SGSIN"),
            Stop("CNCKG-A", "CNCKG"),
            Stop("SGSIN-A", "SGSIN"),
        ),
        patterns=(_train(days), _ship(days), _flight(days)),
        transfers=(Transfer(1, 2, 2 * HOUR, "road", 2000, SHUTTLE.wtw_grams, "T"),),
        start_minute=MONDAY,
        end_minute=MONDAY + days * DAY,
    )
    stops = (
        _place("CNCKG-R", "Tuanjiecun", "CNCKG", "Chongqing", "重庆", ASIA),
        _place("CNQZH-R", "Qinzhou Port East", "CNQZH", "Qinzhou", "钦州", ASIA),
        _place("CNQZH-S", "Qinzhou quay", "CNQZH", "Qinzhou", "钦州", ASIA),
        _place("SGSIN-S", "Singapore quay", "SGSIN", "Singapore", "新加坡", SINGAPORE),
        _place("CNCKG-A", "Jiangbei", "CNCKG", "Chongqing", "重庆", ASIA),
        _place("SGSIN-A", "Changi", "SGSIN", "Singapore", "新加坡", SINGAPORE),
    )
    names = {"CNCKG": (0, 4), "CNQZH": (1, 2), "SGSIN": (3, 5)} | {s.facility: (n,) for n, s in enumerate(stops)}
    services = (_info("R", RAIL), _info("S", SEA), _info("A", AIR))
    return World(
        "three-places/1", "synthetic", "合成数据", Engine(timetable), stops, services, (_info("T", SHUTTLE),), names
    )


def _info(service: str, emissions: LegEmissions) -> ServiceInfo:
    return ServiceInfo(service, f"Service {service}", f"服务 {service}", (emissions,))


def _train(days: int) -> Pattern:
    """Every day 20:00 in Chongqing (12:00 UTC), 40 hours; cargo in by 14:00, documents by 08:00, customs by 14:00."""
    calls = (
        Call(0, 0, 0, cargo_lead_minutes=6 * HOUR, document_lead_minutes=12 * HOUR, customs_lead_minutes=6 * HOUR),
        Call(1, 40 * HOUR, 40 * HOUR, unload_minutes=4 * HOUR, unload_cost=3500),
    )
    starts = _starts(12 * HOUR, DAY, days)
    return Pattern("R", "R", "rail", calls, (50_000,), (RAIL.wtw_grams,), starts, ride_cost=6000, ride_fee=3000)


def _ship(days: int) -> Pattern:
    """Every Saturday 20:00 in Qinzhou (12:00 UTC), 90 hours; cargo in a day before."""
    calls = (
        Call(2, 0, 0, cargo_lead_minutes=DAY, load_cost=6500),
        Call(3, 90 * HOUR, 90 * HOUR, unload_minutes=8 * HOUR, unload_cost=6500),
    )
    return Pattern(
        "S", "S", "sea", calls, (13_000,), (SEA.wtw_grams,), _starts(5 * DAY + 12 * HOUR, 7 * DAY, days), ride_fee=4500
    )


def _flight(days: int) -> Pattern:
    calls = (Call(4, 0, 0, cargo_lead_minutes=6 * HOUR), Call(5, 5 * HOUR, 5 * HOUR, unload_minutes=3 * HOUR))
    return Pattern("A", "A", "air", calls, (3_200_000,), (AIR.wtw_grams,), _starts(18 * HOUR, DAY, days))
