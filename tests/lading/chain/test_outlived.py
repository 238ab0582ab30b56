"""A chain key that ends while a document is on its way to its address: in every order, nothing is given to it that was not sent before."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

pytest.importorskip("landsea.lading.chain.web", reason="the extra `evm` is not installed")
from landsea import identity, policy
from landsea.lading import DocumentId
from landsea.lading.chain import Progress
from landsea.lading.chain.key_refusals import (
    ChainKeyExists,
    GivenToOutlived,
    HeldByOutlived,
    RestoredToOutlived,
    SentToOutlived,
)
from landsea.lading.escrow import Place
from landsea.lading.model import State, WithPassphrase
from landsea.lading.service import chain as service
from landsea.lading.service.chain import ChainStep, Step
from tests.lading.chain.desk import ETHER, Desk
from tests.lading.chain.test_outside import register
from tests.lading.chain.world import World as Local
from tests.lading.world import make_world
from tests.support.people import PASSPHRASE

NEXT = "synthetic passphrase, the next"
MINT = ChainStep(Step.MINT)


@pytest.fixture(scope="module")
def ending(tmp_path_factory: pytest.TempPathFactory, shared: Local) -> Iterator[Desk]:
    """A node of this file's own: title keys end here."""
    folder = tmp_path_factory.mktemp("ending")
    world = make_world(f"sqlite:///{folder / 'node.sqlite3'}", folder, also=(policy.PROJECTION,))
    made = Desk(world, shared)
    yield made.ready()
    world.journal.database.close()


class Life:
    """The shipper's title key, which is recovered again and again, and the chain key with it."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.world, self.who = desk, desk.world, desk.world.shipper
        self.passphrase, self.old, self.count = PASSPHRASE, "", 0

    def recover(self) -> None:
        self.old, self.count = self.passphrase, self.count + 1
        self.passphrase = f"{NEXT} {self.count}"
        asked = self.world.run(self.who, lambda work: identity.request_recovery(work, "Synthetic: others saw it"))
        self.world.run(self.world.operator, lambda work: identity.approve_recovery(work, asked.id))
        self.world.run(self.who, lambda work: identity.create_title_key(work, self.passphrase))

    def take_over(self) -> None:
        self.world.run(self.who, lambda work: service.take_over_key(work, self.old, self.passphrase))

    def make_another(self) -> None:
        made = self.world.run(self.who, lambda work: service.create_key(work, self.passphrase, new=True))
        self.desk.local.anvil.give(made.address, 10 * ETHER)

    def leave(self, document: DocumentId | None = None) -> DocumentId:
        document = document or self.world.issue()
        sign = WithPassphrase(self.passphrase)
        self.world.run(self.who, lambda work: service.leave_for_chain(work, document, "local", sign))
        self.desk.documents = [document]
        return document


@pytest.fixture(scope="module")
def life(ending: Desk) -> Life:
    return Life(ending)


def asks(desk: Desk, document: DocumentId) -> str:
    told = desk.chain_state(document).asks
    return told.code if told else ""


def steps(desk: Desk, document: DocumentId) -> tuple[str, ...]:
    with desk.world.journal.view(desk.world.operator.actor) as view:
        return service.possible_steps(view, document)


def call_off(desk: Desk, document: DocumentId) -> None:
    service.call_off(desk.world.journal, desk.world.operator.actor, document, PASSPHRASE)


def is_sent(desk: Desk, document: DocumentId) -> bool:
    first = desk.chain_state(document).transactions[0]
    return any(desk.local.registry.node.knows(copy.hash) for copy in first.copies)


def test_a_mint_to_an_address_whose_key_has_ended_is_not_signed(ending: Desk, life: Life) -> None:
    document = life.leave()
    life.recover()
    for refused in (
        lambda: ending.sign(ending.world.operator, document, Step.MINT),
        lambda: service.drafts_of_step(ending.world.journal, ending.world.operator.actor, document, MINT),
    ):
        with pytest.raises(GivenToOutlived, match=ending.chain_state(document).journey.owner):
            refused()
    assert (asks(ending, document), steps(ending, document)) == (GivenToOutlived.code, ("call-off",))
    life.take_over()
    assert (asks(ending, document), steps(ending, document)) == ("", ("mint", "call-off"))
    life.recover()
    call_off(ending, document)
    assert ending.state(document) is State.ISSUED
    life.make_another()
    life.leave(document)
    ending.done(ending.world.operator, document, Step.MINT)
    assert ending.operative(document) == (False, True)
    assert ending.chain_state(document).journey.owner == ending.address(life.who)


def test_a_mint_that_was_signed_is_not_sent_until_the_key_is_taken_over(ending: Desk, life: Life) -> None:
    document = life.leave()
    ending.sign(ending.world.operator, document, Step.MINT)
    life.recover()
    ending.work(2, mine=1)
    assert not is_sent(ending, document)
    assert (asks(ending, document), steps(ending, document)) == (GivenToOutlived.code, ("call-off",))
    with pytest.raises(GivenToOutlived):
        ending.sign(ending.world.operator, document, Step.RAISE_FEE)
    life.take_over()
    ending.settle()
    assert ending.operative(document) == (False, True)
    assert asks(ending, document) == ""


def test_a_mint_that_was_signed_is_called_off_and_the_document_leaves_again(ending: Desk, life: Life) -> None:
    document = life.leave()
    ending.sign(ending.world.operator, document, Step.MINT)
    left, number = ending.address(life.who), ending.world.see(life.who, document).title.number
    life.recover()
    life.make_another()
    with ending.world.journal.view(life.who.actor) as view:
        assert service.Held(document, number, "local", arrived=False) in service.left_behind(view)[left]
    ending.work()
    assert not is_sent(ending, document)
    call_off(ending, document)
    ending.settle()
    assert ending.operative(document) == (True, False)
    life.leave(document)
    ending.done(ending.world.operator, document, Step.MINT)
    assert ending.operative(document) == (False, True)


def test_a_mint_that_was_sent_already_is_named_and_called_off_and_never_sent_again(ending: Desk, life: Life) -> None:
    document = life.leave()
    ending.sign(ending.world.operator, document, Step.MINT)
    ending.work()
    life.recover()
    ending.let_time_pass(document)
    ending.work()
    waiting = ending.chain_state(document).transactions[0]
    assert (waiting.progress, waiting.copy, asks(ending, document)) == (Progress.WAITING, 0, SentToOutlived.code)
    ending.local.anvil.ask("anvil_dropTransaction", waiting.prepared.hash)
    ending.work()
    assert not is_sent(ending, document)
    call_off(ending, document)
    ending.settle()
    assert (ending.state(document), ending.place(document)) == (State.ISSUED, Place.NONE)
    life.take_over()


def test_a_mint_that_a_block_took_before_anybody_could_act_is_where_it_is_and_says_so(ending: Desk, life: Life) -> None:
    document = life.leave()
    ending.sign(ending.world.operator, document, Step.MINT)
    ending.work()
    life.recover()
    ending.work(2, mine=3)
    assert ending.operative(document) == (False, True)
    assert asks(ending, document) == HeldByOutlived.code
    life.take_over()
    assert asks(ending, document) == ""


def test_a_transfer_to_an_address_whose_key_has_ended_is_neither_signed_nor_sent(ending: Desk, life: Life) -> None:
    document = life.leave()
    ending.done(ending.world.operator, document, Step.MINT)
    buyer, node = ending.world.buyer, ending.world.journal
    given = {"holder": buyer.party, "entitled": buyer.party}
    service.sign_step(node, life.who.actor, document, ChainStep(Step.TRANSFER, **given), life.passphrase)
    earlier = ending.address(buyer)
    ending.world.run(buyer, lambda work: service.create_key(work, PASSPHRASE, new=True))
    ending.work()
    assert asks(ending, document) == GivenToOutlived.code
    assert not any(
        ending.local.registry.node.knows(one.prepared.hash) for one in ending.chain_state(document).transactions[1:]
    )
    service.call_off(node, life.who.actor, document, life.passphrase)
    ending.settle()
    with pytest.raises(GivenToOutlived):
        service.sign_step(node, life.who.actor, document, ChainStep(Step.TRANSFER, holder=earlier), life.passphrase)


def test_a_token_is_not_restored_to_an_address_whose_key_has_ended_but_burnt(ending: Desk, life: Life) -> None:
    document = life.leave()
    ending.done(ending.world.operator, document, Step.MINT)
    service.sign_step(ending.world.journal, life.who.actor, document, ChainStep(Step.SURRENDER), life.passphrase)
    ending.settle()
    rejected = ending.sign(ending.world.operator, document, Step.REJECT)
    life.recover()
    ending.work()
    assert asks(ending, document) == RestoredToOutlived.code
    assert not ending.local.registry.node.knows(rejected.prepared.hash)
    call_off(ending, document)
    ending.settle()
    with pytest.raises(RestoredToOutlived):
        ending.sign(ending.world.operator, document, Step.REJECT)
    ending.done(ending.world.operator, document, Step.ACCEPT)
    assert ending.operative(document) == (True, False)
    life.take_over()


# A second key


def test_a_working_chain_key_is_not_replaced_unless_that_is_asked_for(desk: Desk) -> None:
    document, who = desk.away(), desk.world.shipper
    number = desk.world.see(who, document).title.number
    before = desk.address(who)
    with pytest.raises(ChainKeyExists, match="on a chain or on the way there") as refused:
        desk.world.run(who, lambda work: service.create_key(work, PASSPHRASE))
    assert refused.value.pointer == "/new"
    assert desk.address(who) == before
    with desk.world.journal.view(who.actor) as view:
        held = service.held_at(view, before)
        assert service.left_behind(view) == {}
    assert service.Held(document, number, "local", arrived=True) in held
    assert held[0].number in str(refused.value)


def test_an_address_kept_outside_replaces_no_working_key_unasked(ending: Desk) -> None:
    with pytest.raises(ChainKeyExists, match="nothing on a chain"):
        register(ending, ending.world.buyer)
