"""Endorsements, offers and pledges through the service, on both engines."""

from __future__ import annotations

from datetime import timedelta

import pytest

from landsea import lading
from landsea.kernel import NotFound
from landsea.lading import Desk, Endorsement, State
from landsea.lading.model import (
    DueInThePast,
    HolderHasNoKey,
    NotAwaited,
    NotEntitled,
    NotMatured,
    NotTheHolder,
    NotTheProposer,
    ProposalOpen,
    UnderPledge,
)
from tests.lading.world import SIGN, World
from tests.support import people


def test_a_bill_to_the_order_of_a_bank_is_handed_to_the_shipper(world: World) -> None:
    document = world.issue(order_of=world.bank.party, held_by=world.shipper.party)
    title = world.see(world.shipper, document).title
    assert (title.holder, title.entitled) == (world.shipper.party, world.bank.party)
    with pytest.raises(NotEntitled):
        world.surrender(world.shipper, document)
    handed = world.act(world.shipper, "transfer", document, world.bank.party, SIGN, Endorsement.NONE)
    assert handed.title.is_held_by_the_entitled
    assert world.surrender(world.bank, document).title.state is State.SURRENDERED


def test_a_bill_issued_to_bearer_is_the_holders(world: World) -> None:
    document = world.issue(bearer=True)
    assert world.see(world.shipper, document).title.is_to_bearer
    world.transfer(world.shipper, document, world.buyer)
    held = world.see(world.buyer, document)
    assert held.title.is_to_bearer
    assert held.content.order_of is None
    assert world.surrender(world.buyer, document).title.state is State.SURRENDERED


def test_who_is_offered_a_document_sees_it_and_takes_it(world: World) -> None:
    document = world.issue()
    with pytest.raises(NotFound):
        world.see(world.bank, document)
    world.act(world.shipper, "offer", document, world.bank.party, SIGN)
    assert world.see(world.bank, document).title.holder == world.shipper.party
    with world.journal.view(world.bank.actor) as view:
        asked = lading.list_documents(view, desk=Desk.AWAITING_ME)
        assert [one.title.document for one in asked] == [document]
        assert {act.value for act in lading.possible_acts(view, asked[0])} == {"take", "decline"}
    with pytest.raises(ProposalOpen):
        world.surrender(world.shipper, document)
    taken = world.act(world.bank, "take", document, SIGN)
    assert (taken.title.holder, taken.title.entitled) == (world.bank.party, world.bank.party)
    with pytest.raises(NotTheHolder):
        world.surrender(world.shipper, document)


def test_an_offer_is_declined_with_a_reason_or_withdrawn(world: World) -> None:
    document = world.issue()
    world.act(world.shipper, "offer", document, world.buyer.party, SIGN)
    with pytest.raises(NotAwaited):
        world.act(world.shipper, "decline", document, "no", SIGN)
    with pytest.raises(NotTheProposer):
        world.act(world.buyer, "withdraw", document, SIGN)
    assert world.act(world.buyer, "decline", document, "wrong port", SIGN).title.proposal is None
    world.act(world.shipper, "offer", document, world.buyer.party, SIGN)
    assert world.act(world.shipper, "withdraw", document, SIGN).title.holder == world.shipper.party
    with world.journal.view(world.shipper.actor) as view:
        reasons = [one.act.statement.reason for one in lading.acts_of(view, document)]
    assert "wrong port" in reasons


def test_a_bank_takes_a_pledge_and_releases_it(world: World) -> None:
    document = world.issue()
    world.act(world.shipper, "pledge", document, world.bank.party, "CREDIT-1", SIGN)
    pledged = world.act(world.bank, "take", document, SIGN)
    assert (pledged.title.holder, pledged.title.entitled) == (world.bank.party, world.shipper.party)
    with world.journal.view(world.bank.actor) as view:
        assert [one.title.document for one in lading.list_documents(view, desk=Desk.PLEDGED_TO_ME)] == [document]
    with world.journal.view(world.shipper.actor) as view:
        assert [one.title.document for one in lading.list_documents(view, desk=Desk.PLEDGED_BY_ME)] == [document]
        assert lading.list_documents(view, desk=Desk.HELD) == []
    for act in ("transfer", "offer"):
        with pytest.raises(UnderPledge):
            world.act(world.bank, act, document, world.buyer.party, SIGN)
    released = world.act(world.bank, "release", document, SIGN)
    assert (released.title.holder, released.title.pledge) == (world.shipper.party, None)
    world.transfer(world.shipper, document, world.buyer)


def test_a_pledge_is_enforced_when_it_is_due_and_not_before(world: World) -> None:
    document = world.issue()
    issued_at = world.see(world.shipper, document).issued_at
    with pytest.raises(DueInThePast):
        world.act(world.shipper, "pledge", document, world.bank.party, "CREDIT-2", SIGN, issued_at)
    due = issued_at + timedelta(days=90)
    world.act(world.shipper, "pledge", document, world.bank.party, "CREDIT-2", SIGN, due)
    world.act(world.bank, "take", document, SIGN)
    with pytest.raises(NotMatured):
        world.act(world.bank, "enforce", document, "unpaid", SIGN)
    with world.journal.database.write() as connection:
        world.journal.clock.advance(connection, timedelta(days=91))  # type: ignore[attr-defined]
    title = world.act(world.bank, "enforce", document, "unpaid", SIGN).title
    assert (title.holder, title.entitled, title.pledge) == (world.bank.party, world.bank.party, None)
    assert world.surrender(world.bank, document).title.state is State.SURRENDERED


def test_nothing_is_offered_to_who_could_not_act_on_it(world: World) -> None:
    keyless = people.make_party(world.journal, "Keyless Buyer")
    document = world.issue()
    for act, more in (("offer", (SIGN,)), ("pledge", ("CREDIT", SIGN))):
        with pytest.raises(HolderHasNoKey):
            world.act(world.shipper, act, document, keyless.id, *more)
