"""From a fact to a receiver: in order, at least once, under one id, and nothing that the party may not see."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from landsea import journal as journals
from landsea import notify
from landsea.journal import NODE
from landsea.kernel import NotFound
from landsea.notify import Answer, DeliveryState, Failure, PauseReason, SubscriptionState
from landsea.notify.model import DeliveryIsWaiting, WebhookNotActive
from landsea.notify.rules import ATTEMPTS_MAX
from landsea.notify.service.sending import carry, claim
from tests.notify.world import BoxOpened, BoxPriced, World
from tests.support.journals import open_journal, table_dump

DAY = timedelta(days=1)


def test_what_happens_after_the_subscription_is_told_in_the_order_of_the_journal(world: World) -> None:
    world.move("A0")
    world.subscribe()
    for box in ("A1", "A2", "A3"):
        world.move(box)
    assert world.deliver() == 3
    assert world.receiver.boxes == ["A1", "A2", "A3"]
    assert world.states() == ["delivered"] * 3


def test_a_fact_between_subscribing_and_the_followers_next_look_is_told(world: World) -> None:
    world.move("A0")
    world.subscribe(listen=False)
    world.move("A1")
    world.deliver()
    assert world.receiver.boxes == ["A1"]


def test_the_payload_is_the_public_envelope_and_never_the_private_part(world: World) -> None:
    world.subscribe()
    world.move("A1", driver="Synthetic Driver")
    world.deliver()
    [sent] = world.receiver.sent
    told = json.loads(sent.body)
    with world.journal.view(NODE) as view:
        [(entry, _)] = view.history("box:A1")
    assert told["type"] == "box-moved/1"
    assert told["data"]["id"] == entry.leaf.hex()
    assert told["data"]["body"] == json.loads(entry.body)
    assert {told["data"][name] for name in ("stream", "party", "position", "version")} == {
        "box:A1",
        "node",
        entry.position,
        1,
    }
    assert told["data"]["sandbox"] is True
    assert b"Driver" not in sent.body
    assert b"driver" not in sent.body
    assert entry.body_salt.hex().encode() not in sent.body


def test_what_a_party_may_not_see_never_leaves(world: World) -> None:
    world.subscribe(world.shipper)
    world.subscribe(world.buyer)
    world.move("SHIPPER-1", world.shipper)
    world.move("BUYER-1", world.buyer)
    world.append("box:x", BoxPriced("NOBODY-1"))
    world.deliver()
    assert sorted(world.receiver.boxes) == ["BUYER-1", "SHIPPER-1"]
    assert [one.stream for one in world.deliveries(world.shipper)] == ["box:SHIPPER-1"]
    assert [one.stream for one in world.deliveries(world.buyer)] == ["box:BUYER-1"]


def test_who_lost_sight_before_it_was_sent_is_not_told(world: World) -> None:
    world.subscribe()
    world.move("A1")
    world.listen()
    world.blinded.add(world.shipper.party)
    assert world.deliver() == 0
    [delivery] = world.deliveries()
    assert (delivery.state, delivery.failure) == (DeliveryState.REFUSED, Failure.UNSEEN)


@pytest.mark.parametrize("pattern", ["box-opened/2", "box-opened", "boxes.*"])
def test_a_kind_a_name_and_a_room_can_be_subscribed_to(world: World, pattern: str) -> None:
    world.subscribe(None, pattern)
    world.append("box:x", BoxOpened("A1"))
    world.move("A2")
    world.deliver()
    assert world.receiver.boxes == (["A1", "A2"] if pattern == "boxes.*" else ["A1"])


def test_each_subscription_gets_a_delivery_of_its_own(world: World) -> None:
    world.subscribe()
    world.subscribe(None, "boxes.*", "box-moved/1")
    world.move("A1")
    assert world.deliver() == 2
    assert len(set(world.receiver.ids)) == 2


def test_a_failed_delivery_holds_back_those_behind_it_and_is_tried_again_under_the_same_id(world: World) -> None:
    world.subscribe()
    world.move("A1")
    world.move("A2")
    world.receiver.answers = [Answer(503), Answer(failure=Failure.TIMEOUT)]
    assert world.deliver() == 1
    [first, second] = world.deliveries()
    assert (first.state, first.code, first.failure, first.attempts) == (DeliveryState.FAILED, 503, Failure.CODE, 1)
    assert second.state is DeliveryState.PENDING
    assert world.deliver() == 0, "not before its time"
    world.clock.advance(timedelta(seconds=5))
    assert world.deliver() == 1
    world.clock.advance(timedelta(seconds=19))
    assert world.deliver() == 0
    world.clock.advance(timedelta(seconds=1))
    assert world.deliver() == 2
    assert world.receiver.boxes == ["A1", "A1", "A1", "A2"]
    assert len(set(world.receiver.ids)) == 2
    [first, _] = world.deliveries()
    assert (first.state, first.code, first.failure, first.attempts) == (DeliveryState.DELIVERED, 200, None, 3)


def test_one_receiver_that_fails_does_not_hold_up_another(world: World) -> None:
    world.subscribe(world.shipper)
    world.subscribe(world.buyer)
    world.receiver.answers = [Answer(500)]
    world.append("box:x", BoxOpened("A1"))
    world.append("box:x", BoxOpened("A2"))
    assert world.deliver() == 3
    assert world.receiver.boxes == ["A1", "A1", "A2"]


def test_after_the_last_attempt_it_is_given_up_and_the_webhook_paused(world: World) -> None:
    made, _ = world.subscribe()
    world.move("A1")
    world.move("A2")
    world.receiver.answers = [Answer(500)] * ATTEMPTS_MAX
    for _ in range(ATTEMPTS_MAX + 2):
        world.deliver()
        world.clock.advance(2 * DAY)
    assert len(world.receiver.sent) == ATTEMPTS_MAX
    assert world.states() == ["given-up", "pending"]
    paused = world.subscription(made.id)
    assert (paused.state, paused.pause_reason) == (SubscriptionState.PAUSED, PauseReason.GAVE_UP)
    world.act(notify.resume, made.id)
    world.deliver()
    assert world.receiver.boxes[-1] == "A2"
    assert world.states() == ["given-up", "delivered"]


def test_a_receiver_that_is_gone_is_left_alone_at_once(world: World) -> None:
    made, _ = world.subscribe()
    world.move("A1")
    world.receiver.answers = [Answer(410)]
    assert world.deliver() == 1
    assert world.states() == ["given-up"]
    assert world.subscription(made.id).pause_reason is PauseReason.GONE


def test_a_receiver_is_not_tried_before_the_time_it_asked_for(world: World) -> None:
    world.subscribe()
    world.move("A1")
    world.receiver.answers = [Answer(429, wait_seconds=600)]
    world.deliver()
    world.clock.advance(timedelta(seconds=599))
    assert world.deliver() == 0
    world.clock.advance(timedelta(seconds=1))
    assert world.deliver() == 1


def test_a_paused_webhook_is_sent_nothing_and_misses_nothing(world: World) -> None:
    made, _ = world.subscribe()
    world.act(notify.pause, made.id)
    world.move("A1")
    world.move("A2")
    assert world.deliver() == 0
    assert world.states() == ["pending", "pending"]
    world.act(notify.resume, made.id)
    world.deliver()
    assert world.receiver.boxes == ["A1", "A2"]


def test_pausing_while_sending_stops_behind_what_is_under_way(world: World) -> None:
    made, _ = world.subscribe()
    world.move("A1")
    world.move("A2")
    world.listen()
    [load] = claim(world.journal, world.courier, 8)
    world.act(notify.pause, made.id)
    assert carry(world.journal, world.courier, load) == 1
    assert world.states() == ["delivered", "pending"]
    world.act(notify.resume, made.id)
    assert world.deliver() == 1


def test_a_deleted_webhook_leaves_nothing_behind_and_is_sent_nothing(world: World) -> None:
    made, _ = world.subscribe()
    world.move("A1")
    world.listen()
    [load] = claim(world.journal, world.courier, 8)
    world.act(notify.delete, made.id)
    world.move("A2")
    assert carry(world.journal, world.courier, load) == 1, "it was on its way"
    assert world.deliver() == 0
    with pytest.raises(NotFound):
        world.deliveries(webhook=made.id)
    assert world.deliveries() == []


def test_a_delivery_is_sent_again_by_hand_under_its_id(world: World) -> None:
    made, _ = world.subscribe()
    world.move("A1")
    world.deliver()
    [done] = world.deliveries()
    world.act(notify.replay, world.courier, made.id, done.id)
    with pytest.raises(DeliveryIsWaiting):
        world.act(notify.replay, world.courier, made.id, done.id)
    assert world.deliver() == 1
    assert world.receiver.ids == [done.id, done.id]
    with pytest.raises(NotFound):
        world.act(notify.replay, world.courier, made.id, done.id, who=world.buyer)


def test_a_test_goes_in_front_is_tried_once_and_pauses_nothing(world: World) -> None:
    made, _ = world.subscribe()
    world.move("A1")
    world.move("A2")
    world.receiver.answers = [Answer(500), Answer(500)]
    world.deliver()
    world.act(notify.send_test, world.courier, made.id)
    assert world.deliver() == 1, "what waits for A1 still does"
    sent = json.loads(world.receiver.sent[-1].body)
    assert (sent["type"], sent["data"]["webhook"]) == ("webhook-test/1", made.id)
    assert world.states() == ["failed", "pending", "given-up"]
    assert world.subscription(made.id).state is SubscriptionState.ACTIVE
    world.act(notify.pause, made.id)
    with pytest.raises(WebhookNotActive):
        world.act(notify.send_test, world.courier, made.id)


# --- crashes and other processes -----------------------------------------------------------------


class Crash(BaseException):
    """The process ends here."""


def test_a_crash_between_sending_and_recording_sends_it_again_under_the_same_id(world: World) -> None:
    world.subscribe()
    world.move("A1")
    world.move("A2")
    world.listen()
    [load] = claim(world.journal, world.courier, 8)

    def send_and_crash(posting: notify.Posting) -> Answer:
        world.receiver(posting)
        raise Crash

    crashing = replace(world.courier, post=send_and_crash)
    with pytest.raises(Crash):
        carry(world.journal, crashing, load)
    assert world.states() == ["pending", "pending"]
    reopened = open_journal(world.journal)
    assert notify.deliver(reopened, world.courier) == 0, "the lease of the dead process still runs"
    world.clock.advance(timedelta(minutes=2))
    assert notify.deliver(reopened, world.courier) == 2
    reopened.database.close()
    assert world.receiver.boxes == ["A1", "A1", "A2"]
    assert world.receiver.ids[0] == world.receiver.ids[1]


def test_a_crash_between_claiming_and_sending_loses_nothing(world: World) -> None:
    world.subscribe()
    world.move("A1")
    world.listen()
    claim(world.journal, world.courier, 8)
    world.clock.advance(timedelta(minutes=2))
    assert world.deliver() == 1
    assert len(world.decisions()) == 1, "policy was asked once"


def test_two_processes_do_not_send_for_one_subscription_at_once(world: World) -> None:
    world.subscribe()
    world.move("A1")
    world.listen()
    other = open_journal(world.journal)
    [load] = claim(world.journal, world.courier, 8)
    assert claim(other, world.courier, 8) == []
    carry(world.journal, world.courier, load)
    assert claim(other, world.courier, 8) == []
    other.database.close()


def test_a_sender_that_comes_back_after_its_lease_records_nothing(world: World) -> None:
    world.subscribe()
    world.move("A1")
    world.listen()
    [late] = claim(world.journal, world.courier, 8)
    world.clock.advance(timedelta(minutes=2))
    [load] = claim(world.journal, world.courier, 8)
    world.receiver.answers = [Answer(500), Answer(200)]
    carry(world.journal, world.courier, replace(late, claimed_at=world.clock.time))  # it stood still and does not know
    assert world.states() == ["pending"]
    assert carry(world.journal, world.courier, load) == 1
    assert world.states() == ["delivered"]


def test_the_follower_can_begin_again_without_telling_anything_twice(world: World) -> None:
    world.move("A0")
    world.subscribe()
    world.move("A1")
    world.deliver()
    with world.journal.database.write() as connection:
        connection.exec_driver_sql("UPDATE journal_cursor SET position = 0")
    assert world.deliver() == 0
    assert world.receiver.boxes == ["A1"]


def test_a_replay_of_the_journal_gives_the_same_subscriptions(world: World) -> None:
    made, _ = world.subscribe()
    gone, _ = world.subscribe(world.buyer)
    world.act(notify.rotate_secret, world.courier, made.id)
    world.act(notify.pause, made.id)
    world.act(notify.delete, gone.id, who=world.buyer)
    before = table_dump(world.journal)
    journals.rebuild(world.journal)
    assert table_dump(world.journal) == before


def test_what_is_long_over_is_forgotten_and_what_waits_is_not(world: World) -> None:
    made, _ = world.subscribe()
    world.move("A1")
    world.deliver()
    world.act(notify.pause, made.id)
    world.move("A2")
    world.listen()
    world.clock.advance(timedelta(days=91))
    world.journal.run(NODE, lambda work: notify.forget_old(work, world.courier))
    assert world.states() == ["pending"]


def test_a_restored_or_copied_node_sends_nothing_until_its_epoch_is_confirmed(world: World) -> None:
    world.subscribe()
    with world.journal.database.write() as connection:
        journals.mark_moved(connection)
    assert journals.start_epoch_if_moved(world.journal)
    world.move("A1")
    assert world.deliver() == 0
    world.journal.run(NODE, lambda work: journals.confirm_epoch(work, "synthetic checkpoint"))
    assert world.deliver() == 1
