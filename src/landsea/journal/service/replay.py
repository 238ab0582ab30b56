"""Rebuilding the read models from the journal, and dumping them to compare."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, delete, select

from landsea.journal import store
from landsea.journal.model import Entry, instant_text
from landsea.journal.service.work import Journal
from landsea.kernel import Fact, Recorded, canonical

Progress = Callable[[int], None]


def recorded_of(journal: Journal, entry: Entry) -> Recorded[Fact]:
    fact = journal.codec.decode(entry.kind, entry.body, entry.private)
    return Recorded(entry.stream, entry.version, entry.party, entry.acted_at, fact)


def rebuild(journal: Journal, progress: Progress = lambda done: None) -> int:
    """Drops and replays every read model in one transaction; returns how many entries were replayed."""
    with journal.database.write() as connection:
        return _replay(journal, connection, progress)


def differing_tables(journal: Journal, progress: Progress = lambda done: None) -> list[str]:
    """The tables that are not what a replay makes of the journal. Replays in a transaction that is undone; nothing changes."""
    found: list[str] = []
    with suppress(_Undone), journal.database.write() as connection:
        before = dump(journal, connection)
        _replay(journal, connection, progress)
        after = dump(journal, connection)
        found += [name for name in before if before[name] != after[name]]
        raise _Undone
    return found


class _Undone(Exception):
    pass


def _replay(journal: Journal, connection: Connection, progress: Progress) -> int:
    for table in reversed(_tables(journal)):
        connection.execute(delete(table))
    done = 0
    for batch in _batches(store.entries(connection), 1000):
        journal.project(connection, [recorded_of(journal, entry) for entry in batch])
        done += len(batch)
        progress(done)
    return done


def _batches(entries: Iterator[Entry], size: int) -> Iterator[list[Entry]]:
    batch: list[Entry] = []
    for entry in entries:
        batch.append(entry)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def _tables(journal: Journal) -> list[Table]:
    return [table for projection in journal.projections for table in projection.tables]


def dump(journal: Journal, connection: Connection) -> dict[str, str]:
    """Table name -> SHA-256 over its rows by key in canonical encoding: the same on both engines."""
    return {table.name: _digest(connection, table) for table in _tables(journal)}


def _digest(connection: Connection, table: Table) -> str:
    digest = hashlib.sha256()
    lines = sorted(canonical([_cell(cell) for cell in row]) for row in connection.execute(select(table)))
    for line in lines:
        digest.update(line + b"\n")
    return digest.hexdigest()


def _cell(value: Any) -> Any:
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if isinstance(value, str | int | None):
        return value
    return repr(value)
