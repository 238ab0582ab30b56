"""What every call to another server shares: one deadline for all of it, over TLS where its address says so, HTTP/1.1 read event by event.

A timeout of each read would not do: a server that sends one byte now and then would hold a thread for ever.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Iterator
from urllib.parse import SplitResult

import h11

CHUNK = 1 << 16
HEAD_BYTES_MAX = 1 << 14
Dial = Callable[[str, int, float], socket.socket]
"""A connection to a host and port before a deadline (`time.monotonic`)."""
Event = h11.Response | h11.Data | h11.EndOfMessage | h11.ConnectionClosed


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
