"""A client that offers HTTP/2 (`Upgrade: h2c`, as Java's HttpClient does on every first request) keeps its body.

With httptools uvicorn answers such a request without its body; with h11 it serves it as HTTP/1.1. RFC 9110 7.8: a server may
ignore an Upgrade it does not want.
"""

from __future__ import annotations

import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest

BODY = os.urandom(200_000)

SERVER = """
import hashlib, sys
from fastapi import FastAPI, Request
from landsea.runtime.http import run_server

app = FastAPI()

@app.post("/digest")
async def digest(request: Request) -> dict[str, str]:
    body = await request.body()
    return {"bytes": str(len(body)), "sha256": hashlib.sha256(body).hexdigest()}

run_server(app, "127.0.0.1", int(sys.argv[1]))
"""


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """The server of `landsea serve` (its settings, a route that tells what it got)."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    server = subprocess.Popen([sys.executable, "-c", SERVER, str(port)])
    wait_until_open(port, server)
    yield port
    server.send_signal(signal.SIGINT)
    server.wait(timeout=20)


def wait_until_open(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and server.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise AssertionError("the server did not start")


def post(port: int, *headers: str, pieces: int = 1) -> str:
    """Sends BODY over a plain socket, in `pieces`, and answers all that came back."""
    head = ["POST /digest HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(BODY)}", *headers]
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall("\r\n".join([*head, "", ""]).encode())
        size = -(-len(BODY) // pieces)
        for start in range(0, len(BODY), size):
            connection.sendall(BODY[start : start + size])
        return read_answer(connection)


def read_answer(connection: socket.socket) -> str:
    answer = b""
    while b"}" not in answer:
        received = connection.recv(65536)
        if not received:
            break
        answer += received
    return answer.decode()


def assert_body_arrived(answer: str) -> None:
    assert answer.startswith("HTTP/1.1 200"), answer
    assert hashlib.sha256(BODY).hexdigest() in answer


UPGRADE = (
    "Connection: Upgrade, HTTP2-Settings",
    "Upgrade: h2c",
    "HTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA",
)


def test_a_request_that_offers_h2c_keeps_its_body(port: int) -> None:
    assert_body_arrived(post(port, *UPGRADE))


def test_a_body_that_comes_in_many_pieces_after_the_offer_is_whole(port: int) -> None:
    assert_body_arrived(post(port, *UPGRADE, pieces=50))


def test_a_plain_request_is_served_as_ever(port: int) -> None:
    assert_body_arrived(post(port))
