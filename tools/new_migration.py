"""Writes the next migration from the difference between the tables in the code and the newest migration.

`python tools/new_migration.py "what changes"`; read the file before you commit it.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.config import Config

from landsea.app.schema import MIGRATIONS
from landsea.runtime import Database


def main(message: str) -> None:
    versions = MIGRATIONS / "versions"
    number = len(list(versions.glob("[0-9]*.py"))) + 1
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/empty.sqlite3")
        with database.write() as connection:
            config.attributes["connection"] = connection
            if number > 1:
                command.upgrade(config, "head")
            made = command.revision(config, message, autogenerate=True, rev_id=f"{number:04}")
        database.close()
    path = Path(str(made.path))  # type: ignore[union-attr]
    for tool in (["check", "--fix", "-q", "--select", "I,F401,UP"], ["format", "-q"]):
        subprocess.run([sys.executable, "-m", "ruff", *tool, str(path)], check=True)


if __name__ == "__main__":
    main(sys.argv[1])
