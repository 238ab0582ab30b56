"""One HTTP request to a configured platform: JSON in and out, no redirects, bounded in size, and one deadline for all of it.

A timeout of each read would not do: a platform that sends one byte now and then would hold a thread for ever.
"""

from __future__ import annotations

import socket
import ssl
import time
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

import h11

SECONDS_MAX = 30
ANSWER_BYTES_MAX = 4 * 1024 * 1024
HEAD_BYTES_MAX = 1 << 14
CHUNK = 1 << 16
VERSION = "3"
"""API-Version of a request: the major version alone."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Status and body; status 0 with `why` when there was none."""

    status: int
    body: bytes = b""
    why: str = ""


def call(base_url: str, method: str, path: str, body: bytes) -> Answer:
    """Raises nothing of the network's."""
    parts, deadline = urlsplit(base_url), time.monotonic() + SECONDS_MAX
    try:
        with _connected(parts, deadline) as sock:
            talk = h11.Connection(h11.CLIENT, max_incomplete_event_size=HEAD_BYTES_MAX)
            sock.settimeout(_left(deadline))
            sock.sendall(_request(talk, parts, method, path, body))
            return _answer(sock, talk, deadline)
    except (OSError, h11.RemoteProtocolError, h11.LocalProtocolError, ValueError) as error:
        return Answer(0, why=type(error).__name__)


def _connected(parts: SplitResult, deadline: float) -> socket.socket:
    host = parts.hostname or ""
    sock = socket.create_connection((host, parts.port or (443 if parts.scheme == "https" else 80)), _left(deadline))
    if parts.scheme != "https":
        return sock
    try:
        sock.settimeout(_left(deadline))
        return ssl.create_default_context().wrap_socket(sock, server_hostname=host)
    except BaseException:
        sock.close()
        raise


def _request(talk: h11.Connection, parts: SplitResult, method: str, path: str, body: bytes) -> bytes:
    headers = [
        ("host", parts.netloc.rpartition("@")[2]),
        ("content-type", "application/json"),
        ("accept", "application/json"),
        ("api-version", VERSION),
        ("content-length", str(len(body))),
        ("connection", "close"),
    ]
    head = talk.send(h11.Request(method=method, target=parts.path.rstrip("/") + path, headers=headers)) or b""
    sent = head + (talk.send(h11.Data(data=body)) or b"")
    return sent + (talk.send(h11.EndOfMessage()) or b"")


def _answer(sock: socket.socket, talk: h11.Connection, deadline: float) -> Answer:
    """Status and body of the final answer; interim ones (1xx) are passed over."""
    status, body = 0, bytearray()
    while True:
        event = talk.next_event()
        if event is h11.NEED_DATA:
            sock.settimeout(_left(deadline))
            talk.receive_data(sock.recv(CHUNK))
        elif isinstance(event, h11.Response):
            status = event.status_code
        elif isinstance(event, h11.Data):
            body += event.data
            if len(body) > ANSWER_BYTES_MAX:
                return Answer(status, why=f"the answer has more than {ANSWER_BYTES_MAX} bytes")
        elif not isinstance(event, h11.InformationalResponse):
            return Answer(status, bytes(body))


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
