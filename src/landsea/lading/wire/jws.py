"""JSON Web Signatures in compact form (RFC 7515, 7518, 8037), verified by pinned X.509 certificates.

The algorithms are a closed table bound to the kind of key: a header can neither choose another kind (`none`, HMAC with a public
key) nor bring a key along (`jwk`, `x5c`, `jku` and `kid` are not looked at). Base64url is taken in its one canonical form only, so
that nobody can write the same signature as another text.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512, HashAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from landsea.lading.wire.strict_json import NotJson, checksum_of_bytes, parse_json

RSA_BITS_MIN = 2048
_PART = re.compile(r"[A-Za-z0-9_-]+")
_HASHES: dict[str, HashAlgorithm] = {"256": SHA256(), "384": SHA384(), "512": SHA512()}
_CURVES: dict[str, tuple[str, int]] = {"secp256r1": ("ES256", 32), "secp384r1": ("ES384", 48)}
"""Curve -> its one algorithm (RFC 7518 section 3.4) and the octets of each half of a signature."""
ALGORITHMS = frozenset(
    {f"{family}{size}" for family in ("RS", "PS") for size in _HASHES}
    | {algorithm for algorithm, _ in _CURVES.values()}
    | {"EdDSA", "Ed25519"}
)
"""All that a signature can hold by; any other name in a header is refused by this name."""

PublicKey = rsa.RSAPublicKey | ec.EllipticCurvePublicKey | Ed25519PublicKey
PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | Ed25519PrivateKey


class NotJws(ValueError):
    """The text is not a compact JWS with a JSON object inside; the message says why."""


class BadCertificate(ValueError):
    """The text is not an X.509 certificate with a key that may sign here; the message says why."""


@dataclass(frozen=True, slots=True)
class Jws:
    """A compact JWS, taken apart and not yet verified. `value` is its payload's JSON object."""

    text: str
    algorithm: str
    payload: bytes
    signature: bytes
    value: dict[str, Any] = field(repr=False)

    @property
    def checksum(self) -> str:
        """DCSA's checksum of a chain entry: over the compact text as it was sent."""
        return checksum_of_bytes(self.text.encode())

    @property
    def payload_checksum(self) -> str:
        """The same for every signature over the same payload."""
        return checksum_of_bytes(self.payload)

    @property
    def signing_input(self) -> bytes:
        return self.text.rpartition(".")[0].encode()


@dataclass(frozen=True, slots=True)
class Certificate:
    """A pinned X.509 certificate: its key, the period in which the key may sign (half open), its PEM text."""

    pem: str
    key: PublicKey = field(repr=False)
    not_before: datetime
    not_after: datetime

    def is_valid_at(self, at: datetime) -> bool:
        return self.not_before <= at < self.not_after

    @property
    def key_checksum(self) -> str:
        """Names the key whatever certificate carries it: hex SHA-256 of its SubjectPublicKeyInfo."""
        return checksum_of_bytes(self.key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))

    def signed(self, jws: Jws) -> bool:
        """Whether this key made the signature, by an algorithm of its kind."""
        return _verifies(self.key, jws)


def parse_jws(text: str) -> Jws:
    """Raises `NotJws`. Nothing is believed before `Certificate.signed` says so."""
    parts = text.split(".")
    if len(parts) != 3:
        raise NotJws("a compact JWS has three parts with dots between them")
    header, payload, signature = (_decode(part) for part in parts)
    said = _object(header, "header")
    algorithm = said.get("alg")
    if not isinstance(algorithm, str):
        raise NotJws("its header names no algorithm")
    if "crit" in said or "b64" in said:
        raise NotJws("its header asks for extensions (crit, b64) that are not understood here")
    return Jws(text, algorithm, payload, signature, _object(payload, "payload"))


def sign_jws(value: Any, key: PrivateKey) -> str:
    """The compact JWS over the JSON of `value`; the key's kind decides the algorithm: PS256, ES256, ES384 or EdDSA."""
    algorithm = _algorithm_for(key)
    header = _encode(msgspec.json.encode({"alg": algorithm}))
    signing_input = f"{header}.{_encode(msgspec.json.encode(value))}"
    return f"{signing_input}.{_encode(_sign(key, algorithm, signing_input.encode()))}"


def parse_certificate(pem: str) -> Certificate:
    """A PEM certificate with an RSA (2048 bits or more), P-256, P-384 or Ed25519 key. Raises `BadCertificate`."""
    try:
        found = x509.load_pem_x509_certificate(pem.encode())
        key = found.public_key()
    except (ValueError, TypeError):
        raise BadCertificate("it is not an X.509 certificate in PEM form") from None
    if isinstance(key, rsa.RSAPublicKey) and key.key_size < RSA_BITS_MIN:
        raise BadCertificate(f"its RSA key has {key.key_size} bits, {RSA_BITS_MIN} are needed")
    if isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name not in _CURVES:
        raise BadCertificate(f"its key is on the curve {key.curve.name}, P-256 and P-384 are known")
    if not isinstance(key, rsa.RSAPublicKey | ec.EllipticCurvePublicKey | Ed25519PublicKey):
        raise BadCertificate("its key is of a kind that does not sign here")
    return Certificate(pem, key, found.not_valid_before_utc, found.not_valid_after_utc)


def signer_of(jws: Jws, certificates: Iterable[Certificate]) -> Certificate | None:
    """The certificate whose key made the signature, `None` when none of them did."""
    return next((one for one in certificates if one.signed(jws)), None)


def _verifies(key: PublicKey, jws: Jws) -> bool:
    try:
        if isinstance(key, rsa.RSAPublicKey):
            return _verify_rsa(key, jws)
        if isinstance(key, ec.EllipticCurvePublicKey):
            return _verify_ec(key, jws)
        if jws.algorithm not in ("EdDSA", "Ed25519"):
            return False
        key.verify(jws.signature, jws.signing_input)
    except (InvalidSignature, ValueError):
        return False
    return True


def _verify_rsa(key: rsa.RSAPublicKey, jws: Jws) -> bool:
    digest = _HASHES.get(jws.algorithm[2:])
    if digest is None or jws.algorithm[:2] not in ("RS", "PS"):
        return False
    pkcs1 = padding.PKCS1v15()
    # RFC 7518 section 3.5: the salt is as long as the hash.
    pss = padding.PSS(padding.MGF1(digest), digest.digest_size)
    key.verify(jws.signature, jws.signing_input, pss if jws.algorithm.startswith("PS") else pkcs1, digest)
    return True


def _verify_ec(key: ec.EllipticCurvePublicKey, jws: Jws) -> bool:
    algorithm, size = _CURVES[key.curve.name]
    if jws.algorithm != algorithm or len(jws.signature) != 2 * size:
        return False
    r, s = (int.from_bytes(half) for half in (jws.signature[:size], jws.signature[size:]))
    key.verify(encode_dss_signature(r, s), jws.signing_input, ec.ECDSA(_HASHES[algorithm[2:]]))
    return True


def _algorithm_for(key: PrivateKey) -> str:
    if isinstance(key, rsa.RSAPrivateKey):
        return "PS256"
    return _CURVES[key.curve.name][0] if isinstance(key, ec.EllipticCurvePrivateKey) else "EdDSA"


def _sign(key: PrivateKey, algorithm: str, message: bytes) -> bytes:
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(message, padding.PSS(padding.MGF1(SHA256()), SHA256.digest_size), SHA256())
    if isinstance(key, ec.EllipticCurvePrivateKey):
        size = _CURVES[key.curve.name][1]
        r, s = decode_dss_signature(key.sign(message, ec.ECDSA(_HASHES[algorithm[2:]])))
        return r.to_bytes(size) + s.to_bytes(size)
    return key.sign(message)


def _encode(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _decode(part: str) -> bytes:
    """RFC 7515 base64url: no padding, and no bits left over that would let one content have several texts."""
    if not _PART.fullmatch(part):
        raise NotJws("a part of it is empty or not base64url")
    try:
        content = base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
    except binascii.Error:
        raise NotJws("a part of it is not base64url") from None
    if _encode(content) != part:
        raise NotJws("a part of it is not the canonical base64url of its content")
    return content


def _object(content: bytes, what: str) -> dict[str, Any]:
    try:
        value = parse_json(content)
    except NotJson as error:
        raise NotJws(f"its {what} is not JSON: {error}") from None
    if not isinstance(value, dict):
        raise NotJws(f"its {what} is not a JSON object")
    return value
