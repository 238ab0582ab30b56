"""`landsea network schedules import` and `landsea network diff`: from a file, from another carrier's server, and what is refused."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from landsea.app import fetch
from landsea.app.cli import app
from landsea.app.fetch import NotFetched, read_pages
from landsea.app.given import BadFile
from landsea.app.node import init_node
from landsea.kernel import BadValue, Refusal
from landsea.runtime import Settings
from tests.network.vessels import changed, message, sailing

PAGES = {
    False: message(sailing()),
    True: message(sailing(carrierServiceCode="NEW1", universalServiceReference="SR00002B")),
}


class Carrier(BaseHTTPRequestHandler):
    """Answers as `GET /v3/service-schedules`: two pages of one service each."""

    asked: list[str] = []  # noqa: RUF012  # what came, for the tests to see

    def do_GET(self) -> None:
        self.asked.append(self.path)
        if self.path.startswith("/missing"):
            self.send_error(404)
            return
        second = "cursor=next" in self.path
        self.send_response(200)
        if not second:
            self.send_header("Next-Page-Cursor", "next")
        self.end_headers()
        self.wfile.write(PAGES[second])

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture
def carrier() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Carrier)
    Carrier.asked.clear()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def run(home: Path, *arguments: str, locale: str = "C") -> Result:
    return CliRunner().invoke(app, ["network", *arguments], env={"LANDSEA_HOME": str(home), "LC_ALL": locale})


@pytest.fixture
def home(tmp_path: Path) -> Path:
    init_node(Settings(home=tmp_path / "node"), sandbox=True, jurisdiction="CN").close()
    return tmp_path / "node"


def test_a_file_is_taken_in_and_the_difference_told(home: Path, tmp_path: Path) -> None:
    (tmp_path / "ovs.json").write_bytes(message())
    done = run(home, "schedules", "import", str(tmp_path / "ovs.json"))
    assert (done.exit_code, done.stdout.strip()) == (0, "1 services, 1 vessels, 2 calls, 1 voyages, 1 plannable")
    told = run(home, "diff")
    assert told.exception is None, told.exception
    assert told.stdout.splitlines() == [
        "New voyage 2648S of Synthetic Heron on Synthetic Gulf Service.",
        "1 -> 2: 1 voyage",
    ]
    chinese = run(home, "diff", "1", "2", "--lang", "zh").stdout.splitlines()
    assert "新增航次" in chinese[0]
    assert chinese[-1] == "1 -> 2: 1 个航次"


def test_a_carriers_server_is_read_page_by_page(home: Path, carrier: str) -> None:
    done = run(home, "schedules", "import", f"{carrier}/v3/service-schedules?vesselIMONumber=0000012")
    assert done.exit_code == 0
    assert done.stdout.startswith("2 services")
    assert Carrier.asked == [
        "/v3/service-schedules?vesselIMONumber=0000012",
        "/v3/service-schedules?cursor=next",
    ]


def test_a_bad_page_leaves_nothing_of_the_good_one(home: Path, carrier: str, monkeypatch: pytest.MonkeyPatch) -> None:
    bad = changed("/0/carrierServiceName", None)
    monkeypatch.setitem(PAGES, True, bad)
    done = run(home, "schedules", "import", f"{carrier}/v3/service-schedules")
    assert done.exit_code != 0
    assert "1 -> 1" in run(home, "diff", "1", "1").stdout
    assert run(home, "diff", "1", "2").exit_code != 0


@pytest.mark.parametrize(
    ("source", "refusal"),
    [("/no/such/file.json", BadFile), ("http://127.0.0.1:9/v3/service-schedules", NotFetched), ("ftp://x/y", BadFile)],
)
def test_what_cannot_be_read_is_said(source: str, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        list(read_pages(source))


def test_a_server_that_says_no_is_quoted(carrier: str) -> None:
    with pytest.raises(NotFetched, match="404"):
        list(read_pages(f"{carrier}/missing"))


def test_too_much_and_too_long_are_cut_off(carrier: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "BYTES_MAX", 100)
    (tmp_path / "large.json").write_text(json.dumps(["x" * 200]))
    for source in (f"{carrier}/v3/service-schedules", str(tmp_path / "large.json")):
        with pytest.raises((NotFetched, BadFile), match="more than 100 bytes"):
            list(read_pages(source))
    monkeypatch.setattr(fetch, "SECONDS_MAX", -1)
    with pytest.raises(NotFetched, match="longer than"):
        list(read_pages(f"{carrier}/v3/service-schedules"))


def test_a_difference_is_told_in_the_language_of_the_terminal(home: Path, tmp_path: Path) -> None:
    (tmp_path / "ovs.json").write_bytes(message())
    run(home, "schedules", "import", str(tmp_path / "ovs.json"))
    assert "新增航次 2648S" in run(home, "diff", locale="zh_CN.UTF-8").stdout
    assert "New voyage 2648S" in run(home, "diff", "--lang", "en", locale="zh_CN.UTF-8").stdout


def test_a_gtfs_feed_is_written_into_a_folder_that_is_not_there_yet(tmp_path: Path) -> None:
    feed = tmp_path / "new" / "feed.zip"
    said = run(tmp_path / "none", "export", "--gtfs", str(feed), "--start", "2026-11-23", "--days", "3")
    assert said.exit_code == 0, said.output
    assert feed.stat().st_size


@pytest.mark.parametrize(
    "command", [["export", "--gtfs", "feed.zip", "--start", "soon"], ["check", "--start", "2026-02-30"]]
)
def test_a_day_that_is_none_is_refused(command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert isinstance(run(tmp_path / "none", *command).exception, BadValue)
