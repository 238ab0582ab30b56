"""The example in both READMEs is run, and prints what they say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import people
from tests.support.server import Served, free_port, make_node, served

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, str]]:
    settings, made = make_node(tmp_path_factory.mktemp("readme"), free_port())
    key = people.make_operator(made.journal).api_key
    made.close()
    with served(settings) as running:
        yield running, key


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_example_prints_what_the_readme_says(
    node: tuple[Served, str], name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    running, key = node
    text = (ROOT / name).read_text()
    code = re.search(r"```python\n(.*?)```", text, re.DOTALL)
    output = re.search(r"```text\n(.*?)```", text, re.DOTALL)
    assert code
    assert output
    monkeypatch.setenv("LANDSEA_API_KEY", key)
    exec(code[1].replace("http://127.0.0.1:8017", running.url), {})  # noqa: S102  # our own README
    assert capsys.readouterr().out == output[1]


def test_both_readmes_have_the_same_sections() -> None:
    heads = [
        [line.count("#") for line in (ROOT / name).read_text().splitlines() if line.startswith("#")]
        for name in ("README.md", "README.zh-CN.md")
    ]
    assert heads[0] == heads[1]


def test_every_command_of_the_readmes_exists() -> None:
    makefile = (ROOT / "Makefile").read_text()
    for name in ("README.md", "README.zh-CN.md"):
        for target in re.findall(r"^make ([a-z]+)", (ROOT / name).read_text(), re.MULTILINE):
            assert f"\n{target}:" in makefile
