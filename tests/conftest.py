"""Fixtures that all tests share. Tests of stored behaviour take `make_journal` (or `database_url`) and so run on both engines."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from sqlalchemy import event
from sqlalchemy.pool import Pool

from landsea.journal import Journal, Projection
from tests.support import browser, journals
from tests.support.postgres import PostgresServer, running_postgres
from tests.support.prepared import Prepared

browser.use_packaged_node()
settings.register_profile("landsea", deadline=None, derandomize=True)  # a busy machine is not a fault
settings.register_profile("explore", deadline=None)
settings.load_profile("explore" if os.environ.get("LANDSEA_EXPLORE") else "landsea")


@event.listens_for(Pool, "checkout")
def _wait_for_no_disk(connection: object, *_: object) -> None:
    """The tests' own processes outlive no power cut; those they start and kill keep SQLite's full durability."""
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous=OFF")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A real PostgreSQL of this test process, started when the first test asks for it."""
    with running_postgres() as server:
        yield server


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """The URL of an empty database that lives as long as the test."""
    with postgres_server.database() as url:
        yield url


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """pytest-playwright's `browser` and `page` fixtures are Debian's Chromium."""
    return browser.launch_arguments()


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database: a SQLite file, then a database of a real PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'node.sqlite3'}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Prepared:
    """Databases with every room's tables, for whoever needs one quickly."""
    return Prepared(tmp_path_factory.mktemp("prepared"), lambda: request.getfixturevalue("postgres_server"))


@pytest.fixture(params=["sqlite", "postgres"])
def tables_url(request: pytest.FixtureRequest, prepared: Prepared, tmp_path: Path) -> Iterator[str]:
    """A database with every room's tables, all empty: a SQLite file, then a database of a real PostgreSQL."""
    if request.param == "sqlite":
        yield prepared.sqlite(tmp_path / "node.sqlite3")
        return
    with prepared.postgres() as url:
        yield url


@pytest.fixture
def make_journal(tables_url: str, tmp_path: Path) -> Iterator[Callable[..., Journal]]:
    """`make_journal(PROJECTION, ...)`: a new sandbox node's journal with these rooms."""
    opened: list[Journal] = []

    def make(*projections: Projection) -> Journal:
        opened.append(journals.make_journal(tables_url, tmp_path, *projections))
        return opened[-1]

    yield make
    for journal in opened:
        journal.database.close()
