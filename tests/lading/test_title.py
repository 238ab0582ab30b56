"""Acts on title, through the service, on both engines."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from landsea import consignment, identity, lading
from landsea import journal as door
from landsea.consignment.model.refusals import DocumentOperative, NotThisDocument, UnconfirmedBooking
from landsea.identity.model import BadPartySignature, WrongPassphrase
from landsea.journal import TitleActsDisabled
from landsea.kernel import BadValue, NotAllowed, NotFound, PartyId, Refusal, Role
from landsea.lading import IssueDocument, MadeElsewhere, State, Unsigned, WithPassphrase
from landsea.lading.model import (
    ActInThePast,
    AlreadyEnded,
    AlreadySurrendered,
    HeldByItsConsignee,
    HolderHasNoKey,
    HolderUnchanged,
    NotNegotiable,
    NotSurrendered,
    NotTheHolder,
    NotTheIssuer,
    NotYetAccepted,
)
from tests.lading.world import SIGN, World
from tests.support import people
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


def test_the_content_is_built_over_all_legs(world: World) -> None:
    content = world.see(world.operator, world.issue()).content
    assert (content.receipt.locode, content.delivery.locode) == ("CNCKG", "SGSIN")
    assert content.loading is not None
    assert content.loading.locode == "CNQZH"
    assert [leg.mode for leg in content.carriage] == ["RAIL", "VESSEL"]
    assert content.goods[0].gross_weight_grams == 21_500_500
    assert content.goods[0].volume_cubic_metres == "52.8"
    assert content.equipment[0].seals == ("SEAL001",)
    assert content.order_of == content.shipper
    assert [one.party for one in content.notify] == [world.buyer.party]


def test_the_new_holder_sees_document_and_consignment_and_the_former_one_keeps_the_history(world: World) -> None:
    document = world.issue()
    with pytest.raises(NotFound):
        world.see(world.bank, document)
    moved = world.transfer(world.shipper, document, world.bank)
    assert world.see(world.bank, document).title.holder == world.bank.party
    assert world.see(world.shipper, document).title.holder == world.bank.party
    with world.journal.view(world.bank.actor) as view:
        record = consignment.get_consignment(view, moved.content.consignment)
        assert record.capacities_of(world.bank.party) == {consignment.Capacity.BANK}
    with pytest.raises(NotFound):
        world.see(world.stranger, document)


def test_a_bill_may_be_made_out_to_the_order_of_a_bank(world: World) -> None:
    document = world.issue(order_of=world.bank.party)
    assert world.see(world.bank, document).title.holder == world.bank.party
    with pytest.raises(NotTheHolder):
        world.transfer(world.shipper, document, world.buyer)


def test_a_straight_document_is_held_by_its_consignee_and_cannot_be_transferred(world: World) -> None:
    document = world.issue(negotiable=False)
    assert world.see(world.buyer, document).title.holder == world.buyer.party
    with pytest.raises(NotNegotiable):
        world.transfer(world.buyer, document, world.bank)
    with pytest.raises(NotTheHolder):
        world.surrender(world.shipper, document)
    assert world.surrender(world.buyer, document).title.state is State.SURRENDERED


Step = Callable[[World, lading.DocumentId], object]
REFUSED: list[tuple[str, list[str], Step, type[Refusal]]] = [
    ("a former holder", ["transfer"], lambda w, d: w.transfer(w.shipper, d, w.bank), NotTheHolder),
    ("a party on it that never held it", [], lambda w, d: w.surrender(w.buyer, d), NotTheHolder),
    ("to oneself", [], lambda w, d: w.transfer(w.shipper, d, w.shipper), HolderUnchanged),
    ("to nobody known", [], lambda w, d: w.transfer(w.shipper, d, PartyId("par_none")), NotFound),
    ("while surrendered", ["surrender"], lambda w, d: w.transfer(w.shipper, d, w.bank), AlreadySurrendered),
    ("surrendered twice", ["surrender"], lambda w, d: w.surrender(w.shipper, d), AlreadySurrendered),
    ("accept what was not surrendered", [], lambda w, d: w.accept(d), NotSurrendered),
    ("reject what was not surrendered", [], lambda w, d: w.reject(d), NotSurrendered),
    ("deliver without surrender", [], lambda w, d: w.accomplish(d), NotYetAccepted),
    ("deliver before acceptance", ["surrender"], lambda w, d: w.accomplish(d), NotYetAccepted),
    ("after acceptance", ["surrender", "accept"], lambda w, d: w.transfer(w.shipper, d, w.bank), AlreadyEnded),
    ("accepted twice", ["surrender", "accept"], lambda w, d: w.accept(d), AlreadyEnded),
    ("after the end", ["surrender", "accept", "accomplish"], lambda w, d: w.accomplish(d), AlreadyEnded),
    ("a reason without words", ["surrender"], lambda w, d: w.reject(d, "  "), BadValue),
]


@pytest.mark.parametrize(("before", "step", "refusal"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_the_table_does_not_allow_is_refused_by_name(
    world: World, before: list[str], step: Step, refusal: type[Refusal]
) -> None:
    document = world.issue()
    done: dict[str, Callable[[], object]] = {
        "transfer": lambda: world.transfer(world.shipper, document, world.buyer),
        "surrender": lambda: world.surrender(world.shipper, document),
        "accept": lambda: world.accept(document),
        "accomplish": lambda: world.accomplish(document),
    }
    for name in before:
        done[name]()
    stood = table_dump(world.journal)
    with pytest.raises(refusal):
        step(world, document)
    assert table_dump(world.journal) == stood


def test_only_the_issuer_answers_a_surrender(world: World) -> None:
    document = world.issue()
    world.surrender(world.shipper, document)
    carrier = people.make_user(world.journal, world.shipper.party, Role.SHIPPER)
    with pytest.raises(NotAllowed):
        world.run(carrier, lambda work: lading.accept_surrender(work, document, SIGN))
    other = people.make_person(world.journal, "Carrier", Role.CARRIER)
    with pytest.raises(NotFound):
        world.run(other, lambda work: lading.accept_surrender(work, document, SIGN))
    world.reject(document)
    world.transfer(world.shipper, document, other)
    world.surrender(other, document)
    with pytest.raises(NotTheIssuer):
        world.run(other, lambda work: lading.accept_surrender(work, document, SIGN))


def test_without_the_holders_passphrase_there_is_no_act(world: World) -> None:
    document = world.issue()
    wrong = WithPassphrase("another synthetic passphrase")
    with pytest.raises(WrongPassphrase):
        world.run(world.shipper, lambda work: lading.transfer(work, document, world.buyer.party, wrong))
    assert world.see(world.shipper, document).title.sequence == 1


def test_no_document_on_an_unconfirmed_booking_without_a_reason_on_record(world: World) -> None:
    record = world.book(confirmed=False).id
    with pytest.raises(UnconfirmedBooking):
        world.issue(record=record)
    assert world.see(
        world.operator, world.issue(record=record, override_reason="the train has left")
    ).title.is_operative


@pytest.mark.parametrize(
    "text", ["a\x00b", "", "  ", "p\u0430ypal", "x" * 6001], ids=["NUL", "empty", "blank", "two scripts", "long"]
)
def test_terms_that_cannot_be_read_are_refused(world: World, text: str) -> None:
    record = world.book().id
    stood = table_dump(world.journal)
    with pytest.raises(BadValue):
        world.issue(record=record, terms=lading.Terms(text, "条款"))
    assert table_dump(world.journal) == stood


def test_a_consignment_has_one_operative_document(world: World) -> None:
    record = world.book().id
    document = world.issue(record=record)
    with pytest.raises(DocumentOperative):
        world.issue(record=record)
    world.surrender(world.shipper, document)
    with pytest.raises(DocumentOperative):
        world.issue(record=record)
    world.accept(document)
    assert world.issue(record=record) != document
    with pytest.raises(NotThisDocument):
        world.accomplish(document)


def test_title_acts_are_disabled_after_a_restore_until_an_operator_confirms(world: World) -> None:
    document = world.issue()
    with world.journal.database.write() as connection:
        connection.exec_driver_sql("UPDATE journal_head SET fingerprint = 'elsewhere'")
    assert door.start_epoch_if_moved(world.journal)
    for attempt in (lambda: world.transfer(world.shipper, document, world.buyer), world.issue):
        with pytest.raises(TitleActsDisabled):
            attempt()
    world.run(world.operator, lambda work: door.confirm_epoch(work, "compared"))
    assert world.transfer(world.shipper, document, world.buyer).title.holder == world.buyer.party


def outside_key(world: World) -> tuple[people.Person, Ed25519PrivateKey, str]:
    """A party whose title key the node has never seen."""
    party = people.make_party(world.journal, "Outside", Role.SHIPPER)
    person = people.make_user(world.journal, party.id, Role.SHIPPER)
    key = Ed25519PrivateKey.generate()
    public = base64.b64encode(key.public_key().public_bytes_raw()).decode()
    with world.journal.work(person.actor) as work:
        proof = base64.b64encode(key.sign(identity.possession_challenge(work))).decode()
        registered = identity.register_public_key(work, public, proof)
    return person, key, registered.id


def test_an_act_can_be_signed_with_a_key_that_is_not_on_the_node(world: World) -> None:
    person, key, key_id = outside_key(world)
    document = world.issue()
    world.transfer(world.shipper, document, person)
    prepared = lading.prepare(
        world.journal,
        person.actor,
        lambda work: lading.transfer(work, document, world.buyer.party, Unsigned()),
    )
    assert world.see(person, document).title.holder == person.party
    signature = base64.b64encode(key.sign(prepared.message)).decode()
    made = MadeElsewhere(prepared.statement.at, key_id, signature)
    with pytest.raises(BadPartySignature):  # the signature is for a transfer to the buyer
        world.run(person, lambda work: lading.transfer(work, document, world.bank.party, made))
    moved = world.run(person, lambda work: lading.transfer(work, document, world.buyer.party, made))
    assert moved.title.holder == world.buyer.party
    world.transfer(world.buyer, document, person)
    with pytest.raises(BadPartySignature):  # replayed: the chain has moved on
        world.run(person, lambda work: lading.transfer(work, document, world.buyer.party, made))


def test_a_prepared_act_grows_old(world: World) -> None:
    person, key, key_id = outside_key(world)
    document = world.issue()
    world.transfer(world.shipper, document, person)
    prepared = lading.prepare(world.journal, person.actor, lambda work: lading.surrender(work, document, Unsigned()))
    made = MadeElsewhere(prepared.statement.at, key_id, base64.b64encode(key.sign(prepared.message)).decode())
    with world.journal.database.write() as connection:
        world.journal.clock.advance(connection, timedelta(minutes=16))  # type: ignore[attr-defined]
    with pytest.raises(ActInThePast):
        world.run(person, lambda work: lading.surrender(work, document, made))


def test_an_issue_can_be_prepared_and_signed_elsewhere(world: World) -> None:
    record = world.book().id
    command = IssueDocument(record, True)
    prepared = lading.prepare(world.journal, world.operator.actor, lambda work: lading.issue(work, command, Unsigned()))
    with world.journal.work(world.operator.actor) as work:
        signed = identity.sign_for_party(work, people.PASSPHRASE, prepared.message)
    made = MadeElsewhere(prepared.statement.at, signed.key_id, signed.signature, prepared.statement.document)
    with pytest.raises(BadPartySignature):
        world.run(world.operator, lambda work: lading.issue(work, IssueDocument(record, False), made))
    document = world.run(world.operator, lambda work: lading.issue(work, IssueDocument(record, True), made))
    assert document == prepared.statement.document


@pytest.mark.parametrize("role", [Role.VIEWER, Role.CUSTOMS])
def test_some_roles_move_no_documents(world: World, role: Role) -> None:
    document = world.issue()
    party = people.make_party(world.journal, "Watcher", Role.SHIPPER, role).id
    people.make_user(world.journal, party, Role.SHIPPER, title_key=True)
    watcher = people.make_user(world.journal, party, role)
    world.transfer(world.shipper, document, watcher)
    with pytest.raises(NotAllowed):
        world.surrender(watcher, document)


def test_lists_show_only_what_the_party_may_see_newest_first(world: World) -> None:
    first, second = world.issue(), world.issue(order_of=world.bank.party)
    with world.journal.view(world.shipper.actor) as view:
        found = lading.list_documents(view)
        assert [one.title.document for one in found] == [second, first]
        last = found[0]
        rest = lading.list_documents(view, after=(last.issued_at, last.title.document))
        assert [one.title.document for one in rest] == [first]
        assert [one.title.document for one in lading.list_documents(view, desk=lading.Desk.HELD)] == [first]
    with world.journal.view(world.bank.actor) as view:
        assert [one.title.document for one in lading.list_documents(view)] == [second]
    with world.journal.view(world.stranger.actor) as view:
        assert lading.list_documents(view) == []


def test_a_party_that_could_not_sign_is_not_made_the_holder(world: World) -> None:
    keyless = people.make_party(world.journal, "Keyless Buyer")
    document = world.issue(order_of=world.shipper.party)
    with pytest.raises(HolderHasNoKey):
        world.transfer(world.shipper, document, keyless.id)
    assert world.see(world.shipper, document).title.holder == world.shipper.party


def test_nor_is_it_the_first_holder_of_a_title_while_a_waybill_may_await_its_consignee_s_key(real_world: World) -> None:
    keyless = people.make_party(real_world.journal, "Keyless Consignee").id
    consignee = replace(real_world.buyer.actor, party=keyless)
    record = replace(real_world, buyer=replace(real_world.buyer, actor=consignee)).book().id
    to_order = IssueDocument(record, True, order_of=keyless)
    to_bearer = IssueDocument(record, True, bearer=True, held_by=keyless)
    for command, pointer in ((to_order, "/order_of"), (to_bearer, "/held_by")):
        for signing in (SIGN, Unsigned()):
            with pytest.raises(HolderHasNoKey) as refused:
                real_world.run(real_world.operator, partial(lading.issue, command=command, signing=signing))
            assert refused.value.pointer == pointer
    issued = real_world.see(real_world.shipper, real_world.issue(record=record, negotiable=False))
    assert issued.title.holder == keyless


def test_a_waybill_is_held_by_nobody_but_its_consignee(real_world: World) -> None:
    record = real_world.book().id
    with pytest.raises(HeldByItsConsignee) as refused:
        real_world.issue(record=record, negotiable=False, held_by=real_world.shipper.party)
    assert refused.value.pointer == "/held_by"
    document = real_world.issue(record=record, negotiable=False, held_by=real_world.buyer.party)
    assert real_world.see(real_world.buyer, document).title.holder == real_world.buyer.party
