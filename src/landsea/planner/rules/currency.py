"""Costs in another currency. Exact: amounts are whole minor units (ISO 4217), the rate a fraction; halves are rounded up.

A sum is converted and rounded once. Its parts are the differences of the sums up to each, converted the same way, so that they add up
to it; none is off by more than one minor unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import accumulate, pairwise
from math import floor

from landsea.kernel import Money, exponent
from landsea.planner.model import Plan, PlanExchange, PlannedItinerary
from landsea.planner.model.joint import JointLotWay, JointPlan, JointWay


def exchanged(amount: Money, exchange: PlanExchange | None) -> Money:
    """In the currency of the exchange; as it is without one."""
    if exchange is None:
        return amount
    scale = Fraction(10) ** (exponent(exchange.currency) - exponent(exchange.base))
    return Money(exchange.currency, floor(amount.minor * Fraction(exchange.rate) * scale + Fraction(1, 2)))


def shares(parts: Sequence[Money], exchange: PlanExchange) -> list[Money]:
    """The parts of a sum, which add up to the sum exchanged."""
    sums = accumulate(parts, initial=Money(exchange.base, 0))
    return [after - before for before, after in pairwise(exchanged(one, exchange) for one in sums)]


def plan_in(plan: Plan, exchange: PlanExchange) -> Plan:
    """The plan with all its costs in the currency of the exchange."""
    return replace(
        plan,
        itineraries=tuple(_itinerary(one, exchange) for one in plan.itineraries),
        starts=tuple(replace(one, cost=exchanged(one.cost, exchange)) for one in plan.starts),
        exchange=exchange,
    )


def joint_in(plan: JointPlan, exchange: PlanExchange) -> JointPlan:
    """The same for a joint plan: the lots' costs add up to the way's."""
    return replace(plan, ways=tuple(_way(one, exchange) for one in plan.ways), exchange=exchange)


def _itinerary(one: PlannedItinerary, exchange: PlanExchange) -> PlannedItinerary:
    lines = iter(shares([line.amount for leg in one.legs for line in leg.costs], exchange))
    legs = tuple(replace(leg, costs=tuple(replace(line, amount=next(lines)) for line in leg.costs)) for leg in one.legs)
    prospects = one.prospects and replace(
        one.prospects,
        connections=tuple(
            replace(each, extra_cost=exchanged(each.extra_cost, exchange)) for each in one.prospects.connections
        ),
    )
    return replace(one, cost=exchanged(one.cost, exchange), legs=legs, prospects=prospects)


def _way(way: JointWay, exchange: PlanExchange) -> JointWay:
    costs = shares([lot.cost for lot in way.lots], exchange)
    return replace(
        way,
        cost=exchanged(way.cost, exchange),
        together=_itinerary(way.together, exchange),
        lots=tuple(_lot(lot, cost, exchange) for lot, cost in zip(way.lots, costs, strict=True)),
    )


def _lot(lot: JointLotWay, cost: Money, exchange: PlanExchange) -> JointLotWay:
    return replace(
        lot,
        cost=cost,
        storage=exchanged(lot.storage, exchange),
        collected=lot.collected and _itinerary(lot.collected, exchange),
        delivered=lot.delivered and _itinerary(lot.delivered, exchange),
    )
