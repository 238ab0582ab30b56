"""A restored or copied node may lack the newest acts: until its epoch is confirmed it says of no document how it stands now."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from landsea import journal as door
from landsea.console.pages.documents.values import row_body
from landsea.identity.http import authenticate
from landsea.lading import verify_file
from landsea.lading.api import router
from landsea.lading.service.verify import here_at_node
from landsea.runtime.http import install_problems
from tests.lading.world import World
from tests.support.people import PASSPHRASE

CHALLENGE = "synthetic-challenge-0001"


@pytest.fixture
def client(world: World) -> Iterator[TestClient]:
    app = FastAPI()
    app.state.journal, app.state.authenticate = world.journal, authenticate
    install_problems(app)
    app.include_router(router)
    with TestClient(app, base_url=world.journal.site.base_url) as client:
        yield client


def restore(world: World) -> None:
    with world.journal.database.write() as connection:
        door.mark_moved(connection)
    assert door.start_epoch_if_moved(world.journal)


def confirm(world: World) -> None:
    world.run(world.operator, lambda work: door.confirm_epoch(work, "compared"))


def newest(client: TestClient, evidence: bytes) -> tuple[str, str, str]:
    """How the check came out, what it saw and what to do."""
    report = client.post("/v1/verify", files={"file": evidence}).json()
    found = next(one for one in report["checks"] if one["name"] == "newest")
    return found["outcome"], found["seen"], found["mend"]


def test_nothing_is_attested_until_the_epoch_is_confirmed(client: TestClient, world: World) -> None:
    document = world.issue()
    before = world.evidence(world.shipper, document)
    restore(world)
    path, headers = f"/v1/documents/{document}", world.shipper.headers
    body = {"challenge": CHALLENGE}
    answers = [
        *(client.get(f"{path}/{file}", headers=headers) for file in ("evidence.json", "pdf", "dcsa.json", "credential.json")),
        client.post(f"{path}/control", json=body | {"passphrase": PASSPHRASE}, headers=headers),
        client.post(f"{path}/control", json=body | {"prepare": True}, headers=headers),
    ]  # fmt: skip
    assert [(one.status_code, one.json()["code"]) for one in answers] == [(409, "title-acts-disabled")] * len(answers)
    assert "landsea epoch confirm" in answers[0].json()["detail"]
    told = [client.get(one, headers=headers).json() for one in (path, "/v1/documents")]
    assert (told[0]["operative"], told[1]["data"][0]["operative"]) == (None, None)
    assert door.sign_checkpoint(world.journal) is None, "the original may have signed another head of that size"
    outcome, seen, mend = newest(client, before)
    assert (outcome, "restored or copied" in seen, "landsea epoch confirm" in mend) == ("not proven", True, True)
    confirm(world)
    assert newest(client, before)[0] == "pass"
    assert client.get(path, headers=headers).json()["operative"] is True
    assert json.loads(world.evidence(world.shipper, document))["status"]["holder"] == world.shipper.party


def test_a_file_of_a_document_that_the_restored_data_lost_or_know_less_of_is_not_proven(world: World) -> None:
    """Newer than the backup, from the node that went on."""
    document = world.issue()
    evidence = world.evidence(world.shipper, document)
    restore(world)
    here = here_at_node(world.journal)
    lost = type(here)(here.key, lambda _: None, here.is_confirmed)
    for reader in (here, lost):
        found = next(one for one in verify_file(evidence, here=reader).checks if one.name == "newest")
        assert found.outcome.value == "not proven"


def test_other_platforms_get_no_answer_that_binds(client: TestClient, world: World) -> None:
    restore(world)
    for method, path in (("POST", "/v3/envelopes"), ("PUT", "/v3/envelopes/env_1/finish-transfer")):
        answer = client.request(method, path, json={})
        assert answer.status_code == 409
        assert "title-acts-disabled" in answer.text


def test_the_desk_does_not_call_a_document_operative_here_on_a_restored_node(world: World) -> None:
    document, ended = world.issue(), world.issue()
    world.surrender(world.shipper, ended)
    world.accept(ended)
    restore(world)
    with world.journal.view(world.shipper.actor) as view:
        standings = [row_body(view, world.see(world.shipper, one))["standing"] for one in (document, ended)]
    assert standings == ["unknown", "not-operative"], "what has ended stays so"
