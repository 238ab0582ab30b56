"""Paper and back: at no moment two operative forms, and at each one it is on record which."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from landsea import consignment, lading
from landsea.consignment.model.refusals import DocumentOperative, UnconfirmedBooking
from landsea.kernel import NotAllowed, PartyId
from landsea.lading import DocumentId, IssueDocument, Medium, OtherDocument, OtherForm, State
from landsea.lading.model import (
    IsElsewhere,
    LegDocumentNegotiable,
    OriginalsMiscounted,
    OtherOriginals,
    PaperMissing,
    PaperTaken,
    StillCaptured,
)
from landsea.lading.service.paper import require_own_paper
from tests.lading.world import SIGN, World

PAPER = OtherForm(Medium.PAPER, "three originals for the consulate")
BILL = OtherDocument("705", "SYNTHETIC-BL-1", "Synthetic Carrier", negotiable=True, digest="a" * 64)


def capture(world: World, record: str, annotates: OtherDocument | None = BILL, early: str | None = None) -> DocumentId:
    command = IssueDocument(record, True, annotates=annotates, override_reason=early)
    return world.run(world.operator, lambda work: lading.capture(work, command, SIGN))


def possible(world: World, document: DocumentId) -> set[str]:
    """What its issuer may do with it."""
    with world.journal.view(world.operator.actor) as view:
        return {act.value for act in lading.possible_acts(view, lading.get_document(view, document))}


def test_to_paper_and_back_it_is_operative_in_one_form_at_a_time(world: World) -> None:
    document = world.issue(originals=3)
    leaving = world.act(world.shipper, "leave", document, PAPER, SIGN).title
    assert (leaving.is_operative, leaving.state) == (False, State.LEAVING)
    with pytest.raises(IsElsewhere):
        world.transfer(world.shipper, document, world.buyer)
    with pytest.raises(NotAllowed):
        world.act(world.shipper, "left_for_paper", document, "A1, A2, A3", SIGN)
    for numbers in ("A1, A1, A1", "A1, A2", "A1, A2, A3, A4", "A1, A2, A3, A3", "A1 to A3,"):
        with pytest.raises(OriginalsMiscounted, match="set of 3"):
            world.act(world.operator, "left_for_paper", document, numbers, SIGN)
    away = world.act(world.operator, "left_for_paper", document, "A1, A2, A3", SIGN).title
    assert (away.is_operative, away.medium, away.holder) == (False, Medium.PAPER, None)
    with pytest.raises(IsElsewhere):
        world.surrender(world.shipper, document)
    for again in (("left_for_paper", document, "A1"), ("stay", document, "destroyed")):
        with pytest.raises(IsElsewhere, match="its operative form is, or is about to be, paper"):
            world.act(world.operator, *again, SIGN)
    for numbers in ("A1, A2", "A1, A2, A4", "A1, A2, A3, A3"):
        with pytest.raises(OtherOriginals, match="A1, A2, A3"):
            world.act(world.operator, "return_from_paper", document, world.buyer.party, numbers, SIGN)
    back = world.act(world.operator, "return_from_paper", document, world.buyer.party, "A3、A1 A2", SIGN).title
    assert (back.is_operative, back.holder, back.medium) == (True, world.buyer.party, Medium.LOG)


def test_paper_that_was_never_handed_out_leaves_the_record_operative(world: World) -> None:
    document = world.issue()
    world.act(world.shipper, "leave", document, PAPER, SIGN)
    stays = world.act(world.operator, "stay", document, "the printer failed; destroyed", SIGN).title
    assert (stays.is_operative, stays.holder) == (True, world.shipper.party)


def test_a_captured_document_is_not_operative_until_the_paper_is_void(world: World) -> None:
    record = world.book()
    document = capture(world, record.id)
    with pytest.raises(StillCaptured):
        world.transfer(world.shipper, document, world.buyer)
    activated = world.act(world.operator, "activate", document, SIGN).title
    assert (activated.is_operative, activated.holder) == (True, world.shipper.party)
    with pytest.raises(DocumentOperative):
        world.issue(record=record.id)


def test_a_reason_to_issue_early_that_was_given_at_the_capture_serves_until_something_changes(world: World) -> None:
    record, changed = world.book(confirmed=False).id, world.book(confirmed=False).id
    with pytest.raises(UnconfirmedBooking):
        world.act(world.operator, "activate", capture(world, record, replace(BILL, number="SYNTHETIC-2")), SIGN)
    document, late = (capture(world, one, replace(BILL, number=one), "the mail is late") for one in (record, changed))
    world.act(world.operator, "activate", document, SIGN)
    with world.journal.view(world.operator.actor) as view:
        bound = consignment.get_consignment(view, record).document
    assert bound is not None
    assert bound.override_reason == "the mail is late"
    world.run(world.operator, lambda work: consignment.decline_leg(work, changed, 1, "no wagon"))
    with pytest.raises(UnconfirmedBooking):
        world.act(world.operator, "activate", late, SIGN)
    assert world.act(world.operator, "activate", late, SIGN, "the wagon is found").title.is_operative


def test_a_record_captured_beside_an_issued_document_is_never_activated(world: World) -> None:
    record = world.book()
    document = capture(world, record.id)
    assert possible(world, document) == {"activate", "discard"}
    world.issue(record=record.id)
    assert possible(world, document) == {"discard"}
    with pytest.raises(DocumentOperative):
        world.act(world.operator, "activate", document, SIGN)
    assert world.act(world.operator, "discard", document, "issued anew", SIGN).title.state is State.DISCARDED


def test_a_capture_names_its_paper(world: World) -> None:
    with pytest.raises(PaperMissing):
        capture(world, world.book().id, None)


def test_of_one_paper_one_document_is_made(world: World) -> None:
    """MLETR 17(3): paper that was replaced is without effect; a second record of it would be a second original over the same goods."""
    first, free = capture(world, world.book().id), world.book().id
    as_written = replace(BILL, number="Synthetic BL\u20111", issuer="SYNTHETIC  CARRIER", digest="")
    for again in (BILL, as_written, replace(as_written, issuer="")):
        with pytest.raises(PaperTaken, match=world.see(world.operator, first).title.number):
            capture(world, free, again)
        with pytest.raises(PaperTaken):
            world.issue(record=free, annotates=replace(again, void=True))
    world.act(world.operator, "discard", first, "the paper stays in force", SIGN)
    second = capture(world, free)
    world.act(world.operator, "activate", second, SIGN)
    with pytest.raises(PaperTaken):
        capture(world, world.book().id)
    world.surrender(world.shipper, second)
    world.accept(second)
    world.accomplish(second)
    with pytest.raises(PaperTaken):  # the goods were delivered against it
        capture(world, world.book().id)


def test_other_papers_and_documents_of_legs_are_not_taken(world: World) -> None:
    note = OtherDocument("720", "SYNTHETIC-CIM-1", "Synthetic Railway", leg=1)
    capture(world, world.book().id)
    for other in (replace(BILL, kind="766"), replace(BILL, number="SYNTHETIC-BL-2"), replace(BILL, issuer="Another")):
        capture(world, world.book().id, other)
    for _ in range(2):  # one rail consignment note may cover several consignments
        world.issue(negotiable=False, legs=(note, replace(BILL, void=True)))


def test_what_was_given_back_for_amendment_leaves_its_paper_to_what_takes_its_place(world: World) -> None:
    record, void = world.book().id, replace(BILL, void=True)
    first = world.issue(record=record, annotates=void)
    world.act(world.shipper, "surrender", first, SIGN, lading.Purpose.AMENDMENT)
    world.accept(first)
    world.issue(record=record, annotates=void)


def test_the_paper_of_a_document_that_is_away_comes_back_as_that_document_alone(world: World) -> None:
    document = world.issue()
    world.act(world.shipper, "leave", document, PAPER, SIGN)
    world.act(world.operator, "left_for_paper", document, "A1", SIGN)
    number = world.see(world.operator, document).title.number
    with pytest.raises(PaperTaken, match=number):
        capture(world, world.book().id, OtherDocument("766", number.lower(), "Synthetic Operator", negotiable=True))


def test_whose_paper_it_is_learns_only_who_may_see_that_document(world: World) -> None:
    found = world.see(world.operator, capture(world, world.book().id))
    again = replace(found.content, document="doc_other")
    with pytest.raises(PaperTaken) as refused:
        world.run(world.stranger, lambda work: require_own_paper(work, again))
    assert found.title.number not in str(refused.value)
    assert "another document of this node" in str(refused.value)


@pytest.mark.parametrize("beside", ["annotates", "legs"])
def test_two_negotiable_documents_never_cover_the_same_goods(world: World, beside: str) -> None:
    record = world.book().id
    beside_it: dict[str, Any] = {beside: BILL if beside == "annotates" else (BILL,)}
    with pytest.raises(LegDocumentNegotiable):
        world.issue(record=record, **beside_it)
    void = OtherDocument("705", "SYNTHETIC-BL-1", negotiable=True, void=True)
    note = OtherDocument("720", "SYNTHETIC-CIM-1", "Synthetic Railway", leg=1)
    document = world.issue(record=record, annotates=void, legs=(note,))
    content = world.see(world.shipper, document).content
    assert content.title.legs == (note,)
    assert content.title.annotates == void


def test_what_another_register_says_is_recorded_by_the_node(world: World) -> None:
    document, form = world.issue(), OtherForm(Medium.PLATFORM, "ABCD: Synthetic Buyer")
    world.act(world.shipper, "leave", document, form, SIGN)
    world.as_node(lambda work: lading.left_for_register(work, document, form))
    assert world.see(world.shipper, document).title.medium is Medium.PLATFORM
    world.as_node(lambda work: lading.return_from_register(work, document, PartyId(world.buyer.party), form))
    assert world.see(world.buyer, document).title.holder == world.buyer.party
    world.act(world.buyer, "leave", document, form, SIGN)
    world.as_node(lambda work: lading.stay_here(work, document, "refused: BENV"))
    assert world.see(world.buyer, document).title.is_operative
