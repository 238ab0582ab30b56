"""What is wrong with the shape of a request is told at its place, in the caller's language."""

from __future__ import annotations

from typing import Annotated, Any

import pydantic_core._pydantic_core as core
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import BaseModel, ConfigDict, Field

from landsea.runtime.http import Day, Flag, Moment, Whole, install_problems
from landsea.runtime.http.shapes import SENTENCES, shape_fault
from landsea.runtime.i18n import catalog


class Asked(BaseModel):
    model_config = ConfigDict(extra="forbid")

    ready: Moment
    teu: Annotated[Whole, Field(ge=1, le=9)] = 1
    day: Day | None = None
    reefer: Flag = False
    names: Annotated[list[str], Field(max_length=1)] = []


@pytest.fixture(scope="module")
def client() -> TestClient:
    app = FastAPI()
    install_problems(app)

    @app.post("/asked")
    def take(body: Asked) -> dict[str, Any]:
        return {"ready": body.ready.isoformat(), "day": str(body.day), "teu": body.teu}

    return TestClient(app)


GOOD = {"ready": "2026-11-23T08:00+08:00"}
BAD: list[tuple[dict[str, Any], str, str, str]] = [
    ({"ready": 1763960400}, "/ready", "It has to be a time with its zone", "应为带时区的时间"),
    ({"ready": "1763960400"}, "/ready", "It has to be a time with its zone", "应为带时区的时间"),
    ({"ready": True}, "/ready", "It has to be a time with its zone", "应为带时区的时间"),
    ({"ready": "2026-11-23T08:00"}, "/ready", "It has to be a time with its zone", "应为带时区的时间"),
    (GOOD | {"teu": True}, "/teu", "It has to be a whole number.", "应为整数。"),
    (GOOD | {"teu": "2"}, "/teu", "It has to be a whole number.", "应为整数。"),
    (GOOD | {"teu": 10}, "/teu", "It has to be 9 or less.", "应不大于 9。"),
    (GOOD | {"day": 20261123}, "/day", "It has to be a date", "应为日期"),
    (GOOD | {"day": "20261123"}, "/day", "It has to be a date", "应为日期"),
    (GOOD | {"reefer": 1}, "/reefer", "It has to be true or false.", "应为 true 或 false。"),
    (GOOD | {"names": ["a", "b"]}, "/names", "It may have 1 item(s) at most.", "最多 1 项。"),
    (GOOD | {"names": [7]}, "/names/0", "It has to be a text.", "应为文本。"),
    (GOOD | {"rdy": "x"}, "/rdy", "There is no such field here.", "此处没有这个字段。"),
    ({}, "/ready", "It is required.", "必填。"),
]


@pytest.mark.parametrize(("body", "pointer", "english", "chinese"), BAD, ids=lambda value: str(value)[:40])
def test_what_is_of_the_wrong_kind_is_refused_at_its_field(
    client: TestClient, body: dict[str, Any], pointer: str, english: str, chinese: str
) -> None:
    for language, sentence in (("en", english), ("zh", chinese)):
        answer = client.post("/asked", json=body, headers={"Accept-Language": language})
        assert answer.status_code == 422
        [error] = answer.json()["errors"]
        assert error["pointer"] == pointer
        assert error["detail"].startswith(sentence)


def test_what_is_written_as_it_is_meant_is_taken(client: TestClient) -> None:
    body = {"ready": "2026-11-23T08:00+08:00", "teu": 2, "day": "2026-11-23"}
    assert client.post("/asked", json=body).json() == {
        "ready": "2026-11-23T08:00:00+08:00",
        "day": "2026-11-23",
        "teu": 2,
    }


def test_every_error_of_the_validator_has_a_sentence_in_both_languages() -> None:
    """Those of our table are errors that exist, their facts are those that come with them, and each is translated."""
    known = {one["type"]: one for one in core.list_all_errors()}
    assert SENTENCES.keys() <= known.keys()
    assert set(SENTENCES.values()) <= catalog("zh").keys()
    for code, one in known.items():
        error = {"type": code, "ctx": one.get("example_context") or {}}
        if code not in ("value_error", "assertion_error"):
            assert all("{" not in shape_fault(error, language) for language in ("en", "zh"))
