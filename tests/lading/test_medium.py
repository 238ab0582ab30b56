"""Paper and back: at no moment two operative forms, and at each one it is on record which."""

from __future__ import annotations

from typing import Any

import pytest

from landsea import lading
from landsea.consignment.model.refusals import DocumentOperative
from landsea.kernel import NotAllowed, PartyId
from landsea.lading import DocumentId, IssueDocument, Medium, OtherDocument, OtherForm, State
from landsea.lading.model import (
    IsElsewhere,
    LegDocumentNegotiable,
    OtherOriginals,
    PaperMissing,
    StillCaptured,
)
from tests.lading.world import SIGN, World

PAPER = OtherForm(Medium.PAPER, "three originals for the consulate")
BILL = OtherDocument("705", "SYNTHETIC-BL-1", "Synthetic Carrier", negotiable=True, digest="a" * 64)


def capture(world: World, record: str, annotates: OtherDocument | None = BILL) -> DocumentId:
    command = IssueDocument(record, True, annotates=annotates)
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
    away = world.act(world.operator, "left_for_paper", document, "A1, A2, A3", SIGN).title
    assert (away.is_operative, away.medium, away.holder) == (False, Medium.PAPER, None)
    with pytest.raises(IsElsewhere):
        world.surrender(world.shipper, document)
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
