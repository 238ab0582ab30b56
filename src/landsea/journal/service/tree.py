"""The stored Merkle tree: checkpoints, inclusion and consistency proofs.

Hashes of complete subtrees are stored for every fourth level, so a node row stands for 16 below it and any proof needs a few
short range reads. Leaves are level 0 and live in the entries.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, func, insert, select

from landsea.journal import merkle, store
from landsea.journal.model import Entry, Proof, instant_text
from landsea.journal.note import Checkpoint, sign_note
from landsea.journal.service.node import epoch_in
from landsea.journal.service.work import Journal, View, envelope
from landsea.kernel import NotFound

STEP = 4
WIDTH = 1 << STEP


def stored_subtree(connection: Connection) -> merkle.Subtree:
    """Reads complete subtrees, a block of `WIDTH` hashes at a time; what lies between the stored levels is computed from it."""
    blocks: dict[tuple[int, int], list[bytes]] = {}
    known: dict[tuple[int, int], bytes] = {}

    def subtree(level: int, index: int) -> bytes:
        found = known.get((level, index))
        if found is None:
            base = level - level % STEP
            count = 1 << (level - base)
            block, start = divmod(index * count, WIDTH)
            if (base, block) not in blocks:
                blocks[base, block] = _row(connection, base, block * WIDTH, WIDTH)
            row = blocks[base, block][start : start + count]
            found = known[level, index] = merkle.root(merkle.in_memory(row), count)
        return found

    return subtree


def _row(connection: Connection, level: int, start: int, count: int) -> list[bytes]:
    if level == 0:
        return store.leaves(connection, start, start + count)
    node = store.node
    query = (
        select(node.c.hash)
        .where(node.c.level == level, node.c.number >= start, node.c.number < start + count)
        .order_by(node.c.number)
    )
    return [bytes(value) for value in connection.execute(query).scalars()]


def grow(connection: Connection, size: int) -> None:
    """Stores the complete subtrees that the first `size` leaves now have and that were not stored yet."""
    level = STEP
    while (complete := size >> level) > 0:
        known = connection.execute(select(func.max(store.node.c.number)).where(store.node.c.level == level)).scalar()
        start = 0 if known is None else known + 1
        rows = [_node(connection, level, index) for index in range(start, complete)]
        if rows:
            connection.execute(insert(store.node), rows)
        level += STEP


def _node(connection: Connection, level: int, index: int) -> dict[str, Any]:
    below = _row(connection, level - STEP, index * WIDTH, WIDTH)
    return {"level": level, "number": index, "hash": merkle.root(merkle.in_memory(below), WIDTH)}


def sign_checkpoint(journal: Journal) -> str | None:
    """Signs the head if it has grown since the newest checkpoint; returns the note. Run by a worker, safe to run by several.

    Nothing is signed in an epoch that nobody has confirmed: the original may have signed another head of that size.
    """
    with journal.database.write() as connection:
        if not epoch_in(connection)[1]:
            return None
        size = store.lock_head(connection).size
        newest = store.newest_checkpoint(connection)
        if newest is not None and newest.size == size:
            return None
        grow(connection, size)
        root = merkle.root(stored_subtree(connection), size)
        extensions = ("sandbox",) if journal.site.sandbox else ()
        note = sign_note(Checkpoint(journal.site.origin, size, root, extensions).text, journal.signer)
        connection.execute(insert(store.checkpoint).values(size=size, note=note))
        return note


def size(view: View) -> int:
    """How many entries the journal has."""
    return int(view.connection.execute(select(store.head.c.size)).scalar_one())


def root_at(view: View, size: int) -> bytes:
    """Root of the first `size` entries, as they are stored now."""
    return merkle.root(merkle.in_memory(store.leaves(view.connection, 0, size)), size)


def leaf_at(view: View, position: int) -> bytes | None:
    """The leaf of an entry; `None` where the journal has not come that far."""
    found = store.leaves(view.connection, position, position + 1)
    return found[0] if found else None


def newest_checkpoint(view: View) -> str | None:
    row = store.newest_checkpoint(view.connection)
    return None if row is None else str(row.note)


def prove(view: View, position: int) -> Proof | None:
    """The proof that entry `position` is in the log, against the newest checkpoint; `None` until one covers it.

    Holds the body's opening, so the caller must have checked that the viewer may see the entry.
    """
    found = next(store.entries(view.connection, position, position + 1), None)
    if found is None:
        raise NotFound(what="entry", id=position)
    made = _proofs(view.connection, [found])
    return made[0] if made else None


def prove_stream(view: View, stream: str) -> list[Proof] | None:
    """The proofs of all entries of a stream, in order, under one checkpoint; `None` until one covers the newest. As `prove`."""
    return _proofs(view.connection, list(store.entries(view.connection, stream=stream)))


def _proofs(connection: Connection, found: Sequence[Entry]) -> list[Proof] | None:
    last = max(entry.position for entry in found)
    checkpoint = store.newest_checkpoint(connection, at_least=last + 1)
    if checkpoint is None:
        return None
    subtree = stored_subtree(connection)
    return [
        _proof(entry, merkle.inclusion_proof(subtree, entry.position, checkpoint.size), checkpoint) for entry in found
    ]


def _proof(found: Entry, path: Sequence[bytes], checkpoint: Any) -> Proof:
    return Proof(
        envelope=envelope_of(found).decode(),
        body=found.body.decode(),
        body_salt=found.body_salt.hex(),
        position=found.position,
        size=checkpoint.size,
        path=tuple(step.hex() for step in path),
        checkpoint=checkpoint.note,
    )


def envelope_of(entry: Entry) -> bytes:
    """Canonical bytes of a stored entry's envelope."""
    row = {name: getattr(entry, name) for name in Entry.__slots__}
    return envelope(row | {"acted_at": instant_text(entry.acted_at), "recorded_at": instant_text(entry.recorded_at)})


def consistency(view: View, old: int, new: int) -> list[str]:
    """RFC 6962 consistency proof between two sizes of this log, hashes as hex."""
    return [step.hex() for step in merkle.consistency_proof(stored_subtree(view.connection), old, new)]
