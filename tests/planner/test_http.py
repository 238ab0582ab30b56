"""The routes of plans: shapes, sentences in the caller's language, and refusals that point at what is wrong."""

from __future__ import annotations

from typing import Any

import pytest

from tests.planner.desk import Desk

BODY = {"origin": "CNCKG", "destination": "SGSIN", "ready": "2026-11-23T08:00:00+08:00", "teu": 2}


def ask(desk: Desk, headers: dict[str, str] | None = None, /, **changes: Any) -> Any:
    return desk.post("/v1/plans", BODY | changes, headers)


def test_a_plan_is_made_kept_and_shown_again(desk: Desk) -> None:
    made = ask(desk)
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
    first, again = (ask(desk, {"Idempotency-Key": "k-1"}) for _ in range(2))
    assert again.json() == first.json()
    assert again.headers["Idempotent-Replayed"] == "true"


def test_a_strangers_plan_is_not_found(desk: Desk) -> None:
    made = ask(desk).json()["id"]
    assert desk.client.get(f"/v1/plans/{made}", headers=desk.stranger.headers).status_code == 404


def test_a_missed_deadline_is_an_answer_in_the_callers_language(desk: Desk) -> None:
    late = {"deadline": "2026-11-28T00:00:00Z", "without_modes": ["air"]}
    for language, word in (("en", "deadline is missed by"), ("zh", "超出最晚到达时间")):
        answer = ask(desk, {"Accept-Language": language}, **late)
        assert answer.status_code == 201
        assert answer.json()["itineraries"] == []
        assert word in answer.json()["reasons"][0]["text"]


def test_without_ready_the_latest_start_is_told_and_kept(desk: Desk) -> None:
    asked = {
        "origin": "CNCKG-R",
        "destination": "SGSIN",
        "deadline": "2026-12-24T18:00:00+08:00",
        "without_modes": ["air"],
    }
    made = desk.post("/v1/plans", asked).json()
    assert made["request"]["ready"] == made["starts"][-1]["ready"] == "2026-12-17T08:00:00+08:00"
    assert "at the latest" in made["latest_text"][0]
    assert made["itineraries"]
    assert desk.get(f"/v1/plans/{made['id']}").json()["starts"] == made["starts"]
    chances = [one["certain_permille"] for one in made["starts"]]
    assert chances[0] > chances[-1]
    assert desk.post("/v1/plans", asked | {"deadline": None}).json()["code"] == "no-time-given"


def test_an_itinerary_is_offered_to_a_customer(desk: Desk) -> None:
    plan = ask(desk, ready="2026-11-25T08:00:00+08:00").json()
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
    answer = ask(desk, **wrong)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert answer.json()["errors"][0]["pointer"] == pointer


def test_bad_goods_and_years_are_refused(desk: Desk) -> None:
    for wrong in ({"goods": "0805"}, {"ready": "1900-01-01T00:00:00Z"}, {"ready": "9999-12-31T23:59:59Z"}):
        answer = ask(desk, **wrong)
        assert (answer.status_code, answer.json()["code"]) == (422, "bad-value")
