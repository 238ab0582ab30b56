"""The command starts without what is slow to import, and every command explains itself."""

from __future__ import annotations

import subprocess
import sys

import pytest
from typer.main import get_command

from landsea.app.cli import app

SLOW = ("fastapi", "sqlalchemy", "numba", "numpy", "typst", "alembic", "pydantic", "cryptography", "babel", "openpyxl")


def test_help_imports_nothing_slow() -> None:
    code = (
        "import sys\nfrom typer.testing import CliRunner\nfrom landsea.app.cli import app\n"
        "assert CliRunner().invoke(app, ['--help']).exit_code == 0\n"
        f"print([name for name in {SLOW!r} if name in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


def all_commands() -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []

    def walk(command: object, path: tuple[str, ...]) -> None:
        for name, inner in getattr(command, "commands", {}).items():
            found.append((*path, name))
            walk(inner, (*path, name))

    walk(get_command(app), ())
    return found


@pytest.mark.parametrize("path", all_commands(), ids=" ".join)
def test_every_command_explains_itself(path: tuple[str, ...]) -> None:
    from typer.testing import CliRunner

    said = CliRunner().invoke(app, [*path, "--help"])
    assert said.exit_code == 0
    assert len(said.output.split()) > 8
