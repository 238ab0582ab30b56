"""A network's mean week, and the demand that is allocated to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landsea.kernel import BadSource, Refusal
from landsea.planner.model.flows import BadFlowPeriod, FlowObjective, FlowRequest, FlowWish
from landsea.planner.service.flow_tables import flow_rows
from landsea.planner.service.flows import allocated, study_flows_on_shipped
from landsea.planner.service.weekly import mean_wait, weekly_network
from landsea.planner.service.world import World
from landsea.planner.wire.flow_demand import parse_flow_demand
from landsea.routing import Engine, Pattern
from landsea.routing.flows import Allocation, Infeasible, Why
from tests.planner.three_places import DAY, HOUR, MONDAY, world

START = date(2026, 11, 23)


def narrow(train_teu: int, ship_teu: int) -> World:
    """The three places with so much room on each run of the train and of the ship, and 5 TEU on a flight."""
    made = world(28)
    room = {"R": train_teu, "S": ship_teu, "A": 5}
    patterns = tuple(replace(p, capacity_teu=room[p.id]) for p in made.engine.timetable.patterns)
    return replace(made, engine=Engine(replace(made.engine.timetable, patterns=patterns)))


def wish(teu: int, revenue: int, **other: int | bool | None) -> FlowWish:
    return FlowWish("CNCKG", "SGSIN", teu * 1000, revenue, **other)  # type: ignore[arg-type]


def test_departures_evenly_apart_are_waited_for_half_the_time_between() -> None:
    assert mean_wait(range(0, 28 * DAY, 7 * DAY), 28 * DAY) == 7 * DAY // 2
    assert mean_wait([5 * DAY], 28 * DAY) == 14 * DAY


@given(st.lists(st.integers(0, 9999), min_size=1, max_size=6, unique=True), st.integers(0, 9999))
def test_the_mean_wait_is_that_of_every_minute_of_the_period(departures: list[int], shift: int) -> None:
    minutes = sum(min((d - minute) % 10_000 for d in departures) for minute in range(10_000)) / 10_000
    assert mean_wait(departures, 10_000) == pytest.approx(minutes + 0.5, abs=0.51)
    assert mean_wait([(d + shift) % 10_000 for d in departures], 10_000) == mean_wait(departures, 10_000)


def test_a_week_has_the_capacity_of_its_runs_and_the_waits_of_their_departures() -> None:
    network, named = weekly_network(narrow(20, 300), MONDAY, 4, [("CNCKG", (0, 4))])
    train, ship, flight = network.services
    assert [one.capacities[0] for one in network.services] == [7 * 20_000, 300_000, 7 * 5_000]
    assert train.wait_minutes == (DAY // 2 + 12 * HOUR, 0)  # half a day, and the documents twelve hours before
    assert ship.wait_minutes == (7 * DAY // 2 + DAY, 0)
    assert (train.minutes, flight.minutes) == ((40 * HOUR,), (5 * HOUR,))
    assert named == {"CNCKG": (6, 7)}
    assert network.ports[1].unload_cost == 3500


def test_what_a_run_has_left_counts_and_runs_outside_the_period_do_not() -> None:
    made = narrow(20, 300)
    train = made.engine.timetable.patterns[0]
    left = replace(train, left_teu=(3,) * 7 + (20,) * (len(train.starts) - 7))
    timetable = replace(made.engine.timetable, patterns=(left, *made.engine.timetable.patterns[1:]))
    network, _ = weekly_network(replace(made, engine=Engine(timetable)), MONDAY, 2, [])
    assert network.services[0].capacities[0] == (7 * 3 + 7 * 20) * 1000 // 2


def test_patterns_of_one_service_with_the_same_calls_run_as_one() -> None:
    made = narrow(20, 300)
    train, *others = made.engine.timetable.patterns
    odd, even = (_every_second(train, n, f"R{n}") for n in (0, 1))
    timetable = replace(made.engine.timetable, patterns=(odd, even, *others))
    network, _ = weekly_network(replace(made, engine=Engine(timetable)), MONDAY, 4, [])
    assert (network.services[0].capacities, network.services[0].wait_minutes[0]) == ((140_000,), DAY // 2 + 12 * HOUR)
    assert len(network.services) == 3


def _every_second(pattern: Pattern, first: int, name: str) -> Pattern:
    return replace(pattern, id=name, starts=pattern.starts[first::2])


def test_the_train_fills_first_and_its_price_is_told() -> None:
    """Cost by train and ship: 500 + 60 + 35 + 20 + 65 + 130 + 65 = 875 USD; the flight's 32,000 do not pay."""
    study = allocated(narrow(20, 300), FlowRequest((wish(200, 100_000),), START))
    assert isinstance(study.answer, Allocation)
    assert study.answer.carried == (140_000,)
    assert [(one.capacity.service, one.price) for one in study.answer.bottlenecks] == [("R", 12_500)]
    (flow,) = study.answer.flows
    assert flow.minutes == (12 + 12 + 40 + 4 + 2) * HOUR + 7 * DAY // 2 + DAY + (90 + 8) * HOUR
    (left,) = study.answer.rejections
    assert (left.quantity, left.why, left.by) == (60_000, Why.CAPACITY, 0)


def test_urgent_cargo_that_pays_flies() -> None:
    study = allocated(narrow(20, 300), FlowRequest((wish(50, 3_300_000, limit_minutes=3 * DAY),), START))
    assert isinstance(study.answer, Allocation)
    assert study.answer.carried == (35_000,)


def test_forced_cargo_over_the_train_is_explained() -> None:
    study = allocated(narrow(20, 300), FlowRequest((wish(200, 1, limit_minutes=60 * DAY, forced=True),), START))
    assert isinstance(study.answer, Infeasible)
    tables = flow_rows(study)
    assert "flows" not in tables
    assert tables["demands"][0]["rejected"] == 25  # 140 by train and 35 by air
    assert {row["service"] for row in tables["capacities"]} == {"R", "A"}
    assert tables["demands"][0]["binding"] == "R CNCKG-R-CNQZH-R; A CNCKG-A-SGSIN-A"  # the whole cut, widest first


def test_a_full_link_is_no_reason_for_forced_cargo_whose_fastest_way_is_too_slow() -> None:
    wishes = (wish(200, 1, limit_minutes=60 * DAY, forced=True), wish(10, 1, limit_minutes=HOUR, forced=True))
    full, late = flow_rows(allocated(narrow(20, 300), FlowRequest(wishes, START)))["demands"]
    assert (full["reason"], full["binding"].split()[0]) == ("no-capacity", "R")
    assert (late["reason"], late["rejected"], late["binding"]) == ("transit-limit", 10, "")


def test_tables_hold_what_the_allocation_says() -> None:
    tables = flow_rows(allocated(narrow(20, 300), FlowRequest((wish(200, 100_000),), START)))
    assert tables["totals"][0]["margin"] == Decimal("17500.00")
    assert tables["flows"][0]["way"] == "CNCKG-R -R> CNQZH-R -T, 0> CNQZH-S -S> SGSIN-S"
    assert tables["demands"][0]["binding"] == "R CNCKG-R-CNQZH-R"
    assert tables["capacities"][0]["shadow_price"] == Decimal("125.00")


def test_a_period_of_no_weeks_is_refused() -> None:
    with pytest.raises(BadFlowPeriod):
        FlowRequest((), START, weeks=0)


GOOD = "origin,destination,teu,revenue,limit_days,penalty,forced\n"


def test_a_demand_is_read_with_its_defaults() -> None:
    wishes, findings = parse_flow_demand(
        "\ufeff" + GOOD + "cnckg,SGSIN,1.5,900.50,2.5,,1\nCNCKG,SGSIN,2\n", "d.csv", "USD"
    )
    assert findings == []
    assert wishes == (
        FlowWish("CNCKG", "SGSIN", 1500, 90_050, 3600, 0, forced=True, line=2),
        FlowWish("CNCKG", "SGSIN", 2000, 0, None, 0, line=3),
    )


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("CNCKG,SGSIN,nan,1,,,", "teu"),
        ("CNCKG,SGSIN,-4,1,,,", "teu"),
        ("CNCKG,SGSIN,0.0001,1,,,", "teu"),
        ("CNCKG,SGSIN,1e99,1,,,", "teu"),
        ("CNCKG,SGSIN,1,1.234,,,", "revenue"),
        ("CNCKG,SGSIN,1,-1,,,", "revenue"),
        ("CNCKG,SGSIN,1,1,soon,,", "limit_days"),
        ("CNCKG,SGSIN,1,1,,inf,", "penalty"),
        ("CNCKG,SGSIN,1,1,,,maybe", "forced"),
        (",SGSIN,1,1,,,", "origin"),
    ],
)
def test_a_bad_cell_is_located(row: str, column: str) -> None:
    wishes, findings = parse_flow_demand(GOOD + "CNCKG,SGSIN,1,1,,,\n" + row + "\n", "d.csv", "USD")
    assert len(wishes) == 1
    assert [(one.line, one.column) for one in findings] == [(3, column)]


def test_what_is_no_text_table_stops_at_its_line() -> None:
    wishes, findings = parse_flow_demand(GOOD + "CNCKG,SGSIN,1\n" + "x" * 200_000 + "\n", "d.csv", "USD")
    assert len(wishes) == 1
    assert [(one.line, one.mend) for one in findings] == [(3, "Give a CSV file in UTF-8.")]


def test_findings_are_bounded() -> None:
    _, findings = parse_flow_demand(GOOD + "CNCKG,SGSIN,no\n" * 5000, "d.csv", "USD")
    assert len(findings) == 501


def test_a_missing_column_is_named() -> None:
    _, (finding,) = parse_flow_demand("origin,teu\n", "d.csv", "USD")
    assert finding.what == "The column destination is missing."


def test_a_place_the_network_does_not_have_is_located() -> None:
    with pytest.raises(BadSource) as raised:
        study_flows_on_shipped(GOOD + "CNCKG,XXXXX,1,1,,,\n", "d.csv", START, 1)
    assert [(one.line, one.column) for one in raised.value.findings] == [(2, "destination")]


def test_the_shipped_network_carries_the_example_and_conserves_it() -> None:
    text = GOOD + "CNCKG,SGSIN,900,1500,16,,\nSGSIN,CNCKG,20,1450,18,,\n"
    answer = study_flows_on_shipped(text, "d.csv", START, 2, FlowObjective.COST).answer
    assert isinstance(answer, Allocation)
    assert answer.carried == (900_000, 20_000)
    assert all(flow.minutes <= (16, 18)[flow.demand] * DAY for flow in answer.flows)


@pytest.mark.parametrize(("start", "weeks"), [(date.max, 1), (date.min, 1), (START, 10**20), (START, 0)])
def test_a_period_that_no_timetable_is_made_for_is_refused(start: date, weeks: int) -> None:
    with pytest.raises(Refusal, match=r"2000 and 2100|cannot be studied"):
        study_flows_on_shipped(GOOD, "d.csv", start, weeks)


@pytest.mark.parametrize("row", ["1e999999999,1", "1,1e999999999", "1,1e400000", f"{'9' * 5000},1"])
def test_numbers_beyond_all_bounds_are_findings(row: str) -> None:
    wishes, findings = parse_flow_demand(f"origin,destination,teu,revenue\nCNCKG,SGSIN,{row}\n", "d.csv", "USD")
    assert (wishes, len(findings)) == ((), 1)
