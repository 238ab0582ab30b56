"""The whole node: every act on a document is told to the parties that may see it, and to nobody else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from landsea import consignment, lading, network, notify, planner, tracking
from landsea.app.rooms import projections
from landsea.app.telling import topics
from landsea.journal import NODE
from landsea.kernel import Period
from landsea.notify import Courier, Subscribe
from landsea.planner import PlanRequest
from landsea.policy import DataClass
from tests.lading.world import World as Corridor
from tests.lading.world import make_world
from tests.notify.world import KEY, HandClock, Receiver
from tests.support.journals import START
from tests.support.people import Person


@dataclass
class Node:
    corridor: Corridor
    receiver: Receiver
    courier: Courier

    def subscribe(self, who: Person, *kinds: str) -> None:
        command = Subscribe(f"https://{who.party.replace('_', '-')}.example/", kinds, "CN")
        self.corridor.run(who, lambda work: notify.subscribe(work, self.courier, command))
        notify.listen(self.corridor.journal, self.courier)

    def deliver(self) -> None:
        notify.listen(self.corridor.journal, self.courier)
        notify.deliver(self.corridor.journal, self.courier)

    def told(self, who: Person) -> list[dict[str, Any]]:
        host = f"https://{who.party.replace('_', '-')}.example/"
        return [json.loads(one.body)["data"] for one in self.receiver.sent if one.url == host]

    def kinds(self, who: Person) -> list[str]:
        return [one["kind"] for one in self.told(who)]


@pytest.fixture
def node(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Node]:
    monkeypatch.setattr(
        "tests.lading.world.PROJECTIONS", tuple(projections()[1:])
    )  # the journal's own is there already
    corridor = make_world(database_url, tmp_path)
    receiver = Receiver()
    yield Node(corridor, receiver, Courier(KEY, topics(), clock=HandClock(), chance=lambda: 0.5, post=receiver))
    corridor.journal.database.close()


def test_every_act_on_a_document_is_told_to_who_may_see_it(node: Node) -> None:
    world = node.corridor
    for who in (world.operator, world.shipper, world.buyer, world.bank, world.stranger):
        node.subscribe(who, "lading.*")
    document = world.issue()
    world.transfer(world.shipper, document, world.buyer)
    world.surrender(world.buyer, document)
    world.accept(document)
    world.accomplish(document)
    node.deliver()
    acts = [
        "document-issued/1",
        "document-transferred/1",
        "document-surrendered/1",
        "surrender-accepted/1",
        "document-accomplished/1",
    ]
    for who in (world.operator, world.shipper, world.buyer):
        assert node.kinds(who) == acts
    assert node.kinds(world.bank) == []
    assert node.kinds(world.stranger) == []


def test_who_comes_to_a_document_is_told_from_then_on(node: Node) -> None:
    world = node.corridor
    node.subscribe(world.bank, "lading.*")
    document = world.issue()
    node.deliver()
    assert node.kinds(world.bank) == []
    world.transfer(world.shipper, document, world.bank)
    node.deliver()
    assert node.kinds(world.bank) == ["document-transferred/1"]


def test_a_contact_on_a_consignment_is_told_without_the_person(node: Node) -> None:
    world = node.corridor
    node.subscribe(world.shipper, "consignment.*")
    node.subscribe(world.stranger, "consignment.*")
    record = world.book()
    person = consignment.Person("Synthetic Contact", email="contact@synthetic.example")
    contact = consignment.Contact(world.shipper.party, person)
    command = consignment.AmendConsignment("contact", contacts=(contact,))
    world.run(world.shipper, lambda work: consignment.amend(work, record.id, command))
    node.deliver()
    assert "contact-named/1" in node.kinds(world.shipper)
    assert not [one for one in node.receiver.sent if b"Synthetic Contact" in one.body or b"contact@" in one.body]
    assert node.kinds(world.stranger) == []


def test_plans_and_quotes_are_told_to_who_made_them_and_who_they_were_made_for(node: Node) -> None:
    world = node.corridor
    for who in (world.operator, world.shipper, world.stranger):
        node.subscribe(who, "planner.*", "quote-given")
    world.run(world.operator, network.import_shipped)
    plan = world.run(
        world.operator, lambda work: planner.save(work, planner.plan(work, PlanRequest("CNCKG", "SGSIN", START)))
    )
    world.run(world.operator, lambda work: planner.quote(work, plan, 1, customer=world.shipper.party))
    node.deliver()
    assert node.kinds(world.operator) == ["plan-saved/1", "quote-given/1"]
    assert node.kinds(world.shipper) == ["quote-given/1"]
    assert node.kinds(world.stranger) == []


def test_what_everybody_sees_is_told_to_everybody(node: Node) -> None:
    world = node.corridor
    node.subscribe(world.stranger, "network.*", "party-registered")
    world.run(world.operator, network.import_shipped)
    period = Period(START.replace(month=12), START.replace(month=12, day=28))
    world.run(world.operator, lambda work: network.close_facility(work, "CNQZH-S", period, "typhoon"))
    node.deliver()
    assert node.kinds(world.stranger) == ["network-imported/2", "facility-closed/1"]


def test_a_batch_of_events_is_told_to_its_sender_alone(node: Node) -> None:
    from tests.app.test_access import EVENT

    world = node.corridor
    world.book()
    for who in (world.operator, world.shipper):
        node.subscribe(who, "tracking.*")
    world.run(world.operator, lambda work: tracking.receive(work, "synthetic", EVENT, "application/json"))
    node.deliver()
    assert node.kinds(world.operator) == ["events-received/1"]
    assert node.kinds(world.shipper) == []


def test_what_is_secret_to_the_node_has_no_topic() -> None:
    told = {fact.kind for fact in topics()}
    for kind in ("user-joined/1", "api-key-made/1", "user-invited/1", "release-decided/1", "webhook-subscribed/1"):
        assert kind not in told


def test_every_act_on_title_has_a_topic_of_its_class() -> None:
    told = topics()
    assert set(lading.PROJECTION.facts) <= set(told)
    by_kind = {fact.kind: topic.data_class for fact, topic in told.items()}
    assert by_kind["document-issued/1"] == DataClass.TRANSPORT_DOCUMENT
    assert by_kind["document-transferred/1"] == DataClass.TITLE_ACT


def test_every_topic_names_the_room_its_fact_is_of() -> None:
    wrong = {fact.kind: topic.room for fact, topic in topics().items() if fact.__module__.split(".")[1] != topic.room}
    assert wrong == {}


def test_nobody_is_told_of_what_the_node_itself_does_with_webhooks(node: Node) -> None:
    """Else every delivery would make another one."""
    world = node.corridor
    rooms = sorted({topic.room for topic in topics().values()})
    node.subscribe(world.operator, *(f"{room}.*" for room in rooms))
    document = world.issue()
    assert document
    for _ in range(3):
        node.deliver()
    before = len(node.receiver.sent)
    node.deliver()
    assert len(node.receiver.sent) == before
    with world.journal.view(NODE):
        assert "release-decided/1" not in node.kinds(world.operator)
