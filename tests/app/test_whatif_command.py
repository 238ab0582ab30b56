"""`landsea study run` and `closures` on the shipped network: what they print, the files they write, the examples that come along."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from landsea import planner
from landsea.app.cli import app, main
from landsea.kernel import Refusal
from landsea.planner import StudyCase, prepare_study_on_shipped
from landsea.planner.service.study.tasks import Task

EXAMPLES = sorted((Path(__file__).parents[2] / "examples" / "studies").glob("*.toml"))
CLOSED = """name = "Synthetic closure"
name_zh = "合成关闭"
demand = "demand.csv"
[base]
start = 2026-11-23
origins = ["Chongqing"]
destinations = ["SGSIN", "VNSGN"]
without_modes = ["air"]
horizon_days = 45
[[change]]
close = "钦州"
"""


@pytest.fixture(autouse=True)
def no_node(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANDSEA_HOME", str(tmp_path / "none"))
    monkeypatch.delenv("LANDSEA_DATABASE_URL", raising=False)
    monkeypatch.chdir(tmp_path)


class Page(HTMLParser):
    """Tags that stay open, and everything a page would ask the network for."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.asked: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_startendtag(tag, attrs)
        if tag != "meta":
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        links = [value or "" for name, value in attrs if name in ("src", "href")]
        self.asked += [link for link in links if not link.startswith("#")]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def read_page(path: Path) -> Page:
    page = Page()
    text = path.read_text(encoding="utf-8")
    page.feed(text)
    assert page.open == []
    assert page.asked == []
    assert "url(" not in text
    assert "<script" not in text
    return page


def test_a_scenario_is_run_and_reported_in_both_languages(tmp_path: Path) -> None:
    (tmp_path / "closed.toml").write_text(CLOSED, encoding="utf-8")
    (tmp_path / "demand.csv").write_text("origin,destination,teu,by\nCNCKG,SGSIN,10,cost\n", encoding="utf-8")
    said = CliRunner().invoke(app, ["study", "run", "closed.toml", "--out", "out", "--processes", "1"])
    assert said.exit_code == 0, said.output
    assert "Synthetic closure" in said.output
    names = {one.name for one in (tmp_path / "out").iterdir()}
    assert names == {
        "study.json", "effects.csv", "pairs.csv", "demand.csv", "volumes.csv", "report.en.html", "report.zh.html", "tasks.jsonl",
    }  # fmt: skip
    result = json.loads((tmp_path / "out" / "study.json").read_bytes())
    assert result["origins"] == ["CNCKG"]
    assert "[[demand]]" in result["scenario"]
    for language, words in (("en", ("Synthetic closure", "Chongqing")), ("zh", ("合成关闭", "重庆", "运输时间"))):
        page = read_page(tmp_path / "out" / f"report.{language}.html")
        assert "svg" in page.tags
        text = (tmp_path / "out" / f"report.{language}.html").read_text(encoding="utf-8")
        for word in words:
            assert word in text
    raw = (tmp_path / "out" / "effects.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")  # Excel reads it as UTF-8
    (row,) = csv.DictReader(raw.decode("utf-8-sig").splitlines())
    assert int(row["compared"]) == result["effects"][0]["compared"]


def test_a_folder_holds_one_study_and_its_progress_is_not_lost_to_another(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(CLOSED, encoding="utf-8")
    (tmp_path / "demand.csv").write_text("origin,destination,teu\nCNCKG,SGSIN,10\n", encoding="utf-8")
    other = CLOSED.replace('demand = "demand.csv"\n', "").replace("[base]", '[base]\ncriteria = ["arrival"]')
    (tmp_path / "b.toml").write_text(other, encoding="utf-8")
    command = ["study", "run", "b.toml", "--out", "out", "--processes", "1"]
    assert CliRunner().invoke(app, [*command[:2], "a.toml", *command[3:]]).exit_code == 0
    before = {one.name: one.read_bytes() for one in (tmp_path / "out").iterdir()}
    refused = CliRunner().invoke(app, [*command, "--resume"])
    assert isinstance(refused.exception, Refusal)
    assert refused.exception.code == "log-of-another-study"
    assert str(Path("out", "tasks.jsonl")) in str(refused.exception)
    assert {one.name: one.read_bytes() for one in (tmp_path / "out").iterdir()} == before
    (tmp_path / "out" / "volumes.csv").write_text("service,own notes\n", encoding="utf-8")
    assert CliRunner().invoke(app, command).exit_code == 0
    assert before.keys() - {one.name for one in (tmp_path / "out").iterdir()} == {"demand.csv"}
    assert (tmp_path / "out" / "volumes.csv").read_text(encoding="utf-8") == "service,own notes\n"
    assert (tmp_path / "demand.csv").exists()


def test_a_study_that_is_interrupted_says_how_to_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.toml").write_text(CLOSED.replace('demand = "demand.csv"\n', ""), encoding="utf-8")

    def interrupted(case: StudyCase, tasks: Sequence[Task]) -> Iterator[tuple[str, Any]]:
        yield tasks[0].key, {}
        raise KeyboardInterrupt

    monkeypatch.setattr(planner, "on_cores", lambda processes: interrupted, raising=False)
    for locale, told in (("C", "with --resume goes on from there."), ("zh_CN.UTF-8", "加上 --resume 即可接着算")):
        said = CliRunner().invoke(app, ["study", "run", "a.toml", "--out", "out"], env={"LC_ALL": locale})
        assert said.exit_code == 130
        (line,) = said.stderr.splitlines()
        assert told in line
        assert str(Path("out", "tasks.jsonl")) in line
    assert (tmp_path / "out" / "tasks.jsonl").read_bytes().count(b"\n") == 2


def test_closures_rank_what_hurts_most(tmp_path: Path) -> None:
    command = ["study", "closures", "CNCKG", "--start", "2026-11-23", "--kind", "countries", "--horizon", "40"]
    said = CliRunner().invoke(app, [*command, "--out", "out", "--processes", "2"])
    assert said.exit_code == 0, said.output
    rows = list(csv.DictReader((tmp_path / "out" / "effects.csv").read_text(encoding="utf-8-sig").splitlines()))
    lost = [int(row["lost"]) for row in rows]
    assert lost == sorted(lost, reverse=True)
    assert lost[0] > 0
    assert "CN" not in {row["closed"] for row in rows}
    assert re.search(r"\d+ variants in [\d.]+ s", said.output)
    read_page(tmp_path / "out" / "report.zh.html")


def test_a_wrong_scenario_is_told_line_by_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "wrong.toml").write_text(CLOSED.replace("close", "clsoe").replace("weeks", "week"), encoding="utf-8")
    (tmp_path / "demand.csv").write_text("origin,destination\n", encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["landsea", "study", "run", "wrong.toml"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    told = capsys.readouterr().err
    assert "wrong.toml:10: change.1: It is not clear what changes." in told
    assert "demand.csv:1" in told


@pytest.mark.parametrize(
    ("scenario", "told"),
    [
        ("nowhere.toml", "nowhere.toml' 不是有效的情景文件：没有此文件。"),
        ("wrong.toml", "wrong.toml:1: nam: 此处没有键 nam。"),
    ],
)
def test_what_is_wrong_with_a_scenario_is_told_in_chinese(
    scenario: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "wrong.toml").write_text("nam = 1\n", encoding="utf-8")
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    monkeypatch.setattr("sys.argv", ["landsea", "study", "run", scenario])
    with pytest.raises(SystemExit):
        main()
    assert told in capsys.readouterr().err


def test_a_study_of_days_without_a_timetable_says_that_it_compared_nothing(tmp_path: Path) -> None:
    (tmp_path / "far.toml").write_text(
        CLOSED.replace("2026-11-23", "2036-11-24").replace('without_modes = ["air"]', ""), encoding="utf-8"
    )
    (tmp_path / "demand.csv").write_text("origin,destination,teu,by\n", encoding="utf-8")
    said = CliRunner().invoke(app, ["study", "run", "far.toml", "--out", "out", "--processes", "1"])
    assert "Nothing is compared" in said.output
    assert "Nothing is compared" in (tmp_path / "out" / "report.en.html").read_text(encoding="utf-8")


def test_rows_of_several_origins_name_them(tmp_path: Path) -> None:
    (tmp_path / "closed.toml").write_text(CLOSED, encoding="utf-8")
    (tmp_path / "demand.csv").write_text("origin,destination,teu,by\nCNCDU,SGSIN,10,cost\n", encoding="utf-8")
    said = CliRunner().invoke(app, ["study", "run", "closed.toml", "--out", "out", "--processes", "1"])
    assert re.search(r"mean change of cost +[+−]?USD", said.output), said.output
    page = (tmp_path / "out" / "report.en.html").read_text(encoding="utf-8")
    assert "[CNCDU] → Singapore [SGSIN]" in page
    assert "[CNCKG] → Singapore [SGSIN]" in page
    pairs, marked = page.partition("week by week")[2].partition("<h2>")[0], '<tr class="changed">'
    rows = pairs.split("<tr")[2:]
    assert any('class="changed"' in row and "▲ later" in row for row in rows)
    assert all(marked.removeprefix("<tr") in row or "<td></td>" in row for row in rows)
    assert "<div>no longer in time<b>" not in page  # nobody asked for a time
    assert "no longer in time" not in said.output


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: str(path.stem))
def test_every_example_fits_the_shipped_network(path: Path) -> None:
    case = prepare_study_on_shipped(path.read_text(encoding="utf-8"), path.name)
    assert case.scenario.name_zh != case.scenario.name
    assert case.variants


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 6
