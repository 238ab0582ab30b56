"""Secrets and counters beside the journal: never in a fact, never in a projection, kept through a rebuild.

Everything a thief of the database could use is a hash (tokens: SHA-256 of 256 random bits; passwords: argon2id) or sealed under a key
that is not stored (title keys).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    delete,
    func,
    insert,
    select,
    update,
)

from landsea.runtime import UTC, metadata

password = Table(
    "identity_password",
    metadata,
    Column("user", String(40), primary_key=True),
    Column("hash", Text, nullable=False),
)
sealed_key = Table(
    "identity_sealed_key",
    metadata,
    Column("key", String(40), primary_key=True),
    Column("salt", LargeBinary, nullable=False),
    Column("passes", Integer, nullable=False),
    Column("memory_kib", Integer, nullable=False),
    Column("lanes", Integer, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)
token = Table(
    "identity_token",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("purpose", String(16), nullable=False),
    Column("subject", String(40), nullable=False, index=True),
    Column("expires_at", UTC),
)
session = Table(
    "identity_session",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("user", String(40), nullable=False, index=True),
    Column("party", String(40), nullable=False),
    Column("role", String(16), nullable=False),
    Column("expires_at", UTC, nullable=False),
)
attempt = Table(
    "identity_attempt",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("scope", String(72), nullable=False, index=True),
    Column("at", UTC, nullable=False),
)


def set_password(connection: Connection, user: str, hashed: str) -> None:
    connection.execute(delete(password).where(password.c.user == user))
    connection.execute(insert(password).values(user=user, hash=hashed))


def find_password(connection: Connection, user: str) -> str | None:
    return connection.execute(select(password.c.hash).where(password.c.user == user)).scalar()


def delete_password(connection: Connection, user: str) -> None:
    connection.execute(delete(password).where(password.c.user == user))


def put_sealed_key(connection: Connection, **values: Any) -> None:
    connection.execute(insert(sealed_key).values(**values))


def find_sealed_key(connection: Connection, key: str) -> Any:
    return connection.execute(select(sealed_key).where(sealed_key.c.key == key)).first()


def delete_sealed_key(connection: Connection, key: str) -> None:
    connection.execute(delete(sealed_key).where(sealed_key.c.key == key))


def put_token(connection: Connection, hashed: str, purpose: str, subject: str, expires_at: datetime | None) -> None:
    connection.execute(insert(token).values(hash=hashed, purpose=purpose, subject=subject, expires_at=expires_at))


def find_token(connection: Connection, hashed: str, purpose: str) -> Any:
    return connection.execute(select(token).where(token.c.hash == hashed, token.c.purpose == purpose)).first()


def take_token(connection: Connection, hashed: str) -> bool:
    """Deletes it; False when somebody else was first."""
    return connection.execute(delete(token).where(token.c.hash == hashed)).rowcount == 1


def delete_tokens(connection: Connection, subject: str) -> None:
    connection.execute(delete(token).where(token.c.subject == subject))


def put_session(connection: Connection, **values: Any) -> None:
    connection.execute(insert(session).values(**values))


def find_session(connection: Connection, hashed: str) -> Any:
    return connection.execute(select(session).where(session.c.hash == hashed)).first()


def switch_session(connection: Connection, hashed: str, party: str, role: str) -> None:
    connection.execute(update(session).where(session.c.hash == hashed).values(party=party, role=role))


def delete_session(connection: Connection, hashed: str) -> None:
    connection.execute(delete(session).where(session.c.hash == hashed))


def delete_sessions(connection: Connection, user: str) -> None:
    connection.execute(delete(session).where(session.c.user == user))


def delete_expired(connection: Connection, now: datetime, attempts_before: datetime) -> None:
    connection.execute(delete(session).where(session.c.expires_at <= now))
    connection.execute(delete(token).where(token.c.expires_at <= now))
    connection.execute(delete(attempt).where(attempt.c.at <= attempts_before))


def add_attempts(connection: Connection, rows: list[dict[str, Any]]) -> None:
    connection.execute(insert(attempt), rows)


def count_attempts(connection: Connection, scope: str, since: datetime) -> int:
    query = select(func.count()).select_from(attempt).where(attempt.c.scope == scope, attempt.c.at > since)
    return int(connection.execute(query).scalar_one())


def delete_attempts(connection: Connection, scope: str) -> None:
    connection.execute(delete(attempt).where(attempt.c.scope == scope))
