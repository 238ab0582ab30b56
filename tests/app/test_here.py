"""Which node a command calls: the one that is named, else the one of this machine's settings, and no other gets its key."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from landsea.app.cli import app
from landsea.app.given import NoAnswer
from landsea.app.here import AnotherNode, own_address
from landsea.runtime import Settings
from tests.support.server import make_node


class Listener(HTTPServer):
    """Answers every call with `said`, and remembers the keys it was sent."""

    said = "another.example/landsea+00000000+AAAA"
    status = 200
    keys: list[str | None]


class _Answers(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        listener = self.server
        assert isinstance(listener, Listener)
        listener.keys.append(self.headers["Authorization"])
        self.send_response(listener.status)
        self.end_headers()
        self.wfile.write(listener.said.encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def listener() -> Iterator[Listener]:
    server = Listener(("127.0.0.1", 0), _Answers)
    server.keys = []
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def run(home: Path, *words: str, **environment: str) -> Result:
    variables = {"LANDSEA_HOME": str(home), "LANDSEA_API_KEY": "lsk_ours", "LANDSEA_URL": ""} | environment
    return CliRunner().invoke(app, list(words), env=variables)


@pytest.mark.parametrize(
    ("settings", "address"),
    [
        (Settings(Path()), "http://127.0.0.1:8017"),
        (Settings(Path(), host="0.0.0.0", port=9000), "http://127.0.0.1:9000"),  # noqa: S104
        (Settings(Path(), base_url="https://node.example/"), "https://node.example"),
    ],
)
def test_a_nodes_own_address_is_that_of_its_settings(settings: Settings, address: str) -> None:
    assert own_address(settings) == address


def test_another_node_at_the_own_address_gets_no_key(tmp_path: Path, listener: Listener) -> None:
    make_node(tmp_path, listener.server_port)[1].close()
    told = run(tmp_path, "document", "list", LANDSEA_PORT=str(listener.server_port)).exception
    assert isinstance(told, AnotherNode)
    assert str(listener.server_port) in str(told)
    assert listener.keys == [None]


def test_the_address_comes_from_the_nodes_file(tmp_path: Path, listener: Listener) -> None:
    (tmp_path / "landsea.toml").write_text(f"port = {listener.server_port}\n")
    listener.status, listener.said = 401, '{"code": "not-logged-in", "detail": "Nobody is logged in."}'
    told = run(tmp_path, "document", "list")
    assert told.exit_code == 1
    assert f"(said by the node at http://127.0.0.1:{listener.server_port})" in told.output
    assert listener.keys == ["Bearer lsk_ours"]


def test_no_node_at_the_own_address_is_said_with_it(tmp_path: Path) -> None:
    told = run(tmp_path, "api", "GET", "/v1/documents", LANDSEA_PORT="1").exception
    assert isinstance(told, NoAnswer)
    assert "http://127.0.0.1:1:" in str(told)
