"""Tasks with deadlines from the cut-offs, and the files that close them."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from landsea import consignment
from landsea.consignment import (
    AddAttachment,
    AmendConsignment,
    AttachmentType,
    Capacity,
    Consignment,
    DangerousGoods,
    PartyOn,
    RollLeg,
    TaskKind,
)
from landsea.consignment.model import refusals
from landsea.consignment.rules.attachments import FILES_MAX, SIZE_BYTES_MAX
from landsea.journal import Journal
from landsea.kernel import Actor, NotAllowed, NotFound, Quantity, Refusal, Role
from tests.consignment.example import (
    BANK,
    CONSIGNEE,
    EQUIPMENT,
    FORWARDER,
    LEMONS,
    RAIL,
    SHIPPER,
    STRANGER,
    at,
    book,
)
from tests.support.journals import actor, table_dump

PDF = b"%PDF-1.7 synthetic"
INVOICE = AddAttachment(AttachmentType.INVOICE, "发票 invoice.pdf", "application/pdf", PDF)


def tasks(journal: Journal, record: Consignment) -> dict[str, consignment.Task]:
    with journal.view(FORWARDER) as view:
        return {task.id: task for task in consignment.list_tasks(view, record.id)}


def attach(journal: Journal, record: Consignment, command: AddAttachment, by: Actor = SHIPPER) -> Consignment:
    with journal.work(by) as work:
        return consignment.attach(work, record.id, command)[0]


def test_deadlines_are_the_cut_offs_of_the_legs(light_journal: Journal) -> None:
    found = tasks(light_journal, book(light_journal))
    assert {id: (task.due, task.capacity) for id, task in found.items()} == {
        "deliver-cargo-1": (at(2), Capacity.SHIPPER),
        "invoice-1": (at(1.5), Capacity.SHIPPER),
        "packing-list-1": (at(1.5), Capacity.SHIPPER),
        "documents-1": (at(1.5), Capacity.SHIPPER),
        "customs-declaration-1": (at(1.75), Capacity.FORWARDER),
        "documents-2": (at(6), Capacity.SHIPPER),
        "vgm-2": (at(7), Capacity.SHIPPER),
    }
    assert next(iter(found)) == "documents-1"
    assert found["invoice-1"].is_overdue(at(1.5))
    assert not found["invoice-1"].is_overdue(at(1.49))


def test_dangerous_goods_ask_for_their_papers(light_journal: Journal) -> None:
    paint = replace(LEMONS, dangerous=DangerousGoods("1263", "3", "II", "12.5", "Paint"))
    found = tasks(light_journal, book(light_journal, goods=(paint,)))
    assert found["dangerous-goods-1"].due == at(1.5)


def test_a_rolled_leg_moves_its_deadlines(journal: Journal) -> None:
    record = book(journal)
    with journal.work(RAIL) as work:
        consignment.roll_leg(work, record.id, RollLeg(1, at(4), at(6), reason="late wagons"))
    assert tasks(journal, record)["deliver-cargo-1"].due == at(3)


def test_verified_gross_mass_on_record_leaves_nothing_to_do(journal: Journal) -> None:
    record = book(journal)
    weighed = (replace(EQUIPMENT[0], vgm=Quantity("26200", "KGM"), vgm_method="SM1"),)
    with journal.work(SHIPPER) as work:
        consignment.amend(work, record.id, AmendConsignment("weighed", equipment=weighed))
    assert TaskKind.VGM not in {task.kind for task in tasks(journal, record).values()}


def test_a_file_closes_the_task_it_answers_and_keeps_its_bytes(journal: Journal) -> None:
    record = attach(journal, book(journal), INVOICE)
    attachment = record.attachments[0]
    assert attachment.sha256 == hashlib.sha256(PDF).hexdigest()
    closing = tasks(journal, record)["invoice-1"].closing
    assert closing is not None
    assert (closing.attachment, closing.party, closing.at) == (attachment.id, SHIPPER.party, at(0))
    with journal.view(CONSIGNEE) as view:
        assert consignment.get_attachment(view, record.id, attachment.id) == (attachment, PDF)
    with journal.view(STRANGER) as view, pytest.raises(NotFound):
        consignment.get_attachment(view, record.id, attachment.id)
    with journal.view(FORWARDER) as view, pytest.raises(NotFound):
        consignment.get_attachment(view, record.id, "att_other")


def test_one_file_answers_for_all_legs(light_journal: Journal) -> None:
    command = replace(INVOICE, type=AttachmentType.SHIPPING_INSTRUCTION)
    found = tasks(light_journal, attach(light_journal, book(light_journal), command))
    assert {id for id, task in found.items() if task.closing} == {"documents-1", "documents-2"}


def test_a_file_of_somebody_else_closes_nothing(journal: Journal) -> None:
    record = book(journal, parties=(PartyOn(BANK.party, Capacity.BANK),))
    record = attach(journal, record, INVOICE, BANK)
    assert [one.party for one in record.attachments] == [BANK.party]
    assert tasks(journal, record)["invoice-1"].closing is None


@pytest.mark.parametrize(
    ("command", "refusal"),
    [
        (replace(INVOICE, content=b""), refusals.AttachmentEmpty),
        (replace(INVOICE, content=b"%PDF-" + bytes(SIZE_BYTES_MAX)), refusals.AttachmentTooLarge),
        (replace(INVOICE, content=b"<script>"), refusals.AttachmentTypeUnknown),
        (replace(INVOICE, media_type="text/html"), refusals.AttachmentTypeUnknown),
        (replace(INVOICE, media_type="image/svg+xml"), refusals.AttachmentTypeUnknown),
        (replace(INVOICE, media_type="text/csv", content=b"a\x00b"), refusals.AttachmentTypeUnknown),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(
    light_journal: Journal, command: AddAttachment, refusal: type[Refusal]
) -> None:
    record = book(light_journal)
    before = table_dump(light_journal)
    with pytest.raises(refusal):
        attach(light_journal, record, command)
    assert table_dump(light_journal) == before


def test_a_consignment_takes_so_many_files_and_no_more(light_journal: Journal) -> None:
    record = book(light_journal)
    with light_journal.work(SHIPPER) as work:
        for _ in range(FILES_MAX):
            consignment.attach(work, record.id, INVOICE)
    with pytest.raises(refusals.TooManyAttachments):
        attach(light_journal, record, INVOICE)


def test_a_task_is_closed_by_hand_by_its_party_or_the_forwarder_with_a_note(journal: Journal) -> None:
    record = book(journal)
    with pytest.raises(refusals.NotYourTask), journal.work(CONSIGNEE) as work:
        consignment.close_task(work, record.id, "deliver-cargo-1", "done")
    with pytest.raises(NotAllowed), journal.work(actor(SHIPPER.party, Role.VIEWER)) as work:
        consignment.close_task(work, record.id, "deliver-cargo-1", "done")
    with journal.work(SHIPPER) as work:
        consignment.close_task(work, record.id, "deliver-cargo-1", "gated in at 09:40")
    closing = tasks(journal, record)["deliver-cargo-1"].closing
    assert closing is not None
    assert closing.note == "gated in at 09:40"
    with pytest.raises(refusals.TaskIsClosed), journal.work(FORWARDER) as work:
        consignment.close_task(work, record.id, "deliver-cargo-1", "again")
    with pytest.raises(refusals.NoSuchTask, match="deliver-cargo-1"), journal.work(FORWARDER) as work:
        consignment.close_task(work, record.id, "phytosanitary-1", "?")
