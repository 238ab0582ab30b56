"""Every dependency says why it is here; every version is pinned by hash; no lock file names a registry."""

from __future__ import annotations

import json
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

import assets
import basemap

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ["requirements.lock", "requirements-source.lock", "package-lock.json"]


def pyproject() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def name_of(requirement: str) -> str:
    return re.split(r"[\[<>=!~ ;]", requirement)[0].lower()


def python_dependencies() -> set[str]:
    groups = pyproject()["dependency-groups"].values()
    listed = [*pyproject()["project"]["dependencies"], *(entry for group in groups for entry in group)]
    return {name_of(entry) for entry in listed if isinstance(entry, str)}


NPM_KINDS = ("dependencies", "devDependencies", "optionalDependencies")


def npm_dependencies() -> set[str]:
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    return {name for kind in NPM_KINDS for name in package[kind]}


def locked() -> dict[str, list[str]]:
    """Pinned package -> its hashes, from both Python lock files."""
    text = "".join((ROOT / name).read_text(encoding="utf-8") for name in LOCKS[:2])
    blocks = re.split(r"^(?=[a-z0-9])", text, flags=re.M)
    return {name_of(block): re.findall(r"--hash=sha256:[0-9a-f]{64}", block) for block in blocks if "==" in block}


def test_each_dependency_has_its_line_of_why_and_no_line_is_left_over() -> None:
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    explained = re.findall(r"^\| `([^`]+)` \| ([^|]+) \|", page, flags=re.M)
    assert {name for name, _ in explained} == python_dependencies() | npm_dependencies()
    assert [name for name, why in explained if len(why.split()) < 2] == []


def test_each_python_dependency_is_pinned_by_hash() -> None:
    pinned = locked()
    assert python_dependencies() - set(pinned) == set()
    assert [name for name, hashes in pinned.items() if not hashes] == []


def test_each_npm_package_is_pinned_by_hash() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert npm_dependencies() == {name for kind in NPM_KINDS for name in packages[""][kind]}
    assert [name for name, package in packages.items() if name and not package.get("integrity")] == []


IMPORTED_AS = {
    "argon2-cffi": "argon2",
    "fonttools": "fontTools",
    "python-stdnum": "stdnum",
    "pyyaml": "yaml",
}
USED_BY_NAME = {
    "psycopg": "SQLAlchemy's driver, by the URL",
    "python-multipart": "FastAPI's forms",
    "tzdata": "zoneinfo's data",
}
OURS = {"landsea", "tests", "bench", *(path.stem for path in (ROOT / "tools").iterdir())}


def imported(*folders: str) -> set[str]:
    """The packages that the code in these folders imports, without Python's own and ours."""
    files = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    code = "\n".join(path.read_text(encoding="utf-8") for path in files)
    found = set(re.findall(r"^\s*(?:from (?=[\w.]+ import )|import )(\w+)", code, flags=re.M))
    return found - OURS - set(sys.stdlib_module_names)


def modules(requirements: set[str]) -> set[str]:
    return {IMPORTED_AS.get(name, name.replace("-", "_")) for name in requirements}


def test_what_a_node_imports_is_what_it_depends_on() -> None:
    project = pyproject()["project"]
    extras = [entry for extra in project["optional-dependencies"].values() for entry in extra]
    listed = {name_of(entry) for entry in [*project["dependencies"], *extras]}
    assert imported("src") == modules(listed - set(USED_BY_NAME))


def test_what_tests_and_tools_import_is_listed() -> None:
    assert imported("tests", "tools", "bench") - modules(python_dependencies()) == set()


def test_each_vendored_file_is_used() -> None:
    package = ROOT / "src" / "landsea"
    files = [path for kind in ("py", "js", "mjs", "html", "css") for path in package.rglob(f"*.{kind}")]
    code = "\n".join(path.read_text(encoding="utf-8") for path in files if assets.VENDOR not in path.parents)
    names = [Path(name).name for name in [*assets.COPIES, *basemap.MAPS]]
    loaded_by_the_map = {"maplibre-gl-worker.mjs"}
    assert [name for name in names if name not in code and name not in loaded_by_the_map] == []


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_file_names_no_registry(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert [word for word in ('"resolved"', "index-url", "find-links", " @ http", "registry.") if word in text] == []
