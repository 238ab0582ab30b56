"""`verify` finds what was changed behind the journal's back, and says where."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import delete, select, update

from landsea import journal as door
from landsea.journal import Journal, merkle, store
from landsea.journal.service import tree
from tests.journal.test_work import BOXES, A, BoxFilled, BoxPacked

Make = Callable[..., Journal]


@pytest.fixture
def journal(make_journal: Make) -> Journal:
    node = make_journal(BOXES)
    for number in range(20):
        with node.work(A) as work:
            work.append(f"box_{number}", 0, BoxPacked(number, contact="Someone"), BoxFilled(1))
        if number % 7 == 3:
            door.sign_checkpoint(node)
    door.sign_checkpoint(node)
    return node


def wrong_places(journal: Journal) -> set[str]:
    return {finding.source for finding in door.verify(journal).findings}


def test_a_good_journal_verifies(journal: Journal) -> None:
    found = door.verify(journal)
    assert (found.size, found.checkpoints, found.findings) == (41, 4, [])


@pytest.mark.parametrize("column", ["body", "body_salt", "private", "private_salt", "private_commitment", "leaf"])
def test_any_flipped_byte_is_found_where_it_is(journal: Journal, column: str) -> None:
    with journal.database.write() as connection:
        value = connection.execute(select(store.entry.c[column]).where(store.entry.c.position == 17)).scalar_one()
        for at in {0, len(value) // 2, len(value) - 1}:
            changed = bytes(value[:at]) + bytes([value[at] ^ 1]) + bytes(value[at + 1 :])
            connection.execute(update(store.entry).where(store.entry.c.position == 17).values({column: changed}))
    assert "entry 17" in wrong_places(journal)


@pytest.mark.parametrize("column", ["party", "kind", "stream"])
def test_a_changed_envelope_is_found_where_it_is(journal: Journal, column: str) -> None:
    with journal.database.write() as connection:
        connection.execute(update(store.entry).where(store.entry.c.position == 9).values({column: "another"}))
    assert "entry 9" in wrong_places(journal)


def test_a_missing_entry_is_found(journal: Journal) -> None:
    with journal.database.write() as connection:
        connection.execute(delete(store.entry).where(store.entry.c.position == 12))
    assert "entry 12" in wrong_places(journal)


def test_a_cut_tail_is_found(journal: Journal) -> None:
    """Even when the head and the streams are cut to match: a checkpoint remembers."""
    with journal.database.write() as connection:
        connection.execute(delete(store.entry).where(store.entry.c.position >= 39))
        connection.execute(update(store.head).values(size=39))
        connection.execute(delete(store.stream_head).where(store.stream_head.c.stream == "box_19"))
    assert "entry 39" in wrong_places(journal)


def test_reordered_entries_are_found(journal: Journal) -> None:
    with journal.database.write() as connection:
        for old, new in [(5, 1005), (7, 5), (1005, 7)]:
            connection.execute(update(store.entry).where(store.entry.c.position == old).values(position=new))
    assert {"entry 5", "entry 7"} <= wrong_places(journal)


def test_a_rewritten_history_with_consistent_leaves_breaks_its_checkpoints(journal: Journal) -> None:
    """Who can write the database can rewrite entry, salt and leaf together; what was signed before still tells."""
    with journal.database.write() as connection:
        row = next(store.entries(connection, 3, 4))
        body = row.body.replace(b"1", b"9")
        assert body != row.body
        leaf = merkle.leaf_hash(tree.envelope_of(replace(row, body=body)))
        connection.execute(update(store.entry).where(store.entry.c.position == 3).values(body=body, leaf=leaf))
    assert "journal" in wrong_places(journal)


def test_a_private_part_lost_without_an_erasure_is_found(journal: Journal) -> None:
    with journal.database.write() as connection:
        lost = update(store.entry).where(store.entry.c.position == 3).values(private=None, private_salt=None)
        connection.execute(lost)
    assert "entry 3" in wrong_places(journal)


def test_a_forged_checkpoint_is_found(journal: Journal) -> None:
    with journal.database.write() as connection:
        note = connection.execute(select(store.checkpoint.c.note).where(store.checkpoint.c.size == 41)).scalar_one()
        connection.execute(
            update(store.checkpoint).where(store.checkpoint.c.size == 41).values(note=note.replace("41", "40"))
        )
    assert "journal" in wrong_places(journal)


def test_any_two_sizes_of_the_stored_tree_are_proven_consistent(journal: Journal) -> None:
    """Also across the stored levels: the tree of 41 entries keeps its subtrees of 16."""
    with journal.view(A) as view:
        for old, new in [(1, 41), (15, 17), (16, 41), (33, 40), (41, 41)]:
            proof = [bytes.fromhex(step) for step in door.consistency(view, old, new)]
            assert merkle.verify_consistency(old, new, door.root_at(view, old), door.root_at(view, new), proof)
            assert old == new or not merkle.verify_consistency(old, new, bytes(32), door.root_at(view, new), proof)
