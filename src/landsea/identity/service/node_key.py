"""The node's own keys: Ed25519 signs checkpoints and credentials; P-256, derived from it, signs credentials for those who need that."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import Connection

from landsea.identity.wire.credentials import SigningKey
from landsea.journal import Signer
from landsea.runtime import Vault

_NAME = "node-key/ed25519/1"
_P256_INFO = b"landsea node p-256 v1"


def node_signer(connection: Connection, vault: Vault, origin: str) -> Signer:
    """The node's signer under its name `origin`; its key is made at the first call and kept under the node's secret."""
    stored = vault.find(connection, _NAME)
    if stored is None:
        stored = Ed25519PrivateKey.generate().private_bytes_raw()
        vault.put(connection, _NAME, stored)
    return Signer(origin, Ed25519PrivateKey.from_private_bytes(stored))


def node_p256_key(signer: Signer) -> SigningKey:
    """The node's P-256 key, for suites that Ed25519 does not serve (ecdsa-sd-2023, which TrustVC reads).

    Derived from the node's Ed25519 seed (HKDF-SHA-256, RFC 5869), so the node has one secret to keep, and a backup of it is enough.
    """
    seed = signer.private_key.private_bytes_raw()
    return SigningKey.from_wide(HKDF(SHA256(), 48, salt=None, info=_P256_INFO).derive(seed))
