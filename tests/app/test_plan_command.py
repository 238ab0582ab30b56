"""`landsea plan` on a machine without a node: the shipped network, a readable answer, JSON, exit codes."""

from __future__ import annotations

import json
from dataclasses import fields
from inspect import signature
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from landsea.app.cli import main
from landsea.app.commands.plan import plan
from landsea.kernel import BadValue, Refusal
from landsea.planner import PlanRequest
from landsea.planner.api.plans import PlanBody
from landsea.planner.model import NothingToAvoid, NoTimeGiven

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
        (["--avoid", "ATLANTIS"], NothingToAvoid),
        (["--certain", "101"], BadValue),
        (["--certain", "-1"], BadValue),
        (["--budget", "-1"], BadValue),
        (["--budget", "nan"], BadValue),
        (["--budget", "1e400"], BadValue),
        (["--size", "99"], BadValue),
        (["--closed", "CNQZH"], BadValue),
        (["--closed", "CNQZH=2026-12-08T00:00Z/2026-12-01T00:00Z"], BadValue),
        (["--limits", "draught_cm=deep"], BadValue),
        (["--limits", "depth=3"], BadValue),
        (["--ready", ""], NoTimeGiven),
        (["--lots", "none.csv", "--vgm", "2026-11-23T08:00+08:00"], BadValue),
    ],
)
def test_what_it_does_not_understand_is_refused(more: list[str], refusal: type[Refusal]) -> None:
    assert isinstance(run(*more).exception, refusal)


def test_a_refusal_speaks_of_percent_where_percent_were_given() -> None:
    assert "101 is not a valid chance: it must be from 0 to 100 percent" in str(run("--certain", "101").exception)


TYPED = {"exclude_mode": "without_modes", "budget": "budget_minor", "certain": "certain_permille_min"}
"""Options that are typed otherwise than the API takes them."""
SHOWN = {"explain", "watch", "lots", "as_json"}
"""How the answer is shown; lots make another kind of plan."""


def test_the_command_asks_what_the_api_and_a_request_ask() -> None:
    options = {TYPED.get(name, name) for name in signature(plan).parameters} - SHOWN
    assert options == set(PlanBody.model_fields)
    assert options == {one.name for one in fields(PlanRequest)} - {"latest"}  # a deadline alone asks for it


def test_what_is_typed_reaches_the_request() -> None:
    typed = ["--horizon-days", "60", "--changes-max", "2", "--limits", "draught_cm=1500", "--count", "1"]
    papers = ["--documents", "2026-11-23T09:00+08:00", "--vgm", "2026-11-23T10:00+08:00"]
    closed = ["--closed", "CNQZH=2026-11-23T00:00Z/2026-12-08T00:00Z"]
    asked = json.loads(run(*typed, *papers, *closed, "--json").output)["request"]
    assert (asked["horizon_days"], asked["changes_max"], asked["limits"]) == (60, 2, {"draught_cm": 1500})
    assert [asked[name] for name in ("documents", "vgm")] == ["2026-11-23T09:00:00+08:00", "2026-11-23T10:00:00+08:00"]
    assert [one["name"] for one in asked["closed"]] == ["CNQZH"]


def test_a_deadline_alone_tells_the_latest_start_in_one_step() -> None:
    ask = ["CNCKG-R", "SGSIN", "--deadline", "2026-12-24T18:00+08:00", "--exclude-mode", "air"]
    output = CliRunner().invoke(app, ask, env={"LC_ALL": "C"}).output
    assert (
        "the cargo must be ready at Chongqing Tuanjiecun rail container centre (Chongqing) by 2026-12-17 08:00"
        in output
    )
    assert "on time in" in output
    assert "Ready 7 d earlier" in output
    assert "…" not in output


def test_watching_the_shipped_timetable_does_not_plan_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looks = iter(range(3))

    def sleep(seconds: float) -> None:
        if next(looks, None) is None:
            raise KeyboardInterrupt

    monkeypatch.setattr("time.sleep", sleep)
    result = run("--count", "1", "--watch")
    assert result.output.count("Itinerary 1") == 1
    assert "The schedule has changed." not in result.output


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (["--teu", "0"], "bad-value: 0 不是有效的"),
        (["--size", "45"], "bad-value: 1 不是有效的标准箱数（TEU）：一只 40 英尺箱为两个标准箱。"),
        (["--avoid", "ATLANTIS"], "nothing-to-avoid: 网络中没有可避开或关闭的"),
    ],
)
def test_a_refusal_is_in_the_language_of_the_terminal(
    more: list[str], told: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    monkeypatch.setattr("sys.argv", ["landsea", "plan", *ASK, *more])
    with pytest.raises(SystemExit):
        main()
    assert told in capsys.readouterr().err
