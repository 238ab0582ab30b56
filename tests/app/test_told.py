"""What goes wrong in a command is told in a sentence: no node, a bad file, a problem's values."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from landsea.app.cli import app, main
from landsea.app.client import Answer
from landsea.app.commands.remote import failure, node_at
from landsea.app.given import BadFile, NoAnswer, day, write, write_all
from landsea.kernel import BadValue

NOBODY = "http://127.0.0.1:1"


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words), env={"LANDSEA_URL": NOBODY, "LANDSEA_HOME": "/nowhere"})


@pytest.mark.parametrize("url", [NOBODY, "foo"])
@pytest.mark.parametrize("words", [("document", "list"), ("api", "GET", "/v1/documents")])
def test_no_node_is_said_with_its_address(url: str, words: tuple[str, ...]) -> None:
    told = run(*words, "--url", url).exception
    assert isinstance(told, NoAnswer)
    assert url in str(told)


def test_an_answer_that_is_no_json_is_no_nodes() -> None:
    with pytest.raises(NoAnswer, match="no node of this kind"), node_at(NOBODY, ""):
        _ = Answer(200, b"<html>").json


def test_a_problem_names_its_values(capsys: pytest.CaptureFixture[str]) -> None:
    errors = [{"pointer": "/a/0", "detail": "too long"}, {"pointer": "/b", "detail": "two are wrong"}]
    problem = {"code": "bad-value", "detail": "two are wrong", "errors": errors}
    assert isinstance(failure(Answer(422, json.dumps(problem).encode())), typer.Exit)
    assert capsys.readouterr().err.splitlines() == ["bad-value: two are wrong", "  /a/0: too long", "  /b"]


@pytest.mark.parametrize("content", [None, b"%PDF-1.7\n\xff\xfe", b"name = "])
def test_a_platforms_file_that_cannot_be_read_is_refused(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "platform.toml"
    if content is not None:
        file.write_bytes(content)
    assert isinstance(run("platform", "add", str(file)).exception, BadValue)


def test_a_platforms_certificate_that_is_not_there_is_refused(tmp_path: Path) -> None:
    (tmp_path / "platform.toml").write_text('certificates = ["missing.pem"]')
    assert "missing.pem" in str(run("platform", "add", str(tmp_path / "platform.toml")).exception)


def test_a_kind_of_file_to_save_that_is_not_known_is_refused() -> None:
    told = run("document", "save", "doc_x", "a.txt")
    assert told.exit_code == 2
    assert ".pdf" in told.output
    assert ".json" in told.output
    assert run("document", "save", "doc_x", "a.pdf", "--as", "mmt").exit_code == 2


def test_a_suffix_may_be_in_capitals(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("landsea.app.client.Client.download", lambda self, path: path.encode())
    assert run("document", "save", "doc_x", str(tmp_path / "A.PDF")).exit_code == 0
    assert (tmp_path / "A.PDF").read_text() == "/v1/documents/doc_x/pdf"
    nowhere = run("document", "save", "doc_x", str(tmp_path / "missing" / "a.pdf")).exception
    assert isinstance(nowhere, BadValue)
    assert "cannot be written" in str(nowhere)


@pytest.mark.parametrize(
    "words",
    [
        ("network", "export", "{file}"),
        ("network", "export", "{file}/below"),
        ("network", "export", "--gtfs", "{folder}"),
        ("network", "schedules", "import", "{folder}"),
        ("backup", "{file}/below"),
        ("backup", "{folder}"),
        ("study", "flows", "{file}", "--start", "2026-11-23", "--csv", "{file}"),
        ("study", "flows", "{folder}", "--start", "2026-11-23"),
        ("study", "run", "{folder}/missing.toml"),
        ("study", "closures", "CNCKG", "--kind", "passages", "--out", "{file}"),
        ("plan", "CNCKG", "SGSIN", "--ready", "2026-11-23T08:00+08:00", "--lots", "{folder}"),
        ("document", "import-credential", "{folder}", "--consignment", "cns_x", "--issuer", "did:web:x"),
        ("init", "--jurisdiction", "CN", "--organisation", "A", "--email", "a@example.test"),
    ],
)
def test_a_file_that_cannot_be_read_or_written_is_one_sentence_and_exit_code_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    file, folder = tmp_path / "file.txt", tmp_path / "folder"
    file.write_text("kept")
    folder.mkdir()
    monkeypatch.setenv("LANDSEA_HOME", str(file / "home"))
    monkeypatch.setattr("sys.argv", ["landsea", *(word.format(file=file, folder=folder) for word in words)])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    told = capsys.readouterr().err.strip()
    assert told.startswith("bad-file: '")
    assert "\n" not in told
    assert sorted(tmp_path.iterdir()) == [file, folder]
    assert (file.read_text(), list(folder.iterdir())) == ("kept", [])


def test_of_files_that_cannot_all_be_written_none_is(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"former")
    (tmp_path / "b").mkdir()
    with pytest.raises(BadFile, match="Is a directory"):
        write_all(tmp_path, {"a": b"new", "c": b"new", "b": b"new"})
    assert ((tmp_path / "a").read_bytes(), sorted(path.name for path in tmp_path.iterdir())) == (b"former", ["a", "b"])


def test_a_file_that_is_replaced_keeps_its_mode_and_a_link_its_target(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"former")
    (tmp_path / "real").chmod(0o640)
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write(tmp_path / "link", b"new")
    assert (tmp_path / "real").read_bytes() == b"new"
    assert (tmp_path / "real").stat().st_mode & 0o777 == 0o640
    assert (tmp_path / "link").is_symlink()
    write(Path("/dev/null"), b"a device takes it")
    assert Path("/dev/null").is_char_device()


@pytest.mark.parametrize("text", ["9999-12-31", "0001-01-01", "2026-02-30", "x"])
def test_a_day_that_cannot_be_counted_from_is_refused(text: str) -> None:
    with pytest.raises(BadValue):
        day(text)
