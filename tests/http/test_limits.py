"""What a node withstands over the wire: large, endless, deep and hostile requests; each is refused and nothing is stored."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from landsea import journal as door
from landsea.app.client import Answer
from landsea.app.node import open_node
from tests.support import people
from tests.support.server import Served, free_port, make_node, served


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, str]]:
    settings, made = make_node(tmp_path_factory.mktemp("limits"), free_port())
    key = people.make_operator(made.journal).api_key
    made.close()
    with served(settings, LANDSEA_REQUESTS_PER_MINUTE_MAX="100000") as running:
        yield running, key


def entries(running: Served) -> int:
    opened = open_node(running.settings)
    with opened.journal.view(door.NODE) as view:
        size = door.size(view)
    opened.close()
    return size


def post(node: tuple[Served, str], path: str, body: bytes, content_type: str = "application/json") -> Answer:
    running, key = node
    return running.client(key).send("POST", path, body, content_type)


def plan(**changes: Any) -> bytes:
    return json.dumps({"origin": "CNCKG", "destination": "SGSIN", "ready": "2026-11-23T08:00+08:00"} | changes).encode()


NESTED = b"[" * 200_000 + b"]" * 200_000
BAD = {
    "not JSON": b"{",
    "deep JSON": NESTED,
    "deep JSON in a field": b'{"origin": ' + NESTED + b"}",
    "a time without zone": plan(ready="2026-11-23T08:00"),
    "an unknown place": plan(origin="CNXXX"),
    "NUL in a name": plan(origin="CN\x00KG"),
    "a negative amount": plan(teu=-1),
    "an overflowing amount": plan(teu=10**30),
    "not a number": b'{"origin": "CNCKG", "destination": "SGSIN", "ready": "2026-11-23T08:00Z", "teu": NaN}',
    "an unknown field": plan(tue=2),
    "bytes that are not text": b"\xff\xfe\x00",
}


@pytest.mark.parametrize("body", BAD.values(), ids=BAD.keys())
def test_bad_input_is_a_problem_that_says_what_and_where(node: tuple[Served, str], body: bytes) -> None:
    before = entries(node[0])
    answer = post(node, "/v1/plans", body)
    assert 400 <= answer.status < 500, answer.text
    problem = answer.json
    assert {"type", "title", "status", "code", "detail"} <= problem.keys()
    assert entries(node[0]) == before


@pytest.mark.parametrize("path", ["/v1/events", "/v1/plans", "/v1/verify"])
def test_ten_megabytes_are_refused(node: tuple[Served, str], path: str) -> None:
    before = entries(node[0])
    answer = post(node, path, b"[" + b" " * 10_000_000 + b"]")
    assert answer.status == 413
    assert answer.json["code"] == "body-too-large"
    assert entries(node[0]) == before


def test_a_gigabyte_is_stopped_early(node: tuple[Served, str]) -> None:
    """Chunked, so that no length warns the node; it must answer or hang up long before the gigabyte is through."""
    running, key = node
    sent = 0
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    with socket.create_connection(("127.0.0.1", running.port), timeout=20) as connection:
        head = (
            f"POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\nTransfer-Encoding: chunked\r\n\r\n"
        )
        connection.sendall(head.encode())
        deadline = time.monotonic() + 60
        try:
            while sent < 1_000_000_000 and time.monotonic() < deadline:
                connection.sendall(chunk)
                sent += 0x10000
        except OSError:
            pass
    assert sent < 100_000_000
    assert running.client().get("/healthz")["status"] == "ok"


def test_a_slow_flood_is_told_to_wait(tmp_path: Path) -> None:
    settings, made = make_node(tmp_path, free_port())
    made.close()
    with served(settings, LANDSEA_REQUESTS_PER_MINUTE_MAX="30") as running:
        answers = [running.client().send("GET", "/healthz", None) for _ in range(40)]
    refused = [answer for answer in answers if answer.status == 429]
    assert refused
    assert refused[0].json["code"] == "too-many-requests"


def test_every_answer_carries_the_strict_headers(node: tuple[Served, str]) -> None:
    with socket.create_connection(("127.0.0.1", node[0].port), timeout=10) as connection:
        connection.sendall(b"GET /login HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        said = connection.makefile("rb").read().split(b"\r\n\r\n")[0].decode().lower()
    assert "content-security-policy: default-src 'none'; script-src 'self';" in said
    assert "x-content-type-options: nosniff" in said
    assert "unsafe-eval" not in said


def test_nobody_gets_in_without_a_key(node: tuple[Served, str]) -> None:
    for key in ("", "lsk_wrong", "x" * 5000):
        answer = node[0].client(key).send("GET", "/v1/consignments", None)
        assert answer.status == 401, answer.text


def test_a_second_server_on_the_same_folder_is_refused(node: tuple[Served, str]) -> None:
    from dataclasses import replace

    with pytest.raises(AssertionError, match="did not start"), served(replace(node[0].settings, port=free_port())):
        pass
