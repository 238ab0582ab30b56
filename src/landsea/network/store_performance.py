"""The read model of learned performance: the newest record. Its rows are read from its blob; older ones stay in the journal."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import Column, Connection, Integer, LargeBinary, String, Table, delete, insert, select

from landsea.kernel import Recorded
from landsea.network.model.performance import Performance, PerformanceRecorded
from landsea.runtime import UTC, Blobs, metadata

STREAM = "performance"
performance_table = Table(
    "network_performance",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("recorded_at", UTC, nullable=False),
    Column("version", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
)


def render(performance: Performance) -> bytes:
    return msgspec.json.encode(performance)


def parse(content: bytes) -> Performance:
    return msgspec.json.decode(content, type=Performance)


def on_recorded(connection: Connection, recorded: Sequence[Recorded[PerformanceRecorded]], blobs: Blobs) -> None:
    newest = recorded[-1]
    connection.execute(delete(performance_table))
    row = {"digest": newest.fact.digest, "recorded_at": newest.acted_at, "version": newest.version}
    connection.execute(insert(performance_table).values(row | {"content": blobs.get(newest.fact.digest)}))


def find_digest(connection: Connection) -> str:
    """Of the newest record; empty where there is none."""
    return connection.execute(select(performance_table.c.digest)).scalar() or ""


def find(connection: Connection) -> Performance | None:
    content = connection.execute(select(performance_table.c.content)).scalar()
    return None if content is None else parse(bytes(content))
