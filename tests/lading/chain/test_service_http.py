"""The routes and commands of the blockchain registry."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from landsea import policy
from landsea.identity.http import authenticate
from landsea.lading.api import router
from landsea.lading.model import State
from landsea.runtime.http import install_problems
from tests.lading.chain.desk import Desk
from tests.lading.chain.world import World as Local
from tests.lading.world import make_world
from tests.support.people import PASSPHRASE, Person

SECRET = {"passphrase": PASSPHRASE}


@pytest.fixture
def desk(tmp_path: Path, shared: Local) -> Iterator[Desk]:
    world = make_world(f"sqlite:///{tmp_path / 'node.sqlite3'}", tmp_path, also=(policy.PROJECTION,))
    yield Desk(world, shared)
    world.journal.database.close()


@pytest.fixture
def client(desk: Desk) -> Iterator[TestClient]:
    app = FastAPI()
    app.state.journal = desk.world.journal
    app.state.authenticate = authenticate
    install_problems(app)
    app.include_router(router)
    with TestClient(app, base_url=desk.world.journal.site.base_url) as client:
        yield client


def ask(client: TestClient, who: Person, method: str, path: str, body: Any = None, status: int = 200) -> Any:
    answer = client.request(method, path, json=body, headers=who.headers)
    assert answer.status_code == status, answer.text
    return answer.json()


def test_a_document_goes_to_a_chain_and_is_seen_there_over_http(client: TestClient, desk: Desk) -> None:
    operator, shipper, local = desk.world.operator, desk.world.shipper, desk.local
    minter = ask(client, operator, "POST", "/v1/me/chain-key", SECRET, 201)["address"]
    owner = ask(client, shipper, "POST", "/v1/me/chain-key", SECRET, 201)["address"]
    local.anvil.give(minter, 10**19)
    local.act_role("MINTER", minter)
    chain = {"name": "local", "chain_id": local.chain.chain_id, "url": local.anvil.url, "minter": minter}
    chain |= {"registry": local.registry.address, "confirmations": 3, "jurisdiction": "CN"}
    ask(client, operator, "POST", "/v1/chains", chain, 201)
    listed = client.get("/v1/chains", headers=shipper.headers)
    assert local.anvil.url not in listed.text
    assert listed.json()["data"][0]["registry"] == local.registry.address
    document = desk.world.issue()
    desk.documents.append(document)
    path = f"/v1/documents/{document}"
    left = ask(client, shipper, "POST", f"{path}/leave-for-chain", {"chain": "local"} | SECRET)
    assert (left["state"], left["operative"]) == ("leaving", False)
    signed = ask(client, operator, "POST", f"{path}/chain", {"step": "mint"} | SECRET, 202)
    assert (signed["operation"], signed["settled"]) == ("mint", False)
    ask(client, operator, "POST", f"{path}/chain", {"step": "mint"} | SECRET, 409)
    desk.settle()
    assert desk.state(document) is State.AWAY
    seen = ask(client, shipper, "GET", f"{path}/chain")
    assert seen["standing"]["holder"] == owner
    assert seen["parties"] == {owner: shipper.party}
    assert [one["operation"] for one in seen["acts"]] == ["mint"]
    assert seen["transactions"][0]["state"] == "final"
    ask(client, desk.world.stranger, "GET", f"{path}/chain", status=404)


def test_a_chain_is_asked_before_it_is_configured_and_before_a_document_leaves_for_it(
    client: TestClient, desk: Desk
) -> None:
    desk.ready()
    operator, shipper, local = desk.world.operator, desk.world.shipper, desk.local
    chain = {"name": "local", "chain_id": local.chain.chain_id, "url": local.anvil.url, "confirmations": 3}
    chain |= {"registry": local.registry.address, "minter": desk.address(operator), "jurisdiction": "CN"}
    assert ask(client, operator, "POST", "/v1/chains", chain, 201)["warning"] == ""
    for slip, code in (({"chain_id": 1}, "wrong-chain"), ({"registry": "0x" + "ab" * 20}, "not-a-token-registry")):
        refused = ask(client, operator, "POST", "/v1/chains", chain | slip, 409)
        assert (refused["code"], refused["errors"][0]["pointer"]) == (code, f"/{next(iter(slip))}")
    kept = {name: value for name, value in chain.items() if name != "url"}
    assert ask(client, operator, "POST", "/v1/chains", kept | {"confirmations": 4}, 201)["warning"] == ""
    unknown = ask(client, operator, "POST", "/v1/chains", kept | {"name": "other"}, 422)
    assert unknown["errors"][0]["pointer"] == "/url"
    ask(client, shipper, "POST", "/v1/chains", chain, 403)
    gone = ask(client, operator, "POST", "/v1/chains", chain | {"url": "http://127.0.0.1:9"}, 201)
    assert "does not answer" in gone["warning"]
    document = desk.world.issue()
    body = {"chain": "local"} | SECRET
    assert ask(client, shipper, "POST", f"/v1/documents/{document}/leave-for-chain", body, 503)["code"]
    assert desk.state(document) is State.ISSUED


def test_a_wrong_passphrase_signs_nothing(client: TestClient, desk: Desk) -> None:
    desk.ready()
    document = desk.leave()
    body = {"step": "mint", "passphrase": "another passphrase"}
    assert ask(client, desk.world.operator, "POST", f"/v1/documents/{document}/chain", body, 403)["code"]
    assert desk.chain_state(document).transactions == []


def test_an_address_in_mixed_case_has_its_checksum(client: TestClient, desk: Desk) -> None:
    slip = "0x" + "aB" * 20
    body = {"name": "local", "chain_id": 1, "url": "http://127.0.0.1:9", "registry": slip, "minter": "0x" + "cd" * 20}
    body |= {"confirmations": 3, "jurisdiction": "CN"}
    assert ask(client, desk.world.operator, "POST", "/v1/chains", body, 422)["errors"][0]["pointer"] == "/registry"


def test_the_command_names_what_it_does() -> None:
    from typer.testing import CliRunner

    from landsea.app.cli import app

    answer = CliRunner().invoke(app, ["chain", "--help"])
    assert answer.exit_code == 0
    for name in ("add", "list", "remove", "key", "leave", "state", "sign", "call-off"):
        assert name in answer.output


def test_a_chain_key_is_stored_sealed(client: TestClient, desk: Desk) -> None:
    made = ask(client, desk.world.shipper, "POST", "/v1/me/chain-key", SECRET, 201)
    assert sorted(set(made) - {"receipts"}) == ["address", "custody", "party"]
    assert "sealed" in json.dumps(made)
    told = ask(client, desk.world.shipper, "GET", "/v1/me/chain-key")
    assert (told["key"]["address"], told["key"]["holds"], told["earlier"]) == (made["address"], [], [])
    refused = ask(client, desk.world.shipper, "POST", "/v1/me/chain-key", SECRET, 409)
    assert (refused["code"], refused["errors"][0]["pointer"]) == ("chain-key-exists", "/new")
    other = ask(client, desk.world.shipper, "POST", "/v1/me/chain-key", SECRET | {"new": True}, 201)
    assert other["address"] != made["address"]
