"""Figures of the plan pages: what an itinerary is best at, how certain it is, and the form that asks for it."""

from __future__ import annotations

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import pytest
from fastapi import Request

from landsea.console.cells import bars
from landsea.console.pages.plan.asked import Asked, api_body, asked_again, request_of
from landsea.console.pages.plan.compare import best, certain_permille, compared, faster
from landsea.console.render import switched
from landsea.console.spread import spread_body
from landsea.console.texts import Texts, percent
from landsea.kernel import BadValue, parse_instant
from landsea.planner import By, PlanRequest

START = parse_instant("2026-12-05T08:00+08:00")


def one(number: int, days: int, minor: int, grams: int, certain: int | None = None) -> dict[str, Any]:
    prospects = {"on_time_permille": None, "as_planned_permille": certain} if certain is not None else None
    return {
        "number": number,
        "arrival": (START + timedelta(days=days)).isoformat(),
        "cost": {"currency": "USD", "minor": minor},
        "co2e_grams": grams,
        "prospects": prospects,
    }


FOUND = [one(1, 1, 6000, 40_000, 900), one(2, 7, 2000, 3000, 950), one(3, 8, 2500, 2000, 990)]


def test_each_measure_has_its_best() -> None:
    assert best(FOUND) == {"arrival": 1, "cost": 2, "co2e": 3, "certain": 3}
    assert best(FOUND[:1]) == {"arrival": 0, "cost": 0, "co2e": 0, "certain": 0}
    assert best([one(1, 1, 1, 1), one(2, 2, 2, 2)])["certain"] == 0


def test_an_itinerary_is_compared_with_the_best_in_each() -> None:
    assert compared(FOUND, FOUND[1]) == {
        "later_minutes": 6 * 1440,
        "dearer": {"currency": "USD", "minor": 0},
        "dearer_percent": 0,
        "more_grams": 1000,
        "certain_permille": 950,
        "less_certain_permille": 40,
    }
    assert compared(FOUND, FOUND[0])["dearer_percent"] == 200


def test_why_not_faster_names_the_next_and_the_fastest_with_their_price() -> None:
    assert [
        (other["number"], other["earlier_minutes"], other["dearer"]["minor"]) for other in faster(FOUND, FOUND[2])
    ] == [
        (2, 1440, -500),
        (1, 7 * 1440, 3500),
    ]
    assert faster(FOUND, FOUND[0]) == []


def test_certainty_is_being_on_time_or_without_a_deadline_making_every_connection() -> None:
    assert certain_permille({"prospects": {"on_time_permille": 700, "as_planned_permille": 900}}) == 700
    assert certain_permille({"prospects": {"on_time_permille": None, "as_planned_permille": 900}}) == 900
    assert certain_permille({"prospects": None}) is None


def spread(points: list[tuple[int, int]], deadline: int | None = None) -> dict[str, Any]:
    """`points`: hours after the start and thousandths arrived by then."""

    def at(hours: int) -> str:
        return (START + timedelta(hours=hours)).isoformat()

    quantile = {
        name: next(at(h) for h, p in points if p >= share) for name, share in (("p10", 100), ("p50", 500), ("p90", 900))
    }
    arrivals = [(at(hours), permille) for hours, permille in points]
    return spread_body(quantile | {"arrivals": arrivals}, at(points[0][0]), None if deadline is None else at(deadline))


def test_bars_and_what_comes_after_them_are_everybody() -> None:
    body = spread([(0, 0), (10, 400), (20, 900), (30, 980), (400, 1000)])
    assert sum(bar["permille"] for bar in body["bars"]) + body["after_permille"] == 1000
    assert body["after_permille"] > 0
    assert max(bar["height"] for bar in body["bars"]) == 1


def test_a_sudden_arrival_is_one_bar() -> None:
    body = spread([(5, 1000)])
    assert [bar["permille"] for bar in body["bars"]] == [1000]


def test_bars_after_the_deadline_are_late() -> None:
    body = spread([(0, 0), (10, 500), (20, 1000)], deadline=10)
    assert body["deadline"]
    assert {bar["late"] for bar in body["bars"]} == {True, False}
    assert all(
        bar["late"] == (datetime.fromisoformat(bar["start"]) >= START + timedelta(hours=10)) for bar in body["bars"]
    )


def test_a_deadline_far_away_does_not_flatten_the_bars() -> None:
    assert spread([(0, 0), (10, 500), (20, 1000)], deadline=5000)["deadline"] is None


PLACES: Any = SimpleNamespace(network=SimpleNamespace(trips={}, info=SimpleNamespace(currency="USD")))


def request_with(query: str) -> Request:
    return Request({"type": "http", "method": "GET", "path": "/plan", "headers": [], "query_string": query.encode()})


def asked(query: str) -> Asked:
    return Asked.of(request_with(query))


def wanted(query: str) -> PlanRequest:
    place = {"code": "CNCKG", "zone": "Asia/Shanghai"}
    there = {"code": "SGSIN", "zone": "Asia/Singapore"}
    return request_of(asked(f"from=CNCKG&to=SGSIN&ready=2026-12-05T08:00&{query}"), place, there, "USD")


def test_an_empty_field_asks_for_nothing() -> None:
    empty = "size=&unit_kg=&dangerous=&deadline=&changes=&documents=&vgm=&budget=&certain=&count=&goods=&avoid="
    assert wanted(empty) == PlanRequest("CNCKG", "SGSIN", START)
    assert asked(empty).limits == 0
    assert set(api_body(wanted(empty))) == {"origin", "destination", "ready"}


def test_every_wish_of_the_form_reaches_the_planner() -> None:
    request = wanted(
        "teu=3&by=certainty&without=river&without=air&avoid=CNQZH,%20VN%E3%80%81x&passage=suez-canal&deadline=2026-12-20T10:00&changes=2"
        "&size=45&reefer=1&dangerous=3%208&unit_kg=26000&goods=080550&documents=2026-12-06T08:00&vgm=2026-12-06T09:00"
        "&budget=2,500.50&certain=92.5&count=5&exact=1&horizon=60&measures=draught_cm%3D1250"
        "&closed=CNQZH%3D2026-12-01T00:00Z/2026-12-08T00:00Z"
    )
    assert (request.teu, request.by, request.without_modes) == (3, By.CERTAINTY, ("inland-water", "air"))
    assert request.avoid == ("CNQZH", "VN", "x", "suez-canal")
    assert request.deadline == parse_instant("2026-12-20T10:00+08:00")
    assert (request.changes_max, request.size, request.reefer, request.dangerous) == (2, "45", True, ("3", "8"))
    assert (request.unit_kg, request.goods, request.count, request.exact) == (26_000, "080550", 5, True)
    assert (request.budget_minor, request.certain_permille_min) == (250_050, 925)
    assert request.documents == parse_instant("2026-12-06T08:00+08:00")
    assert request.vgm == parse_instant("2026-12-06T09:00+08:00")
    assert api_body(request)["budget_minor"] == 250_050
    assert (request.horizon_days, request.limits) == (60, {"draught_cm": 1250})
    assert [(one.name, one.end) for one in request.closed] == [("CNQZH", parse_instant("2026-12-08T00:00Z"))]


def test_the_form_asks_for_whatever_the_api_asks_for() -> None:
    """What is typed is read back from the request as it was, field by field."""
    typed = {
        "currency": "CNY",
        "budget": "8,000.00",
        "ready_until": "2026-12-09T08:00+08:00",
        "deadline": "2026-12-20T10:00+08:00",
        "horizon": "60",
        "closed": "CNQZH=2026-12-01T00:00+00:00/2026-12-08T00:00+00:00",
        "measures": "draught_cm=1250",
    }
    again = dict(asked_again(wanted(urlencode(typed)), PLACES))
    assert typed.items() <= again.items()
    assert Asked.of(request_with(urlencode(again))).limits == len(typed)


def test_a_deadline_without_ready_asks_backward_and_is_kept_so() -> None:
    place, there = {"code": "CNCKG", "zone": "Asia/Shanghai"}, {"code": "SGSIN", "zone": "Asia/Singapore"}
    request = request_of(asked("from=CNCKG&to=SGSIN&deadline=2026-12-20T10:00"), place, there, "USD")
    assert request.latest
    assert set(api_body(request)) == {"origin", "destination", "deadline"}
    assert "ready" not in dict(asked_again(request, PLACES))


@pytest.mark.parametrize("wrong", ["certain=x", "certain=0", "certain=101", "budget=much", "count=two", "unit_kg=-1"])
def test_what_is_no_number_is_refused_and_says_what(wrong: str) -> None:
    with pytest.raises(BadValue):
        wanted(wrong)


def test_switching_one_thing_keeps_fields_given_twice() -> None:
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/plan",
        "headers": [],
        "query_string": b"without=air&without=sea&pick=1",
    }
    assert switched(Request(scope), "pick", "2") == "/plan?without=air&without=sea&pick=2"


def test_bars_are_as_long_as_their_numbers() -> None:
    assert bars([1, -4, 2]) == [25, 100, 50]
    assert bars([0, 0]) == [0, 0]
    assert bars([]) == []


def test_shares_have_one_decimal() -> None:
    assert [percent(share) for share in (1000, 740, 628, 5, None)] == ["100.0 %", "74.0 %", "62.8 %", "0.5 %", "–"]


def test_weekdays_are_those_of_the_place() -> None:
    assert Texts("en").weekday("2026-12-05T20:00:00Z", "Asia/Shanghai") == "Su"
    assert Texts("zh").weekday("2026-12-05T20:00:00Z", "UTC") == "周六"
