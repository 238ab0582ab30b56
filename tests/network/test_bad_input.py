"""What cannot be is found where it stands, in bounded memory, and nothing of it is stored."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landsea import identity, network, planner
from landsea.journal import Journal
from landsea.kernel import BadSource, Finding
from landsea.network import SHIPPED, Network
from landsea.network.rules import compile_schedule
from landsea.network.service.files import read_files
from landsea.network.service.gtfs import gtfs_of
from landsea.network.wire import tables
from landsea.network.wire.feed import parse_network, unknown_factors
from landsea.network.wire.files import SHAPES
from landsea.planner.service.join import joined
from tests.network.small import FILES, edited, files, small, with_columns
from tests.support.journals import actor, table_dump
from tests.support.people import name_node_party


def findings(changed: dict[str, bytes]) -> list[Finding]:
    with pytest.raises(BadSource) as refused:
        parse_network(changed, "0" * 64)
    return refused.value.findings


@pytest.mark.parametrize(
    ("name", "old", "new", "line", "column"),
    [
        ("calendar", "20260101,20271231\nmon", "20260231,20271231\nmon", 2, "start_date"),
        ("calendar", "20260101,20271231\nmon", "20271231,20260101\nmon", 2, "end_date"),
        ("calendar_dates", "20261126,2", "20260229,2", 2, "date"),
        ("feed_info", "20260101,20271231", "20271231,20260101", 2, "feed_end_date"),
        ("stop_times", "62:00:00,62:00:00", "19:59:00,62:00:00", 3, "arrival_time"),
        ("stop_times", "107:30:00,127:30:00", "107:30:00,107:29:00", 5, "departure_time"),
        ("stop_times", "SHIP,2,SGSIN-S", "SHIP,2,CNQZH-S", 5, "stop_id"),
        ("stop_times", "SHIP,2,SGSIN-S", "SHIP,1,SGSIN-S", 5, "stop_sequence"),
        ("transfers", "2,5400,road", "2,0,road", 2, "min_transfer_time"),
        ("transfers", "12,4000", "12,-4000", 2, "cost"),
        ("transfers", "12,4000", "12,NaN", 2, "cost"),
        ("transfers", "12,4000", "inf,4000", 2, "distance_km"),
        ("tariffs", "42000", "Infinity", 2, "per_teu_1000km"),
        ("trips", "SHIP,Singapore,0,1800", "SHIP,Singapore,0,250000", 3, "capacity_teu"),
        ("trips", "TRAIN,Qinzhou,0,100", "TRAIN,Qinzhou,0,-1", 2, "capacity_teu"),
    ],
)
def test_what_cannot_be_is_found_where_it_stands(name: str, old: str, new: str, line: int, column: str) -> None:
    found = findings(edited(name, old, new))
    assert (f"{name}.csv", line, column) in [(one.source, one.line, one.column) for one in found]


@pytest.mark.parametrize("name", sorted(name for name, shape in SHAPES.items() if shape.key and f"{name}.csv" in FILES))
def test_a_row_that_stands_twice_is_found_in_every_file(name: str) -> None:
    text = FILES[f"{name}.csv"]
    first = text.split("\n")[1]
    found = findings(files(**{name: f"{text}{first}\n"}))
    assert any("stands in line 2 already" in one.what and one.source == f"{name}.csv" for one in found)


ISLAND = """\
XXISL-S,Island quay,孤岛码头,1.0,2.0,Asia/Singapore,SGSIN,sea,,,0,0,0
XXINN-R,Inner yard,内场,1.0,2.1,Asia/Singapore,SGSIN,rail,,,0,0,0
"""


def test_parts_that_nothing_joins_are_told_and_do_not_prevent_the_import() -> None:
    apart = small(files(stops=FILES["stops.csv"] + ISLAND))
    assert [(one.source, one.line, one.column, one.error) for one in apart.advice] == [
        ("stops.csv", 6, "stop_id", False),
        ("stops.csv", 7, "stop_id", False),
    ]
    joined = FILES["transfers.csv"] + "XXINN-R,XXISL-S,2,600,road,1,0,\n"
    (told,) = small(files(stops=FILES["stops.csv"] + ISLAND, transfers=joined)).advice
    assert told.what == "Nothing joins 2 of 6 facilities with the rest of the network: XXISL-S, XXINN-R."
    assert small().advice == ()


def test_the_shipped_network_is_in_one_piece() -> None:
    assert network.shipped().advice == ()


def test_a_calendar_without_a_day_and_rows_about_no_run_are_told() -> None:
    never = FILES["calendar.csv"] + "never,0,0,0,0,0,0,0,20260101,20271231\nshort,1,0,0,0,0,0,0,20260106,20260107\n"
    rows = "trip_id,date,teu\nSHIP,20261126,10\nSHIP,20261127,10\nSHIP,20261128,10\n"
    told = small(files(calendar=never, allotments=rows)).advice
    assert [(one.source, one.line, one.what) for one in told] == [
        ("calendar.csv", 4, "The calendar has no day."),
        ("calendar.csv", 5, "The calendar has no day."),
        ("allotments.csv", 2, "SHIP does not run on 20261126."),
        ("allotments.csv", 4, "SHIP does not run on 20261128."),
    ]


def many_calls(rows: int) -> dict[str, bytes]:
    """One train after another of a thousand calls each, between two yards."""
    trips, times = io.StringIO(), io.StringIO()
    trips.write("route_id,service_id,trip_id\n")
    times.write("trip_id,stop_sequence,stop_id,arrival_time,departure_time,shape_dist_traveled\n")
    for trip in range(rows // 1000):
        trips.write(f"RAIL,daily,T{trip}\n")
        for call in range(1000):
            stop = ("CNCKG-R", "CNQZH-R")[call % 2]
            times.write(f"T{trip},{call},{stop},{call}:00:00,{call}:30:00,{call}\n")
    return files(trips=trips.getvalue(), stop_times=times.getvalue(), sailings="sailing_id,trip_id,start,change\n")


def test_the_rows_beyond_the_limit_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "ROWS_MAX", 20_000)
    (found,) = findings(many_calls(50_000))
    assert (found.source, found.line, found.what) == ("stop_times.csv", 20_002, "The file has more than 20000 rows.")


def peak_bytes(content: dict[str, bytes], read: Callable[[dict[str, bytes]], object]) -> int:
    tracemalloc.start()
    try:
        read(content)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_is_bounded_by_the_limit_not_by_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is five times too long takes no more than one that is a little too long."""
    monkeypatch.setattr(tables, "ROWS_MAX", 20_000)
    little, much = peak_bytes(many_calls(21_000), findings), peak_bytes(many_calls(100_000), findings)
    assert much < little * 1.1
    assert much < 20_000 * 400


def test_a_network_takes_a_few_hundred_bytes_a_call() -> None:
    assert peak_bytes(many_calls(30_000), small) < 30_000 * 500


def test_a_mistake_in_every_row_ends_the_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = many_calls(20_000)
    wrong["stop_times.csv"] = wrong["stop_times.csv"].replace(b":30:00", b":30:30")
    found = findings(wrong)
    assert len(found) == tables.FINDINGS_MAX
    assert found[-1].line == tables.FINDINGS_MAX + 1


ABSURD = [
    "",
    "0",
    "-1",
    "1e9",
    "NaN",
    "inf",
    "99999999999999999999",
    "00010101",
    "99991231",
    "20260231",
    "9999:59:00",
    "24:00",
]
STRANGE = [
    "SGSIN",
    "CNCKG-R",
    "R-CKG-QZH",
    "*",
    "1 1",
    '"',
    '"a',
    "\x00",
    "\r",
    "\n",
    "\u202e",
    "é",
    "../etc",
    "a,b",
    "  ",
    "=1+1",
]
WITH_FREIGHT = files(
    routes=with_columns(
        "routes", "reefer_plugs,dangerous_barred,no_cabotage,gauge_mm,route_type", ",,,1435,2", "9,1 7,CN ID,,4"
    ),
    trips=with_columns("trips", "unit_kg_max,container_sizes,draught_cm", "30480,22 45,", ",,950"),
    stops=with_columns("stops", "gauge_mm,reefer_plugs", "1435,", "1000 1435,0", ",12", ","),
    stop_times=with_columns("stop_times", "vgm_cutoff_minutes,passages", ",", ",", "600,luzon-strait", "720,", ","),
    tariffs=with_columns("tariffs", "fixed_per_teu_large,reefer_per_teu", "5000,700"),
    changes="stop_id,from_mode,to_mode,minutes\nCNQZH-S,road,sea,180\n",
    transit="country,dangerous_barred\nCN,1\n",
    allotments="trip_id,date,teu\nSHIP,20261127,35\n",
    omissions="trip_id,date,stop_sequence,reason\nSHIP,20261130,2,congestion\n",
    closures="closure_id,stop_id,start,end,reason\nc1,CNQZH-S,2026-12-03T00:00+08:00,2026-12-05T00:00+08:00,typhoon\n",
    sailings="sailing_id,trip_id,start,change,reason\ns1,SHIP,2026-11-25T12:00+08:00,added,\n",
    moves="from_stop_id,to_stop_id,min_transfer_time,mode,distance_km\nCNCKG-R,CNQZH-S,86400,road,1300\n",
    column_basis="file,column,basis,source\nstops,gauge_mm,published,own\n",
)
CELLS = st.sampled_from(ABSURD + STRANGE) | st.text(max_size=8)


@st.composite
def mutated(draw: st.DrawFn, original: dict[str, bytes]) -> dict[str, bytes]:
    """The files with up to three cells changed; a comma, a quote or the end of a line in one may break its row."""
    changed = dict(original)
    for _ in range(draw(st.integers(1, 3))):
        name = draw(st.sampled_from(sorted(changed)))
        lines = changed[name].decode("utf-8", "surrogatepass").split("\n")
        number = draw(st.integers(0, max(len(lines) - 2, 0)))
        row = lines[number].split(",")
        column = draw(st.integers(0, len(row) - 1))
        others = [line.split(",")[column] for line in lines[1:] if line.count(",") >= column]
        cell = draw(CELLS | st.sampled_from(others or [""]) | st.integers(0, 5000).map(str))
        row[column] = '"' + cell.replace('"', '""') + '"' if draw(st.booleans()) else cell
        lines[number] = ",".join(row)
        changed[name] = "\n".join(lines).encode("utf-8", "surrogatepass")
    return changed


def read_or_found(changed: dict[str, bytes]) -> Network | None:
    """The network, or none where every finding is an error that says where, what and how to mend it."""
    try:
        read = parse_network(changed, "0" * 64)
        found = unknown_factors(changed, planner.factor_names())
    except BadSource as refused:
        read, found = None, refused.findings
    if read is not None and not found:
        return read
    assert found
    assert all(one.error and one.what and one.mend and one.source.rpartition(".")[0] in SHAPES for one in found)
    return None


@given(mutated(read_files(SHIPPED)))
@settings(max_examples=40, deadline=None)
def test_whatever_is_changed_in_the_shipped_feed_is_read_or_found(changed: dict[str, bytes]) -> None:
    read_or_found(changed)


START = datetime(2026, 11, 23, tzinfo=UTC)


@given(mutated(WITH_FREIGHT))
@settings(max_examples=150, deadline=None)
def test_what_is_read_can_be_planned_with_and_exported(changed: dict[str, bytes]) -> None:
    """Nothing passes the importer that a schedule, the engine's timetable or a GTFS feed cannot be made of."""
    read = read_or_found(changed)
    if read is not None:
        joined(compile_schedule(read, "1", START, 7))
        gtfs_of(replace(read, digest=str(hash(str(changed)))), START.date(), 7)


@pytest.fixture
def journal(make_journal: Callable[..., Journal]) -> Journal:
    made = make_journal(identity.PROJECTION, network.PROJECTION)
    name_node_party(made, "operator")
    made.run(actor("operator"), lambda work: network.import_files(work, files(), "tests"))
    return made


@pytest.mark.parametrize("data", [("stops", "CNQZH,sea", "CNQZH,heliport"), ("stop_times", "62:00:00", "1:00:00")])
def test_nothing_is_stored_of_a_network_with_a_finding(journal: Journal, data: tuple[str, str, str]) -> None:
    before = table_dump(journal)
    with pytest.raises(BadSource):
        journal.run(actor("operator"), lambda work: network.import_files(work, edited(*data), "tests"))
    assert table_dump(journal) == before


@pytest.mark.parametrize(
    ("name", "old", "new"), [("transfers", "12,4000,", "12,4000,0"), ("routes", "sea,rail,", "sea,rail,xyz")]
)
def test_an_emission_factor_that_nobody_knows_is_found_in_its_cell(
    journal: Journal, name: str, old: str, new: str
) -> None:
    network.know_factors(planner.factor_names)
    before = table_dump(journal)
    with pytest.raises(BadSource) as refused:
        journal.run(actor("operator"), lambda work: network.import_files(work, edited(name, old, new), "tests"))
    [one] = refused.value.findings
    assert (one.source, one.line, one.column) == (f"{name}.csv", 2 if name == "transfers" else 3, "emission_basis")
    assert table_dump(journal) == before


def test_advice_comes_with_the_import(journal: Journal) -> None:
    apart = files(stops=FILES["stops.csv"] + ISLAND)
    done = journal.run(actor("operator"), lambda work: network.import_files(work, apart, "tests"))
    assert [one.column for one in done.findings] == ["stop_id", "stop_id"]


MIXED = [
    ("stops", "CNQZH,sea", "CNQZH,heliport"),  # CNQZH-S, which calls and a transfer name
    ("routes", "rail,rail,,actual", "rail,none,,actual"),
    ("trips", "Singapore,0,1800", "Singapore,0,99999"),
    ("stop_times", "CNQZH-R,62:00:00,62:00:00,1,0,1218", "CNQZH-R,1:00:00,62:00:00,1,0,12x"),
    ("stop_times", "SGSIN-S,107:30:00,127:30:00", "SGSIN-S,127:30:00,107:30:00"),
    ("transfers", "CNQZH-R,CNQZH-S", "CNQZH-R,CNQZH-R"),
    ("calendar", "20260101,20271231\nmon", "20271231,20260101\nmon"),
    ("calendar_dates", "mon-thu,20261126,2", "mon-thu,20261126"),
]


def test_cells_that_cannot_be_read_do_not_hide_what_is_wrong_elsewhere() -> None:
    """And what refers to a row with such a cell is not wrong for that."""
    many = files()
    for name, old, new in MIXED:
        assert old in many[f"{name}.csv"].decode()
        many[f"{name}.csv"] = many[f"{name}.csv"].replace(old.encode(), new.encode(), 1)
    with pytest.raises(BadSource) as refused:
        parse_network(many, "0" * 64)
    assert sorted((one.source, one.line, one.column) for one in refused.value.findings) == [
        ("calendar.csv", 2, "end_date"),
        ("calendar_dates.csv", 2, ""),
        ("routes.csv", 2, "tariff_id"),
        ("stop_times.csv", 3, "shape_dist_traveled"),
        ("stop_times.csv", 5, "departure_time"),
        ("stops.csv", 4, "facility_type"),
        ("transfers.csv", 2, "to_stop_id"),
        ("trips.csv", 3, "capacity_teu"),
    ]


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_file_that_is_not_read_does_not_make_others_wrong(name: str) -> None:
    for content in (b"\xff", b"x\n1\n", FILES[name].split("\n")[0].encode() + b'\n"'):
        assert {one.source for one in found_in({**files(), name: content})} <= {name}


def found_in(changed: dict[str, bytes]) -> list[Finding]:
    try:
        parse_network(changed, "0" * 64)
    except BadSource as refused:
        return refused.findings
    return []
