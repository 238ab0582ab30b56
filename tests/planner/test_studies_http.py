"""The routes of studies: computed and kept, uploaded, listed, shown as JSON and CSV, refused with what is wrong."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from landsea import identity, network, planner
from landsea.identity.http import authenticate
from landsea.kernel import Role
from landsea.planner import study_tables
from landsea.planner.api import router
from landsea.runtime.http import install_problems
from tests.planner.studies import found, text
from tests.support import journals
from tests.support.people import Person, make_operator, make_person

SMALL = text('[[change]]\nclose = "SGSIN"\n', destinations='"SGSIN"')


class Desk:
    def __init__(self, client: TestClient, operator: Person, stranger: Person) -> None:
        self.client, self.operator, self.stranger = client, operator, stranger

    def post(self, body: Any, **headers: str) -> Any:
        return self.client.post("/v1/studies", json=body, headers=self.operator.headers | headers)

    def get(self, path: str, person: Person | None = None) -> Any:
        return self.client.get(path, headers=(person or self.operator).headers)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    tmp_path = tmp_path_factory.mktemp("node")
    url = f"sqlite:///{tmp_path / 'node.sqlite3'}"
    journal = journals.make_journal(url, tmp_path, identity.PROJECTION, network.PROJECTION, planner.PROJECTION)
    operator = make_operator(journal)
    stranger = make_person(journal, "Stranger", Role.SHIPPER)
    with journal.work(operator.actor) as work:
        network.import_shipped(work)
    app = FastAPI()
    app.state.journal, app.state.authenticate = journal, authenticate
    install_problems(app)
    app.include_router(router)
    with TestClient(app, base_url="http://test.example") as client:
        yield Desk(client, operator, stranger)
    journal.database.close()


def test_a_study_is_computed_kept_listed_and_shown(desk: Desk) -> None:
    made = desk.post({"scenario": SMALL})
    assert made.status_code == 201, made.text
    body = made.json()
    assert body["receipts"][0]["kind"] == "study-kept/1"
    shown = desk.get(f"/v1/studies/{body['id']}")
    assert shown.json() == {name: value for name, value in body.items() if name != "receipts"}
    assert body["id"] in [row["id"] for row in desk.get("/v1/studies").json()["data"]]
    table = desk.get(f"/v1/studies/{body['id']}.csv")
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    (row,) = csv.DictReader(io.StringIO(table.content.decode("utf-8-sig")))
    assert (row["lost"], row["compared"]) == ("1", "1")


def test_a_strangers_study_is_not_found(desk: Desk) -> None:
    study = desk.post({"scenario": SMALL}).json()["id"]
    for path in (f"/v1/studies/{study}", f"/v1/studies/{study}.csv"):
        assert desk.get(path, desk.stranger).status_code == 404
    assert desk.get("/v1/studies", desk.stranger).json()["data"] == []


def test_a_study_of_the_command_line_is_uploaded(desk: Desk) -> None:
    content = json.loads(study_tables(found(SMALL))["study.json"])
    made = desk.post({"result": content})
    assert made.status_code == 201, made.text
    assert made.json()["uploaded"]
    assert made.json()["result"] == content
    refused = desk.post({"result": content | {"network": "x"}})
    assert (refused.status_code, refused.json()["code"]) == (422, "not-this-study")


def test_pages_of_studies_follow_each_other(desk: Desk) -> None:
    for _ in range(2):
        desk.post({"scenario": SMALL})
    first = desk.get("/v1/studies?limit=1").json()
    assert first["has_more"]
    second = desk.get(f"/v1/studies?limit=1&cursor={first['next_cursor']}").json()
    assert first["data"][0]["id"] > second["data"][0]["id"]


@pytest.mark.parametrize(
    ("body", "code", "word"),
    [
        ({"scenario": SMALL.replace("close =", "clsoe =")}, "bad-source", "not clear what changes"),
        ({"scenario": SMALL.replace('"SGSIN"', '"XXXXX"')}, "bad-source", "XXXXX"),
        ({"scenario": "x" * 10}, "bad-source", "TOML"),
        ({}, "bad-value", "exactly one"),
        ({"scenario": SMALL, "result": {}}, "bad-value", "exactly one"),
        ({"result": {}}, "bad-value", "landsea study run"),
        (
            {"scenario": text('[[change]]\nclose = "SGSIN"\n', destinations='"ports"')},
            "study-too-large",
            "landsea study run",
        ),
        ({"surprise": 1}, "invalid-request", ""),
    ],
)
def test_a_bad_study_is_refused_with_what_is_wrong(desk: Desk, body: Any, code: str, word: str) -> None:
    answer = desk.post(body)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert word in answer.text


def test_a_refusal_is_said_in_chinese(desk: Desk) -> None:
    large = text('[[change]]\nclose = "SGSIN"\n', destinations='"ports"')
    answer = desk.post({"scenario": large}, **{"Accept-Language": "zh"})
    assert "次规划" in answer.json()["detail"]
