"""DCSA's eBL Issuance and Surrender scenarios over plain HTTP: as platform, as carrier, and between two nodes of ours."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest

from landsea import lading
from landsea.journal import NODE
from landsea.lading import DocumentId, Purpose, State, store_interchange
from landsea.lading.model import Medium
from landsea.lading.platforms.values import IdentifyingCode
from landsea.lading.service import platforms
from landsea.lading.service.platforms import issuance
from landsea.lading.wire.dcsa.codes import SANDBOX_CLAUSE
from tests.lading.pint import standard
from tests.lading.pint.carrier import Listening, listening, request_for, surrender_request
from tests.lading.pint.counterpart import CARRIER, Json, payload_of, sha256_of_json
from tests.lading.pint.nodes import Platform, make_platform, serving, with_ctk
from tests.lading.pint.test_http_sending import DETAILS, allow, deliver, held, know, send, state
from tests.lading.world import SIGN

REQUESTS, RESPONSES = "/v3/ebl-issuance-requests", "/v3/ebl-issuance-responses"
SURRENDERS, ANSWERS = "/v3/ebl-surrender-requests", "/v3/ebl-surrender-responses"


@pytest.fixture
def issuing(tmp_path: Path) -> Iterator[tuple[Platform, Listening]]:
    """The platform SYNR and a synthetic carrier that listens. (Both engines: see the two nodes below.)"""
    made = make_platform(f"sqlite:///{tmp_path / 'here.sqlite3'}", tmp_path, "SYNR")
    with listening() as carrier, serving(made) as served:
        with_ctk(served, carrier_url=carrier.url)
        yield served, carrier
    made.world.journal.database.close()


def told(here: Platform, carrier: Listening) -> Json:
    """The asynchronous answer, which came after the 204."""
    assert carrier.told == []
    deliver(here, 1)
    ((method, path, said),) = carrier.told
    assert (method, path) == ("POST", RESPONSES)
    assert standard.errors("ISS", "IssuanceResponse", said) == []
    carrier.told.clear()
    return dict(said)


@pytest.mark.parametrize("kind", ["STRAIGHT_EBL", "NEGOTIABLE_EBL", "BLANK_EBL"])
def test_a_carrier_has_a_document_issued_here(issuing: tuple[Platform, Listening], kind: str) -> None:
    here, carrier = issuing
    request = request_for(here, kind)
    assert standard.errors("ISS", "IssuanceRequest", request) == []
    status, body, headers = here.call("PUT", REQUESTS, request)
    assert (status, body, headers["API-Version"]) == (204, None, "3.0.2")
    assert told(here, carrier) == {"transportDocumentReference": "SYN-0001", "issuanceResponseCode": "ISSU"}
    (document,) = held(here, here.world.shipper)
    with here.world.journal.view(here.world.shipper.actor) as view:
        found = lading.get_document(view, document)
    assert (found.title.negotiable, found.title.is_to_bearer) == (kind != "STRAIGHT_EBL", kind == "BLANK_EBL")
    status, body, _ = here.call("PUT", REQUESTS, request)
    assert (status, standard.errors("ISS", "ErrorResponse", body)) == (409, [])
    deliver(here, 2)
    assert carrier.told == []
    assert len(held(here, here.world.shipper)) == 1


def test_a_request_that_cannot_be_issued_is_answered_so(issuing: tuple[Platform, Listening]) -> None:
    here, carrier = issuing
    unknown = [{"codeListProvider": "ZZZ", "partyCode": "nobody"}]
    assert here.call("PUT", REQUESTS, request_for(here, identifyingCodes=unknown))[0] == 204
    assert told(here, carrier)["issuanceResponseCode"] == "REFU"
    assert here.call("PUT", REQUESTS, request_for(here, sendToPlatform="DCSR"))[0] == 204
    assert told(here, carrier)["issuanceResponseCode"] == "REFU"
    request = request_for(here)
    del request["document"]["documentParties"]["consignee"]
    manifest = payload_of(request["issuanceManifestSignedContent"])
    manifest["documentChecksum"] = sha256_of_json(request["document"])
    request["issuanceManifestSignedContent"] = CARRIER.sign(manifest)
    assert here.call("PUT", REQUESTS, request)[0] == 204
    said = told(here, carrier)
    assert said["issuanceResponseCode"] == "BREQ"
    assert said["errors"][0]["errorCode"] == "BREQ"
    assert here.call("PUT", REQUESTS, request_for(here))[0] == 204, "mended, it is issued"
    assert told(here, carrier)["issuanceResponseCode"] == "ISSU"


@pytest.mark.parametrize("spoil", ["issuing party", "signature", "document", "issueTo", "picture", "unknown carrier"])
def test_a_request_that_is_not_the_carriers_changes_nothing(issuing: tuple[Platform, Listening], spoil: str) -> None:
    here, carrier = issuing
    request = request_for(here)
    if spoil == "issuing party":
        del request["document"]["documentParties"]["issuingParty"]
    if spoil == "signature":
        request["issuanceManifestSignedContent"] = request["issuanceManifestSignedContent"][:-8] + "AAAAAAAA"
    if spoil == "document":
        request["document"]["declaredValue"] = 1
    if spoil == "issueTo":
        request["issueTo"]["partyName"] = "Somebody Else"
    if spoil == "picture":
        request["eBLVisualisationByCarrier"]["content"] = "AAAA"
    if spoil == "unknown carrier":
        request["document"]["carrierCode"] = "YYYY"
    status, body, _ = here.call("PUT", REQUESTS, request)
    assert (status, standard.errors("ISS", "ErrorResponse", body)) == (400, [])
    deliver(here, 2)
    assert (carrier.told, held(here, here.world.shipper)) == ([], [])


# Surrender as the holder's platform, to the synthetic carrier.


# All scenarios of both roles, on one node: test_conformance.py.
@pytest.mark.parametrize(
    ("kind", "purpose", "action"),
    [("STRAIGHT_EBL", Purpose.PAPER, "SREJ"), ("NEGOTIABLE_EBL", Purpose.DELIVERY, "SURR")],
)
def test_a_holder_surrenders_to_its_carrier(
    issuing: tuple[Platform, Listening], kind: str, purpose: Purpose, action: str
) -> None:
    here, carrier = issuing
    assert here.call("PUT", REQUESTS, request_for(here, kind))[0] == 204
    told(here, carrier)
    (document,) = held(here, here.world.shipper)
    with here.world.journal.view(here.world.shipper.actor) as view:
        assert lading.ActKind.SURRENDER in lading.possible_acts(view, lading.get_document(view, document))
    wanted = "the consignee's name, by the sales contract"
    here.world.run(here.world.shipper, lambda work: lading.surrender(work, document, SIGN, purpose, wanted))
    deliver(here, 1)
    ((_, path, said),) = carrier.told
    assert path == SURRENDERS
    assert standard.errors("SUR", "SurrenderRequestDetails", said) == []
    expected = {Purpose.DELIVERY: ("SREQ", None), Purpose.AMENDMENT: ("AREQ", None), Purpose.PAPER: ("AREQ", "SWTP")}
    assert (said["surrenderRequestCode"], said.get("reasonCode")) == expected[purpose]
    assert said["comments"] == wanted
    assert said["endorsementChain"][0]["actionCode"] == "ISSUE"
    assert state(here, document)[0] is State.SURRENDERED
    answer = {"surrenderRequestReference": said["surrenderRequestReference"], "action": action}
    assert here.call("POST", ANSWERS, answer)[0] == 204
    assert state(here, document)[0] is (State.ACCEPTED if action == "SURR" else State.ISSUED)
    status, body, _ = here.call("POST", ANSWERS, answer)
    assert (status, standard.errors("SUR", "ErrorResponse", body)) == (409, []), "a carrier answers once"


def test_a_carrier_that_does_not_take_the_surrender_leaves_the_holder_as_before(
    issuing: tuple[Platform, Listening],
) -> None:
    here, carrier = issuing
    assert here.call("PUT", REQUESTS, request_for(here))[0] == 204
    told(here, carrier)
    (document,) = held(here, here.world.shipper)
    here.world.run(here.world.shipper, lambda work: platforms.surrender_elsewhere(work, document, SIGN))
    carrier.status = 409
    deliver(here, 1)
    assert state(here, document)[0] is State.ISSUED


# As the carrier: a document issued here is issued on another platform, and comes back by surrender.


@pytest.fixture
def carrying(tmp_path: Path) -> Iterator[tuple[Platform, Listening]]:
    """The node of a carrier, and a synthetic platform SYNP that listens."""
    made = make_platform(f"sqlite:///{tmp_path / 'here.sqlite3'}", tmp_path, "SYNR")
    with listening() as platform, serving(made) as served:
        operator = served.world.operator
        served.world.run(operator, lambda work: platforms.describe_carrier(work, operator.party, DETAILS))
        served.configure(
            name="Synthetic platform", codes=("SYNP",), base_url=platform.url, may=("issue", "ask-surrender")
        )
        yield served, platform
    made.world.journal.database.close()


def issue_there(here: Platform, platform: Listening, *, negotiable: bool = True, code: str = "ISSU") -> DocumentId:
    document = here.world.issue(negotiable=negotiable)
    holder = here.world.shipper if negotiable else here.world.buyer
    named = ("SYNP", "Synthetic Shipper", (IdentifyingCode("ZZZ", "SHIPPER"),))
    here.world.run(holder, lambda work: platforms.issue_elsewhere(work, document, *named, SIGN))
    deliver(here, 1)
    ((method, path, said),) = platform.told
    assert (method, path) == ("PUT", REQUESTS)
    assert standard.errors("ISS", "IssuanceRequest", said) == []
    manifest = payload_of(said["issuanceManifestSignedContent"])
    assert manifest["documentChecksum"] == sha256_of_json(said["document"])
    assert manifest["issueToChecksum"] == sha256_of_json(said["issueTo"])
    assert state(here, document) == (State.LEAVING, Medium.PLATFORM)
    answer = {
        "transportDocumentReference": said["document"]["transportDocumentReference"],
        "issuanceResponseCode": code,
    }
    assert here.call("POST", RESPONSES, answer)[0] == 204
    assert here.call("POST", RESPONSES, answer)[0] == 409
    platform.told.clear()
    return document


@pytest.mark.parametrize("code", ["ISSU", "BREQ", "REFU"])
def test_what_the_platform_answers_decides_where_the_document_is(
    carrying: tuple[Platform, Listening], code: str
) -> None:
    here, platform = carrying
    document = issue_there(here, platform, code=code)
    assert state(here, document)[0] is (State.AWAY if code == "ISSU" else State.ISSUED)


@pytest.mark.parametrize(
    ("negotiable", "code", "reason", "accept"), [(False, "AREQ", "SWTP", False), (True, "SREQ", "", True)]
)
def test_a_platform_surrenders_to_the_carrier_here(
    carrying: tuple[Platform, Listening], negotiable: bool, code: str, reason: str, accept: bool
) -> None:
    here, platform = carrying
    document = issue_there(here, platform, negotiable=negotiable)
    with here.world.journal.view(here.world.operator.actor) as view:
        number = lading.get_document(view, document).title.number
    request = surrender_request(number, code, reason)
    assert here.call("POST", SURRENDERS, request)[:2] == (204, None)
    assert state(here, document)[0] is State.SURRENDERED
    assert here.call("POST", SURRENDERS, request)[0] == 409
    operator = here.world.operator
    if accept:
        here.world.run(operator, lambda work: lading.accept_surrender(work, document, SIGN))
    else:
        here.world.run(operator, lambda work: lading.reject_surrender(work, document, "no", SIGN))
    deliver(here, 1)
    ((_, path, said),) = platform.told
    assert path == ANSWERS
    assert standard.errors("SUR", "SurrenderRequestAnswer", said) == []
    assert said["action"] == ("SURR" if accept else "SREJ")
    assert state(here, document)[0] is (State.ACCEPTED if accept else State.AWAY)


def test_a_surrender_of_what_is_not_there_to_surrender_is_an_error_response(
    carrying: tuple[Platform, Listening],
) -> None:
    here, _ = carrying
    at_home = here.world.issue()
    with here.world.journal.view(here.world.operator.actor) as view:
        number = lading.get_document(view, at_home).title.number
    for wrong in ("UNKNOWN", number):
        status, body, headers = here.call("POST", SURRENDERS, surrender_request(wrong))
        assert (status, headers["API-Version"]) == (409, "3.0.2")
        assert standard.errors("SUR", "ErrorResponse", body) == []
    assert here.call("POST", SURRENDERS, {"surrenderRequestCode": "XXXX"})[0] == 400
    assert state(here, at_home)[0] is State.ISSUED


def test_an_unsigned_message_to_a_real_node_needs_its_platforms_key(tmp_path: Path) -> None:
    made = make_platform(f"sqlite:///{tmp_path / 'real.sqlite3'}", tmp_path, "SYNR", sandbox=False)
    with listening() as platform, serving(made) as here:
        operator, bank = here.world.operator, here.world.bank
        here.world.run(operator, lambda work: platforms.describe_carrier(work, operator.party, DETAILS))
        # Real nodes only send with TLS, so the request is not delivered; the answer is played.
        given = {"name": "Synthetic platform", "codes": ("SYNP",), "base_url": platform.url.replace("http:", "https:")}
        here.configure(**given, may=("issue",), party=bank.party)
        document = here.world.issue()
        named = ("SYNP", "Synthetic Shipper", (IdentifyingCode("ZZZ", "SHIPPER"),))
        here.world.run(here.world.shipper, lambda work: platforms.issue_elsewhere(work, document, *named, SIGN))
        with here.world.journal.view(operator.actor) as view:
            number = lading.get_document(view, document).title.number
        answer = {"transportDocumentReference": number, "issuanceResponseCode": "ISSU"}
        assert here.call("POST", RESPONSES, answer)[0] == 401
        assert here.call("POST", RESPONSES, answer, Authorization=f"Bearer {here.world.buyer.api_key}")[0] == 401
        assert state(here, document)[0] is State.LEAVING
        assert here.call("POST", RESPONSES, answer, Authorization=f"Bearer {bank.api_key}")[0] == 204
        assert state(here, document)[0] is State.AWAY
    made.world.journal.database.close()


def test_a_real_node_issues_nothing_that_was_made_in_a_sandbox(tmp_path: Path) -> None:
    """BREQ, which the carrier can mend; and nothing is stored of it."""
    made = make_platform(f"sqlite:///{tmp_path / 'real.sqlite3'}", tmp_path, "SYNR", sandbox=False)
    made.configure(certificates=(CARRIER.certificate,), carriers=(DETAILS.carrier,), may=("ask-issuance",))
    request = request_for(made, "NEGOTIABLE_EBL")
    manifest = payload_of(request["issuanceManifestSignedContent"])
    for clauses, code in (([SANDBOX_CLAUSE], "BREQ"), ([SANDBOX_CLAUSE.lower()], "ISSU")):
        request["document"]["carrierClauses"] = clauses
        manifest["documentChecksum"] = sha256_of_json(request["document"])
        request["issuanceManifestSignedContent"] = CARRIER.sign(manifest)
        assert made.world.as_node(partial(issuance.receive_request, body=json.dumps(request).encode())).status == 204
        with made.world.journal.view(NODE) as view:
            told = json.loads(store_interchange.list_outgoing(view.connection)[0].body)
        assert (told["issuanceResponseCode"], "made in a sandbox" in str(told)) == (code, code == "BREQ")
        assert len(held(made, made.world.shipper)) == (code == "ISSU")
    made.world.journal.database.close()


def test_two_nodes_of_ours_issue_surrender_and_answer(tables_url: str, tmp_path: Path) -> None:
    """The carrier's node A, the platform's node B: issued to B's buyer, surrendered, taken back."""
    a = make_platform(tables_url, tmp_path / "a", "SYNA")
    b = make_platform(f"sqlite:///{tmp_path / 'b.sqlite3'}", tmp_path / "b", "SYNB")
    with ExitStack() as stack:
        here, there = stack.enter_context(serving(a)), stack.enter_context(serving(b))
        operator = here.world.operator
        pem = here.world.run(operator, lambda work: platforms.describe_carrier(work, operator.party, DETAILS))
        know(here, there, "SG")
        know(there, here, "CN", pem)
        allow(here)
        allow(there, "CN")
        document = here.world.issue()
        named = ("SYNB", "Synthetic Buyer", (IdentifyingCode("ZZZ", there.world.buyer.party),))
        here.world.run(here.world.shipper, lambda work: platforms.issue_elsewhere(work, document, *named, SIGN))
        deliver(here, 1)
        deliver(there, 1)
        (arrived,) = held(there, there.world.buyer)
        assert (state(here, document)[0], state(there, arrived)[0]) == (State.AWAY, State.ISSUED)
        there.world.transfer(there.world.buyer, arrived, there.world.bank)
        there.world.run(there.world.bank, lambda work: platforms.surrender_elsewhere(work, arrived, SIGN))
        deliver(there, 1)
        assert state(here, document)[0] is State.SURRENDERED
        here.world.run(operator, lambda work: platforms.answer_surrender(work, document, True, SIGN))
        deliver(here, 1)
        assert (state(here, document)[0], state(there, arrived)[0]) == (State.ACCEPTED, State.ACCEPTED)
    a.world.journal.database.close()
    b.world.journal.database.close()


def test_what_a_carrier_issued_here_goes_on_with_its_picture_and_its_manifest(
    issuing: tuple[Platform, Listening], tmp_path: Path
) -> None:
    """The next platform is strict, and knows the carrier."""
    here, carrier = issuing
    assert here.call("PUT", REQUESTS, request_for(here, "NEGOTIABLE_EBL"))[0] == 204
    told(here, carrier)
    (document,) = held(here, here.world.shipper)
    next_one = make_platform(f"sqlite:///{tmp_path / 'next.sqlite3'}", tmp_path / "next", "SYNB")
    with serving(next_one) as there:
        there.configure(certificates=(CARRIER.certificate,), carriers=(DETAILS.carrier,))
        know(there, here, "CN")
        know(here, there, "CN")
        here.world.transfer(here.world.shipper, document, here.world.bank)
        send(here, here.world.bank, document, there, there.world.buyer, b"a supporting document")
        deliver(here)
        assert state(here, document)[0] is State.AWAY
        (arrived,) = held(there, there.world.buyer)
        send(there, there.world.buyer, arrived, here, here.world.bank)
        deliver(there)
        assert (state(here, document)[0], state(there, arrived)[0]) == (State.ISSUED, State.AWAY)
    next_one.world.journal.database.close()
