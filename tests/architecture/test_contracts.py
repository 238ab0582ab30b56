"""The floors and doors of ARCHITECTURE.md hold, and each contract bites: a module that breaks it is found."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CONFIG = ROOT / ".importlinter"

VIOLATIONS = [
    ("floors", "network/service", "import landsea.planner"),
    ("floors", "lading/service", "import landsea.tracking"),
    ("floors", "tracking/service", "import landsea.lading"),
    ("floors", "kernel/money", "import landsea.journal"),
    ("floors", "unknown_room/__init__", "import landsea.kernel"),
    ("callers", "lading/rules", "import landsea.consignment"),
    ("callers", "lading/api", "from landsea import identity"),
    ("pure-rules", "lading/rules", "import sqlalchemy"),
    ("pure-rules", "lading/model", "from landsea.lading import store"),
    ("pure-rules", "lading/model", "from landsea.runtime import new_id"),
    ("pure-rules", "tracking/wire/dcsa", "import fastapi"),
    ("pure-rules", "tracking/wire/dcsa", "import landsea.tracking.service"),
    ("one-way-to-chains", "lading/chain/node", "import web3"),
    ("pure-engines", "routing/model", "import landsea.runtime"),
    ("pure-engines", "emissions/model", "import landsea.journal"),
    ("store-below-service", "lading/store", "import landsea.lading.service"),
    ("service-without-http", "lading/service", "import fastapi"),
    ("service-without-http", "lading/service", "import landsea.journal.http"),
    ("api-below-store", "lading/api", "import landsea.lading.store"),
    ("door-console", "app/violation", "import landsea.console.pages"),
    ("door-planner", "console/violation", "import landsea.planner.service"),
    ("door-lading", "console/violation", "import landsea.lading.store"),
    ("door-tracking", "console/violation", "import landsea.tracking.store"),
    ("door-consignment", "lading/service", "import landsea.consignment.store"),
    ("door-routing", "planner/service", "import landsea.routing.model"),
    ("door-emissions", "planner/service", "import landsea.emissions.model"),
    ("door-network", "planner/service", "import landsea.network.store"),
    ("door-notify", "app/violation", "import landsea.notify.store"),
    ("door-policy", "lading/service", "import landsea.policy.store"),
    ("door-identity", "lading/service", "import landsea.identity.store"),
    ("door-journal", "lading/service", "import landsea.journal.store"),
    ("door-journal", "lading/service", "import landsea.journal.http"),
    ("door-runtime", "lading/store", "import landsea.runtime.database"),
    ("door-kernel", "lading/model", "import landsea.kernel.money"),
]


def names() -> dict[str, str]:
    """The contracts' names by their ids."""
    parser = configparser.ConfigParser()
    parser.read(CONFIG, encoding="utf-8")
    sections = [section for section in parser.sections() if section.startswith("importlinter:contract:")]
    return {section.rpartition(":")[2]: parser[section]["name"] for section in sections}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of the code that a test may spoil."""
    return copy_code(tmp_path)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What each contract finds, by its name, in a copy of the code in which every one is broken."""
    spoiled = copy_code(tmp_path_factory.mktemp("spoiled"))
    for _, module, line in VIOLATIONS:
        write(spoiled, module, line)
    done = lint(spoiled)
    assert done.returncode == 1, done.stdout + done.stderr
    said = re.split(r"\n(.+)\n-+\n(?=\n)", done.stdout)
    return dict(zip(said[1::2], said[2::2], strict=True))


def copy_code(to: Path) -> Path:
    only_code = shutil.ignore_patterns("static", "data", "*.po", "*.csv", "__pycache__")
    shutil.copytree(ROOT / "src" / "landsea", to / "src" / "landsea", ignore=only_code)
    shutil.copy(CONFIG, to)
    return to


def lint(tree: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--no-logo"]
    environment = {"PYTHONPATH": str(tree / "src"), "COLUMNS": "200"}
    return subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True, check=False)


def write(tree: Path, module: str, line: str) -> None:
    """Adds `line` to a module: to its file, to a new file in the package of that name, or to a new module."""
    path = tree / "src" / "landsea" / module
    target = path / "violation.py" if path.is_dir() else path.with_suffix(".py")
    for folder in target.relative_to(tree / "src" / "landsea").parents[:-1]:
        package = tree / "src" / "landsea" / folder
        package.mkdir(exist_ok=True)
        (package / "__init__.py").touch()
    with target.open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")


def test_the_code_keeps_every_contract(tree: Path) -> None:
    done = lint(tree)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"Contracts: {len(names())} kept, 0 broken." in done.stdout


@pytest.mark.parametrize(("contract", "module", "line"), VIOLATIONS, ids=lambda value: str(value).replace("/", "."))
def test_a_contract_finds_the_module_that_breaks_it(
    found: dict[str, str], contract: str, module: str, line: str
) -> None:
    breaker = "landsea." + module.replace("/", ".").removesuffix(".__init__")
    wanted = (
        rf"{breaker}(\.violation)? -> ({'|'.join(imported(line))}) \(l\." if "." in breaker[8:] else f"- {breaker}\n"
    )
    assert re.search(wanted, found[names()[contract]])


def imported(line: str) -> list[str]:
    """The modules that a line of Python may import."""
    words = line.split()
    return [words[1]] if words[0] == "import" else [f"{words[1]}.{words[3]}", words[1]]


def test_every_contract_has_a_module_that_breaks_it() -> None:
    assert {contract for contract, _, _ in VIOLATIONS} == set(names())


def test_every_room_has_a_contract_for_its_door() -> None:
    rooms = {path.parent.name for path in (ROOT / "src" / "landsea").glob("*/__init__.py")}
    doors = {name.removeprefix("door-") for name in names() if name.startswith("door-")}
    assert rooms - {"app"} == doors, "nobody is above app, every other room needs a door contract in .importlinter"
