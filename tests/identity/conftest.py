"""A node with identity alone, and its HTTP application."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Connection

from landsea import identity
from landsea.identity.api import router
from landsea.identity.http import authenticate
from landsea.identity.service import wall
from landsea.journal import Journal
from landsea.runtime.http import install_problems


@pytest.fixture
def journal(make_journal: Callable[..., Journal]) -> Journal:
    return make_journal(identity.PROJECTION)


def make_client(journal: Journal) -> TestClient:
    """A browser at the node: keeps cookies, sends nothing by itself."""
    app = FastAPI()
    app.state.journal = journal
    app.state.authenticate = authenticate
    install_problems(app)
    app.include_router(router)
    origin = "/".join(journal.site.base_url.split("/")[:3])
    return TestClient(app, base_url=origin)


@pytest.fixture
def client(journal: Journal) -> Iterator[TestClient]:
    with make_client(journal) as client:
        yield client


def move_to(journal: Journal, base_url: str) -> None:
    journal.site = replace(journal.site, base_url=base_url)


class HandClock:
    """The system's clock, moved by hand."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)

    def now(self, connection: Connection) -> datetime:
        return self.time

    def advance(self, **by: float) -> None:
        self.time += timedelta(**by)


@pytest.fixture
def hand_clock(monkeypatch: pytest.MonkeyPatch) -> HandClock:
    clock = HandClock()
    monkeypatch.setattr(wall, "clock", clock)
    return clock
