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
    answer = runner.invoke(app, [str(file), "--trust", key])
    assert answer.exit_code == 0
    assert answer.output.startswith("COPY OF AN OPERATIVE RECORD as of")
    assert "[+] act-signatures" in answer.output


def test_without_a_key_it_is_unproven_and_says_what_to_do(home: Path, evidence: bytes) -> None:
    answer = runner.invoke(app, ["-"], input=evidence)
    assert answer.exit_code == 4
    assert "give it with --trust" in answer.output


def test_keys_are_pinned_in_a_file(home: Path, evidence: bytes, real_world: World) -> None:
    (home / "trusted-logs").write_text(f"# nodes we trust\n{real_world.journal.signer.verifier.vkey}\n")
    answer = runner.invoke(app, ["-", "--json"], input=evidence)
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
