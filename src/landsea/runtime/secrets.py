"""Small secrets of the node (its keys), encrypted under the node's secret and kept beside the journal."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import Column, Connection, LargeBinary, String, Table, delete, insert, select

from landsea.kernel import Refusal
from landsea.runtime.database import metadata

secret_table = Table(
    "runtime_secret",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
)


class WrongNodeSecret(Refusal):
    code = "wrong-node-secret"
    status = 500
    text = "The node's secret does not open {name}. Give the secret this node was created with (LANDSEA_NODE_SECRET or the file {file})."


def read_or_make_secret(file: Path, given: str = "") -> bytes:
    """The node's secret: as given, else from `file`, else 32 new random bytes written to it (readable by its owner only)."""
    if given:
        return given.encode()
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as out:
            out.write(secrets.token_urlsafe(32))
    return file.read_text().strip().encode()


class Vault:
    """AES-256-GCM under a key derived from the node's secret (HKDF-SHA-256, RFC 5869); the name is authenticated too."""

    def __init__(self, node_secret: bytes) -> None:
        self._cipher = AESGCM(HKDF(SHA256(), 32, salt=None, info=b"landsea vault v1").derive(node_secret))

    def put(self, connection: Connection, name: str, value: bytes) -> None:
        connection.execute(delete(secret_table).where(secret_table.c.name == name))
        connection.execute(insert(secret_table).values(name=name, sealed=self.seal(name, value)))

    def find(self, connection: Connection, name: str) -> bytes | None:
        sealed = connection.execute(select(secret_table.c.sealed).where(secret_table.c.name == name)).scalar()
        return None if sealed is None else self.open(name, sealed)

    def seal(self, name: str, value: bytes) -> bytes:
        nonce = secrets.token_bytes(12)
        return nonce + self._cipher.encrypt(nonce, value, name.encode())

    def open(self, name: str, sealed: bytes) -> bytes:
        try:
            return self._cipher.decrypt(sealed[:12], sealed[12:], name.encode())
        except InvalidTag:
            raise WrongNodeSecret(name=name, file="node.secret") from None
