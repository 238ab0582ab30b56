"""Costs in the shipper's currency, by synthetic rates: exact, and what belongs together adds up."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landsea import consignment
from landsea.kernel import BadValue, Money, exponent, parse_instant
from landsea.network import ExchangeRate
from landsea.planner import Plan, PlanExchange, PlanRequest, exchange_text, reason_text, rendered
from landsea.planner.model import NoExchangeRate
from landsea.planner.model.joint import JointLot, JointRequest
from landsea.planner.rules.currency import exchanged, joint_in, shares
from landsea.planner.service.joint_answer import joint_answer
from landsea.planner.service.planned import planned
from tests.planner.desk import Desk
from tests.planner.three_places import world

NOW = datetime(2026, 11, 21, tzinfo=UTC)
WORLD = world()
READY = parse_instant("2026-11-23T08:00+08:00")
SOURCE = "synthetic, for tests"


def rate(currency: str, text: str) -> ExchangeRate:
    return ExchangeRate("USD", currency, text, "2026-11-20", SOURCE)


def ask(currency: str | None, text: str = "7.0825", **wishes: Any) -> Plan:
    request = PlanRequest.of("CNCKG", "SGSIN", READY, without_modes=("air",), currency=currency, **wishes)
    rates = {
        ("USD", "CNY"): rate("CNY", text),
        ("USD", "JPY"): rate("JPY", "151.237"),
        ("USD", "KWD"): rate("KWD", "0.3071"),
    }
    return planned(lambda _: WORLD, lambda base, other: rates.get((base, other)), request, NOW)


@pytest.mark.parametrize(
    ("currency", "text", "minor"), [("CNY", "7.0825", 70_825), ("JPY", "151.237", 15_124), ("KWD", "0.3071", 30_710)]
)
def test_a_hundred_dollars_in_the_smallest_unit_of_each_currency(currency: str, text: str, minor: int) -> None:
    exchange = PlanExchange("USD", currency, text, "2026-11-20", SOURCE)
    assert exchanged(Money("USD", 10_000), exchange) == Money(currency, minor)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(0, 10**9), min_size=1, max_size=12),
    st.decimals("0.000000001", "999999999", places=9),
    st.sampled_from(["CNY", "JPY", "KWD"]),
)
def test_parts_add_up_to_the_sum_and_each_is_within_a_unit_of_its_own(
    parts: list[int], text: Any, currency: str
) -> None:
    exchange = PlanExchange("USD", currency, str(text), "2026-11-20", SOURCE)
    if sum(parts) * text * 10 > 2**53:
        return  # more than an amount can be is refused
    told = [one.minor for one in shares([Money("USD", part) for part in parts], exchange)]
    assert sum(told) == exchanged(Money("USD", sum(parts)), exchange).minor
    exact = Fraction(text) * Fraction(10) ** (exponent(currency) - 2)
    assert all(abs(one - part * exact) <= 1 for one, part in zip(told, parts, strict=True))


@pytest.mark.parametrize("currency", ["CNY", "JPY", "KWD"])
def test_every_line_of_a_plan_is_in_the_currency_and_adds_up(currency: str) -> None:
    plan, plain = ask(currency), ask(None)
    for one, before in zip(plan.itineraries, plain.itineraries, strict=True):
        lines = [line.amount for leg in one.legs for line in leg.costs]
        assert {line.currency for line in lines} == {currency}
        assert sum(line.minor for line in lines) == one.cost.minor
        assert plan.exchange
        assert one.cost == exchanged(before.cost, plan.exchange)


def test_the_rate_its_day_and_its_source_are_named() -> None:
    plan = ask("CNY")
    assert rendered(plan, "en")["exchange_text"].startswith(
        "Costs are in CNY: 7.0825 for 1 USD on 2026-11-20 (synthetic, for tests)."
    )
    assert "2026-11-20 汇率 1 USD = 7.0825" in exchange_text(plan.exchange, "zh")
    assert rendered(ask("USD"), "en")["exchange_text"] == ""


def test_a_budget_is_meant_in_the_currency() -> None:
    cost = ask("CNY").itineraries[0].cost.minor
    assert ask("CNY", budget_minor=cost).itineraries
    none = ask("CNY", budget_minor=cost - 1)
    assert not none.itineraries
    assert "the cheapest by CNY 0.01" in reason_text(none.reasons[0], "en")


def test_good_starts_tell_their_costs_in_the_currency() -> None:
    plan = ask("CNY", ready_until=parse_instant("2026-12-02T08:00+08:00"))
    assert {one.cost.currency for one in plan.starts} == {"CNY"}


def test_a_currency_without_a_rate_is_refused_by_name() -> None:
    with pytest.raises(NoExchangeRate, match=r"no rate from USD to SGD.*exchange-rates"):
        ask("SGD")
    with pytest.raises(BadValue):
        ask("yuan")


def test_the_lots_of_a_joint_plan_add_up_to_the_whole() -> None:
    lots = [JointLot("CNCKG", "SGSIN", READY, teu) for teu in (1, 2, 4)]
    request = JointRequest.of(lots, "CNQZH", "SGSIN-S", without_modes=("air",), currency="JPY")
    exchange = PlanExchange("USD", "JPY", "151.237", "2026-11-20", SOURCE)

    plan = joint_in(joint_answer(WORLD, request, NOW, exchange), exchange)
    assert plan.ways
    for way in plan.ways:
        assert sum(lot.cost.minor for lot in way.lots) == way.cost.minor


STATED = {"base": "USD", "currency": "CNY", "rate": "7.0825", "as_of": "2026-11-20", "source": SOURCE}
BODY = {"origin": "CNCKG", "destination": "SGSIN", "ready": "2026-11-25T08:00:00+08:00", "currency": "CNY", "count": 1}


def test_a_rate_that_the_operator_states_is_used_from_then_on_and_plans_keep_theirs(desk: Desk) -> None:
    refused = desk.post("/v1/plans", BODY).json()
    assert (refused["code"], refused["errors"][0]["pointer"]) == ("no-exchange-rate", "/currency")
    assert desk.post("/v1/exchange-rates", STATED).status_code == 201
    first = desk.post("/v1/plans", BODY).json()
    assert first["itineraries"][0]["cost"]["currency"] == "CNY"
    assert desk.post("/v1/exchange-rates", STATED | {"rate": "7.1", "as_of": "2026-11-21"}).status_code == 201
    assert desk.post("/v1/plans", BODY).json()["exchange"]["rate"] == "7.1"
    assert desk.get(f"/v1/plans/{first['id']}").json()["exchange"]["rate"] == "7.0825"
    [known] = desk.get("/v1/exchange-rates").json()["data"]
    assert (known["rate"], known["as_of"]) == ("7.1", "2026-11-21")
    offered = desk.post(
        f"/v1/plans/{first['id']}/quotes", {"itinerary": 1, "customer": desk.stranger.party, "margin_minor": 5}
    )
    assert offered.status_code == 201, offered.text
    app: Any = desk.client.app
    with app.state.journal.view(desk.operator.actor) as view:
        quote = consignment.get_quote(view, offered.json()["quote"])
    assert quote.total.currency == "CNY"
    assert "7.0825 for 1 USD on 2026-11-20 (synthetic, for tests)" in quote.note


@pytest.mark.parametrize(
    "wrong",
    [{"rate": "0"}, {"rate": "-1"}, {"rate": "1e3"}, {"rate": "NaN"}, {"as_of": "2026-02-30"}, {"currency": "USD"}],
)
def test_a_rate_that_is_none_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(BadValue):
        ExchangeRate(**(STATED | wrong))
