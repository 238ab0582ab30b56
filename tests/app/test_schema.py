"""The migrations make exactly the tables the code uses, on both engines."""

from __future__ import annotations

import re
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from landsea.app import schema
from landsea.app.rooms import projections
from landsea.runtime import Database, metadata


def test_migrated_tables_are_those_of_the_code(database_url: str) -> None:
    projections()
    database = Database(database_url)
    schema.upgrade(database)
    with database.write() as connection:
        options = {
            "compare_type": True,
            "include_object": lambda item, name, kind, reflected, other: not str(name).startswith(("test_", "bench_")),
        }
        differences = compare_metadata(MigrationContext.configure(connection, opts=options), metadata)
    assert [one for one in differences if not str(getattr(one[1], "name", "")).startswith(("test_", "bench_"))] == []
    assert schema.current_revision(database) == schema.newest_revision()
    schema.upgrade(database)
    database.close()


def test_tables_outside_the_journal_are_listed() -> None:
    """What no projection rebuilds is named in ARCHITECTURE.md, and nothing else is."""
    rebuilt = {table.name for projection in projections() for table in projection.tables}
    outside = {name for name in metadata.tables if not name.startswith(("test_", "bench_"))} - rebuilt
    text = (Path(__file__).parents[2] / "ARCHITECTURE.md").read_text()
    section = text[text.index("## Outside the journal") :]
    assert set(re.findall(r"`([a-z]+_[a-z_]+)`", section)) == outside
