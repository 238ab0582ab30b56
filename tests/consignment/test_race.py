"""Cancel and bind at the same time, on both engines: exactly one wins."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from landsea import consignment, identity
from landsea import journal as journal_door
from landsea.consignment import ConsignmentId, State, state_of
from landsea.journal import Journal, Work
from landsea.kernel import Actor, Refusal
from tests.consignment.example import FORWARDER, SHIPPER, acceptance, book, confirm_all, give, read, register
from tests.support.journals import make_journal, open_journal

ROUNDS = 6


def outcome(journal: Journal, by: Actor, act: Callable[[Work], object], ready: threading.Barrier) -> str:
    """`won`, or the code of the refusal; the act begins when all are ready."""
    ready.wait(timeout=20)
    try:
        with journal.work(by) as work:
            act(work)
    except Refusal as refusal:
        return refusal.code
    return "won"


def race(journal: Journal, *runners: tuple[Actor, Callable[[Work], object]]) -> list[str]:
    ready = threading.Barrier(len(runners))
    results = [""] * len(runners)

    def run(index: int) -> None:
        by, act = runners[index]
        results[index] = outcome(journal, by, act, ready)

    threads = [threading.Thread(target=run, args=(index,)) for index in range(len(runners))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return results


def cancelling(id: ConsignmentId) -> Callable[[Work], object]:
    return lambda work: consignment.cancel(work, id, "changed our mind")


def binding(id: ConsignmentId) -> Callable[[Work], object]:
    return lambda work: consignment.bind_document(work, id, "doc_1", "LSD0001")


def test_of_cancel_and_bind_exactly_one_wins(journal: Journal) -> None:
    for round_ in range(ROUNDS):
        record = confirm_all(journal, book(journal, ucr=f"6CN1-R{round_}"))
        cancelled, bound = race(
            journal,
            (SHIPPER, cancelling(record.id)),
            (FORWARDER, binding(record.id)),
        )
        assert sorted([cancelled == "won", bound == "won"]) == [False, True]
        assert {cancelled, bound} - {"won"} <= {"stale-version", "document-operative", "wrong-state"}
        after = read(open_journal(journal), record.id)
        assert state_of(after) is (State.CANCELLED if cancelled == "won" else State.UNDER_DOCUMENT)
        assert bool(after.cancelled) != after.has_operative_document
    assert journal_door.verify(journal).findings == []


def test_a_cancel_that_read_before_a_bind_committed_is_refused(postgres_url: str, tmp_path: Path) -> None:
    """The interleaving itself, where the engine allows it (SQLite has one writer at a time): both have read, one commits."""
    journal = register(make_journal(postgres_url, tmp_path, identity.PROJECTION, consignment.PROJECTION))
    record = confirm_all(journal, book(journal))

    def slow_cancel(work: Work) -> None:
        seen = consignment.get_consignment(work, record.id)
        with journal.work(FORWARDER) as other:
            consignment.bind_document(other, record.id, "doc_1", "LSD0001")
        work.append(f"consignment:{record.id}", seen.version, consignment.ConsignmentCancelled("late"))

    with pytest.raises(journal_door.StaleVersion):
        journal.run(SHIPPER, slow_cancel)
    assert read(journal, record.id).has_operative_document
    journal.database.close()


def test_of_two_documents_exactly_one_is_bound(journal: Journal) -> None:
    record = confirm_all(journal, book(journal))
    results = race(
        journal,
        *[
            (FORWARDER, lambda work, n=n: consignment.bind_document(work, record.id, f"doc_{n}", f"LSD000{n}"))
            for n in range(4)
        ],
    )
    assert results.count("won") == 1
    document = read(journal, record.id).document
    assert document is not None
    assert document.document == f"doc_{results.index('won')}"


def test_of_two_bookings_with_one_ucr_exactly_one_is_made(journal: Journal) -> None:
    commands = [acceptance(give(journal)) for _ in range(2)]
    runners = [(SHIPPER, lambda work, one=one: consignment.accept_quote(work, one)) for one in commands]
    assert sorted(race(journal, *runners)) == ["ucr-taken", "won"]
    with journal.view(SHIPPER) as view:
        assert len(consignment.list_consignments(view)) == 1
        open_ = consignment.list_quotes(view, state=consignment.QuoteState.OPEN)
    assert len(open_) == 1
