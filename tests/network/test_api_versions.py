"""Vessel schedules taken in and versions compared over HTTP."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from landsea import identity, network
from landsea.journal import Journal
from landsea.kernel import Actor, Role
from landsea.network.api import router
from landsea.network.model import VesselFilter
from landsea.network.rules.vessel_filter import matching
from landsea.network.wire.archive import pack
from landsea.network.wire.ovs import parse_schedules
from landsea.runtime.http import install_problems
from tests.network.small import edited, files
from tests.network.vessels import call, changed, message, sailing, times
from tests.support.journals import actor, table_dump
from tests.support.people import name_node_party

TAKE_IN = "/v1/network/vessel-schedules"


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


def test_a_message_is_taken_in_once_whatever_the_network_between_does(client: TestClient) -> None:
    again = [client.post(TAKE_IN, content=message(), headers={"Idempotency-Key": "k"}) for _ in range(2)]
    assert [one.status_code for one in again] == [201, 201]
    assert again[0].json() == again[1].json()
    assert again[0].json()["receipts"][0]["kind"] == "vessel-schedules-imported/1"
    assert len(client.get("/v1/network/versions").json()["data"]) == 2


def test_errors_come_with_their_pointer_in_the_callers_language_and_change_nothing(
    client: TestClient, journal: Journal
) -> None:
    before = table_dump(journal)
    bad = changed("/0/vesselSchedules/0/vesselIMONumber", "12")
    answer = client.post(TAKE_IN, content=bad, params={"lang": "zh"})
    assert (answer.status_code, answer.json()["code"]) == (422, "bad-source")
    found = [(one["column"], one["what"]) for one in answer.json()["findings"]]
    assert ("/0/vesselSchedules/0/vesselIMONumber", "'12' 不符合格式 \\d{7}。") in found
    assert table_dump(journal) == before


def test_warnings_come_with_the_answer(client: TestClient) -> None:
    far = sailing()
    far["vesselSchedules"][0]["transportCalls"].append(call("NLRTM", "2648S", times("2026-12-30T08:00:00+01:00")))
    (finding,) = client.post(TAKE_IN, content=message(far), params={"lang": "zh"}).json()["findings"]
    assert (finding["error"], finding["what"]) == (
        False,
        "网络中 NLRTM 没有海运码头；该处 1 次挂靠予以保留，但不用于规划。",
    )


@pytest.mark.parametrize("role", [role.value for role in Role if role not in (Role.OPERATOR, Role.NODE)])
def test_only_operators_take_messages_in_and_everybody_sees_versions(client: TestClient, role: str) -> None:
    assert client.post(TAKE_IN, content=message(), headers={"x-role": role}).status_code == 403
    assert client.get("/v1/network/versions", headers={"x-role": role}).status_code == 200


def test_versions_come_newest_first_in_pages(client: TestClient) -> None:
    client.post(TAKE_IN, content=message())
    client.post("/v1/network", content=pack(files()), params={"origin": "again"})
    first = client.get("/v1/network/versions", params={"limit": 2}).json()
    assert [(one["revision"], one["kind"]) for one in first["data"]] == [
        (3, "network-imported/2"),
        (2, "vessel-schedules-imported/1"),
    ]
    rest = client.get("/v1/network/versions", params={"cursor": first["next_cursor"]}).json()
    assert ([one["revision"] for one in rest["data"]], rest["has_more"]) == ([1], False)
    assert client.get("/v1/network/versions", params={"cursor": "x"}).status_code == 422


def test_a_difference_is_told_in_both_languages_and_as_data(client: TestClient) -> None:
    client.post("/v1/network", content=pack(edited("stop_times", "0,720,1440,480", "0,960,1440,480")))
    told = client.get("/v1/network/versions/2/difference").json()
    assert (told["from"]["revision"], told["to"]["revision"]) == (1, 2)
    assert told["counts"] == {"cutoff": {"added": 0, "removed": 0, "changed": 1}}
    (change,) = told["data"]
    assert change["text"].startswith("Ship Qinzhou-Singapore (SHIP) at Qinzhou terminal: cargo cut-off 16 h")
    assert change["text_zh"].startswith("航线 钦州—新加坡（SHIP）在 钦州港码头 的截港")
    assert (change["trip"], change["facility"], change["after"]) == ("SHIP", "CNQZH-S", {"cargo_lead_minutes": 960})
    back = client.get("/v1/network/versions/1/difference", params={"against": 2}).json()
    assert back["data"][0]["after"] == {"cargo_lead_minutes": 720}
    assert client.get("/v1/network/versions/1/difference").json()["data"] == []


def test_a_long_difference_comes_in_pages(client: TestClient) -> None:
    changes = edited("stop_times", "0,720,1440,480", "0,960,1500,500")
    client.post("/v1/network", content=pack(changes))
    page = client.get("/v1/network/versions/2/difference", params={"limit": 2}).json()
    rest = client.get("/v1/network/versions/2/difference", params={"limit": 2, "cursor": page["next_cursor"]}).json()
    assert (len(page["data"]), len(rest["data"]), rest["has_more"]) == (2, 1, False)


def test_a_version_that_is_not_there_is_a_problem(client: TestClient) -> None:
    for path in ("/v1/network/versions/7/difference", "/v1/network/versions/1/difference?against=7"):
        answer = client.get(path)
        assert (answer.status_code, answer.json()["code"]) == (404, "no-such-network-version")


def test_what_an_import_could_not_keep_is_told(client: TestClient) -> None:
    client.post("/v1/sailings/blankings", json={"trip": "SHIP", "start": "2026-11-30T20:00:00+08:00"})
    moved = edited("calendar", "mon-thu,1,0,0,1", "mon-thu,0,1,0,1")
    (finding,) = client.post("/v1/network?lang=zh", content=pack(moved)).json()["findings"]
    assert "不再有效：网络中没有该次开行" in finding["what"]


FIELDS = {
    "service_code": ["SEA", "X"],
    "imo": ["0000012", "0000024"],
    "voyage": ["2648S", "2649N", "X"],
    "place": ["CNQZH", "SGSIN", "NLRTM"],
    "universal_voyage": ["2648S", "2649N"],
}
DAYS = st.dates(date(2026, 11, 25), date(2026, 12, 15))


@settings(max_examples=150)
@given(st.fixed_dictionaries({}, optional={name: st.sampled_from(found) for name, found in FIELDS.items()}), DAYS, DAYS)
def test_a_filter_gives_whole_voyages_and_one_more_filter_never_gives_more(
    asked: dict[str, str], start: date, end: date
) -> None:
    """Laws of `GET /v3/service-schedules`: filters narrow, and a voyage is never cut."""
    turning = sailing()
    calls = turning["vesselSchedules"][0]["transportCalls"]
    calls[1]["carrierExportVoyageNumber"] = "2649N"
    calls.append(call("CNQZH", "2649N", times("2026-12-09T08:00:00+08:00")) | {"transportCallReference": "home"})
    calls.append(call("CNQZH", "2650S", times(departure="2026-12-10T08:00:00+08:00")))
    ((schedule,), _) = parse_schedules(message(turning))
    found = references(matching(schedule, VesselFilter(start, end, **asked), frozenset({asked.get("place", "")})))  # type: ignore[arg-type]
    voyages = ({"2648S-CNQZH", "2648S-SGSIN"}, {"2648S-SGSIN", "home"}, {"2650S-CNQZH"})
    assert found == set().union(*(one for one in voyages if one <= found))
    for name in asked:
        fewer = {other: value for other, value in asked.items() if other != name}
        wider = matching(schedule, VesselFilter(start, end, **fewer), frozenset({fewer.get("place", "")}))  # type: ignore[arg-type]
        assert found <= references(wider)


def references(schedule: network.VesselSchedule | None) -> set[str]:
    return {one.reference for one in schedule.calls} if schedule else set()
