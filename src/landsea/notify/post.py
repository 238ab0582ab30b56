"""One POST to a stranger's server: one deadline for all of it, addresses checked before they are connected to, no redirects.

The name is resolved here and the connection goes to the very address that was checked, so a name cannot lead elsewhere a moment later.
"""

from __future__ import annotations

import socket
import ssl
import time
from contextlib import suppress
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

import h11

from landsea import __version__
from landsea.notify.model import Answer, Failure, Posting
from landsea.notify.rules import Address, may_reach

ADDRESSES_MAX = 3
CHUNK = 1 << 14
BODY_BYTES_MAX = 1 << 16
BODY_SECONDS_MAX = 2.0
"""How much of an answer's body is read, to part in peace; none of it is kept."""
HEAD_BYTES_MAX = 1 << 14


class _Failed(Exception):
    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.value)
        self.failure = failure


def post(posting: Posting) -> Answer:
    """Sends the request and answers with the status, or with why there is none. Raises nothing of the network's."""
    deadline = time.monotonic() + posting.seconds_max
    try:
        with _connected(posting, deadline) as sock:
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


def _connected(posting: Posting, deadline: float) -> socket.socket:
    parts = urlsplit(posting.url)
    host = parts.hostname or ""
    sock = _dial(_addresses(posting, host), _port(parts), deadline)
    if parts.scheme == "http":
        return sock
    try:
        sock.settimeout(_left(deadline))
        return ssl.create_default_context().wrap_socket(sock, server_hostname=host)
    except BaseException:
        sock.close()
        raise


def _port(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme == "https" else 80)


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


def _dial(addresses: list[Address], port: int, deadline: float) -> socket.socket:
    """The first that answers."""
    for address in addresses[:-1]:
        with suppress(OSError):
            return socket.create_connection((str(address), port), timeout=_left(deadline) / 2)
    return socket.create_connection((str(addresses[-1]), port), timeout=_left(deadline))


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _exchange(sock: socket.socket, posting: Posting, deadline: float) -> Answer:
    parts = urlsplit(posting.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    head = (
        ("host", parts.netloc),
        ("user-agent", f"landsea/{__version__}"),
        ("content-length", str(len(posting.body))),
        ("connection", "close"),
    )
    talk = h11.Connection(h11.CLIENT, max_incomplete_event_size=HEAD_BYTES_MAX)
    request = talk.send(h11.Request(method="POST", target=target, headers=[*head, *posting.headers]))
    sock.settimeout(_left(deadline))
    sock.sendall((request or b"") + (talk.send(h11.Data(posting.body)) or b""))
    talk.send(h11.EndOfMessage())
    answer = _answer(sock, talk, deadline)
    with suppress(OSError, h11.RemoteProtocolError):
        _drain(sock, talk, min(deadline, time.monotonic() + BODY_SECONDS_MAX))
    return answer


def _answer(sock: socket.socket, talk: h11.Connection, deadline: float) -> Answer:
    """The final status line and headers; interim answers (1xx) are passed over."""
    while True:
        event = talk.next_event()
        if event is h11.NEED_DATA:
            sock.settimeout(_left(deadline))
            talk.receive_data(sock.recv(CHUNK))
        elif isinstance(event, h11.Response):
            return Answer(event.status_code, wait_seconds=_retry_after(event))
        elif not isinstance(event, h11.InformationalResponse):
            raise _Failed(Failure.NOT_HTTP)


def _drain(sock: socket.socket, talk: h11.Connection, deadline: float) -> None:
    seen = 0
    while seen < BODY_BYTES_MAX:
        event = talk.next_event()
        if event is h11.NEED_DATA:
            sock.settimeout(_left(deadline))
            talk.receive_data(sock.recv(CHUNK))
        elif isinstance(event, h11.Data):
            seen += len(event.data)
        else:
            return


def _retry_after(response: h11.Response) -> int:
    """Seconds (RFC 9110 10.2.3); its other form, a date, is left aside."""
    text = dict(response.headers).get(b"retry-after", b"")
    return int(text) if text.isdigit() and len(text) < 10 else 0
