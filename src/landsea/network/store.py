"""The read model: which network is in force, and what has changed since its import. The network's rows are read from its blob."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
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

from landsea.kernel import Period, Recorded
from landsea.network.kept import stored_network
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
    VesselSchedule,
    VesselSchedulesImported,
)
from landsea.network.rules.merging import Key, merged_into, own_numbers, service_key_of
from landsea.network.wire.ovs import parse_schedules
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
vessel_table = Table(
    "network_vessel_schedule",
    metadata,
    Column("service", String(64), primary_key=True),
    Column("vessel", String(48), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("content", LargeBinary, nullable=False),
)
"""The calls known of a vessel on a service, all imports together. `service` is its code with the universal reference or the name."""

TABLES = (version_table, sailing_table, closure_table, vessel_table)
VESSELS = "vessels"
"""Among the counts of the network in force: vessels on services."""


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
    """An import replaces the network. Of the closures and sailings those hold that it kept, and those that stand in its files."""
    for one in recorded:
        for table in (sailing_table, closure_table):
            connection.execute(delete(table).where(table.c.id.not_in(one.fact.kept)))
        _put_version(connection, one)
        _insert_changes(connection, stored_network(blobs, one.fact.digest))


def _put_version(connection: Connection, recorded: Recorded[NetworkImported]) -> None:
    before, fact = find_in_force(connection), recorded.fact
    vessels = {VESSELS: before.counts[VESSELS]} if before and VESSELS in before.counts else {}
    connection.execute(delete(version_table))
    connection.execute(
        insert(version_table).values(
            network=fact.network,
            digest=fact.digest,
            version=fact.version,
            origin=fact.origin,
            counts=dict(sorted((fact.counts | vessels).items())),
            imported_at=recorded.acted_at,
            revision=recorded.version,
        )
    )


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
    """The newest of one id is the one that holds."""
    values = {"id": closure, "facility": facility, "start": start, "end": end, "reason": reason}
    connection.execute(delete(closure_table).where(closure_table.c.id == closure))
    connection.execute(insert(closure_table).values(values))


def on_vessel_schedules(
    connection: Connection, recorded: Sequence[Recorded[VesselSchedulesImported]], blobs: Blobs
) -> None:
    for one in recorded:
        schedules, _ = parse_schedules(blobs.get(one.fact.digest))
        for schedule in schedules:
            _merge(connection, schedule)
        _count_vessels(connection)
        _revise(connection, one.version)


def _count_vessels(connection: Connection) -> None:
    """Stands with the other counts of the network in force, so that nodes without vessel schedules need not look for them."""
    count = connection.execute(select(func.count()).select_from(vessel_table)).scalar_one()
    for row in connection.execute(select(version_table.c.counts)).all():
        counts = dict(sorted((row.counts | {VESSELS: count}).items()))
        connection.execute(update(version_table).values(counts=counts))


def _merge(connection: Connection, newer: VesselSchedule) -> None:
    row, service = vessel_table.c, service_key_of(newer)
    of_code = row.service.startswith(f"{newer.service_code} ", autoescape=True)
    known = _schedules(connection, of_code if own_numbers(newer) else row.service == service)
    for (service, vessel), schedule in sorted(merged_into(dict(known), newer).items()):
        connection.execute(delete(vessel_table).where(row.service == service, row.vessel == vessel))
        if schedule.calls:
            content = msgspec.json.encode(schedule)
            digest = hashlib.sha256(content).hexdigest()
            values = {"service": service, "vessel": vessel, "digest": digest, "content": content}
            connection.execute(insert(vessel_table).values(values))


def _schedules(connection: Connection, *where: ColumnElement[bool]) -> Iterator[tuple[Key, VesselSchedule]]:
    query = select(vessel_table).where(*where).order_by(vessel_table.c.service, vessel_table.c.vessel)
    for row in connection.execute(query):
        yield (row.service, row.vessel), msgspec.json.decode(bytes(row.content), type=VesselSchedule)


def list_vessel_schedules(connection: Connection) -> tuple[VesselSchedule, ...]:
    """By service, then vessel."""
    return tuple(schedule for _, schedule in _schedules(connection))


def vessels_digest(connection: Connection) -> str:
    """Names what is known of all vessels; empty where nothing is."""
    found = find_in_force(connection)
    if found is None or not found.counts.get(VESSELS):
        return ""
    row = vessel_table.c
    digests = connection.execute(select(row.digest).order_by(row.service, row.vessel)).scalars().all()
    return hashlib.sha256("".join(digests).encode()).hexdigest()


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
