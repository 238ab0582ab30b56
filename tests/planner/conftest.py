"""One served node for all tests of Commercial Schedules."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.planner import commercial


@pytest.fixture(scope="session")
def station(tmp_path_factory: pytest.TempPathFactory) -> Iterator[commercial.Station]:
    with commercial.station(tmp_path_factory.mktemp("station")) as running:
        yield running
