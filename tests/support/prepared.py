"""Databases that hold every room's tables already, and nothing in them.

Making the tables takes longer than most tests, so it is done once in a test process and engine: SQLite files are copies of one file,
databases of PostgreSQL are emptied and used again.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import inspect

from landsea.runtime import Database, metadata
from tests.support.postgres import PostgresServer


def make_tables(database: Database) -> None:
    """Those of the imported rooms, where they are not there yet."""
    with database.write() as connection:
        if not metadata.tables.keys() <= set(inspect(connection).get_table_names()):
            metadata.create_all(connection)


@dataclass
class Prepared:
    """`folder` is this process's own; `server` starts PostgreSQL when it is first asked for."""

    folder: Path
    server: Callable[[], PostgresServer]
    _spare: list[str] = field(default_factory=list)

    def sqlite(self, file: Path) -> str:
        """The URL of a new SQLite file."""
        source = self.folder / f"{len(metadata.tables)}.sqlite3"
        if not source.exists():
            _make_tables(f"sqlite:///{source}")
        shutil.copyfile(source, file)
        return f"sqlite:///{file}"

    @contextmanager
    def postgres(self) -> Iterator[str]:
        """The URL of a PostgreSQL database that is the caller's alone until the block ends."""
        name = self._spare.pop() if self._spare else self._new_database()
        url = self.server().url(name)
        try:
            yield url
        finally:
            if _emptied(url):
                self._spare.append(name)
            else:  # the test made tables of its own
                self.server().drop_database(name)

    def _new_database(self) -> str:
        name = self.server().create_database()
        _make_tables(self.server().url(name))
        return name


def _make_tables(url: str) -> None:
    database = Database(url)
    make_tables(database)
    database.close()


def _emptied(url: str) -> bool:
    """Ends what the test left connected, and deletes all rows; not where there are tables that are no room's."""
    with psycopg.connect(url.replace("+psycopg", ""), connect_timeout=5) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid, 30000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        found = {name for (name,) in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}
        if not found <= metadata.tables.keys():
            return False
        connection.execute("SET session_replication_role = replica")  # in any order, whatever refers to what
        connection.execute(sql.SQL(";").join(sql.SQL("DELETE FROM {}").format(sql.Identifier(name)) for name in found))
        return True
