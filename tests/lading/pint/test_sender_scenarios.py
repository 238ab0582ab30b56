"""DCSA's 19 scenarios for the sending platform, and worse, against a synthetic receiving platform over plain HTTP.

Of each: what the receiver was asked, in order, where the document is operative afterwards, and what its holder may do with it. The faults
that the toolkit has a sender make on command are made between the node and the receiver, never in the node.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from landsea import journal, lading
from landsea.lading import DocumentId, State
from landsea.lading.api.platforms import outgoing_body
from landsea.lading.model import ActKind, IsElsewhere
from landsea.lading.platforms.facts import Counterpart
from landsea.lading.platforms.refusals import NoAnswerFrom, NotKnownThere
from landsea.lading.platforms.values import IdentifyingCode
from landsea.lading.service import platforms
from landsea.lading.service.platforms import client, worker
from landsea.lading.service.platforms.keys import sign_as_platform
from tests.lading.pint.counterpart import CARRIER, Json, Keys, payload_of, transport_document
from tests.lading.pint.nodes import Platform, make_platform, serving, strict_counterpart
from tests.lading.pint.receiver import (
    CODE,
    PARTY,
    Receiver,
    Spoil,
    code,
    error,
    honest,
    lost,
    never_came,
    receiving,
    says,
    spoiled,
)
from tests.lading.pint.test_http_sending import DETAILS
from tests.lading.pint.test_receiving import SHIPPER, A, act, strict_envelope
from tests.lading.world import SIGN
from tests.support.prepared import Prepared

OTHER = Keys("somebody else")
RECEIVER = IdentifyingCode("ZZZ", "RECEIVER")
START, FINISH, DOCUMENT = "envelopes", "finish-transfer", "additional-documents"
GONE, HERE, WAITS = State.AWAY, State.ISSUED, State.LEAVING
Change = Callable[[Json], Json]


@dataclass
class Sender:
    """The node under test, the receiver it sends to, and a clock for its worker."""

    node: Platform
    there: Receiver
    clock: list[datetime]

    def issue(self) -> DocumentId:
        return self.node.world.issue()

    def send(self, document: DocumentId, files: int = 0, *, to: str = CODE, party: IdentifyingCode = RECEIVER) -> None:
        attached = tuple((f"{n}.bin", "application/octet-stream", f"{document} {n}".encode()) for n in range(files))
        command = platforms.SendDocument(document, to, PARTY["partyName"], (party,), attached)
        self.node.world.run(self.node.world.shipper, lambda work: platforms.send(work, command, SIGN))

    def step(self, times: int = 1) -> None:
        """The worker's turn, late enough for whatever waits."""
        for _ in range(times):
            self.clock[0] += timedelta(hours=2)
            platforms.send_due(self.node.world.journal)

    def play(self, *script: Spoil, files: int = 0, steps: int = 0) -> DocumentId:
        """A new document sent, with these spoilings of the first exchanges; honest afterwards."""
        self.there.heard.clear()
        self.there.script.extend(script)
        document = self.issue()
        self.send(document, files)
        self.step(steps or len(script))
        return document

    def stands(self, document: DocumentId) -> tuple[State, str]:
        """The state here, and what was made of the sending."""
        with self.node.world.journal.view(self.node.world.shipper.actor) as view:
            return lading.get_document(view, document).title.state, self.told(document)["state"]

    def told(self, document: DocumentId) -> dict[str, Any]:
        with self.node.world.journal.view(self.node.world.shipper.actor) as view:
            return outgoing_body(platforms.list_sent(view, document)[0])

    def may(self, document: DocumentId) -> set[ActKind]:
        with self.node.world.journal.view(self.node.world.shipper.actor) as view:
            return set(lading.possible_acts(view, lading.get_document(view, document)))

    def arrived(self, number: str) -> DocumentId:
        """A document to bearer that came from the synthetic platform SYNA."""
        world = self.node.world
        move = act("TRANSFER", SHIPPER, self.node.party(world.shipper, "Shipper"))
        envelope = strict_envelope(transport_document(number, to_order=True), [move])
        status, _, _ = self.node.call("POST", "/v3/envelopes", envelope)
        assert status == 200
        with world.journal.view(world.shipper.actor) as view:
            held = lading.list_documents(view, desk=lading.Desk.HELD)
        return next(one.title.document for one in held if one.title.number == number)

    def configure(self, given: Counterpart) -> None:
        operator = self.node.world.operator
        self.node.world.run(operator, lambda work: platforms.configure_counterpart(work, given))

    def signed(self, said: Json) -> str:
        """By the node's own key: for faults on the way."""
        return sign_as_platform(self.node.world.journal.signer, said)


@pytest.fixture(scope="module")
def stage(prepared: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sender]:
    folder = tmp_path_factory.mktemp("sender")
    made = make_platform(prepared.sqlite(folder / "node.sqlite3"), folder, "SYNS")
    with ExitStack() as stack:
        stack.callback(made.world.journal.database.close)
        node = stack.enter_context(serving(made))
        operator = node.world.operator
        carrier = node.world.run(operator, lambda work: platforms.describe_carrier(work, operator.party, DETAILS))
        believed = {"SYNS": [node.certificate], "SYNA": [A.certificate]}
        there = stack.enter_context(receiving(believed, [carrier, CARRIER.certificate]))
        known = {"name": "Synthetic receiver", "profile": "dcsa-ctk", "base_url": there.url}
        strict_counterpart(node, CODE, there.keys, **known, codes=(CODE, "SYNQ"))
        strict_counterpart(node, "SYNA", A, name="Synthetic origin")
        node.configure(name="Synthetic carrier", certificates=(CARRIER.certificate,), carriers=(DETAILS.carrier,))
        yield Sender(node, there, [datetime.now(UTC)])


@pytest.fixture
def sender(stage: Sender, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sender]:
    monkeypatch.setattr(worker, "system_now", lambda: stage.clock[0])
    yield stage
    stage.there.script.clear()
    assert stage.there.faults == []


def resigned(sender: Sender) -> Change:
    """The newest entry signed anew, and the old manifest: as the toolkit retries."""
    return lambda said: said | {"envelopeTransferChain": [*said["envelopeTransferChain"][:-1], _again(sender, said)]}


def _again(sender: Sender, said: Json) -> str:
    head, payload, _ = said["envelopeTransferChain"][-1].split(".")
    return sender.signed(payload_of(f"{head}.{payload}."))


def manipulated(sender: Sender) -> Change:
    """One transaction more in the newest entry, signed."""

    def change(said: Json) -> Json:
        entry = payload_of(said["envelopeTransferChain"][-1])
        entry["transactions"].insert(1, entry["transactions"][-1])
        return said | {"envelopeTransferChain": [*said["envelopeTransferChain"][:-1], sender.signed(entry)]}

    return change


def unsigned_manifest(said: Json) -> Json:
    head, payload, signature = said["envelopeManifestSignedContent"].split(".")
    return said | {"envelopeManifestSignedContent": f"{head}.{payload}.{'A' * len(signature)}"}


def corrupted(here: Receiver, asked: Any) -> Any:
    """The document arrives with a byte changed."""
    content = bytearray(base64.b64decode(asked.body))
    content[0] ^= 1
    return here.answer(type(asked)(asked.method, asked.path, base64.b64encode(content).decode()))


def unrelated(here: Receiver, asked: Any) -> Any:
    """Another document arrives, by another name."""
    path = asked.path.rpartition("/")[0] + "/" + "0" * 64
    return here.answer(type(asked)(asked.method, path, asked.body))


# The scenarios by their numbers in DCSA's toolkit.


def test_01_an_envelope_is_received_and_the_document_is_gone(sender: Sender) -> None:
    document = sender.play(honest)
    assert (sender.there.lines, sender.stands(document)) == ([START], (GONE, "accepted"))
    assert sender.may(document) == set()
    with pytest.raises(IsElsewhere):
        sender.node.world.transfer(sender.node.world.shipper, document, sender.node.world.bank)


def test_02_an_answer_that_is_lost_is_asked_for_with_the_same_bytes_and_dupe_settles_it(sender: Sender) -> None:
    document = sender.play(lost)
    assert sender.stands(document) == (WAITS, "sending")
    assert sender.may(document) == set()
    sender.step()
    assert (sender.there.lines, sender.stands(document)) == ([START, START], (GONE, "accepted"))
    first, second = sender.there.heard
    assert first == second


def test_03_dupe_of_an_entry_that_was_signed_anew_on_the_way_settles_it(sender: Sender) -> None:
    document = sender.play(lost, spoiled(resigned(sender)))
    assert sender.stands(document) == (GONE, "accepted")


def test_04_dise_of_an_envelope_that_was_manipulated_on_the_way_is_not_of_ours(sender: Sender) -> None:
    document = sender.play(lost, spoiled(manipulated(sender)))
    assert sender.stands(document) == (WAITS, "sending")
    sender.step()
    assert sender.stands(document) == (GONE, "accepted")


@pytest.mark.parametrize(("spoil", "wanted"), [("", "05"), ("resign", "06"), ("manipulate", "07")])
def test_05_to_07_a_chain_of_two_entries_goes_on(sender: Sender, spoil: str, wanted: str) -> None:
    """A document that came from another platform, in whose chain this node's entry is the second."""
    sender.there.heard.clear()
    document = sender.arrived(f"SYN-{wanted}")
    change = {"resign": resigned, "manipulate": manipulated}.get(spoil)
    if change:
        sender.there.script.extend([lost, spoiled(change(sender))])
    sender.send(document)
    sender.step(3 if spoil == "manipulate" else 2 if spoil else 1)
    assert sender.stands(document) == (GONE, "accepted")
    chain = sender.there.heard[0].body["envelopeTransferChain"]
    assert [payload_of(one)["eblPlatform"] for one in chain] == ["SYNA", "SYNS"]


def test_08_bsig_gives_nothing_back_and_is_told_until_the_signature_holds(sender: Sender) -> None:
    document = sender.play(spoiled(unsigned_manifest))
    assert sender.stands(document) == (WAITS, "sending")
    assert "BSIG" in sender.told(document)["asks"]
    sender.step()
    assert sender.stands(document) == (GONE, "accepted")


@pytest.mark.parametrize("wrong", ["09 platform", "10 recipient"])
def test_09_and_10_benv_brings_the_document_back_and_its_holder_does_as_before(sender: Sender, wrong: str) -> None:
    sender.there.heard.clear()
    document = sender.issue()
    before = sender.may(document)
    nobody = IdentifyingCode("ZZZ", "NOBODY")
    sender.send(document, to="SYNQ" if wrong == "09 platform" else CODE, party=nobody)
    sender.step()
    assert (sender.there.lines, sender.stands(document)) == ([START], (HERE, "refused"))
    assert "the recipient is not here" in sender.told(document)["asks"]
    assert sender.may(document) == before
    sender.step()
    assert sender.there.lines == [START], "what was refused is not sent again"
    sender.send(document)
    sender.step()
    assert sender.stands(document) == (GONE, "accepted")


@pytest.mark.parametrize(
    ("number", "script", "lines"),
    [
        (11, [], [START, DOCUMENT, DOCUMENT, FINISH]),
        (12, [honest, honest, says(404, error(404))], [START, DOCUMENT, DOCUMENT, START, DOCUMENT, FINISH]),
        (13, [honest, honest, honest, says(404, error(404))], [START, DOCUMENT, DOCUMENT, FINISH, START]),
        (14, [honest, honest, corrupted], [START, DOCUMENT, DOCUMENT, DOCUMENT, FINISH]),
        (15, [honest, honest, unrelated], [START, DOCUMENT, DOCUMENT, DOCUMENT, FINISH]),
        (16, [honest, honest, says(204)], [START, DOCUMENT, DOCUMENT, FINISH, DOCUMENT, FINISH]),
        (17, [honest, honest, says(204), says(404)], [START, DOCUMENT, DOCUMENT, FINISH, START, DOCUMENT, FINISH]),
    ],
)
def test_11_to_17_documents_follow_until_none_is_missing(
    sender: Sender, number: int, script: list[Spoil], lines: list[str]
) -> None:
    """12, 13, 17: the receiver does not know the transfer and is sent the envelope again; 14, 15: a document arrives as another (INCD);
    16: one is lost though it was taken (MDOC)."""
    document = sender.play(*script, files=2, steps=len(lines))
    assert (sender.there.lines, sender.stands(document)) == (lines, (GONE, "accepted"))
    (transfer,) = [one for one in sender.there.transfers.values() if one.entry in _entries(sender)]
    assert transfer.missing == []


def _entries(sender: Sender) -> list[str]:
    return [one.body["envelopeTransferChain"][-1] for one in sender.there.heard if isinstance(one.body, dict)]


def test_18_a_party_there_is_named_or_not_known(sender: Sender) -> None:
    sender.there.heard.clear()
    asked = (sender.node.world.journal, sender.node.world.shipper.actor, CODE)
    assert platforms.ask_receiver(*asked, RECEIVER) == PARTY["partyName"]
    with pytest.raises(NotKnownThere):
        platforms.ask_receiver(*asked, IdentifyingCode("ZZZ", "NOBODY"))
    for unread in (never_came, says(200, {"name": "x"}), says(200, raw=b"<html>"), says(302), says(500)):
        sender.there.script.append(unread)
        with pytest.raises(NoAnswerFrom):
            platforms.ask_receiver(*asked, RECEIVER)
    assert sender.there.heard[0].body == {"codeListProvider": "ZZZ", "partyCode": "RECEIVER"}


def test_19_an_error_response_settles_nothing(sender: Sender) -> None:
    document = sender.play(says(400, error(400)))
    assert sender.stands(document) == (WAITS, "sending")
    sender.step()
    assert sender.stands(document) == (GONE, "accepted")


# What the toolkit does not play: nothing of it moves the document, and the next honest answer does.


@pytest.mark.parametrize(
    "spoil",
    [
        never_came,
        says(200),
        says(200, {"responseCode": "BENV"}),
        says(200, raw=b"<html>RECE</html>"),
        says(204),
        says(301),
        says(429, error(429)),
        says(503, error(503)),
        says(422, raw=b'"' + b"a" * 5_000_000 + b'"'),
        says(201, {"envelopeReference": "x"}),
        code("RECE", OTHER),
        code("BENV", OTHER),
        code("DISE", OTHER),
        code("RECE", entry="another.envelope.altogether"),
        code("BENV", entry="another.envelope.altogether"),
        code("DISE", entry="another.envelope.altogether"),
        code("DUPE", entry="another.envelope.altogether"),
        code("DUPE", duplicateOfAcceptedEnvelopeTransferChainEntrySignedContent=OTHER.sign({"another": "entry"})),
        code("MDOC"),
        code("MDOC", missingAdditionalDocumentChecksums=["0" * 64]),
        code("INCD"),
        code("GIVE"),
    ],
)
def test_what_binds_nobody_moves_nothing(sender: Sender, spoil: Spoil) -> None:
    document = sender.play(spoil)
    assert (sender.stands(document), sender.may(document)) == ((WAITS, "sending"), set())
    sender.step()
    assert (sender.there.lines, sender.stands(document)) == ([START, START], (GONE, "accepted"))


@pytest.mark.parametrize("name", ["RECE", "BENV"])
def test_an_answer_that_was_signed_of_an_earlier_envelope_is_nothing_when_it_comes_again(
    sender: Sender, name: str
) -> None:
    """The document came back and leaves again: the receiver's old answer is of another entry."""
    document = sender.play(code("BENV"))
    replayed = sender.there.signed(_entries(sender)[0], name)
    assert sender.stands(document) == (HERE, "refused")
    sender.there.script.append(says(200, replayed.body))
    sender.send(document)
    sender.step()
    assert sender.stands(document) == (WAITS, "sending")
    sender.step()
    assert sender.stands(document) == (GONE, "accepted")


@pytest.mark.parametrize(("name", "ends"), [("RECE", (GONE, "accepted")), ("BENV", (HERE, "refused"))])
@pytest.mark.parametrize("status", [200, 400, 422, 500])
def test_what_is_signed_decides_whatever_the_status_says(
    sender: Sender, name: str, ends: tuple[State, str], status: int
) -> None:
    assert sender.stands(sender.play(code(name, status=status))) == ends


def test_an_answer_that_drips_is_given_up_at_the_deadline(sender: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    """A byte now and then keeps no thread for ever."""
    monkeypatch.setattr(client, "SECONDS_MAX", 0.3)
    document = sender.play(says(200, raw=b'"' + b"a" * 1000, slow=0.05))
    assert sender.stands(document) == (WAITS, "sending")
    sender.step()
    assert sender.stands(document) == (GONE, "accepted")


def test_a_receiver_that_wants_what_was_not_announced_gets_nothing_of_it(sender: Sender) -> None:
    secret = sender.node.world.journal.blobs.put(b"synthetic: of another document")

    def wants_more(here: Receiver, asked: Any) -> Any:
        answer = here.answer(asked)
        return type(answer)(201, answer.body | {"missingAdditionalDocumentChecksums": [secret]})

    document = sender.play(wants_more, files=1)
    assert sender.there.lines == [START]
    assert "not announced" in sender.told(document)["asks"]
    sender.step(4)
    assert sender.stands(document) == (GONE, "accepted")


def test_a_reference_is_the_receivers_text_and_no_path(sender: Sender) -> None:
    def odd(here: Receiver, asked: Any) -> Any:
        answer = here.answer(asked)
        return type(answer)(201, answer.body | {"envelopeReference": "../x?y=1 #z"})

    document = sender.play(odd, files=1)
    sender.step()
    assert sender.there.heard[-1].path.startswith("/v3/envelopes/..%2Fx%3Fy%3D1%20%23z/additional-documents/")
    assert sender.stands(document) == (WAITS, "sending")
    sender.step(4)
    assert sender.stands(document) == (GONE, "accepted")


def test_dise_of_our_envelope_stops_it_for_people_to_settle(sender: Sender) -> None:
    document = sender.play(code("DISE", reason="Synthetic: another chain was accepted"))
    assert (sender.stands(document), sender.may(document)) == ((WAITS, "disputed"), set())
    assert sender.told(document)["asks"] == "Synthetic: another chain was accepted"
    sender.step(2)
    assert sender.there.lines == [START], "it is not sent again"


def test_a_key_that_changed_is_believed_when_the_operator_has_configured_it(sender: Sender) -> None:
    document = sender.play(code("RECE", OTHER), code("RECE", OTHER))
    assert sender.stands(document) == (WAITS, "sending")
    with sender.node.world.journal.view(sender.node.world.operator.actor) as view:
        known = platforms.get_counterpart(view, CODE)
    both = replace(known, certificates=(*known.certificates, OTHER.certificate))
    sender.configure(both)
    sender.there.script.append(code("RECE", OTHER))
    sender.step()
    assert sender.stands(document) == (GONE, "accepted")
    sender.configure(known)


def test_a_restored_node_sends_nothing_until_an_operator_has_confirmed_it(sender: Sender) -> None:
    """The original may have sent it since, and had its answer."""
    node, document = sender.node.world.journal, sender.issue()
    sender.there.heard.clear()
    sender.send(document)
    with node.database.write() as connection:
        journal.mark_moved(connection)
    assert journal.start_epoch_if_moved(node)
    sender.step(2)
    assert sender.there.heard == []
    node.run(journal.NODE, lambda work: journal.confirm_epoch(work, "compared"))
    sender.step()
    assert sender.stands(document) == (GONE, "accepted")
