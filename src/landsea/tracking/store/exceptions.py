"""Exceptions as their facts left them, and the list of consignments to look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, Subquery, and_, delete, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from landsea.kernel import Recorded
from landsea.tracking.model import ConnectionMissed, CutoffMissed, ExceptionResolved, TrackingException
from landsea.tracking.store.tables import due, exception

STREAM = "exception:"
_KINDS: dict[str, type[Any]] = {"cutoff-missed": CutoffMissed, "connection-missed": ConnectionMissed}


@dataclass(frozen=True, slots=True)
class StoredException:
    """An exception: what was missed, since when it is known, and how it ended."""

    id: str
    kind: str
    version: int
    opened_at: datetime
    resolved_at: datetime | None
    resolution: str | None
    what: TrackingException


def stream_of(what: TrackingException) -> str:
    """One stream for each thing that can be missed, so that it is never stated twice while it holds."""
    return f"{STREAM}{what.consignment}:{kind_of(what)}:{what.leg}"


def kind_of(what: TrackingException) -> str:
    return what.kind.partition("/")[0]


def on_missed(connection: Connection, recorded: Sequence[Recorded[TrackingException]]) -> None:
    """Opens the exception, again if it was resolved."""
    for one in recorded:
        connection.execute(delete(exception).where(exception.c.id == one.stream))
        row = {
            "id": one.stream,
            "consignment": one.fact.consignment,
            "kind": kind_of(one.fact),
            "leg": one.fact.leg,
            "version": one.version,
            "opened_at": one.acted_at,
            "content": msgspec.json.encode(one.fact),
        }
        connection.execute(insert(exception).values(row))


def on_resolved(connection: Connection, recorded: Sequence[Recorded[ExceptionResolved]]) -> None:
    for one in recorded:
        ended = {"version": one.version, "resolved_at": one.acted_at, "resolution": one.fact.reason}
        connection.execute(update(exception).where(exception.c.id == one.stream).values(ended))


def open_of(connection: Connection, consignment: str) -> list[StoredException]:
    query = select(exception).where(exception.c.consignment == consignment, exception.c.resolved_at.is_(None))
    return [_stored(row) for row in connection.execute(query.order_by(exception.c.id))]


def list_exceptions(
    connection: Connection,
    numbers: Subquery,
    *,
    open_only: bool,
    consignment: str | None,
    after: tuple[datetime, str] | None,
    limit: int,
) -> list[StoredException]:
    """Newest first, behind (`opened_at`, id) `after`."""
    query = select(exception).where(exception.c.consignment.in_(select(numbers.c.record))).limit(limit)
    if open_only:
        query = query.where(exception.c.resolved_at.is_(None))
    if consignment is not None:
        query = query.where(exception.c.consignment == consignment)
    if after is not None:
        at, id = after
        query = query.where(or_(exception.c.opened_at < at, and_(exception.c.opened_at == at, exception.c.id < id)))
    return [
        _stored(row) for row in connection.execute(query.order_by(exception.c.opened_at.desc(), exception.c.id.desc()))
    ]


def _stored(row: Row[Any]) -> StoredException:
    what = msgspec.json.decode(bytes(row.content), type=_KINDS[row.kind])
    return StoredException(row.id, row.kind, row.version, row.opened_at, row.resolved_at, row.resolution, what)


def look_at(connection: Connection, consignments: Sequence[str], at: datetime) -> None:
    """Puts consignments on the list, at the latest for `at`."""
    make = sqlite_insert if connection.dialect.name == "sqlite" else pg_insert
    for consignment in consignments:
        row = make(due).values(consignment=consignment, at=at)
        connection.execute(row.on_conflict_do_update(index_elements=[due.c.consignment], set_={"at": at}))


def take_due(connection: Connection, now: datetime, limit: int) -> list[str]:
    """Consignments to look at now; a second worker takes others."""
    query = select(due.c.consignment).where(due.c.at <= now).order_by(due.c.at).limit(limit)
    return list(connection.execute(query.with_for_update(skip_locked=True)).scalars())


def looked_at(connection: Connection, consignment: str, again: datetime | None) -> None:
    """`again`: when time alone can change something; `None`: never."""
    this = due.c.consignment == consignment
    connection.execute(delete(due).where(this) if again is None else update(due).where(this).values(at=again))
