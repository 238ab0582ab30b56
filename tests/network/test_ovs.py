"""`GET /v3/service-schedules` over plain HTTP, asked as DCSA's conformance suite asks: its 22 scenarios, by a client that offers h2c.

The suite's groups are service (8), vessel (2), location (4) and voyage (8); a publisher supplies the values. Beyond it, each filter is
shown to filter, pages to be complete, and bad values to be answered with the standard's ErrorResponse. Schema checks need the reference
data and skip without it.
"""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import jsonschema_rs
import pytest
import yaml

from landsea import journal, network
from landsea.network.model import BadParameter
from landsea.network.wire.ovs_query import parse_query
from landsea.runtime import explain
from tests.network.vessels import SHIP, call, message, sailing, times
from tests.support.server import Served, free_port, make_node, served

SPECIFICATION = Path(__file__).parents[3] / "shared" / "data" / "dcsa" / "openapi" / "OVS_v3.0.0.yaml"
STATUSES = {"OMIT", "BLNK", "ADHO", "PHOT", "PHIN", "SLID", "ROTC", "CUTR"}
UPGRADE = {
    "Connection": "Upgrade, HTTP2-Settings",
    "Upgrade": "h2c",
    "HTTP2-Settings": "AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA",
}
"""What Java's HttpClient sends with its first request to a server that it reaches without TLS."""

Json = dict[str, Any]


def of_the_gulf(today: date) -> bytes:
    """A synthetic vessel with two voyages on the sailing S-QZH-SIN, and one on a service the node does not have."""
    day = (today + timedelta(days=10)).isoformat()
    home = (today + timedelta(days=20)).isoformat()
    singapore = {"locationType": "FACS", "UNLocationCode": "SGSIN", "facilitySMDGCode": "PSABT"}
    southbound = {"universalExportVoyageReference": "2648S", "universalImportVoyageReference": "2648S"}
    calls = [
        call("CNQZH", "2648S", times(f"{day}T18:00:00+08:00", f"{day}T20:00:00+08:00")) | southbound,
        call("SGSIN", "2648S", times(f"{(today + timedelta(days=14)).isoformat()}T11:00:00+08:00"))
        | southbound
        | {"location": singapore, "carrierExportVoyageNumber": "2649N", "universalExportVoyageReference": "2649N"},
        call("CNQZH", "2649N", times(f"{home}T11:00:00+08:00")) | {"transportCallReference": "home"},
    ]
    calls[1]["timestamps"] += times(departure=f"{(today + timedelta(days=15)).isoformat()}T07:00:00+08:00")
    ours = SHIP | {"isDummyVessel": False, "transportCalls": calls}
    other = SHIP | {"vesselIMONumber": "0000024", "vesselName": "Synthetic Egret", "vesselOperatorSMDGLinerCode": "YYY"}
    gulf = sailing(carrierServiceCode="S-QZH-SIN", carrierServiceName="Synthetic Gulf Service", vesselSchedules=[ours])
    away = [call("NLRTM", "9W", times(f"{day}T18:00:00+01:00")), call("USNYC", "9W", times(f"{home}T18:00:00-05:00"))]
    ocean = sailing(
        carrierServiceCode="OCN",
        carrierServiceName="Synthetic Ocean Service",
        universalServiceReference="SR00002B",
        vesselSchedules=[other | {"isDummyVessel": False, "transportCalls": away}],
    )
    return message(gulf, ocean)


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    settings, made = make_node(tmp_path_factory.mktemp("ovs"), free_port())
    with made.journal.view(journal.NODE) as view:
        content = of_the_gulf(view.now.date())
    made.journal.run(journal.NODE, lambda work: network.import_vessel_schedules(work, content, "synthetic"))
    made.close()
    with served(settings) as running:
        yield running


class Answer:
    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status = response.status
        self.version = response.headers["API-Version"]
        self.cursor = response.headers["Next-Page-Cursor"]
        self.body: Any = json.loads(response.read())


def ask(node: Served, **parameters: str) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", node.port, timeout=60)
    path = "/v3/service-schedules" + (f"?{urlencode(parameters)}" if parameters else "")
    connection.request("GET", path, headers=UPGRADE)
    answer = Answer(connection.getresponse())
    connection.close()
    return answer


def window(node: Served) -> dict[str, str]:
    today = date.fromisoformat(ask(node, limit="x").body["errorDateTime"][:10])
    return {"startDate": today.isoformat(), "endDate": (today + timedelta(days=30)).isoformat()}


NAME, CODE = {"carrierServiceName": "Synthetic Gulf Service"}, {"carrierServiceCode": "S-QZH-SIN"}
USR = {"universalServiceReference": "SR00001A"}
IMO, LIMIT, DATES = {"vesselIMONumber": "0000012"}, {"limit": "1"}, {"dates": "both"}
PORT, TERMINAL = {"UNLocationCode": "CNQZH"}, {"UNLocationCode": "SGSIN", "facilitySMDGCode": "PSABT"}
VOYAGE, UNIVERSAL = {"carrierVoyageNumber": "2648S"}, {"universalVoyageReference": "2648S"}
SCENARIOS = [
    NAME, CODE, USR, NAME | LIMIT, CODE | LIMIT, USR | LIMIT, NAME | DATES, CODE | DATES,
    IMO, IMO | LIMIT,
    PORT, PORT | DATES, TERMINAL, TERMINAL | DATES,
    VOYAGE, UNIVERSAL, VOYAGE | CODE, VOYAGE | NAME, UNIVERSAL | USR, VOYAGE | LIMIT, VOYAGE | DATES, UNIVERSAL | DATES,
]  # fmt: skip


def test_there_are_as_many_scenarios_as_the_suite_has() -> None:
    assert len(SCENARIOS) == 22


@pytest.mark.parametrize("asked", SCENARIOS, ids=["-".join(one) for one in SCENARIOS])
def test_a_scenario_of_the_suite_is_answered(node: Served, asked: dict[str, str]) -> None:
    parameters = {name: value for name, value in asked.items() if name != "dates"}
    answer = ask(node, **parameters, **(window(node) if "dates" in asked else {}))
    assert (answer.status, answer.version) == (200, "3.0.1")
    assert answer.body
    assert all(service["vesselSchedules"] for service in answer.body)
    assert {one["statusCode"] for one in calls_of(answer.body)} <= STATUSES
    check_schema("serviceSchedules", answer.body)
    require_filtered(answer.body, parameters)


def calls_of(services: list[Json]) -> list[Json]:
    return [one for service in services for vessel in service["vesselSchedules"] for one in vessel["transportCalls"]]


def require_filtered(services: list[Json], asked: dict[str, str]) -> None:
    """Services and vessels match; of each vessel's voyages a call does."""
    assert len(services) <= int(asked.get("limit", 1000))
    for service in services:
        for name in ("carrierServiceName", "carrierServiceCode", "universalServiceReference"):
            assert asked.get(name, service.get(name)) == service.get(name)
        for vessel in service["vesselSchedules"]:
            assert asked.get("vesselIMONumber", vessel.get("vesselIMONumber")) == vessel.get("vesselIMONumber")
            assert any(is_asked_for(one, asked) for one in vessel["transportCalls"])


def is_asked_for(one: Json, asked: dict[str, str]) -> bool:
    numbers = {one["carrierImportVoyageNumber"], one.get("carrierExportVoyageNumber")}
    universal = {one.get("universalImportVoyageReference"), one.get("universalExportVoyageReference")}
    place = one["location"]
    return (
        asked.get("UNLocationCode", place.get("UNLocationCode")) == place.get("UNLocationCode")
        and asked.get("facilitySMDGCode", place.get("facilitySMDGCode")) == place.get("facilitySMDGCode")
        and ("carrierVoyageNumber" not in asked or asked["carrierVoyageNumber"] in numbers)
        and ("universalVoyageReference" not in asked or asked["universalVoyageReference"] in universal)
    )


def check_schema(name: str, value: Any) -> None:
    if not SPECIFICATION.exists():
        pytest.skip(f"the reference data is not there: {SPECIFICATION.name} of DCSA")
    assert [f"{one.instance_path}: {one.message}" for one in schema(name).iter_errors(value)] == []


@cache
def schema(name: str) -> Any:
    """Of the standard's OpenAPI, with every object closed to fields it does not name."""
    components = closed(yaml.safe_load(SPECIFICATION.read_text())["components"])
    wanted = {"$ref": f"#/components/schemas/{name}", "components": components}
    return jsonschema_rs.validator_for(wanted, validate_formats=True)


def closed(value: Any) -> Any:
    if isinstance(value, list):
        return [closed(one) for one in value]
    if not isinstance(value, dict):
        return value
    found = {name: closed(one) for name, one in value.items() if name not in ("example", "examples", "discriminator")}
    return found | {"additionalProperties": False} if isinstance(found.get("properties"), dict) else found


def test_a_node_answers_for_its_own_services_with_dummies_and_stable_references(node: Served) -> None:
    first, again = (ask(node, UNLocationCode="CNQZH", carrierServiceCode="S-QZH-SIN").body for _ in range(2))
    assert first == again
    own = [vessel for service in first for vessel in service["vesselSchedules"] if vessel["isDummyVessel"]]
    assert len({vessel["vesselName"] for vessel in own}) == len(own) > 50
    check_schema("serviceSchedules", first)


def test_the_run_that_an_imported_voyage_stands_for_is_told_once(node: Served) -> None:
    day = min(one["eventDateTime"][:10] for one in calls_of(ask(node, **VOYAGE).body)[0]["timestamps"])
    near = {"startDate": day, "endDate": day}
    found = ask(node, UNLocationCode="CNQZH", carrierServiceCode="S-QZH-SIN", **near).body
    leaving = [
        vessel["isDummyVessel"]
        for service in found
        for vessel in service["vesselSchedules"]
        if any(stamp["eventTypeCode"] == "DEPA" and stamp["eventDateTime"].startswith(day)
               for stamp in vessel["transportCalls"][0]["timestamps"])
    ]  # fmt: skip
    assert leaving == [False]


def test_a_port_where_two_voyages_meet_brings_both_as_a_whole(node: Served) -> None:
    found = calls_of(ask(node, **IMO, facilitySMDGCode="PSABT").body)
    assert [one["transportCallReference"] for one in found] == ["2648S-CNQZH", "2648S-SGSIN", "home"]
    alone = calls_of(ask(node, **IMO, carrierVoyageNumber="2649N").body)
    assert len(alone) == 3  # its first port is the last of the other voyage


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("vesselName", "synthetic egret", 1),
        ("vesselName", "Synthetic", 0),
        ("vesselOperatorSMDGLinerCode", "YYY", 1),
        ("vesselOperatorSMDGLinerCode", "XXX", 0),
        ("carrierServiceCode", "NONE", 0),
        ("carrierServiceName", "Nobody's service", 0),
        ("universalServiceReference", "SR99999Z", 0),
        ("vesselIMONumber", "1234567", 0),
        ("MMSINumber", "278111222", 0),
        ("UNLocationCode", "NLRTM", 1),
        ("facilitySMDGCode", "NONE", 0),
        ("carrierVoyageNumber", "0000X", 0),
        ("universalVoyageReference", "9999N", 0),
        ("startDate", "2190-01-01", 0),
        ("endDate", "1990-01-01", 0),
        ("limit", "0", 0),
    ],
)
def test_every_filter_filters(node: Served, name: str, value: str, found: int) -> None:
    asked = {name: value} if name != "UNLocationCode" else {name: value, "carrierServiceCode": "OCN"}
    answer = ask(node, **asked)
    assert (answer.status, len(answer.body)) == (200, found)


def test_pages_are_complete_and_without_overlap(node: Served) -> None:
    whole = ask(node, UNLocationCode="CNQZH", **window(node))
    seen: list[Json] = []
    page = ask(node, UNLocationCode="CNQZH", limit="3", **window(node))
    while True:
        assert 1 <= len(page.body) <= 3
        seen += page.body
        if page.cursor is None:
            break
        page = ask(node, cursor=page.cursor)
    assert whole.cursor is None
    assert seen == whole.body
    assert len(seen) > 6


BAD = [
    {"universalServiceReference": "SR1A"},
    {"universalVoyageReference": "2648X"},
    {"vesselIMONumber": "000001"},
    {"vesselIMONumber": "\uff10000012"},
    {"MMSINumber": "1"},
    {"UNLocationCode": "XX123"},
    {"UNLocationCode": "cnqzh"},
    {"carrierServiceCode": "123456789012"},
    {"carrierServiceCode": ""},
    {"carrierServiceName": "x" * 51},
    {"facilitySMDGCode": "SEVENCH"},
    {"vesselOperatorSMDGLinerCode": "x" * 11},
    {"startDate": "2026-13-01"},
    {"startDate": "20261201"},
    {"endDate": "2026-02-30"},
    {"startDate": "2026-12-02", "endDate": "2026-12-01"},
    {"limit": "-1"},
    {"limit": "1.5"},
    {"limit": "many"},
    {"cursor": "abc"},
    {"cursor": "W3t9LFtdXQ"},
    {"cursor": "é"},
    {"serviceCode": "x"},
    {"carrierVoyageNumber": "a\nb"},
]


@pytest.mark.parametrize("asked", BAD, ids=[next(iter(one.items()))[0] + f"-{n}" for n, one in enumerate(BAD)])
def test_a_bad_value_is_answered_with_the_standards_error(node: Served, asked: dict[str, str]) -> None:
    answer = ask(node, **asked)
    assert (answer.status, answer.version, answer.body["statusCode"]) == (400, "3.0.1", 400)
    (error,) = answer.body["errors"]
    assert error["property"] in asked
    assert error["value"] == asked[error["property"]]
    assert ("is not a filter of this list" in error["erorCodeMessage"]) == ("serviceCode" in asked)
    check_schema("ErrorResponse", answer.body)


def test_what_is_wrong_with_a_value_is_said_in_both_languages() -> None:
    with pytest.raises(BadParameter) as wrong:
        parse_query([("carrierServiceCode", "x" * 12)], date(2026, 11, 22))
    said = "The query parameter carrierServiceCode cannot be answered: it has 1 to 11 printable characters."
    assert explain(wrong.value, "en") == f"{said} Correct it or leave it out."
    assert "应有 1 至 11 个可显示字符" in explain(wrong.value, "zh")


def test_a_limit_above_the_largest_page_gives_the_largest_page() -> None:
    """The standard has no largest limit; the cursor leads on."""
    assert parse_query([("limit", "1001")], date(2026, 11, 22)).limit == 1000


def test_a_cursor_is_not_combined_with_other_wishes(node: Served) -> None:
    first = ask(node, UNLocationCode="CNQZH", limit="2")
    assert ask(node, cursor=first.cursor, limit="2", UNLocationCode="CNQZH").status == 200
    for other in ({"limit": "3"}, {"UNLocationCode": "SGSIN"}, {"vesselName": "x"}):
        assert ask(node, cursor=first.cursor, **other).status == 400


def test_a_parameter_given_twice_is_refused(node: Served) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", node.port, timeout=30)
    connection.request("GET", "/v3/service-schedules?limit=1&limit=2")
    assert connection.getresponse().status == 400


def test_the_example_of_the_standard_comes_in_and_goes_out_as_it_is(tmp_path: Path) -> None:
    from landsea.network.wire.ovs import parse_schedules, render_schedules, standard_statuses

    example = SPECIFICATION.parents[1] / "messages" / "ovs-300-response.json"
    if not example.exists():
        pytest.skip(f"the reference data is not there: {example.name} of DCSA")
    schedules, doubtful = parse_schedules(example.read_bytes())
    assert render_schedules(schedules, standard_statuses) == json.loads(example.read_bytes())
    assert [(one.column, one.error) for one in doubtful] == [("/1/vesselSchedules/0/vesselIMONumber", False)]


def test_the_standard_profile_codes_only_exceptions_and_members_may_be_asked_to_log_in(
    node: Served, tmp_path: Path
) -> None:
    settings, made = make_node(tmp_path, free_port())
    made.close()
    with served(settings, LANDSEA_DCSA_PROFILE="standard") as strict:
        assert not any("statusCode" in one for one in calls_of(ask(strict, carrierServiceCode="S-QZH-SIN").body))
    with served(settings, LANDSEA_SCHEDULES="members") as closed_to_others:
        assert ask(closed_to_others, carrierServiceCode="S-QZH-SIN").status == 401
