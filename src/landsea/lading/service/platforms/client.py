"""One HTTP request to a configured platform: JSON in and out, no redirects, bounded in time and size."""

from __future__ import annotations

import http.client
import ssl
from dataclasses import dataclass
from urllib.parse import urlsplit

SECONDS_MAX = 30
ANSWER_BYTES_MAX = 4 * 1024 * 1024
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
    parts = urlsplit(base_url)
    address = (parts.hostname or "", parts.port)
    connection = (
        http.client.HTTPSConnection(*address, timeout=SECONDS_MAX, context=ssl.create_default_context())
        if parts.scheme == "https"
        else http.client.HTTPConnection(*address, timeout=SECONDS_MAX)
    )
    headers = {"Content-Type": "application/json", "Accept": "application/json", "API-Version": VERSION}
    try:
        connection.request(method, parts.path.rstrip("/") + path, body, headers)
        response = connection.getresponse()
        content = response.read(ANSWER_BYTES_MAX + 1)
    except (OSError, http.client.HTTPException) as error:
        return Answer(0, why=type(error).__name__)
    finally:
        connection.close()
    if len(content) > ANSWER_BYTES_MAX:
        return Answer(response.status, why=f"the answer has more than {ANSWER_BYTES_MAX} bytes")
    return Answer(response.status, content)
