"""Filling the tables from batches: each event once, whichever order its versions come in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, text

from landsea.kernel import PartyId, Recorded
from landsea.runtime import Blobs
from landsea.tracking.model import Batch, BatchId, Event, EventId, EventsReceived, ReceivedEvent
from landsea.tracking.rules.identity import Key, Precedence, keys_of, plans_of, precedence, received
from landsea.tracking.rules.sorting import OUTCOMES, Incoming, sort_out
from landsea.tracking.store.bulk import insert_rows
from landsea.tracking.store.tables import batch, event, reference, version
from landsea.tracking.wire.dcsa import parse_events

STREAM = "events:"
CHUNK = 500

_parsed: ContextVar[tuple[str, str, list[Event]] | None] = ContextVar("parsed", default=None)


@contextmanager
def parsed(digest: str, zone: str, events: list[Event]) -> Iterator[None]:
    """Within, the projection takes these as the events of the blob `digest`, and so need not parse again what was just parsed."""
    token = _parsed.set((digest, zone, events))
    try:
        yield
    finally:
        _parsed.reset(token)


def _events_of(fact: EventsReceived, blobs: Blobs) -> list[Event]:
    known = _parsed.get()
    if known is not None and known[:2] == (fact.digest, fact.zone):
        return known[2]
    return parse_events(blobs.get(fact.digest), fact.zone)


def on_received(connection: Connection, recorded: Sequence[Recorded[EventsReceived]], blobs: Blobs) -> None:
    for one in recorded:
        id, fact = BatchId(one.stream.removeprefix(STREAM)), one.fact
        events = _events_of(fact, blobs)
        incoming = [(*received(found, one.party, id, one.acted_at), number) for number, found in enumerate(events)]
        counts = Counter(dict.fromkeys(OUTCOMES, 0))
        for chunk in _chunks(incoming, CHUNK):
            counts += _take(connection, chunk)
        outcome = {name: counts[name] for name in OUTCOMES}
        kept: dict[str, Any] = {"id": id, "sender": one.party, "received_at": one.acted_at, **asdict(fact), **outcome}
        connection.execute(insert(batch).values(kept))


def _chunks(items: Iterable[Incoming], size: int) -> Iterator[list[Incoming]]:
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk


def _take(connection: Connection, chunk: list[Incoming]) -> Counter[str]:
    """Stores the versions that are new and lets the winning ones stand; returns what became of the events."""
    ids = list({one.id for one, _, _ in chunk})
    before = _standing(connection, ids)
    found = sort_out(chunk, _known(connection, ids), before)
    _store(connection, found.fresh, list(found.winners.values()), before.keys())
    return found.counts


def _known(connection: Connection, ids: list[EventId]) -> list[tuple[EventId, str]]:
    query = select(version.c.event, version.c.digest).where(version.c.event.in_(ids))
    return [(EventId(row.event), row.digest) for row in connection.execute(query)]


def _standing(connection: Connection, ids: list[EventId]) -> dict[EventId, Precedence]:
    query = select(event.c.id, event.c.version_at, event.c.retracted, event.c.digest).where(event.c.id.in_(ids))
    return {row.id: precedence(row.version_at, row.retracted, row.digest) for row in connection.execute(query)}


def _store(connection: Connection, fresh: list[Incoming], winners: list[Incoming], before: Set[EventId]) -> None:
    replaced = [one.id for one, _, _ in winners if one.id in before]
    if replaced:
        connection.execute(delete(reference).where(reference.c.event.in_(replaced)))
        connection.execute(delete(event).where(event.c.id.in_(replaced)))
    rows = [_row(one, content) for one, content, _ in winners]
    versions = [
        {"event": one.id, "digest": one.digest, "batch": one.batch, "number": number} for one, _, number in fresh
    ]
    insert_rows(connection, version, versions)
    insert_rows(connection, event, rows)
    insert_rows(connection, reference, [row for one, _, _ in winners for row in _reference_rows(one)])


def _row(one: ReceivedEvent, content: bytes) -> dict[str, Any]:
    found, call = one.event, one.event.call
    keys = sorted(keys_of(found))
    return {
        "id": one.id,
        "sender": one.sender,
        "digest": one.digest,
        "batch": one.batch,
        "received_at": one.received_at,
        "version_at": found.version_at,
        "retracted": bool(found.retracted),
        "type": str(found.type),
        "classifier": str(found.classifier),
        "code": found.code,
        "at": found.at,
        "created_at": found.created_at,
        "source_id": found.source_id,
        "place": found.place,
        "equipment": found.equipment,
        "document_type": found.document_type,
        "call": call.id if call else None,
        "vessel_imo": call.vessel_imo if call else None,
        "voyage": call.voyage if call else None,
        "export_voyage": call.export_voyage if call else None,
        "service": call.service if call else None,
        "booking": next((value for kind, value in keys if kind is Key.BOOKING), None),
        "document": next((value for kind, value in keys if kind is Key.DOCUMENT), None),
        "content": content,
    }


def _reference_rows(one: ReceivedEvent) -> Iterator[dict[str, Any]]:
    for kind, value in sorted(keys_of(one.event)):
        departs, arrives = plans_of(kind, one.event.at)
        yield {
            "event": one.id,
            "kind": str(kind),
            "value": value,
            "departs_until": departs,
            "arrives_from": arrives,
        }


def lock_sender(connection: Connection, sender: PartyId) -> None:
    """Batches of one sender follow each other, since they may hold the same events. SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(
            text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))"), {"key": f"tracking:{sender}"}
        )


def find_same(connection: Connection, sender: PartyId, digest: str, zone: str) -> Batch | None:
    same = (batch.c.sender == sender) & (batch.c.digest == digest) & (batch.c.zone == zone)
    row = connection.execute(select(batch).where(same).limit(1)).first()
    return None if row is None else batch_of(row)


def get_batch(connection: Connection, id: BatchId) -> Batch:
    return batch_of(connection.execute(select(batch).where(batch.c.id == id)).one())


def batch_of(row: Row[Any]) -> Batch:
    return Batch(**row._asdict())
