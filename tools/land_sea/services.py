"""Services in GTFS shape: routes, trips, stop times and calendars from the tables of lines and rotations."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from land_sea.sea import SeaDistances, feeders
from land_sea.tables import Point, Row, clock, great_circle_km, minutes, read

ROUTE_COLUMNS = (
    "route_id agency_id route_long_name route_long_name_zh route_type mode tariff_id emission_basis distance_kind reefer_plugs "
    "dangerous_barred unit_kg_max container_sizes gauge_mm draught_cm length_cm beam_cm no_cabotage basis source"
)
TRIP_COLUMNS = "route_id service_id trip_id trip_headsign trip_headsign_zh direction_id capacity_teu basis source"
STOP_TIME_COLUMNS = (
    "trip_id arrival_time departure_time stop_id stop_sequence pickup_type drop_off_type shape_dist_traveled "
    "cargo_cutoff_minutes document_cutoff_minutes customs_cutoff_minutes vgm_cutoff_minutes "
    "dangerous_cutoff_minutes passages basis source"
)
CALENDAR_COLUMNS = (
    "service_id monday tuesday wednesday thursday friday saturday sunday start_date end_date basis source"
)
WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
ROUTE_TYPES = {"rail": "2", "sea": "4", "inland-water": "4", "road": "3", "air": "1100"}
EQUIPMENT = (
    "reefer_plugs",
    "dangerous_barred",
    "unit_kg_max",
    "container_sizes",
    "draught_cm",
    "length_cm",
    "beam_cm",
)
DISTANCE_KINDS = {"rail": "actual", "road": "actual", "inland-water": "actual", "sea": "SFD", "air": "GCD"}
KM_PER_NAUTICAL_MILE = 1.852
FEEDER_SPEED_KN = 14.0
FEEDER_STAY_HOURS = 14
EMISSION_OF_TARIFF = {
    "sea-direct": "desnz-2025-sea-1000",
    "sea-feeder": "desnz-2025-sea-1000",
    "sea-ocean": "desnz-2025-sea-8000",
}


@dataclass(frozen=True)
class Line:
    """One direction of a service: its calls, the km and minutes between them, and when it departs."""

    id: str
    row: Row
    stops: list[str]
    segment_km: list[int]
    speed_kmh: float
    dwell_minutes: int
    days: str
    depart: str
    direction: int

    def calls(self) -> Iterator[tuple[str, int, int, int]]:
        """Stop, arrival and departure in minutes from the start of the first day, and km from the first call."""
        arrival = departure = minutes(self.depart)
        travelled = 0
        for index, stop in enumerate(self.stops):
            last = index == len(self.stops) - 1
            if index:
                travelled += self.segment_km[index - 1]
                arrival = departure + round(self.segment_km[index - 1] / self.speed_kmh * 60)
                departure = arrival + (0 if last else self.dwell_minutes)
            yield stop, arrival, departure, travelled


def sea_distances(stops: dict[str, Row]) -> SeaDistances:
    return SeaDistances({row["place"]: point(row) for row in stops.values() if row["facility_type"] == "sea"})


def all_lines(stops: dict[str, Row], sea: SeaDistances) -> list[Line]:
    return [*_by_hand(stops, sea), *_rotations(stops, sea)]


def _by_hand(stops: dict[str, Row], sea: SeaDistances) -> Iterator[Line]:
    """Trains, trucks, barges and flights of `services.csv`, in both directions where the way back has a time."""
    for row in read("services"):
        calls = row["calls"].split()
        km = [int(part) for part in row["km"].split()] or _derived_km(row, calls, stops, sea)
        yield _line(row, calls, km, row["depart"], 0)
        if row["depart_back"]:
            yield _line(row, calls[::-1], km[::-1], row["depart_back"], 1)


def _line(row: Row, calls: list[str], km: list[int], depart: str, direction: int) -> Line:
    trip = row["id"] + ("-B" if direction else "")
    return Line(
        trip, row, calls, km, float(row["speed_kmh"]), int(row["dwell_minutes"]), row["days"], depart, direction
    )


def _derived_km(row: Row, calls: list[str], stops: dict[str, Row], sea: SeaDistances) -> list[int]:
    """By sea the shortest way of the marine network, else the great circle times the stated detour."""
    if row["mode"] == "sea":
        return [sea.km(a[:5], b[:5]) for a, b in itertools.pairwise(calls)]
    detour = float(row["detour"] or 1)
    points = [point(stops[call]) for call in calls]
    return [max(1, round(great_circle_km(a, b) * detour)) for a, b in itertools.pairwise(points)]


def point(stop: Row) -> Point:
    return float(stop["stop_lat"]), float(stop["stop_lon"])


def _rotations(stops: dict[str, Row], sea: SeaDistances) -> Iterator[Line]:
    """The hand-made rotations, then feeders to every port that none of them calls at."""
    rotations = read("rotations")
    for row in rotations:
        yield _rotation(row, row["calls"].split(), sea.km)
    called = {port for row in rotations for port in row["calls"].split()}
    hubs = [row["code"] for row in read("hubs")]
    numbers: dict[str, int] = {}
    for hub, ports in feeders(hubs, sea.ports - called, sea):
        numbers[hub] = numbers.get(hub, 0) + 1
        yield _rotation(_feeder(hub, numbers[hub], stops[f"{hub}-S"]), [hub, *ports], sea.km)


def _feeder(hub: str, number: int, stop: Row) -> Row:
    name, name_zh = (stop[key].replace(" seaport container terminal", "") for key in ("stop_name", "stop_name_zh"))
    return {
        "id": f"F-{hub}-{number}",
        "hub": hub,
        "name_en": f"Illustrative feeder {number} from {name}",
        "name_zh": f"示例支线{number} {name_zh.replace('海港集装箱码头', '')}出发",
        "speed_kn": str(FEEDER_SPEED_KN),
        "stay_hours": str(FEEDER_STAY_HOURS),
        "days": str(number * 2 % 7 + 1),
        "depart": "18:00",
        "tariff": "sea-feeder",
        "agency": "sea-sin",
    }


def _rotation(row: Row, ports: Sequence[str], km: Callable[[str, str], int]) -> Line:
    """A closed loop: the first port is also the last call."""
    loop = [*ports, ports[0]]
    full = {
        **row,
        "mode": "sea",
        "emission": EMISSION_OF_TARIFF[row["tariff"]],
        "cargo_cutoff": "720",
        "document_cutoff": "1440",
        "customs_cutoff": "480",
        "capacity_teu": "1800" if row["tariff"] != "sea-ocean" else "12000",
        "start": "20260101",
        "end": "20351231",
        "basis": "assumed",
        "source": "own",
    }
    segment_km = [km(a, b) for a, b in itertools.pairwise(loop)]
    speed = float(row["speed_kn"]) * KM_PER_NAUTICAL_MILE
    stay = int(row["stay_hours"]) * 60
    return Line(row["id"], full, [f"{port}-S" for port in loop], segment_km, speed, stay, row["days"], row["depart"], 0)


def routes(lines: list[Line], stops: dict[str, Row]) -> Iterator[Row]:
    cabotage = {row["agency"]: row["no_cabotage"] for row in read("cabotage")}
    for line in lines:
        if line.direction == 0:
            row = line.row
            yield {
                "route_id": row["id"],
                "agency_id": row["agency"],
                "route_long_name": row["name_en"],
                "route_long_name_zh": row["name_zh"],
                "route_type": ROUTE_TYPES[row["mode"]],
                "mode": row["mode"],
                "tariff_id": row["tariff"],
                "emission_basis": row["emission"],
                "distance_kind": DISTANCE_KINDS[row["mode"]],
                **{key: equipment(row)[key] for key in EQUIPMENT},
                "gauge_mm": _gauge(line, stops),
                "no_cabotage": _no_cabotage(row, cabotage.get(row["agency"], "")),
                "basis": row["basis"],
                "source": row["source"],
            }


def _no_cabotage(row: Row, countries: str) -> str:
    """A feeder is taken to fly the flag of its hub's country, so that it may serve that country's ports from there."""
    return " ".join(one for one in countries.split() if one != row.get("hub", "")[:2])


def equipment(row: Row) -> Row:
    """What vessels and trains of the service's tariff take and measure."""
    return _equipment_by_tariff()[row["tariff"]]


@cache
def _equipment_by_tariff() -> dict[str, Row]:
    return {row["tariff"]: row for row in read("equipment")}


def _gauge(line: Line, stops: dict[str, Row]) -> str:
    """The one gauge that all tracks of a train's calls have in common."""
    if line.row["mode"] != "rail":
        return ""
    (common,) = set.intersection(*(set(stops[stop]["gauge_mm"].split()) for stop in line.stops))
    return common


def trips(lines: list[Line], stops: dict[str, Row]) -> Iterator[Row]:
    for line in lines:
        towards = stops[_far_end(line)]
        yield {
            "route_id": line.row["id"],
            "service_id": service_id(line),
            "trip_id": line.id,
            "trip_headsign": towards["stop_name"],
            "trip_headsign_zh": towards["stop_name_zh"],
            "direction_id": str(line.direction),
            "capacity_teu": line.row["capacity_teu"],
            "basis": line.row["basis"],
            "source": line.row["source"],
        }


def _far_end(line: Line) -> str:
    """Where a line ends; a loop is named after its call farthest along before the way home."""
    return line.stops[-1] if line.stops[-1] != line.stops[0] else line.stops[len(line.stops) // 2]


def stop_times(lines: list[Line], stops: dict[str, Row], sea: SeaDistances) -> Iterator[Row]:
    for line in lines:
        end = len(line.stops)
        for sequence, (stop, arrival, departure, km) in enumerate(line.calls(), start=1):
            last = sequence == end
            yield {
                "trip_id": line.id,
                "arrival_time": clock(arrival),
                "departure_time": clock(departure),
                "stop_id": stop,
                "stop_sequence": str(sequence),
                "pickup_type": "1" if last else "0",
                "drop_off_type": "1" if sequence == 1 else "0",
                "shape_dist_traveled": str(km),
                **({} if last else _cutoffs(line, stops[stop], sequence == 1)),
                "passages": "" if last else _passages(line, sequence, sea),
                "basis": "derived",
                "source": line.row["source"] if line.row["mode"] != "sea" else "searoute",
            }


def _cutoffs(line: Line, stop: Row, first: bool) -> dict[str, str]:
    """Customs release is asked where a service may leave the country; at a call on the way cargo may come while it stands there."""
    row = line.row
    cargo = int(row["cargo_cutoff"])
    if not first and row["mode"] != "sea":
        cargo = min(cargo, max(int(stop["export_minutes"]), 120))
    return {
        "cargo_cutoff_minutes": str(cargo),
        "document_cutoff_minutes": row["document_cutoff"],
        "customs_cutoff_minutes": row["customs_cutoff"] if _exports(line) and stop["place"] != "SGSIN" else "",
        "vgm_cutoff_minutes": equipment(row)["vgm_cutoff"],
        "dangerous_cutoff_minutes": equipment(row)["dangerous_cutoff"],
    }


def _passages(line: Line, sequence: int, sea: SeaDistances) -> str:
    """Straits and canals from this call to the next."""
    if line.row["mode"] != "sea":
        return ""
    here, there = line.stops[sequence - 1], line.stops[sequence]
    return " ".join(sea.passages(here[:5], there[:5]))


def _exports(line: Line) -> bool:
    return len({stop[:2] for stop in line.stops}) > 1


def service_id(line: Line) -> str:
    return f"{line.row['start'][:4]}-{line.days}"


def calendars(lines: list[Line]) -> Iterator[Row]:
    seen = sorted({(service_id(line), line.days, line.row["start"], line.row["end"]) for line in lines})
    for service, days, start, end in seen:
        flags = {name: str(int(str(number) in days)) for number, name in enumerate(WEEKDAYS, start=1)}
        yield {
            "service_id": service,
            **flags,
            "start_date": start,
            "end_date": end,
            "basis": "assumed",
            "source": "own",
        }
