"""`landsea study` on the shipped network and on a tiny benchmark folder."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path

import pytest
from typer.testing import CliRunner

from landsea.app.cli import app
from landsea.app.flow_table import _console, _left

EXAMPLE = Path(__file__).parents[2] / "examples" / "flows" / "demand.csv"
FLOWS = ["study", "flows", str(EXAMPLE), "--start", "2026-11-23", "--weeks", "2"]


@pytest.fixture(autouse=True)
def no_node(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANDSEA_HOME", str(tmp_path / "none"))
    monkeypatch.delenv("LANDSEA_DATABASE_URL", raising=False)


def test_flows_are_shown_with_what_is_left_behind_and_what_is_full() -> None:
    said = CliRunner().invoke(app, FLOWS)
    assert said.exit_code == 0, said.output
    for word in ("left behind", "does-not-pay", "bottlenecks", "R-CKG-QZH"):
        assert word in said.output


def test_flows_are_shown_in_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    said = CliRunner().invoke(app, FLOWS)
    for word in ("未承运", "影子价格", "瓶颈"):
        assert word in said.output


def test_flows_are_written_as_csv_and_json_that_agree(tmp_path: Path) -> None:
    said = CliRunner().invoke(app, [*FLOWS, "--json", "--csv", str(tmp_path / "out")])
    tables = json.loads(said.output)
    for name in ("totals", "demands", "flows", "capacities"):
        with (tmp_path / "out" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        assert rows == [{key: "" if v is None else str(v) for key, v in row.items()} for row in tables[name]]


def test_forced_cargo_that_cannot_go_ends_with_exit_code_1(tmp_path: Path) -> None:
    demand = tmp_path / "demand.csv"
    demand.write_text("origin,destination,teu,forced\nCNCKG,SGSIN,99999,1\n", encoding="utf-8")
    said = CliRunner().invoke(app, ["study", "flows", str(demand), "--start", "2026-11-23"])
    assert said.exit_code == 1
    assert "Forced cargo cannot all be carried" in said.output
    assert "no-capacity" in said.output


@pytest.mark.parametrize("wrong", [["--start", "2026-02-30"], ["--weeks", "0"], ["--objective", "most-fun"]])
def test_a_wrong_option_is_refused(wrong: list[str]) -> None:
    said = CliRunner().invoke(app, [*FLOWS, *wrong])
    assert said.exit_code == 1
    assert said.exception is not None
    assert wrong[1] in str(said.exception)


@pytest.mark.parametrize(
    ("language", "told"), [("en", ["a tie", "the margin would be the same"]), ("zh", ["持平", "边际收益不变"])]
)
def test_cargo_that_need_not_bring_more_to_go_is_told_as_a_tie(
    language: str, told: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [{"reason": "no-capacity", "by": Decimal(by)} for by in ("0.00", "3.84")]
    _left(_console(), rows, language)
    said = capsys.readouterr().out
    assert all(words in said for words in told)
    assert "3.84" in said
    _left(_console(), rows[1:], language)
    assert told[0] not in capsys.readouterr().out
