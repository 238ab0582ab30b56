"""A node whose people take documents to the local chain, and whose worker runs when a test says so."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from landsea import journal as door
from landsea import lading
from landsea.journal import Journal
from landsea.lading import DocumentId, store_chain
from landsea.lading.chain import parse_token_name
from landsea.lading.chain.facts import ChainSettings
from landsea.lading.escrow import Address, Place
from landsea.lading.model import State
from landsea.lading.service import chain as service
from landsea.lading.service.chain import ChainStep, Step, Waiting
from landsea.runtime import system_now
from tests.lading.chain.world import World as Local
from tests.lading.world import SIGN, World
from tests.support.people import PASSPHRASE, Person

ETHER = 10**18
FAR = timedelta(days=1)


@dataclass
class Desk:
    """A node whose people have sealed chain keys, and a chain whose minter is the operator."""

    world: World
    local: Local
    documents: list[DocumentId] = field(default_factory=list)
    """Those that this test took to the chain: its worker has no time for those of others."""

    def ready(self) -> Desk:
        for who in (self.world.operator, self.world.shipper, self.world.buyer):
            made = self.world.run(who, lambda work: service.create_key(work, PASSPHRASE))
            self.local.anvil.give(made.address, 10 * ETHER)
        for operation in ("MINTER", "ACCEPTER", "RESTORER"):
            self.local.act_role(operation, self.address(self.world.operator))
        self.configure()
        return self

    def configure(self, **other: Any) -> ChainSettings:
        given: dict[str, Any] = {"name": "local", "chain_id": self.local.chain.chain_id}
        given["registry"] = self.local.registry.address
        given |= {"confirmations": 3, "minter": self.address(self.world.operator), "jurisdiction": "CN"}
        settings = ChainSettings(**(given | other))
        url = self.local.anvil.url
        return self.world.run(self.world.operator, lambda work: service.add_chain(work, settings, url))

    def address(self, who: Person) -> Address:
        with self.world.journal.view(who.actor) as view:
            found = service.own_key(view)
        assert found is not None
        return found.address

    def leave(self, document: DocumentId | None = None) -> DocumentId:
        document = document or self.world.issue()
        self.world.run(self.world.shipper, lambda work: service.leave_for_chain(work, document, "local", SIGN))
        self.documents.append(document)
        return document

    def sign(self, who: Person, document: DocumentId, step: Step, **to: Any) -> Waiting:
        return service.sign_step(self.world.journal, who.actor, document, ChainStep(step, **to), PASSPHRASE)

    def work(self, rounds: int = 1, mine: int = 0) -> None:
        """Rounds of the worker in which everything of this test is due."""
        for _ in range(rounds):
            if mine:
                self.local.anvil.mine(mine)
            self.make_due()
            service.run_chains(self.world.journal)

    def make_due(self) -> None:
        make_due(self.world.journal, self.documents)

    def let_time_pass(self, document: DocumentId) -> None:
        """What was sent for the document was sent an hour ago."""
        with self.world.journal.database.write() as connection:
            table = store_chain.transaction
            sent = (table.c.document == document, table.c.sent_at.is_not(None))
            connection.execute(table.update().where(*sent).values(sent_at=system_now() - timedelta(hours=1)))

    def settle(self) -> None:
        self.work()
        self.work(2, mine=3)

    def done(self, who: Person, document: DocumentId, step: Step, **to: Any) -> None:
        self.sign(who, document, step, **to)
        self.settle()

    def state(self, document: DocumentId) -> State:
        with self.world.journal.view(door.NODE) as view:
            return lading.load_document(view, document).title.state

    def chain_state(self, document: DocumentId) -> service.ChainState:
        with self.world.journal.view(self.world.operator.actor) as view:
            found = service.chain_state(view, document)
        assert found is not None
        return found

    def place(self, document: DocumentId) -> Place:
        token = parse_token_name(self.chain_state(document).journey.token).token
        return self.local.registry.read(token).escrow.place

    def operative(self, document: DocumentId) -> tuple[bool, bool]:
        """In the log, on the chain."""
        return self.state(document) is State.ISSUED, self.place(document) is Place.ESCROW

    def away(self) -> DocumentId:
        document = self.leave()
        self.done(self.world.operator, document, Step.MINT)
        assert self.state(document) is State.AWAY
        return document


def make_due(journal: Journal, documents: list[DocumentId]) -> None:
    """The worker's next round has time for these documents and no others."""
    with journal.database.write() as connection:
        for table in (store_chain.transaction, store_chain.watch):
            waits, ours = table.c.due.is_not(None), table.c.document.in_(documents)
            connection.execute(table.update().where(waits, ~ours).values(due=system_now() + FAR))
            connection.execute(table.update().where(waits, ours).values(due=system_now() - FAR))


class Crash(BaseException):
    """The process ends here."""
