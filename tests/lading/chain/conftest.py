"""One local chain for the tests that only add to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.lading.chain.anvil import require_installed
from tests.lading.chain.world import World, world


@pytest.fixture(scope="package")
def shared() -> Iterator[World]:
    """Never stopped, rolled back or left without automatic blocks by a test."""
    require_installed()
    with world() as one:
        yield one


@pytest.fixture
def alone() -> Iterator[World]:
    """A chain of this test's own."""
    require_installed()
    with world() as one:
        yield one
