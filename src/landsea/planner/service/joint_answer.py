"""The engine's answer for several lots as a plan people can read: each lot's part in every way, or who is stuck where."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from math import exp

from landsea.kernel import Money, Refusal
from landsea.planner.model import By, Explanation, NothingMoves, PlaceRef, PlanExchange, PlannedItinerary
from landsea.planner.model.joint import (
    JointLotWay,
    JointPlan,
    JointRequest,
    JointStuck,
    JointWay,
)
from landsea.planner.rules.currency import exchanged
from landsea.planner.service.answer import planned_itinerary, query_of
from landsea.planner.service.explained import explanation
from landsea.planner.service.world import World, at, minute_of
from landsea.routing import Itinerary, Joint, Lot, NoJoint, Query, Stuck

MICRO = 1_000_000
_ORDER: dict[By, Callable[[Joint], tuple[int, ...]]] = {
    By.ARRIVAL: lambda one: (one.arrival_minute, one.cost, one.co2e, one.risk),
    By.COST: lambda one: (one.cost, one.arrival_minute, one.co2e, one.risk),
    By.CO2E: lambda one: (one.co2e, one.arrival_minute, one.cost, one.risk),
    By.CERTAINTY: lambda one: (one.risk, one.arrival_minute, one.cost, one.co2e),
}


def joint_answer(world: World, request: JointRequest, now: datetime, exchange: PlanExchange | None = None) -> JointPlan:
    """Plans in a world. A place the network does not have is refused; a journey nobody can make is an explained plan."""
    query = _query(world, request)
    lots = [_lot(world, number, request) for number in range(len(request.lots))]
    found = world.engine.plan_joint(lots, query.origins, query.destinations, query)
    ways: tuple[JointWay, ...] = ()
    stuck: tuple[JointStuck, ...] = ()
    if isinstance(found, NoJoint):
        stuck = tuple(_stuck(world, one) for one in found.stuck)
    else:
        offered = _offered(world, request, found, exchange)
        ways = tuple(_way(world, query, lots, number, one) for number, one in enumerate(offered, start=1))
        stuck = () if offered else (_short_of(world, query, request, found, exchange),)
    return JointPlan(
        request=request,
        network=world.version,
        basis=world.basis,
        basis_zh=world.basis_zh,
        made_at=now,
        hub=world.stops[query.origins[0]],
        split=world.stops[query.destinations[0]],
        ends=tuple((world.stops[lot.origins[0]], world.stops[lot.destinations[0]]) for lot in lots),
        ways=ways,
        stuck=stuck,
    )


def _query(world: World, request: JointRequest) -> Query:
    try:
        return query_of(world, request.together)
    except Refusal as refusal:
        named = {"/origin": "/hub", "/destination": "/split"}
        refusal.pointer = named.get(refusal.pointer, refusal.pointer)
        raise


def _lot(world: World, number: int, request: JointRequest) -> Lot:
    asked = request.lots[number]
    origins = world.stops_of(asked.origin, f"/lots/{number}/origin")
    destinations = world.stops_of(asked.destination, f"/lots/{number}/destination")
    if set(origins) & set(destinations):
        raise NothingMoves(place=asked.origin, pointer=f"/lots/{number}/destination")
    return Lot(origins, destinations, minute_of(asked.ready), asked.teu)


def _offered(world: World, request: JointRequest, found: Sequence[Joint], exchange: PlanExchange | None) -> list[Joint]:
    """Those within the budget and certain enough, in the order asked for."""
    budget, least = request.together.budget_minor, request.together.certain_permille_min
    kept = [
        one
        for one in found
        if (budget is None or _cost(world, one, exchange).minor <= budget)
        and (least is None or (_chance(world, one.risk) or 1000) >= least)
    ]
    ordered = sorted(kept, key=_ORDER[request.together.by])
    return ordered if request.together.exact else ordered[: request.together.count]


def _cost(world: World, one: Joint, exchange: PlanExchange | None) -> Money:
    return exchanged(Money(world.engine.timetable.currency, one.cost), exchange)


def _chance(world: World, risk: int) -> int | None:
    """In thousandths; `None` where the network states no delays at all."""
    return None if len(world.engine.timetable.delays) < 2 else round(1000 * exp(-risk / MICRO))


def _way(world: World, query: Query, lots: Sequence[Lot], number: int, one: Joint) -> JointWay:
    together = planned_itinerary(world, replace(query, teu=sum(lot.teu for lot in lots)), 0, one.trunk)
    parts = [_lot_way(world, query, lots, one, lot) for lot in range(len(lots))]
    collected = [part.collected.departure for part in parts if part.collected]
    zone = world.stops[query.destinations[0]].zone
    last = max(parts, key=lambda part: part.arrival)
    return JointWay(
        number=number,
        departure=min([*collected, together.departure]),
        arrival=last.arrival if last.delivered else at(one.arrival_minute, zone),
        cost=Money(world.engine.timetable.currency, one.cost),
        co2e_grams=one.co2e,
        changes=one.changes,
        certain_permille=_chance(world, one.risk),
        together=together,
        lots=tuple(parts),
    )


def _lot_way(world: World, query: Query, lots: Sequence[Lot], one: Joint, number: int) -> JointLotWay:
    lot, before, after = lots[number], one.before[number], one.after[number]
    here = before.arrival_minute if before else lot.ready_minute
    there = after.arrival_minute if after else one.trunk.arrival_minute
    hub, currency = world.stops[one.trunk.legs[0].from_stop], world.engine.timetable.currency
    end = after.legs[-1].to_stop if after else one.trunk.legs[-1].to_stop
    costs, co2es = (_shares(lots, amount) for amount in (one.trunk.cost, one.trunk.co2e))
    own = [way for way in (before, after) if way is not None]
    missed = _chance(world, one.late[number])
    return JointLotWay(
        collected=_part(world, query, lot, number, before),
        at_hub=at(here, hub.zone),
        waiting_minutes=one.trunk.legs[0].departure_minute - here,
        late_permille=None if missed is None else 1000 - missed,
        delivered=_part(world, query, lot, number, after),
        arrival=at(there, world.stops[end].zone),
        storage=Money(currency, one.storage[number]),
        cost=Money(currency, sum(way.cost for way in own) + costs[number] + one.storage[number]),
        co2e_grams=sum(way.co2e for way in own) + co2es[number],
    )


def _part(world: World, query: Query, lot: Lot, number: int, way: Itinerary | None) -> PlannedItinerary | None:
    return None if way is None else planned_itinerary(world, replace(query, teu=lot.teu), number + 1, way)


def _shares(lots: Sequence[Lot], amount: int) -> list[int]:
    """An amount by the lots' TEU, in whole units that sum up to it."""
    total, until = sum(lot.teu for lot in lots), 0
    shares: list[int] = []
    for lot in lots:
        until += lot.teu
        shares.append(amount * until // total - sum(shares))
    return shares


def _stuck(world: World, one: Stuck) -> JointStuck:
    reasons = tuple(explanation(world, one.query, reason) for reason in one.why.reasons)
    if not world.engine.timetable.patterns:
        ready = at(one.query.ready_minute, world.stops[one.query.origins[0]].zone)
        reasons = (Explanation("timetable-does-not-cover", {"ready": ready.isoformat(" ", "minutes")}),)
    lot = None if one.lot is None else one.lot + 1
    return JointStuck(one.part.value, lot, *_ends(world, one.query), reasons)


def _ends(world: World, query: Query) -> tuple[PlaceRef, PlaceRef]:
    return world.stops[query.origins[0]], world.stops[query.destinations[0]]


def _short_of(
    world: World, query: Query, request: JointRequest, found: Sequence[Joint], exchange: PlanExchange | None
) -> JointStuck:
    """By how much the cheapest and the surest way miss what was asked for."""
    return JointStuck("whole", None, *_ends(world, query), tuple(_missing(world, query, request, found, exchange)))


def _missing(
    world: World, query: Query, request: JointRequest, found: Sequence[Joint], exchange: PlanExchange | None
) -> Iterator[Explanation]:
    cheapest, surest = min(found, key=_ORDER[By.COST]), min(found, key=_ORDER[By.CERTAINTY])
    zone = world.stops[query.destinations[0]].zone

    def arrival(one: Joint) -> str:
        return at(one.arrival_minute, zone).isoformat(timespec="minutes")

    budget, least = request.together.budget_minor, request.together.certain_permille_min
    if budget is not None:
        least_cost = _cost(world, cheapest, exchange)
        over = Money(least_cost.currency, max(0, least_cost.minor - budget))
        yield Explanation("budget", {"over": str(over), "arrival": arrival(cheapest)})
    if least is not None:
        chance = f"{(_chance(world, surest.risk) or 0) / 10:.1f} %"
        yield Explanation("certainty", {"chance": chance, "arrival": arrival(surest)})
