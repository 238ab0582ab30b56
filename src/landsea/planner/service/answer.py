"""The engine's answer, in minutes and numbers, as a plan people can read: zoned times, names, money, cut-offs,
factors.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from landsea.emissions import LegEmissions
from landsea.kernel import Money
from landsea.planner.model import (
    COUNT_MAX,
    By,
    CostLine,
    Explanation,
    NothingMoves,
    Plan,
    PlanCutoff,
    PlanEmissions,
    PlanExchange,
    PlanMissed,
    PlannedItinerary,
    PlannedLeg,
    PlanProspects,
    PlanRequest,
    UnknownMode,
)
from landsea.planner.rules.currency import exchanged
from landsea.planner.service.explained import explanation
from landsea.planner.service.prospects import SAMPLES, told
from landsea.planner.service.world import ServiceInfo, World, at, instant_of, minute_of
from landsea.routing import Cargo, Closed, Itinerary, Leg, NoRoute, Query

Way = tuple[Itinerary, PlanProspects | None]
_ORDER: dict[By, Callable[[Way], tuple[int, ...]]] = {
    By.ARRIVAL: lambda way: (way[0].arrival_minute, way[0].cost, way[0].co2e, way[0].risk),
    By.COST: lambda way: (way[0].cost, way[0].arrival_minute, way[0].co2e, way[0].risk),
    By.CO2E: lambda way: (way[0].co2e, way[0].arrival_minute, way[0].cost, way[0].risk),
    By.CERTAINTY: lambda way: (-_chance(way), way[0].arrival_minute, way[0].cost, way[0].co2e),
}


def answer(world: World, request: PlanRequest, now: datetime, exchange: PlanExchange | None = None) -> Plan:
    """Plans in a world. A place or mode the network does not have is refused; a journey nobody can make is an
    explained plan. The request's budget is in the currency of the `exchange`, where one is given; costs are told in the network's.
    """
    query = query_of(world, request)
    found = world.engine.plan(query)
    origin, destination = world.stops[query.origins[0]], world.stops[query.destinations[0]]
    itineraries: tuple[PlannedItinerary, ...] = ()
    reasons: tuple[Explanation, ...] = ()
    if isinstance(found, NoRoute):
        reasons = tuple(explanation(world, query, reason) for reason in found.reasons)
        if not world.engine.timetable.patterns:
            reasons = (Explanation("timetable-does-not-cover", {"ready": request.ready.isoformat(" ", "minutes")}),)
    else:
        prospects = world.engine.prospects(query, found, SAMPLES)
        ways = [(one, told(world, one, seen)) for one, seen in zip(found, prospects, strict=True)]
        offered = _offered(world, request, _unbeaten(ways), exchange)
        reasons = () if offered else tuple(_short_of(world, request, ways, exchange))
        ordered = enumerate(sorted(offered, key=_ORDER[request.by]), start=1)
        itineraries = tuple(planned_itinerary(world, query, n, one, seen) for n, (one, seen) in ordered)
    return Plan(
        request=request,
        network=world.version,
        basis=world.basis,
        basis_zh=world.basis_zh,
        made_at=now,
        origin=origin.place_name,
        origin_zh=origin.place_name_zh,
        destination=destination.place_name,
        destination_zh=destination.place_name_zh,
        itineraries=itineraries,
        reasons=reasons,
    )


def _unbeaten(ways: list[Way]) -> list[Way]:
    """Without those that another is as good as in all that is shown. The search goes by the chance that all connections hold and the
    deadline is met; what is shown is the simulated chance, in which who misses one goes on by the next.
    """
    kept: list[Way] = []
    for way in sorted(ways, key=_measured):  # a way comes after those that could beat it
        if not any(all(a <= b for a, b in zip(_measured(other), _measured(way), strict=True)) for other in kept):
            kept.append(way)
    return kept


def _measured(way: Way) -> tuple[int, ...]:
    """Each better when it is less."""
    found = way[0]
    return found.arrival_minute, found.cost, found.co2e, found.changes, -_chance(way)


def _offered(world: World, request: PlanRequest, ways: list[Way], exchange: PlanExchange | None) -> list[Way]:
    """Those within the budget and certain enough, the first of them by the order asked for if there are too many."""
    budget, least = request.budget_minor, request.certain_permille_min
    kept = [
        way
        for way in ways
        if (budget is None or _cost(world, way[0], exchange).minor <= budget)
        and (least is None or way[1] is None or _chance(way) >= least)
    ]
    return kept if request.exact else sorted(kept, key=_ORDER[request.by])[: request.count]


def _cost(world: World, found: Itinerary, exchange: PlanExchange | None) -> Money:
    return exchanged(Money(world.engine.timetable.currency, found.cost), exchange)


def _chance(way: Way) -> int:
    return 1000 if way[1] is None else way[1].certain_permille


def _short_of(
    world: World, request: PlanRequest, ways: list[Way], exchange: PlanExchange | None
) -> Iterator[Explanation]:
    """By how much the cheapest and the surest way miss what was asked for."""
    zone = world.stops[ways[0][0].legs[-1].to_stop].zone
    cheapest, surest = min(ways, key=_ORDER[By.COST])[0], min(ways, key=_ORDER[By.CERTAINTY])
    least = _cost(world, cheapest, exchange)
    if request.budget_minor is not None and least.minor > request.budget_minor:
        over = Money(least.currency, least.minor - request.budget_minor)
        yield Explanation("budget", {"over": str(over), "arrival": _told(cheapest.arrival_minute, zone)})
    if request.certain_permille_min is not None:
        chance = f"{_chance(surest) / 10:.1f} %"
        yield Explanation("certainty", {"chance": chance, "arrival": _told(surest[0].arrival_minute, zone)})


def _told(minute: int, zone: str) -> str:
    return at(minute, zone).isoformat(timespec="minutes")


def query_of(world: World, request: PlanRequest) -> Query:
    origins = world.stops_of(request.origin, "/origin")
    destinations = world.stops_of(request.destination, "/destination")
    if set(origins) & set(destinations):
        raise NothingMoves(place=request.origin, pointer="/destination")
    for mode in request.without_modes:
        if mode not in world.modes:
            raise UnknownMode(mode=mode, known=", ".join(sorted(world.modes)), pointer="/without_modes")
    selective = request.budget_minor is not None or request.certain_permille_min is not None
    return Query(
        origins=origins,
        destinations=destinations,
        ready_minute=minute_of(request.ready),
        teu=request.teu,
        without_modes=frozenset(request.without_modes),
        avoid=frozenset(name for one in request.avoid for name in world.avoidable(one, "/avoid")),
        deadline_minute=None if request.deadline is None else _last_minute(request.deadline),
        horizon_days=request.horizon_days,
        changes_max=request.changes_max,
        documents_minute=None if request.documents is None else minute_of(request.documents),
        vgm_minute=None if request.vgm is None else minute_of(request.vgm),
        cargo=Cargo(request.size, request.reefer, frozenset(request.dangerous), request.unit_kg),
        closures=tuple(
            Closed(name, minute_of(one.start), minute_of(one.end))
            for one in request.closed
            for name in world.avoidable(one.name, "/closed")
        ),
        limits=request.limits,
        exact=request.exact,
        count=COUNT_MAX if selective else request.count,
    )


def _last_minute(deadline: datetime) -> int:
    """The last whole minute not after the deadline."""
    minute = minute_of(deadline)
    return minute if instant_of(minute) <= deadline else minute - 1


def planned_itinerary(
    world: World, query: Query, number: int, found: Itinerary, prospects: PlanProspects | None = None
) -> PlannedItinerary:
    """For the cargo of the query, as it is told."""
    legs = tuple(_leg(world, query, leg) for leg in found.legs)
    return PlannedItinerary(
        number=number,
        departure=legs[0].departure,
        arrival=legs[-1].released,
        cost=Money(world.engine.timetable.currency, found.cost),
        co2e_grams=found.co2e,
        changes=found.changes,
        legs=legs,
        prospects=prospects,
    )


def _leg(world: World, query: Query, leg: Leg) -> PlannedLeg:
    service, voyage, emissions = _travelled(world, leg)
    here, there = world.stops[leg.from_stop], world.stops[leg.to_stop]
    return PlannedLeg(
        mode=leg.mode,
        service=service.id,
        service_name=service.name,
        service_name_zh=service.name_zh,
        origin=here,
        destination=there,
        available=at(leg.available_minute, here.zone),
        departure=at(leg.departure_minute, here.zone),
        arrival=at(leg.arrival_minute, there.zone),
        released=at(leg.released_minute, there.zone),
        cutoffs=_cutoffs(leg, here.zone),
        costs=_costs(leg, world.engine.timetable.currency),
        emissions=_emissions(emissions, query.teu),
        missed=_missed(leg, here.zone),
        voyage=voyage,
        earlier=None if leg.earlier_minute is None else at(leg.earlier_minute, here.zone),
    )


def _travelled(world: World, leg: Leg) -> tuple[ServiceInfo, datetime | None, tuple[LegEmissions, ...]]:
    """The service, the start of its run, and the emissions of one TEU on the segments travelled."""
    if leg.pattern is None or leg.run is None:
        service = world.transfers[leg.transfer or 0]
        return service, None, service.emissions
    service = world.services[leg.pattern]
    start = world.engine.timetable.patterns[leg.pattern].starts[leg.run]
    return service, instant_of(int(start)), service.emissions[leg.from_call : leg.to_call]


def _cutoffs(leg: Leg, zone: str) -> tuple[PlanCutoff, ...]:
    return tuple(
        PlanCutoff(m.cutoff.value, at(m.latest_minute, zone), at(m.planned_minute, zone), m.slack_minutes)
        for m in leg.cutoffs
    )


def _missed(leg: Leg, zone: str) -> PlanMissed | None:
    if leg.missed is None:
        return None
    return PlanMissed(at(leg.missed.departure_minute, zone), leg.missed.cutoff.value, leg.missed.by_minutes)


def _costs(leg: Leg, currency: str) -> tuple[CostLine, ...]:
    lines = {
        "transport": leg.transport_cost,
        "documents": leg.document_cost,
        "loading": leg.load_cost,
        "unloading": leg.unload_cost,
        "storage": leg.storage_cost,
    }
    return tuple(CostLine(what, Money(currency, amount)) for what, amount in lines.items() if amount)


def _emissions(segments: tuple[LegEmissions, ...], teu: int) -> PlanEmissions:
    return PlanEmissions(
        ttw_grams=teu * sum(one.ttw_grams for one in segments),
        wtt_grams=teu * sum(one.wtt_grams for one in segments),
        mass_grams=teu * segments[0].mass_grams,
        distance_metres=sum(one.activity_metres for one in segments),
        factor=segments[0].factor.id,
        source=segments[0].factor.source,
    )
