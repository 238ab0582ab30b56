"""What every call to another server shares: one deadline for all of it, over TLS where its address says so, HTTP/1.1 read event by event.

A timeout of each read would not do: a server that sends one byte now and then would hold a thread for ever.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum
from urllib.parse import SplitResult

import h11

from landsea.kernel import Phrase

CHUNK = 1 << 16
HEAD_BYTES_MAX = 1 << 14
Dial = Callable[[str, int, float], socket.socket]
"""A connection to a host and port before a deadline (`time.monotonic`)."""
Event = h11.Response | h11.Data | h11.EndOfMessage | h11.ConnectionClosed
ASKS_TO_WAIT = frozenset({429, 503})
"""The answers whose `Retry-After` counts (RFC 6585 section 4, RFC 9110 15.6.4)."""
_SECONDS_DIGITS_MAX = 9


class Fault(StrEnum):
    """Why a call got no answer."""

    NO_SUCH_HOST = "no-such-host"
    REFUSED = "connection-refused"
    TIMEOUT = "timeout"
    NOT_REACHED = "not-reached"
    UNKNOWN_CA = "unknown-ca"
    EXPIRED = "certificate-expired"
    NOT_YET_VALID = "certificate-not-yet-valid"
    OTHER_HOST = "certificate-for-another-host"
    TLS = "tls"
    NOT_HTTP = "not-http"


WORDS: Mapping[Fault, Phrase] = {
    Fault.NO_SUCH_HOST: Phrase("its host name leads to no address; check the base URL, or ask its operator"),
    Fault.REFUSED: Phrase("its server refused the connection: it is not running, or listens at another port"),
    Fault.TIMEOUT: Phrase("it did not answer in time"),
    Fault.NOT_REACHED: Phrase("it cannot be reached over the network, or closed the connection"),
    Fault.UNKNOWN_CA: Phrase(
        "its TLS certificate is self-signed or of an authority that this node does not know; its operator must install one of a "
        "public authority, or the operator of this node must name the private authority (SSL_CERT_FILE)"
    ),
    Fault.EXPIRED: Phrase("its TLS certificate has expired; its operator must renew it"),
    Fault.NOT_YET_VALID: Phrase(
        "its TLS certificate is not valid yet; its operator must mend it, or this node's clock is wrong"
    ),
    Fault.OTHER_HOST: Phrase(
        "its TLS certificate is for another host name; its operator must mend it, or the operator of this node the base URL"
    ),
    Fault.TLS: Phrase("no TLS connection could be made with it; its operator must look at its TLS settings"),
    Fault.NOT_HTTP: Phrase("what answered there does not speak HTTP/1.1; check the base URL, or ask its operator"),
}
"""In words, with who must mend it."""
NEEDS_PEOPLE = frozenset({Fault.UNKNOWN_CA, Fault.EXPIRED, Fault.NOT_YET_VALID, Fault.OTHER_HOST, Fault.TLS})
"""What no further try mends."""
_VERIFY: Mapping[int, Fault] = {
    **dict.fromkeys((2, 7, 18, 19, 20, 21), Fault.UNKNOWN_CA),
    9: Fault.NOT_YET_VALID,
    10: Fault.EXPIRED,
    62: Fault.OTHER_HOST,
    64: Fault.OTHER_HOST,
}
"""OpenSSL's X509_V_ERR_ numbers."""


def fault_of(error: Exception) -> Fault:
    """What an error that `connect`, `send` or `events` raised says."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return _VERIFY.get(error.verify_code, Fault.TLS)
    for kind, fault in _KINDS:
        if isinstance(error, kind):
            return fault
    return Fault.NOT_HTTP


_KINDS: tuple[tuple[type[Exception], Fault], ...] = (
    (TimeoutError, Fault.TIMEOUT),
    (ssl.SSLError, Fault.TLS),
    (socket.gaierror, Fault.NO_SUCH_HOST),
    (UnicodeError, Fault.NO_SUCH_HOST),
    (ConnectionRefusedError, Fault.REFUSED),
    (OSError, Fault.NOT_REACHED),
)
"""The first that fits; the kinds of `OSError` before it."""


def dial(host: str, port: int, deadline: float) -> socket.socket:
    return socket.create_connection((host, port), seconds_left(deadline))


def connect(address: SplitResult, deadline: float, dial: Dial = dial) -> socket.socket:
    """A socket to an http or https address. Raises `OSError`, of which `TimeoutError` and `ssl.SSLError` are kinds."""
    host, port = address.hostname or "", address.port or (443 if address.scheme == "https" else 80)
    sock = dial(host, port, deadline)
    if address.scheme != "https":
        return sock
    try:
        sock.settimeout(seconds_left(deadline))
        return ssl.create_default_context().wrap_socket(sock, server_hostname=host)
    except BaseException:
        sock.close()
        raise


def send(sock: socket.socket, request: h11.Request, body: bytes, deadline: float) -> h11.Connection:
    """Sends the request; `events` reads what is answered. Raises `OSError` and h11's `LocalProtocolError`."""
    talk = h11.Connection(h11.CLIENT, max_incomplete_event_size=HEAD_BYTES_MAX)
    parts = (talk.send(request), talk.send(h11.Data(data=body)), talk.send(h11.EndOfMessage()))
    sock.settimeout(seconds_left(deadline))
    sock.sendall(b"".join(part or b"" for part in parts))
    return talk


def events(sock: socket.socket, talk: h11.Connection, deadline: float) -> Iterator[Event]:
    """What h11 makes of the answer until it or the connection ends, interim answers (1xx) left out.

    Raises `OSError` and h11's `RemoteProtocolError`.
    """
    while True:
        event = talk.next_event()
        if event is h11.NEED_DATA:
            sock.settimeout(seconds_left(deadline))
            talk.receive_data(sock.recv(CHUNK))
        elif isinstance(event, Event):
            yield event
            if not isinstance(event, h11.Response | h11.Data):
                return


def seconds_left(deadline: float) -> float:
    """Raises `TimeoutError` when there are none."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def retry_after(response: h11.Response, now: datetime) -> timedelta | None:
    """How long a 429 or 503 asks to wait; `None` where it does not say, or another status does."""
    if response.status_code not in ASKS_TO_WAIT:
        return None
    text = dict(response.headers).get(b"retry-after", b"").decode("ascii", "replace").strip()
    return parse_retry_after(text, now)


def parse_retry_after(text: str, now: datetime) -> timedelta | None:
    """`Retry-After` (RFC 9110 10.2.3): seconds, or an HTTP date in one of its three forms; `None` for anything else."""
    if text.isascii() and text.isdigit():
        return timedelta(seconds=int(text[:_SECONDS_DIGITS_MAX]))
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return max((at if at.tzinfo else at.replace(tzinfo=UTC)) - now, timedelta(0))
