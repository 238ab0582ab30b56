"""One local chain for the tests that only add to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.lading.chain.anvil import require_installed
from tests.lading.chain.world import World, world


@pytest.fixture(scope="package")
def shared() -> Iterator[World]:
    """Never stopped or rolled back by a test; every test has tokens of its own."""
    require_installed()
    with world() as one:
        yield one


@pytest.fixture
def alone() -> Iterator[World]:
    """A chain of this test's own."""
    require_installed()
    with world() as one:
        yield one
