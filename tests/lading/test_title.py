"""Acts on title, through the service, on both engines."""

from __future__ import annotations

from landsea import consignment, lading
from landsea import journal as door
from landsea.consignment import Capacity
from landsea.kernel import NotAllowed, NotFound
from landsea.lading import ActKind, State
from landsea.lading.model import (
    ActInThePast,
    AlreadyEnded,
    AlreadySurrendered,
    HolderUnchanged,
    NotNegotiable,
    NotSurrendered,
    NotTheHolder,
    NotTheIssuer,
    NotYetAccepted,
)
import pytest
from tests.lading.world import SIGN, World
from tests.support.journals import table_dump


def test_a_document_lives_from_issue_to_delivery(world: World) -> None:
    document = world.issue()
    assert world.see(world.shipper, document).title.holder == world.shipper.party
    world.transfer(world.shipper, document, world.bank)
    world.transfer(world.bank, document, world.buyer)
    world.surrender(world.buyer, document)
    world.reject(document)
    assert world.see(world.buyer, document).title.is_operative
    world.surrender(world.buyer, document)
    accepted = world.accept(document)
    assert (accepted.title.state, accepted.title.holder) == (State.ACCEPTED, None)
    assert world.accomplish(document).title.state is State.ACCOMPLISHED
    with world.journal.view(world.buyer.actor) as view:
        record = consignment.get_consignment(view, accepted.content.consignment)
        assert consignment.state_of(record) is consignment.State.COMPLETED
        assert len(lading.acts_of(view, document)) == 8


def test_a_rebuild_yields_the_same_documents(world: World) -> None:
    document = world.issue()
    world.transfer(world.shipper, document, world.buyer)
    world.surrender(world.buyer, document)
    world.issue(negotiable=False)
    before = table_dump(world.journal)
    door.rebuild(world.journal)
    assert table_dump(world.journal) == before
    assert door.verify(world.journal).findings == []
