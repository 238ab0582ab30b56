"""`landsea verify`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from landsea.app.commands.verify import verify
from tests.lading.world import World

app = typer.Typer()
app.command()(verify)
runner = CliRunner()
ANY_AGE = ("--max-age", "0")
"""The test's node stands still at a day that the command's clock has left behind."""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LANDSEA_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture(scope="module")
def evidence(real_world: World) -> bytes:
    return real_world.evidence(real_world.shipper, real_world.issue())


def test_a_trusted_key_makes_a_copy_of_an_operative_record(home: Path, evidence: bytes, real_world: World) -> None:
    file = home / "document.json"
    file.write_bytes(evidence)
    key = real_world.journal.signer.verifier.vkey
    answer = runner.invoke(app, [str(file), "--trust", key, *ANY_AGE])
    assert answer.exit_code == 0
    assert answer.output.startswith("COPY OF AN OPERATIVE RECORD as of")
    assert "[+] act-signatures" in answer.output
    assert "[+] passed" in answer.output.splitlines()[-1]


def test_without_a_key_it_is_unproven_and_says_what_to_do(home: Path, evidence: bytes) -> None:
    answer = runner.invoke(app, ["-"], input=evidence)
    assert answer.exit_code == 4
    assert "name it as one you trust" in answer.output


def test_keys_are_pinned_in_a_file(home: Path, evidence: bytes, real_world: World) -> None:
    (home / "trusted-logs").write_text(f"# nodes we trust\n{real_world.journal.signer.verifier.vkey}\n")
    answer = runner.invoke(app, ["-", "--json", *ANY_AGE], input=evidence)
    assert answer.exit_code == 0
    assert json.loads(answer.output)["valid"] is True


def test_an_altered_file_is_invalid(home: Path, evidence: bytes) -> None:
    answer = runner.invoke(app, ["-", "--lang", "zh"], input=evidence.replace(b"1200", b"1300"))
    assert answer.exit_code == 1
    assert answer.output.startswith("无效")


def test_a_sandbox_document_has_its_own_exit_code(home: Path, world: World) -> None:
    evidence = world.evidence(world.shipper, world.issue())
    assert runner.invoke(app, ["-"], input=evidence).exit_code == 3


@pytest.mark.parametrize("arguments", [["missing.pdf"], ["-", "--trust", "nonsense"]])
def test_a_wrong_argument_is_explained(home: Path, arguments: list[str]) -> None:
    assert runner.invoke(app, arguments, input=b"{}").exit_code == 2


@pytest.mark.parametrize(
    "arguments",
    [
        *(["-", f"--max-age={hours}"] for hours in ("nan", "-5", "inf", "1e300")),
        ["-", "--lang", "fr"],
        ["."],
        ["-", "--trust", "BINARY"],
    ],
    ids=" ".join,
)
def test_a_wrong_argument_is_a_usage_error(home: Path, arguments: list[str]) -> None:
    (home / "BINARY").write_bytes(b"%PDF-1.7 \xff\xfe")
    given = [str(home / one) if one == "BINARY" else one for one in arguments]
    answer = runner.invoke(app, given, input=b"{}")
    assert answer.exit_code == 2, answer.output
    assert "Invalid value" in answer.output


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b'{"@context": [], "type": ["VerifiableCredential", "BitstringStatusListCredential"]}', "status list"),
        (b'{"@context": [], "id": "did:web:a.example", "verificationMethod": []}', "DID document"),
    ],
)
def test_what_goes_beside_a_credential_is_not_called_a_forgery(home: Path, content: bytes, what: str) -> None:
    answer = runner.invoke(app, ["-"], input=content)
    assert answer.exit_code == 2
    assert what in answer.output
    assert "INVALID" not in answer.output


def test_a_bad_file_beside_a_credential_is_named(home: Path) -> None:
    (home / "did.json").write_text("{")
    answer = runner.invoke(app, ["-", "--with", str(home / "did.json")], input=b"{}", env={"COLUMNS": "400"})
    assert answer.exit_code == 2
    assert "did.json" in answer.output
    assert ".." not in answer.output
