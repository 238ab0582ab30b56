"""The published figures are reproduced, and a network whose inputs are changed is found out."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cache

import pytest

from landsea.network import SHIPPED, Network
from landsea.network.wire.feed import parse_network
from landsea.planner import CheckRow
from landsea.planner import check_network as check

START = date(2026, 11, 23)
Change = Callable[[dict[str, str]], None]


@cache
def shipped_files() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(SHIPPED.glob("*.csv"))}


def changed(table: str, change: Change, *anchors: str) -> Network:
    """The shipped network with every row of a table changed, and only these anchors (and those they compare with)
    left.
    """
    files = dict(shipped_files())
    files[f"{table}.csv"] = _rewritten(files[f"{table}.csv"], change)
    files["anchors.csv"] = _rewritten(files["anchors.csv"], lambda row: None, lambda row: row["anchor_id"] in anchors)
    return parse_network(files, f"{table}-{'-'.join(anchors)}-changed")


def _rewritten(content: bytes, change: Change, keep: Callable[[dict[str, str]], bool] = lambda row: True) -> bytes:
    rows = [row for row in csv.DictReader(io.StringIO(content.decode())) if keep(row)]
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    for row in rows:
        change(row)
        writer.writerow(row)
    return out.getvalue().encode()


@cache
def shipped_rows() -> dict[str, CheckRow]:
    return {row.anchor.id: row for row in check(parse_network(shipped_files(), "shipped-unchanged"), START)}


def test_every_published_figure_is_reproduced_and_says_from_when_to_when() -> None:
    for name, row in shipped_rows().items():
        assert row.passed, (name, row.best, row.middle, row.worst)
        assert row.measured
        assert row.anchor.moments
        assert row.anchor.moments_zh
        assert bool(row.anchor.input) == row.anchor.fitted, name
        assert row.source


def test_the_figures_of_the_mission_are_all_there() -> None:
    published = {name: row.anchor.published for name, row in shipped_rows().items()}
    assert published == {
        "railsea": "7 days",
        "railsea-before": "10 days",
        "railsea-cost": "-25 %",
        "rail": "2 days",
        "sea": "6 days or better",
        "length": "4080 km",
        "river": "about 23 days",
        "laos-rail": "4-5 days",
        "laos-road": "4 days",
        "lemons": "10 days",
        "lemons-before": "30 days",
        "jakarta": "20 days or better",
        "flights": "24",
        "countries": "127",
        "ports": "581",
    }


def test_best_median_and_worst_are_of_all_departures_in_120_days() -> None:
    row = shipped_rows()["railsea"]
    assert row.measured == 120
    assert row.best is not None
    assert row.middle is not None
    assert row.worst is not None
    assert row.best <= row.middle < row.worst


def test_two_and_six_days_are_eight_and_the_row_explains_why_seven() -> None:
    rows = shipped_rows()
    assert "2 + 6 = 8" in rows["railsea"].anchor.note
    assert "2+6=8" in rows["railsea"].anchor.note_zh
    legs = (rows["rail"].middle or Decimal(0)) + (rows["sea"].middle or Decimal(0))
    assert legs < (rows["railsea"].middle or Decimal(0)) < 8


def slower_train(row: dict[str, str]) -> None:
    """The shuttle's speed is halved: it arrives as much later as it took."""
    if row["trip_id"] == "R-CKG-QZH" and row["stop_sequence"] == "2":
        hours, rest = row["arrival_time"].split(":", 1)
        row["arrival_time"] = row["departure_time"] = f"{int(hours) * 2 - 20}:{rest}"


def test_a_train_of_half_the_speed_is_found_out() -> None:
    rows = check(changed("stop_times", slower_train, "rail", "railsea", "sea"), START)
    assert {row.anchor.id: row.passed for row in rows} == {"railsea": False, "rail": False, "sea": True}


def fewer_sailings(row: dict[str, str]) -> None:
    if row["trip_id"] == "S-QZH-SIN":
        row["service_id"] = "2026-6"


def test_one_sailing_a_week_is_found_out() -> None:
    (row,) = check(changed("trips", fewer_sailings, "railsea"), START)
    assert not row.passed
    assert row.worst is not None
    assert row.worst > 10


def dearer_rail(row: dict[str, str]) -> None:
    if row["tariff_id"] == "rail":
        row["per_teu_1000km"] = "60000"


def test_a_dearer_train_is_found_out() -> None:
    rows = {
        row.anchor.id: row for row in check(changed("tariffs", dearer_rail, "railsea-cost", "railsea-before"), START)
    }
    assert not rows["railsea-cost"].passed


def no_saturdays(row: dict[str, str]) -> None:
    if row["service_id"] == "2026-1234567":
        row["saturday"] = "0"


def test_flights_that_do_not_fly_are_missed() -> None:
    (row,) = check(changed("calendar", no_saturdays, "flights"), START)
    assert (row.passed, row.middle) == (False, Decimal(21))


def without_the_caribbean(row: dict[str, str]) -> None:
    if row["trip_id"].startswith("F-JMKIN"):
        row["drop_off_type"] = "1"


@pytest.mark.parametrize("anchor", ["ports", "countries"])
def test_ports_that_no_ship_unloads_at_are_not_counted(anchor: str) -> None:
    (row,) = check(changed("stop_times", without_the_caribbean, anchor), START)
    assert not row.passed
