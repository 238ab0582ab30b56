"""Journals for tests, on either engine."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from landsea import journal as door
from landsea.journal import Journal, Projection, Signer, Site
from landsea.kernel import Actor, PartyId, Role
from landsea.runtime import Blobs, Database, SandboxClock
from tests.support.prepared import make_tables

START = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
NODE_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def make_journal(
    url: str, folder: Path, *projections: Projection, start: datetime = START, sandbox: bool = True
) -> Journal:
    """A new node's journal (a sandbox, unless told otherwise). Its clock stands still at `start`.

    Advance it with `journal.clock.advance(connection, by)`.
    """
    database = Database(url)
    clock = SandboxClock()
    make_tables(database)
    with database.write() as connection:
        clock.freeze(connection, start)
    site = Site("test.example/landsea", "http://test.example", sandbox)
    journal = Journal(
        database, clock, Blobs(folder / "blobs"), site, Signer(site.origin, NODE_KEY), [door.PROJECTION, *projections]
    )
    door.create(journal, "CN")
    return journal


def open_journal(other: Journal) -> Journal:
    """The same data, as another process would open them."""
    database = Database(other.database.url.render_as_string(hide_password=False))
    return Journal(database, other.clock, other.blobs, other.site, other.signer, other.projections)


def actor(party: str, role: Role = Role.OPERATOR) -> Actor:
    return Actor(PartyId(party), role)


def table_dump(journal: Journal) -> dict[str, str]:
    with journal.database.read() as connection:
        return door.dump(journal, connection)
