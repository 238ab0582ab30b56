"""Pages without loss or repeat, and requests that cannot be answered: always the standard's error object, never an empty list."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from landsea.app.server import create_app
from landsea.planner.wire import commercial_query as query
from tests.app.nodes import new_node, settings_for
from tests.planner.commercial import IMO, PORTS, ROUTES, VESSELS, Station, day, faults
from tests.support import people

BETWEEN: dict[str, Any] = {"placeOfReceipt": "CNCKG", "placeOfDelivery": "SGSIN"}
LISTS: list[tuple[str, dict[str, Any], int]] = [
    (ROUTES, BETWEEN | {"departureStartDate": day(14), "departureEndDate": day(34)}, 7),
    (ROUTES, BETWEEN, 40),
    (PORTS, {"UNLocationCode": "SGSIN", "date": day(9)}, 1),
    (VESSELS, {"UNLocationCode": "CNQZH", "startDate": day(9), "endDate": day(20)}, 3),
]


@pytest.mark.parametrize(("path", "asked", "limit"), LISTS, ids=["window", "open", "port", "vessels"])
def test_pages_together_are_the_list(station: Station, path: str, asked: dict[str, Any], limit: int) -> None:
    whole = station.get(path, **asked, limit=1000)
    pages = list(pages_of(station, path, asked, limit))
    assert whole.cursor is None
    assert len(pages) > 1
    assert all(len(page) == limit for page in pages[:-1])
    found = [one for page in pages for one in page]
    if "departureStartDate" not in asked and path == ROUTES:  # it begins now, and now has moved on
        whole_body = [one for one in whole.body if one in found]
        assert len(whole.body) - len(whole_body) <= 1
        return
    assert found == whole.body


def pages_of(station: Station, path: str, asked: dict[str, Any], limit: int) -> Iterator[list[Any]]:
    """With all parameters repeated beside the cursor."""
    answer = station.get(path, **asked, limit=limit)
    yield answer.body
    while answer.cursor:
        assert len(answer.cursor) <= 1024
        answer = station.get(path, **asked, limit=limit, cursor=answer.cursor)
        assert answer.status == 200, answer.body
        yield answer.body


def test_a_cursor_may_come_alone(station: Station) -> None:
    path, asked, limit = LISTS[0]
    first = station.get(path, **asked, limit=limit)
    alone, beside = station.get(path, cursor=first.cursor), station.get(path, **asked, limit=limit, cursor=first.cursor)
    assert alone.body == beside.body
    assert alone.cursor == beside.cursor


def test_a_limit_beyond_what_a_page_holds_is_cut_and_may_be_repeated(station: Station) -> None:
    path, asked, _ = LISTS[0]
    answer = station.get(path, **asked, limit=2_000_000_000)
    assert answer.status == 200
    assert answer.cursor is None


def test_what_is_altered_beside_a_cursor_is_refused(station: Station) -> None:
    path, asked, limit = LISTS[0]
    cursor = station.get(path, **asked, limit=limit).cursor
    for altered in ({"limit": limit + 1}, {"placeOfDelivery": "MYPKG"}, {"maxTranshipment": 1}):
        refused(station, path, asked | {"limit": limit} | altered | {"cursor": cursor}, next(iter(altered)))


def test_a_cursor_of_another_list_or_none_is_refused(station: Station) -> None:
    cursor = station.get(LISTS[0][0], **LISTS[0][1], limit=1).cursor
    assert cursor is not None
    content = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    late = content.replace(b'"2026-', b'"9998-').replace(b'"2027-', b'"9998-')
    for text in ("", "x", "====", cursor[:-5], "é", "W10", encoded(b"[" * 5000), encoded(late)):
        refused(station, ROUTES, {"cursor": text}, "cursor")
    refused(station, PORTS, {"cursor": cursor}, "cursor")
    refused(station, VESSELS, {"cursor": cursor}, "cursor")


def test_a_length_that_is_exact_is_said_so() -> None:
    assert list(query.faults(query.UN_LOCODE, "CNCKGX")) == ["it has 5 characters"]
    assert list(query.faults(query.VESSEL["facilitySMDGCode"], "SEVENCH")) == ["it has 1 to 6 characters"]


def encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def refused(station: Station, path: str, asked: dict[str, Any], name: str) -> None:
    """With 400, the standard's error object, and the name of the parameter."""
    answer = station.get(path, **asked)
    assert answer.status == 400, (asked, answer)
    assert answer.headers["api-version"] == "1.0.1"
    assert faults(answer.body, "ErrorResponse") == []
    assert answer.body["statusCode"] == 400
    assert name in [one["property"] for one in answer.body["errors"]]


DATE: dict[str, Any] = {"UNLocationCode": "SGSIN", "date": day(9)}
BAD: list[tuple[str, dict[str, Any], str]] = [
    (ROUTES, {}, "placeOfReceipt"),
    (ROUTES, {"placeOfReceipt": "CNCKG"}, "placeOfDelivery"),
    (ROUTES, BETWEEN | {"placeOfReceipt": "CNXXX"}, "placeOfReceipt"),
    (ROUTES, BETWEEN | {"placeOfDelivery": "sgsin"}, "placeOfDelivery"),
    (ROUTES, BETWEEN | {"placeOfDelivery": "SGSIN\n"}, "placeOfDelivery"),
    (ROUTES, BETWEEN | {"placeOfDelivery": "CNCKG"}, "placeOfDelivery"),
    (ROUTES, BETWEEN | {"placeOfDelivery": "CNCQI"}, "placeOfDelivery"),
    (ROUTES, BETWEEN | {"departureStartDate": "2026-02-30"}, "departureStartDate"),
    (ROUTES, BETWEEN | {"departureStartDate": "20261201"}, "departureStartDate"),
    (ROUTES, BETWEEN | {"departureStartDate": "0001-01-01"}, "departureStartDate"),
    (ROUTES, BETWEEN | {"departureEndDate": "9999-12-31"}, "departureEndDate"),
    (ROUTES, BETWEEN | {"departureStartDate": "\uff12\uff10\uff12\uff16-12-01"}, "departureStartDate"),
    (ROUTES, BETWEEN | {"departureStartDate": day(9), "departureEndDate": day(8)}, "departureEndDate"),
    (ROUTES, BETWEEN | {"arrivalStartDate": day(9), "arrivalEndDate": day(8)}, "arrivalEndDate"),
    (ROUTES, BETWEEN | {"departureStartDate": day(0), "departureEndDate": day(400)}, "departureEndDate"),
    (ROUTES, BETWEEN | {"departureStartDate": day(0), "departureEndDate": day(190)}, "departureEndDate"),
    (ROUTES, BETWEEN | {"departureEndDate": "2099-12-31"}, "departureEndDate"),
    (ROUTES, BETWEEN | {"departureStartDate": "2001-01-01", "arrivalEndDate": "2099-12-31"}, "arrivalEndDate"),
    (ROUTES, BETWEEN | {"maxTranshipment": -1}, "maxTranshipment"),
    (ROUTES, BETWEEN | {"maxTranshipment": "1.5"}, "maxTranshipment"),
    (ROUTES, BETWEEN | {"maxTranshipment": 2**31}, "maxTranshipment"),
    (ROUTES, BETWEEN | {"receiptTypeAtOrigin": "DOOR"}, "receiptTypeAtOrigin"),
    (ROUTES, BETWEEN | {"deliveryTypeAtDestination": "cy"}, "deliveryTypeAtDestination"),
    (ROUTES, BETWEEN | {"limit": 0}, "limit"),
    (ROUTES, BETWEEN | {"limit": "many"}, "limit"),
    (ROUTES, BETWEEN | {"price": "yes"}, "price"),
    (ROUTES, BETWEEN | {"limit": "\x00"}, "limit"),
    (PORTS, {}, "date"),
    (PORTS, {"UNLocationCode": "SGSIN"}, "date"),
    (PORTS, {"date": day(9)}, "UNLocationCode"),
    (PORTS, DATE | {"UNLocationCode": "XXXXX"}, "UNLocationCode"),
    (PORTS, DATE | {"date": "tomorrow"}, "date"),
    (PORTS, DATE | {"vesselIMONumber": IMO}, "vesselIMONumber"),
    (VESSELS, {}, "carrierServiceCode"),
    (VESSELS, {"limit": 1}, "carrierServiceCode"),
    (VESSELS, {"startDate": day(0), "endDate": day(9)}, "carrierServiceCode"),
    (VESSELS, {"UNLocationCode": "XXXXX"}, "UNLocationCode"),
    (VESSELS, {"vesselIMONumber": "12345"}, "vesselIMONumber"),
    (VESSELS, {"vesselIMONumber": "123456A"}, "vesselIMONumber"),
    (VESSELS, {"vesselName": " blank"}, "vesselName"),
    (VESSELS, {"vesselName": "x" * 51}, "vesselName"),
    (VESSELS, {"vesselName": "nul\x00"}, "vesselName"),
    (VESSELS, {"carrierServiceCode": "x" * 12}, "carrierServiceCode"),
    (VESSELS, {"carrierServiceCode": ""}, "carrierServiceCode"),
    (VESSELS, {"universalServiceReference": "SR1"}, "universalServiceReference"),
    (VESSELS, {"universalVoyageReference": "2601X"}, "universalVoyageReference"),
    (VESSELS, {"facilitySMDGCode": "TOOLONG"}, "facilitySMDGCode"),
    (VESSELS, {"vesselOperatorCarrierCode": "x" * 11}, "vesselOperatorCarrierCode"),
    (VESSELS, {"vesselIMONumber": IMO, "startDate": day(9), "endDate": day(8)}, "endDate"),
]


@pytest.mark.parametrize(("path", "asked", "name"), BAD, ids=lambda value: str(value)[:60])
def test_what_cannot_be_answered_is_refused_by_name(
    station: Station, path: str, asked: dict[str, Any], name: str
) -> None:
    refused(station, path, asked, name)


def test_a_parameter_given_twice_is_refused(station: Station) -> None:
    answer = station.fetch(f"{PORTS}?UNLocationCode=SGSIN&UNLocationCode=CNQZH&date={day(9)}")
    assert (answer.status, answer.body["errors"][0]["property"]) == (400, "UNLocationCode")


def test_everything_that_is_wrong_is_told_at_once(station: Station) -> None:
    answer = station.get(ROUTES, placeOfReceipt="x", limit="y", other="z")
    named = {one["property"] for one in answer.body["errors"]}
    assert named == {"placeOfReceipt", "placeOfDelivery", "limit", "other"}


def test_errors_speak_the_callers_language(station: Station) -> None:
    answer = station.get(ROUTES, {"Accept-Language": "zh"}, placeOfReceipt="CNCKG", placeOfDelivery="CNXXX")
    assert answer.body["errors"][0]["errorCodeMessage"] == "查询参数 placeOfDelivery 无法应答：网络中没有该地点。"


def test_the_api_version_asked_for_is_that_of_the_route(station: Station) -> None:
    assert station.get(PORTS, {"API-Version": "1"}, **DATE).status == 200
    assert station.get(PORTS, {"API-Version": "1.0.0"}, **DATE).status == 200
    answer = station.get(PORTS, {"API-Version": "2"}, **DATE)
    assert (answer.status, answer.body["errors"][0]["property"]) == (400, "API-Version")


@pytest.mark.parametrize("first", ["2001-01-01", "2025-12-20", "2036-02-01", "2099-12-31"])
def test_days_without_a_timetable_have_no_routings(station: Station, first: str) -> None:
    answer = station.get(ROUTES, **BETWEEN, departureStartDate=first, departureEndDate=first)
    assert (answer.status, answer.body) == (200, [])
    assert station.get(PORTS, UNLocationCode="SGSIN", date=first).status == 200


def test_an_arrival_that_nothing_reaches_has_no_routings(station: Station) -> None:
    answer = station.get(ROUTES, **BETWEEN, arrivalEndDate=day(2))
    assert (answer.status, answer.body) == (200, [])


def test_searches_of_one_client_are_limited(tmp_path: Path) -> None:
    """With 429 and the standard's error object; lists that are only read are counted as any request."""
    node = new_node(replace(settings_for("sqlite://", tmp_path), requests_per_minute_max=10))
    unknown = BETWEEN | {"placeOfDelivery": "CNXXX"}
    with TestClient(create_app(node, workers=False), base_url="http://node.example") as client:
        answers = [client.get(ROUTES, params=unknown) for _ in range(3)]
        assert [one.status_code for one in answers] == [400, 400, 429]
        assert faults(answers[-1].json(), "ErrorResponse") == []
        assert answers[-1].headers["Retry-After"] == "30"
        assert client.get(PORTS, params=DATE).status_code == 200


def test_schedules_may_be_kept_to_members(tmp_path: Path) -> None:
    settings = replace(settings_for("sqlite://", tmp_path), schedules="members")
    node = replace(new_node(settings), settings=settings)
    key = people.make_operator(node.journal).headers
    with TestClient(create_app(node, workers=False), base_url="http://node.example") as client:
        for path in (ROUTES, PORTS, VESSELS):
            asked = BETWEEN if path == ROUTES else DATE if path == PORTS else {"carrierServiceCode": "S-QZH-SIN"}
            nobody = client.get(path, params=asked)
            assert nobody.status_code == 401
            assert faults(nobody.json(), "ErrorResponse") == []
        assert client.get(PORTS, params=DATE, headers=key).status_code == 200
