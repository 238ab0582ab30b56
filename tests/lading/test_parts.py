"""Split, merge and part delivery through the service: nothing is lost, nothing made, and never two operative over the same goods."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from landsea import consignment, identity, lading
from landsea import journal as door
from landsea.consignment import State as Record
from landsea.identity.model import BadPartySignature
from landsea.lading import (
    DocumentId,
    LineAmount,
    MadeElsewhere,
    Prepared,
    Signing,
    State,
    StoredDocument,
    Unsigned,
    verify_file,
)
from landsea.lading.model import (
    NotConserved,
    NotMergeable,
    OverDelivery,
    PartIsAll,
    ProposalOpen,
    SignaturesMissing,
    message_to_sign,
)
from landsea.lading.service.sheet import standing
from tests.lading.world import SIGN, World
from tests.support.journals import table_dump
from tests.support.people import PASSPHRASE, Person

WHOLE = (1200, 21_500_500, "52.8")
SHARES = (
    (LineAmount(0, 700, 12_000_000, "30.1"),),
    (LineAmount(0, 500, 9_500_500, "22.7"),),
)


def split(world: World, document: DocumentId) -> list[StoredDocument]:
    world.act(world.shipper, "ask_split", document, SHARES, SIGN)
    return world.run(world.operator, lambda work: lading.grant(work, document, SIGN))


def signed_elsewhere(world: World, who: Person, prepared: Prepared) -> MadeElsewhere:
    """As with a key kept outside: every message that was prepared, signed by itself."""
    messages = [prepared.message, *(message_to_sign(one) for one in prepared.further)]
    with world.journal.view(who.actor) as view:
        first, *others = identity.sign_all_for_party(view, PASSPHRASE, messages)
    further = tuple((one.document, made.signature) for one, made in zip(prepared.further, others, strict=True))
    return MadeElsewhere(prepared.statement.at, first.key_id, first.signature, further=further)


def test_split_and_merger_are_granted_with_a_key_that_is_not_on_the_node(world: World) -> None:
    document = world.issue()
    world.act(world.shipper, "ask_split", document, SHARES, SIGN)

    def grant(of: DocumentId, signing: Signing) -> list[StoredDocument]:
        return world.run(world.operator, lambda work: lading.grant(work, of, signing))

    def prepared(of: DocumentId) -> Prepared:
        return lading.prepare(world.journal, world.operator.actor, lambda work: lading.grant(work, of, Unsigned()))

    made = signed_elsewhere(world, world.operator, prepared(document))
    swapped = tuple(zip((one for one, _ in made.further), (one for _, one in reversed(made.further)), strict=True))
    bad = {SignaturesMissing: made.further[:1], BadPartySignature: swapped}
    for refusal, further in bad.items():
        with pytest.raises(refusal):
            grant(document, replace(made, further=further))
    one, two = grant(document, made)
    assert (goods(one), goods(two)) == ((700, 12_000_000, "30.1"), (500, 9_500_500, "22.7"))
    assert [found.title.document for found in (one, two)] == [of for of, _ in made.further]
    first, second = sorted((one.title.document, two.title.document))
    world.act(world.shipper, "ask_merge", first, [second], SIGN)
    world.act(world.shipper, "ask_merge", second, [first], SIGN)
    merged = signed_elsewhere(world, world.operator, prepared(second))
    with pytest.raises(SignaturesMissing):  # one of the old documents is not signed for
        grant(second, replace(merged, further=(merged.further[1], (DocumentId("doc_" + "0" * 26), ""))))
    (whole,) = grant(second, merged)
    assert sum(line.packages for line in whole.content.goods) == WHOLE[0]


def goods(found: StoredDocument) -> tuple[int, int, str]:
    line = found.content.goods[0]
    return line.packages, line.gross_weight_grams, line.volume_cubic_metres


def test_a_split_makes_documents_that_add_up_and_ends_the_old_one(world: World) -> None:
    document = world.issue()
    made = split(world, document)
    assert [goods(one) for one in made] == [(700, 12_000_000, "30.1"), (500, 9_500_500, "22.7")]
    assert world.see(world.shipper, document).title.state is State.SPLIT
    for one in made:
        assert (one.title.holder, one.title.entitled) == (world.shipper.party, world.shipper.party)
        assert one.content.title.parents == (document,)
        assert one.content.root == document
    assert len({one.title.number for one in made} | {world.see(world.shipper, document).title.number}) == 3


def test_at_no_position_of_the_journal_do_parent_and_child_both_stand(world: World) -> None:
    document = world.issue()
    made = split(world, document)
    with world.journal.view(world.operator.actor) as view:
        ended = lading.acts_of(view, document)[-1].position
        assert all(lading.acts_of(view, one.title.document)[0].position > ended for one in made)


@pytest.mark.parametrize(
    "shares",
    [
        ((LineAmount(0, 700, 12_000_000, "30.1"),), (LineAmount(0, 500, 9_500_499, "22.7"),)),
        ((LineAmount(0, 700, 12_000_000, "30.1"),), (LineAmount(0, 500, 9_500_500, "22.70001"),)),
        ((LineAmount(0, 700, 12_000_000),), (LineAmount(0, 500, 9_500_500),)),
    ],
    ids=["a gram is lost", "a litre is made", "no volumes"],
)
def test_shares_that_do_not_add_up_are_refused(world: World, shares: tuple[tuple[LineAmount, ...], ...]) -> None:
    document = world.issue()
    with pytest.raises(NotConserved):
        world.act(world.shipper, "ask_split", document, shares, SIGN)
    assert world.see(world.shipper, document).title.proposal is None


def test_what_was_split_is_merged_again(world: World) -> None:
    document = world.issue()
    one, two = (found.title.document for found in split(world, document))
    world.act(world.shipper, "ask_merge", one, [two], SIGN)
    with pytest.raises(NotMergeable):  # the other has not been asked for
        world.run(world.operator, lambda work: lading.grant(work, one, SIGN))
    world.act(world.shipper, "ask_merge", two, [one], SIGN)
    merged = world.run(world.operator, lambda work: lading.grant(work, two, SIGN))
    assert len(merged) == 1
    lines = merged[0].content.goods
    assert (sum(line.packages for line in lines), sum(line.gross_weight_grams for line in lines)) == WHOLE[:2]
    assert merged[0].title.is_operative
    states = Counter(world.see(world.shipper, each).title.state for each in (document, one, two))
    assert states == {State.SPLIT: 1, State.MERGED: 2}


def test_documents_in_different_hands_do_not_merge(world: World) -> None:
    one, two = (found.title.document for found in split(world, world.issue()))
    world.transfer(world.shipper, two, world.buyer)
    with pytest.raises(NotMergeable):
        world.act(world.shipper, "ask_merge", one, [two], SIGN)


def test_a_split_is_signed_on_the_node(world: World) -> None:
    document = world.issue()
    world.act(world.shipper, "ask_split", document, SHARES, SIGN)
    with pytest.raises(lading.Prepared):  # one signature cannot stand for several documents
        world.run(world.operator, lambda work: lading.grant(work, document, Unsigned()))
    assert world.see(world.shipper, document).title.proposal is not None


def test_the_consignment_is_free_when_the_whole_family_has_been_given_back(world: World) -> None:
    record = world.book()
    document = world.issue(record=record.id)
    one, two = (found.title.document for found in split(world, document))

    def state() -> Record:
        with world.journal.view(world.operator.actor) as view:
            return consignment.state_of(consignment.get_consignment(view, record.id))

    for each in (one, two):
        assert state() is Record.UNDER_DOCUMENT
        world.surrender(world.shipper, each)
        world.accept(each)
    assert state() is Record.SURRENDERED
    world.accomplish(one)
    assert state() is Record.SURRENDERED
    world.accomplish(two)
    assert state() is Record.COMPLETED


def test_a_part_is_delivered_and_what_remains_stays_operative(world: World) -> None:
    document = world.issue()
    world.act(world.shipper, "ask_part", document, [LineAmount(0, 200, 3_000_500)], SIGN)
    with pytest.raises(ProposalOpen):
        world.transfer(world.shipper, document, world.buyer)
    (left,) = world.run(world.operator, lambda work: lading.grant(work, document, SIGN))
    assert left.title.outstanding == ((1000, 18_500_000),)
    assert left.title.is_operative
    told = {one.name: str(one.seen) for one in verify_file(world.evidence(world.shipper, document)).failed}
    assert "1000 packages of 18500 kg" in told["undelivered"]
    assert told.keys() - {"sandbox", "node-key"} == {"undelivered"}, "it can be passed on"
    assert "1,000 × 18,500 kg" in standing_of(world, document)
    world.transfer(world.shipper, document, world.buyer)
    with pytest.raises(OverDelivery):
        world.act(world.buyer, "ask_part", document, [LineAmount(0, 1001, 1)], SIGN)
    shares = ((LineAmount(0, 400, 8_000_000, "20"),), (LineAmount(0, 600, 10_500_000, "24"),))
    world.act(world.buyer, "ask_split", document, shares, SIGN)
    made = world.run(world.operator, lambda work: lading.grant(work, document, SIGN))
    assert [goods(one)[:2] for one in made] == [(400, 8_000_000), (600, 10_500_000)]


def standing_of(world: World, document: DocumentId) -> str:
    """What the print says of how title stands."""
    with world.journal.view(world.operator.actor) as view:
        found = lading.get_document(view, document)
    names = {party: found.content.issuer for party in (found.title.holder, found.title.entitled) if party}
    return " ".join(standing(found.title, names))


def possible(world: World, who: Person, document: DocumentId) -> set[str]:
    with world.journal.view(who.actor) as view:
        return {act.value for act in lading.possible_acts(view, lading.get_document(view, document))}


def test_asking_is_offered_as_long_as_there_is_something_to_ask_for(world: World) -> None:
    document = world.issue()
    assert {"ask-part", "ask-split"} <= possible(world, world.shipper, document)
    assert "ask-merge" not in possible(world, world.shipper, document), "it has no sibling"
    with pytest.raises(PartIsAll):
        world.act(world.shipper, "ask_part", document, [LineAmount(0, 1200, 21_500_500)], SIGN)
    world.act(world.shipper, "ask_part", document, [LineAmount(0, 1199, 21_500_499)], SIGN)
    world.run(world.operator, lambda work: lading.grant(work, document, SIGN))
    assert {"surrender", "transfer"} <= possible(world, world.shipper, document)
    assert not {"ask-part", "ask-split", "ask-merge"} & possible(world, world.shipper, document)


def test_a_merger_is_offered_between_siblings_in_one_hand_and_granted_when_all_have_asked(world: World) -> None:
    one, two = (found.title.document for found in split(world, world.issue()))
    assert "ask-merge" in possible(world, world.shipper, one)
    world.act(world.shipper, "ask_merge", one, [two], SIGN)
    assert "ask-merge" in possible(world, world.shipper, two)
    assert "grant" not in possible(world, world.operator, one)
    world.act(world.shipper, "ask_merge", two, [one], SIGN)
    assert "grant" in possible(world, world.operator, one)
    world.act(world.shipper, "withdraw", two, SIGN)
    world.act(world.shipper, "withdraw", one, SIGN)
    world.transfer(world.shipper, two, world.buyer)
    assert "ask-merge" not in possible(world, world.shipper, one)


def test_read_models_of_a_family_are_what_the_journal_makes_of_them(world: World) -> None:
    one, two = (found.title.document for found in split(world, world.issue()))
    world.act(world.shipper, "ask_merge", one, [two], SIGN)
    world.act(world.operator, "amend", two, {"booking": "SYNTHETIC-B9"}, "typing error", SIGN)
    before = table_dump(world.journal)
    door.rebuild(world.journal)
    assert table_dump(world.journal) == before
