"""Credentials whose title is a token on a real local chain: verified by command and over HTTP, and put on record for a consignment."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import typer
from fastapi import FastAPI
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from landsea.app.commands.verify import verify
from landsea.identity.http import authenticate
from landsea.identity.service.contexts import CONTEXTS
from landsea.lading import DocumentId, IssueDocument, issue, store_elsewhere
from landsea.lading.api import router
from landsea.lading.chain import content_remark, token_of
from landsea.lading.chain.facts import ChainSettings
from landsea.lading.escrow import Operation
from landsea.lading.model import LegDocumentNegotiable
from landsea.lading.service import chain as chains
from landsea.lading.service.verify.digest import digest_of
from landsea.runtime.http import install_problems
from tests.identity.credentials.trustvc import DID
from tests.lading import bills
from tests.lading.chain.world import World as Local
from tests.lading.world import SIGN, World, make_world

pytestmark = pytest.mark.skipif(
    not CONTEXTS.is_dir(), reason="the JSON-LD contexts are not installed: run tools/assets.py"
)
command = typer.Typer()
command.command()(verify)


@dataclass
class Foreign:
    """Another platform's bill of lading: its credential, its token on the local chain, Anne its owner and holder."""

    local: Local
    id: str

    @property
    def token(self) -> int:
        return token_of(self.id)

    def shown(self, chain_id: int | None = None) -> bytes:
        network = {"chain": "LOCAL", "chainId": str(chain_id or self.local.chain.chain_id)}
        status = {"type": "TransferableRecords", "tokenNetwork": network, "tokenRegistry": self.local.registry.address}
        made = bills.bill(id=self.id, credentialStatus=status | {"tokenId": f"{self.token:064x}"})
        return json.dumps(bills.shown(made)).encode()

    def mint(self, content: str | None = None) -> None:
        digest = content or digest_of(bills.bill())
        assert digest is not None
        remark = content_remark(digest)
        self.local.act(Operation.MINT, self.local.issuer, self.token, self.local.anne, remark=remark)

    def end(self) -> None:
        self.local.act(Operation.RETURN, self.local.anne, self.token)
        self.local.act(Operation.BURN, self.local.issuer, self.token)


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory, shared: Local) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("node")
    world = make_world(f"sqlite:///{folder / 'node.sqlite3'}", folder, sandbox=False)
    settings = ChainSettings("local", shared.chain.chain_id, shared.issuer.address, 3, shared.anne.address, "CN")
    trusting = ChainSettings(**{**_fields(settings), "trusted": (shared.registry.address,)})
    world.run(world.operator, lambda work: chains.add_chain(work, trusting, shared.anvil.url))
    yield world
    world.journal.database.close()


def _fields(settings: ChainSettings) -> dict[str, Any]:
    return {name: getattr(settings, name) for name in ChainSettings.__dataclass_fields__}


@pytest.fixture
def client(node: World) -> Iterator[TestClient]:
    app = FastAPI()
    app.state.journal = node.journal
    app.state.authenticate = authenticate
    install_problems(app)
    app.include_router(router)
    with TestClient(app, base_url=node.journal.site.base_url) as client:
        yield client


@pytest.fixture
def record(node: World) -> str:
    """A consignment that was booked while the node's clock stood still."""
    return node.book().id


@pytest.fixture
def now(node: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The local chain's blocks have the time of day; the node's clock stands still."""
    monkeypatch.setattr(type(node.journal.clock), "now", lambda *_: datetime.now(UTC))


def test_the_command_asks_the_chain_that_is_named_and_no_other(shared: Local, tmp_path: Path) -> None:
    foreign = Foreign(shared, "urn:uuid:00000000-0000-4000-8000-000000000001")
    foreign.mint()
    shared.anvil.mine(70)
    (tmp_path / "did.json").write_bytes(bills.KEYS)
    (tmp_path / "bill.json").write_bytes(foreign.shown())
    on, registry = shared.chain.chain_id, shared.registry.address
    offline = [str(tmp_path / "bill.json"), "--with", str(tmp_path / "did.json"), "--issuer", DID]
    asked = [*offline, "--chain", f"{on}={shared.anvil.url}"]
    env = {"LANDSEA_HOME": str(tmp_path)}
    codes = {}
    for name, arguments in {
        "offline": offline,
        "trusted": [*asked, "--registry", f"{on}/{registry}"],
        "no registry": asked,
        "another chain": [*offline, "--chain", f"1={shared.anvil.url}", "--registry", f"1/{registry}"],
    }.items():
        codes[name] = CliRunner().invoke(command, arguments, env=env).exit_code
    assert codes == {"offline": 4, "trusted": 0, "no registry": 1, "another chain": 1}
    pinned = {"trusted-issuers": DID, "trusted-registries": f"{on}/{registry}"}
    for name, line in pinned.items():
        (tmp_path / name).write_text(f"# ours\n{line}\n")
    foreign.end()
    shared.anvil.mine(70)
    burnt = CliRunner().invoke(command, [asked[0], *asked[1:3], *asked[5:]], env=env)
    assert (burnt.exit_code, "burnt" in burnt.output) == (5, True)


def ask(client: TestClient, foreign: Foreign, chain_id: int | None = None, **query: str) -> Any:
    files = [("file", ("bill.json", foreign.shown(chain_id))), ("beside", ("did.json", bills.KEYS))]
    answer = client.post("/v1/verify", files=files, params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_the_node_asks_its_own_chains_for_issuers_that_the_reader_trusts(
    client: TestClient, shared: Local, now: None
) -> None:
    foreign = Foreign(shared, "urn:uuid:00000000-0000-4000-8000-000000000002")
    foreign.mint()
    assert ask(client, foreign, issuer=DID)["verdict"] == "COPY OF AN OPERATIVE RECORD"
    assert ask(client, foreign, issuer=DID)["holder"] == shared.anne.address
    assert ask(client, foreign)["verdict"] == "UNPROVEN"
    assert ask(client, foreign, issuer=DID, trust="none")["verdict"] == "UNPROVEN"
    other = Foreign(shared, "urn:uuid:00000000-0000-4000-8000-000000000003")
    other.mint(content="ab" * 32)
    assert ask(client, other, issuer=DID)["verdict"] == "INVALID"
    mainnet = ask(client, foreign, chain_id=1, issuer=DID)
    assert (mainnet["verdict"], failed(mainnet)) == ("INVALID", {"chain"})


def failed(report: dict[str, Any]) -> set[str]:
    return {check["name"] for check in report["checks"] if check["outcome"] == "fail"}


def put(client: TestClient, who: Any, consignment: str, foreign: Foreign, **form: str) -> Any:
    files = [("file", ("bill.json", foreign.shown())), ("beside", ("did.json", bills.KEYS))]
    path = f"/v1/consignments/{consignment}/credentials"
    return client.post(path, files=files, data=form, headers=who.headers)


def test_a_title_elsewhere_is_put_on_record_and_nothing_becomes_operative_here(
    client: TestClient, node: World, shared: Local, record: str, now: None
) -> None:
    foreign = Foreign(shared, "urn:uuid:00000000-0000-4000-8000-000000000004")
    refused = put(client, node.shipper, record, foreign, issuer=DID)
    assert (refused.status_code, refused.json()["code"]) == (409, "title-elsewhere-not-proven")
    foreign.mint()
    assert put(client, node.shipper, record, foreign).status_code == 409  # nobody trusts the issuer
    assert put(client, node.stranger, record, foreign, issuer=DID).status_code == 404
    made = put(client, node.shipper, record, foreign, issuer=DID)
    assert made.status_code == 201, made.text
    said = made.json()
    assert (said["operative"], said["number"], said["holder"]) == (True, "SYN-0001", shared.anne.address)
    assert said["record"] == f"{shared.chain.chain_id}/{shared.registry.address}/0x{foreign.token:064x}"
    assert (
        client.get("/v1/documents", headers=node.shipper.headers, params={"consignment": record}).json()["data"] == []
    )

    def issue_here() -> DocumentId:
        return node.run(node.operator, lambda work: issue(work, IssueDocument(record, True), SIGN))

    with pytest.raises(LegDocumentNegotiable):
        issue_here()
    foreign.end()
    again = put(client, node.operator, record, foreign, issuer=DID).json()
    assert (again["operative"], again["state"], again["verdict"]) == (False, "burnt", "NOT OPERATIVE")
    listed = client.get(f"/v1/consignments/{record}/credentials", headers=node.buyer.headers).json()["data"]
    assert [one["state"] for one in listed] == ["burnt"]
    assert issue_here()
    third = Foreign(shared, "urn:uuid:00000000-0000-4000-8000-000000000005")
    third.mint()
    both = put(client, node.shipper, record, third, issuer=DID)
    assert (both.status_code, both.json()["code"]) == (409, "document-operative-here")


def test_what_was_put_on_record_is_rebuilt_from_the_journal(node: World) -> None:
    from landsea import journal as door

    with node.journal.view(node.operator.actor) as view:
        before = view.connection.execute(store_elsewhere.elsewhere.select()).all()
    assert before
    door.rebuild(node.journal)
    with node.journal.view(node.operator.actor) as view:
        assert view.connection.execute(store_elsewhere.elsewhere.select()).all() == before
