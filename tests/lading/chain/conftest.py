"""One local chain for the tests that only add to it, and on each engine one node whose people use it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from landsea import policy
from tests.lading.chain.anvil import require_installed
from tests.lading.chain.desk import Desk
from tests.lading.chain.world import World, world
from tests.lading.world import make_world
from tests.support.prepared import Prepared


@pytest.fixture(scope="package")
def shared() -> Iterator[World]:
    """Never stopped or rolled back by a test; every test has tokens of its own."""
    require_installed()
    with world() as one:
        yield one


@pytest.fixture(scope="package")
def rewound() -> Iterator[World]:
    require_installed()
    with world() as one:
        one.anvil.mine(10)  # what a test reorganises lies above what is rewound to
        yield one


@pytest.fixture
def alone(rewound: World) -> Iterator[World]:
    """A chain of this test's own: afterwards it stands where it stood, and nothing waits."""
    before = rewound.anvil.ask("evm_snapshot")
    yield rewound
    rewound.anvil.ask("anvil_dropAllTransactions")
    assert rewound.anvil.ask("evm_revert", before)


@pytest.fixture(scope="package", params=["sqlite", "postgres"])
def staffed(
    request: pytest.FixtureRequest, prepared: Prepared, tmp_path_factory: pytest.TempPathFactory, shared: World
) -> Iterator[Desk]:
    """Made once for each engine: keys and roles take longer than most tests."""
    folder = tmp_path_factory.mktemp("staffed")
    with ExitStack() as stack:
        is_sqlite = request.param == "sqlite"
        url = prepared.sqlite(folder / "node.sqlite3") if is_sqlite else stack.enter_context(prepared.postgres())
        node = make_world(url, folder, also=(policy.PROJECTION,))
        stack.callback(node.journal.database.close)
        yield Desk(node, shared).ready()


@pytest.fixture
def desk(staffed: Desk) -> Desk:
    """With documents of this test's own, on the chain as it was configured first."""
    mine = Desk(staffed.world, staffed.local)
    mine.configure()
    return mine
