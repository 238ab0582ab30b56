"""Followers: read the journal in order behind a durable cursor, and act on it once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select

from landsea.journal import store
from landsea.journal.model import Entry
from landsea.journal.service.replay import recorded_of
from landsea.journal.service.work import Journal, Work
from landsea.kernel import Actor, Fact, PartyId, Recorded, Role

NODE = Actor(PartyId("node"), Role.NODE)


@dataclass(frozen=True)
class Follower:
    """`handle` is called for each entry of one of `kinds`, in order, in the transaction that also moves the cursor."""

    name: str
    kinds: frozenset[type[Fact]]
    handle: Callable[[Work, Entry, Recorded[Fact]], None]


def follow(journal: Journal, follower: Follower, limit: int = 500) -> int:
    """Handles up to `limit` entries behind the cursor; returns how far it moved. What it does and its cursor commit together."""
    kinds = {kind.kind for kind in follower.kinds}
    with journal.work(NODE) as work:
        start = _locked_cursor(work, follower.name)
        entries = list(store.entries(work.connection, start, limit=limit))
        for entry in entries:
            if entry.kind in kinds:
                follower.handle(work, entry, recorded_of(journal, entry))
        if entries:
            move = store.cursor.update().where(store.cursor.c.follower == follower.name)
            work.connection.execute(move.values(position=entries[-1].position + 1))
        return len(entries)


def _locked_cursor(work: Work, name: str) -> int:
    query = select(store.cursor.c.position).where(store.cursor.c.follower == name).with_for_update()
    position = work.connection.execute(query).scalar()
    if position is None:
        store.begin_cursor(work.connection, name)
        position = work.connection.execute(query).scalar_one()
    return int(position)
