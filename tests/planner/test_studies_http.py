"""The routes of studies: computed and kept, uploaded, listed, shown as JSON and CSV, refused with what is wrong."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from landsea.planner import study_tables
from tests.planner.desk import Desk
from tests.planner.studies import found, text

SMALL = text('[[change]]\nclose = "SGSIN"\n', destinations='"SGSIN"')


def compute(desk: Desk, body: Any, **headers: str) -> Any:
    return desk.post("/v1/studies", body, headers)


def test_a_study_is_computed_kept_listed_and_shown(desk: Desk) -> None:
    made = compute(desk, {"scenario": SMALL})
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
    study = compute(desk, {"scenario": SMALL}).json()["id"]
    for path in (f"/v1/studies/{study}", f"/v1/studies/{study}.csv"):
        assert desk.get(path, desk.stranger).status_code == 404
    assert desk.get("/v1/studies", desk.stranger).json()["data"] == []


def test_a_study_of_the_command_line_is_uploaded(desk: Desk) -> None:
    content = json.loads(study_tables(found(SMALL))["study.json"])
    made = compute(desk, {"result": content})
    assert made.status_code == 201, made.text
    assert made.json()["uploaded"]
    assert made.json()["result"] == content
    refused = compute(desk, {"result": content | {"network": "x"}})
    assert (refused.status_code, refused.json()["code"]) == (422, "not-this-study")


def test_pages_of_studies_follow_each_other(desk: Desk) -> None:
    for _ in range(2):
        compute(desk, {"scenario": SMALL})
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
    answer = compute(desk, body)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert word in answer.text


def test_a_refusal_is_said_in_chinese(desk: Desk) -> None:
    large = text('[[change]]\nclose = "SGSIN"\n', destinations='"ports"')
    answer = compute(desk, {"scenario": large}, **{"Accept-Language": "zh"})
    assert "次规划" in answer.json()["detail"]
