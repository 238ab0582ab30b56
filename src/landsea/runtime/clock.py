"""The node's clock: the system's, or in a sandbox one that can be frozen and advanced. The only place that asks for the time."""

from __future__ import annotations

from datetime import UTC as _UTC
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import Column, Connection, Integer, Interval, Table, delete, insert, select

from landsea.runtime.database import UTC, metadata

clock_table = Table(
    "runtime_clock",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("frozen_at", UTC),
    Column("ahead", Interval, nullable=False),
)


class Clock(Protocol):
    def now(self, connection: Connection) -> datetime:
        """The node's time, aware, in UTC."""


def system_now() -> datetime:
    """The machine's time, for commands that run without a node."""
    return datetime.now(_UTC)


class SystemClock:
    def now(self, connection: Connection) -> datetime:
        return datetime.now(_UTC)


class SandboxClock:
    """Its setting is in the database, so that all processes of the node agree on the time."""

    def now(self, connection: Connection) -> datetime:
        row = connection.execute(select(clock_table.c.frozen_at, clock_table.c.ahead)).first()
        if row is None:
            return datetime.now(_UTC)
        frozen_at: datetime | None = row.frozen_at
        ahead: timedelta = row.ahead
        return (frozen_at or datetime.now(_UTC)) + ahead

    def freeze(self, connection: Connection, at: datetime) -> None:
        self._set(connection, at, timedelta())

    def advance(self, connection: Connection, by: timedelta) -> datetime:
        """Moves a frozen clock, or runs ahead of the system's; never back."""
        if by < timedelta():
            raise ValueError("a clock does not run back")
        row = connection.execute(select(clock_table)).first()
        frozen_at, ahead = (row.frozen_at, row.ahead) if row else (None, timedelta())
        if frozen_at is not None:
            frozen_at, ahead = frozen_at + ahead + by, timedelta()
        else:
            ahead = ahead + by
        self._set(connection, frozen_at, ahead)
        return self.now(connection)

    def _set(self, connection: Connection, frozen_at: datetime | None, ahead: timedelta) -> None:
        connection.execute(delete(clock_table))
        connection.execute(insert(clock_table).values(id=1, frozen_at=frozen_at, ahead=ahead))
