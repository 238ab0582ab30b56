"""Contact persons are personal data: kept apart, erasable, and nowhere else. Law 1 holds before and after."""

from __future__ import annotations

import pytest

from landsea import consignment
from landsea import journal as journal_door
from landsea.consignment import (
    AddAttachment,
    AmendConsignment,
    AttachmentType,
    Capacity,
    Contact,
    GoodsItem,
    PartyOn,
    Person,
    RollLeg,
    SplitConsignment,
)
from landsea.consignment.model import refusals
from landsea.journal import Journal
from landsea.kernel import BadValue, NotAllowed, NotFound, Role
from tests.consignment.example import (
    BANK,
    CONSIGNEE,
    FORWARDER,
    LEMONS,
    RAIL,
    SHIPPER,
    STRANGER,
    at,
    book,
    confirm_all,
    give,
)
from tests.consignment.test_change import HALF
from tests.support.journals import actor, table_dump

WHO = Person("Synthetic Person", "+65 6123 4567", "person@synthetic.example")
OTHER = Person("Invented Colleague")
CONTACTS = (Contact(SHIPPER.party, WHO), Contact(RAIL.party, OTHER))


def bytes_of(journal: Journal) -> bytes:
    """Everything that is stored about entries and read models."""
    with journal.database.read() as connection:
        names = [row[0] for row in connection.exec_driver_sql(_tables(journal))]
        rows = [row for name in names for row in connection.exec_driver_sql(f'SELECT * FROM "{name}"')]  # noqa: S608
    return b"".join(cell if isinstance(cell, bytes) else str(cell).encode() for row in rows for cell in row)


def _tables(journal: Journal) -> str:
    if journal.database.is_sqlite:
        return "SELECT name FROM sqlite_master WHERE type = 'table'"
    return "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"


def test_contacts_are_shown_to_the_parties_on_the_consignment_only(journal: Journal) -> None:
    record = book(journal, contacts=CONTACTS)
    with journal.view(CONSIGNEE) as view:
        assert consignment.contacts_of(view, record.id) == {SHIPPER.party: WHO, RAIL.party: OTHER}
    with journal.view(STRANGER) as view, pytest.raises(NotFound):
        consignment.contacts_of(view, record.id)


def test_an_erased_person_is_nowhere_and_the_record_stays(journal: Journal) -> None:
    record = book(journal, contacts=CONTACTS)
    with journal.work(SHIPPER) as work:
        consignment.amend(work, record.id, AmendConsignment("new number", contacts=(Contact(SHIPPER.party, WHO),)))
    assert WHO.name.encode() in bytes_of(journal)
    with journal.work(SHIPPER) as work:
        assert consignment.erase_contact(work, record.id, SHIPPER.party, "asked by the person") == 2
    stored = bytes_of(journal)
    assert WHO.name.encode() not in stored
    assert WHO.email.encode() not in stored
    with journal.view(FORWARDER) as view:
        assert consignment.contacts_of(view, record.id) == {RAIL.party: OTHER}
    before = table_dump(journal)
    journal_door.rebuild(journal)
    assert table_dump(journal) == before
    assert journal_door.verify(journal).findings == []
    with pytest.raises(refusals.NoSuchContact), journal.work(SHIPPER) as work:
        consignment.erase_contact(work, record.id, SHIPPER.party, "again")


def test_a_person_named_again_after_an_erasure_is_there(journal: Journal) -> None:
    record = book(journal, contacts=CONTACTS)
    with journal.work(FORWARDER) as work:
        consignment.erase_contact(work, record.id, SHIPPER.party, "left the company")
    with journal.work(SHIPPER) as work:
        consignment.amend(work, record.id, AmendConsignment("successor", contacts=(Contact(SHIPPER.party, OTHER),)))
    before = table_dump(journal)
    journal_door.rebuild(journal)
    assert table_dump(journal) == before
    with journal.view(FORWARDER) as view:
        assert consignment.contacts_of(view, record.id)[SHIPPER.party] == OTHER


def test_whom_a_party_named_leaves_with_the_party(journal: Journal) -> None:
    record = book(journal, contacts=(*CONTACTS, Contact(CONSIGNEE.party, OTHER)))
    with journal.work(FORWARDER) as work:
        shipper = (PartyOn(SHIPPER.party, Capacity.SHIPPER),)
        consignment.amend(work, record.id, AmendConsignment("no consignee yet", parties=shipper))
    with journal.view(FORWARDER) as view:
        assert consignment.contacts_of(view, record.id).keys() == {SHIPPER.party, RAIL.party}
    before = table_dump(journal)
    journal_door.rebuild(journal)
    assert table_dump(journal) == before


def test_only_the_party_itself_or_the_forwarder_erases(journal: Journal) -> None:
    record = book(journal, contacts=CONTACTS)
    with pytest.raises(refusals.NotYourPart), journal.work(CONSIGNEE) as work:
        consignment.erase_contact(work, record.id, SHIPPER.party, "no")
    with pytest.raises(NotAllowed), journal.work(actor(SHIPPER.party, Role.VIEWER)) as work:
        consignment.erase_contact(work, record.id, SHIPPER.party, "no")
    with pytest.raises(NotFound), journal.work(STRANGER) as work:
        consignment.erase_contact(work, record.id, SHIPPER.party, "no")


@pytest.mark.parametrize(
    ("contact", "refusal"),
    [
        (Contact(STRANGER.party, WHO), refusals.NotOnConsignment),
        (Contact(SHIPPER.party, Person("P", "call me", "")), BadValue),
        (Contact(SHIPPER.party, Person("P", "", "nobody")), BadValue),
        (Contact(SHIPPER.party, Person("P\x00")), BadValue),
    ],
)
def test_a_bad_contact_is_refused_without_repeating_the_person(
    light_journal: Journal, contact: Contact, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal) as refused:
        book(light_journal, contacts=(contact,))
    assert "nobody" not in str(refused.value)
    assert "call me" not in str(refused.value)


def test_a_replay_yields_the_same_read_models_after_everything_that_can_happen(journal: Journal) -> None:
    """Law 1, over every kind of fact of the room."""
    pdf = AddAttachment(AttachmentType.INVOICE, "invoice.pdf", "application/pdf", b"%PDF-1.7")
    give(journal)
    withdrawn, loose = give(journal), GoodsItem(2, "Crates", "4415", 10, "CR", LEMONS.gross_weight)
    record = confirm_all(journal, book(journal, goods=(LEMONS, loose), contacts=CONTACTS))
    with journal.work(FORWARDER) as work:
        consignment.withdraw_quote(work, withdrawn.id, "no space")
        consignment.split(work, record.id, SplitConsignment((consignment.ItemPart(2, 4, HALF.gross_weight),)))
        consignment.close_task(work, record.id, "deliver-cargo-1", "gated in")
        consignment.invite_party(work, record.id, BANK.party, Capacity.BANK)
    with journal.work(RAIL) as work:
        consignment.decline_leg(work, record.id, 1, "no wagons")
        consignment.roll_leg(work, record.id, RollLeg(1, at(6), at(8), reason="next week", knowingly=True))
    with journal.work(SHIPPER) as work:
        consignment.attach(work, record.id, pdf)
        consignment.amend(
            work, record.id, AmendConsignment("more parties", parties=(PartyOn(SHIPPER.party, Capacity.SHIPPER),))
        )
    with journal.work(FORWARDER) as work:
        consignment.bind_document(work, record.id, "doc_1", "N1", "on record")
        consignment.release_document(work, record.id, "doc_1", "surrendered")
        consignment.erase_contact(work, record.id, SHIPPER.party, "asked")
    with journal.work(SHIPPER) as work:
        consignment.cancel(work, record.id, "the buyer withdrew")
    with journal.database.write() as connection:
        journal.clock.advance(connection, at(2) - at(0))  # type: ignore[attr-defined]
    assert journal.run(journal_door.NODE, consignment.expire_quotes) == 1
    kinds = {fact.kind for fact in consignment.PROJECTION.facts}
    with journal.view(FORWARDER) as view:
        seen = _kinds(view)
    assert seen >= kinds
    before = table_dump(journal)
    journal_door.rebuild(journal)
    assert table_dump(journal) == before


def _kinds(view: journal_door.View) -> set[str]:
    return {row[0] for row in view.connection.exec_driver_sql("SELECT DISTINCT kind FROM journal_entry")}
