"""The unit of work: all or nothing, dense positions, read models that follow at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

import pytest
from sqlalchemy import Column, Connection, Integer, String, Table, insert, select, update

from landsea import journal as door
from landsea.journal import Follower, Journal, Projection, StaleVersion, Work
from landsea.kernel import Fact, Recorded
from landsea.runtime import metadata
from tests.support.journals import actor, open_journal, table_dump

A = actor("par_a")
box = Table(
    "test_box",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("count", Integer, nullable=False),
    Column("contact", String(80)),
    Column("contact_version", Integer),
)


@dataclass(frozen=True)
class BoxPacked(Fact):
    kind: ClassVar[str] = "box-packed/1"
    personal: ClassVar[frozenset[str]] = frozenset({"contact"})
    count: int
    contact: str | None = None


@dataclass(frozen=True)
class BoxFilled(Fact):
    kind: ClassVar[str] = "box-filled/1"
    more: int


def on_packed(connection: Connection, recorded: Sequence[Recorded[BoxPacked]]) -> None:
    rows = [
        {"id": one.stream, "count": one.fact.count, "contact": one.fact.contact, "contact_version": one.version}
        for one in recorded
    ]
    connection.execute(insert(box), rows)


def on_filled(connection: Connection, recorded: Sequence[Recorded[BoxFilled]]) -> None:
    for one in recorded:
        connection.execute(update(box).where(box.c.id == one.stream).values(count=box.c.count + one.fact.more))


def on_erased(connection: Connection, recorded: Sequence[Recorded[BoxPacked]]) -> None:
    for one in recorded:
        same = (box.c.id == one.stream) & (box.c.contact_version == one.version)
        connection.execute(update(box).where(same).values(contact=None))


BOXES = Projection((box,), {BoxPacked: on_packed, BoxFilled: on_filled}, erased={BoxPacked: on_erased})
Make = Callable[..., Journal]


def count_of(work: Work, stream: str) -> int | None:
    return work.connection.execute(select(box.c.count).where(box.c.id == stream)).scalar()


def test_what_is_appended_is_seen_at_once_and_gets_dense_positions(make_journal: Make) -> None:
    journal = make_journal(BOXES)
    with journal.work(A) as work:
        version = work.append("box_1", 0, BoxPacked(3), BoxFilled(2))
        assert version == 2
        assert count_of(work, "box_1") == 5
    with journal.work(A) as work:
        work.append("box_1", 2, BoxFilled(1))
    assert [receipt.position for receipt in work.receipts] == [3]


def test_an_exception_leaves_nothing_behind(make_journal: Make) -> None:
    journal = make_journal(BOXES)

    def fail(work: Work) -> None:
        work.append("box_1", 0, BoxPacked(3))
        raise RuntimeError

    with pytest.raises(RuntimeError):
        journal.run(A, fail)
    with journal.work(A) as work:
        assert count_of(work, "box_1") is None
        work.append("box_1", 0, BoxPacked(4))
    assert work.receipts[0].position == 1


@pytest.mark.parametrize("seen", [0, 1, 3])
def test_the_loser_of_a_race_is_refused(make_journal: Make, seen: int) -> None:
    journal = make_journal(BOXES)
    with journal.work(A) as work:
        work.append("box_1", 0, BoxPacked(3), BoxFilled(2))
    with pytest.raises(StaleVersion), journal.work(A) as work:
        work.append("box_1", seen, BoxFilled(2))


def test_a_rebuild_yields_the_same_read_models_also_after_an_erasure(make_journal: Make) -> None:
    journal = make_journal(BOXES)
    with journal.work(A) as work:
        work.append("box_1", 0, BoxPacked(3, contact="Someone"))
        work.append("box_2", 0, BoxPacked(1), BoxFilled(7))
    with journal.work(A) as work:
        door.erase(work, 1, "asked for by the person")
    before = table_dump(journal)
    door.rebuild(journal)
    assert table_dump(journal) == before
    with journal.work(A) as work:
        assert work.connection.execute(select(box.c.contact).where(box.c.id == "box_1")).scalar() is None
    assert door.verify(journal).findings == []


def test_a_proof_made_before_an_erasure_stays_valid(make_journal: Make) -> None:
    journal = make_journal(BOXES)
    with journal.work(A) as work:
        work.append("box_1", 0, BoxPacked(3, contact="Someone"))
    door.sign_checkpoint(journal)
    with journal.view(A) as view:
        before = door.prove(view, 1)
    with journal.work(A) as work:
        door.erase(work, 1, "asked for by the person")
    with journal.view(A) as view:
        assert door.prove(view, 1) == before
    assert door.sign_checkpoint(journal) is not None
    assert door.sign_checkpoint(journal) is None


def test_a_follower_handles_each_entry_once_and_goes_on_where_it_was(make_journal: Make) -> None:
    journal = make_journal(BOXES)
    with journal.work(A) as work:
        work.append("box_1", 0, BoxPacked(3), BoxFilled(2), BoxFilled(5))
    seen: list[int] = []
    follower = Follower("sums", frozenset({BoxFilled}), lambda work, entry, recorded: seen.append(entry.position))
    while door.follow(journal, follower, limit=2):
        journal = open_journal(journal)
    assert seen == [2, 3]


def test_a_read_model_changed_behind_the_journals_back_is_named(make_journal: Make) -> None:
    journal = make_journal(BOXES)
    with journal.work(A) as work:
        work.append("box_1", 0, BoxPacked(3))
    assert door.differing_tables(journal) == []
    with journal.database.write() as connection:
        connection.execute(update(box).values(count=4))
    before = table_dump(journal)
    assert door.differing_tables(journal) == ["test_box"]
    assert table_dump(journal) == before
    door.rebuild(journal)
    assert door.differing_tables(journal) == []
