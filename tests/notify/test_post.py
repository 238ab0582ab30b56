"""One request to a real server on the loopback, and to servers that are slow, endless, redirecting, broken or elsewhere."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from landsea.notify import Answer, Failure, Posting
from landsea.notify.post import BODY_BYTES_MAX, post
from tests.notify.world import LocalServer

QUICK = 0.5


def posting(url: str, seconds: float = 5.0, body: bytes = b'{"a":1}') -> Posting:
    headers = (("content-type", "application/json"), ("webhook-id", "msg_1"))
    return Posting(url, headers, body, private_allowed=False, loopback_allowed=True, seconds_max=seconds)


@contextmanager
def raw_server(talk: Callable[[socket.socket], None]) -> Iterator[str]:
    """A socket that does with each connection what it is told."""
    listener = socket.create_server(("127.0.0.1", 0))
    stop = threading.Event()

    def serve() -> None:
        listener.settimeout(0.05)
        while not stop.is_set():
            try:
                connection, _ = listener.accept()
            except TimeoutError:
                continue
            with connection:
                try:
                    talk(connection)
                except OSError:
                    continue

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{listener.getsockname()[1]}"
    finally:
        stop.set()
        thread.join(timeout=5)
        listener.close()


def test_the_request_arrives_as_it_was_made(server: LocalServer) -> None:
    assert post(posting(server.url, body="{“提单”}".encode())) == Answer(200)
    [(path, headers, body)] = server.got
    assert path == "/hook?from=node"
    assert headers["host"] == server.url.split("/")[2]
    assert headers["content-type"] == "application/json"
    assert headers["webhook-id"] == "msg_1"
    assert headers["user-agent"].startswith("landsea/")
    assert body == "{“提单”}".encode()


@pytest.mark.parametrize("status", [204, 400, 404, 410, 500])
def test_the_answer_is_its_status(server: LocalServer, status: int) -> None:
    server.script.status, server.script.body = status, b""
    assert post(posting(server.url)) == Answer(status)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(server: LocalServer, status: int) -> None:
    server.script.status, server.script.headers = status, {"Location": server.url + "&again"}
    assert post(posting(server.url)) == Answer(status)
    assert len(server.got) == 1


def test_the_time_it_asks_for_is_read_and_nonsense_is_not(server: LocalServer) -> None:
    server.script.status = 429
    past, long = "Sun, 06 Nov 1994 08:49:37 GMT", 999_999_999
    for said, seconds in {"120": 120, "-5": 0, "soon": 0, "1e9": 0, "9" * 30: long, past: 0}.items():
        server.script.headers = {"Retry-After": said}
        assert post(posting(server.url)) == Answer(429, wait_seconds=seconds)
    server.script.headers = {"Retry-After": format_datetime(datetime.now(UTC) + timedelta(minutes=2), usegmt=True)}
    assert 100 < post(posting(server.url)).wait_seconds <= 120


def test_a_server_that_does_not_answer_is_left_in_time(server: LocalServer) -> None:
    server.script.wait = 3
    began = time.monotonic()
    assert post(posting(server.url, QUICK)) == Answer(failure=Failure.TIMEOUT)
    assert time.monotonic() - began < 2


def test_a_server_that_dribbles_its_headers_is_left_in_time() -> None:
    def dribble(connection: socket.socket) -> None:
        connection.recv(4096)
        for byte in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"a" * 1000:
            connection.sendall(bytes([byte]))
            time.sleep(0.05)

    began = time.monotonic()
    with raw_server(dribble) as address:
        assert post(posting(f"http://{address}/", QUICK)) == Answer(failure=Failure.TIMEOUT)
        assert time.monotonic() - began < 2


def test_a_server_that_takes_nothing_is_left_in_time() -> None:
    began = time.monotonic()
    with raw_server(lambda connection: time.sleep(2)) as address:
        answer = post(posting(f"http://{address}/", QUICK, body=b"x" * (64 << 20)))
        assert answer == Answer(failure=Failure.TIMEOUT)
        assert time.monotonic() - began < 2


def test_a_body_without_end_is_not_read_to_the_end() -> None:
    sent = 0

    def flood(connection: socket.socket) -> None:
        nonlocal sent
        connection.recv(4096)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n")
        while sent < 1 << 30:
            sent += connection.send(b"x" * (1 << 16))

    began = time.monotonic()
    with raw_server(flood) as address:
        assert post(posting(f"http://{address}/")) == Answer(200)
        assert time.monotonic() - began < 4
    assert sent < 64 << 20, f"read {BODY_BYTES_MAX} bytes, the rest is what the system buffers"


def test_a_body_that_drips_does_not_hold_up_a_success(server: LocalServer) -> None:
    server.script.body, server.script.drip = b"x" * 100, 0.2
    began = time.monotonic()
    assert post(posting(server.url)) == Answer(200)
    assert time.monotonic() - began < 4


@pytest.mark.parametrize(
    "reply",
    [
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/1.1 abc OK\r\n\r\n",
        b"\x16\x03\x01\x00\x00",
        b"HTTP/1.1 200 OK\r\n" + b"X-Long: a\r\n" * 4000,
        b"",
    ],
    ids=["another protocol", "no number", "tls", "endless headers", "nothing"],
)
def test_what_is_not_http_is_said_so(reply: bytes) -> None:
    def answer(connection: socket.socket) -> None:
        connection.recv(4096)
        connection.sendall(reply)

    with raw_server(answer) as address:
        assert post(posting(f"http://{address}/")).failure in (Failure.NOT_HTTP, Failure.NOT_REACHED)


def test_an_interim_answer_is_passed_over() -> None:
    def answer(connection: socket.socket) -> None:
        connection.recv(4096)
        connection.sendall(b"HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n")

    with raw_server(answer) as address:
        assert post(posting(f"http://{address}/")) == Answer(202)


def test_nobody_there_is_said_so() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    assert post(posting(f"http://127.0.0.1:{port}/")) == Answer(failure=Failure.NOT_REACHED)


def test_an_unknown_name_is_said_so() -> None:
    assert post(posting("http://nobody.invalid/")) == Answer(failure=Failure.NOT_REACHED)


def test_a_server_without_tls_is_not_talked_to_in_the_clear(server: LocalServer) -> None:
    assert post(posting(server.url.replace("http:", "https:"))).failure is Failure.TLS
    assert server.got == []


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path_factory: pytest.TempPathFactory) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(self_signed(tmp_path_factory))
    got: list[bytes] = []

    def answer(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as secured:
            got.append(secured.recv(4096))

    with raw_server(answer) as address:
        assert post(posting(f"https://{address}/")) == Answer(failure=Failure.TLS)
    assert not any(got)


def self_signed(folder: pytest.TempPathFactory) -> str:
    from datetime import UTC, datetime, timedelta

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "synthetic")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    path = folder.mktemp("tls") / "both.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(secret + certificate.public_bytes(serialization.Encoding.PEM))
    return str(path)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.1", "2130706433", "[::ffff:127.0.0.1]"])
def test_the_own_machine_is_not_reached_however_it_is_written(server: LocalServer, host: str) -> None:
    port = server.server_address[1]
    asked = replace(posting(f"http://{host}:{port}/"), loopback_allowed=False, private_allowed=True)
    assert post(asked).failure in (Failure.ADDRESS, Failure.NOT_REACHED)
    assert server.got == []


def test_a_name_that_leads_to_a_private_address_is_refused(
    server: LocalServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    _lead(monkeypatch, ["127.0.0.1"])
    asked = replace(posting("http://hooks.example/"), loopback_allowed=False)
    assert post(asked) == Answer(failure=Failure.ADDRESS)


def test_the_connection_goes_to_the_address_that_was_checked(
    server: LocalServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that changes its answer a moment later (DNS rebinding) leads nowhere else: it is resolved once."""
    asked = _lead(monkeypatch, ["127.0.0.1"], ["10.0.0.1"])
    port = server.server_address[1]
    assert post(posting(f"http://hooks.example:{port}/")) == Answer(200)
    assert asked == ["hooks.example"]
    assert server.got[0][1]["host"] == f"hooks.example:{port}"


def _lead(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """Resolves every name to the next of `answers`; returns the names asked for."""
    asked: list[str] = []
    real = socket.getaddrinfo

    def resolve(host: str, port: int | None, *rest: int, **named: int) -> list[tuple[object, ...]]:
        if host[0].isdigit():
            return real(host, port, *rest, **named)  # type: ignore[return-value]
        asked.append(host)
        found = answers[min(len(asked), len(answers)) - 1]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 0)) for one in found]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return asked
