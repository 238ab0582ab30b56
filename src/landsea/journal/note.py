"""C2SP signed notes and tlog checkpoints (c2sp.org/signed-note v1.0.0, c2sp.org/tlog-checkpoint v1.0.0), Ed25519."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_ED25519 = b"\x01"


class BadNote(ValueError):
    """The text is not a signed note, or not a checkpoint."""


@dataclass(frozen=True, slots=True)
class Verifier:
    """A note key: a name and an Ed25519 public key (32 bytes). Its text form is the C2SP vkey `name+id+base64`."""

    name: str
    public_key: bytes

    @property
    def key_id(self) -> bytes:
        """First four bytes of SHA-256(name || newline || 0x01 || key)."""
        return hashlib.sha256(self.name.encode() + b"\n" + _ED25519 + self.public_key).digest()[:4]

    @property
    def vkey(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{base64.b64encode(_ED25519 + self.public_key).decode()}"

    @classmethod
    def parse(cls, vkey: str) -> Verifier:
        try:
            name, key_id, encoded = vkey.split("+", 2)
            key = base64.b64decode(encoded, validate=True)
            verifier = cls(name, key[1:])
        except ValueError:
            raise BadNote(f"{vkey!r} is not a verifier key name+id+base64") from None
        if key[:1] != _ED25519 or len(key) != 33 or verifier.key_id.hex() != key_id:
            raise BadNote(f"{vkey!r} is not an Ed25519 verifier key, or its id is wrong")
        return verifier

    def verifies(self, message: bytes, signature: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(self.public_key).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True)
class Signer:
    """A note key that can sign. The name is the node's origin: no spaces, no plus sign."""

    name: str
    private_key: Ed25519PrivateKey

    @property
    def verifier(self) -> Verifier:
        return Verifier(self.name, self.private_key.public_key().public_bytes_raw())

    def sign(self, message: bytes) -> bytes:
        return self.private_key.sign(message)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of a log: `origin`, `size` (entries), `root` (32 bytes), and extension lines."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        lines = [self.origin, str(self.size), base64.b64encode(self.root).decode(), *self.extensions]
        return "".join(f"{line}\n" for line in lines)

    @classmethod
    def parse(cls, text: str) -> Checkpoint:
        lines = text.split("\n")
        if len(lines) < 4 or lines[-1] or not lines[0] or "" in lines[:-1]:
            raise BadNote("a checkpoint has at least three lines, none of them empty, and ends with a newline")
        size, encoded = lines[1], lines[2]
        if not size.isascii() or not size.isdigit() or (size != "0" and size.startswith("0")):
            raise BadNote(f"{size!r} is not the size of a log")
        try:
            root = base64.b64decode(encoded, validate=True)
        except ValueError:
            raise BadNote(f"{encoded!r} is not base64") from None
        if len(root) != 32:
            raise BadNote("the root hash must have 32 bytes")
        return cls(lines[0], int(size), root, tuple(lines[3:-1]))


def sign_note(text: str, *signers: Signer) -> str:
    """The note with one signature line for each signer."""
    return text + "\n" + "".join(_line(signer, signer.sign(text.encode())) for signer in signers)


def _line(signer: Signer, signature: bytes) -> str:
    return f"\u2014 {signer.name} {base64.b64encode(signer.verifier.key_id + signature).decode()}\n"


def open_note(note: str, verifiers: list[Verifier]) -> tuple[str, list[Verifier]]:
    """The signed text and those of `verifiers` whose signature is on it and right.

    A wrong signature by a known key, no signature by any known key, or a malformed note raises `BadNote`.
    """
    text, separator, block = note.rpartition("\n\n")
    if not separator or not block or not block.endswith("\n"):
        raise BadNote("a signed note is a text, an empty line, and signature lines")
    text += "\n"
    known = {(verifier.name, verifier.key_id): verifier for verifier in verifiers}
    verified: list[Verifier] = []
    for line in block.removesuffix("\n").split("\n"):
        name, key_id, signature = _parse_line(line)
        verifier = known.get((name, key_id))
        if verifier is None:
            continue
        if not verifier.verifies(text.encode(), signature):
            raise BadNote(f"the signature of {name} is wrong")
        verified.append(verifier)
    if not verified:
        raise BadNote("no signature by a known key")
    return text, verified


def _parse_line(line: str) -> tuple[str, bytes, bytes]:
    parts = line.split(" ")
    if len(parts) != 3 or parts[0] != "\u2014" or not parts[1] or "+" in parts[1]:
        raise BadNote(f"{line!r} is not a signature line")
    try:
        blob = base64.b64decode(parts[2], validate=True)
    except ValueError:
        raise BadNote(f"{line!r} is not a signature line") from None
    if len(blob) < 5:
        raise BadNote(f"{line!r} has no signature")
    return parts[1], blob[:4], blob[4:]
