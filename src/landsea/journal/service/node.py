"""The journal's own acts: the first entry, epochs after a restore or copy, erasure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Boolean, Column, Connection, Integer, Table, Text, insert, select, update

from landsea.journal import store
from landsea.journal.codec import FactCodec
from landsea.journal.model import (
    EpochConfirmed,
    EpochStarted,
    NodeCreated,
    NothingToErase,
    PrivateErased,
    TitleActsDisabled,
)
from landsea.journal.service.follow import NODE
from landsea.journal.service.replay import recorded_of
from landsea.journal.service.work import Journal, Projection, View, Work
from landsea.kernel import NotFound, Recorded
from landsea.runtime import metadata

STREAM = "node"

epoch_table = Table(
    "journal_epoch",
    metadata,
    Column("epoch", Integer, primary_key=True, autoincrement=False),
    Column("confirmed", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
)


def _on_created(connection: Connection, recorded: Sequence[Recorded[NodeCreated]]) -> None:
    connection.execute(insert(epoch_table).values(epoch=1, confirmed=True, reason="created"))


def _on_epoch_started(connection: Connection, recorded: Sequence[Recorded[EpochStarted]]) -> None:
    for one in recorded:
        connection.execute(insert(epoch_table).values(epoch=one.fact.epoch, confirmed=False, reason=one.fact.reason))


def _on_epoch_confirmed(connection: Connection, recorded: Sequence[Recorded[EpochConfirmed]]) -> None:
    for one in recorded:
        connection.execute(update(epoch_table).where(epoch_table.c.epoch == one.fact.epoch).values(confirmed=True))


def _nothing(connection: Connection, recorded: Sequence[Recorded[Any]]) -> None:
    """The fact changes the journal, not a read model."""


PROJECTION = Projection(
    tables=(epoch_table,),
    handlers={
        NodeCreated: _on_created,
        EpochStarted: _on_epoch_started,
        EpochConfirmed: _on_epoch_confirmed,
        PrivateErased: _nothing,
    },
)


def create(journal: Journal, jurisdiction: str) -> None:
    """Writes the first entry. `jurisdiction` is an ISO 3166-1 alpha-2 code."""
    with journal.database.write() as connection:
        now = journal.clock.now(connection)
        fingerprint = journal.database.fingerprint()
        connection.execute(insert(store.head).values(id=1, size=0, recorded_at=now, fingerprint=fingerprint))
        work = Work(journal, connection, NODE)
        work.append(STREAM, 0, NodeCreated(journal.site.origin, journal.site.sandbox, jurisdiction))
        work.seal()


def is_created(connection: Connection) -> bool:
    return connection.execute(select(store.head.c.id)).first() is not None


def created(connection: Connection) -> NodeCreated:
    """What the first entry says of the node."""
    first = next(store.entries(connection, 0, 1))
    fact = FactCodec([NodeCreated]).decode(first.kind, first.body, first.private)
    if not isinstance(fact, NodeCreated):
        raise TypeError("the first entry of a journal creates the node")
    return fact


def start_epoch_if_moved(journal: Journal) -> bool:
    """Starts a new epoch when the data are not where they were last seen (restored, copied). Title acts are then disabled."""
    fingerprint = journal.database.fingerprint()
    with journal.database.read() as connection:
        if connection.execute(select(store.head.c.fingerprint)).scalar() == fingerprint:
            return False
    with journal.work(NODE) as work:
        work.connection.execute(update(store.head).values(fingerprint=fingerprint))
        started = EpochStarted(current_epoch(work)[0] + 1, "the data were restored or copied")
        work.append(STREAM, work.version(STREAM), started)
    return True


def mark_moved(connection: Connection) -> None:
    """Makes the next start begin a new epoch, also where the restored data lie in the same place as before."""
    connection.execute(update(store.head).values(fingerprint="moved"))


def current_epoch(view: View) -> tuple[int, bool]:
    """The epoch's number and whether it is confirmed."""
    return epoch_in(view.connection)


def epoch_in(connection: Connection) -> tuple[int, bool]:
    """As `current_epoch`, below any view."""
    query = select(epoch_table.c.epoch, epoch_table.c.confirmed).order_by(epoch_table.c.epoch.desc()).limit(1)
    row = connection.execute(query).one()
    return int(row.epoch), bool(row.confirmed)


def is_confirmed(view: View) -> bool:
    """Whether somebody vouches that the newest acts are all here: not on a restored or copied node until its epoch is confirmed."""
    _, confirmed = current_epoch(view)
    return confirmed


def restored_size(view: View) -> int:
    """How many entries there were when the node was restored or copied; 0 where no epoch waits for its confirmation."""
    before = 0
    for entry, fact in view.history(STREAM):
        if isinstance(fact, EpochConfirmed):
            before = 0
        elif isinstance(fact, EpochStarted):
            before = before or entry.position
    return before


def require_title_acts(view: View) -> None:
    """Raises `TitleActsDisabled` in an epoch that nobody has confirmed. Called by every act on title, and before anything is told or
    signed for others that says how a document stands: the newest acts may be missing."""
    epoch, confirmed = current_epoch(view)
    if not confirmed:
        raise TitleActsDisabled(epoch=epoch)


def confirm_epoch(work: Work, evidence: str) -> None:
    """`evidence`: the checkpoint or receipt the operator has compared, as text; it is kept. See `app` for the comparison."""
    epoch, confirmed = current_epoch(work)
    if not confirmed:
        work.append(STREAM, work.version(STREAM), EpochConfirmed(epoch, evidence))


def erase(work: Work, position: int, reason: str) -> None:
    """Deletes the private part of an entry and its salt; the entry's leaf, and every proof, stay valid."""
    found = next(store.entries(work.connection, position, position + 1), None)
    if found is None:
        raise NotFound(what="entry", id=position)
    if found.private is None:
        raise NothingToErase(position=position)
    gone = update(store.entry).where(store.entry.c.position == position).values(private=None, private_salt=None)
    work.connection.execute(gone)
    work.append("erasures", work.version("erasures"), PrivateErased(position, reason))
    left = next(store.entries(work.connection, position, position + 1))
    work.journal.project_erasure(work.connection, recorded_of(work.journal, left))
