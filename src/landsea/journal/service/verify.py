"""`landsea journal verify`: reads everything again and says where the journal is not what it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from landsea.journal import merkle, store
from landsea.journal.codec import decode_json
from landsea.journal.model import Entry, PrivateErased, commitment
from landsea.journal.note import BadNote, Checkpoint, open_note
from landsea.journal.service.tree import STEP, envelope_of
from landsea.journal.service.work import Journal
from landsea.kernel import Finding, canonical


@dataclass
class Verification:
    """What was checked and what is wrong; empty `findings` mean the journal verifies."""

    size: int = 0
    root: str = ""
    checkpoints: int = 0
    findings: list[Finding] = field(default_factory=list)

    def wrong(self, position: int | None, what: str, mend: str = "Restore the newest good backup and compare.") -> None:
        place = "journal" if position is None else f"entry {position}"
        self.findings.append(Finding(place, 0, "", what, mend))


def verify(journal: Journal, progress: Callable[[int], None] = lambda done: None) -> Verification:
    """Checks density and order, canonical bytes, commitments, leaves, streams, erasures, stored tree, checkpoints and the head."""
    result = Verification()
    with journal.database.read() as connection:
        leaves = _verify_entries(connection, result, progress)
        _verify_head(connection, result, leaves)
        _verify_streams(connection, result)
        _verify_tree(connection, result, leaves)
        _verify_checkpoints(journal, connection, result, leaves)
        result.size = len(leaves)
        result.root = merkle.root(merkle.in_memory(leaves), len(leaves)).hex()
    return result


def _verify_entries(connection: Connection, result: Verification, progress: Callable[[int], None]) -> list[bytes]:
    leaves: list[bytes] = []
    versions: dict[str, int] = {}
    unexplained: set[int] = set()
    erased: set[int] = set()
    previous = None
    for entry in store.entries(connection):
        _verify_entry(entry, result)
        if entry.position != len(leaves):
            result.wrong(len(leaves), f"is missing: the next entry stored is {entry.position}.")
            leaves += [b"\x00" * 32] * (entry.position - len(leaves))
        if entry.version != versions.get(entry.stream, 0) + 1:
            result.wrong(
                entry.position, f"has version {entry.version} of {entry.stream}, after {versions.get(entry.stream, 0)}."
            )
        versions[entry.stream] = entry.version
        if previous is not None and entry.recorded_at < previous:
            result.wrong(entry.position, "was recorded before the entry in front of it.")
        previous = entry.recorded_at
        if entry.private is None and entry.private_commitment is not None:
            unexplained.add(entry.position)
        if entry.kind == PrivateErased.kind:
            erased.add(int(decode_json(entry.body)["position"]))
        leaves.append(merkle.leaf_hash(envelope_of(entry)))
        progress(len(leaves))
    for position in sorted(unexplained - erased):
        result.wrong(position, "has lost its private part, and no erasure names it.")
    for position in sorted(erased - unexplained):
        result.wrong(position, "was erased, yet its private part is there.")
    return leaves


def _verify_entry(entry: Entry, result: Verification) -> None:
    if merkle.leaf_hash(envelope_of(entry)) != entry.leaf:
        result.wrong(entry.position, "is not what its leaf was made of: envelope, body or salt has changed.")
    for part, content in (("body", entry.body), ("private part", entry.private)):
        if content is None:
            continue
        try:
            same = canonical(decode_json(content)) == content
        except ValueError:
            same = False
        if not same:
            result.wrong(entry.position, f"has a {part} that is not canonical JSON.")
    if entry.private is not None and commitment(entry.private_salt or b"", entry.private) != entry.private_commitment:
        result.wrong(entry.position, "has a private part that does not match its commitment.")


def _verify_head(connection: Connection, result: Verification, leaves: list[bytes]) -> None:
    size = connection.execute(select(store.head.c.size)).scalar()
    if size != len(leaves):
        result.wrong(None, f"The head counts {size} entries, {len(leaves)} are there.")


def _verify_streams(connection: Connection, result: Verification) -> None:
    heads = {row.stream: row.version for row in connection.execute(select(store.stream_head))}
    query = select(store.entry.c.stream, store.entry.c.version)
    newest: dict[str, int] = {}
    for row in connection.execute(query):
        newest[row.stream] = max(row.version, newest.get(row.stream, 0))
    for stream in sorted(heads.keys() | newest.keys()):
        if heads.get(stream) != newest.get(stream):
            result.wrong(None, f"The head of {stream} says {heads.get(stream)}, its entries say {newest.get(stream)}.")


def _verify_tree(connection: Connection, result: Verification, leaves: list[bytes]) -> None:
    subtree = merkle.in_memory(leaves)
    for row in connection.execute(select(store.node)):
        first, last = row.number << row.level, (row.number + 1) << row.level
        if row.level % STEP or last > len(leaves) or bytes(row.hash) != subtree(row.level, row.number):
            result.wrong(first, f"The stored tree node {row.level}/{row.number} is wrong.")


def _verify_checkpoints(journal: Journal, connection: Connection, result: Verification, leaves: list[bytes]) -> None:
    subtree = merkle.in_memory(leaves)
    for row in connection.execute(select(store.checkpoint).order_by(store.checkpoint.c.size)):
        result.checkpoints += 1
        try:
            text, _ = open_note(row.note, [journal.signer.verifier])
            checkpoint = Checkpoint.parse(text)
        except BadNote as error:
            result.wrong(None, f"The checkpoint of size {row.size} is not valid: {error}.")
            continue
        if checkpoint.size != row.size or checkpoint.origin != journal.site.origin:
            result.wrong(
                None, f"The checkpoint stored for size {row.size} is one of {checkpoint.origin} at {checkpoint.size}."
            )
        elif checkpoint.size > len(leaves):
            result.wrong(len(leaves), f"is missing: a checkpoint was signed over {checkpoint.size} entries.")
        elif merkle.root(subtree, checkpoint.size) != checkpoint.root:
            result.wrong(None, f"The first {checkpoint.size} entries are not those of the signed checkpoint.")
