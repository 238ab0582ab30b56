"""Every query parameter of Commercial Schedules filters: its answer is what the unfiltered answer holds of it, no less and no more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.planner.commercial import IMO, PORTS, ROUTES, VESSELS, Station, day, local_date

RAIL_SEA = {"placeOfReceipt": "CNCKG", "placeOfDelivery": "SGSIN"}
FAR = {"placeOfReceipt": "CNCDU", "placeOfDelivery": "NLRTM"}
WINDOW = {"departureStartDate": day(14), "departureEndDate": day(27)}


def bare(routings: list[Any]) -> list[Any]:
    """Without the solution's number, which counts what is answered."""
    return [{name: value for name, value in one.items() if name != "solutionNumber"} for one in routings]


def departs(routing: Any) -> str:
    return local_date(routing["placeOfReceipt"]["dateTime"]).isoformat()


def arrives(routing: Any) -> str:
    return local_date(routing["placeOfDelivery"]["dateTime"]).isoformat()


def transhipments(routing: Any) -> int:
    modes = [leg["transport"]["modeOfTransport"] for leg in routing["legs"]]
    return max(0, modes.count("VESSEL") - 1)


@pytest.fixture(scope="module")
def rail_sea(station: Station) -> list[Any]:
    return bare(station.all(ROUTES, **RAIL_SEA, **WINDOW))


def routings(station: Station, **asked: object) -> list[Any]:
    return bare(station.all(ROUTES, **RAIL_SEA | asked))


def test_departures_from_a_day_on(station: Station, rail_sea: list[Any]) -> None:
    found = routings(station, departureStartDate=day(20), departureEndDate=day(27))
    assert found == [one for one in rail_sea if departs(one) >= day(20)]
    assert 0 < len(found) < len(rail_sea)


def test_departures_up_to_a_day(station: Station, rail_sea: list[Any]) -> None:
    found = routings(station, departureStartDate=day(14), departureEndDate=day(19))
    assert found == [one for one in rail_sea if departs(one) <= day(19)]
    assert 0 < len(found) < len(rail_sea)


def test_departures_of_one_day(station: Station, rail_sea: list[Any]) -> None:
    busy = departs(rail_sea[len(rail_sea) // 2])
    found = routings(station, departureStartDate=busy, departureEndDate=busy)
    assert found == [one for one in rail_sea if departs(one) == busy]


def test_arrivals_within_days(station: Station, rail_sea: list[Any]) -> None:
    days = sorted(arrives(one) for one in rail_sea)
    first, last = days[len(days) // 4], days[3 * len(days) // 4]
    cases: list[tuple[dict[str, str], Callable[[Any], bool]]] = [
        ({"arrivalStartDate": first}, lambda one: arrives(one) >= first),
        ({"arrivalEndDate": last}, lambda one: arrives(one) <= last),
        ({"arrivalStartDate": first, "arrivalEndDate": last}, lambda one: first <= arrives(one) <= last),
    ]
    for asked, wanted in cases:
        found = routings(station, **WINDOW, **asked)
        assert found == [one for one in rail_sea if wanted(one)]
        assert 0 < len(found) < len(rail_sea)


def test_only_an_arrival_is_asked_for(station: Station) -> None:
    found = routings(station, arrivalStartDate=day(30), arrivalEndDate=day(33))
    assert found
    assert all(day(30) <= arrives(one) <= day(33) for one in found)


def test_days_gone_by_are_answered_as_asked(station: Station) -> None:
    found = routings(station, departureStartDate=day(-20), departureEndDate=day(-10))
    assert found
    assert all(day(-20) <= departs(one) <= day(-10) for one in found)


def test_without_days_departures_begin_now(station: Station) -> None:
    found = routings(station)
    assert min(map(departs, found)) <= day(8)
    now = datetime.now(UTC).timestamp()
    assert all(datetime.fromisoformat(one["placeOfReceipt"]["dateTime"]).timestamp() > now - 600 for one in found)
    assert day(40) < max(map(departs, found)) <= day(57)


def test_transhipments_are_changes_from_vessel_to_vessel(station: Station) -> None:
    every = bare(station.all(ROUTES, **FAR, **WINDOW))
    assert {transhipments(one) for one in every} >= {1, 2}
    for most in (0, 1, 2):
        found = bare(station.all(ROUTES, **FAR, **WINDOW, maxTranshipment=most))
        assert all(transhipments(one) <= most for one in found)
        assert all(one in found for one in every if transhipments(one) <= most)


def test_the_door_is_served_where_a_truck_on_demand_goes(station: Station) -> None:
    yard = station.all(ROUTES, **FAR, **WINDOW)
    door = station.all(ROUTES, **FAR, **WINDOW, receiptTypeAtOrigin="SD")
    assert [one["legs"] for one in door] == [one["legs"] for one in yard if by_truck(one["legs"][0])]
    assert 0 < len(door) < len(yard)
    for one in door:
        assert one["receiptTypeAtOrigin"] == "SD"
        assert one["placeOfReceipt"]["facilityTypeCode"] == "CLOC"
        assert one["deliveryTypeAtDestination"] == "CY"
    assert {one["receiptTypeAtOrigin"] for one in yard} == {"CY"}


def test_the_door_is_served_at_the_destination_alike(station: Station) -> None:
    back = {"placeOfReceipt": "SGSIN", "placeOfDelivery": "CNSNN"} | WINDOW
    yard, door = (station.all(ROUTES, **back, deliveryTypeAtDestination=kind) for kind in ("CY", "SD"))
    assert door
    assert [one["legs"] for one in door] == [one["legs"] for one in yard if by_truck(one["legs"][-1])]
    assert {one["placeOfDelivery"]["facilityTypeCode"] for one in door} == {"CLOC"}
    assert {one["placeOfReceipt"]["facilityTypeCode"] for one in door} == {"POTE"}


def by_truck(leg: Any) -> bool:
    return bool(leg["transport"] == {"modeOfTransport": "TRUCK"})


def test_no_freight_station_is_in_the_network(station: Station) -> None:
    for name in ("receiptTypeAtOrigin", "deliveryTypeAtDestination"):
        answer = station.get(ROUTES, **RAIL_SEA, **WINDOW, **{name: "CFS"})
        assert (answer.status, answer.body) == (200, [])


def test_a_place_may_be_asked_for_by_an_alias(station: Station, rail_sea: list[Any]) -> None:
    assert routings(station, placeOfReceipt="CNCQI", **WINDOW) == rail_sea


def test_similar_routings_share_a_number(station: Station) -> None:
    numbers: dict[Any, set[int]] = {}
    for one in station.all(ROUTES, **RAIL_SEA, **WINDOW):
        chain = tuple(
            (leg["transport"]["modeOfTransport"], leg["arrival"]["location"]["locationName"], str(partners(leg)))
            for leg in one["legs"]
        )
        numbers.setdefault(chain, set()).add(one["solutionNumber"])
    assert all(len(found) == 1 for found in numbers.values())
    assert sorted(number for found in numbers.values() for number in found) == list(range(1, len(numbers) + 1))


def partners(leg: Any) -> list[str]:
    return [one["carrierServiceCode"] for one in leg["transport"].get("servicePartners", [])]


def test_a_leg_by_sea_names_the_call_that_the_vessel_schedule_tells(station: Station, rail_sea: list[Any]) -> None:
    legs = [leg for one in rail_sea for leg in one["legs"] if leg["transport"]["modeOfTransport"] == "VESSEL"]
    for leg in legs[:5]:
        transport = leg["transport"]
        [partner] = transport["servicePartners"]
        asked = {
            "carrierServiceCode": partner["carrierServiceCode"],
            "carrierVoyageNumber": partner["carrierExportVoyageNumber"],
        }
        calls = {call["transportCallReference"]: call for _, _, call in told(station, **asked)}
        times = calls[transport["transportCallReference"]]["timestamps"]
        left = [one["eventDateTime"] for one in times if one["eventTypeCode"] == "DEPA"]
        assert datetime.fromisoformat(leg["departure"]["dateTime"]) in map(datetime.fromisoformat, left)


def told(station: Station, **asked: object) -> list[tuple[Any, Any, Any]]:
    """Every call of an answer with its service and vessel."""
    return list(_told(station.all(VESSELS, **asked)))


def _told(services: list[Any]) -> Iterator[tuple[Any, Any, Any]]:
    for service in services:
        for schedule in service["vesselSchedules"]:
            for call in schedule["transportCalls"]:
                yield service, schedule, call


def references(found: list[tuple[Any, Any, Any]]) -> set[str]:
    return {call["transportCallReference"] for _, _, call in found}


AT_SINGAPORE = {"UNLocationCode": "SGSIN", "startDate": day(0), "endDate": day(40)}
BY_FIELD: dict[str, tuple[str, Callable[[Any, Any, Any], Any]]] = {
    "carrierServiceCode": ("SYN1", lambda service, schedule, call: service["carrierServiceCode"]),
    "universalServiceReference": ("SR00001A", lambda service, schedule, call: service.get("universalServiceReference")),
    "vesselIMONumber": (IMO, lambda service, schedule, call: schedule["vessel"].get("vesselIMONumber")),
    "vesselName": ("SYNTHETIC TWO", lambda service, schedule, call: schedule["vessel"].get("name")),
    "vesselOperatorCarrierCode": ("SYB", lambda service, schedule, call: schedule["vessel"].get("operatorCarrierCode")),
}


@pytest.mark.parametrize("name", BY_FIELD)
def test_vessels_are_filtered_by_a_field_of_their_own(station: Station, name: str) -> None:
    value, field = BY_FIELD[name]
    every = told(station, **AT_SINGAPORE)
    found = told(station, **AT_SINGAPORE, **{name: value})
    assert references(found) == references([one for one in every if field(*one) == value])
    assert 0 < len(found) < len(every)


@pytest.mark.parametrize(
    ("name", "value", "wanted"),
    [
        ("carrierVoyageNumber", "001N", {1, 2, 3, 4}),
        ("carrierVoyageNumber", "002N", {1, 3, 4}),
        ("universalVoyageReference", "2601S", {1, 2, 3, 4}),
    ],
)
def test_a_voyage_is_told_whole_with_the_one_it_turns_into(
    station: Station, name: str, value: str, wanted: set[int]
) -> None:
    """At Singapore southbound becomes northbound: its call belongs to both voyages, so both are told entirely."""
    imo = IMO if "1" in value[-3:] else "7654329"
    found = told(station, **{name: value})
    assert references(found) == {f"SYN-{imo}-{number}" for number in wanted}


def test_a_place_gives_entire_voyages_that_call_there(station: Station) -> None:
    """The second vessel omits Port Klang: it does not call there, and the omitted call is not told."""
    found = told(station, UNLocationCode="MYPKG", carrierServiceCode="SYN1")
    assert references(found) == {f"SYN-{IMO}-{number}" for number in (1, 2, 3)}
    assert "SYN-7654329-2" not in references(told(station, carrierServiceCode="SYN1"))


def test_a_terminal_is_one_of_its_place(station: Station) -> None:
    found = told(station, UNLocationCode="SGSIN", facilitySMDGCode="SYNT")
    assert {service["carrierServiceCode"] for service, _, _ in found} == {"SYN1"}
    assert told(station, UNLocationCode="CNQZH", facilitySMDGCode="SYNT") == []


def test_voyages_with_a_call_within_days(station: Station) -> None:
    """The first vessel ends on day 20, the second begins on day 17."""
    service = {"carrierServiceCode": "SYN1"}
    assert {call[4:11] for call in references(told(station, **service, startDate=day(22)))} == {"7654329"}
    assert {call[4:11] for call in references(told(station, **service, endDate=day(15)))} == {IMO}
    assert len(references(told(station, **service))) == 7


def test_filters_that_exclude_each_other_give_an_empty_list(station: Station) -> None:
    answer = station.get(VESSELS, vesselIMONumber=IMO, vesselName="SYNTHETIC TWO")
    assert (answer.status, answer.body) == (200, [])


def test_a_ports_schedule_begins_with_its_date(station: Station) -> None:
    early = calls_at(station.all(PORTS, UNLocationCode="SGSIN", date=day(10)))
    late = calls_at(station.all(PORTS, UNLocationCode="SGSIN", date=day(20)))
    shared = {key for key, days in early.items() if max(days) >= day(20) and min(days) <= day(37)}
    assert shared == {key for key, days in late.items() if min(days) <= day(37)}
    assert 0 < len(shared) < len(early)
    assert all(max(days) >= day(20) for days in late.values())


def test_a_ports_schedule_is_of_28_days_with_the_first(station: Station) -> None:
    key, days = max(
        calls_at(station.all(PORTS, UNLocationCode="SGSIN", date=day(30))).items(), key=lambda one: min(one[1])
    )
    call = date.fromisoformat(min(days))
    held = (
        key in calls_at(station.all(PORTS, UNLocationCode="SGSIN", date=call - timedelta(days=ahead)))
        for ahead in (27, 28)
    )
    assert list(held) == [True, False]


def calls_at(terminals: list[Any]) -> dict[tuple[str, str], list[str]]:
    """Voyage and first time of each call, with its local dates."""
    found = {}
    for terminal in terminals:
        for schedule in terminal["vesselSchedules"]:
            times = [one["eventDateTime"] for one in schedule["timestamps"]]
            voyage = schedule["servicePartners"][0]["carrierExportVoyageNumber"]
            found[voyage, times[0]] = [local_date(time).isoformat() for time in times]
    return found


def test_a_ports_schedule_is_of_that_port_by_terminal_in_order_of_time(station: Station) -> None:
    terminals = station.all(PORTS, UNLocationCode="SGSIN", date=day(10))
    assert [one["location"].get("facilitySMDGCode") for one in terminals] == [None, "SYNT"]
    assert {one["location"]["UNLocationCode"] for one in terminals} == {"SGSIN"}
    for terminal in terminals:
        first = [min(moments(schedule)) for schedule in terminal["vesselSchedules"]]
        assert first == sorted(first)


def moments(schedule: Any) -> list[datetime]:
    return [datetime.fromisoformat(one["eventDateTime"]) for one in schedule["timestamps"]]


def test_an_inland_place_has_no_vessels(station: Station) -> None:
    answer = station.get(PORTS, UNLocationCode="CNCKG", date=day(10))
    assert (answer.status, answer.body) == (200, [])
