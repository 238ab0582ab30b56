"""The routes of plans: shapes, sentences in the caller's language, and refusals that point at what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from landsea import consignment, identity, network, planner
from landsea.identity.http import authenticate
from landsea.kernel import Role
from landsea.planner.api import router
from landsea.runtime.http import install_problems
from tests.support import journals
from tests.support.people import Person, make_operator, make_person

BODY = {"origin": "CNCKG", "destination": "SGSIN", "ready": "2026-11-23T08:00:00+08:00", "teu": 2}


class Desk:
    def __init__(self, client: TestClient, operator: Person, stranger: Person) -> None:
        self.client, self.operator, self.stranger = client, operator, stranger

    def plan(self, headers: dict[str, str] | None = None, /, **changes: Any) -> Any:
        return self.client.post("/v1/plans", json=BODY | changes, headers=self.operator.headers | (headers or {}))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    tmp_path = tmp_path_factory.mktemp("node")
    url = f"sqlite:///{tmp_path / 'node.sqlite3'}"
    journal = journals.make_journal(
        url, tmp_path, identity.PROJECTION, network.PROJECTION, consignment.PROJECTION, planner.PROJECTION
    )
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


def test_a_plan_is_made_kept_and_shown_again(desk: Desk) -> None:
    made = desk.plan()
    assert made.status_code == 201
    shown = desk.client.get(f"/v1/plans/{made.json()['id']}", headers=desk.operator.headers)
    assert shown.status_code == 200
    body = made.json()
    assert body["receipts"][0]["kind"] == "plan-saved/1"
    assert shown.json() == {name: value for name, value in body.items() if name != "receipts"}
    leg = body["itineraries"][0]["legs"][0]
    assert leg["emissions"]["wtw_grams"] == leg["emissions"]["ttw_grams"] + leg["emissions"]["wtt_grams"]
    assert leg["why"]


def test_the_same_request_under_one_key_makes_one_plan(desk: Desk) -> None:
    first, again = (desk.plan({"Idempotency-Key": "k-1"}) for _ in range(2))
    assert again.json() == first.json()
    assert again.headers["Idempotent-Replayed"] == "true"


def test_a_strangers_plan_is_not_found(desk: Desk) -> None:
    made = desk.plan().json()["id"]
    assert desk.client.get(f"/v1/plans/{made}", headers=desk.stranger.headers).status_code == 404


def test_a_missed_deadline_is_an_answer_in_the_callers_language(desk: Desk) -> None:
    late = {"deadline": "2026-11-28T00:00:00Z", "without_modes": ["air"]}
    for language, word in (("en", "deadline is missed by"), ("zh", "超出最晚到达时间")):
        answer = desk.plan({"Accept-Language": language}, **late)
        assert answer.status_code == 201
        assert answer.json()["itineraries"] == []
        assert word in answer.json()["reasons"][0]["text"]


def test_an_itinerary_is_offered_to_a_customer(desk: Desk) -> None:
    plan = desk.plan(ready="2026-11-25T08:00:00+08:00").json()
    body = {"itinerary": 1, "customer": desk.stranger.party, "margin_minor": 500}
    offered = desk.client.post(f"/v1/plans/{plan['id']}/quotes", json=body, headers=desk.operator.headers)
    assert offered.status_code == 201, offered.text
    assert offered.json()["quote"].startswith("qot_")
    missing = desk.client.post(
        f"/v1/plans/{plan['id']}/quotes", json=body | {"itinerary": 99}, headers=desk.operator.headers
    )
    assert missing.json()["code"] == "no-such-itinerary"
    assert missing.json()["errors"][0]["pointer"] == "/itinerary"


@pytest.mark.parametrize(
    ("wrong", "code", "pointer"),
    [
        ({"destination": "XXXXX"}, "unknown-place", "/destination"),
        ({"origin": "SGSIN"}, "same-place", "/destination"),
        ({"avoid": ["ATLANTIS"]}, "nothing-to-avoid", "/avoid"),
        ({"without_modes": ["camel"]}, "unknown-mode", "/without_modes"),
        ({"ready": "2026-11-23T08:00:00"}, "invalid-request", "/ready"),
        ({"teu": 0}, "invalid-request", "/teu"),
        ({"teu": 10**30}, "invalid-request", "/teu"),
        ({"teu": 1.5}, "invalid-request", "/teu"),
        ({"surprise": 1}, "invalid-request", "/surprise"),
    ],
)
def test_a_bad_request_is_refused_with_where_it_is_wrong(
    desk: Desk, wrong: dict[str, Any], code: str, pointer: str
) -> None:
    answer = desk.plan(**wrong)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert answer.json()["errors"][0]["pointer"] == pointer


def test_bad_goods_and_years_are_refused(desk: Desk) -> None:
    for wrong in ({"goods": "0805"}, {"ready": "1900-01-01T00:00:00Z"}, {"ready": "9999-12-31T23:59:59Z"}):
        answer = desk.plan(**wrong)
        assert (answer.status_code, answer.json()["code"]) == (422, "bad-value")
