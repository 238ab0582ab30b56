"""The routes of the network over HTTP."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient

from landsea import identity, network
from landsea.journal import Journal
from landsea.kernel import Actor, Role
from landsea.network.api import router
from landsea.network.wire.archive import pack
from landsea.runtime.http import install_problems
from tests.network.small import edited, files
from tests.support.journals import actor, table_dump
from tests.support.people import name_node_party


def as_role(request: Request) -> Actor:
    """The test says who asks in a header; how users log in is `identity`'s."""
    return actor("operator", Role(request.headers.get("x-role", "operator")))


@pytest.fixture
def journal(make_journal: Callable[..., Journal]) -> Journal:
    made = make_journal(identity.PROJECTION, network.PROJECTION)
    name_node_party(made, "operator")
    made.run(actor("operator"), lambda work: network.import_files(work, files(), "tests"))
    return made


@pytest.fixture
def client(journal: Journal) -> Iterator[TestClient]:
    app = FastAPI()
    app.state.journal, app.state.authenticate = journal, as_role
    install_problems(app)
    app.include_router(router)
    with TestClient(app) as client:
        yield client


def test_places_come_in_pages_and_by_name(client: TestClient) -> None:
    first = client.get("/v1/places", params={"limit": 2}).json()
    assert [one["code"] for one in first["data"]] == ["CNCKG", "CNQZH"]
    rest = client.get("/v1/places", params={"limit": 2, "cursor": first["next_cursor"]}).json()
    assert ([one["code"] for one in rest["data"]], rest["has_more"]) == (["SGSIN"], False)
    assert [one["name_zh"] for one in client.get("/v1/places", params={"q": "新加坡"}).json()["data"]] == ["新加坡"]
    assert client.get("/v1/places", params={"cursor": "XXXXX"}).json()["code"] == "bad-value"
    assert client.get("/v1/places", params={"limit": 0}).status_code == 422


def test_a_place_is_shown_by_code_or_alias(client: TestClient) -> None:
    shown = client.get("/v1/places/cncqi").json()
    assert (shown["code"], shown["longitude"], shown["timezone"]) == ("CNCKG", 106.553, "Asia/Shanghai")
    assert [one["id"] for one in shown["facilities"]] == ["CNCKG-R"]
    assert [(one["trip"], one["next"], one["runs_per_week"]) for one in shown["departures"]] == [
        ("TRAIN", "2026-11-21T12:00:00Z", 7.0)
    ]
    missing = client.get("/v1/places/XXXXX")
    assert (missing.status_code, missing.json()["code"]) == (404, "no-such-place")
    assert "没有地点" in client.get("/v1/places/XXXXX", params={"lang": "zh"}).json()["detail"]


def test_services_are_listed_by_mode_and_place(client: TestClient) -> None:
    assert [one["id"] for one in client.get("/v1/services").json()["data"]] == ["RAIL", "SEA"]
    assert [one["id"] for one in client.get("/v1/services", params={"mode": "sea"}).json()["data"]] == ["SEA"]
    assert [one["id"] for one in client.get("/v1/services", params={"place": "CNCKG"}).json()["data"]] == ["RAIL"]


def test_the_network_in_force_says_what_it_is(client: TestClient) -> None:
    shown = client.get("/v1/network").json()
    assert (shown["network"], shown["label"], shown["label_zh"], shown["counts"]["calls"]) == (
        "small",
        "Synthetic",
        "合成",
        5,
    )


def test_the_network_goes_out_and_in_again_as_a_zip(client: TestClient, journal: Journal) -> None:
    client.post("/v1/closures", json=CLOSURE)
    content = client.get("/v1/network/files").content
    before = client.get("/v1/network").json()["version"]
    again = client.post("/v1/network", content=content, params={"origin": "自有网络"})
    assert (again.status_code, again.json()["counts"]["closures"]) == (201, 1)
    assert client.get("/v1/closures").json()["data"][0]["facility"] == "CNQZH-S"
    assert client.get("/v1/network").json()["origin"] == "自有网络"
    assert client.get("/v1/network").json()["version"] != before


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "bad-value"),
        (b"stop_id,stop_name", "bad-value"),
        (pack({"stops.csv": b"stop_id"})[:-9], "bad-value"),
        (pack({}), "bad-source"),
        (pack(edited("trips", "RAIL,daily", "RAIL,nightly")), "bad-source"),
    ],
)
def test_a_zip_that_is_no_network_changes_nothing(
    client: TestClient, journal: Journal, content: bytes, code: str
) -> None:
    before = table_dump(journal)
    answer = client.post("/v1/network", content=content)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert table_dump(journal) == before


def test_findings_come_with_file_line_and_column(client: TestClient) -> None:
    answer = client.post("/v1/network", content=pack(edited("trips", "RAIL,daily", "RAIL,nightly"))).json()
    assert [(one["source"], one["line"], one["column"]) for one in answer["findings"]] == [
        ("trips.csv", 2, "service_id")
    ]

    in_chinese = client.post("/v1/network?lang=zh", content=pack(edited("trips", "RAIL,daily", "RAIL,nightly"))).json()
    assert in_chinese["findings"][0]["what"] == "calendar, calendar_dates 中没有 'nightly'。"


SHIP = {"trip": "SHIP", "start": "2026-11-30T20:00:00+08:00", "reason": "typhoon"}
CLOSURE = {"facility": "CNQZH-S", "start": "2026-12-01T00:00+08:00", "end": "2026-12-04T00:00+08:00"}


def test_a_sailing_is_blanked_once_whatever_the_network_between_does(client: TestClient, journal: Journal) -> None:
    again = [client.post("/v1/sailings/blankings", json=SHIP, headers={"Idempotency-Key": "k"}) for _ in range(2)]
    assert [one.status_code for one in again] == [201, 201]
    assert again[0].json() == again[1].json()
    assert again[0].json()["receipts"][0]["kind"] == "sailing-blanked/1"
    listed = client.get("/v1/sailings").json()["data"]
    assert [(one["change"], one["reason"]) for one in listed] == [("blanked", "typhoon")]
    second = client.post("/v1/sailings/blankings", json=SHIP)
    assert (second.status_code, second.json()["code"]) == (422, "no-such-sailing")
    assert client.post("/v1/sailings", json=SHIP).status_code == 201


def test_a_facility_is_closed_and_reopened(client: TestClient) -> None:
    closed = client.post("/v1/closures", json=CLOSURE).json()
    assert [one["id"] for one in client.get("/v1/closures").json()["data"]] == [closed["id"]]
    opened = client.post(f"/v1/closures/{closed['id']}/reopening", json={"at": "2026-11-30T00:00+08:00"})
    assert opened.status_code == 200
    assert client.get("/v1/closures").json()["data"] == []


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("/v1/closures", CLOSURE | {"start": "2026-12-01T00:00"}, 422, "invalid-request"),
        ("/v1/closures", CLOSURE | {"end": CLOSURE["start"]}, 422, "bad-value"),
        ("/v1/closures", CLOSURE | {"facility": "CNQZH-X"}, 404, "no-such-facility"),
        ("/v1/closures", CLOSURE | {"reason": "a\u200bb"}, 422, "bad-value"),
        ("/v1/sailings", SHIP | {"trip": "FERRY"}, 404, "no-such-trip"),
        ("/v1/sailings", SHIP | {"speed": 20}, 422, "invalid-request"),
        ("/v1/closures/clo_none/reopening", {}, 404, "no-such-closure"),
    ],
)
def test_bad_requests_are_named_and_change_nothing(
    client: TestClient, journal: Journal, path: str, body: dict[str, Any], status: int, code: str
) -> None:
    before = table_dump(journal)
    answer = client.post(path, json=body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert table_dump(journal) == before


@pytest.mark.parametrize("role", [role.value for role in Role if role not in (Role.OPERATOR, Role.NODE)])
def test_only_operators_write(client: TestClient, role: str) -> None:
    assert client.post("/v1/network", content=b"", headers={"x-role": role}).status_code == 403
    writes = [("/v1/sailings", SHIP), ("/v1/sailings/blankings", SHIP), ("/v1/closures", CLOSURE)]
    writes.append(("/v1/closures/clo_none/reopening", {}))
    for path, body in writes:
        assert client.post(path, json=body, headers={"x-role": role}).status_code == 403
    assert client.get("/v1/places", headers={"x-role": role}).status_code == 200
