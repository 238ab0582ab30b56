"""Every bad row of a network's files is found where it stands, and says how to mend it."""

from __future__ import annotations

import ast
import contextlib
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landsea import network
from landsea.kernel import BadSource, Finding
from landsea.network import schedule_of
from landsea.network.wire.feed import parse_network
from landsea.network.wire.files import SHAPES, WEEKDAYS
from landsea.network.wire.tables import FINDINGS_MAX
from landsea.runtime.i18n import catalog, said
from tests.network.small import FILES, edited, files, small


def findings(changed: dict[str, bytes]) -> list[Finding]:
    with pytest.raises(BadSource) as refused:
        parse_network(changed, "0" * 64)
    return refused.value.findings


def test_a_good_network_is_read_whole() -> None:
    network = small()
    assert (len(network.places), len(network.facilities), len(network.trips)) == (3, 4, 2)
    assert network.facilities["CNQZH-S"].latitude_udeg == 21_683_000
    assert network.trips["SHIP"].calls[1].distance_metres == 2_508_500
    assert network.services["SEA"].emission_basis == "sea"
    assert network.transfers[0].minutes == 90
    assert network.find_place("cncqi") is network.places["CNCKG"]


def test_a_call_without_a_cut_off_takes_the_export_minutes_of_its_facility() -> None:
    train, ship = small().trips["TRAIN"], small().trips["SHIP"]
    assert train.calls[0].cargo_lead_minutes == 360
    assert ship.calls[0].cargo_lead_minutes == 720
    assert train.calls[0].document_lead_minutes == 720
    assert train.calls[1].document_lead_minutes is None


@pytest.mark.parametrize(
    ("name", "old", "new", "line", "column", "what"),
    [
        ("stops", "Asia/Shanghai,CNCKG,rail", "Asia/Shanghai,CNXXX,rail", 2, "place", "no 'CNXXX' in places"),
        ("routes", "rail,rail,,", "rail,lorry,,", 2, "tariff_id", "no 'lorry' in tariffs"),
        ("routes", "RAIL,cn", "RAIL,xx", 2, "agency_id", "no 'xx' in agency"),
        ("trips", "RAIL,daily", "ROAD,daily", 2, "route_id", "no 'ROAD' in routes"),
        ("trips", "RAIL,daily", "RAIL,nightly", 2, "service_id", "no 'nightly' in calendar"),
        ("stop_times", "TRAIN,2,CNQZH-R", "TRAIN,2,NOWHERE", 3, "stop_id", "no 'NOWHERE' in stops"),
        ("stop_times", "TRAIN,1,", "TRAM,1,", 2, "trip_id", "no 'TRAM' in trips"),
        ("transfers", "CNQZH-R,CNQZH-S", "CNQZH-R,CNQZH-X", 2, "to_stop_id", "no 'CNQZH-X' in stops"),
        ("aliases", "CNCQI,CNCKG", "CNCQI,CNZZZ", 2, "code", "no 'CNZZZ' in places"),
        ("places", "assumed,own\nCNQZH", "assumed,elsewhere\nCNQZH", 2, "source", "no 'elsewhere' in sources"),
    ],
)
def test_references_that_lead_nowhere(name: str, old: str, new: str, line: int, column: str, what: str) -> None:
    assert (f"{name}.csv", line, column) in [(f.source, f.line, f.column) for f in findings(edited(name, old, new))]
    assert any(what in found.what for found in findings(edited(name, old, new)))


@pytest.mark.parametrize(
    ("name", "old", "new", "line", "column"),
    [
        ("stop_times", "62:00:00,62:00:00", "62:00:00,61:00:00", 3, "departure_time"),
        ("stop_times", "107:30:00,127:30:00", "19:00:00,127:30:00", 5, "arrival_time"),
        ("stop_times", "TRAIN,2,CNQZH-R,62:00:00,62:00:00", "TRAIN,2,CNQZH-R,20:00:00,20:00:00", 3, "arrival_time"),
        ("stop_times", "1,0,5017", "1,0,100", 6, "shape_dist_traveled"),
        ("stop_times", "SHIP,2,SGSIN-S", "SHIP,2,CNQZH-S", 5, "stop_id"),
        ("stop_times", "SHIP,2,", "SHIP,1,", 5, "stop_sequence"),
        ("transfers", "CNQZH-R,CNQZH-S", "CNQZH-R,CNQZH-R", 2, "to_stop_id"),
        ("calendar", "20260101,20271231\nmon", "20271231,20260101\nmon", 2, "end_date"),
        ("aliases", "CNCQI,CNCKG", "CNQZH,CNCKG", 2, "alias"),
    ],
)
def test_backward_times_loops_and_what_hides_something_else(
    name: str, old: str, new: str, line: int, column: str
) -> None:
    found = findings(edited(name, old, new))
    assert (f"{name}.csv", line, column) in [(one.source, one.line, one.column) for one in found]


@pytest.mark.parametrize(
    ("name", "old", "new", "line", "column"),
    [
        ("places", "CNQZH,Qinzhou", "QZH,Qinzhou", 3, "code"),
        ("places", "CNQZH,Qinzhou", "CN1ZH,Qinzhou", 3, "code"),
        ("places", "29.5630", "129.5630", 2, "lat"),
        ("places", "106.5530", "106,5530", 2, ""),
        ("places", "106.5530", "NaN", 2, "lon"),
        ("places", "SG,1.2900,103.8520,Asia/Singapore", "SG,1.2900,103.8520,UTC+8", 4, "timezone"),
        ("stops", "Mo-Fr 08:00-18:00", "Mo-Fr 18:00-08:00", 2, "customs"),
        ("stops", "Mo-Fr 08:00-18:00", "Mo-Fr 08:00-12:00; Mo 11:00-13:00", 2, "customs"),
        ("stops", "CNCKG,rail", "CNCKG,heliport", 2, "facility_type"),
        ("tariffs", "42000", "-42000", 2, "per_teu_1000km"),
        ("tariffs", "42000", "4.2", 2, "per_teu_1000km"),
        ("tariffs", "42000", "9999999999999999999", 2, "per_teu_1000km"),
        ("stop_times", "20:00:00,20:00:00,0,1,0,", "20:00,20:00:00,0,1,0,", 2, "arrival_time"),
        ("stop_times", "TRAIN,1,CNCKG-R,20:00:00,20:00:00", "TRAIN,1,CNCKG-R,20:00:00,20:00:30", 2, "departure_time"),
        ("calendar", "daily,1", "daily,2", 2, "monday"),
        ("calendar", "20271231", "20271232", 2, "end_date"),
        ("trips", "SHIP,Singapore", "SH IP,Singapore", 3, "trip_id"),
        ("places", "Chongqing,重庆", "Chong\u200bqing,重庆", 2, "name_en"),
        ("places", "Singapore,新", "Singаpore,新", 4, "name_en"),  # noqa: RUF001 (the Cyrillic letter is the point)
        ("feed_info", "USD", "dollars", 2, "currency"),
    ],
)
def test_cells_that_are_not_what_their_column_holds(name: str, old: str, new: str, line: int, column: str) -> None:
    found = findings(edited(name, old, new))[0]
    assert (found.source, found.line, found.column) == (f"{name}.csv", line, column)
    assert found.mend.endswith(".")


def test_an_id_that_stands_twice_names_the_first_line() -> None:
    again = FILES["trips.csv"] + "SEA,daily,TRAIN,Elsewhere,0,10\n"
    found = findings(files(trips=again))
    assert [(one.line, one.column, one.what) for one in found] == [(4, "trip_id", "TRAIN stands in line 2 already.")]


def test_a_closure_without_zone_is_refused() -> None:
    closures = "closure_id,stop_id,start,end,reason\nc1,CNQZH-S,2026-12-01T00:00,2026-12-02T00:00+08:00,typhoon\n"
    found = findings(files(closures=closures))
    assert [(one.source, one.line, one.column) for one in found] == [("closures.csv", 2, "start")]
    assert "zone" in found[0].what


def test_missing_files_and_columns_are_named() -> None:
    without = {name: content for name, content in files().items() if name != "trips.csv"}
    assert ("trips.csv", "The file is missing.") in [(one.source, one.what) for one in findings(without)]
    found = findings(edited("stops", "stop_timezone", "zone"))
    assert ("stops.csv", 1, "stop_timezone") in [(one.source, one.line, one.column) for one in found]


def test_a_trip_needs_two_calls() -> None:
    lonely = FILES["trips.csv"] + "SEA,daily,GHOST,Nowhere,0,10\n"
    assert [(one.line, one.column) for one in findings(files(trips=lonely))] == [(4, "trip_id")]


def test_bytes_that_are_not_text_are_found() -> None:
    assert findings(files() | {"places.csv": b"code\n\xff\n"})[0].what == "Byte 5 is not UTF-8."
    nul = FILES["places.csv"].replace("Qinzhou", "Qin\x00zhou").encode()
    assert (findings(files() | {"places.csv": nul})[0].line, findings(files() | {"places.csv": nul})[0].what) == (
        3,
        "The file contains NUL.",
    )
    assert "Byte" in findings(files() | {"stops.csv": "﻿stop_id".encode("utf-16")})[0].what


def test_a_broken_quote_and_a_row_of_the_wrong_length_are_found_in_their_line() -> None:
    assert findings(edited("trips", "SEA,mon-thu", '"SEA"x,mon-thu'))[0].line == 3
    short = findings(edited("trips", "SHIP,Singapore,0,1800", "SHIP,Singapore"))[0]
    assert (short.line, short.what) == (3, "The row has 4 cells and the header 6.")


def test_gtfs_names_and_byte_order_marks_are_taken() -> None:
    renamed = {name.replace(".csv", ".txt"): b"\xef\xbb\xbf" + content for name, content in files().items()}
    assert small(renamed).trips.keys() == small().trips.keys()
    both = files() | {"stops.txt": files()["stops.csv"]}
    assert findings(both)[0].source == "stops.txt"


def test_columns_and_files_that_are_not_known_do_no_harm() -> None:
    wide = "\n".join(f"{line},extra" if line else line for line in FILES["trips.csv"].split("\n"))
    assert small(files(trips=wide) | {"fares.csv": b"what,ever\n"}).trips.keys() == small().trips.keys()


def test_a_mistake_in_every_row_does_not_flood_the_answer() -> None:
    rows = "".join(f"SEA,never,T{number},X,0,1\n" for number in range(FINDINGS_MAX * 2))
    assert len(findings(files(trips=FILES["trips.csv"] + rows))) == FINDINGS_MAX


def test_the_description_of_the_format_names_every_file_and_column_and_what_is_required() -> None:
    page = (Path(__file__).parents[2] / "docs" / "network-format.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^### (.+)\n((?:(?!^##).*\n)*)", page, flags=re.M))
    for name, shape in SHAPES.items():
        body = next((text for title, text in sections.items() if name in title.split(", ")), "")
        described = set(re.findall(r"`([a-z_0-9]+)`", body)) | {"basis", "source"}
        assert set(shape.columns) - described - set(WEEKDAYS) == set(), name


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_whatever_is_written_into_a_cell_is_read_or_refused_by_name(data: st.DataObject) -> None:
    """No edit of any cell makes the reader fail in another way, or a schedule of what it took."""
    name = data.draw(st.sampled_from(sorted(FILES)))
    lines = FILES[name].split("\n")
    number = data.draw(st.integers(0, len(lines) - 2))
    cells = lines[number].split(",")
    column = data.draw(st.integers(0, len(cells) - 1))
    cells[column] = data.draw(CELLS | st.text(max_size=12))
    lines[number] = ",".join(cells)
    with contextlib.suppress(BadSource):
        schedule_of(small(files() | {name: "\n".join(lines).encode("utf-8", "surrogatepass")}), START, 7)


START = datetime(2026, 11, 23, tzinfo=UTC)


def test_every_finding_is_said_in_chinese() -> None:
    """Every sentence in the reader's code that is not a docstring has its translation."""
    spoken: set[str] = set()
    for path in sorted((Path(network.__file__).parent / "wire").glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        described = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in described:
                spoken |= set(SENTENCE.findall(node.value))
    assert len(spoken) > 60
    assert sorted(spoken - catalog("zh").keys()) == []


SENTENCE = re.compile(r"^(?:[A-Z]|{.*} )[^\n]*[a-z0-9}]\.$")


def test_a_finding_is_said_with_its_facts() -> None:
    found = said(findings(edited("trips", "RAIL,daily", "RAIL,nightly"))[0], "zh")
    assert (found.what, found.mend) == (
        "calendar, calendar_dates 中没有 'nightly'。",
        "请更正，或将其加入 calendar, calendar_dates。",
    )


NUMBERS = ["", "0", "-1", "1", "2", "1e9", "NaN", "99999999999999999999"]
TIMES = ["00010101", "99991231", "9999:00:00", "0001-01-01T00:00+14:00", "Asia/Shanghai", "Mo-Su 00:00-24:00"]
NAMES = ["SGSIN", "CNCKG-R", "TRAIN", "daily", '"', "\x00", "\u202e", "../etc", "\r"]
CELLS = st.sampled_from(NUMBERS + TIMES + NAMES)
