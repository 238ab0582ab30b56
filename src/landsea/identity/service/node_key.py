"""The node's own Ed25519 key: signs checkpoints, and is the key of the node's DID."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection

from landsea.journal import Signer
from landsea.runtime import Vault

_NAME = "node-key/ed25519/1"


def node_signer(connection: Connection, vault: Vault, origin: str) -> Signer:
    """The node's signer under its name `origin`; its key is made at the first call and kept under the node's secret."""
    stored = vault.find(connection, _NAME)
    if stored is None:
        stored = Ed25519PrivateKey.generate().private_bytes_raw()
        vault.put(connection, _NAME, stored)
    return Signer(origin, Ed25519PrivateKey.from_private_bytes(stored))
