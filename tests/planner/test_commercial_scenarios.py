"""The scenarios of DCSA's conformance suite for a publisher of Commercial Schedules 1.0, and the suite's own checks, over plain HTTP.

Point-to-point: the two places with every combination of the optional parameters (128, of which the suite names 35). Port
schedules 1, vessel schedules by service 2, vessel 7, voyage 4, location 2; limit and pages 3.

Each answer is 200, not empty, valid by the standard's schema
with no property beside it, and its cut-offs have the standard's codes, LCO only where the receipt type is CFS.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

import pytest

from tests.planner.commercial import (
    CUTOFF_CODES,
    IMO,
    MISSING,
    PORTS,
    ROUTES,
    SCHEMAS,
    STANDARD,
    VESSELS,
    Answer,
    Station,
    day,
    faults,
)

BETWEEN = {"placeOfReceipt": "CNCKG", "placeOfDelivery": "SGSIN"}
OPTIONAL = {
    "departureStartDate": day(14),
    "departureEndDate": day(28),
    "arrivalStartDate": day(21),
    "arrivalEndDate": day(42),
    "maxTranshipment": 1,
    "receiptTypeAtOrigin": "CY",
    "deliveryTypeAtDestination": "CY",
}
COMBINATIONS = [names for size in range(len(OPTIONAL) + 1) for names in combinations(OPTIONAL, size)]
SERVICE, VESSEL, UNIVERSAL = (
    {"carrierServiceCode": "SYN1"},
    {"vesselIMONumber": IMO},
    {"universalServiceReference": "SR00001A"},
)
DATES = {"startDate": day(5), "endDate": day(40)}
NAMED = {"vesselName": "SYNTHETIC ONE"}
BY_SERVICE: list[dict[str, str]] = [SERVICE, UNIVERSAL]
BY_VESSEL: list[dict[str, str]] = [
    VESSEL,
    NAMED,
    VESSEL | SERVICE,
    NAMED | SERVICE,
    VESSEL | UNIVERSAL,
    VESSEL | DATES,
    VESSEL | {"vesselOperatorCarrierCode": "SYA"},
]
BY_VOYAGE: list[dict[str, str]] = [
    {"carrierVoyageNumber": "001S"},
    {"carrierVoyageNumber": "001S"} | SERVICE,
    {"universalVoyageReference": "2601S"},
    {"universalVoyageReference": "2601S"} | UNIVERSAL,
]
BY_LOCATION: list[dict[str, str]] = [
    {"UNLocationCode": "SGSIN"},
    {"UNLocationCode": "SGSIN", "facilitySMDGCode": "SYNT"},
]
LIMITED: list[tuple[str, dict[str, Any]]] = [
    (ROUTES, BETWEEN | {"departureStartDate": day(14)}),
    (PORTS, {"UNLocationCode": "SGSIN", "date": day(9)}),
    (VESSELS, {"UNLocationCode": "SGSIN"}),
]


def check(answer: Answer, path: str, asked: dict[str, Any]) -> None:
    """What the suite looks at."""
    assert answer.status == 200, answer.body
    assert answer.headers["api-version"].startswith("1.")
    assert answer.headers["content-type"] == "application/json"
    assert answer.body
    assert faults(answer.body, SCHEMAS[path]) == []
    codes = set(cutoff_codes(answer.body))
    assert codes <= CUTOFF_CODES
    assert "LCO" not in codes or asked.get("receiptTypeAtOrigin") == "CFS"


def cutoff_codes(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if "cutOffDateTimeCode" in value:
            yield value["cutOffDateTimeCode"]
        for inner in value.values():
            yield from cutoff_codes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from cutoff_codes(inner)


@pytest.mark.parametrize("names", COMBINATIONS, ids=lambda names: "+".join(names) or "places")
def test_point_to_point_with_every_combination_of_parameters(station: Station, names: tuple[str, ...]) -> None:
    asked = BETWEEN | {name: OPTIONAL[name] for name in names}
    check(station.get(ROUTES, **asked), ROUTES, asked)


def test_port_schedule(station: Station) -> None:
    asked = {"UNLocationCode": "SGSIN", "date": day(7)}
    check(station.get(PORTS, **asked), PORTS, asked)


@pytest.mark.parametrize("asked", BY_SERVICE + BY_VESSEL + BY_VOYAGE + BY_LOCATION, ids="+".join)
def test_vessel_schedules(station: Station, asked: dict[str, str]) -> None:
    answer = station.get(VESSELS, **asked)
    check(answer, VESSELS, asked)
    assert all(service["vesselSchedules"] for service in answer.body)


@pytest.mark.parametrize(("path", "asked"), LIMITED, ids=[path for path, _ in LIMITED])
def test_limit_and_the_page_behind_it(station: Station, path: str, asked: dict[str, Any]) -> None:
    first = station.get(path, **asked, limit=1)
    check(first, path, asked)
    assert len(first.body) == 1
    assert first.cursor
    second = station.get(path, **asked, limit=1, cursor=first.cursor)
    check(second, path, asked)
    assert len(second.body) == 1
    assert second.body != first.body


def test_the_scenarios_are_as_many_as_the_suites() -> None:
    counts = (len(BY_SERVICE), len(BY_VESSEL), len(BY_VOYAGE), len(BY_LOCATION), len(LIMITED))
    assert counts == (2, 7, 4, 2, 3)
    assert len(COMBINATIONS) >= 35


@pytest.mark.skipif(not STANDARD.exists(), reason=MISSING)
def test_the_schemas_are_at_hand_and_find_faults() -> None:
    """Without the reference data the answers above are checked for all but their schema."""
    assert faults([{"legs": []}], "pointToPointRoutings")
    assert faults([{"location": {}, "price": 1}], "portSchedules")
