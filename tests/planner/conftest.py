"""One served node for all tests of Commercial Schedules, one for the other routes; the kernels compiled for all."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.planner import commercial
from tests.planner.desk import Desk, open_desk
from tests.support import kernels


@pytest.fixture(scope="package", autouse=True)
def _compiled() -> Iterator[None]:
    with kernels.compiled():
        yield


@pytest.fixture(scope="session")
def station(tmp_path_factory: pytest.TempPathFactory) -> Iterator[commercial.Station]:
    with commercial.station(tmp_path_factory.mktemp("station")) as running:
        yield running


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with open_desk(tmp_path_factory.mktemp("desk")) as opened:
        yield opened
