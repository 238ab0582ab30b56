"""`landsea plan` on a machine without a node: the shipped network, a readable answer, JSON, exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from landsea.app.commands.plan import plan
from landsea.kernel import BadValue, Refusal
from landsea.planner import UnknownStop

app = typer.Typer()
app.command()(plan)
ASK = ["CNCKG", "SGSIN", "--ready", "2026-11-23T08:00+08:00"]


@pytest.fixture(autouse=True)
def no_node(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANDSEA_HOME", str(tmp_path / "none"))
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "LANDSEA_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)


def run(*more: str, language: str = "C") -> Result:
    return CliRunner().invoke(app, [*ASK, *more], env={"LC_ALL": language})


def test_the_answer_compares_ways_and_tells_each_leg_with_its_cut_offs() -> None:
    result = run()
    assert result.exit_code == 0
    for word in ("Chongqing", "Illustrative", "cargo cut-off", "slack", "kg CO2e (desnz-2025-", "Itinerary 2"):
        assert word in result.output


def test_no_line_of_the_comparison_is_cut_off_in_eighty_columns() -> None:
    assert "…" not in run().output
    assert "…" not in run(language="zh_CN.UTF-8").output


def test_it_speaks_chinese_where_the_terminal_does() -> None:
    output = run(language="zh_CN.UTF-8").output
    for word in ("重庆", "截货时间", "铁路", "方案 1"):
        assert word in output


def test_the_order_follows_what_is_asked_for() -> None:
    plans = {by: json.loads(run("--by", by, "--json").output)["itineraries"] for by in ("arrival", "cost", "co2e")}
    assert plans["arrival"][0]["arrival"] == min(one["arrival"] for one in plans["arrival"])
    assert plans["cost"][0]["cost"]["minor"] == min(one["cost"]["minor"] for one in plans["cost"])
    assert plans["co2e"][0]["co2e_grams"] == min(one["co2e_grams"] for one in plans["co2e"])


def test_twice_the_boxes_emit_twice_as_much() -> None:
    one, two = (json.loads(run("--by", "co2e", "--teu", teu, "--json").output) for teu in ("1", "2"))
    assert two["itineraries"][0]["co2e_grams"] == 2 * one["itineraries"][0]["co2e_grams"]


def test_a_journey_that_cannot_be_made_says_why_and_fails() -> None:
    result = run("--exclude-mode", "air", "--deadline", "2026-11-25T00:00Z", "--avoid", "CNQZH")
    assert result.exit_code == 1
    assert "✗" in result.output


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        (["--by", "beauty"], BadValue),
        (["--ready", "2026-11-23T08:00"], BadValue),
        (["--teu", "0"], BadValue),
        (["--goods", "lemons"], BadValue),
        (["--avoid", "ATLANTIS"], UnknownStop),
    ],
)
def test_what_it_does_not_understand_is_refused(more: list[str], refusal: type[Refusal]) -> None:
    assert isinstance(run(*more).exception, refusal)
