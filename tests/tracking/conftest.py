"""A journal with the synthetic parties, and a client whose header `X-Party` says who asks."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient

from landsea import consignment, identity, tracking
from landsea.journal import Journal
from landsea.kernel import Actor
from landsea.runtime.http import BodyLimit, install_problems
from landsea.tracking.api import router
from tests.consignment.example import BANK, CONSIGNEE, FORWARDER, RAIL, SHIPPER, STRANGER, register

ACTORS = {one.party: one for one in (FORWARDER, SHIPPER, RAIL, CONSIGNEE, STRANGER, BANK)}


@pytest.fixture
def journal(make_journal: Callable[..., Journal]) -> Journal:
    return register(make_journal(identity.PROJECTION, consignment.PROJECTION, tracking.PROJECTION))


@pytest.fixture
def client(journal: Journal) -> TestClient:
    def who(request: Request) -> Actor:
        return ACTORS[request.headers["x-party"]]  # type: ignore[index]

    app = FastAPI()
    app.state.journal, app.state.authenticate = journal, who
    install_problems(app)
    app.include_router(router)
    app.add_middleware(BodyLimit, limit=8_000_000)
    return TestClient(app)
