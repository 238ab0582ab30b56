"""What the pages say about the repository is so."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md", "CONTRIBUTING.md"])
def test_every_make_command_a_page_names_exists(name: str) -> None:
    named = set(re.findall(r"\bmake ([a-z]+)\b", read(name)))
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), flags=re.M))
    assert "test" in named
    assert named - targets == set()


def test_make_alone_lists_every_target_with_what_it_does() -> None:
    listing = subprocess.run(["make", "-s"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    phony = re.search(r"^\.PHONY: (.*)$", read("Makefile"), flags=re.M)
    assert phony
    assert re.findall(r"^  make (\w+) +\S+", listing, flags=re.M) == phony.group(1).split()


def test_ci_runs_the_readmes_test_command() -> None:
    last = read(".ci/run").strip().splitlines()[-1]
    assert last == "exec make test"
    assert "make test" in read("README.md")


def test_every_decision_is_in_the_index() -> None:
    records = {path.name for path in (ROOT / "docs" / "decisions").glob("[0-9]*.md")}
    assert records == set(re.findall(r"\]\(([^)]+\.md)\)", read("docs/decisions/README.md")))
    assert len({name[:3] for name in records}) == len(records), "two records share a number"


@pytest.mark.parametrize(
    "name", sorted(path.relative_to(ROOT).as_posix() for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
)
def test_a_pages_links_into_the_repository_lead_somewhere(name: str) -> None:
    targets = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", read(name))
    assert [target for target in targets if not (ROOT / name).parent.joinpath(target).exists()] == []


def test_the_glossary_gives_every_word_in_both_languages() -> None:
    rows = [line.strip("| ").split(" | ") for line in read("GLOSSARY.md").splitlines() if line.startswith("| ")]
    words = [row for row in rows if row[0] != "word"]
    assert len(words) > 50
    assert [row for row in words if len(row) != 4] == []
    chinese = re.compile(r"[\u4e00-\u9fff]")
    assert [row[0] for row in words if not chinese.search(row[1]) or not chinese.search(row[3])] == []
    assert len({row[0] for row in words}) == len(words)
