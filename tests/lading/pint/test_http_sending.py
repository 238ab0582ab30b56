"""Two nodes exchange a document over real HTTP: sent by a worker, accepted by a signed answer, brought back, refused, held back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from landsea import journal, lading, policy
from landsea.kernel import Refusal
from landsea.lading import DocumentId, State
from landsea.lading.api.platforms import outgoing_body
from landsea.lading.model import Medium, NotEndorsable, NotNegotiable
from landsea.lading.platforms.facts import CarrierCode, CarrierDetails
from landsea.lading.platforms.refusals import NotForDcsa
from landsea.lading.platforms.values import IdentifyingCode
from landsea.lading.service import platforms
from landsea.lading.service.platforms import worker
from landsea.lading.service.platforms.client import Answer, call
from landsea.policy import AddReleaseRule, DataClass, Effect, ReleaseRefused
from tests.lading.pint import standard
from tests.lading.pint.counterpart import payload_of
from tests.lading.pint.nodes import Platform, make_platform, serving
from tests.lading.world import SIGN
from tests.support.journals import table_dump
from tests.support.people import Person

DETAILS = CarrierDetails(
    CarrierCode("NMFTA", "ZZZZ"), "No such street", "Chongqing", "CN", "Synthetic desk", "desk@synthetic.example"
)


@pytest.fixture
def pair(tables_url: str, tmp_path: Path) -> Iterator[tuple[Platform, Platform]]:
    """A, whose operator is a carrier, on the engine under test; B on SQLite. Each knows the other's certificate."""
    a = make_platform(tables_url, tmp_path / "a", "SYNA")
    b = make_platform(f"sqlite:///{tmp_path / 'b.sqlite3'}", tmp_path / "b", "SYNB")
    with ExitStack() as stack:
        first, second = stack.enter_context(serving(a)), stack.enter_context(serving(b))
        carrier = a.world.run(
            a.world.operator, lambda work: platforms.describe_carrier(work, a.world.operator.party, DETAILS)
        )
        know(first, second, "SG")
        know(second, first, "CN", carrier)
        allow(first)
        yield first, second
    for one in (a, b):
        one.world.journal.database.close()


EVERYTHING = ("send-envelopes", "receive-envelopes", "ask-surrender", "issue", "ask-issuance", "answer-surrender")


def know(here: Platform, other: Platform, jurisdiction: str, carrier: str = "") -> None:
    here.configure(
        name=f"Synthetic {other.code}",
        codes=(other.code,),
        jurisdiction=jurisdiction,
        base_url=other.url,
        certificates=(other.certificate, *([carrier] if carrier else [])),
        carriers=(DETAILS.carrier,) if carrier else (),
        may=EVERYTHING,
    )


def allow(here: Platform, to: str = "SG") -> None:
    """A's operator lets documents and acts go to Singapore: without a rule nothing crosses a border."""
    for what in (DataClass.TRANSPORT_DOCUMENT, DataClass.TITLE_ACT, DataClass.NOTICE):
        rule = AddReleaseRule(to, what, Effect.ALLOW, "synthetic basis")
        here.world.run(here.world.operator, lambda work, rule=rule: policy.add_rule(work, rule))  # type: ignore[misc]


def send(here: Platform, who: Person, document: DocumentId, to: Platform, person: Person, *files: bytes) -> str:
    attached = tuple((f"file {n}.bin", "application/octet-stream", content) for n, content in enumerate(files))
    named = (IdentifyingCode("ZZZ", person.party),)
    command = platforms.SendDocument(document, to.code, "Synthetic receiver", named, attached)
    return here.world.run(who, lambda work: platforms.send(work, command, SIGN)).id


def deliver(here: Platform, times: int = 12) -> None:
    for _ in range(times):
        platforms.send_due(here.world.journal)


def state(here: Platform, document: DocumentId) -> tuple[State, Medium]:
    with here.world.journal.view(journal.NODE) as view:
        title = lading.load_document(view, document).title
        return title.state, title.medium


def held(here: Platform, person: Person) -> list[DocumentId]:
    with here.world.journal.view(person.actor) as view:
        return [one.title.document for one in lading.list_documents(view, desk=lading.Desk.HELD)]


def sent(here: Platform, document: DocumentId) -> dict[str, Any]:
    with here.world.journal.view(here.world.operator.actor) as view:
        return outgoing_body(platforms.list_sent(view, document)[0])


def test_a_document_goes_with_its_files_and_is_operative_in_one_place_only(pair: tuple[Platform, Platform]) -> None:
    a, b = pair
    document = a.world.issue()
    outgoing = send(a, a.world.shipper, document, b, b.world.buyer, b"packing list", b"certificate of origin")
    assert state(a, document) == (State.LEAVING, Medium.PLATFORM)
    assert held(b, b.world.buyer) == []
    deliver(a)
    assert state(a, document) == (State.AWAY, Medium.PLATFORM)
    (arrived,) = held(b, b.world.buyer)
    assert state(b, arrived) == (State.ISSUED, Medium.LOG)
    assert sent(a, document) | {"id": outgoing, "state": "accepted", "next_at": None, "asks": ""} == sent(a, document)


def test_a_real_node_takes_no_document_of_a_sandbox(tmp_path: Path) -> None:
    a = make_platform(f"sqlite:///{tmp_path / 'a.sqlite3'}", tmp_path / "a", "SYNA")
    real = make_platform(f"sqlite:///{tmp_path / 'real.sqlite3'}", tmp_path / "real", "SYNB", sandbox=False)
    with serving(a) as first, serving(real) as second:
        operator = first.world.operator
        carrier = first.world.run(operator, lambda work: platforms.describe_carrier(work, operator.party, DETAILS))
        know(first, second, "SG")
        given = {"codes": ("SYNA",), "certificates": (first.certificate, carrier), "carriers": (DETAILS.carrier,)}
        second.configure(**given, may=("send-envelopes",))
        allow(first)
        document = first.world.issue()
        send(first, first.world.shipper, document, second, second.world.buyer)
        deliver(first)
        said = sent(first, document)
        assert said["state"] == "refused", said
        assert "made in a sandbox" in json.dumps(said)
        assert state(first, document) == (State.ISSUED, Medium.LOG)
        assert held(second, second.world.buyer) == []
    for one in (a, real):
        one.world.journal.database.close()


def test_what_is_sent_has_the_shape_of_the_standard_and_says_what_happened(pair: tuple[Platform, Platform]) -> None:
    a, b = pair
    document = a.world.issue()
    a.world.transfer(a.world.shipper, document, a.world.bank)
    a.world.transfer(a.world.bank, document, a.world.buyer)
    send(a, a.world.buyer, document, b, b.world.buyer)
    with a.world.journal.view(a.world.operator.actor) as view:
        body = json.loads(platforms.list_sent(view, document)[0].body)
    assert standard.errors("PINT", "EblEnvelope", body) == []
    (entry,) = [payload_of(one) for one in body["envelopeTransferChain"]]
    assert standard.errors("PINT", "EnvelopeTransferChainEntry", entry) == []
    assert standard.errors("PINT", "EnvelopeManifest", payload_of(body["envelopeManifestSignedContent"])) == []
    assert standard.errors("PINT", "IssuanceManifest", payload_of(entry["issuanceManifestSignedContent"])) == []
    actions = [one["actionCode"] for one in entry["transactions"]]
    assert actions == ["ISSUE", *["ENDORSE_TO_ORDER", "TRANSFER"] * 3]
    deliver(a)
    assert state(a, document)[0] is State.AWAY


def test_a_document_comes_back_and_goes_again(pair: tuple[Platform, Platform]) -> None:
    a, b = pair
    document = a.world.issue()
    send(a, a.world.shipper, document, b, b.world.buyer)
    deliver(a)
    (there,) = held(b, b.world.buyer)
    allow(b)
    send(b, b.world.buyer, there, a, a.world.bank)
    deliver(b)
    assert (state(a, document)[0], state(b, there)[0]) == (State.ISSUED, State.AWAY)
    assert held(a, a.world.bank) == [document]
    send(a, a.world.bank, document, b, b.world.buyer)
    deliver(a)
    assert (state(a, document)[0], state(b, there)[0]) == (State.AWAY, State.ISSUED)
    for one in pair:
        before = table_dump(one.world.journal)
        journal.rebuild(one.world.journal)
        assert table_dump(one.world.journal) == before


def test_a_refusal_brings_the_document_back(pair: tuple[Platform, Platform]) -> None:
    a, b = pair
    document = a.world.issue()
    stranger = Person(a.world.stranger.actor, "", "")
    send(a, a.world.shipper, document, b, stranger)
    deliver(a)
    assert state(a, document) == (State.ISSUED, Medium.LOG)
    assert held(a, a.world.shipper) == [document]
    assert sent(a, document)["state"] == "refused"
    assert "not known here" in sent(a, document)["asks"]
    send(a, a.world.shipper, document, b, b.world.buyer)
    deliver(a)
    assert len(held(b, b.world.buyer)) == 1


def test_answers_that_are_lost_are_asked_for_again(
    pair: tuple[Platform, Platform], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every request arrives; every second answer is lost; the machine crashes between answer and record."""
    a, b = pair
    document = a.world.issue()
    send(a, a.world.shipper, document, b, b.world.buyer, b"packing list")
    calls = 0

    def lossy(*asked: Any) -> Answer:
        nonlocal calls
        calls += 1
        answer = CALL(*asked)
        return Answer(0, why="lost") if calls % 2 else answer

    monkeypatch.setattr(worker, "call", lossy)
    clock = Later(monkeypatch)
    for _ in range(12):
        clock.advance(hours=2)
        deliver(a, 1)
    assert state(a, document)[0] is State.AWAY
    assert len(held(b, b.world.buyer)) == 1


CALL = call


class Later:
    """The worker's own clock, moved on by the test."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = datetime.now(UTC)
        monkeypatch.setattr(worker, "system_now", lambda: self.now)

    def advance(self, **by: int) -> None:
        self.now += timedelta(**by)


def test_a_platform_of_the_tolerant_profile_gets_the_carriers_manifest_in_both_places(
    pair: tuple[Platform, Platform],
) -> None:
    """The toolkit looks for it beside the chain, the standard wants it in the first entry."""
    a, b = pair
    a.configure(
        name="DCSA toolkit", codes=("CTKR",), jurisdiction="SG", base_url=b.url, profile="dcsa-ctk", may=EVERYTHING
    )
    document = a.world.issue()
    send(a, a.world.shipper, document, Platform(b.world, "CTKR"), b.world.buyer)
    with a.world.journal.view(a.world.operator.actor) as view:
        body = json.loads(platforms.list_sent(view, document)[0].body)
    first = payload_of(body["envelopeTransferChain"][0])
    assert body["issuanceManifestSignedContent"] == first["issuanceManifestSignedContent"]


def test_nothing_crosses_a_border_without_a_rule(pair: tuple[Platform, Platform]) -> None:
    a, b = pair
    document = a.world.issue()
    send(a, a.world.shipper, document, b, b.world.buyer)
    deliver(a)
    (there,) = held(b, b.world.buyer)
    c = b.configure(name="Synthetic far", codes=("SYNC",), jurisdiction="US", base_url=a.url, may=EVERYTHING)
    before = table_dump(b.world.journal)
    far = Platform(b.world, c.codes[0])
    with pytest.raises(ReleaseRefused):
        send(b, b.world.buyer, there, far, b.world.buyer)
    assert table_dump(b.world.journal) == before


def test_a_rule_withdrawn_while_it_is_queued_holds_it_back(
    pair: tuple[Platform, Platform], monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b = pair
    document = a.world.issue()
    send(a, a.world.shipper, document, b, b.world.buyer)
    rules = a.world.run(a.world.operator, lambda work: policy.list_rules(work))
    for rule in rules:
        a.world.run(a.world.operator, lambda work, rule=rule: policy.withdraw_rule(work, rule.id, "synthetic"))  # type: ignore[misc]
    deliver(a)
    assert state(a, document)[0] is State.LEAVING
    assert "release rules" in sent(a, document)["asks"]
    allow(a)
    clock = Later(monkeypatch)
    for _ in range(6):
        clock.advance(hours=2)
        deliver(a, 1)
    assert state(a, document)[0] is State.AWAY


def test_a_document_that_dcsa_cannot_describe_does_not_leave(pair: tuple[Platform, Platform]) -> None:
    """B has no carrier with an address and a code: its own documents cannot go."""
    a, b = pair
    allow(b)
    document = b.world.issue()
    before = table_dump(b.world.journal)
    with pytest.raises(NotForDcsa, match=r"carrierCode|partyContactDetails|address"):
        send(b, b.world.shipper, document, a, a.world.buyer)
    assert table_dump(b.world.journal) == before


def test_a_straight_document_goes_to_its_consignee_and_to_nobody_else(pair: tuple[Platform, Platform]) -> None:
    a, b = pair
    document = a.world.issue(negotiable=False)
    with pytest.raises(NotNegotiable):
        send(a, a.world.buyer, document, b, b.world.bank)
    named = (IdentifyingCode("ZZZ", b.world.buyer.party),)
    command = platforms.SendDocument(document, b.code, "Synthetic Buyer", named)
    a.world.run(a.world.buyer, lambda work: platforms.send(work, command, SIGN))
    deliver(a)
    assert (state(a, document)[0], len(held(b, b.world.buyer))) == (State.AWAY, 1)


def test_a_document_endorsed_in_full_is_not_sent_on(pair: tuple[Platform, Platform]) -> None:
    a, b = pair
    document = a.world.issue()
    full = lading.Endorsement.FULL
    a.world.run(a.world.shipper, lambda work: lading.transfer(work, document, a.world.bank.party, SIGN, full))
    with pytest.raises(NotEndorsable):
        send(a, a.world.bank, document, b, b.world.buyer)
    assert state(a, document)[0] is State.ISSUED


def test_only_the_holder_sends(pair: tuple[Platform, Platform]) -> None:
    a, b = pair
    document = a.world.issue()
    with pytest.raises(Refusal):
        send(a, a.world.buyer, document, b, b.world.buyer)
    assert state(a, document)[0] is State.ISSUED
