"""The end of a document's validity through the service: nobody moves it from then on, and its consignment gets another one."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from landsea import consignment, lading
from landsea import journal as door
from landsea.consignment import State as Record
from landsea.consignment.model.refusals import DocumentOperative
from landsea.lading import DocumentId, LineAmount, MadeElsewhere, OrderKind, State, Unsigned
from landsea.lading.api.render import document_body
from landsea.lading.model import ActInThePast, IsFrozen, PastValidity
from tests.lading.world import SIGN, World
from tests.support import people
from tests.support.journals import table_dump

DAYS = timedelta(days=30)
HALVES = (
    (LineAmount(0, 600, 10_750_250, "26.4"),),
    (LineAmount(0, 600, 10_750_250, "26.4"),),
)


def now(world: World) -> datetime:
    with world.journal.view(world.operator.actor) as view:
        return view.now


def valid(world: World, record: str | None = None) -> DocumentId:
    """A document that is valid for thirty days."""
    return world.issue(record=record, valid_until=now(world) + DAYS)


def expire(world: World) -> int:
    return world.as_node(lading.expire_due)


def state_of(world: World, record: str) -> Record:
    with world.journal.view(world.operator.actor) as view:
        return consignment.state_of(consignment.get_consignment(view, record))


def possible(world: World, document: DocumentId) -> set[str]:
    with world.journal.view(world.shipper.actor) as view:
        return {act.value for act in lading.possible_acts(view, lading.get_document(view, document))}


def pass_time(world: World, by: timedelta) -> None:
    with world.journal.database.write() as connection:
        world.journal.clock.advance(connection, by)  # type: ignore[attr-defined]


def test_past_its_validity_it_is_not_moved_though_no_worker_has_come_by(world: World) -> None:
    document = valid(world)
    prepared = lading.prepare(
        world.journal, world.shipper.actor, lambda work: lading.surrender(work, document, Unsigned())
    )
    assert {"transfer", "surrender", "ask-split"} <= possible(world, document)
    pass_time(world, DAYS - timedelta(seconds=1))
    assert expire(world) == 0
    pass_time(world, timedelta(seconds=1))
    assert possible(world, document) == set()
    acts = (("transfer", (world.buyer.party, SIGN)), ("surrender", (SIGN,)), ("ask_split", (HALVES, SIGN)))
    for name, about in acts:
        with pytest.raises(PastValidity):
            world.act(world.shipper, name, document, *about)
    with pytest.raises(ActInThePast):
        world.act(world.shipper, "surrender", document, MadeElsewhere(prepared.statement.at, "key", ""))
    assert world.see(world.shipper, document).title.sequence == 1


def test_its_expiry_frees_the_consignment_for_a_new_document(world: World) -> None:
    record = world.book().id
    document = valid(world, record)
    world.act(world.shipper, "offer", document, world.buyer.party, SIGN)
    with pytest.raises(DocumentOperative):
        world.issue(record=record)
    pass_time(world, DAYS)
    assert (expire(world), expire(world)) == (1, 0)
    title = world.see(world.shipper, document).title
    assert (title.state, title.holder, title.proposal) == (State.EXPIRED, None, None)
    assert state_of(world, record) is Record.CONFIRMED
    assert world.see(world.shipper, world.issue(record=record)).title.is_operative
    assert state_of(world, record) is Record.UNDER_DOCUMENT
    before = table_dump(world.journal)
    door.rebuild(world.journal)
    assert table_dump(world.journal) == before


def test_a_family_frees_its_consignment_when_the_last_of_it_has_ended(world: World) -> None:
    """One part was surrendered in time and waits for its issuer; the other expires."""
    record = world.book().id
    document = valid(world, record)
    world.act(world.shipper, "ask_split", document, HALVES, SIGN)
    one, other = (
        found.title.document for found in world.run(world.operator, lambda w: lading.grant(w, document, SIGN))
    )
    world.surrender(world.shipper, one)
    pass_time(world, DAYS)
    assert expire(world) == 1
    assert world.see(world.shipper, other).title.state is State.EXPIRED
    assert state_of(world, record) is Record.UNDER_DOCUMENT
    world.accept(one)
    assert state_of(world, record) is Record.SURRENDERED
    assert world.accomplish(one).title.state is State.ACCOMPLISHED


def test_what_is_rejected_after_the_end_expires_then(world: World) -> None:
    record = world.book().id
    document = valid(world, record)
    world.surrender(world.shipper, document)
    pass_time(world, DAYS)
    assert expire(world) == 0
    world.reject(document)
    assert expire(world) == 1
    assert state_of(world, record) is Record.CONFIRMED


def test_a_frozen_document_expires_when_it_is_thawed_and_holds_up_no_other(world: World) -> None:
    second = people.make_second_signer(world.journal, world.operator)
    frozen, other = valid(world), valid(world)

    def order(kind: OrderKind) -> None:
        world.act(world.operator, "begin_order", frozen, kind, "dispute 1", SIGN)
        world.act(second, "confirm_order", frozen, SIGN)

    order(OrderKind.FREEZE)
    pass_time(world, DAYS)
    with pytest.raises(IsFrozen):
        world.as_node(lambda work: lading.expire(work, frozen))
    assert world.as_node(lambda work: lading.expire_due(work, 1)) == 1
    assert world.see(world.shipper, other).title.state is State.EXPIRED
    assert expire(world) == 0
    order(OrderKind.UNFREEZE)
    assert expire(world) == 1


def test_the_api_calls_it_operative_until_its_validity_ends(world: World) -> None:
    found = world.see(world.shipper, valid(world))
    ends = found.title.valid_until
    assert ends is not None
    assert document_body(found, ends - timedelta(microseconds=1))["operative"]
    assert not document_body(found, ends)["operative"]
