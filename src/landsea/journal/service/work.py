"""The unit of work: one transaction, in which facts are appended and read models follow at once."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any, TypeVar

from sqlalchemy import Connection, Table
from sqlalchemy.exc import OperationalError

from landsea.journal import merkle, store
from landsea.journal.codec import FactCodec, Upcast
from landsea.journal.model import Entry, Receipt, StaleVersion, commitment, instant_of, instant_text
from landsea.journal.note import Signer
from landsea.kernel import Actor, Fact, Recorded, canonical_known
from landsea.runtime import Blobs, Clock, Database, new_id

Handler = Callable[[Connection, Sequence[Recorded[Any]]], None]
BulkHandler = Callable[[Connection, Sequence[Recorded[Any]], Blobs], None]
T = TypeVar("T")


@dataclass(frozen=True)
class Projection:
    """What a room keeps of its facts: the only writer of `tables`.

    `handlers` fill the tables from facts; `bulk` handlers also read the blob that a fact of many rows names. `erased` handlers get an
    entry whose private part is gone and must leave the tables as a replay of the journal, as it now stands, would.
    """

    tables: tuple[Table, ...] = ()
    handlers: Mapping[type[Fact], Handler] = field(default_factory=dict)
    bulk: Mapping[type[Fact], BulkHandler] = field(default_factory=dict)
    erased: Mapping[type[Fact], Handler] = field(default_factory=dict)
    upcasts: Mapping[str, tuple[str, Upcast]] = field(default_factory=dict)

    @property
    def facts(self) -> list[type[Fact]]:
        return [*self.handlers, *self.bulk]


@dataclass(frozen=True)
class Site:
    """What a node is to others: its `origin` (name of its log), where it is reached, and whether it is a sandbox."""

    origin: str
    base_url: str
    sandbox: bool


class View:
    """A consistent snapshot, seen by `actor` at `now`."""

    def __init__(self, journal: Journal, connection: Connection, actor: Actor) -> None:
        self.journal = journal
        self.connection = connection
        self.actor = actor
        self.now: datetime = journal.clock.now(connection)

    @property
    def blobs(self) -> Blobs:
        return self.journal.blobs

    @property
    def site(self) -> Site:
        return self.journal.site

    def version(self, stream: str) -> int:
        """The stream's newest version; 0 when it does not exist."""
        return store.version_of(self.connection, stream)

    def history(self, stream: str) -> list[tuple[Entry, Fact]]:
        """All entries of a stream with their facts, oldest first. Who may see them is the caller's question."""
        found = store.entries(self.connection, stream=stream)
        return [(entry, self.journal.codec.decode(entry.kind, entry.body, entry.private)) for entry in found]

    def entry(self, position: int) -> tuple[Entry, Fact]:
        """The entry at `position` with its fact. Who may see it is the caller's question."""
        found = next(store.entries(self.connection, position, position + 1))
        return found, self.journal.codec.decode(found.kind, found.body, found.private)


class Work(View):
    """A view that writes. Opened by `Journal.work`; services only ever join it."""

    def __init__(self, journal: Journal, connection: Connection, actor: Actor) -> None:
        super().__init__(journal, connection, actor)
        self._pending: list[dict[str, Any]] = []
        self._sealed: list[dict[str, Any]] = []

    def new_id(self, prefix: str) -> str:
        return new_id(prefix, self.now)

    def append(self, stream: str, seen: int, *facts: Fact, acted_at: datetime | None = None) -> int:
        """Appends facts to `stream`, whose version the caller saw as `seen` (0: new); returns the new version.

        Read models follow before this returns. Raises `StaleVersion` when somebody else was first.
        """
        if not store.claim_versions(self.connection, stream, seen, len(facts)):
            raise StaleVersion(stream=stream, seen=seen)
        recorded = [
            Recorded(stream, seen + number, self.actor.party, acted_at or self.now, fact)
            for number, fact in enumerate(facts, start=1)
        ]
        self._pending += [self._row(one) for one in recorded]
        self.journal.project(self.connection, recorded)
        return seen + len(facts)

    def _row(self, recorded: Recorded[Fact]) -> dict[str, Any]:
        body, private = self.journal.codec.encode(recorded.fact)
        private_salt = None if private is None else secrets.token_bytes(32)
        return {
            "stream": recorded.stream,
            "version": recorded.version,
            "kind": recorded.fact.kind,
            "party": recorded.party,
            "acted_at": instant_text(recorded.acted_at),
            "body": body,
            "body_salt": secrets.token_bytes(32),
            "private": private,
            "private_salt": private_salt,
            "private_commitment": None if private is None else commitment(private_salt or b"", private),
        }

    def seal(self) -> list[Receipt]:
        """Gives what was appended its positions, under the lock of the head: the last of the journal's statements before the commit.

        Called by the outermost block; call it earlier only to put receipts into an answer that is stored in this transaction.
        """
        if self._pending:
            rows, self._pending = self._pending, []
            head = store.lock_head(self.connection)
            recorded_at = max(self.journal.clock.now(self.connection), head.recorded_at)
            for position, row in enumerate(rows, start=head.size):
                row["position"] = position
                row["recorded_at"] = instant_text(recorded_at)
                row["leaf"] = leaf_of(row)
            store.insert_entries(self.connection, rows)
            store.move_head(self.connection, head.size + len(rows), recorded_at)
            self._sealed += rows
        return self.receipts

    @property
    def receipts(self) -> list[Receipt]:
        """Of everything sealed so far."""
        return [_receipt(row) for row in self._sealed]


def envelope(row: Mapping[str, Any]) -> bytes:
    """Canonical bytes of an entry's envelope, what its leaf commits to, from the entry's row (times as text)."""
    private = row["private_commitment"]
    return canonical_known(
        {
            "acted_at": row["acted_at"],
            "body": commitment(row["body_salt"], row["body"]).hex(),
            "kind": row["kind"],
            "party": row["party"],
            "position": row["position"],
            "private": None if private is None else private.hex(),
            "recorded_at": row["recorded_at"],
            "stream": row["stream"],
            "version": row["version"],
        }
    )


def leaf_of(row: Mapping[str, Any]) -> bytes:
    return merkle.leaf_hash(envelope(row))


def _receipt(row: Mapping[str, Any]) -> Receipt:
    return Receipt(
        position=row["position"],
        stream=row["stream"],
        version=row["version"],
        kind=row["kind"],
        recorded_at=instant_of(row["recorded_at"]),
        leaf=row["leaf"].hex(),
    )


class Journal:
    """A node's journal: the rooms' projections over one database."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        blobs: Blobs,
        site: Site,
        signer: Signer,
        projections: Sequence[Projection],
    ) -> None:
        self.database = database
        self.clock = clock
        self.blobs = blobs
        self.site = site
        self.signer = signer
        self.projections = tuple(projections)
        self.codec = FactCodec(
            [fact for projection in projections for fact in projection.facts],
            {kind: upcast for projection in projections for kind, upcast in projection.upcasts.items()},
        )
        self._handlers: dict[type[Fact], Handler] = {}
        self._erased: dict[type[Fact], Handler] = {}
        for projection in projections:
            self._handlers |= projection.handlers
            self._handlers |= {fact: self._with_blobs(handler) for fact, handler in projection.bulk.items()}
            self._erased |= projection.erased

    def _with_blobs(self, handler: BulkHandler) -> Handler:
        return lambda connection, recorded: handler(connection, recorded, self.blobs)

    @contextmanager
    def view(self, actor: Actor) -> Iterator[View]:
        with self.database.read() as connection:
            yield View(self, connection, actor)

    @contextmanager
    def work(self, actor: Actor) -> Iterator[Work]:
        """The outermost block of a write: commits at its end, leaves nothing behind when it raises."""
        with self.database.write() as connection:
            work = Work(self, connection, actor)
            yield work
            work.seal()

    def run(self, actor: Actor, effect: Callable[[Work], T]) -> T:
        """`effect` in one unit of work, tried again (three times at most) when the database ends it as a deadlock."""
        for attempt in (1, 2, 3):
            try:
                with self.work(actor) as work:
                    return effect(work)
            except OperationalError as error:
                if attempt == 3 or getattr(error.orig, "sqlstate", None) not in ("40P01", "40001"):
                    raise
        raise AssertionError("unreachable")

    def project(self, connection: Connection, recorded: Sequence[Recorded[Fact]]) -> None:
        """Lets the read models follow, neighbours of one kind together."""
        for kind, group in groupby(recorded, key=lambda one: type(one.fact)):
            self._handlers[kind](connection, list(group))

    def project_erasure(self, connection: Connection, recorded: Recorded[Fact]) -> None:
        handler = self._erased.get(type(recorded.fact))
        if handler is not None:
            handler(connection, [recorded])
