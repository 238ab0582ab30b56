"""What time causes is a fact that a worker writes: once for a cause, and taken back when later facts say otherwise."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from landsea import consignment, tracking
from landsea import journal as journal_door
from landsea.consignment import Consignment, RollLeg
from landsea.journal import Journal
from landsea.kernel import Actor
from landsea.tracking import StoredException, reason_text
from tests.consignment.example import BOX, FORWARDER, RAIL, STRANGER, advance, at, book, confirm_all
from tests.support.journals import table_dump
from tests.tracking.messages import JOURNEY, equipment, numbered, text, transport
from tests.tracking.test_reception import look, send


def exceptions(journal: Journal, by: Actor = FORWARDER, **asked: Any) -> list[StoredException]:
    with journal.view(by) as view:
        return tracking.list_exceptions(view, **asked)


def booked(journal: Journal) -> Consignment:
    return confirm_all(journal, book(journal))


def test_a_missed_cut_off_is_stated_once_however_often_one_looks(journal: Journal) -> None:
    record = booked(journal)
    assert look(journal) == 0
    advance(journal, timedelta(days=2, hours=1))
    assert look(journal) == 1
    assert [look(journal), look(journal)] == [0, 0]
    [found] = exceptions(journal)
    assert (found.kind, found.what.consignment, found.what.leg) == ("cutoff-missed", record.id, 1)
    assert reason_text(found.what, "en") == (
        f"Leg 1: by the cargo cut-off at CNCKG (2026-11-23 01:00 UTC) no gate-in or loading of {BOX} was reported."
    )
    assert "截港" in reason_text(found.what, "zh")


def test_time_alone_brings_it_without_any_new_fact(journal: Journal) -> None:
    booked(journal)
    look(journal)
    advance(journal, timedelta(days=2))
    assert look(journal) == 0, "a cut-off is missed after it, not at it"
    advance(journal, timedelta(seconds=1))
    assert look(journal) == 1


def test_a_gate_event_reported_late_resolves_it(journal: Journal) -> None:
    booked(journal)
    advance(journal, timedelta(days=2, hours=1))
    look(journal)
    send(journal, equipment("GTIN", 1.5, "CNCKG"))
    assert look(journal) == 1
    assert exceptions(journal) == []
    [found] = exceptions(journal, open_only=False)
    assert found.resolution == "contradicted"
    assert found.resolved_at is not None


def test_a_missed_connection_comes_and_goes_with_the_estimates_and_each_change_is_a_fact(journal: Journal) -> None:
    record = booked(journal)
    send(journal, equipment("GTIN", 1.5, "CNCKG"), transport("ARRI", 7.25, "CNQZH", "RAIL", "EST") | {"eventID": "eta"})
    assert look(journal) == 1
    [found] = exceptions(journal)
    assert reason_text(found.what, "en") == (
        "Leg 2 is missed: the goods are estimated to arrive at CNQZH 2026-11-28 07:00 UTC, 360 min after it stops taking "
        "cargo (2026-11-28 01:00 UTC)."
    )
    better = transport("ARRI", 6, "CNQZH", "RAIL", "EST") | {"eventID": "eta", "eventUpdatedDateTime": text(at(1.6))}
    send(journal, better)
    assert look(journal) == 1
    assert exceptions(journal) == []
    worse = transport("ARRI", 7.5, "CNQZH", "RAIL", "EST") | {"eventID": "eta", "eventUpdatedDateTime": text(at(1.7))}
    send(journal, worse)
    assert look(journal) == 1
    stream = f"exception:{record.id}:connection-missed:2"
    with journal.view(FORWARDER) as view:
        kinds = [entry.kind for entry, _ in view.history(stream)]
    assert kinds == ["connection-missed/1", "exception-resolved/1", "connection-missed/1"]


def test_a_roll_to_a_later_departure_resolves_it(journal: Journal) -> None:
    record = booked(journal)
    send(journal, equipment("GTIN", 1.5, "CNCKG"), transport("ARRI", 7.25, "CNQZH", "RAIL", "EST"))
    look(journal)
    with journal.work(FORWARDER) as work:
        consignment.roll_leg(work, record.id, RollLeg(2, at(15), at(20), "the train is late", "SEA-4712"))
    assert look(journal) == 1
    assert exceptions(journal) == []


def test_cancelling_ends_what_was_missed(journal: Journal) -> None:
    record = book(journal)
    advance(journal, timedelta(days=2, hours=1))
    look(journal)
    with journal.work(FORWARDER) as work:
        consignment.cancel(work, record.id, "not shipped")
    assert look(journal) == 1
    with journal.view(journal_door.NODE) as view:
        [found] = tracking.list_exceptions(view, open_only=False)
    assert found.resolution == "cancelled"


def test_delivery_ends_what_was_missed(journal: Journal) -> None:
    booked(journal)
    send(journal, equipment("GTIN", 1.5, "CNCKG"), transport("ARRI", 7.25, "CNQZH", "RAIL", "EST"))
    look(journal)
    send(journal, equipment("GTOT", 14, "SGSIN"))
    look(journal)
    [found] = exceptions(journal, open_only=False)
    assert found.resolution == "delivered"


def test_exceptions_are_for_the_parties_on_the_consignment(journal: Journal) -> None:
    booked(journal)
    advance(journal, timedelta(days=3))
    look(journal)
    assert len(exceptions(journal, RAIL)) == 1
    assert exceptions(journal, STRANGER, open_only=False) == []


def test_the_journey_on_time_raises_nothing_at_any_day(journal: Journal) -> None:
    booked(journal)
    events = numbered(JOURNEY)
    for day in range(1, 16):
        due = [event for event in events if event["eventDateTime"] <= text(at(day))]
        if due:
            send(journal, *due)
        advance(journal, timedelta(days=1))
        assert look(journal) == 0, day


def test_a_rebuild_yields_the_same_exceptions(journal: Journal) -> None:
    booked(journal)
    advance(journal, timedelta(days=2, hours=1))
    look(journal)
    send(journal, equipment("GTIN", 1.5, "CNCKG"))
    look(journal)
    before = table_dump(journal)
    journal_door.rebuild(journal)
    assert table_dump(journal) == before
    assert look(journal) == 0
