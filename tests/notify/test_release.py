"""Law 5: nothing goes to another jurisdiction without a decision on record that allowed it."""

from __future__ import annotations

from datetime import timedelta

from landsea import notify, policy
from landsea.notify import Answer, DeliveryState, Failure
from landsea.policy import DataClass
from tests.notify.world import World


def test_without_a_rule_nothing_crosses_the_border_and_the_refusal_is_on_record(world: World) -> None:
    world.subscribe(jurisdiction="SG")
    world.move("A1")
    assert world.deliver() == 0
    assert world.receiver.sent == []
    [delivery], [decision] = world.deliveries(), world.decisions()
    assert (delivery.state, delivery.failure) == (DeliveryState.REFUSED, Failure.POLICY)
    assert (delivery.decision, decision.allowed) == (decision.id, False)


def test_with_a_rule_it_goes_and_the_decision_names_the_receiver_and_the_thing(world: World) -> None:
    made, _ = world.subscribe(jurisdiction="SG")
    rule = world.allow("SG")
    world.move("A1")
    assert world.deliver() == 1
    [decision] = world.decisions()
    assert decision.allowed
    assert decision.ruling.rule == rule
    asked = decision.release
    assert (asked.data_class, asked.purpose, asked.subject) == (DataClass.EVENT, "webhook", "box:A1@1")
    assert asked.receiver == policy.Receiver(f"webhook:{made.id}@receiver.example", "SG")


def test_a_refused_delivery_does_not_hold_back_those_behind_it(world: World) -> None:
    world.subscribe(jurisdiction="SG")
    world.move("A1")
    world.deliver()
    world.allow("SG")
    world.move("A2")
    world.deliver()
    assert world.states() == ["refused", "delivered"]
    assert world.receiver.boxes == ["A2"]


def test_what_was_refused_can_be_replayed_once_a_rule_allows_it(world: World) -> None:
    made, _ = world.subscribe(jurisdiction="SG")
    world.move("A1")
    world.deliver()
    [refused] = world.deliveries()
    world.act(notify.replay, world.courier, made.id, refused.id)
    assert world.deliver() == 0, "policy is asked anew, and says no again"
    world.allow("SG")
    world.act(notify.replay, world.courier, made.id, refused.id)
    assert world.deliver() == 1
    assert [one.allowed for one in world.decisions()] == [False, False, True]


def test_a_rule_withdrawn_between_two_attempts_stops_the_second(world: World) -> None:
    world.subscribe(jurisdiction="SG")
    rule = world.allow("SG")
    world.move("A1")
    world.receiver.answers = [Answer(500)]
    world.deliver()
    world.act(policy.withdraw_rule, rule.id, "synthetic", who=world.operator)
    world.clock.advance(timedelta(days=1))
    assert world.deliver() == 0
    [delivery] = world.deliveries()
    assert (delivery.state, delivery.failure) == (DeliveryState.REFUSED, Failure.POLICY)
    assert [one.allowed for one in world.decisions()] == [True, False]


def test_under_the_same_rules_an_attempt_again_asks_no_second_time(world: World) -> None:
    world.subscribe(jurisdiction="SG")
    world.allow("SG")
    world.move("A1")
    world.receiver.answers = [Answer(500), Answer(500)]
    for _ in range(3):
        world.deliver()
        world.clock.advance(timedelta(days=1))
    assert len(world.receiver.sent) == 3
    assert len(world.decisions()) == 1


def test_a_test_message_needs_a_decision_too(world: World) -> None:
    made, _ = world.subscribe(jurisdiction="SG")
    world.act(notify.send_test, world.courier, made.id)
    assert world.deliver() == 0
    world.allow("SG", DataClass.NOTICE)
    world.act(notify.send_test, world.courier, made.id)
    assert world.deliver() == 1
    assert [(one.release.data_class, one.allowed) for one in world.decisions()] == [
        (DataClass.NOTICE, False),
        (DataClass.NOTICE, True),
    ]


def test_a_party_of_another_country_may_be_told_within_the_nodes_jurisdiction(world: World) -> None:
    """The border is that of the receiver's law, as its subscription states it, not that of the party's name."""
    world.subscribe(world.buyer, jurisdiction="CN")
    world.move("A1", world.buyer)
    assert world.deliver() == 1
    [decision] = world.decisions()
    assert decision.ruling.ground is policy.Ground.WITHIN
