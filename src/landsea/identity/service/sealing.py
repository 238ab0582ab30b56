"""Passwords and passphrases: argon2id (RFC 9106), and title keys sealed under a passphrase with AES-256-GCM."""

from __future__ import annotations

import secrets
import threading
import unicodedata
from dataclasses import dataclass
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from landsea.identity.model import WeakPassword

SHORTEST, LONGEST = 12, 200


@dataclass(frozen=True, slots=True)
class Cost:
    """What one argon2id computation costs; kept with everything made by it."""

    passes: int
    memory_kib: int
    lanes: int


RECOMMENDED = Cost(passes=3, memory_kib=65536, lanes=4)
"""RFC 9106 section 4, second recommended option."""
cost = RECOMMENDED

_at_once = threading.BoundedSemaphore(4)
"""Each computation holds 64 MiB: a flood of logins waits instead of taking the memory."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A private key as stored: salt and cost of the key derivation, then nonce and ciphertext."""

    salt: bytes
    cost: Cost
    box: bytes


def require_strong(text: str, what: str) -> None:
    if not SHORTEST <= len(text) <= LONGEST:
        raise WeakPassword(what=what, shortest=SHORTEST, longest=LONGEST)


def hash_password(password: str) -> str:
    """The PHC string of a password, with its salt and cost."""
    hasher = PasswordHasher(cost.passes, cost.memory_kib, cost.lanes)
    with _at_once:
        return hasher.hash(_bytes(password))


def is_password(hashed: str, password: str) -> bool:
    with _at_once:
        try:
            return PasswordHasher().verify(hashed, _bytes(password))
        except (VerificationError, InvalidHashError):
            return False


def decoy() -> str:
    """A hash that no password fits, of the usual cost: so that an unknown user takes as long to refuse as a known one."""
    return _decoy(cost)


@cache
def _decoy(_cost: Cost) -> str:
    return hash_password(secrets.token_urlsafe(32))


def seal(private_key: bytes, passphrase: str, context: bytes) -> Sealed:
    """`context` is authenticated with the key: a sealed key cannot be moved to another party, user or name."""
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    cipher = AESGCM(_derive(passphrase, salt, cost))
    return Sealed(salt, cost, nonce + cipher.encrypt(nonce, private_key, context))


def unseal(sealed: Sealed, passphrase: str, context: bytes) -> bytes | None:
    """The private key, or None when the passphrase or the context is another."""
    cipher = AESGCM(_derive(passphrase, sealed.salt, sealed.cost))
    try:
        return cipher.decrypt(sealed.box[:12], sealed.box[12:], context)
    except InvalidTag:
        return None


def _derive(passphrase: str, salt: bytes, by: Cost) -> bytes:
    with _at_once:
        return hash_secret_raw(_bytes(passphrase), salt, by.passes, by.memory_kib, by.lanes, 32, Type.ID)


def _bytes(text: str) -> bytes:
    """One spelling for what is typed on different keyboards (NFC, as RFC 8265 OpaqueString)."""
    return unicodedata.normalize("NFC", text).encode(errors="surrogatepass")
