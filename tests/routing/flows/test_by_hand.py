"""Small cases whose answers are worked out by hand, and input that cannot be computed with."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from landsea.routing.flows import (
    MILLI,
    Allocation,
    Demand,
    FlowMove,
    FlowNetwork,
    FlowPort,
    FlowService,
    Infeasible,
    Objective,
    Ride,
    Totals,
    Unusable,
    Why,
    allocate,
    check,
)

A, B, C = 0, 1, 2
PORTS = tuple(FlowPort(name, load_cost=10, unload_cost=10, transhipment_cost=15) for name in "ABC")
ROUND = FlowService("AB", (A, B), (1000, 1000), (5, 5), (100 * MILLI, 100 * MILLI), round=True)
LINE = FlowService("BC", (B, C), (1000,), (5,), (50 * MILLI,))
NETWORK = FlowNetwork(PORTS, (ROUND, LINE))
"""A and B are served by a rotation of 100 units, C from B by a line of 50; through A-B-C costs 10 + 5 + 15 + 5 + 10 = 45."""
FAR = Demand("A-C", A, C, 80 * MILLI, revenue=100)
NEAR = Demand("A-B", A, B, 60 * MILLI, revenue=50, penalty=3)


def solved(network: FlowNetwork, *demands: Demand, objective: Objective = Objective.MARGIN) -> Allocation:
    answer = allocate(network, demands, objective)
    assert isinstance(answer, Allocation)
    return answer


@pytest.mark.parametrize("by_paths", [False, True])
def test_two_demands_that_share_a_full_segment(by_paths: bool) -> None:
    """50 go far (55 each, the line is full), 50 near (25 each, the rotation is full), 10 near stay at 3: 2750 + 1250 - 30."""
    answer = allocate(NETWORK, (FAR, NEAR), by_paths=by_paths)
    assert isinstance(answer, Allocation)
    assert answer.value == pytest.approx(3970)
    assert answer.carried == (50 * MILLI, 50 * MILLI)
    assert answer.totals == Totals(revenue=7500, transport=750, handling=2000, transhipment=750, penalty=30)
    assert answer.totals.margin == 3970
    assert [(one.demand, one.quantity, one.why) for one in answer.rejections] == [
        (0, 30 * MILLI, Why.CAPACITY),
        (1, 10 * MILLI, Why.CAPACITY),
    ]


def test_prices_say_which_link_is_worth_widening_and_how_far() -> None:
    """One more on A-B carries one more near (25 + 3 saved) for the 10 that wait; one more on B-C swaps near for far: 55 - 28."""
    prices = {load.capacity.service: (load.price, load.holds_for) for load in solved(NETWORK, FAR, NEAR).bottlenecks}
    assert prices == {"AB": (28, 10 * MILLI), "BC": (27, 30 * MILLI)}


def test_a_journey_is_told_as_rides_with_its_cost_and_minutes() -> None:
    flow = solved(NETWORK, FAR).flows[0]
    assert flow.rides == (Ride("AB", A, B, (0,)), Ride("BC", B, C, (0,)))
    assert (flow.cost, flow.minutes) == (45, 2000)


def test_least_cost_prefers_carrying_over_what_it_costs() -> None:
    """All near (60) and 40 far fit; carrying far costs 45 each and would not pay at a revenue of 1."""
    answer = solved(NETWORK, replace(FAR, revenue=1), NEAR, objective=Objective.COST)
    assert sum(answer.carried) == 100 * MILLI
    assert answer.value == pytest.approx(60 * 25 + 40 * 45, abs=1e-3)
    assert [load.carries for load in answer.bottlenecks] == [MILLI]


def test_cargo_that_does_not_pay_stays_and_says_by_how_much() -> None:
    (one,) = solved(NETWORK, replace(FAR, revenue=30, penalty=5)).rejections
    assert (one.why, one.by) == (Why.DOES_NOT_PAY, 10)


def test_a_limit_that_no_route_keeps_says_by_how_much() -> None:
    (one,) = solved(NETWORK, replace(FAR, limit_minutes=1400)).rejections
    assert (one.why, one.by) == (Why.LIMIT, 600)


def test_a_disconnected_destination_is_no_route() -> None:
    (one,) = solved(NETWORK, Demand("C-A", C, A, MILLI, revenue=1000)).rejections
    assert (one.why, one.by, one.binding) == (Why.NO_ROUTE, None, ())


def test_a_closed_link_is_a_lack_of_capacity_with_its_name() -> None:
    closed = FlowNetwork(PORTS, (ROUND, replace(LINE, capacities=(0,))))
    (one,) = solved(closed, FAR).rejections
    assert one.why is Why.CAPACITY
    assert [capacity.service for capacity in one.binding] == ["BC"]


def test_a_limit_sends_cargo_by_the_fast_dear_way_and_the_rest_by_the_slow_one() -> None:
    fast = FlowService("fast", (A, C), (300,), (40,), (10 * MILLI,))
    network = FlowNetwork(PORTS, (ROUND, LINE, fast))
    urgent = Demand("urgent", A, C, 5 * MILLI, revenue=100, limit_minutes=500)
    answer = solved(network, urgent, FAR)
    used = {(flow.demand, flow.rides[0].service): flow.quantity for flow in answer.flows}
    assert used == {(0, "fast"): 5 * MILLI, (1, "AB"): 50 * MILLI, (1, "fast"): 5 * MILLI}


def test_the_first_wait_counts_only_where_the_network_says_so() -> None:
    waiting = replace(LINE, wait_minutes=(500, 0))
    counted = FlowNetwork(PORTS, (waiting,))
    near = Demand("B-C", B, C, MILLI, revenue=100, limit_minutes=1200)
    assert solved(counted, near).rejections[0].by == 300
    assert solved(replace(counted, count_first_wait=False), near).flows[0].minutes == 1000


def test_a_truck_joins_two_ports_without_a_service() -> None:
    network = FlowNetwork(
        (FlowPort("A"), FlowPort("B", 4, 6), FlowPort("C", 7, 8)), (LINE,), (FlowMove("truck", A, B, 60, 9),)
    )
    flow = solved(network, FAR).flows[0]
    assert [ride.service for ride in flow.rides] == ["truck", "BC"]
    assert flow.cost == 9 + 4 + 5 + 8


def test_staying_on_board_a_rotation_passes_its_first_call() -> None:
    rotation = FlowService("ABC", (A, B, C), (10, 10, 10), (1, 1, 1), (MILLI,) * 3, round=True)
    flow = solved(FlowNetwork(PORTS, (rotation,)), Demand("C-B", C, B, MILLI, revenue=100)).flows[0]
    assert flow.rides == (Ride("ABC", C, B, (2, 0)),)


def test_forced_cargo_that_cannot_go_is_explained() -> None:
    """80 must go far, the line takes 50: 30 stay, and each unit more on it would take one of them."""
    answer = allocate(NETWORK, (replace(FAR, forced=True), NEAR))
    assert isinstance(answer, Infeasible)
    assert [(one.demand, one.quantity, one.why) for one in answer.shortfalls] == [(0, 30 * MILLI, Why.CAPACITY)]
    assert [(load.capacity.service, load.carries) for load in answer.binding] == [("BC", MILLI)]


def test_forced_cargo_displaces_what_pays_more() -> None:
    answer = solved(
        NETWORK, replace(FAR, quantity=50 * MILLI, revenue=0, forced=True), replace(NEAR, quantity=100 * MILLI)
    )
    assert answer.carried == (50 * MILLI, 50 * MILLI)


def test_nothing_wanted_is_nothing_carried() -> None:
    answer = solved(NETWORK)
    assert (answer.flows, answer.value, answer.totals.margin) == ((), 0.0, 0)


def test_a_chain_of_a_thousand_services_is_no_matter() -> None:
    ports = tuple(FlowPort(f"P{n}", 1, 1) for n in range(1001))
    chain = tuple(FlowService(f"S{a}", (a, b), (10,), (1,), (MILLI,)) for a, b in pairwise(range(1001)))
    answer = solved(FlowNetwork(ports, chain), Demand("end", 0, 1000, 2 * MILLI, revenue=10_000, limit_minutes=10_000))
    assert answer.carried == (MILLI,)
    assert answer.flows[0].cost == 3000


BAD = {
    "services[0].capacities[0]": replace(ROUND, capacities=(-1, 5)),
    "services[0].capacities[1]": replace(ROUND, capacities=(1, 10**30)),
    "services[0].costs[0]": replace(ROUND, costs=(float("nan"), 5)),  # type: ignore[arg-type]
    "services[0].costs[1]": replace(ROUND, costs=(5, -5)),
    "services[0].minutes[0]": replace(ROUND, minutes=(0, 10)),
    "services[0].minutes": replace(ROUND, minutes=(10,)),
    "services[0].calls[1]": replace(ROUND, calls=(A, 9)),
    "services[0].calls[0]": replace(ROUND, calls=(A, A)),
    "services[0].calls": replace(ROUND, calls=(A,)),
    "services[0].wait_minutes[0]": replace(ROUND, wait_minutes=(-3, 0)),
    "services[0].board": replace(ROUND, board=(True,)),
    "services[0].ride_cost": replace(ROUND, ride_cost=float("inf")),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("where", BAD)
def test_a_bad_service_is_located(where: str) -> None:
    found = check(FlowNetwork(PORTS, (BAD[where],)), ())
    assert where in [problem.where for problem in found]


def test_everything_wrong_is_said_at_once_and_nothing_is_computed() -> None:
    demands = (replace(NEAR, destination=A), replace(NEAR, quantity=-1), replace(FAR, limit_minutes=0))
    with pytest.raises(Unusable) as raised:
        allocate(FlowNetwork((replace(PORTS[0], load_cost=-1), *PORTS[1:]), (ROUND,)), demands)
    assert [problem.where for problem in raised.value.problems] == [
        "ports[0].load_cost",
        "demands[0].destination",
        "demands[1].quantity",
        "demands[2].limit_minutes",
        "demands[1].id",
    ]


def test_a_port_of_moves_prices_loading_and_unloading_apart() -> None:
    (problem,) = check(FlowNetwork(PORTS[:2], (), (FlowMove("truck", A, B, 1),)), ())[:1]
    assert problem.where == "ports[0].transhipment_cost"


def test_the_largest_capacity_that_is_admitted_is_solved() -> None:
    huge = FlowNetwork(PORTS, (replace(ROUND, capacities=(10**12, 10**12)),))
    assert solved(huge, NEAR).carried == (60 * MILLI,)


def test_arcs_alone_cannot_keep_a_limit() -> None:
    with pytest.raises(ValueError, match="path formulation"):
        allocate(NETWORK, (replace(FAR, limit_minutes=9999),), by_paths=False)


@pytest.mark.parametrize("by_paths", [False, True])
def test_the_interior_point_method_gives_the_same_flows_and_prices(
    by_paths: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    simplex = allocate(NETWORK, (FAR, NEAR), by_paths=by_paths)
    monkeypatch.setattr("landsea.routing.flows.solver.INTERIOR_POINT_COLUMNS", 0)
    assert allocate(NETWORK, (FAR, NEAR), by_paths=by_paths) == simplex
