"""Fixtures of the room: a node with people, on both engines; a real node (not a sandbox) on SQLite for what is verified."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lading.world import World, make_world


@pytest.fixture
def world(tables_url: str, tmp_path: Path) -> Iterator[World]:
    made = make_world(tables_url, tmp_path)
    yield made
    made.journal.database.close()


@pytest.fixture(scope="module")
def real_world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One node for a whole module: its documents can verify as copies of operative records."""
    folder = tmp_path_factory.mktemp("real")
    made = make_world(f"sqlite:///{folder / 'node.sqlite3'}", folder, sandbox=False)
    yield made
    made.journal.database.close()
