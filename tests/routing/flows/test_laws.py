"""What holds for every allocation: cargo is conserved, capacities are kept, prices are complementary and true."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landsea.routing.flows import MILLI, Allocation, Demand, FlowNetwork, Load, Objective, allocate, expansions
from tests.routing.flows.enumerated import ways
from tests.routing.flows.networks import cases

Case = tuple[FlowNetwork, tuple[Demand, ...]]
FEW = settings(max_examples=30, deadline=None)
OBJECTIVES = st.sampled_from(list(Objective))


def solved(network: FlowNetwork, wanted: tuple[Demand, ...], objective: Objective = Objective.MARGIN) -> Allocation:
    answer = allocate(network, wanted, objective)
    assert isinstance(answer, Allocation)
    return answer


@FEW
@given(cases(limits=True) | cases(limits=False), OBJECTIVES)
def test_every_unit_is_carried_or_left_behind_once(case: Case, objective: Objective) -> None:
    network, wanted = case
    answer = solved(network, wanted, objective)
    gone = Counter[int]()
    for flow in answer.flows:
        gone[flow.demand] += flow.quantity
    left = Counter({one.demand: one.quantity for one in answer.rejections})
    assert len(answer.rejections) == len(left)
    for number, demand in enumerate(wanted):
        assert gone[number] == answer.carried[number]
        assert gone[number] + left[number] == demand.quantity


@FEW
@given(cases(limits=True) | cases(limits=False), OBJECTIVES)
def test_every_flow_is_a_journey_from_origin_to_destination_within_its_limit(case: Case, objective: Objective) -> None:
    network, wanted = case
    for flow in solved(network, wanted, objective).flows:
        demand = wanted[flow.demand]
        ends = [(ride.origin, ride.destination) for ride in flow.rides]
        assert ends[0][0] == demand.origin
        assert ends[-1][1] == demand.destination
        assert all(a[1] == b[0] for a, b in pairwise(ends))
        assert demand.limit_minutes is None or flow.minutes <= demand.limit_minutes
        assert (flow.cost, flow.minutes) in {(way.cost, way.minutes) for way in ways(network, demand)}


@FEW
@given(cases(limits=True) | cases(limits=False), OBJECTIVES)
def test_no_capacity_is_exceeded_and_loads_are_the_flows_over_it(case: Case, objective: Objective) -> None:
    answer = solved(*case, objective)
    over = Counter[tuple[str, int | None]]()
    for flow in answer.flows:
        for ride in flow.rides:
            for segment in ride.segments or (None,):
                over[ride.service, segment] += flow.quantity
    for load in answer.loads:
        assert load.used <= load.capacity.quantity + 1
        told = over[load.capacity.service, load.capacity.segment]
        assert told == pytest.approx(load.used, abs=2 * len(answer.flows))


@FEW
@given(cases(limits=True) | cases(limits=False), OBJECTIVES)
def test_only_what_is_full_has_a_price(case: Case, objective: Objective) -> None:
    for load in solved(*case, objective).loads:
        assert min(load.price, load.carries) >= 0
        if load.price or load.carries:
            assert load.used >= load.capacity.quantity - 1


@FEW
@given(cases(limits=True) | cases(limits=False))
def test_the_parts_of_the_objective_add_up(case: Case) -> None:
    answer = solved(*case)
    assert answer.totals.margin == pytest.approx(answer.value, abs=4 + 0.2 * len(answer.flows))
    assert min(answer.totals.revenue, answer.totals.transport, answer.totals.handling, answer.totals.penalty) >= 0


@FEW
@given(cases(limits=True) | cases(limits=False))
def test_a_shadow_price_is_what_more_capacity_brings_as_far_as_it_holds(case: Case) -> None:
    network, wanted = case
    answer = solved(network, wanted)
    for load in answer.bottlenecks[:2]:
        for more in {load.holds_for or 0, MILLI}:
            wider = solved(widened(network, load, more), wanted)
            gain = wider.value - answer.value
            assert -1e-4 <= gain <= (load.price + 0.5) * more / MILLI + 1e-4  # the margin is concave in capacity
            if load.holds_for is not None and more <= load.holds_for:
                assert gain == pytest.approx(load.price * more / MILLI, abs=0.5 * more / MILLI + 1e-4)


def widened(network: FlowNetwork, load: Load, more: int) -> FlowNetwork:
    name, segment = load.capacity.service, load.capacity.segment
    if segment is None:
        moves = tuple(replace(m, capacity=(m.capacity or 0) + more) if m.id == name else m for m in network.moves)
        return replace(network, moves=moves)
    services = []
    for service in network.services:
        if service.id == name:
            wider = list(service.capacities)
            wider[segment] += more
            service = replace(service, capacities=tuple(wider))
        services.append(service)
    return replace(network, services=tuple(services))


@FEW
@given(cases(limits=True))
def test_the_optimum_does_not_depend_on_the_order_of_input(case: Case) -> None:
    network, wanted = case
    turned = replace(network, services=network.services[::-1], moves=network.moves[::-1])
    assert solved(turned, wanted[::-1]).value == pytest.approx(solved(network, wanted).value, abs=1e-4)


@FEW
@given(cases(limits=True))
def test_a_longer_limit_never_costs_margin(case: Case) -> None:
    network, wanted = case
    longer = tuple(replace(one, limit_minutes=one.limit_minutes and one.limit_minutes + 10) for one in wanted)
    assert solved(network, longer).value >= solved(network, wanted).value - 1e-4


@FEW
@given(cases(limits=True) | cases(limits=False))
def test_one_more_run_brings_what_the_wider_network_earns(case: Case) -> None:
    network, wanted = case
    services = tuple(replace(service, run=2 * MILLI) for service in network.services)
    network = replace(network, services=services)
    base = solved(network, wanted).value
    for one in expansions(network, wanted, most=2):
        wider = tuple(
            replace(s, capacities=tuple(c + s.run for c in s.capacities)) if s.id == one.service else s
            for s in services
        )
        assert one.gain == pytest.approx(solved(replace(network, services=wider), wanted).value - base, abs=0.51)
        assert one.gain <= (one.price + 0.5) * 2 + 0.51
