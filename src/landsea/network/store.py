"""The read model: which network is in force, and what has changed since its import. The network's rows are read from its blob."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Connection, Integer, String, Table, Text, delete, insert, select, update

from landsea.kernel import Period, Recorded
from landsea.network.model import (
    Closure,
    FacilityClosed,
    FacilityReopened,
    Network,
    NetworkImported,
    Sailing,
    SailingAdded,
    SailingBlanked,
    SailingChange,
)
from landsea.network.wire.archive import unpack
from landsea.network.wire.feed import parse_network
from landsea.runtime import UTC, Blobs, metadata

version_table = Table(
    "network_version",
    metadata,
    Column("network", String(64), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("version", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("counts", JSON(none_as_null=True), nullable=False),
    Column("imported_at", UTC, nullable=False),
    Column("revision", Integer, nullable=False),
)
sailing_table = Table(
    "network_sailing",
    metadata,
    Column("trip", String(64), primary_key=True),
    Column("start", UTC, primary_key=True),
    Column("id", String(64), nullable=False),
    Column("change", String(8), nullable=False),
    Column("reason", Text, nullable=False),
)
closure_table = Table(
    "network_closure",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("facility", String(64), nullable=False, index=True),
    Column("start", UTC, nullable=False),
    Column("end", UTC, nullable=False),
    Column("reason", Text, nullable=False),
)
TABLES = (version_table, sailing_table, closure_table)


@dataclass(frozen=True, slots=True)
class InForce:
    """The imported network and how often the network's stream has changed (`revision`)."""

    network: str
    digest: str
    version: str
    origin: str
    counts: dict[str, int]
    imported_at: datetime
    revision: int


def on_imported(connection: Connection, recorded: Sequence[Recorded[NetworkImported]], blobs: Blobs) -> None:
    """The newest import replaces everything, also closures and sailings; those that stand in its files hold."""
    newest = recorded[-1]
    for table in TABLES:
        connection.execute(delete(table))
    connection.execute(
        insert(version_table).values(
            network=newest.fact.network,
            digest=newest.fact.digest,
            version=newest.fact.version,
            origin=newest.fact.origin,
            counts=dict(sorted(newest.fact.counts.items())),
            imported_at=newest.acted_at,
            revision=newest.version,
        )
    )
    _insert_changes(connection, parse_network(unpack(blobs.get(newest.fact.digest)), newest.fact.digest))


def _insert_changes(connection: Connection, network: Network) -> None:
    for sailing in network.sailings:
        _put_sailing(connection, sailing.id, sailing.trip, sailing.start, sailing.change, sailing.reason)
    for closure in network.closures:
        _put_closure(connection, closure.id, closure.facility, closure.period.start, closure.period.end, closure.reason)


def on_sailing(connection: Connection, recorded: Sequence[Recorded[SailingAdded | SailingBlanked]]) -> None:
    for one in recorded:
        change = SailingChange.ADDED if isinstance(one.fact, SailingAdded) else SailingChange.BLANKED
        start = datetime.fromisoformat(one.fact.start)
        _put_sailing(connection, one.fact.sailing, one.fact.trip, start, change, one.fact.reason)
        _revise(connection, one.version)


def on_closed(connection: Connection, recorded: Sequence[Recorded[FacilityClosed]]) -> None:
    for one in recorded:
        start, end = (datetime.fromisoformat(text) for text in (one.fact.start, one.fact.end))
        _put_closure(connection, one.fact.closure, one.fact.facility, start, end, one.fact.reason)
        _revise(connection, one.version)


def on_reopened(connection: Connection, recorded: Sequence[Recorded[FacilityReopened]]) -> None:
    """A closure that is cut to nothing disappears."""
    for one in recorded:
        row = closure_table.c
        at = datetime.fromisoformat(one.fact.at)
        connection.execute(delete(closure_table).where(row.id == one.fact.closure, row.start >= at))
        connection.execute(update(closure_table).where(row.id == one.fact.closure).values(end=at))
        _revise(connection, one.version)


def _put_sailing(
    connection: Connection, sailing: str, trip: str, start: datetime, change: SailingChange, reason: str
) -> None:
    """The newest change of a run is the one that holds."""
    row = sailing_table.c
    connection.execute(delete(sailing_table).where(row.trip == trip, row.start == start))
    values = {"id": sailing, "trip": trip, "start": start, "change": change.value, "reason": reason}
    connection.execute(insert(sailing_table).values(values))


def _put_closure(
    connection: Connection, closure: str, facility: str, start: datetime, end: datetime, reason: str
) -> None:
    values = {"id": closure, "facility": facility, "start": start, "end": end, "reason": reason}
    connection.execute(insert(closure_table).values(values))


def _revise(connection: Connection, revision: int) -> None:
    connection.execute(update(version_table).values(revision=revision))


def find_in_force(connection: Connection) -> InForce | None:
    row = connection.execute(select(version_table)).first()
    if row is None:
        return None
    return InForce(
        row.network, row.digest, row.version, row.origin, dict(row.counts), row.imported_at, int(row.revision)
    )


def list_sailings(connection: Connection) -> tuple[Sailing, ...]:
    query = select(sailing_table).order_by(sailing_table.c.start, sailing_table.c.trip)
    return tuple(
        Sailing(row.id, row.trip, row.start, SailingChange(row.change), row.reason) for row in connection.execute(query)
    )


def list_closures(connection: Connection) -> tuple[Closure, ...]:
    query = select(closure_table).order_by(closure_table.c.start, closure_table.c.id)
    return tuple(_closure(row) for row in connection.execute(query))


def find_closure(connection: Connection, closure: str) -> Closure | None:
    row = connection.execute(select(closure_table).where(closure_table.c.id == closure)).first()
    return _closure(row) if row is not None else None


def _closure(row: Any) -> Closure:
    return Closure(row.id, row.facility, Period(row.start, row.end), row.reason)
