"""A journal in which the synthetic parties are known."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from landsea import consignment, identity
from landsea.journal import Journal
from tests.consignment.example import register


@pytest.fixture
def journal(make_journal: Callable[..., Journal]) -> Journal:
    return register(make_journal(identity.PROJECTION, consignment.PROJECTION))
