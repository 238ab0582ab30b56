"""An operator refuses an incoming envelope by hand: before its documents are there, or before it came at all. Never what was accepted."""

from __future__ import annotations

import copy
import json
import threading
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from landsea.app.cli import app
from landsea.lading import State
from landsea.lading.service.platforms import accepting, worker
from landsea.lading.service.platforms.client import Answer
from tests.lading.pint.counterpart import CtkSender, payload_of
from tests.lading.pint.nodes import Platform
from tests.lading.pint.test_http_receiving import (
    ENVELOPES,
    begin,
    held,
    here,  # noqa: F401 - the fixture
    post,
    put,
    sender_to,
    signed,
)
from tests.lading.pint.test_http_sending import deliver, pair, send, state  # noqa: F401 - a fixture
from tests.lading.pint.test_unanswered import ask_again, dispute, is_rebuilt_alike
from tests.support.journals import table_dump
from tests.support.people import Person

INCOMING = "/v1/platforms/incoming"
WHY = "reported stolen, case 7"
SAID = f"refused by this platform's operator: {WHY}"


def bar(here: Platform, named: str, who: Person | None = None) -> tuple[int, Any]:  # noqa: F811
    key = {"Authorization": f"Bearer {(who or here.world.operator).api_key}"}
    return here.call("POST", f"{INCOMING}/refuse", {"envelope": named, "reason": WHY}, **key)[:2]


def waiting(here: Platform) -> list[dict[str, Any]]:  # noqa: F811
    found: list[dict[str, Any]] = here.done(here.world.operator, "GET", INCOMING)["data"]
    return found


def newest(sender: CtkSender) -> str:
    return str(sender.envelope["envelopeTransferChain"][-1])


def with_another_manifest(sender: CtkSender) -> dict[str, Any]:
    """The envelope again, put together so that it is refused: its manifest speaks of another newest entry."""
    said = copy.deepcopy(sender.envelope)
    manifest = payload_of(said["envelopeManifestSignedContent"])
    manifest["lastEnvelopeTransferChainEntrySignedContentChecksum"] = "0" * 64
    return said | {"envelopeManifestSignedContent": sender.keys.sign(manifest)}


def test_one_that_waits_for_its_documents_is_refused_whatever_is_asked_of_it(here: Platform) -> None:  # noqa: F811
    sender = sender_to(here, documents=1)
    reference = begin(here, sender)
    (row,) = waiting(here)
    named = row["reference"]
    assert reference.endswith(named)
    assert (row["number"], row["sender"], row["party"]) == (sender.number, sender.code, here.world.buyer.party)
    assert (row["documents"], row["missing"]) == (1, 1)
    assert bar(here, named, here.world.buyer)[0] == 403
    status, answer = bar(here, named)
    said = payload_of(answer["answer"])
    assert (status, said["responseCode"], said["reason"]) == (200, "BENV", SAID)
    assert waiting(here) == []
    name, content = sender.next_document()
    for asked in (
        here.call("PUT", f"{reference}/additional-documents/{name}", content),
        here.call("PUT", f"{reference}/finish-transfer"),
        here.call("POST", ENVELOPES, sender.retry()),
        here.call("POST", ENVELOPES, sender.retry("RESIGN")),
    ):
        told = signed(here, asked)
        assert (told["responseCode"], told["reason"].endswith(SAID)) == ("BENV", True)
    before = table_dump(here.world.journal)
    assert payload_of(bar(here, named)[1]["answer"])["responseCode"] == "BENV", "again, and recorded once"
    assert table_dump(here.world.journal) == before
    assert held(here) == []
    is_rebuilt_alike(here)
    assert post(here, sender.retry()) == "BENV"


def test_one_that_never_came_is_refused_when_it_comes_and_what_was_accepted_is_not(
    here: Platform,  # noqa: F811
) -> None:
    sender = sender_to(here)
    stolen = sender.start()
    entry = newest(sender)
    assert bar(here, entry)[0] == 200
    assert bar(here, entry)[0] == 200
    assert (post(here, stolen), post(here, sender.retry("RESIGN"))) == ("BENV", "BENV")
    assert post(here, sender.start()) == "RECE", "a new transfer is a new entry"
    status, refused = bar(here, newest(sender))
    assert (status, refused["code"], post(here, sender.retry())) == (409, "envelope-was-accepted", "DUPE")
    elsewhere = sender.start("WRONG_RECIPIENT_PLATFORM")["envelopeTransferChain"][-1]
    forged = ".".join([*entry.split(".")[:2], elsewhere.split(".")[2]])
    for wrong in ("env_unknown", "no.such.entry", forged, elsewhere):
        status, refused = bar(here, wrong)
        assert (status, refused["code"]) == (404, "not-an-incoming-envelope"), wrong
    assert len(held(here)) == 1
    is_rebuilt_alike(here)


@pytest.mark.parametrize("tables_url", ["sqlite"], indirect=True)
def test_what_its_sender_is_not_sure_of_is_barred_there_and_comes_back_by_a_signed_answer(
    pair: tuple[Platform, Platform],  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """The envelope is lost on its way, a copy of it comes when everybody has stopped waiting."""
    a, b = pair
    document = a.world.issue()
    send(a, a.world.shipper, document, b, b.world.buyer)
    copies: list[tuple[str, str, bytes]] = []

    def lost(base: str, method: str, path: str, body: bytes) -> Answer:
        copies.append((method, path, body))
        return Answer(0, why="lost")

    with monkeypatch.context() as patched:
        patched.setattr(worker, "call", lost)
        deliver(a, 1)
    dispute(a, document)

    def run(here: Platform, *words: str) -> str:  # noqa: F811
        options = ["--url", here.url, "--key", here.world.operator.api_key]
        made = CliRunner().invoke(app, ["platform", *words, *options])
        assert made.exit_code == 0, made.output
        return made.output.strip()

    (tmp_path / "entry.jws").write_text(run(a, "entry", document))
    answer = run(b, "refuse", str(tmp_path / "entry.jws"), "--reason", WHY)
    assert payload_of(answer)["reason"] == SAID
    assert run(b, "incoming") == run(a, "incoming")
    ((method, path, body),) = copies
    assert payload_of(b.call(method, path, body)[1])["responseCode"] == "BENV"
    assert state(a, document)[0] is State.LEAVING
    ask_again(a, document)
    deliver(a, 1)
    assert state(a, document)[0] is State.ISSUED
    told = json.loads(json.dumps(a.done(a.world.operator, "GET", f"/v1/documents/{document}/sent")["data"][0]))
    assert (told["state"], told["asks"].endswith(SAID)) == ("refused", True)


@pytest.mark.parametrize("tables_url", ["postgres"], indirect=True)
@pytest.mark.parametrize("how", ["bar by reference", "bar by entry", "another manifest"])
def test_what_is_refused_while_it_is_being_accepted_is_one_or_the_other(
    here: Platform,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    how: str,
) -> None:
    """Two requests at once, in two connections, either of one begun transfer or of one that just comes; on SQLite there is one writer."""
    sender = sender_to(here, documents=0 if how == "bar by entry" else 1)
    last: tuple[str, str, Any] = ("POST", ENVELOPES, sender.start())
    if how != "bar by entry":
        reference = begin(here, sender)
        put(here, sender, reference)
        last = ("PUT", f"{reference}/finish-transfer", None)
    refused: list[str] = []
    accept = accepting.accept

    def refuse() -> None:
        if how == "another manifest":
            status, body, _ = here.call("POST", ENVELOPES, with_another_manifest(sender))
        else:
            named = newest(sender) if how == "bar by entry" else last[1].split("/")[3]
            status, body = bar(here, named)
        refused.append(payload_of(body)["responseCode"] if isinstance(body, str) else str(status))

    def slowly(*given: Any) -> Any:
        monkeypatch.setattr(accepting, "accept", accept)
        other.start()
        other.join(2)  # it waits for us, or is told to come again
        return accept(*given)

    other = threading.Thread(target=refuse)
    monkeypatch.setattr(accepting, "accept", slowly)
    status, body, _ = here.call(*last)
    other.join()
    assert (status, payload_of(body)["responseCode"]) == (200, "RECE")
    assert refused[0] in ("DUPE", "409", "503"), "its sender would take the title back"
    assert len(held(here)) == 1
    assert bar(here, newest(sender))[0] == 409
