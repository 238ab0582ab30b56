"""The shipped network: what issue and mission ask of it, row by row, and that its generator writes these very files."""

from __future__ import annotations

import csv
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from land_sea.feed import build
from landsea import emissions, network
from landsea.network import SHIPPED, schedule_of

TABLES = sorted(path.stem for path in SHIPPED.glob("*.csv"))
HAN = re.compile(r"[\u4e00-\u9fff]")


@cache
def rows(table: str) -> list[dict[str, str]]:
    with (SHIPPED / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_generator_writes_the_committed_files_byte_for_byte(tmp_path: Path) -> None:
    build(tmp_path)
    assert sorted(path.stem for path in tmp_path.iterdir()) == TABLES
    for table in TABLES:
        written, committed = (folder / f"{table}.csv" for folder in (tmp_path, SHIPPED))
        assert written.read_bytes() == committed.read_bytes(), f"{table}.csv differs: run tools/build_land_sea.py"


def test_it_is_readable_and_small() -> None:
    assert sum(path.stat().st_size for path in SHIPPED.iterdir()) < 3_000_000


def test_at_least_75_inland_cities_in_18_provinces_of_which_15_are_published() -> None:
    provinces = {row["region_zh"] for row in rows("places") if row["region_zh"] and row["membership"]}
    inland = [row for row in rows("places") if row["country"] == "CN" and row["kind"] in ("city", "border")]
    assert len(provinces) == 18
    assert len({row["code"] for row in inland if row["region_zh"] in provinces}) >= 75
    assert {
        "重庆",
        "广西",
        "贵州",
        "甘肃",
        "青海",
        "新疆",
        "云南",
        "宁夏",
        "陕西",
        "四川",
        "内蒙古",
        "西藏",
        "海南",
    } <= provinces


@pytest.mark.parametrize("table", [one for one in TABLES if one not in ("sources", "anchors", "closures")])
def test_every_row_has_its_basis_and_its_source(table: str) -> None:
    known = {row["source_id"] for row in rows("sources")}
    for row in rows(table):
        assert row["basis"] in ("published", "derived", "assumed")
        assert row["source"] in known


def test_every_source_has_a_licence_and_rail_distances_of_openstreetmap_are_not_in_it() -> None:
    assert all(row["licence"] for row in rows("sources"))
    assert not any("ODbL" in row["licence"] or "OpenStreetMap" in row["title"] for row in rows("sources"))


@pytest.mark.parametrize(
    ("table", "column"), [("places", "name_zh"), ("stops", "stop_name_zh"), ("routes", "route_long_name_zh")]
)
def test_every_name_is_there_in_chinese(table: str, column: str) -> None:
    assert [row for row in rows(table) if not HAN.search(row[column])] == []


def test_ports_of_one_chinese_name_are_told_apart() -> None:
    names = Counter(row["name_zh"] for row in rows("places"))
    assert [name for name, count in names.items() if count > 1] == []


def test_services_are_illustrative_by_name_and_the_feed_says_so_in_both_languages() -> None:
    present = [row for row in rows("routes") if row["agency_id"] != "history"]
    assert [row for row in present if not row["route_long_name"].startswith("Illustrative")] == []
    assert [row for row in present if not row["route_long_name_zh"].startswith("示例")] == []
    info = network.shipped().info
    assert "Illustrative" in info.label
    assert "示例" in info.label_zh


def test_every_emission_basis_is_a_factor_that_is_shipped() -> None:
    bases = {row["emission_basis"] for table in ("routes", "transfers") for row in rows(table)}
    for basis in sorted(bases):
        assert emissions.shipped().get(basis).id == basis


def test_the_connections_of_the_corridor_are_there() -> None:
    joined = {trip.service: {call.facility[:5] for call in trip.calls} for trip in network.shipped().trips.values()}
    for ends in (
        {"CNCKG", "CNQZH"},
        {"CNQZH", "SGSIN"},
        {"CNFAN", "SGSIN"},
        {"CNBHT", "SGSIN"},
        {"CN2PX", "VNHAN"},
        {"CNMHN", "LAVTE"},
        {"CNRUI", "MMMDL"},
        {"CNCKG", "CNKNM", "LAVTE"},
        {"LATHG", "THNOK", "THLKR"},
        {"CNCKG", "CN2PX", "VNHAN"},
        {"CNCKG", "CNSHG"},
        {"CNCKG", "CNSNZ"},
    ):
        assert any(ends <= calls for calls in joined.values()), f"no service joins {ends}"
    assert any((move.origin, move.destination) == ("LAVTE-R", "LATHG-M") for move in network.shipped().transfers), (
        "no change of gauge at Thanaleng"
    )


def test_codes_that_mislead_have_an_alias() -> None:
    shipped = network.shipped()
    for alias, code in (("CNSHA", "CNSHG"), ("CNCQI", "CNCKG"), ("CNHAK", "CNHKO"), ("CNZHA", "CNZNG")):
        found = shipped.find_place(alias)
        assert found is not None
        assert found.code == code
    quay, city = shipped.facilities["CNQZH-S"], shipped.places["CNQZH"]
    assert abs(quay.latitude_udeg - city.latitude_udeg) > 200_000


def test_services_run_at_least_120_days_from_any_date() -> None:
    from datetime import UTC, datetime

    for year, month in ((2026, 1), (2027, 2), (2030, 7), (2035, 8)):
        schedule = schedule_of(network.shipped(), datetime(year, month, 1, tzinfo=UTC), 120)
        running = {pattern.trip for pattern in schedule.patterns if pattern.starts[-1] > schedule.end_minute - 8 * 1440}
        assert {trip for trip in network.shipped().trips if not trip.startswith("H-")} == running


def test_speeds_of_all_services_are_plausible() -> None:
    """Between two calls, in km/h: what trains, ships, trucks, barges and aircraft do on the average."""
    allowed = {"rail": (20, 80), "road": (10, 60), "sea": (12, 36), "inland-water": (8, 25), "air": (600, 900)}
    shipped = network.shipped()
    for trip in shipped.trips.values():
        low, high = allowed[shipped.services[trip.service].mode]
        for a, b in zip(trip.calls, trip.calls[1:], strict=False):
            kilometres = (b.distance_metres - a.distance_metres) / 1000
            speed = kilometres / ((b.arrival_minute - a.departure_minute) / 60)
            assert low <= speed <= high, (trip.id, a.facility, b.facility, speed)
