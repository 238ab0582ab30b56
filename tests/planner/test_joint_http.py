"""The routes of joint journeys: made, kept, shared, explained, and refused with where they are wrong."""

from __future__ import annotations

from typing import Any

import pytest

from tests.planner.desk import Desk

BODY: dict[str, Any] = {
    "hub": "CNCKG-R",
    "split": "SGSIN-S",
    "lots": [
        {"origin": "CNCTU", "destination": "IDJKT", "ready": "2026-11-23T08:00+08:00", "teu": 2},
        {"ready": "2026-11-24T08:00+08:00"},
    ],
}


def ask(desk: Desk, headers: dict[str, str] | None = None, /, **changes: Any) -> Any:
    return desk.post("/v1/joint-plans", BODY | changes, headers)


def test_a_joint_plan_is_made_kept_listed_and_shown_again(desk: Desk) -> None:
    made = ask(desk)
    assert made.status_code == 201, made.text
    body = made.json()
    assert body["receipts"][0]["kind"] == "joint-plan-saved/1"
    assert desk.get(f"/v1/joint-plans/{body['id']}").json() == {k: v for k, v in body.items() if k != "receipts"}
    [row] = [one for one in desk.get("/v1/joint-plans").json()["data"] if one["id"] == body["id"]]
    assert (row["lots"], row["teu"], row["ways"]) == (2, 3, len(body["ways"]))
    first, second = body["ways"][0]["lots"]
    assert first["collected"]["legs"][0]["why"]
    assert second["collected"] is second["delivered"] is None
    assert 0 <= first["late_permille"] <= 1000


def test_it_is_seen_by_those_it_is_shared_with_alone(desk: Desk) -> None:
    path = f"/v1/joint-plans/{ask(desk).json()['id']}"
    assert desk.get(path, desk.stranger).status_code == 404
    shared = desk.client.post(f"{path}/shares", json={"party": desk.stranger.party}, headers=desk.operator.headers)
    assert shared.json()["shared_with"] == [desk.stranger.party]
    assert desk.get(path, desk.stranger).status_code == 200
    again = desk.client.post(f"{path}/shares", json={"party": desk.operator.party}, headers=desk.stranger.headers)
    assert (again.status_code, again.json()["code"]) == (403, "not-the-plans-maker")


def test_who_stands_in_the_way_is_said_in_the_callers_language(desk: Desk) -> None:
    for language, words in (
        ("en", ("Lot 1 does not get from Chengdu", "deadline")),
        ("zh", ("第 1 票货物", "最晚到达")),
    ):
        answer = ask(desk, {"Accept-Language": language}, deadline="2026-11-23T12:00:00+08:00")
        assert answer.status_code == 201
        [stuck] = answer.json()["stuck"]
        assert answer.json()["ways"] == []
        assert words[0] in stuck["text"]
        assert words[1] in stuck["reasons"][0]["text"]


@pytest.mark.parametrize(
    ("wrong", "code", "pointer"),
    [
        ({"hub": "XXXXX"}, "unknown-place", "/hub"),
        ({"split": "CNCKG"}, "same-place", "/split"),
        ({"lots": []}, "invalid-request", "/lots"),
        ({"lots": [{"ready": "2026-11-24T08:00:00"}]}, "invalid-request", "/lots/0/ready"),
        ({"lots": [{"ready": "2026-11-24T08:00Z", "teu": 0}]}, "invalid-request", "/lots/0/teu"),
        ({"lots": [{"ready": "2026-11-24T08:00Z", "teu": 10_000}] * 2}, "bad-lots", "/lots"),
        ({"lots": [{"ready": "2026-11-24T08:00Z", "origin": "XXXXX"}]}, "unknown-place", "/lots/0/origin"),
        ({"lots": [{"ready": "2026-11-24T08:00Z", "origin": "SGSIN"}]}, "same-place", "/lots/0/destination"),
        ({"surprise": 1}, "invalid-request", "/surprise"),
    ],
)
def test_a_bad_request_is_refused_with_where_it_is_wrong(
    desk: Desk, wrong: dict[str, Any], code: str, pointer: str
) -> None:
    answer = ask(desk, **wrong)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert answer.json()["errors"][0]["pointer"] == pointer
