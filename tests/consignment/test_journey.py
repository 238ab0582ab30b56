"""From a quote to a completed consignment, on both engines."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from landsea import consignment
from landsea import journal as journal_door
from landsea.consignment import LegState, State, state_of
from landsea.consignment.model.refusals import DocumentOperative, UnconfirmedBooking, WrongState
from landsea.journal import Journal, Work
from tests.consignment.example import (
    BOX,
    CONSIGNEE,
    FORWARDER,
    RAIL,
    SHIPPER,
    book,
    confirm_all,
    read,
)
from tests.support.journals import table_dump


def test_a_quote_becomes_a_booking_that_its_operators_confirm_and_a_document_completes(journal: Journal) -> None:
    record = book(journal)
    assert state_of(record) is State.BOOKED
    with journal.work(RAIL) as work:
        record = consignment.confirm_leg(work, record.id, 1, "RAIL-1")
    assert state_of(record) is State.PART_CONFIRMED
    with journal.work(FORWARDER) as work:
        record = consignment.confirm_leg(work, record.id, 2, "SEA-1")
    assert state_of(record) is State.CONFIRMED
    with journal.work(FORWARDER) as work:
        record = consignment.bind_document(work, record.id, "doc_1", "LSD0001")
    assert state_of(record) is State.UNDER_DOCUMENT
    with journal.work(FORWARDER) as work:
        record = consignment.release_document(work, record.id, "doc_1", "surrendered")
        assert state_of(record) is State.SURRENDERED
        record = consignment.release_document(work, record.id, "doc_1", "accomplished")
    assert state_of(record) is State.COMPLETED
    before = table_dump(journal)
    journal_door.rebuild(journal)
    assert table_dump(journal) == before


def test_no_document_on_an_unconfirmed_booking_without_a_reason_on_record(journal: Journal) -> None:
    record = book(journal)
    with pytest.raises(UnconfirmedBooking), journal.work(FORWARDER) as work:
        consignment.bind_document(work, record.id, "doc_1", "LSD0001")
    with journal.work(FORWARDER) as work:
        record = consignment.bind_document(work, record.id, "doc_1", "LSD0001", "the train is loaded, the mail is late")
    assert record.document is not None
    assert record.document.override_reason == "the train is loaded, the mail is late"
    assert [one.state for one in record.booked_legs] == [LegState.REQUESTED] * 2


def test_a_second_operative_document_is_refused(journal: Journal) -> None:
    record = confirm_all(journal, book(journal))
    with journal.work(FORWARDER) as work:
        consignment.bind_document(work, record.id, "doc_1", "LSD0001")
    with pytest.raises(DocumentOperative), journal.work(FORWARDER) as work:
        consignment.bind_document(work, record.id, "doc_2", "LSD0002")
    acts: tuple[Callable[[Work], object], ...] = (
        lambda work: consignment.cancel(work, record.id, "changed our mind"),
        lambda work: consignment.amend(work, record.id, consignment.AmendConsignment("new", equipment=())),
    )
    for act in acts:
        with pytest.raises(DocumentOperative), journal.work(SHIPPER) as work:
            act(work)


def test_a_cancelled_consignment_takes_no_document(journal: Journal) -> None:
    record = confirm_all(journal, book(journal))
    with journal.work(SHIPPER) as work:
        consignment.cancel(work, record.id, "the buyer withdrew")
    with pytest.raises(WrongState), journal.work(FORWARDER) as work:
        consignment.bind_document(work, record.id, "doc_1", "LSD0001")
    assert read(journal, record.id, CONSIGNEE).cancelled == "the buyer withdrew"


def test_tracking_finds_a_consignment_by_container_booking_and_document(journal: Journal) -> None:
    record = confirm_all(journal, book(journal))
    with journal.work(FORWARDER) as work:
        consignment.bind_document(work, record.id, "doc_1", "LSD0001")
    with journal.view(journal_door.NODE) as view:
        find = consignment.find_by_reference_unfiltered
        assert find(view, container=BOX) == [record.id]
        assert find(view, booking="SEA-4711", container=BOX) == [record.id]
        assert find(view, document="LSD0001") == [record.id]
        assert find(view, document="LSD0001", container="MSKU0000006") == []
        assert find(view) == []
