"""The node's own keys as an eBL platform, and as the platform that signs for carriers of its own."""

from __future__ import annotations

from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from landsea.journal import Signer
from landsea.lading.wire.jws import sign_jws
from landsea.lading.wire.strict_json import checksum_of_bytes

VALID_DAYS = 3650
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Of P-256 (FIPS 186-5)."""


def signing_key(signer: Signer, purpose: str) -> ec.EllipticCurvePrivateKey:
    """The node's P-256 key for `purpose`, derived from the node's key (HKDF-SHA-256; FIPS 186-5 A.2.1): one secret to keep."""
    seed = signer.private_key.private_bytes_raw()
    wide = HKDF(SHA256(), 48, salt=None, info=f"landsea ebl {purpose}".encode()).derive(seed)
    return ec.derive_private_key(int.from_bytes(wide) % (_ORDER - 1) + 1, ec.SECP256R1())


def sign_as_platform(signer: Signer, said: object) -> str:
    """A compact JWS (ES256) by the platform's key."""
    return sign_jws(said, signing_key(signer, "platform"))


def sign_as_carrier(signer: Signer, party: str, said: object) -> str:
    """A compact JWS (ES256) for a carrier that is a party of this node."""
    return sign_jws(said, signing_key(signer, f"carrier {party}"))


def certificate(signer: Signer, purpose: str, name: str, now: datetime) -> str:
    """A self-signed X.509 certificate in PEM over the key of `purpose`: what counterparts are given to pin."""
    key = signing_key(signer, purpose)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64])])
    number = int(checksum_of_bytes(f"{purpose} {now.isoformat()}".encode())[:30], 16)
    built = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(number)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=VALID_DAYS))
        .sign(key, SHA256())
    )
    return built.public_bytes(Encoding.PEM).decode()
