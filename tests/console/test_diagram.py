"""The time-space diagram: what is drawn where, and that the closed hours it shows are those that made cargo wait."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from landsea import network, planner
from landsea.console.diagram import diagram_body
from landsea.console.diagram.axes import ROW_GAP, Span, days, rows
from landsea.console.diagram.closed import binding, closures
from landsea.console.named import mode_of
from landsea.kernel import Period, parse_instant
from landsea.network import Closure, Network
from landsea.planner import PlanRequest

READY = parse_instant("2026-12-05T08:00+08:00")
NOW = datetime(2026, 11, 21, tzinfo=UTC)


@pytest.fixture(scope="module")
def shipped() -> Network:
    return network.shipped()


@pytest.fixture(scope="module")
def found() -> list[dict[str, Any]]:
    made = planner.plan_on_shipped(PlanRequest("CNCKG", "SGSIN", READY, teu=2), NOW)
    itineraries: list[dict[str, Any]] = planner.rendered(made, "en")["itineraries"]
    for leg in (leg for one in itineraries for leg in one["legs"]):
        leg["mode"] = mode_of(leg["mode"])
    return itineraries


def places_of(shipped: Network) -> Callable[[str], Mapping[str, Any]]:
    def place(code: str) -> Mapping[str, Any]:
        one = shipped.places[code]
        return {"code": code, "lon": one.longitude_udeg / 1e6, "lat": one.latitude_udeg / 1e6}

    return place


def drawn(shipped: Network, found: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    return diagram_body(shipped, places_of(shipped), found, READY, **more)


def test_every_journey_goes_on_without_a_gap_from_ready_to_release(
    shipped: Network, found: list[dict[str, Any]]
) -> None:
    body = drawn(shipped, found)
    for one, journey in zip(found, body["journeys"], strict=True):
        lines = journey["lines"]
        assert datetime.fromisoformat(lines[0]["start"]) == READY
        assert lines[-1]["end"] == one["legs"][-1]["released"]
        assert lines[0]["x1"] == body["ready"]["x"]
        for before, after in pairwise(lines):
            assert datetime.fromisoformat(before["end"]) == datetime.fromisoformat(after["start"])
            assert (before["x2"], before["y2"]) == (after["x1"], after["y1"])


def test_the_origin_is_on_top_the_destination_below_and_names_do_not_touch(
    shipped: Network, found: list[dict[str, Any]]
) -> None:
    body = drawn(shipped, found)
    assert [body["rows"][0]["place"]["code"], body["rows"][-1]["place"]["code"]] == ["CNCKG", "SGSIN"]
    downs = [row["y"] for row in body["rows"]]
    assert all(after - before > ROW_GAP - 0.2 for before, after in pairwise(downs))  # tenths are rounded


def test_every_cut_off_stands_where_its_departure_is_and_before_it(
    shipped: Network, found: list[dict[str, Any]]
) -> None:
    for one, journey in zip(found, drawn(shipped, found)["journeys"], strict=True):
        told = [(cut["what"], cut["latest"]) for leg in one["legs"] for cut in leg["cutoffs"]]
        assert sorted(told) == sorted((cut["what"], cut["latest"]) for cut in journey["cutoffs"])
        rides = {line["leg"]: line for line in journey["lines"] if line["kind"] == "ride"}
        assert all(cut["x2"] <= rides[cut["leg"]]["x1"] for cut in journey["cutoffs"])
        assert all(cut["tight"] == (cut["slack_minutes"] < 360) for cut in journey["cutoffs"])


def test_moments_are_in_order_of_time_and_name_everything_drawn(shipped: Network, found: list[dict[str, Any]]) -> None:
    for journey in drawn(shipped, found)["journeys"]:
        moments = [datetime.fromisoformat(one["at"]) for one in journey["moments"]]
        assert moments == sorted(moments)
        count = sum(len(journey[kind]) for kind in ("lines", "cutoffs", "missed", "spread", "shut"))
        assert [one["order"] for one in journey["moments"]] == list(range(count))


def test_weekends_are_those_of_the_origin() -> None:
    shown = days(Span(READY, READY + timedelta(days=4)), "Asia/Shanghai")
    assert [(day["date"], day["weekend"]) for day in shown] == [
        ("2026-12-05", True),
        ("2026-12-06", True),
        ("2026-12-07", False),
        ("2026-12-08", False),
        ("2026-12-09", False),
    ]
    assert sum(day["width"] for day in shown) == pytest.approx(100, abs=0.01)


def test_long_journeys_have_fewer_labels_on_a_phone() -> None:
    shown = days(Span(READY, READY + timedelta(days=40)), "UTC")
    labelled = {name: sum(name in day["labelled"] for day in shown) for name in ("coarse", "middle", "fine")}
    assert labelled["coarse"] <= 300 / 40
    assert labelled["coarse"] < labelled["middle"] < labelled["fine"]


def test_a_place_without_coordinates_stands_by_its_order() -> None:
    leg = {"origin": {"place": "A"}, "destination": {"place": "B"}}
    on = {"origin": {"place": "B"}, "destination": {"place": "C"}}
    nowhere = {code: {"lon": None, "lat": None} for code in "ABC"}
    assert list(rows([[leg, on]], nowhere)) == ["A", "B", "C"]


def a_leg(shipped: Network, **times: str) -> dict[str, Any]:
    """From Chongqing's Guoyuan port, whose customs work from 08:00 to 20:00 and take four hours."""
    given = {"available": "2026-12-07T18:00:00+08:00", "arrival": "2026-12-12T08:00:00+08:00"} | times
    return {
        "origin": {"facility": "CNCKG-V"},
        "destination": {"facility": "SGSIN-S"},
        "released": given["arrival"],
        "cutoffs": [{"what": "customs", "planned": given.pop("customs", given["available"])}],
        **given,
    }


def test_customs_closed_at_night_is_shown_when_clearance_waited_for_the_morning(shipped: Network) -> None:
    [shut] = binding(shipped, a_leg(shipped, customs="2026-12-08T10:00:00+08:00"))
    assert (shut.facility, shut.why) == ("CNCKG-V", "customs")
    assert shut.start == parse_instant("2026-12-07T20:00+08:00")
    assert shut.end == parse_instant("2026-12-08T08:00+08:00")


def test_closed_hours_that_cost_no_time_are_not_shown(shipped: Network) -> None:
    cleared = a_leg(shipped, available="2026-12-07T08:00:00+08:00", customs="2026-12-07T12:00:00+08:00")
    assert binding(shipped, cleared) == []


def test_a_closure_in_the_time_shown_is_drawn_at_its_place(shipped: Network, found: list[dict[str, Any]]) -> None:
    period = Period(parse_instant("2026-12-07T00:00+08:00"), parse_instant("2026-12-08T00:00+08:00"))
    long_after = Period(period.start + timedelta(days=300), period.end + timedelta(days=300))
    closed = replace(
        shipped,
        closures=(Closure("c1", "SGSIN-S", period, "drill"), Closure("c2", "SGSIN-S", long_after, "another")),
    )
    [shut] = drawn(closed, found)["closures"]
    assert (shut["facility"], shut["reason"]) == ("SGSIN-S", "drill")
    assert closures(closed, {"CNQZH-S"}, READY, READY + timedelta(days=9)) == []


def test_a_deadline_near_the_journeys_is_drawn_and_a_far_one_is_not(
    shipped: Network, found: list[dict[str, Any]]
) -> None:
    last = max(datetime.fromisoformat(one["arrival"]) for one in found)
    assert drawn(shipped, found, deadline=last + timedelta(days=1))["deadline"]
    assert drawn(shipped, found, deadline=last + timedelta(days=100))["deadline"] is None


def test_what_is_likely_is_drawn_under_the_destination(shipped: Network, found: list[dict[str, Any]]) -> None:
    prospects = {"p10": found[0]["arrival"], "p90": found[-1]["arrival"]}
    certain = [found[0] | {"prospects": prospects}, *(one | {"prospects": None} for one in found[1:])]
    first, *others = drawn(shipped, certain)["journeys"]
    [likely] = first["spread"]
    assert likely["x1"] < likely["x2"]
    assert all(one["spread"] == [] for one in others)
