from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from landsea import identity, notify, policy
from landsea.journal import Journal
from tests.notify import world as made_up
from tests.notify.world import LocalServer, World, local_server


@pytest.fixture
def world(make_journal: Callable[..., Journal]) -> World:
    return World(make_journal(identity.PROJECTION, policy.PROJECTION, notify.PROJECTION, made_up.PROJECTION))


@pytest.fixture
def server() -> Iterator[LocalServer]:
    with local_server() as running:
        yield running
