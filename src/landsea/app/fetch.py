"""Messages from a file or from another organisation's server, with a cap on their size and on the time they take."""

from __future__ import annotations

import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from http.client import HTTPException
from pathlib import Path
from typing import Any

from landsea.app.given import content_of
from landsea.kernel import Refusal

BYTES_MAX = 64 * 1024 * 1024
SECONDS_MAX = 60
PAGES_MAX = 200
CHUNK = 1 << 16


class NotFetched(Refusal):
    code = "not-fetched"
    status = 502
    text = "{source} could not be read: {why}. Check the address, or save it as a file and import that."


def read_pages(source: str) -> Iterator[bytes]:
    """The file `source`; or what its http(s) address answers, with the pages that DCSA's header `Next-Page-Cursor` leads to.

    Raises `BadFile` or `NotFetched`, also where all pages together have more than `BYTES_MAX` bytes or take longer than `SECONDS_MAX`.
    """
    if not source.startswith(("http://", "https://")):
        yield content_of(Path(source), "file", "Give the address of a carrier, or a JSON file.", BYTES_MAX)
        return
    deadline, left, address = time.monotonic() + SECONDS_MAX, BYTES_MAX, source
    for _ in range(PAGES_MAX):
        content, cursor = _page(address, left, deadline)
        yield content
        left -= len(content)
        if not cursor:
            return
        address = f"{source.partition('?')[0]}?{urllib.parse.urlencode({'cursor': cursor})}"
    raise NotFetched(source=source, why=f"it has more than {PAGES_MAX} pages")


def _page(address: str, bytes_max: int, deadline: float) -> tuple[bytes, str]:
    request = urllib.request.Request(address, headers={"Accept": "application/json", "API-Version": "3"})  # noqa: S310  # http(s), see above
    try:
        with urllib.request.urlopen(request, timeout=_seconds_left(address, deadline)) as response:  # noqa: S310
            return _body(address, response, bytes_max, deadline), response.headers.get("Next-Page-Cursor", "")
    except (OSError, HTTPException, ValueError) as error:
        raise NotFetched(source=address, why=str(error) or type(error).__name__) from None


def _body(address: str, response: Any, bytes_max: int, deadline: float) -> bytes:
    content = bytearray()
    while chunk := response.read(CHUNK):
        content += chunk
        if len(content) > bytes_max:
            raise NotFetched(source=address, why=f"it has more than {BYTES_MAX} bytes")
        _seconds_left(address, deadline)
    return bytes(content)


def _seconds_left(address: str, deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise NotFetched(source=address, why=f"it takes longer than {SECONDS_MAX} seconds")
    return left
