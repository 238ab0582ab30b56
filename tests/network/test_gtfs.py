"""The GTFS feed of a window: what the reference asks of its files, and that nothing of the schedule is lost on the way."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from landsea import identity, network
from landsea.app.cli import app as command
from landsea.journal import Journal
from landsea.kernel import Period
from landsea.network import Closure, Network, Sailing, SailingChange, Schedule
from landsea.network.api import router
from landsea.network.rules import compile_schedule
from landsea.network.rules.dated import calendar_of
from landsea.network.rules.days import service_days
from landsea.network.service.gtfs import gtfs_of
from landsea.network.wire.archive import unpack
from landsea.network.wire.feed import parse_network
from landsea.network.wire.files import SHAPES, WEEKDAYS
from landsea.runtime.http import install_problems
from tests.network.small import edited, files, small, with_columns
from tests.support.journals import actor
from tests.support.people import name_node_party

START, DAYS = date(2026, 11, 23), 28
CHINA = ZoneInfo("Asia/Shanghai")
Rows = list[dict[str, str]]


def tables(content: bytes) -> dict[str, Rows]:
    return {
        name.removesuffix(".txt"): list(csv.DictReader(io.StringIO(text.decode())))
        for name, text in unpack(content).items()
    }


@cache
def shipped_tables() -> dict[str, Rows]:
    return tables(network.export_shipped_gtfs(START, 120))


REQUIRED = {
    "agency": "agency_id agency_name agency_url agency_timezone",
    "stops": "stop_id stop_name stop_lat stop_lon",
    "routes": "route_id agency_id route_long_name route_type",
    "trips": "route_id service_id trip_id",
    "stop_times": "trip_id arrival_time departure_time stop_id stop_sequence",
    "calendar": "service_id monday tuesday wednesday thursday friday saturday sunday start_date end_date",
    "calendar_dates": "service_id date exception_type",
    "transfers": "from_stop_id to_stop_id transfer_type min_transfer_time",
    "feed_info": "feed_publisher_name feed_publisher_url feed_lang feed_start_date feed_end_date feed_version",
    "attributions": "organization_name is_producer",
}


@pytest.mark.parametrize("name", sorted(set(REQUIRED) - {"calendar_dates"}))
def test_what_the_reference_requires_is_filled_in_every_row(name: str) -> None:
    rows = shipped_tables()[name]
    assert rows
    for row in rows:
        assert [column for column in REQUIRED[name].split() if not row[column]] == []


@pytest.mark.parametrize(
    ("name", "column", "target", "key"),
    [
        ("stop_times", "trip_id", "trips", "trip_id"),
        ("stop_times", "stop_id", "stops", "stop_id"),
        ("trips", "route_id", "routes", "route_id"),
        ("routes", "agency_id", "agency", "agency_id"),
        ("transfers", "from_stop_id", "stops", "stop_id"),
        ("transfers", "to_stop_id", "stops", "stop_id"),
        ("moves", "to_stop_id", "stops", "stop_id"),
        ("stops", "place", "places", "code"),
        ("routes", "tariff_id", "tariffs", "tariff_id"),
    ],
)
def test_every_reference_leads_to_a_row_and_ids_stand_once(name: str, column: str, target: str, key: str) -> None:
    known = [row[key] for row in shipped_tables()[target]]
    assert len(known) == len(set(known))
    assert {row[column] for row in shipped_tables()[name]} <= set(known)


def test_every_trip_has_days() -> None:
    found = shipped_tables()
    with_days = {row["service_id"] for name in ("calendar", "calendar_dates") for row in found.get(name, [])}
    assert {row["service_id"] for row in found["trips"]} == with_days


def test_the_whole_feed_has_one_time_zone() -> None:
    assert {row["agency_timezone"] for row in shipped_tables()["agency"]} == {"Asia/Shanghai"}
    assert {row["stop_timezone"] for row in shipped_tables()["stops"]} >= {"Asia/Singapore", "Asia/Bangkok"}


def test_route_types_are_those_of_gtfs() -> None:
    kinds = {(row["mode"], row["route_type"]) for row in shipped_tables()["routes"]}
    assert kinds == {("rail", "2"), ("road", "3"), ("sea", "4"), ("inland-water", "4"), ("air", "1100")}


def test_times_rise_go_on_after_a_day_and_never_have_four_digits_of_hours() -> None:
    calls: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for row in shipped_tables()["stop_times"]:
        assert re.fullmatch(r"\d{2,3}:[0-5]\d:00", row["arrival_time"])
        assert re.fullmatch(r"\d{2,3}:[0-5]\d:00", row["departure_time"])
        calls[row["trip_id"]].append((minutes(row["arrival_time"]), minutes(row["departure_time"])))
    for times in calls.values():
        flat = [minute for call in times for minute in call]
        assert flat == sorted(flat)
        assert 0 <= flat[0] < 1440
    assert max(time for times in calls.values() for time, _ in times) > 30 * 1440


def minutes(text: str) -> int:
    hours, rest = text.split(":")[:2]
    return int(hours) * 60 + int(rest)


def test_a_run_too_long_for_gtfs_goes_on_as_another_trip() -> None:
    found = shipped_tables()
    trips = {row["trip_id"]: row for row in found["trips"]}
    cut = {name: row["continued_by"] for name, row in trips.items() if row["continued_by"]}
    assert cut
    ends = {row["trip_id"]: row for row in found["stop_times"]}
    begins: dict[str, dict[str, str]] = {}
    for row in found["stop_times"]:
        begins.setdefault(row["trip_id"], row)
    for name, following in cut.items():
        assert ends[name]["stop_id"] == begins[following]["stop_id"]
        assert (ends[name]["pickup_type"], begins[following]["drop_off_type"]) == ("1", "1")


def test_sources_are_attributed() -> None:
    assert {row["attribution_id"] for row in shipped_tables()["attributions"]} == set(network.shipped().sources)


def test_a_validator_of_the_canonical_rules_finds_no_error(tmp_path: Path) -> None:
    validator = pytest.importorskip("gtfs_validator.cli", reason="the package gtfs-validator is not installed")
    (tmp_path / "feed.zip").write_bytes(network.export_shipped_gtfs(START, 120))
    run = [sys.executable, "-c", f"from {validator.__name__} import main; main()"]
    subprocess.run(
        [*run, "-i", "feed.zip", "-o", "out", "-n", "-d", "2026-11-23"], cwd=tmp_path, check=True, capture_output=True
    )
    notices = json.loads((tmp_path / "out" / "report.json").read_text())["notices"]
    assert notices
    assert [one for one in notices if one["severity"] == "ERROR"] == []


def small_changed() -> Network:
    """With everything that the export applies: a closure, a blanked and an added sailing, an omitted call."""
    found = small(
        files(
            routes=with_columns("routes", "no_cabotage,gauge_mm", ",1435", "CN,"),
            stop_times=with_columns(
                "stop_times", "passages,vgm_cutoff_minutes", ",", ",", "luzon-strait,600", ",", ","
            ),
            tariffs=with_columns("tariffs", "reefer_per_teu", "700"),
            changes="stop_id,from_mode,to_mode,minutes\nCNQZH-S,road,sea,180\n",
            transit="country,dangerous_barred\nCN,1\n",
            allotments="trip_id,date,teu\nSHIP,20261127,35\n",
            omissions="trip_id,date,stop_sequence\nSHIP,20261203,1\n",
            moves="from_stop_id,to_stop_id,min_transfer_time,mode,distance_km\nCNCKG-R,CNQZH-S,86400,road,1300\n",
        )
    )
    closed = Period(datetime(2026, 11, 27, tzinfo=CHINA), datetime(2026, 11, 29, tzinfo=CHINA))
    blanked = Sailing("s1", "SHIP", datetime(2026, 11, 30, 12, tzinfo=UTC), SailingChange.BLANKED, "")
    added = Sailing("s2", "SHIP", datetime(2026, 12, 1, 4, 30, tzinfo=UTC), SailingChange.ADDED, "")
    return replace(
        found, digest="changed", closures=(Closure("c1", "SGSIN-S", closed, "typhoon"),), sailings=(blanked, added)
    )


def dates_of(found: dict[str, Rows], service: str) -> list[str]:
    """By the calendar's rules, told independently."""
    days = set()
    for row in found.get("calendar", []):
        if row["service_id"] == service:
            day, last = (
                datetime.strptime(row[name], "%Y%m%d").replace(tzinfo=UTC).date() for name in ("start_date", "end_date")
            )
            while day <= last:
                if row[f"{day:%A}".lower()] == "1":
                    days.add(f"{day:%Y%m%d}")
                day += timedelta(days=1)
    for row in found.get("calendar_dates", []):
        if row["service_id"] == service:
            (days.add if row["exception_type"] == "1" else days.discard)(row["date"])
    return sorted(days)


def test_closures_omissions_and_sailings_are_applied() -> None:
    found = tables(gtfs_of(small_changed(), START, DAYS))
    ships = {row["trip_id"]: dates_of(found, row["service_id"]) for row in found["trips"] if row["route_id"] == "SEA"}
    assert "20261130" not in {day for days in ships.values() for day in days}
    added = next(name for name, days in ships.items() if days == ["20261201"])
    leaves = next(row["departure_time"] for row in found["stop_times"] if row["trip_id"] == added)
    assert leaves == "12:30:00"
    passed = next(name for name in ships if name.startswith("SHIP~2"))
    at_singapore = next(row for row in found["stop_times"] if row["trip_id"] == passed and row["stop_id"] == "SGSIN-S")
    assert (at_singapore["pickup_type"], at_singapore["drop_off_type"]) == ("1", "1")
    omitted = next(name for name in ships if name.startswith("SHIP~o1"))
    assert (ships[omitted], sum(row["trip_id"] == omitted for row in found["stop_times"])) == (["20261208"], 2)


Told = list[tuple[Any, ...]]


def runs(schedule: Schedule) -> Told:
    """Every run with all that is said of it, whatever its trip is called."""
    return sorted(
        (
            pattern.service,
            start + pattern.calls[0].departure_minute,
            pattern.segment_metres,
            tuple(map(sorted, pattern.passages)),
            sorted(pattern.no_cabotage),
            repr((pattern.limits, sorted(pattern.attributes.items()), pattern.tariff, pattern.carrier)),
            pattern.left_teu[number] if pattern.left_teu is not None else pattern.capacity_teu,
            [_called(schedule, start, call, number_of) for number_of, call in enumerate(pattern.calls)],
        )
        for pattern in schedule.patterns
        for number, start in enumerate(pattern.starts)
    )


def _called(schedule: Schedule, start: int, call: network.ScheduledCall, number: int) -> tuple[object, ...]:
    facility = schedule.stops[call.stop].facility
    leads = (call.cargo_lead_minutes, call.document_lead_minutes, call.customs_lead_minutes)
    more = (call.vgm_lead_minutes, call.dangerous_lead_minutes)
    return (
        facility.id,
        start + (call.arrival_minute if number else call.departure_minute),
        call.board,
        repr((leads, more)),
    )


def window(found: Network) -> Schedule:
    return compile_schedule(found, "1", datetime(2026, 11, 23, tzinfo=UTC), DAYS)


def test_what_is_exported_and_imported_again_runs_the_same() -> None:
    before = small_changed()
    again = parse_network(unpack(gtfs_of(before, START, DAYS)), "again")
    assert _without_last_leads(runs(window(again))) == _without_last_leads(runs(window(before)))
    assert {one.facility.id: one for one in window(again).stops} == {
        one.facility.id: one for one in window(before).stops
    }
    assert set(window(again).transfers) == set(window(before).transfers)
    assert (again.transit, again.places, again.aliases) == (before.transit, before.places, before.aliases)


def _without_last_leads(told: Told) -> Told:
    """A cut-off before the end of a run, where nothing is loaded, is not exported."""
    return [(*run[:-1], [call[:3] if call is run[-1][-1] else call for call in run[-1]]) for run in told]


def test_a_zone_with_summer_time_keeps_its_instants() -> None:
    """Trains of New York and ships of China in one feed: when clocks change, the hour of one of them does."""
    changed = edited(
        "agency",
        "cn,Synthetic trains,Asia/Shanghai",
        "cn,Synthetic trains,Asia/Shanghai\nus,Synthetic,America/New_York",
    )
    routes = with_columns("routes", "note", "", "").replace("RAIL,cn", "RAIL,us")
    before = small(changed | {"routes.csv": routes.encode()})
    start = datetime(2027, 3, 8, tzinfo=UTC)
    content = gtfs_of(replace(before, digest="summer"), start.date(), 14)
    again = parse_network(unpack(content), "again")
    told = [compile_schedule(one, "1", start, 14) for one in (before, again)]
    starts = [sorted((p.service, start) for p in one.patterns for start in p.starts) for one in told]
    assert starts[0] == starts[1]
    assert sorted(row["route_id"] for row in tables(content)["trips"]) == ["RAIL", "SEA", "SEA"]


@given(st.sets(st.integers(0, 60), min_size=1))
@settings(max_examples=100, deadline=None)
def test_a_calendar_names_exactly_its_days(offsets: set[int]) -> None:
    days = tuple(sorted(START + timedelta(days=offset) for offset in offsets))
    calendar = calendar_of("D1", days)
    assert tuple(service_days(calendar, START, START + timedelta(days=70))) == days


@pytest.fixture
def client(make_journal: Callable[..., Journal]) -> Iterator[TestClient]:
    made = make_journal(identity.PROJECTION, network.PROJECTION)
    name_node_party(made, "operator")
    made.run(actor("operator"), lambda work: network.import_files(work, files(), "tests"))
    app = FastAPI()
    app.state.journal, app.state.authenticate = made, lambda request: actor("operator")
    install_problems(app)
    app.include_router(router)
    with TestClient(app) as client:
        yield client


def test_the_feed_is_served_over_http(client: TestClient) -> None:
    answer = client.get("/v1/network/gtfs", params={"start": "2026-11-23", "days": 7})
    assert answer.headers["content-type"] == "application/zip"
    assert {row["trip_id"] for row in tables(answer.content)["trips"]} == {"TRAIN", "SHIP"}
    assert client.get("/v1/network/gtfs").status_code == 200
    assert client.get("/v1/network/gtfs", params={"days": 0}).status_code == 422


def test_the_feed_is_written_by_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANDSEA_HOME", str(tmp_path / "no-node"))
    done = CliRunner().invoke(
        command, ["network", "export", "--gtfs", str(tmp_path / "feed.zip"), "--start", "2026-11-23"]
    )
    assert done.exit_code == 0, done.output
    with zipfile.ZipFile(tmp_path / "feed.zip") as feed:
        assert {"agency.txt", "stop_times.txt", "feed_info.txt"} <= set(feed.namelist())
    assert CliRunner().invoke(command, ["network", "export"]).exit_code == 2


def test_the_specification_names_every_column_of_the_files() -> None:
    page = (Path(__file__).parents[2] / "docs" / "freight-gtfs.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([a-z_0-9]+)`", page))
    for name, shape in SHAPES.items():
        if name != "anchors":  # figures to check a network against are no part of a feed
            assert set(shape.columns) - named - set(WEEKDAYS) == set(), name
