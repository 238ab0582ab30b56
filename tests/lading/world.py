"""A synthetic node with an operator, a shipper, a buyer and a bank, and booked consignments to issue documents for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

from landsea import consignment, identity, lading
from landsea.consignment import (
    AcceptQuote,
    Capacity,
    Consignment,
    Equipment,
    GiveQuote,
    GoodsItem,
    Itinerary,
    Leg,
    Mode,
    PartyOn,
    PriceLine,
)
from landsea.journal import NODE, Journal, Projection, Work
from landsea.kernel import ContainerNumber, Money, PartyId, Quantity, Role, UnLocode
from landsea.lading import DocumentId, IssueDocument, StoredDocument, WithPassphrase
from tests.consignment.example import at
from tests.support import people
from tests.support.journals import make_journal, open_journal
from tests.support.people import PASSPHRASE, Person

SIGN = WithPassphrase(PASSPHRASE)
PROJECTIONS = (identity.PROJECTION, consignment.PROJECTION, lading.PROJECTION)
T = TypeVar("T")
ITINERARY = Itinerary(
    (
        Leg(1, Mode.RAIL, "X9591", UnLocode("CNCKG"), UnLocode("CNQZH"), at(3), at(5), "Tuanjiecun"),
        Leg(2, Mode.VESSEL, "BBX1", UnLocode("CNQZH"), UnLocode("SGSIN"), at(8), at(13), vessel="SYNTHETIC STAR"),
    )
)
BOX = ContainerNumber("CSQU3054383")
LEMONS = GoodsItem(
    1,
    "Fresh lemons 鲜柠檬",
    "080550",
    1200,
    "CT",
    Quantity("21500.5", "KGM"),
    Quantity("52.8", "MTQ"),
    "TN/2026",
    BOX,
)


@dataclass
class World:
    """`operator` issues, `shipper` and `buyer` are on every consignment, `bank` and `stranger` are on none."""

    journal: Journal
    operator: Person
    shipper: Person
    buyer: Person
    bank: Person
    stranger: Person

    def run(self, who: Person, effect: Callable[[Work], T]) -> T:
        return self.journal.run(who.actor, effect)

    def see(self, who: Person, document: DocumentId) -> StoredDocument:
        with self.journal.view(who.actor) as view:
            return lading.get_document(view, document)

    def book(self, *, confirmed: bool = True, container: ContainerNumber = BOX) -> Consignment:
        """A consignment of its own, all legs confirmed unless told otherwise."""
        price = (PriceLine("Freight", Money("USD", 165050)),)
        day = timedelta(days=1)
        quote = self.run(
            self.operator,
            lambda work: consignment.quote(work, GiveQuote(self.shipper.party, ITINERARY, price, work.now + day)),
        )
        parties = (PartyOn(self.buyer.party, Capacity.CONSIGNEE),)
        boxes = (Equipment(container, "45R1", ("SEAL001",)),)
        number = f"6CN91110000600037341L-{quote.id[-8:].upper()}"
        accept = AcceptQuote(quote.id, parties, (replace(LEMONS, container=container),), boxes, ucr=number)
        record = self.run(self.shipper, lambda work: consignment.accept_quote(work, accept))
        return self.confirm(record.id) if confirmed else record

    def confirm(self, record: str) -> Consignment:
        self.run(self.operator, lambda work: consignment.confirm_leg(work, record, 1, "RAIL-1"))
        return self.run(self.operator, lambda work: consignment.confirm_leg(work, record, 2, "SEA-1"))

    def issue(self, *, negotiable: bool = True, record: str | None = None, **options: Any) -> DocumentId:
        command = IssueDocument(record or self.book().id, negotiable, **options)
        return self.run(self.operator, lambda work: lading.issue(work, command, SIGN))

    def transfer(self, who: Person, document: DocumentId, to: Person | PartyId) -> StoredDocument:
        party = to.party if isinstance(to, Person) else to
        return self.run(who, lambda work: lading.transfer(work, document, party, SIGN))

    def act(self, who: Person, name: str, document: DocumentId, *about: Any) -> StoredDocument:
        """Any act of the room by its name: `act(bank, "take", document, SIGN)`."""
        made: StoredDocument = self.run(who, lambda work: getattr(lading, name)(work, document, *about))
        return made

    def as_node(self, effect: Callable[[Work], T]) -> T:
        return self.journal.run(NODE, effect)

    def surrender(self, who: Person, document: DocumentId) -> StoredDocument:
        return self.run(who, lambda work: lading.surrender(work, document, SIGN))

    def accept(self, document: DocumentId) -> StoredDocument:
        return self.run(self.operator, lambda work: lading.accept_surrender(work, document, SIGN))

    def reject(self, document: DocumentId, reason: str = "freight unpaid") -> StoredDocument:
        return self.run(self.operator, lambda work: lading.reject_surrender(work, document, reason, SIGN))

    def accomplish(self, document: DocumentId) -> StoredDocument:
        return self.run(self.operator, lambda work: lading.accomplish(work, document, SIGN))

    def evidence(self, who: Person, document: DocumentId) -> bytes:
        lading.make_provable(self.journal)
        with self.journal.view(who.actor) as view:
            return lading.evidence_bytes(view, document)

    def pdf(self, who: Person, document: DocumentId) -> bytes:
        lading.make_provable(self.journal)
        with self.journal.view(who.actor) as view:
            return lading.render_pdf(view, document)

    def reopened(self) -> World:
        """The same data as another process sees them."""
        return World(open_journal(self.journal), self.operator, self.shipper, self.buyer, self.bank, self.stranger)


def make_world(url: str, folder: Path, *, sandbox: bool = True, also: tuple[Projection, ...] = ()) -> World:
    journal = make_journal(url, folder, *PROJECTIONS, *also, sandbox=sandbox)
    return World(
        journal,
        people.make_operator(journal),
        people.make_person(journal, "Shipper", Role.SHIPPER),
        people.make_person(journal, "Buyer", Role.SHIPPER, country="SG"),
        people.make_person(journal, "Bank", Role.BANK, country="SG"),
        people.make_person(journal, "Stranger", Role.SHIPPER),
    )
