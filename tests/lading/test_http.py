"""The routes of documents: a journey, who may see what, receipts and proofs, verification without login."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from landsea import identity
from landsea import journal as door
from landsea.identity.http import authenticate
from landsea.journal import Checkpoint, Proof, leaf_hash, open_note, verify_inclusion
from landsea.lading.api import router
from landsea.lading.model import content_hash
from landsea.lading.wire.mmt import parse_mmt
from landsea.runtime.http import install_problems
from tests.lading.world import World
from tests.support.people import PASSPHRASE, Person

SECRET = {"passphrase": PASSPHRASE}


@pytest.fixture
def client(world: World) -> Iterator[TestClient]:
    app = FastAPI()
    app.state.journal = world.journal
    app.state.authenticate = authenticate
    install_problems(app)
    app.include_router(router)
    with TestClient(app, base_url=world.journal.site.base_url) as client:
        yield client


def post(client: TestClient, who: Person, path: str, body: dict[str, Any], **headers: str) -> Any:
    return client.post(path, json=body, headers=who.headers | headers)


def issue(client: TestClient, world: World, **changes: Any) -> dict[str, Any]:
    body = {"consignment": world.book().id, "negotiable": True} | SECRET | changes
    answer = post(client, world.operator, "/v1/documents", body)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_a_document_goes_from_issue_to_delivery_over_http(client: TestClient, world: World) -> None:
    made = issue(client, world)
    path = f"/v1/documents/{made['id']}"
    assert (made["state"], made["holder"], made["operative"]) == ("issued", world.shipper.party, True)
    moved = post(client, world.shipper, f"{path}/transfer", {"to": world.buyer.party} | SECRET).json()
    assert moved["holder"] == world.buyer.party
    assert post(client, world.buyer, f"{path}/surrender", SECRET).json()["state"] == "surrendered"
    assert post(client, world.operator, f"{path}/reject", {"reason": "freight unpaid"} | SECRET).json()["operative"]
    post(client, world.buyer, f"{path}/surrender", SECRET)
    assert post(client, world.operator, f"{path}/accept", SECRET).json()["holder"] is None
    assert post(client, world.operator, f"{path}/accomplish", SECRET).json()["state"] == "accomplished"
    shown = client.get(path, headers=world.buyer.headers).json()
    acts = [act["statement"]["act"] for act in shown["acts"]]
    assert acts == ["issue", "transfer", "surrender", "reject", "surrender", "accept", "accomplish"]
    assert shown["acts"][3]["statement"]["reason"] == "freight unpaid"
    assert shown["possible"] == []


def test_an_act_returns_its_receipt_and_later_its_proof(client: TestClient, world: World) -> None:
    made = issue(client, world)
    receipts = {receipt["kind"]: receipt for receipt in made["receipts"]}
    assert set(receipts) == {"document-bound/1", "document-issued/1"}
    path = f"/v1/documents/{made['id']}/proof"
    before = client.get(path, headers=world.shipper.headers).json()
    assert before["proof"] is None
    assert before["act"]["position"] == receipts["document-issued/1"]["position"]
    door.sign_checkpoint(world.journal)
    proof = Proof(**client.get(path, headers=world.shipper.headers).json()["proof"])
    text, _ = open_note(proof.checkpoint, [world.journal.signer.verifier])
    leaf = leaf_hash(proof.envelope.encode())
    assert leaf.hex() == receipts["document-issued/1"]["leaf"]
    steps = [bytes.fromhex(step) for step in proof.path]
    assert verify_inclusion(leaf, proof.position, proof.size, steps, Checkpoint.parse(text).root)


def test_the_same_request_again_moves_the_document_once(client: TestClient, world: World) -> None:
    made = issue(client, world)
    body = {"to": world.buyer.party} | SECRET
    headers = {"Idempotency-Key": "once"}
    path = f"/v1/documents/{made['id']}/transfer"
    first = post(client, world.shipper, path, body, **headers)
    again = post(client, world.shipper, path, body, **headers)
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.content == again.content
    assert again.headers["Idempotent-Replayed"] == "true"


def test_a_loser_is_told_by_name(client: TestClient, world: World) -> None:
    made = issue(client, world)
    path = f"/v1/documents/{made['id']}/transfer"
    post(client, world.shipper, path, {"to": world.buyer.party} | SECRET)
    lost = post(client, world.shipper, path, {"to": world.bank.party} | SECRET, **{"Accept-Language": "zh"})
    assert (lost.status_code, lost.json()["code"]) == (409, "not-the-holder")
    assert lost.json()["detail"].startswith("只有持有人")


@pytest.mark.parametrize("path", ["", "/proof", "/evidence.json", "/pdf", "/dcsa.json", "/mmt.json"])
def test_what_is_not_yours_does_not_exist(client: TestClient, world: World, path: str) -> None:
    made = issue(client, world)
    url = f"/v1/documents/{made['id']}{path}"
    seen = {
        name: client.get(url, headers=who.headers).status_code
        for name, who in (
            ("operator", world.operator),
            ("shipper", world.shipper),
            ("buyer", world.buyer),
            ("bank", world.bank),
            ("stranger", world.stranger),
        )
    }
    assert seen == {"operator": 200, "shipper": 200, "buyer": 200, "bank": 404, "stranger": 404}
    assert client.get(url).status_code == 401


@pytest.mark.parametrize("act", ["transfer", "surrender", "accept", "reject", "accomplish", "decline", "orders"])
def test_a_stranger_can_act_on_nothing(client: TestClient, world: World, act: str) -> None:
    made = issue(client, world)
    body = {
        "transfer": {"to": world.buyer.party} | SECRET,
        "reject": {"reason": "no"} | SECRET,
        "decline": {"reason": "no"} | SECRET,
        "orders": {"order": "freeze", "case": "a dispute"} | SECRET,
    }.get(act, SECRET)
    answer = post(client, world.stranger, f"/v1/documents/{made['id']}/{act}", body)
    assert answer.status_code in (403, 404)
    assert client.post(f"/v1/documents/{made['id']}/{act}", json=body).status_code == 401
    assert client.get(f"/v1/documents/{made['id']}", headers=world.shipper.headers).json()["version"] == 1


def test_lists_come_in_pages(client: TestClient, world: World) -> None:
    made = [issue(client, world)["id"] for _ in range(3)]
    first = client.get("/v1/documents?limit=2", headers=world.shipper.headers).json()
    rest = client.get(f"/v1/documents?cursor={first['next_cursor']}", headers=world.shipper.headers).json()
    assert [row["id"] for row in first["data"] + rest["data"]] == made[::-1]
    assert (first["has_more"], rest["has_more"], rest["next_cursor"]) == (True, False, None)
    assert client.get("/v1/documents?held=me", headers=world.buyer.headers).json()["data"] == []
    wrong = client.get("/v1/documents?cursor=nonsense", headers=world.shipper.headers)
    assert (wrong.status_code, wrong.json()["code"]) == (422, "bad-value")


@pytest.mark.parametrize(
    "changes",
    [
        {"passphrase": None},
        {"passphrase": "x", "signature": {"at": "2026-11-21T01:00:00Z", "key_id": "k", "signature": "s"}},
        {"unknown": 1},
        {"negotiable": "perhaps"},
        {"terms": {"text_en": "x"}},
    ],
    ids=["unsigned", "signed twice", "unknown field", "no boolean", "terms in one language"],
)
def test_a_malformed_request_is_refused(client: TestClient, world: World, changes: dict[str, Any]) -> None:
    body = {"consignment": "cns_x", "negotiable": True} | SECRET | changes
    answer = post(client, world.operator, "/v1/documents", body)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-request")
    assert PASSPHRASE not in answer.text


def test_a_passphrase_is_kept_nowhere(client: TestClient, world: World) -> None:
    made = issue(client, world)
    path = f"/v1/documents/{made['id']}/transfer"
    post(client, world.shipper, path, {"to": world.buyer.party} | SECRET, **{"Idempotency-Key": "k"})
    with world.journal.database.read() as connection:
        rows = connection.exec_driver_sql("SELECT body, request FROM journal_answer").all()
        bodies = connection.exec_driver_sql("SELECT body FROM journal_entry").all()
    assert rows
    kept = b"".join(bytes(row[0]) for row in [*rows, *bodies])
    assert PASSPHRASE.encode() not in kept


def test_an_act_is_prepared_for_a_key_elsewhere(client: TestClient, world: World) -> None:
    made = issue(client, world)
    path = f"/v1/documents/{made['id']}/transfer"
    prepared = post(client, world.shipper, path, {"to": world.buyer.party, "prepare": True}).json()
    message = base64.b64decode(prepared["message"])
    assert message.startswith(b"landsea title act v1\n")
    assert json.loads(message.partition(b"\n")[2]) == prepared["statement"]
    refused = post(client, world.buyer, f"/v1/documents/{made['id']}/surrender", {"prepare": True})
    assert refused.json()["code"] == "not-the-holder"


def test_a_document_is_read_in_dcsas_words_with_its_status(client: TestClient, world: World) -> None:
    made = issue(client, world)
    path = f"/v1/documents/{made['id']}"
    said = client.get(f"{path}/dcsa.json", headers=world.shipper.headers).json()
    assert (said["transportDocumentReference"], said["transportDocumentStatus"]) == (made["number"], "ISSUED")
    post(client, world.shipper, f"{path}/surrender", SECRET)
    said = client.get(f"{path}/dcsa.json", headers=world.shipper.headers).json()
    assert said["transportDocumentStatus"] == "PENDING_SURRENDER_FOR_DELIVERY"


def test_a_document_is_read_in_un_cefacts_words_with_nothing_lost(client: TestClient, world: World) -> None:
    made = issue(client, world)
    path = f"/v1/documents/{made['id']}"
    said = client.get(f"{path}/mmt.json", headers=world.shipper.headers).json()
    assert said["exchangedDocument"]["id"] == {"content": made["number"]}
    read = parse_mmt(said, document_id=made["id"], consignment=made["consignment"])
    assert content_hash(read) == made["content_sha256"]


def test_a_signature_made_elsewhere_moves_the_document(client: TestClient, world: World) -> None:
    record = {"consignment": world.book().id, "negotiable": True}
    prepared = post(client, world.operator, "/v1/documents", record | {"prepare": True}).json()
    made = post(client, world.operator, "/v1/documents", record | signed_elsewhere(world, world.operator, prepared))
    assert made.status_code == 201
    assert made.json()["id"] == prepared["statement"]["document"]
    path = f"/v1/documents/{made.json()['id']}"
    act = {"to": world.buyer.party}
    prepared = post(client, world.shipper, f"{path}/transfer", act | {"prepare": True}).json()
    signature = signed_elsewhere(world, world.shipper, prepared)
    signature["signature"]["document"] = None
    moved = post(client, world.shipper, f"{path}/transfer", act | signature)
    assert moved.json()["holder"] == world.buyer.party


def signed_elsewhere(world: World, who: Person, prepared: dict[str, Any]) -> dict[str, Any]:
    with world.journal.work(who.actor) as work:
        made = identity.sign_for_party(work, PASSPHRASE, base64.b64decode(prepared["message"]))
    said = prepared["statement"]
    fields = {"at": said["at"], "document": said["document"], "key_id": made.key_id, "signature": made.signature}
    return {"signature": fields}


def test_anybody_can_have_a_file_verified(client: TestClient, world: World) -> None:
    made = issue(client, world)
    path = f"/v1/documents/{made['id']}"
    for name in ("pdf", "evidence.json"):
        content = client.get(f"{path}/{name}", headers=world.shipper.headers).content
        report = client.post("/v1/verify", files={"file": (name, io.BytesIO(content))}).json()
        assert (report["verdict"], report["valid"], report["number"]) == ("SANDBOX", False, made["number"])
        altered = content[:-30] + b"x" + content[-29:]
        report = client.post("/v1/verify", files={"file": (name, io.BytesIO(altered))}).json()
        assert report["verdict"] == "INVALID"


def test_a_file_beside_a_credential_that_cannot_be_used_is_named_as_it_was_given(
    client: TestClient, world: World
) -> None:
    files = [
        ("file", ("bill.json", b"{}")),
        ("beside", ("did.json", b'{"id": "did:web:x", "verificationMethod": []}')),
        ("beside", ("notes.txt", b"no JSON")),
    ]
    for path in (f"/v1/consignments/{world.book().id}/credentials", "/v1/verify"):
        told = client.post(path, files=files, headers=world.shipper.headers)
        assert (told.status_code, "notes.txt" in told.json()["detail"]) == (422, True), told.text


@pytest.mark.parametrize("nested", ['"\\ud800"', "[" * 300 + "]" * 300])
def test_a_body_that_cannot_be_written_again_is_refused_by_name(client: TestClient, world: World, nested: str) -> None:
    made = issue(client, world)
    body = f'{{"changes": {{"booking": {nested}}}, "reason": "a test", "passphrase": "a synthetic passphrase"}}'
    headers = {**world.operator.headers, "content-type": "application/json"}
    told = client.post(f"/v1/documents/{made['id']}/amend", content=body.encode(), headers=headers)
    assert told.status_code == 422, told.text
