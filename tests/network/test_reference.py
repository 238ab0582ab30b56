"""The shipped network against reference data that is not part of it: UN/LOCODE, measured rail distances, the World Port Index."""

from __future__ import annotations

import csv
import io
import tarfile
from functools import cache
from math import asin, cos, radians, sin, sqrt
from pathlib import Path

import pytest

from landsea import network

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="reference data (../shared/data) is not here")


@cache
def unlocode() -> dict[str, tuple[str, str]]:
    """Code -> name and function of every location."""
    found = {}
    with tarfile.open(DATA / "unlocode" / "uncefact_vocab-locode_locodes.tar.gz") as archive:
        for member in archive.getmembers():
            content = archive.extractfile(member)
            if member.name.endswith(".csv") and content is not None:
                for row in csv.reader(io.TextIOWrapper(content, "utf-8")):
                    if len(row) > 10 and row[2]:
                        found[row[1] + row[2]] = (row[4], row[6])
    return found


def test_codes_are_in_unlocode_exactly_where_the_network_says_so() -> None:
    places = network.shipped().places.values()
    assert [one.code for one in places if one.code_kind == "unlocode" and one.code not in unlocode()] == []
    assert [one.code for one in places if one.code_kind == "local" and one.code in unlocode()] == []


def test_ports_outside_mainland_china_have_the_function_of_a_port() -> None:
    for place in network.shipped().places.values():
        if place.kind == "port" and place.country != "CN":
            assert unlocode()[place.code][1].startswith("1"), place.code


def test_aliases_of_places_are_codes_that_others_use() -> None:
    unknown = {alias for alias in network.shipped().aliases if alias not in unlocode()}
    assert unknown <= {"CNYTN", "INMAD"}


def kilometres(trip: str, origin: str, destination: str) -> float:
    calls = {call.facility: call.distance_metres for call in network.shipped().trips[trip].calls}
    return (calls[destination] - calls[origin]) / 1000


@pytest.mark.parametrize(
    ("trip", "origin", "destination", "km"),
    [
        ("R-CKG-QZH", "CNCKG-R", "CNQZH-R", 1192 + 20),
        ("R-CKG-KNM", "CNCKG-R", "CNKNM-R", 835),
        ("R-KNM-VTE", "CNKNM-R", "LAVTE-R", 1018),
        ("R-CKG-VTE", "CNCKG-R", "LAVTE-R", 1827),
        ("R-CKG-HAN", "CNCKG-R", "VNHAN-R", 1510),
    ],
)
def test_rail_distances_are_within_a_tenth_of_those_measured_on_the_map(
    trip: str, origin: str, destination: str, km: float
) -> None:
    assert kilometres(trip, origin, destination) == pytest.approx(km, rel=0.1)


def test_nine_ports_in_ten_are_near_a_port_of_the_world_port_index() -> None:
    with (DATA / "ports" / "world_port_index.csv").open(encoding="utf-8", errors="replace", newline="") as file:
        table = list(csv.DictReader(file))
    known = [(float(row["port_latitude"]), float(row["port_longitude"])) for row in table]
    quays = [one for one in network.shipped().facilities.values() if one.kind == "sea"]
    near = [one for one in quays if min(_km(one, port) for port in known) < 30]
    assert len(near) >= 0.9 * len(quays)


def _km(facility: network.Facility, port: tuple[float, float]) -> float:
    lat, lon = radians(facility.latitude_udeg / 1e6), radians(facility.longitude_udeg / 1e6)
    other_lat, other_lon = radians(port[0]), radians(port[1])
    half = sin((other_lat - lat) / 2) ** 2 + cos(lat) * cos(other_lat) * sin((other_lon - lon) / 2) ** 2
    return 2 * 6371 * asin(sqrt(half))
