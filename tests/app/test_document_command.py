"""`landsea document` against a served node: list, show, do, save, control; and verification of what it saved."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from landsea.app.cli import app
from landsea.app.client import Client
from landsea.identity.service.contexts import CONTEXTS
from landsea.lading import DocumentId
from tests.app.nodes import populate
from tests.identity.credentials.trustvc import DID
from tests.lading import bills
from tests.lading.world import World
from tests.support.people import PASSPHRASE, Person
from tests.support.server import Served, free_port, make_node, served

CHALLENGE = "challenge-of-the-bank-0001"


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, World, DocumentId]]:
    settings, node = make_node(tmp_path_factory.mktemp("node"), free_port())
    world = populate(node)
    document = world.issue()
    node.close()
    with served(settings) as running:
        yield running, world, document


def run(scene: tuple[Served, World, DocumentId], who: Person, *words: str) -> Result:
    options = ["--url", scene[0].url, "--key", who.api_key]
    return CliRunner().invoke(app, ["document", *words, *options], env={"LANDSEA_PASSPHRASE": PASSPHRASE})


def test_a_pledge_from_the_command_line(scene: tuple[Served, World, DocumentId], tmp_path: Path) -> None:
    _, world, document = scene
    offered = run(scene, world.shipper, "do", document, "pledge", "--to", world.bank.party, "--secures", "CREDIT-1")
    assert offered.exit_code == 0, offered.output
    assert document in run(scene, world.bank, "list", "--desk", "awaiting-me").output
    assert "take, decline" in run(scene, world.bank, "show", document).output
    assert run(scene, world.bank, "do", document, "take").exit_code == 0
    assert document in run(scene, world.bank, "list", "--desk", "pledged-to-me").output
    refused = run(scene, world.shipper, "do", document, "surrender")
    assert refused.exit_code == 1
    assert "not-the-holder" in refused.output
    for name, option in (("evidence.json", "save"), ("bill.pdf", "save"), ("control.json", "control")):
        more = [CHALLENGE] if option == "control" else []
        saved = run(scene, world.bank, option, document, *more, str(tmp_path / name))
        assert saved.exit_code == 0, saved.output
        checked = CliRunner().invoke(app, ["verify", str(tmp_path / name), "--json"])
        report = json.loads(checked.output)
        assert report["verdict"] == "SANDBOX", report
    answered = CliRunner().invoke(app, ["verify", str(tmp_path / "control.json"), "--challenge", CHALLENGE, "--json"])
    assert {one["name"]: one["outcome"] for one in json.loads(answered.output)["checks"]}["control"] == "pass"
    for form, word in (("mmt", "specifiedConsignment"), ("dcsa", "transportDocumentReference")):
        assert run(scene, world.bank, "save", document, str(tmp_path / f"{form}.json"), "--as", form).exit_code == 0
        assert word in json.loads((tmp_path / f"{form}.json").read_text())
    assert run(scene, world.bank, "save", document, str(tmp_path / "x"), "--as", "edifact").exit_code == 2
    assert run(scene, world.bank, "do", document, "release").exit_code == 0


def test_a_partners_message_is_read_and_issued_from(scene: tuple[Served, World, DocumentId], tmp_path: Path) -> None:
    world, file = scene[1].reopened(), tmp_path / "message.json"
    record = world.book()
    world.journal.database.close()
    assert run(scene, world.operator, "save", scene[2], str(file), "--as", "mmt").exit_code == 0
    said = json.loads(file.read_text())
    wrong = run(scene, world.operator, "read", str(file), "--consignment", record.id)
    assert (wrong.exit_code, "/specifiedConsignment/0/id: " in wrong.output) == (1, True), wrong.output
    assert run(scene, world.operator, "issue", str(file), "--consignment", record.id).exit_code == 1
    said["specifiedConsignment"][0]["id"][0]["content"] = record.ucr
    file.write_text(json.dumps(said | {"x-theirs": None}))
    read = run(scene, world.operator, "read", str(file), "--consignment", record.id)
    assert (read.exit_code, "Fresh lemons" in read.output) == (0, True), read.output
    issued = run(scene, world.operator, "issue", str(file), "--consignment", record.id)
    assert (issued.exit_code, " issued " in issued.output) == (0, True), issued.output
    assert run(scene, world.operator, "save", issued.output.split()[0], str(file), "--as", "mmt").exit_code == 0
    assert json.loads(file.read_text())["x-theirs"] is None


def test_a_split_takes_its_shares_as_json(scene: tuple[Served, World, DocumentId]) -> None:
    _, world, document = scene
    shares = [
        [{"line": 0, "packages": 700, "gross_weight_grams": 12_000_000, "volume_cubic_metres": "30.1"}],
        [{"line": 0, "packages": 500, "gross_weight_grams": 9_500_500, "volume_cubic_metres": "22.7"}],
    ]
    wrong = run(scene, world.shipper, "do", document, "split", "--data", "{")
    assert wrong.exit_code == 2
    asked = run(scene, world.shipper, "do", document, "split", "--data", json.dumps({"shares": shares}))
    assert asked.exit_code == 0, asked.output
    granted = run(scene, world.operator, "do", document, "grant")
    assert len(granted.output.splitlines()) == 2, granted.output


def test_a_credential_is_saved_with_what_is_chosen(scene: tuple[Served, World, DocumentId], tmp_path: Path) -> None:
    _, world, _ = scene
    again = world.reopened()
    document = again.issue()
    again.journal.database.close()
    file = tmp_path / "credential.json"
    saved = run(scene, world.shipper, "credential", document, str(file), "--reveal", "/credentialSubject/shipperName")
    assert saved.exit_code == 0, saved.output
    credential = json.loads(file.read_text())
    assert credential["credentialStatus"]["titleRecord"] == document
    assert set(credential["credentialSubject"]) == {"type", "shipperName"}


def test_a_waybill_s_credential_is_issued_and_suspended(scene: tuple[Served, World, DocumentId]) -> None:
    world = scene[1].reopened()
    document = world.issue(negotiable=False)
    world.journal.database.close()
    refused = run(scene, world.shipper, "credential", document)
    assert (refused.exit_code, "credential-not-issued" in refused.output) == (1, True)
    assert " valid " in run(scene, world.operator, "credential-status", document, "issue").output
    suspended = run(scene, world.operator, "credential-status", document, "suspend", "--reason", "synthetic reason")
    assert "suspended" in suspended.output
    assert '"Waybill"' in run(scene, world.shipper, "credential", document).output


@pytest.mark.skipif(not CONTEXTS.is_dir(), reason="the JSON-LD contexts are not installed: run tools/assets.py")
def test_a_title_elsewhere_goes_on_record_only_when_its_registry_has_told(
    scene: tuple[Served, World, DocumentId], tmp_path: Path
) -> None:
    """This node has no chain, so nobody was asked; the keys that are given beside the credential arrive all the same."""
    node, world, document = scene
    shown = Client(node.url, world.shipper.api_key).get(f"/v1/documents/{document}")
    bill, keys = tmp_path / "bill.json", tmp_path / "did.json"
    bill.write_text(json.dumps(bills.shown()))
    keys.write_bytes(bills.KEYS)
    words = ["import-credential", str(bill), "--consignment", shown["consignment"], "--issuer", DID]
    without, given = run(scene, world.shipper, *words), run(scene, world.shipper, *words, "--with", str(keys))
    assert (without.exit_code, given.exit_code) == (1, 1)
    assert "title-elsewhere-not-proven" in given.output
    assert ("proof" in without.output, "proof" in given.output) == (True, False)
