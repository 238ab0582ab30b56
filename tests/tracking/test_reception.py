"""Events come in once, whichever order and however often they are sent, and bind to what they belong to."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from landsea import consignment, identity, tracking
from landsea import journal as journal_door
from landsea.journal import Journal
from landsea.kernel import Actor, NotAllowed, NotFound, Role
from landsea.runtime.i18n import said
from landsea.tracking import BadEvents, Batch, Status, TrackingState
from landsea.tracking.model import TooDeep
from tests.consignment.example import (
    BOX,
    CONSIGNEE,
    FORWARDER,
    RAIL,
    SHIPPER,
    STRANGER,
    advance,
    at,
    book,
    confirm_all,
    register,
)
from tests.support.journals import table_dump
from tests.tracking.messages import JOURNEY, catch_up, equipment, message, numbered, shipment, text, transport


def send(journal: Journal, *events: dict[str, Any], by: Actor = RAIL, zone: str = "") -> Batch:
    return send_bytes(journal, message(*events), by, zone)


def send_bytes(journal: Journal, content: bytes, by: Actor = RAIL, zone: str = "") -> Batch:
    """When it can be sent: the test clock is advanced to what it tells."""
    catch_up(journal, content)
    return receive(journal, content, by, zone)


def receive(journal: Journal, content: bytes, by: Actor = RAIL, zone: str = "") -> Batch:
    """Now, whatever the test clock shows."""
    with journal.work(by) as work:
        return tracking.receive(work, "test", content, zone=zone)


def state(journal: Journal, id: str, by: Actor = FORWARDER) -> TrackingState:
    with journal.view(by) as view:
        return tracking.state(view, id)


def outcome(batch: Batch) -> tuple[int, int, int, int]:
    return batch.new, batch.corrections, batch.outdated, batch.duplicates


def test_a_batch_is_one_fact_and_its_bytes_are_kept(journal: Journal) -> None:
    content = message(*numbered(JOURNEY))
    batch = send_bytes(journal, content)
    assert outcome(batch) == (len(JOURNEY), 0, 0, 0)
    with journal.view(RAIL) as view:
        [(entry, fact)] = view.history(f"events:{batch.id}")
        assert view.blobs.get(batch.digest) == content
    assert (entry.kind, entry.party) == ("events-received/1", RAIL.party)
    assert isinstance(fact, tracking.EventsReceived)
    assert fact.count == len(JOURNEY)


def test_the_same_message_again_is_answered_with_the_same_batch_and_leaves_no_trace(journal: Journal) -> None:
    first = send(journal, *numbered(JOURNEY))
    before = table_dump(journal)
    assert send(journal, *numbered(JOURNEY)) == first
    assert table_dump(journal) == before


def test_known_events_in_another_message_are_duplicates(journal: Journal) -> None:
    events = numbered(JOURNEY)
    send(journal, *events[:5])
    assert outcome(send(journal, *events[3:7], *events[6:7])) == (2, 0, 0, 3)


def test_a_later_version_corrects_and_an_earlier_one_comes_too_late(journal: Journal) -> None:
    versions = [JOURNEY[1] | {"eventID": "e", "eventCreatedDateTime": text(at(day))} for day in (2, 3, 4)]
    assert outcome(send(journal, versions[1])) == (1, 0, 0, 0)
    assert outcome(send(journal, versions[2])) == (0, 1, 0, 0)
    assert outcome(send(journal, versions[0])) == (0, 0, 1, 0)
    with journal.view(RAIL) as view:
        [listed] = tracking.list_events(view)
    assert listed.received.event.created_at == at(4)


def test_an_event_without_id_is_known_by_what_it_says(journal: Journal) -> None:
    send(journal, JOURNEY[1])
    assert outcome(send(journal, JOURNEY[1], JOURNEY[2])) == (1, 0, 0, 1)


def test_a_retraction_takes_the_effect_and_leaves_the_record(journal: Journal) -> None:
    record = confirm_all(journal, book(journal))
    event = JOURNEY[1] | {"eventID": "e"}
    send(journal, event)
    assert state(journal, record.id).status is Status.AT_ORIGIN
    send(journal, event | {"isRetracted": True, "eventUpdatedDateTime": text(at(9))})
    assert state(journal, record.id).status is Status.PLANNED
    with journal.view(FORWARDER) as view:
        [listed] = tracking.list_events(view, consignment=record.id)
    assert listed.retracted


@pytest.mark.parametrize("seed", range(3))
def test_the_tables_are_the_same_whatever_order_single_events_came_in(
    make_journal: Callable[..., Journal], seed: int
) -> None:
    """Law 3, as stored: what stands, and what binds it."""
    journal = register(make_journal(identity.PROJECTION, consignment.PROJECTION, tracking.PROJECTION))
    record = confirm_all(journal, book(journal))
    events = numbered(JOURNEY)
    versions = [
        event | {"eventUpdatedDateTime": text(at(20)), "isRetracted": number % 3 == 0}
        for number, event in enumerate(events)
    ]
    sent = [*events, *versions]
    random.Random(seed).shuffle(sent)
    for event in sent:
        send(journal, event)
    shown = {listed.received.event.source_id: (listed.retracted, listed.received.digest) for listed in inbox(journal)}
    assert {id: retracted for id, (retracted, _) in shown.items()} == {
        f"evt-{n}": n % 3 == 0 for n in range(len(JOURNEY))
    }
    assert state(journal, record.id).status is Status.AVAILABLE
    assert sum(len(listed.consignments) for listed in inbox(journal, FORWARDER)) == len(JOURNEY)


def inbox(journal: Journal, by: Actor = RAIL) -> list[tracking.ListedEvent]:
    with journal.view(by) as view:
        return tracking.list_events(view, limit=200)


def test_a_rebuild_yields_the_same_tables(journal: Journal) -> None:
    """Law 1."""
    record = confirm_all(journal, book(journal))
    events = numbered(JOURNEY)
    send(journal, *events)
    send(journal, *(event | {"eventUpdatedDateTime": text(at(30))} for event in events[:4]), *events[4:6])
    advance(journal, timedelta(days=40))
    look(journal)
    before = table_dump(journal)
    journal_door.rebuild(journal)
    assert table_dump(journal) == before
    assert state(journal, record.id).status is Status.DELIVERED


def look(journal: Journal) -> int:
    while journal_door.follow(journal, tracking.WATCH):
        pass
    return journal.run(journal_door.NODE, tracking.check_due)


def test_events_that_came_before_the_consignment_bind_when_it_is_booked(journal: Journal) -> None:
    advance(journal, timedelta(days=0.9))
    receive(journal, message(*numbered(JOURNEY[:2])))
    with journal.view(RAIL) as view:
        assert [listed.consignments for listed in tracking.list_events(view, bound=False)] == [()] * 2
    record = book(journal)
    assert state(journal, record.id).status is Status.AT_ORIGIN
    with journal.view(FORWARDER) as view:
        assert {listed.consignments for listed in tracking.list_events(view)} == {(record.id,)}


def test_an_event_binds_when_the_booking_number_it_quotes_is_confirmed(journal: Journal) -> None:
    record = book(journal)
    send(journal, transport("DEPA", 8, "CNQZH", "VESSEL"))
    assert state(journal, record.id).status is Status.PLANNED
    confirm_all(journal, record)
    assert state(journal, record.id).status is Status.AT_SEA


def test_an_event_binds_when_the_document_it_quotes_is_issued(journal: Journal) -> None:
    record = confirm_all(journal, book(journal))
    quoted = [{"documentReferenceType": "TRD", "documentReferenceValue": "LSD0001"}]
    send(
        journal, transport("DEPA", 3, "CNCKG", "RAIL", documentReferences=quoted), shipment("ISSU", 2, "TRD", "LSD0001")
    )
    assert inbox(journal, FORWARDER) == []
    with journal.work(FORWARDER) as work:
        consignment.bind_document(work, record.id, "doc_1", "LSD0001")
    assert state(journal, record.id).status is Status.ON_RAIL
    assert len(inbox(journal, FORWARDER)) == 2


def test_the_same_container_on_another_journey_is_not_this_one(journal: Journal) -> None:
    record = book(journal)
    send(journal, equipment("GTIN", -40, "CNCKG"), equipment("DISC", 120, "SGSIN"))
    assert state(journal, record.id).status is Status.PLANNED
    assert inbox(journal, FORWARDER) == []


def test_the_container_of_a_cancelled_consignment_is_free_for_others(journal: Journal) -> None:
    record = book(journal)
    send(journal, *numbered(JOURNEY[:3]))
    with journal.work(FORWARDER) as work:
        consignment.cancel(work, record.id, "not shipped")
    assert inbox(journal, FORWARDER) == []


def test_an_unknown_container_and_a_wrong_check_digit_are_kept_and_the_latter_is_flagged(journal: Journal) -> None:
    assert outcome(
        send(
            journal, equipment("GTIN", 1, "CNCKG", box="CSQU3054384"), equipment("GTIN", 1, "CNCKG", box="MSKU0000006")
        )
    ) == (2, 0, 0, 0)
    shown = {
        listed.received.event.equipment: tracking.rendered_listed(listed, "en")["flags"] for listed in inbox(journal)
    }
    assert shown["MSKU0000006"] == []
    assert [flag["code"] for flag in shown["CSQU3054384"]] == ["container-number"]


def test_an_event_is_seen_by_its_sender_and_the_parties_on_its_consignment_only(journal: Journal) -> None:
    record = confirm_all(journal, book(journal))
    send(journal, *numbered(JOURNEY), by=STRANGER)
    for party in (FORWARDER, SHIPPER, CONSIGNEE, RAIL):
        assert len(inbox(journal, party)) == len(JOURNEY), party
    sent = inbox(journal, STRANGER)
    assert [listed.consignments for listed in sent] == [()] * len(JOURNEY), (
        "what it binds to is not the sender's to know"
    )
    with journal.view(STRANGER) as view, pytest.raises(NotFound):
        tracking.timeline(view, record.id)
    with journal.view(STRANGER) as view:
        assert tracking.list_events(view, consignment=record.id) == []


def test_nobody_else_sees_what_is_bound_to_nobody_but_the_nodes_own_operators(journal: Journal) -> None:
    send(journal, equipment("GTIN", 1, "CNCKG", box="MSKU0000006"))
    assert inbox(journal, FORWARDER) == []
    with journal.work(journal_door.NODE) as work:
        host = identity.PartyRegistered("Synthetic Host", "", (), "CN", (Role.OPERATOR,), True)
        work.append("party:par_host", 0, host)
    assert len(inbox(journal, replace(FORWARDER, party="par_host"))) == 1  # type: ignore[arg-type]
    assert inbox(journal, replace(FORWARDER, party="par_host", role=Role.VIEWER)) == []  # type: ignore[arg-type]


def test_a_bound_event_is_not_in_the_inbox_of_the_nodes_operators(journal: Journal) -> None:
    with journal.work(journal_door.NODE) as work:
        host = identity.PartyRegistered("Synthetic Host", "", (), "CN", (Role.OPERATOR,), True)
        work.append("party:par_host", 0, host)
    book(journal)
    send(journal, equipment("GTIN", 1, "CNCKG"))
    assert inbox(journal, replace(FORWARDER, party="par_host")) == []  # type: ignore[arg-type]


def test_a_viewer_and_a_bank_send_no_events(journal: Journal) -> None:
    for role in (Role.VIEWER, Role.BANK):
        with pytest.raises(NotAllowed):
            send(journal, JOURNEY[0], by=replace(RAIL, role=role))


def test_one_bad_event_keeps_the_whole_message_out(journal: Journal) -> None:
    before = table_dump(journal)
    with pytest.raises(BadEvents) as refused:
        send(journal, JOURNEY[0], JOURNEY[1] | {"eventDateTime": "2026-11-23T08:00:00"})
    assert [finding.column for finding in refused.value.findings] == ["/1/eventDateTime"]
    assert table_dump(journal) == before


AHEAD = ("eventDateTime", "eventCreatedDateTime", "eventUpdatedDateTime")


@pytest.mark.parametrize("name", AHEAD)
def test_what_is_told_from_more_than_a_day_ahead_is_a_finding_and_stores_nothing(journal: Journal, name: str) -> None:
    at_most = at(1)
    event = equipment("GTIN", 0, "CNCKG") | {name: text(at_most)}
    assert outcome(receive(journal, message(event))) == (1, 0, 0, 0)
    before = table_dump(journal)
    with pytest.raises(BadEvents) as refused:
        receive(journal, message(JOURNEY[0], event | {name: text(at_most + timedelta(seconds=1))}))
    [finding] = refused.value.findings
    assert finding.column == f"/1/{name}"
    assert said(finding, "zh").what == "2026-11-22T01:00:01+00:00 比本节点时钟超前 24 小时以上。"
    assert table_dump(journal) == before


@pytest.mark.parametrize("classifier", ["PLN", "EST"])
def test_what_is_planned_or_estimated_may_lie_as_far_ahead_as_it_likes(journal: Journal, classifier: str) -> None:
    event = transport("ARRI", 400, "SGSIN", "VESSEL", classifier)
    assert outcome(receive(journal, message(event))) == (1, 0, 0, 0)


def test_an_actual_time_that_was_too_far_ahead_can_still_be_retracted(journal: Journal) -> None:
    """Nodes have taken such events before they were refused."""
    event = equipment("GTIN", 40, "CNCKG", isRetracted=True) | {"eventCreatedDateTime": text(at(0))}
    assert outcome(receive(journal, message(event))) == (1, 0, 0, 0)


def test_what_a_node_took_in_before_the_rule_is_read_on_replay(journal: Journal) -> None:
    content = message(*numbered(JOURNEY))
    with journal.work(RAIL) as work:
        fact = tracking.EventsReceived(work.blobs.put(content), len(JOURNEY), "test", "application/json")
        work.append("events:bat_old", 0, fact)
    before = table_dump(journal)
    journal_door.rebuild(journal)
    assert table_dump(journal) == before
    assert len(inbox(journal)) == len(JOURNEY)


def test_local_times_of_a_sender_are_read_in_the_zone_it_names_also_on_replay(journal: Journal) -> None:
    send(journal, JOURNEY[1] | {"eventDateTime": "2026-11-23T08:00:00"}, zone="Asia/Shanghai")
    [listed] = inbox(journal)
    assert listed.received.event.at.isoformat() == "2026-11-23T08:00:00+08:00"
    before = table_dump(journal)
    journal_door.rebuild(journal)
    assert table_dump(journal) == before


def test_json_too_deep_to_read_is_refused_and_stores_nothing(journal: Journal) -> None:
    before = table_dump(journal)
    for content in (b"[" * 1_000_000, b'{"a":' * 100_000, b'[{"eventType":' + b"[" * 40 + b"]" * 40 + b"}]"):
        with pytest.raises(TooDeep):
            send_bytes(journal, content)
    assert table_dump(journal) == before


def test_braces_inside_text_are_not_depth(journal: Journal) -> None:
    event = JOURNEY[1] | {"remark": "[{" * 5000 + '\\"[['}
    assert outcome(send_bytes(journal, json.dumps([event]).encode())) == (1, 0, 0, 0)


def test_the_box_of_the_example_is_what_the_messages_speak_of() -> None:
    assert JOURNEY[1]["equipmentReference"] == BOX
