"""An operator's system sends its events with an API key."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.testclient import TestClient

from landsea import identity
from landsea.identity.http import authenticate
from landsea.journal import NODE, Journal
from landsea.runtime.http import install_problems
from landsea.tracking.api import router
from tests.consignment.example import FORWARDER, RAIL, book
from tests.tracking.messages import JOURNEY, catch_up, message, numbered
from tests.tracking.test_reception import state


def test_events_come_in_by_api_key_and_not_without_one(journal: Journal) -> None:
    record = book(journal)
    with journal.work(NODE) as work:
        _, key = identity.make_api_key(work, "rail events", party=RAIL.party, role=RAIL.role)
    app = FastAPI()
    app.state.journal, app.state.authenticate = journal, authenticate
    install_problems(app)
    app.include_router(router)
    client = TestClient(app)
    headers = {"content-type": "application/json"}
    content = message(*numbered(JOURNEY[:3]))
    catch_up(journal, content)
    assert client.post("/v1/events", content=content, headers=headers).status_code == 401
    assert (
        client.post("/v1/events", content=content, headers=headers | {"authorization": "Bearer lsk_no"}).status_code
        == 401
    )
    answer = client.post("/v1/events", content=content, headers=headers | {"authorization": f"Bearer {key}"})
    assert answer.status_code == 201
    with journal.view(RAIL) as view:
        [(entry, _)] = view.history(f"events:{answer.json()['batch']}")
    assert entry.party == RAIL.party
    assert state(journal, record.id, FORWARDER).status == "at-origin"
