"""One POST to a stranger's server: one deadline for all of it, addresses checked before they are connected to, no redirects.

The name is resolved here and the connection goes to the very address that was checked, so a name cannot lead elsewhere a moment later.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from ipaddress import ip_address
from math import ceil
from urllib.parse import urlsplit

import h11

from landsea import __version__
from landsea.notify.model import Answer, Failure, Posting
from landsea.notify.rules import Address, may_reach
from landsea.runtime import calls, system_now

ADDRESSES_MAX = 3
BODY_BYTES_MAX = 1 << 16
BODY_SECONDS_MAX = 2.0
"""How much of an answer's body is read, to part in peace; none of it is kept."""


class _Failed(Exception):
    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.value)
        self.failure = failure


def post(posting: Posting) -> Answer:
    """Sends the request and answers with the status, or with why there is none. Raises nothing of the network's."""
    deadline = time.monotonic() + posting.seconds_max
    try:
        with calls.connect(urlsplit(posting.url), deadline, partial(_dial, posting)) as sock:
            return _exchange(sock, posting, deadline)
    except _Failed as failed:
        return Answer(failure=failed.failure)
    except TimeoutError:
        return Answer(failure=Failure.TIMEOUT)
    except ssl.SSLError:
        return Answer(failure=Failure.TLS)
    except OSError:
        return Answer(failure=Failure.NOT_REACHED)
    except (h11.RemoteProtocolError, h11.LocalProtocolError):
        return Answer(failure=Failure.NOT_HTTP)


def _addresses(posting: Posting, host: str) -> list[Address]:
    """Those that the name leads to and that may be sent to; refused when there are none."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise _Failed(Failure.NOT_REACHED) from None
    named = dict.fromkeys(ip_address(one[4][0]) for one in found)
    allowed = [
        one for one in named if may_reach(one, private=posting.private_allowed, loopback=posting.loopback_allowed)
    ]
    if not allowed:
        raise _Failed(Failure.ADDRESS)
    return allowed[:ADDRESSES_MAX]


def _dial(posting: Posting, host: str, port: int, deadline: float) -> socket.socket:
    """The first address that answers."""
    addresses = _addresses(posting, host)
    for address in addresses[:-1]:
        with suppress(OSError):
            return socket.create_connection((str(address), port), timeout=calls.seconds_left(deadline) / 2)
    return calls.dial(str(addresses[-1]), port, deadline)


def _exchange(sock: socket.socket, posting: Posting, deadline: float) -> Answer:
    talk = calls.send(sock, _request(posting), posting.body, deadline)
    answer = _answer(calls.events(sock, talk, deadline))
    with suppress(OSError, h11.RemoteProtocolError):
        _drain(calls.events(sock, talk, min(deadline, time.monotonic() + BODY_SECONDS_MAX)))
    return answer


def _request(posting: Posting) -> h11.Request:
    parts = urlsplit(posting.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    head = (
        ("host", parts.netloc),
        ("user-agent", f"landsea/{__version__}"),
        ("content-length", str(len(posting.body))),
        ("connection", "close"),
    )
    return h11.Request(method="POST", target=target, headers=[*head, *posting.headers])


def _answer(events: Iterator[calls.Event]) -> Answer:
    head = next(events)
    if not isinstance(head, h11.Response):
        raise _Failed(Failure.NOT_HTTP)
    return Answer(head.status_code, wait_seconds=_retry_after(head))


def _drain(events: Iterator[calls.Event]) -> None:
    seen = 0
    for event in events:
        seen += len(event.data) if isinstance(event, h11.Data) else 0
        if seen >= BODY_BYTES_MAX:
            return


def _retry_after(response: h11.Response) -> int:
    """Seconds (RFC 9110 10.2.3), of whatever status."""
    pause = calls.parse_retry_after(
        dict(response.headers).get(b"retry-after", b"").decode("latin-1").strip(), system_now()
    )
    return ceil(pause.total_seconds()) if pause else 0
