"""Random tokens in links, cookies and API keys: 256 random bits, shown once, stored as SHA-256."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import timedelta
from typing import Any

from landsea.identity.model import LinkNotValid
from landsea.identity.service import wall
from landsea.identity.store import secrets as hidden
from landsea.journal import View, Work

API_KEY = "lsk_"
INVITATION, LOGIN, RESET, API = "invitation", "login", "reset", "api"


def new_token(prefix: str = "") -> str:
    return prefix + secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def csrf_token(session_token: str) -> str:
    """Bound to the session: whoever cannot read its cookie cannot compute it, and it tells nothing of the cookie."""
    return hmac.new(session_token.encode(), b"landsea csrf v1", hashlib.sha256).hexdigest()


def same(given: str, expected: str) -> bool:
    """In constant time."""
    return hmac.compare_digest(given.encode(), expected.encode())


def issue(work: Work, purpose: str, subject: str, lifetime: timedelta | None, prefix: str = "") -> str:
    token = new_token(prefix)
    expires_at = None if lifetime is None else wall.now(work) + lifetime
    hidden.put_token(work.connection, hash_token(token), purpose, subject, expires_at)
    return token


def find(view: View, purpose: str, token: str) -> str | None:
    """The subject of a token that has not run out."""
    row: Any = hidden.find_token(view.connection, hash_token(token), purpose)
    if row is None or (row.expires_at is not None and row.expires_at <= wall.now(view)):
        return None
    return str(row.subject)


def take(work: Work, purpose: str, token: str) -> str:
    """The subject; the token cannot be used again."""
    subject = find(work, purpose, token)
    if subject is None or not hidden.take_token(work.connection, hash_token(token)):
        raise LinkNotValid
    return subject
