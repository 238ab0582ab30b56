"""Both formulations against all journeys written down, on random small networks."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landsea.routing.flows import (
    MILLI,
    Allocation,
    Demand,
    FlowNetwork,
    FlowPort,
    FlowService,
    Infeasible,
    Objective,
    Why,
    allocate,
)
from landsea.routing.flows.graph import build
from landsea.routing.flows.labels import Oracle
from tests.routing.flows.enumerated import best, fitting, ways
from tests.routing.flows.networks import cases, demands, networks

Case = tuple[FlowNetwork, tuple[Demand, ...]]
FEW = settings(max_examples=40, deadline=None)


def solved(network: FlowNetwork, demand: Sequence[Demand], objective: Objective, by_paths: bool | None) -> Allocation:
    answer = allocate(network, demand, objective, by_paths=by_paths)
    assert isinstance(answer, Allocation)
    return answer


@FEW
@given(cases(limits=False))
def test_without_limits_arcs_and_paths_and_all_journeys_give_the_same_margin(case: Case) -> None:
    arcs, paths = (solved(*case, Objective.MARGIN, by) for by in (False, True))
    assert arcs.value == pytest.approx(paths.value, abs=1e-4)
    assert arcs.value == pytest.approx(-best(*case, "margin").value, abs=1e-4)


@FEW
@given(cases(limits=True))
def test_with_limits_column_generation_gives_the_margin_of_all_journeys(case: Case) -> None:
    assert solved(*case, Objective.MARGIN, None).value == pytest.approx(-best(*case, "margin").value, abs=1e-4)


@FEW
@given(cases(limits=True), st.booleans())
def test_least_cost_carries_most_and_then_costs_least(case: Case, limited: bool) -> None:
    network, wanted = case
    if not limited:
        wanted = tuple(_unlimited(one) for one in wanted)
    answer, expected = solved(network, wanted, Objective.COST, None), best(network, wanted, "cheapest")
    left = sum(one.quantity for one in answer.rejections) / 1000
    assert left == pytest.approx(expected.left, abs=0.01)
    assert answer.value == pytest.approx(expected.value, abs=1e-3)


@FEW
@given(cases(limits=True, forced=True))
def test_forced_cargo_goes_or_the_least_shortfall_is_told(case: Case) -> None:
    answer, short = allocate(*case), best(*case, "forced").value
    if short > 1e-6:
        assert isinstance(answer, Infeasible)
        assert sum(one.quantity for one in answer.shortfalls) / 1000 == pytest.approx(short, abs=0.01)
        assert all(case[1][one.demand].forced for one in answer.shortfalls)
    else:
        assert isinstance(answer, Allocation)
        assert answer.value == pytest.approx(-best(*case, "margin").value, abs=1e-4)


@FEW
@given(cases(limits=True))
def test_every_rejection_names_the_reason_that_all_journeys_show(case: Case) -> None:
    network, wanted = case
    for one in solved(network, wanted, Objective.MARGIN, None).rejections:
        demand = wanted[one.demand]
        routes, within = ways(network, demand), fitting(network, demand)
        if not routes:
            assert one.why is Why.NO_ROUTE
        elif not within:
            assert (one.why, one.by) == (Why.LIMIT, min(way.minutes for way in routes) - (demand.limit_minutes or 0))
        elif (cheapest := min(way.cost for way in within)) >= demand.revenue + demand.penalty:
            assert (one.why, one.by) == (Why.DOES_NOT_PAY, cheapest - demand.revenue - demand.penalty)
        else:
            assert one.why is Why.CAPACITY
            assert one.binding


def test_a_full_route_is_named_though_another_earns_as_little_as_leaving_behind() -> None:
    ends = (FlowPort("P0", load_cost=16), FlowPort("P1", unload_cost=7))
    lines = tuple(FlowService(f"S{cost}", (0, 1), (1,), (cost,), (0,)) for cost in (1, 0))
    wanted = (Demand("D", 0, 1, MILLI, revenue=4, penalty=20),)
    (left,) = solved(FlowNetwork(ends, lines), wanted, Objective.MARGIN, None).rejections
    assert (left.why, [one.service for one in left.binding]) == (Why.CAPACITY, ["S0"])


@st.composite
def priced(draw: st.DrawFn) -> tuple[FlowNetwork, tuple[Demand, ...], list[float]]:
    network = draw(networks())
    wanted = draw(demands(network, limits=True))
    count = build(network).arcs
    prices = draw(st.lists(st.integers(0, 40).map(float), min_size=count, max_size=count))
    return network, wanted, prices


@settings(max_examples=80, deadline=None)
@given(priced())
def test_the_oracle_finds_the_cheapest_route_within_the_limit(
    case: tuple[FlowNetwork, tuple[Demand, ...], list[float]],
) -> None:
    network, wanted, prices = case
    graph = build(network)
    oracle = Oracle(graph, wanted, network.count_first_wait)
    found = oracle.routes(np.array(prices), np.full(len(wanted), np.inf))
    for number, demand in enumerate(wanted):
        expected = _cheapest(network, demand, prices)
        assert (number in found) == (expected is not None)
        if expected is not None:
            assert found[number].price == pytest.approx(expected)
            assert demand.limit_minutes is None or oracle.minutes(found[number].arcs) <= demand.limit_minutes


def _cheapest(network: FlowNetwork, demand: Demand, prices: list[float]) -> float | None:
    """By exhaustive walking over the arcs, no node twice."""
    graph = build(network)
    tails, heads = graph.tails.tolist(), graph.heads.tolist()
    minutes, waits = graph.minutes.tolist(), graph.waits.tolist()
    best: float | None = None
    stack = [(demand.origin, 0.0, 0, frozenset([demand.origin]))]
    while stack:
        node, price, took, seen = stack.pop()
        if node == demand.destination:
            if demand.limit_minutes is None or took <= demand.limit_minutes:
                best = price if best is None else min(best, price)
            continue
        for arc in (arc for arc, tail in enumerate(tails) if tail == node and heads[arc] not in seen):
            uncounted = 0 if network.count_first_wait or node != demand.origin else waits[arc]
            head = heads[arc]
            stack.append((head, price + prices[arc], took + minutes[arc] - uncounted, seen | {head}))
    return best


def _unlimited(demand: Demand) -> Demand:
    return Demand(
        demand.id,
        demand.origin,
        demand.destination,
        demand.quantity,
        demand.revenue,
        None,
        demand.penalty,
        demand.forced,
    )
