"""DCSA's PINT scenarios for the receiving platform over plain HTTP, on both engines, and what they leave on record."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from landsea import journal, lading
from landsea.lading import State
from tests.lading.pint import standard
from tests.lading.pint.counterpart import CtkSender, payload_of, verifies
from tests.lading.pint.nodes import Platform, make_platform, serving, with_ctk
from tests.support.journals import START, table_dump

ENVELOPES = "/v3/envelopes"
Json = dict[str, Any]


@pytest.fixture
def here(tables_url: str, tmp_path: Path) -> Iterator[Platform]:
    made = make_platform(tables_url, tmp_path, "SYNR")
    with_ctk(made)
    with serving(made) as served:
        yield served
    made.world.journal.database.close()


def sender_to(here: Platform, documents: int = 0) -> CtkSender:
    return CtkSender(here.party(here.world.buyer), START, documents=documents)


def signed(here: Platform, answer: tuple[int, Any, Any]) -> Json:
    """The payload of a signed answer: signed by the platform's key, of the standard's shape, with the status of its code."""
    status, body, headers = answer
    assert isinstance(body, str), body
    assert verifies(body, here.certificate)
    said = payload_of(body)
    assert standard.errors("PINT", "EnvelopeTransferFinishedResponse", said) == []
    assert status == {"RECE": 200, "DUPE": 200, "BSIG": 422, "BENV": 422}.get(said["responseCode"], 409)
    assert headers["API-Version"] == "3.0.0"
    return said


def post(here: Platform, envelope: Json) -> str:
    answer = here.call("POST", ENVELOPES, envelope)
    return "201" if answer[0] == 201 else str(signed(here, answer)["responseCode"])


def held(here: Platform) -> list[lading.StoredDocument]:
    """The documents that the buyer holds, operative here."""
    with here.world.journal.view(here.world.buyer.actor) as view:
        return lading.list_documents(view, desk=lading.Desk.HELD)


@pytest.mark.parametrize("kind", ["VALID_ISSUANCE", "VALID_TRANSFER"])
def test_an_envelope_becomes_a_document_once_however_often_it_comes(here: Platform, kind: str) -> None:
    sender = sender_to(here)
    assert post(here, sender.start(kind)) == "RECE"
    (found,) = held(here)
    assert (found.title.number, found.title.state, found.title.issuer) == (sender.number, State.ISSUED, None)
    assert [post(here, sender.retry(one)) for one in ("NO_CHANGE", "RESIGN", "MANIPULATE")] == ["DUPE", "DUPE", "DISE"]
    assert len(held(here)) == 1


def test_broken_signatures_and_wrong_recipients_leave_nothing_behind(here: Platform) -> None:
    sender = sender_to(here)
    assert post(here, sender.start("SIGNATURE_ISSUE")) == "BSIG"
    assert post(here, sender.start()) == "RECE"
    assert (
        post(here, CtkSender(here.party(here.world.buyer), START, "OTHER").start("WRONG_RECIPIENT_PLATFORM")) == "BENV"
    )
    nobody = here.party(here.world.buyer) | {"identifyingCodes": [{"codeListProvider": "ZZZ", "partyCode": "nobody"}]}
    assert post(here, CtkSender(nobody, START, "THIRD").start()) == "BENV"
    assert len(held(here)) == 1


def begin(here: Platform, sender: CtkSender) -> str:
    status, body, _ = here.call("POST", ENVELOPES, sender.retry() if sender.envelope else sender.start())
    assert status == 201
    assert standard.errors("PINT", "EnvelopeTransferStartedResponse", body) == []
    sender.wants(body)
    return f"{ENVELOPES}/{body['envelopeReference']}"


def put(here: Platform, sender: CtkSender, reference: str, kind: str = "VALID_DOCUMENT") -> str:
    name, content = sender.next_document(kind)
    answer = here.call("PUT", f"{reference}/additional-documents/{name}", content)
    if answer[0] != 204:
        return str(signed(here, answer)["responseCode"])
    assert answer[1] is None
    assert answer[2]["API-Version"] == "3.0.0"
    return "204"


@pytest.mark.parametrize(
    ("trouble", "ending"),
    [
        ("none", "finish"),
        ("retry", "finish"),
        ("retry", "retry"),
        ("CORRUPTED_DOCUMENT", "finish"),
        ("UNRELATED_DOCUMENT", "finish"),
        ("early finish", "finish"),
        ("early finish", "retry"),
    ],
)
def test_documents_follow_until_none_is_missing(here: Platform, trouble: str, ending: str) -> None:
    sender = sender_to(here, documents=2)
    reference = begin(here, sender)
    assert put(here, sender, reference) == "204"
    if trouble.endswith("DOCUMENT"):
        assert put(here, sender, reference, trouble) == "INCD"
    if trouble == "early finish":
        said = signed(here, here.call("PUT", f"{reference}/finish-transfer"))
        assert (said["responseCode"], said["missingAdditionalDocumentChecksums"]) == ("MDOC", sender.pending)
    if trouble != "none":
        left = list(sender.pending)
        assert begin(here, sender) == reference
        assert sender.pending == left
    assert held(here) == []
    assert put(here, sender, reference) == "204"
    if ending == "finish":
        said = signed(here, here.call("PUT", f"{reference}/finish-transfer"))
    else:
        said = signed(here, here.call("POST", ENVELOPES, sender.retry()))
    assert said["responseCode"] == "RECE"
    assert set(said["receivedAdditionalDocumentChecksums"]) == set(sender.contents)
    assert len(held(here)) == 1
    for name, content in sender.contents.items():
        assert here.world.journal.blobs.get(name) == content


def test_a_body_of_the_wrong_shape_is_400_with_the_standards_error(here: Platform) -> None:
    envelope = sender_to(here).start()
    envelope["transportDocument"]["transports"]["placeOfReceipt"]["facility"]["facilityCode"] = "INVALID_FACILITY_CODE"
    status, body, headers = here.call("POST", ENVELOPES, envelope)
    assert (status, body["statusCode"], headers["API-Version"]) == (400, 400, "3.0.0")
    assert standard.errors("PINT", "ErrorResponse", body) == []
    (error,) = body["errors"]
    assert (error["property"], error["errorCode"]) == ("facilityCode", 7003)
    assert error["jsonPath"] == "$.transportDocument.transports.placeOfReceipt.facility.facilityCode"


def test_a_receiver_is_named_or_not_known(here: Platform) -> None:
    asked = {"codeListProvider": "ZZZ", "partyCode": here.world.buyer.party, "codeListName": "CTK"}
    status, body, _ = here.call("POST", "/v3/receiver-validation", asked)
    assert (status, body) == (200, {"partyName": "Synthetic Buyer"})
    for wrong in (asked | {"partyCode": "nobody"}, asked | {"codeListProvider": "BOLE"}):
        status, body, _ = here.call("POST", "/v3/receiver-validation", wrong)
        assert status == 404
        assert standard.errors("PINT", "ErrorResponse", body) == []
    assert here.call("POST", "/v3/receiver-validation", {"partyCode": "x"})[0] == 400


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"transportDocument":1,"transportDocument":2}',
        b'{"n":9007199254740993}',
        b"[" * 100_000,
        b"\xff\xfe",
    ],
)
def test_what_cannot_be_read_is_refused_by_name(here: Platform, body: bytes) -> None:
    before = table_dump(here.world.journal)
    status, said, _ = here.call("POST", ENVELOPES, body)
    assert status == 400
    assert standard.errors("PINT", "ErrorResponse", said) == []
    assert table_dump(here.world.journal) == before


def test_malformed_documents_and_unknown_transfers_are_refused(here: Platform) -> None:
    sender = sender_to(here, documents=1)
    reference = begin(here, sender)
    (name,) = sender.pending
    for body in ('"%%%"', '"QUJ"', '{"a":1}', "7", "not json", '"QUJD\\n"'):
        answer = here.call("PUT", f"{reference}/additional-documents/{name}", body.encode())
        assert signed(here, answer)["responseCode"] == "INCD"
    assert here.call("PUT", f"{ENVELOPES}/env_unknown/finish-transfer")[0] == 404
    assert here.call("PUT", f"{ENVELOPES}/env_unknown/additional-documents/{name}", "QUJD")[0] == 404
    assert held(here) == []


def test_a_document_of_50_megabytes_stops_at_the_nodes_limit(here: Platform) -> None:
    sender = sender_to(here, documents=1)
    reference = begin(here, sender)
    huge = json.dumps(base64.b64encode(bytes(50_000_000)).decode()).encode()
    status, _, _ = here.call("PUT", f"{reference}/additional-documents/{sender.pending[0]}", huge)
    assert status == 413
    assert put(here, sender, reference) == "204"


def test_envelopes_that_arrive_at_the_same_time_are_accepted_once(here: Platform) -> None:
    """The same one eight times: one RECE, the others DUPE, or unsigned and to be sent again. A fork of it never: it is DISE, or BENV if it
    comes first, for the toolkit sends it with the manifest of the other."""
    sender = sender_to(here)
    bodies = [sender.start()] * 8
    bodies.append(sender.retry("MANIPULATE"))
    with ThreadPoolExecutor(9) as pool:
        answers = list(pool.map(lambda body: here.call("POST", ENVELOPES, body), bodies))
    codes = [payload_of(body)["responseCode"] if isinstance(body, str) else str(status) for status, body, _ in answers]
    assert codes.count("RECE") == 1
    assert set(codes[:-1]) <= {"RECE", "DUPE", "503"}
    assert codes[-1] in ("DISE", "BENV", "503")
    assert len(held(here)) == 1


def test_another_major_version_is_refused(here: Platform) -> None:
    assert here.call("POST", ENVELOPES, {}, API_Version="2")[0] == 400
    envelope = sender_to(here).start()
    assert here.call("POST", ENVELOPES, envelope, API_Version="3")[0] == 200


def test_what_was_received_is_the_same_after_a_replay_of_the_journal(here: Platform) -> None:
    sender = sender_to(here, documents=2)
    reference = begin(here, sender)
    put(here, sender, reference)
    put(here, sender, reference)
    signed(here, here.call("PUT", f"{reference}/finish-transfer"))
    post(here, CtkSender(here.party(here.world.buyer), START, "OTHER").start("WRONG_RECIPIENT_PLATFORM"))
    before = table_dump(here.world.journal)
    journal.rebuild(here.world.journal)
    assert table_dump(here.world.journal) == before
