"""One operative original under concurrent actors, on both engines."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

from landsea import consignment, lading
from landsea import journal as door
from landsea.consignment.model.refusals import DocumentOperative, WrongState
from landsea.journal import StaleVersion
from landsea.kernel import Refusal
from landsea.lading import DocumentId, IssueDocument, LineAmount, Medium, OtherDocument, OtherForm, State
from landsea.lading.model import AlreadyEnded, AlreadySurrendered, IsElsewhere, NothingProposed, NotTheHolder
from tests.lading.world import SIGN, World
from tests.support import people


def race(attempts: list[Callable[[], object]]) -> list[object]:
    """What each attempt gave, a result or its refusal, when all start at once."""
    results: list[object] = [None] * len(attempts)
    start = threading.Barrier(len(attempts))

    def run(index: int) -> None:
        start.wait()
        try:
            results[index] = attempts[index]()
        except Refusal as refusal:
            results[index] = refusal

    threads = [threading.Thread(target=run, args=(index,)) for index in range(len(attempts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_of_many_transfers_at_once_exactly_one_happens(world: World) -> None:
    """MLETR 11, ETDA s.2(2)(c): never more than one in control; the losers are refused by name."""
    document = world.issue()
    to = [people.make_person(world.journal, f"Buyer {number}").party for number in range(6)]
    other = world.reopened()
    worlds = [world, other] * 3

    def attempt(index: int) -> Callable[[], object]:
        return lambda: worlds[index].transfer(world.shipper, document, to[index])

    results = race([attempt(index) for index in range(6)])
    won = [index for index, result in enumerate(results) if not isinstance(result, Refusal)]
    assert len(won) == 1
    lost = [type(result) for result in results if isinstance(result, Refusal)]
    assert set(lost) <= {NotTheHolder, StaleVersion}
    title = world.see(world.operator, document).title
    assert (title.holder, title.sequence) == (to[won[0]], 2)
    other.journal.database.close()


def test_a_transfer_and_a_surrender_at_once_do_not_both_happen(world: World) -> None:
    document = world.issue()
    results = race(
        [
            lambda: world.transfer(world.shipper, document, world.buyer),
            lambda: world.surrender(world.shipper, document),
        ]
    )
    lost = [result for result in results if isinstance(result, Refusal)]
    assert len(lost) == 1
    assert isinstance(lost[0], NotTheHolder | AlreadySurrendered | StaleVersion)


def test_a_consignment_gets_one_document_when_several_are_issued_at_once(world: World) -> None:
    record = world.book().id
    results = race([lambda: world.issue(record=record), lambda: world.issue(record=record)] * 2)
    lost = [result for result in results if isinstance(result, Refusal)]
    assert len(lost) == 3
    assert all(isinstance(result, StaleVersion | DocumentOperative) for result in lost)
    with world.journal.view(world.operator.actor) as view:
        assert len(lading.list_documents(view, consignment=record)) == 1


def test_one_paper_is_captured_once_when_it_is_captured_for_several_consignments_at_once(world: World) -> None:
    paper = OtherDocument("705", "SYNTHETIC-78", "Synthetic Carrier", negotiable=True)
    other = world.reopened()

    def attempt(where: World, record: str) -> Callable[[], object]:
        command = IssueDocument(record, True, annotates=paper)
        return lambda: where.run(world.operator, lambda work: lading.capture(work, command, SIGN))

    results = race([attempt(where, world.book().id) for where in (world, other) * 2])
    assert sorted(type(one).__name__ for one in results) == ["PaperTaken"] * 3 + ["str"]
    other.journal.database.close()


def test_cancel_and_issue_at_once_leave_either_a_cancelled_consignment_or_a_document(world: World) -> None:
    for _ in range(4):
        record = world.book().id
        results = race(
            [
                lambda record=record: world.issue(record=record),  # type: ignore[misc]
                lambda record=record: world.run(  # type: ignore[misc]
                    world.operator, lambda work: consignment.cancel(work, record, "race")
                ),
            ]
        )
        lost = [result for result in results if isinstance(result, Refusal)]
        assert len(lost) == 1
        assert isinstance(lost[0], StaleVersion | DocumentOperative | WrongState)
        with world.journal.view(world.operator.actor) as view:
            issued = lading.list_documents(view, consignment=record)
            cancelled = bool(consignment.get_consignment(view, record).cancelled)
        assert len(issued) == (0 if cancelled else 1)


def test_an_act_that_breaks_off_leaves_nothing(world: World) -> None:
    document = world.issue()
    before = world.see(world.shipper, document)

    class Crash(Exception):
        pass

    try:
        with world.journal.work(world.shipper.actor) as work:
            lading.transfer(work, document, world.buyer.party, SIGN)
            raise Crash
    except Crash:
        pass
    assert world.see(world.shipper, document) == before
    assert door.verify(world.journal).findings == []


def one_wins(
    world: World, document: DocumentId, attempts: list[Callable[[], object]], losers: tuple[type[Refusal], ...]
) -> int:
    """Runs the race; exactly one act is recorded, and the other is refused by one of these names. Returns which won."""
    before = world.see(world.operator, document).version
    results = race(attempts)
    lost = [result for result in results if isinstance(result, Refusal)]
    assert [type(one) for one in lost if not isinstance(one, (*losers, StaleVersion))] == []
    assert len(lost) == len(attempts) - 1
    assert world.see(world.operator, document).version == before + 1
    return next(index for index, result in enumerate(results) if not isinstance(result, Refusal))


def test_an_offer_is_either_taken_or_withdrawn(world: World) -> None:
    for _ in range(3):
        document = world.issue()
        world.act(world.shipper, "offer", document, world.buyer.party, SIGN)
        attempts: list[Callable[[], object]] = [
            partial(world.act, world.buyer, "take", document, SIGN),
            partial(world.act, world.shipper, "withdraw", document, SIGN),
        ]
        won = one_wins(world, document, attempts, (NothingProposed,))
        title = world.see(world.operator, document).title
        assert (title.holder, title.proposal) == ((world.buyer if won == 0 else world.shipper).party, None)


def test_a_split_is_either_granted_or_declined(world: World) -> None:
    document = world.issue()
    halves = ((LineAmount(0, 700, 12_000_000, "30.1"),), (LineAmount(0, 500, 9_500_500, "22.7"),))
    world.act(world.shipper, "ask_split", document, halves, SIGN)
    attempts: list[Callable[[], object]] = [
        partial(world.act, world.operator, "grant", document, SIGN),
        partial(world.act, world.operator, "decline", document, "not these shares", SIGN),
    ]
    won = one_wins(world, document, attempts, (NothingProposed, AlreadyEnded))
    with world.journal.view(world.shipper.actor) as view:
        family = lading.list_documents(view, consignment=world.see(world.shipper, document).content.consignment)
    operative = [one for one in family if one.title.is_operative]
    assert len(family) == (3 if won == 0 else 1)
    assert sum(line.packages for one in operative for line in one.title.outstanding) == 1200


def test_a_document_either_leaves_or_is_surrendered(world: World) -> None:
    document, paper = world.issue(), OtherForm(Medium.PAPER, "three originals")
    attempts: list[Callable[[], object]] = [
        partial(world.act, world.shipper, "leave", document, paper, SIGN),
        partial(world.surrender, world.shipper, document),
    ]
    won = one_wins(world, document, attempts, (IsElsewhere, AlreadySurrendered))
    title = world.see(world.operator, document).title
    assert (title.state, title.is_operative) == ((State.LEAVING, State.SURRENDERED)[won], False)
