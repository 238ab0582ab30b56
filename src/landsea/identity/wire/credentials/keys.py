"""Keys as credentials name them: Ed25519, P-256 and P-384, as Multikey, JsonWebKey and did:key.

Standards: W3C Controlled Identifiers 1.0 sections 2.2.2 (Multikey) and 2.2.3 (JsonWebKey); RFC 8032 (Ed25519); FIPS 186-5 and RFC 6979
(deterministic ECDSA, so that signing needs no chance); RFC 7518 section 3.4 (a signature is r || s); RFC 8037.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from landsea.identity.wire.credentials.multibase import base58btc, parse_base64url, parse_multibase
from landsea.identity.wire.credentials.refusals import BadKey, CredentialRefused, UnknownKeyType


class Kind(StrEnum):
    """What a key is for; the value is the name of its curve in a JSON Web Key."""

    ED25519 = "Ed25519"
    P256 = "P-256"
    P384 = "P-384"


_PUBLIC = {Kind.ED25519: b"\xed\x01", Kind.P256: b"\x80\x24", Kind.P384: b"\x81\x24"}
_SECRET = {Kind.ED25519: b"\x80\x26", Kind.P256: b"\x86\x26", Kind.P384: b"\x87\x26"}
"""Multicodec numbers as unsigned varints."""
_CURVES: dict[Kind, ec.EllipticCurve] = {Kind.P256: ec.SECP256R1(), Kind.P384: ec.SECP384R1()}
_HASHES: dict[Kind, hashes.HashAlgorithm] = {
    Kind.ED25519: hashes.SHA256(),
    Kind.P256: hashes.SHA256(),
    Kind.P384: hashes.SHA384(),
}


_P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def digest(kind: Kind, data: bytes) -> bytes:
    """SHA-256, or SHA-384 beside a P-384 key (vc-di-ecdsa 3.2.4)."""
    state = hashes.Hash(_HASHES[kind])
    state.update(data)
    return state.finalize()


@dataclass(frozen=True, slots=True)
class VerifyingKey:
    """A public key: 32 bytes, or a compressed point (SEC 1 section 2.3.3) of 33 or 49."""

    kind: Kind
    raw: bytes

    def __post_init__(self) -> None:
        _load(self.kind, self.raw)

    @property
    def multikey(self) -> str:
        """`publicKeyMultibase`."""
        return "z" + base58btc(_PUBLIC[self.kind] + self.raw)

    @property
    def did(self) -> str:
        """Its did:key."""
        return f"did:key:{self.multikey}"

    def verifies(self, message: bytes, signature: bytes) -> bool:
        """Whether this key made the signature: 64 bytes, 96 with P-384."""
        loaded = _load(self.kind, self.raw)
        try:
            if isinstance(loaded, Ed25519PublicKey):
                loaded.verify(signature, message)
            else:
                loaded.verify(_to_der(self.kind, signature), message, ec.ECDSA(_HASHES[self.kind]))
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key: the 32-byte seed of Ed25519, or a big-endian scalar."""

    kind: Kind
    secret: bytes

    @classmethod
    def from_wide(cls, wide: bytes) -> SigningKey:
        """The P-256 key of 48 random bytes (FIPS 186-5 A.3.1: 128 bits more than the order, so that none is likelier)."""
        return cls(Kind.P256, (int.from_bytes(wide) % (_P256_ORDER - 1) + 1).to_bytes(32))

    def __repr__(self) -> str:
        return f"SigningKey({self.kind.value})"

    @property
    def public(self) -> VerifyingKey:
        loaded = _load_secret(self.kind, self.secret)
        if isinstance(loaded, Ed25519PrivateKey):
            return VerifyingKey(self.kind, loaded.public_key().public_bytes_raw())
        return VerifyingKey(self.kind, _compressed(loaded.public_key()))

    def sign(self, message: bytes) -> bytes:
        loaded = _load_secret(self.kind, self.secret)
        if isinstance(loaded, Ed25519PrivateKey):
            return loaded.sign(message)
        der = loaded.sign(message, ec.ECDSA(_HASHES[self.kind], deterministic_signing=True))
        width = len(self.secret)
        return b"".join(number.to_bytes(width) for number in decode_dss_signature(der))


def parse_multikey(text: object) -> VerifyingKey:
    """A public key from its Multikey text."""
    kind, raw = _split(parse_multibase(text), _PUBLIC, str(text))
    return VerifyingKey(kind, raw)


def parse_secret_multikey(text: str) -> SigningKey:
    """A private key from its Multikey text (`secretKeyMultibase`)."""
    kind, raw = _split(parse_multibase(text), _SECRET, "(secret)")
    return SigningKey(kind, raw)


def parse_jwk(jwk: object) -> VerifyingKey:
    """A public key from its JSON Web Key. One that holds a private part is refused: somebody has published a secret."""
    if not isinstance(jwk, Mapping) or "d" in jwk:
        raise UnknownKeyType(key="(JSON Web Key)")
    shown = f"{jwk.get('kty')}/{jwk.get('crv')}"
    try:
        kind = Kind(str(jwk.get("crv")))
        x = parse_base64url(str(jwk["x"]))
        if kind is Kind.ED25519 and jwk.get("kty") == "OKP":
            return VerifyingKey(kind, x)
        if kind is not Kind.ED25519 and jwk.get("kty") == "EC":
            return VerifyingKey(kind, _compressed(_point(kind, x, parse_base64url(str(jwk["y"])))))
    except CredentialRefused:
        raise
    except (ValueError, KeyError):
        pass
    raise UnknownKeyType(key=shown)


def _split(data: bytes, prefixes: Mapping[Kind, bytes], shown: str) -> tuple[Kind, bytes]:
    for kind, prefix in prefixes.items():
        if data.startswith(prefix):
            return kind, data.removeprefix(prefix)
    raise UnknownKeyType(key=shown[:80])


@lru_cache(maxsize=1024)
def _load(kind: Kind, raw: bytes) -> Ed25519PublicKey | ec.EllipticCurvePublicKey:
    try:
        if kind is Kind.ED25519:
            return Ed25519PublicKey.from_public_bytes(raw)
        curve = _CURVES[kind]
        if len(raw) != 1 + curve.key_size // 8:
            raise ValueError
        return ec.EllipticCurvePublicKey.from_encoded_point(curve, raw)
    except ValueError:
        raise BadKey(kind=kind.value, key=raw.hex()[:100]) from None


def _load_secret(kind: Kind, secret: bytes) -> Ed25519PrivateKey | ec.EllipticCurvePrivateKey:
    try:
        if kind is Kind.ED25519:
            return Ed25519PrivateKey.from_private_bytes(secret)
        if len(secret) != _CURVES[kind].key_size // 8:
            raise ValueError
        return ec.derive_private_key(int.from_bytes(secret), _CURVES[kind])
    except ValueError:
        raise BadKey(kind=kind.value, key="(secret)") from None


def _point(kind: Kind, x: bytes, y: bytes) -> ec.EllipticCurvePublicKey:
    width = _CURVES[kind].key_size // 8
    try:
        if len(x) != width or len(y) != width:
            raise ValueError
        return ec.EllipticCurvePublicNumbers(int.from_bytes(x), int.from_bytes(y), _CURVES[kind]).public_key()
    except ValueError:
        raise BadKey(kind=kind.value, key=x.hex()) from None


def _compressed(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.CompressedPoint)


def _to_der(kind: Kind, signature: bytes) -> bytes:
    width = _CURVES[kind].key_size // 8
    if len(signature) != 2 * width:
        raise ValueError("wrong length")
    return encode_dss_signature(int.from_bytes(signature[:width]), int.from_bytes(signature[width:]))
