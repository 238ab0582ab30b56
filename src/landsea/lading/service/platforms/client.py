"""One HTTP request to a configured platform: JSON in and out, no redirects, bounded in size and time."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import SplitResult, urlsplit

import h11

from landsea.kernel import Phrase
from landsea.runtime import calls, system_now

SECONDS_MAX = 30
ANSWER_BYTES_MAX = 4 * 1024 * 1024
VERSION = "3"
"""API-Version of a request: the major version alone."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Status and body; status 0 with `why` when there was none. `retry_after`: what a 429 or 503 asks to wait.

    `needs_people`: no further try mends it, for example an expired certificate.
    """

    status: int
    body: bytes = b""
    why: str = ""
    retry_after: timedelta | None = None
    needs_people: bool = False


def call(base_url: str, method: str, path: str, body: bytes) -> Answer:
    """Raises nothing of the network's."""
    parts, deadline = urlsplit(base_url), time.monotonic() + SECONDS_MAX
    try:
        with calls.connect(parts, deadline) as sock:
            talk = calls.send(sock, _request(parts, method, path, len(body)), body, deadline)
            return _answer(calls.events(sock, talk, deadline))
    except (OSError, h11.RemoteProtocolError, h11.LocalProtocolError, ValueError) as error:
        fault = calls.fault_of(error)
        return Answer(0, why=calls.WORDS[fault], needs_people=fault in calls.NEEDS_PEOPLE)


def _request(parts: SplitResult, method: str, path: str, length: int) -> h11.Request:
    headers = [
        ("host", parts.netloc.rpartition("@")[2]),
        ("content-type", "application/json"),
        ("accept", "application/json"),
        ("api-version", VERSION),
        ("content-length", str(length)),
        ("connection", "close"),
    ]
    return h11.Request(method=method, target=parts.path.rstrip("/") + path, headers=headers)


def _answer(events: Iterable[calls.Event]) -> Answer:
    status, body, pause = 0, bytearray(), None
    for event in events:
        if isinstance(event, h11.Response):
            status, pause = event.status_code, calls.retry_after(event, system_now())
        elif isinstance(event, h11.Data):
            body += event.data
            if len(body) > ANSWER_BYTES_MAX:
                return Answer(status, why=Phrase("the answer has more than {most} bytes", most=ANSWER_BYTES_MAX))
    return Answer(status, bytes(body), retry_after=pause)
