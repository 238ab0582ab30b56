"""`landsea plan --lots` on a machine without a node."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from landsea.app.cli import app
from landsea.kernel import BadSource, BadValue
from landsea.routing import compiled

LOTS = """origin,destination,teu,ready
CNCTU,IDJKT,2,
CNKWE,,1,2026-11-24T08:00+08:00
,MYPKG,3,2026-11-25T08:00+08:00
"""


@pytest.fixture(autouse=True)
def no_node(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANDSEA_HOME", str(tmp_path / "none"))
    monkeypatch.delenv("LANDSEA_DATABASE_URL", raising=False)


@pytest.fixture(autouse=True)
def kernels_as_before() -> Iterator[None]:
    """The command compiles the kernels of its process; other tests choose theirs."""
    before = compiled.in_use()
    yield
    if before is compiled.PLAIN:
        compiled.plain_kernels()


def run(tmp_path: Path, *more: str, lots: str = LOTS, language: str = "C") -> Result:
    file = tmp_path / "lots.csv"
    file.write_text(lots, encoding="utf-8")
    ask = ["plan", "CNCKG-R", "SGSIN-S", "--ready", "2026-11-23T08:00+08:00", "--lots", str(file)]
    return CliRunner().invoke(app, [*ask, *more], env={"LC_ALL": language})


def test_the_answer_compares_ways_and_tells_what_each_lot_does(tmp_path: Path) -> None:
    said = run(tmp_path)
    assert said.exit_code == 0, said.output
    for words in (
        "3 lots, 6 TEU",
        "Chengdu —rail→ Chongqing",
        "Lot 2  Guiyang → Singapore",
        "at the hub 11-",
        "—sea→ Port Klang",
    ):
        assert words in said.output


def test_no_line_of_the_comparison_is_cut_off_in_eighty_columns(tmp_path: Path) -> None:
    assert "…" not in run(tmp_path).output


def test_it_speaks_chinese_where_the_terminal_does(tmp_path: Path) -> None:
    said = run(tmp_path, language="zh_CN.UTF-8").output
    for words in ("3 票货物，共 6 TEU", "集并点开出", "成都 —铁路→ 重庆", "货物 2"):
        assert words in said


def test_json_holds_the_same_ways(tmp_path: Path) -> None:
    body = json.loads(run(tmp_path, "--json", "--by", "cost").output)
    costs = [way["cost"]["minor"] for way in body["ways"]]
    assert costs == sorted(costs)
    assert [lot["teu"] for lot in body["request"]["lots"]] == [2, 1, 3]


def test_no_way_ends_with_exit_code_1_and_who_is_stuck(tmp_path: Path) -> None:
    said = run(tmp_path, "--deadline", "2026-11-24T08:00+08:00", "--json")
    assert said.exit_code == 1
    assert {one["lot"] for one in json.loads(said.output)["stuck"]} >= {2}


def test_a_bad_file_is_refused(tmp_path: Path) -> None:
    assert isinstance(run(tmp_path, lots="a,b\n").exception, BadSource)
    (tmp_path / "lots.csv").unlink()
    ask = ["plan", "CNCKG", "SGSIN", "--ready", "2026-11-23T08:00+08:00", "--lots", str(tmp_path / "none.csv")]
    assert isinstance(CliRunner().invoke(app, ask).exception, BadValue)
