"""A node with the shipped network and the planner's routes, an operator and a stranger, for the tests of several kinds of routes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient

from landsea import consignment, identity, network, planner
from landsea.identity.http import authenticate
from landsea.kernel import Role
from landsea.network.api import router as network_router
from landsea.planner.api import router
from landsea.runtime.http import install_problems
from tests.support import journals
from tests.support.people import Person, make_operator, make_person

PROJECTIONS = (identity.PROJECTION, network.PROJECTION, consignment.PROJECTION, planner.PROJECTION)


@dataclass(frozen=True)
class Desk:
    client: TestClient
    operator: Person
    stranger: Person

    def get(self, path: str, person: Person | None = None) -> Any:
        return self.client.get(path, headers=(person or self.operator).headers)

    def post(self, path: str, body: Any, headers: dict[str, str] | None = None) -> Any:
        return self.client.post(path, json=body, headers=self.operator.headers | (headers or {}))


@contextmanager
def open_desk(folder: Path) -> Iterator[Desk]:
    journal = journals.make_journal(f"sqlite:///{folder / 'node.sqlite3'}", folder, *PROJECTIONS)
    operator, stranger = make_operator(journal), make_person(journal, "Stranger", Role.SHIPPER)
    with journal.work(operator.actor) as work:
        network.import_shipped(work)
    app = FastAPI()
    app.state.journal, app.state.authenticate = journal, authenticate
    install_problems(app)
    app.include_router(router)
    app.include_router(network_router)
    with TestClient(app, base_url="http://test.example") as client:
        yield Desk(client, operator, stranger)
    journal.database.close()
