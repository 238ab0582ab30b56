"""Tables of the journal and their queries."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    select,
    update,
)

from landsea.journal.model import Entry, instant_of
from landsea.runtime import UTC, metadata

head = Table(
    "journal_head",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("recorded_at", UTC, nullable=False),
    Column("fingerprint", String(64), nullable=False),
)
stream_head = Table(
    "journal_stream",
    metadata,
    Column("stream", String(120), primary_key=True),
    Column("version", Integer, nullable=False),
)
entry = Table(
    "journal_entry",
    metadata,
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("stream", String(120), nullable=False),
    Column("version", Integer, nullable=False),
    Column("kind", String(80), nullable=False),
    Column("party", String(40), nullable=False),
    Column("acted_at", String(27), nullable=False),
    Column("recorded_at", String(27), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("body_salt", LargeBinary, nullable=False),
    Column("private", LargeBinary),
    Column("private_salt", LargeBinary),
    Column("private_commitment", LargeBinary),
    Column("leaf", LargeBinary, nullable=False),
    UniqueConstraint("stream", "version"),
)
node = Table(
    "journal_node",
    metadata,
    Column("level", Integer, primary_key=True, autoincrement=False),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("hash", LargeBinary, nullable=False),
)
checkpoint = Table(
    "journal_checkpoint",
    metadata,
    Column("size", BigInteger, primary_key=True, autoincrement=False),
    Column("note", Text, nullable=False),
)
cursor = Table(
    "journal_cursor",
    metadata,
    Column("follower", String(80), primary_key=True),
    Column("position", BigInteger, nullable=False),
)
TABLES = (head, stream_head, entry, node, checkpoint)
_entry_columns = [column.name for column in entry.columns]
_INSERT = f"INSERT INTO {entry.name} ({', '.join(_entry_columns)}) VALUES "  # noqa: S608  # our own names
_INSERTS = {
    "sqlite": _INSERT + f"({', '.join(f':{name}' for name in _entry_columns)})",
    "postgresql": _INSERT + f"({', '.join(f'%({name})s' for name in _entry_columns)})",
}


def claim_versions(connection: Connection, stream: str, seen: int, count: int) -> bool:
    """Moves the stream's head from `seen` by `count`; False when it is elsewhere. Holds the stream until the commit."""
    if seen == 0:
        claim = _insert(connection)(stream_head).values(stream=stream, version=count).on_conflict_do_nothing()
        return connection.execute(claim.returning(stream_head.c.version)).first() is not None
    moved = (
        update(stream_head)
        .where(stream_head.c.stream == stream, stream_head.c.version == seen)
        .values(version=seen + count)
    )
    return connection.execute(moved).rowcount == 1


def _insert(connection: Connection) -> Any:
    """The engine's own INSERT, which knows ON CONFLICT. Only that engine is imported: both cost a command a tenth of a second."""
    if connection.dialect.name == "sqlite":
        from sqlalchemy.dialects.sqlite import insert as sqlite_insert

        return sqlite_insert
    from sqlalchemy.dialects.postgresql import insert as pg_insert

    return pg_insert


def begin_cursor(connection: Connection, follower: str) -> None:
    """At the first entry, unless another process has begun in the meantime."""
    connection.execute(_insert(connection)(cursor).values(follower=follower, position=0).on_conflict_do_nothing())


def version_of(connection: Connection, stream: str) -> int:
    return connection.execute(select(stream_head.c.version).where(stream_head.c.stream == stream)).scalar() or 0


def lock_head(connection: Connection) -> Any:
    """The head row, locked until the commit: from here on this is the only transaction that gives positions."""
    return connection.execute(select(head).with_for_update()).one()


def move_head(connection: Connection, size: int, recorded_at: Any) -> None:
    connection.execute(update(head).values(size=size, recorded_at=recorded_at))


def insert_entries(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """By the driver itself: the rows hold nothing but text, integers and bytes, so there is nothing to convert."""
    connection.exec_driver_sql(_INSERTS[connection.dialect.name], rows)


def entries(
    connection: Connection, start: int = 0, end: int | None = None, stream: str | None = None, limit: int | None = None
) -> Iterator[Entry]:
    """Entries with `start <= position < end`, in order."""
    query = select(entry).where(entry.c.position >= start).order_by(entry.c.position)
    if end is not None:
        query = query.where(entry.c.position < end)
    if stream is not None:
        query = query.where(entry.c.stream == stream)
    if limit is not None:
        query = query.limit(limit)
    for row in connection.execute(query.execution_options(yield_per=1000)):
        values = dict(zip(_entry_columns, row, strict=True))
        values |= {name: instant_of(values[name]) for name in ("acted_at", "recorded_at")}
        yield Entry(**values)


def leaves(connection: Connection, start: int, end: int) -> list[bytes]:
    query = select(entry.c.leaf).where(entry.c.position >= start, entry.c.position < end).order_by(entry.c.position)
    return [bytes(leaf) for leaf in connection.execute(query).scalars()]


def newest_checkpoint(connection: Connection, *, at_least: int = 0) -> Any:
    query = select(checkpoint).where(checkpoint.c.size >= at_least).order_by(checkpoint.c.size.desc()).limit(1)
    return connection.execute(query).first()
