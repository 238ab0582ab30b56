"""Webhooks of the exchange with other platforms: who sees a document is told what became of it there, and nobody else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from landsea.app.telling import topics
from landsea.kernel import PartyId, Recorded
from landsea.lading.service import platforms
from landsea.lading.service.platforms.named import key_for, stream_of
from landsea.policy import DataClass
from tests.lading.pint.counterpart import CtkSender
from tests.lading.pint.nodes import Platform, make_platform, with_ctk
from tests.support.journals import START
from tests.support.people import Person
from tests.support.prepared import Prepared

TOPICS = topics()
EXCHANGE = [
    "dispute-settled",
    "envelope-accepted",
    "envelope-begun",
    "envelope-disputed",
    "envelope-document-stored",
    "envelope-refused",
    "envelope-sending",
    "envelope-sending-refused",
    "envelope-sent",
    "issuance-received",
    "late-answer",
    "sending-asked-again",
    "sending-doubted",
    "surrender-answered",
    "surrender-received",
    "surrender-requested",
]


def told(here: Platform, who: Person, number: str) -> list[str]:
    """The kinds of the document's facts in the exchange that the person's webhooks would be sent."""
    stream = stream_of(key_for(("NMFTA", "ZZZZ"), number))
    with here.world.journal.view(who.actor) as view:
        facts = [fact for _, fact in view.history(stream)]
        recorded = [Recorded(stream, n, PartyId("node"), START, fact) for n, fact in enumerate(facts, 1)]
        return [one.fact.kind for one in recorded if TOPICS[type(one.fact)].may_see(view, one)]


def test_what_came_by_envelope_is_told_to_who_sees_the_document(prepared: Prepared, tmp_path: Path) -> None:
    here = make_platform(prepared.sqlite(tmp_path / "node.sqlite3"), tmp_path, "SYNR")
    with_ctk(here)
    world, nobody = here.world, {"identifyingCodes": [{"codeListProvider": "ZZZ", "partyCode": "nobody"}]}
    for number, receiver in (("SYN-1", here.party(world.buyer)), ("SYN-2", here.party(world.buyer) | nobody)):
        body = json.dumps(CtkSender(receiver, START, number).start()).encode()
        world.as_node(lambda work, body=body: platforms.receive_envelope(work, body))  # type: ignore[misc]
    accepted = ["envelope-begun/1", "envelope-accepted/1"]
    assert [told(here, who, "SYN-1") for who in (world.buyer, world.operator, world.bank)] == [accepted, accepted, []]
    refused = [told(here, who, "SYN-2") for who in (world.buyer, world.operator, world.bank)]
    assert refused == [[], ["envelope-refused/1"], []], "what is no document here is the operator's"
    world.journal.database.close()


@pytest.mark.parametrize("name", EXCHANGE)
def test_every_kind_of_the_exchange_can_be_subscribed_to(name: str) -> None:
    (topic,) = [topic for fact, topic in TOPICS.items() if fact.kind == f"{name}/1"]
    whole = name in ("envelope-begun", "envelope-sending", "issuance-received")
    wanted = DataClass.TRANSPORT_DOCUMENT if whole else DataClass.TITLE_ACT
    assert (topic.room, topic.data_class) == ("lading", wanted.value)
