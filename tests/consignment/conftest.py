"""Journals in which the synthetic parties are known."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from landsea import consignment, identity
from landsea.journal import Journal
from tests.consignment.example import register
from tests.support import journals


@pytest.fixture
def journal(make_journal: Callable[..., Journal]) -> Journal:
    """On either engine."""
    return register(make_journal(identity.PROJECTION, consignment.PROJECTION))


@pytest.fixture
def light_journal(tmp_path: Path) -> Iterator[Journal]:
    """On SQLite, for input that is refused before anything is stored: the engine makes no difference there."""
    url = f"sqlite:///{tmp_path / 'node.sqlite3'}"
    opened = register(journals.make_journal(url, tmp_path, identity.PROJECTION, consignment.PROJECTION))
    yield opened
    opened.database.close()
