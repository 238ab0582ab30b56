"""The engine's answer, in minutes and numbers, as a plan people can read: zoned times, names, money, cut-offs,
factors.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from landsea.emissions import LegEmissions
from landsea.kernel import Money
from landsea.planner.model import (
    By,
    CostLine,
    Explanation,
    NothingMoves,
    Plan,
    PlanCutoff,
    PlanEmissions,
    PlanMissed,
    PlannedItinerary,
    PlannedLeg,
    PlanRequest,
    UnknownMode,
)
from landsea.planner.service.world import ServiceInfo, World, instant_of, minute_of
from landsea.routing import Itinerary, Leg, Lift, NoRoute, Query, Reason

_ORDER: dict[By, Callable[[Itinerary], tuple[int, int, int]]] = {
    By.ARRIVAL: lambda found: (found.arrival_minute, found.cost, found.co2e),
    By.COST: lambda found: (found.cost, found.arrival_minute, found.co2e),
    By.CO2E: lambda found: (found.co2e, found.arrival_minute, found.cost),
}


def answer(world: World, request: PlanRequest, now: datetime) -> Plan:
    """Plans in a world. A place or mode the network does not have is refused; a journey nobody can make is an
    explained plan.
    """
    query = query_of(world, request)
    found = world.engine.plan(query)
    origin, destination = world.stops[query.origins[0]], world.stops[query.destinations[0]]
    itineraries: tuple[PlannedItinerary, ...] = ()
    reasons: tuple[Explanation, ...] = ()
    if isinstance(found, NoRoute):
        reasons = tuple(_explanation(world, query, reason) for reason in found.reasons)
        if not world.engine.timetable.patterns:
            reasons = (Explanation("timetable-does-not-cover", {"ready": request.ready.isoformat(" ", "minutes")}),)
    else:
        ordered = sorted(found, key=_ORDER[request.by])
        itineraries = tuple(_itinerary(world, query, n, one) for n, one in enumerate(ordered, start=1))
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


def query_of(world: World, request: PlanRequest) -> Query:
    origins = world.stops_of(request.origin, "/origin")
    destinations = world.stops_of(request.destination, "/destination")
    if set(origins) & set(destinations):
        raise NothingMoves(place=request.origin, pointer="/destination")
    for mode in request.without_modes:
        if mode not in world.modes:
            raise UnknownMode(mode=mode, known=", ".join(sorted(world.modes)), pointer="/without_modes")
    avoided = {world.stops[stop].place for name in request.avoid for stop in world.stops_of(name, "/avoid")}
    return Query(
        origins=origins,
        destinations=destinations,
        ready_minute=minute_of(request.ready),
        teu=request.teu,
        without_modes=frozenset(request.without_modes),
        avoid=frozenset(avoided),
        deadline_minute=None if request.deadline is None else _last_minute(request.deadline),
        horizon_days=request.horizon_days,
        changes_max=request.changes_max,
    )


def _last_minute(deadline: datetime) -> int:
    """The last whole minute not after the deadline."""
    minute = minute_of(deadline)
    return minute if instant_of(minute) <= deadline else minute - 1


def _itinerary(world: World, query: Query, number: int, found: Itinerary) -> PlannedItinerary:
    legs = tuple(_leg(world, query, leg) for leg in found.legs)
    return PlannedItinerary(
        number=number,
        departure=legs[0].departure,
        arrival=legs[-1].released,
        cost=Money(world.engine.timetable.currency, found.cost),
        co2e_grams=found.co2e,
        changes=found.changes,
        legs=legs,
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
        available=_at(leg.available_minute, here.zone),
        departure=_at(leg.departure_minute, here.zone),
        arrival=_at(leg.arrival_minute, there.zone),
        released=_at(leg.released_minute, there.zone),
        cutoffs=_cutoffs(leg, here.zone),
        costs=_costs(leg, world.engine.timetable.currency),
        emissions=_emissions(emissions, query.teu),
        missed=_missed(leg, here.zone),
        voyage=voyage,
    )


def _travelled(world: World, leg: Leg) -> tuple[ServiceInfo, datetime | None, tuple[LegEmissions, ...]]:
    """The service, the start of its run, and the emissions of one TEU on the segments travelled."""
    if leg.pattern is None or leg.run is None:
        service = world.transfers[leg.transfer or 0]
        return service, None, service.emissions
    service = world.services[leg.pattern]
    start = world.engine.timetable.patterns[leg.pattern].starts[leg.run]
    return service, instant_of(int(start)), service.emissions[leg.from_call : leg.to_call]


def _at(minute: int, zone: str) -> datetime:
    return instant_of(minute).astimezone(ZoneInfo(zone))


def _cutoffs(leg: Leg, zone: str) -> tuple[PlanCutoff, ...]:
    return tuple(
        PlanCutoff(m.cutoff.value, _at(m.latest_minute, zone), _at(m.planned_minute, zone), m.slack_minutes)
        for m in leg.cutoffs
    )


def _missed(leg: Leg, zone: str) -> PlanMissed | None:
    if leg.missed is None:
        return None
    return PlanMissed(_at(leg.missed.departure_minute, zone), leg.missed.cutoff.value, leg.missed.by_minutes)


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


def _explanation(world: World, query: Query, reason: Reason) -> Explanation:
    zone = world.stops[query.destinations[0]].zone
    values = {
        "origin": world.stops[query.origins[0]].place,
        "destination": world.stops[query.destinations[0]].place,
        "names": ", ".join(reason.names),
    }
    if reason.by is not None:
        values["by" if reason.lift is Lift.CHANGES else "by_minutes"] = str(reason.by)
    if reason.arrival_minute is not None:
        values["arrival"] = _at(reason.arrival_minute, zone).isoformat(timespec="minutes")
    return Explanation(reason.lift.value, values)
