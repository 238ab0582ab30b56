"""Chains and signatures as an attacker would hand them in: each is refused, by name, and nothing of it is stored."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import msgspec
import pytest
import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from landsea import identity, lading
from landsea.identity.http import authenticate
from landsea.identity.model.refusals import BadPartySignature
from landsea.journal import Verifier
from landsea.kernel import Refusal, Role
from landsea.lading import DocumentId, MadeElsewhere, Unsigned, Verdict, rules, verify_file
from landsea.lading.api import router
from landsea.lading.model import ActInThePast, ActKind, SignedAct, message_to_sign
from landsea.lading.service.evidence import attest
from landsea.runtime.http import BodyLimit, install_problems
from tests.lading.test_rules import NONE, OPENING, B, S, run
from tests.lading.world import SIGN, World
from tests.support import people
from tests.support.journals import table_dump

Evidence = dict[str, Any]
THIEF = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
THIEFS = base64.b64encode(THIEF.public_key().public_bytes_raw()).decode()
LONG = run(OPENING, (ActKind.TRANSFER, S, B), (ActKind.TRANSFER, B, S), (ActKind.TRANSFER, S, B, NONE))[1]


@given(places=st.lists(st.integers(0, len(LONG) - 1), max_size=6))
@settings(max_examples=200, deadline=None)
def test_only_a_chain_from_its_beginning_and_without_gaps_is_one(places: list[int]) -> None:
    """Acts left out, repeated or in another order; what is left when the end is cut off is what the log's proofs are for."""
    is_prefix = places == list(range(len(places))) and bool(places)
    try:
        rules.replay([LONG[place] for place in places], OPENING)
    except (rules.BrokenChain, Refusal):
        assert not is_prefix
    else:
        assert is_prefix


@pytest.fixture(scope="module")
def evidence(real_world: World) -> Evidence:
    """Issued, transferred to the buyer, and offered to the bank."""
    document = real_world.issue()
    real_world.transfer(real_world.shipper, document, real_world.buyer)
    real_world.act(real_world.buyer, "offer", document, real_world.bank.party, SIGN)
    parsed: Evidence = json.loads(real_world.evidence(real_world.buyer, document))
    return parsed


@pytest.fixture(scope="module")
def trusted(real_world: World) -> list[Verifier]:
    return [real_world.journal.signer.verifier]


def lied(real_world: World, evidence: Evidence, alter: Callable[[Evidence], None]) -> bytes:
    """Altered, and attested again with the node's own key: what only a node that lies could make."""
    parsed: Evidence = json.loads(json.dumps(evidence))
    alter(parsed)
    parsed.pop("attestation")
    return rfc8785.dumps(parsed | {"attestation": attest(real_world.journal, rfc8785.dumps(parsed))})


def edit(entry: Evidence, change: Callable[[Evidence], None]) -> None:
    """Changes the act of a log entry."""
    body = json.loads(entry["body"])
    change(body["act"])
    entry["body"] = rfc8785.dumps(body).decode()


def replayed(parsed: Evidence) -> None:
    parsed["entries"].append(parsed["entries"][1])
    parsed["status"]["acts"] = 4


def without_its_issue(parsed: Evidence) -> None:
    del parsed["entries"][0]


def without_the_middle(parsed: Evidence) -> None:
    del parsed["entries"][1]


def reordered(parsed: Evidence) -> None:
    parsed["entries"][1:] = parsed["entries"][:0:-1]


def re_signed(parsed: Evidence) -> None:
    """The thief puts itself in as the transferee and signs with its own key, under the shipper's key id, which it puts in the file."""

    def steal(act: Evidence) -> None:
        act["statement"]["to"] = act["statement"]["by"]
        statement = msgspec.convert(act, SignedAct).statement
        act["signature"] = base64.b64encode(THIEF.sign(message_to_sign(statement))).decode()
        for party in parsed["parties"]:
            for key in party["keys"]:
                if key["key_id"] == act["key_id"]:
                    key["public_key"] = THIEFS

    edit(parsed["entries"][1], steal)


def substituted_key(parsed: Evidence) -> None:
    """Another public key under the same key id, wherever the file states it."""
    for party in parsed["parties"]:
        for key in party["keys"]:
            key["public_key"] = THIEFS


def second_key_of_the_same_id(parsed: Evidence) -> None:
    for party in parsed["parties"]:
        party["keys"].append(party["keys"][0] | {"public_key": THIEFS})


@pytest.mark.parametrize(
    ("alter", "found"),
    [
        (replayed, "act-chain"),
        (without_its_issue, "act-chain"),
        (without_the_middle, "act-chain"),
        (reordered, "act-chain"),
        (re_signed, "log-acts"),
        (substituted_key, "act-signatures"),
        (second_key_of_the_same_id, "act-signatures"),
    ],
    ids=lambda one: getattr(one, "__name__", one),
)
def test_even_a_node_that_lies_makes_no_other_chain(
    real_world: World, evidence: Evidence, trusted: list[Verifier], alter: Callable[[Evidence], None], found: str
) -> None:
    report = verify_file(lied(real_world, evidence, alter), trusted)
    assert report.verdict is Verdict.INVALID
    assert found in {check.name for check in report.failed}
    assert verify_file(rfc8785.dumps(evidence), trusted).is_valid


@pytest.mark.parametrize("algorithm", ["none", "None", "", "HS256", "ES256", "ed25519", "EdDSA", "Ed448", "RS256"])
def test_there_is_one_algorithm(real_world: World, evidence: Evidence, trusted: list[Verifier], algorithm: str) -> None:
    def other(parsed: Evidence) -> None:
        edit(parsed["entries"][-1], lambda act: act.update(algorithm=algorithm, signature=""))

    report = verify_file(lied(real_world, evidence, other), trusted)
    assert report.verdict is Verdict.INVALID
    assert {"act-signatures", "log-acts"} <= {check.name for check in report.failed}


MALFORMED = ["", "=", "!!!!", "AAAA", "A" * 88, "é" * 88, "\x00", " " * 88, "-_" * 43 + "==", "A" * 87 + "\n"]


@pytest.mark.parametrize("signature", MALFORMED)
def test_a_signature_that_is_none_is_wrong_and_breaks_nothing(
    real_world: World, evidence: Evidence, trusted: list[Verifier], signature: str
) -> None:
    def other(parsed: Evidence) -> None:
        edit(parsed["entries"][-1], lambda act: act.update(signature=signature))

    report = verify_file(lied(real_world, evidence, other), trusted)
    assert report.verdict is Verdict.INVALID
    assert "act-signatures" in {check.name for check in report.failed}


def outside(world: World) -> tuple[people.Person, Ed25519PrivateKey, str]:
    """A party whose title key the node has never seen."""
    party = people.make_party(world.journal, "Outside")
    person, key = people.make_user(world.journal, party.id, Role.SHIPPER), Ed25519PrivateKey.generate()
    public = base64.b64encode(key.public_key().public_bytes_raw()).decode()
    with world.journal.work(person.actor) as work:
        proof = base64.b64encode(key.sign(identity.possession_challenge(work))).decode()
        return person, key, identity.register_public_key(work, public, proof).id


def test_a_prepared_act_is_for_one_document_at_one_place_of_its_chain_by_one_key(world: World) -> None:
    person, key, key_id = outside(world)
    document, other = world.issue(), world.issue()
    for one in (document, other):
        world.transfer(world.shipper, one, person)

    def surrender(one: DocumentId, made: Any) -> Any:
        return world.run(person, lambda work: lading.surrender(work, one, made))

    prepared = lading.prepare(world.journal, person.actor, lambda work: lading.surrender(work, document, Unsigned()))
    signature = base64.b64encode(key.sign(prepared.message)).decode()
    good = MadeElsewhere(prepared.statement.at, key_id, signature)
    with world.journal.view(world.shipper.actor) as view:
        shippers = identity.public_keys(view, world.shipper.party)[0].key_id
    before = table_dump(world.journal)
    for bad in (
        MadeElsewhere(good.at, shippers, signature),
        MadeElsewhere(good.at, "key_unknown", signature),
        MadeElsewhere(good.at, key_id, base64.b64encode(THIEF.sign(prepared.message)).decode()),
        *(MadeElsewhere(good.at, key_id, text) for text in MALFORMED),
    ):
        with pytest.raises(BadPartySignature):
            surrender(document, bad)
    with pytest.raises(BadPartySignature):  # signed for the other document
        surrender(other, good)
    assert table_dump(world.journal) == before
    assert surrender(document, good).title.sequence == 3
    world.reject(document)
    with pytest.raises((BadPartySignature, ActInThePast)):  # the same again, now that the same act may be done again
        surrender(document, good)


def test_a_clock_that_was_set_back_makes_no_act(world: World) -> None:
    """MLETR 13: an act dated before the one it follows is none, whatever the clock says."""
    document = world.issue()
    issued_at = world.see(world.shipper, document).title.acted_at
    before = table_dump(world.journal)
    with world.journal.database.write() as connection:
        world.journal.clock.freeze(connection, issued_at - timedelta(hours=1))  # type: ignore[attr-defined]
    with pytest.raises(ActInThePast):
        world.transfer(world.shipper, document, world.buyer)
    with world.journal.database.write() as connection:
        world.journal.clock.freeze(connection, issued_at + timedelta(minutes=1))  # type: ignore[attr-defined]
    assert table_dump(world.journal) == before
    for minutes in (-30, -1, 2):  # too old; before the issue; of tomorrow
        made = MadeElsewhere(issued_at + timedelta(minutes=minutes), "key", "")
        with pytest.raises(ActInThePast):
            world.run(world.shipper, lambda work, made=made: lading.surrender(work, document, made))  # type: ignore[misc]
    assert world.transfer(world.shipper, document, world.buyer).title.acted_at > issued_at


@pytest.fixture
def client(world: World) -> Iterator[TestClient]:
    app = FastAPI()
    app.state.journal, app.state.authenticate = world.journal, authenticate
    install_problems(app)
    app.include_router(router)
    app.add_middleware(BodyLimit, limit=8_000_000)
    with TestClient(app, base_url=world.journal.site.base_url) as made:
        yield made


def flood() -> Iterator[bytes]:
    """50 MB that begin like a request."""
    yield b'{"passphrase": "'
    for _ in range(50):
        yield b"a" * 1_000_000
    yield b'"}'


@pytest.mark.parametrize(
    "body",
    [b"".join(flood()), b"[" * 200_000, b'{"passphrase": ' * 50_000, b"\xff\xfe\x00", b'{"passphrase": "\\ud800"}'],
    ids=["50 MB", "deep list", "deep object", "no text", "half a character"],
)
def test_a_body_made_to_stop_the_node_is_answered_and_stores_nothing(
    client: TestClient, world: World, body: bytes
) -> None:
    document = world.issue()
    before = table_dump(world.journal)
    headers = world.shipper.headers | {"Content-Type": "application/json"}
    answer = client.post(f"/v1/documents/{document}/surrender", content=body, headers=headers)
    assert answer.status_code in (400, 403, 413, 422), answer.text[:200]
    assert table_dump(world.journal) == before
    assert client.get(f"/v1/documents/{document}", headers=headers).json()["operative"]


def test_a_signature_over_http_that_is_none_is_refused_by_name(client: TestClient, world: World) -> None:
    document = world.issue()
    with world.journal.view(world.shipper.actor) as view:
        now, key_id = view.now.isoformat(), identity.public_keys(view, world.shipper.party)[0].key_id
    for text in ("", "!!!!", "A" * 88, "é" * 88):
        body = {"signature": {"at": now, "key_id": key_id, "signature": text}}
        answer = client.post(f"/v1/documents/{document}/surrender", json=body, headers=world.shipper.headers)
        assert answer.status_code in (400, 403, 422), answer.text
        assert answer.json()["code"]
    assert world.see(world.shipper, document).version == 1


@pytest.mark.parametrize(
    ("act", "body"),
    [
        ("transfer", '{"to": "\\ud800"}'),
        ("decline", '{"reason": "\\ud800"}'),
        ("pledge", '{"to": "BUYER", "secures": "\\ud800"}'),
        ("leave", '{"medium": "paper", "name": "\\ud800"}'),
    ],
)
def test_half_a_character_is_no_text_anywhere(client: TestClient, world: World, act: str, body: str) -> None:
    """JSON can spell what no text has (RFC 8259 section 8.2), and what is signed must be text (RFC 8785 section 3.2.2.2)."""
    document = world.issue()
    content = body.replace("BUYER", world.buyer.party)[:-1] + f', "passphrase": "{people.PASSPHRASE}"}}'
    headers = world.shipper.headers | {"Content-Type": "application/json"}
    answer = client.post(f"/v1/documents/{document}/{act}", content=content, headers=headers)
    assert 400 <= answer.status_code < 500, answer.text
    assert world.see(world.shipper, document).version == 1
