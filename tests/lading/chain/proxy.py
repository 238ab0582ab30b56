"""A JSON-RPC node between ours and the local chain's, which fails or lies as a test tells it."""

from __future__ import annotations

import json
import threading
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = tuple[int, bytes]
"""HTTP status and body."""


class Proxy:
    """`answer` gets each question and what passes it on, and answers as it likes."""

    def __init__(self, upstream: str) -> None:
        self.upstream = upstream
        self.answer: Callable[[dict[str, Any], Callable[[], Answer]], Answer] = lambda _, pass_on: pass_on()
        self.asked: list[str] = []
        self.headers: dict[str, str] = {}

    def handle(self, body: bytes) -> Answer:
        question = json.loads(body)
        self.asked.append(question["method"])
        return self.answer(question, lambda: self._pass_on(body))

    def _pass_on(self, body: bytes) -> Answer:
        request = urllib.request.Request(self.upstream, body, {"Content-Type": "application/json"})  # noqa: S310  # ours
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
            return answer.status, answer.read()


def result(question: dict[str, Any], value: object) -> Answer:
    return 200, json.dumps({"jsonrpc": "2.0", "id": question["id"], "result": value}).encode()


def error(question: dict[str, Any], code: int, message: str) -> Answer:
    said = {"jsonrpc": "2.0", "id": question["id"], "error": {"code": code, "message": message}}
    return 200, json.dumps(said).encode()


@contextmanager
def proxy(upstream: str) -> Iterator[tuple[Proxy, str]]:
    """With its URL."""
    between = Proxy(upstream)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            status, body = between.handle(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            for name, value in between.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield between, f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
