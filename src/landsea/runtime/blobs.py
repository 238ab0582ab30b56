"""Bytes named by their SHA-256, as files beside the journal. Written once, never changed."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path


class Blobs:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, content: bytes) -> str:
        """Stores `content` durably and returns its lower-case hex SHA-256."""
        digest = hashlib.sha256(content).hexdigest()
        path = self.path(digest)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as out:
                out.write(content)
                out.flush()
                os.fsync(out.fileno())
            os.replace(out.name, path)
        return digest

    def get(self, digest: str) -> bytes:
        content = self.path(digest).read_bytes()
        if hashlib.sha256(content).hexdigest() != digest:
            raise OSError(f"blob {digest} is damaged")
        return content

    def path(self, digest: str) -> Path:
        return self.folder / digest[:2] / digest[2:]
