"""Calls to other servers: why there is no answer is told by its kind, with who must mend it."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from landsea.lading.service.platforms import client
from landsea.runtime import calls, say
from landsea.runtime.calls import Fault, fault_of

NOW = datetime.now(UTC)
DAY = timedelta(days=1)


class Authority:
    """A private certificate authority, synthetic."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Synthetic authority")])
        ours = x509.BasicConstraints(ca=True, path_length=None)
        made = _certificate(self.name, self.name, self.key, (NOW - DAY, NOW + DAY)).add_extension(ours, critical=True)
        self.pem = made.sign(self.key, hashes.SHA256()).public_bytes(Encoding.PEM)

    def server(self, folder: Path, host: str, since: datetime, until: datetime) -> ssl.SSLContext:
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
        name = x509.IPAddress(ip_address(host)) if host[0].isdigit() else x509.DNSName(host)
        made = _certificate(subject, self.name, key, (since, until)).add_extension(
            x509.SubjectAlternativeName([name]), critical=False
        )
        file = folder / "server.pem"
        private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        file.write_bytes(private + made.sign(self.key, hashes.SHA256()).public_bytes(Encoding.PEM))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, valid: tuple[datetime, datetime]
) -> x509.CertificateBuilder:
    made = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key())
    return made.serial_number(x509.random_serial_number()).not_valid_before(valid[0]).not_valid_after(valid[1])


@contextmanager
def serving(context: ssl.SSLContext | None) -> Iterator[int]:
    """The port of a server that shakes hands once, answers 204, and closes."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=_serve, args=(listening, context), daemon=True)
        thread.start()
        yield listening.getsockname()[1]
        thread.join(5)


def _serve(listening: socket.socket, context: ssl.SSLContext | None) -> None:
    taken, _ = listening.accept()
    try:
        sock = context.wrap_socket(taken, server_side=True) if context else taken
        sock.recv(1 << 16)
        sock.sendall(b"HTTP/1.1 204 No Content\r\n\r\n" if context else b"nonsense\r\n\r\n")
        sock.close()
    except OSError:
        taken.close()


AUTHORITY = Authority()
OTHER = Authority()


@pytest.mark.parametrize(
    ("authority", "host", "since", "until", "fault"),
    [
        (AUTHORITY, "127.0.0.1", -DAY, DAY, None),
        (OTHER, "127.0.0.1", -DAY, DAY, Fault.UNKNOWN_CA),
        (AUTHORITY, "127.0.0.1", -2 * DAY, -DAY, Fault.EXPIRED),
        (AUTHORITY, "127.0.0.1", DAY, 2 * DAY, Fault.NOT_YET_VALID),
        (AUTHORITY, "ebl.example", -DAY, DAY, Fault.OTHER_HOST),
    ],
)
def test_each_fault_of_a_certificate_is_told_as_what_it_is_and_a_private_authority_is_named_by_the_environment(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    authority: Authority,
    host: str,
    since: timedelta,
    until: timedelta,
    fault: Fault | None,
) -> None:
    known = tmp_path / "authority.pem"
    known.write_bytes(AUTHORITY.pem)
    monkeypatch.setenv("SSL_CERT_FILE", str(known))
    with serving(authority.server(tmp_path, host, NOW + since, NOW + until)) as port:
        answer = client.call(f"https://127.0.0.1:{port}", "POST", "/v3/envelopes", b"{}")
    assert (answer.why or None) == (calls.WORDS[fault] if fault else None)
    assert answer.needs_people is (fault is not None)
    assert answer.status == (0 if fault else 204)


def test_what_is_no_tls_no_http_or_nobody_is_told_so() -> None:
    with serving(None) as port:
        tls = client.call(f"https://127.0.0.1:{port}", "POST", "/", b"")
    with serving(None) as port:
        http = client.call(f"http://127.0.0.1:{port}", "POST", "/", b"")
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    nobody = client.call(f"http://127.0.0.1:{port}", "POST", "/", b"")
    faults = [Fault.TLS, Fault.NOT_HTTP, Fault.REFUSED]
    assert [tls.why, http.why, nobody.why] == [calls.WORDS[one] for one in faults]
    assert [one.needs_people for one in (tls, http, nobody)] == [True, False, False]


def test_the_rest_of_the_network_has_its_names() -> None:
    given = (TimeoutError(), socket.gaierror(), ConnectionResetError(), ssl.SSLError(), UnicodeError(), ValueError())
    named = [Fault.TIMEOUT, Fault.NO_SUCH_HOST, Fault.NOT_REACHED, Fault.TLS, Fault.NO_SUCH_HOST, Fault.NOT_HTTP]
    assert [fault_of(one) for one in given] == named
    assert set(calls.WORDS) == set(Fault)
    assert all(say(words, "zh") != str(words) for words in calls.WORDS.values())
