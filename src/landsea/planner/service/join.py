"""The network's schedule, its tariffs and the emission factors joined to what the engine searches."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from landsea.emissions import (
    Distance,
    Factor,
    LegEmissions,
    Mode,
    cargo_mass_grams,
    default_mass_grams,
    leg_emissions,
    shipped,
)
from landsea.network import Limits as Carried
from landsea.network import (
    Performance,
    Schedule,
    ScheduledCall,
    ScheduledPattern,
    ScheduledStop,
    ScheduledTransfer,
    Tariff,
)
from landsea.planner.model import PlaceRef
from landsea.planner.rules.asked import container_teu
from landsea.planner.service.delays import Lookup, delays_for
from landsea.planner.service.world import ServiceInfo, World
from landsea.routing import Call, Cargo, Engine, Limits, Pattern, Stop, Timetable, Transfer

DAY_MINUTES = 1440
USUAL = Cargo()
_MODES = {"river": Mode.INLAND_WATER}


def joined(schedule: Schedule, cargo: Cargo = USUAL, performance: Performance | None = None) -> World:
    """Prices and emissions are those of `cargo`: its size of container, refrigerated or dangerous, its mass. Delays are
    what `performance` has learned, else what is published (`delays`).
    """
    delays, delay_of = delays_for(schedule, performance)
    grams = teu_grams(cargo)
    services = tuple(_service(pattern, grams) for pattern in schedule.patterns)
    moves = tuple(_move(schedule, transfer, grams) for transfer in schedule.transfers)
    timetable = Timetable(
        currency=schedule.info.currency,
        stops=tuple(_stop(stop, schedule.places[stop.facility.place].country) for stop in schedule.stops),
        patterns=tuple(
            _pattern(schedule, p, s, cargo, delay_of) for p, s in zip(schedule.patterns, services, strict=True)
        ),
        transfers=tuple(_transfer(t, m) for t, m in zip(schedule.transfers, moves, strict=True)),
        start_minute=schedule.start_minute,
        end_minute=schedule.end_minute,
        delays=delays,
        common_permille=performance.along_permille if performance else 0,
        transit={country: _limits(limits) for country, limits in schedule.transit.items()},
    )
    return World(
        version=schedule.version,
        basis=schedule.info.label,
        basis_zh=schedule.info.label_zh,
        engine=Engine(timetable),
        stops=tuple(_place(schedule, stop) for stop in schedule.stops),
        services=services,
        transfers=moves,
        names=_names(schedule),
    )


def teu_grams(cargo: Cargo) -> int:
    """Cargo in one TEU: what the gross mass of the containers leaves for it; 10 t where that is not told (the default of
    ISO 14083).
    """
    return (
        default_mass_grams(1) if cargo.unit_kg is None else cargo_mass_grams(cargo.unit_kg, container_teu(cargo.size))
    )


def _stop(stop: ScheduledStop, country: str) -> Stop:
    facility = stop.facility
    return Stop(
        id=facility.id,
        place=facility.place,
        open=stop.open,
        customs=stop.customs,
        customs_minutes=facility.customs_minutes,
        free_minutes=facility.free_days * DAY_MINUTES,
        storage_cost_day=facility.storage_cost_day,
        country=country,
        limits=_limits(facility.limits),
        change_minutes=stop.change_minutes,
    )


def _limits(stated: Carried) -> Limits:
    """What is not stated is not limited."""
    return Limits(
        reefer=stated.reefer_plugs != 0,
        dangerous=stated.dangerous_barred,
        unit_kg_max=stated.unit_kg_max,
        sizes=stated.sizes,
    )


def _pattern(
    schedule: Schedule, pattern: ScheduledPattern, service: ServiceInfo, cargo: Cargo, delay_of: Lookup
) -> Pattern:
    tariff = pattern.tariff
    return Pattern(
        id=pattern.id,
        service=pattern.service,
        mode=pattern.mode,
        calls=tuple(
            _call(schedule.stops[call.stop], call, delay_of(pattern, n)) for n, call in enumerate(pattern.calls)
        ),
        costs=tuple(_rounded(tariff.per_teu_1000km * metres, 1_000_000) for metres in pattern.segment_metres),
        co2es=tuple(emissions.wtw_grams for emissions in service.emissions),
        starts=pattern.starts,
        ride_cost=_ride_cost(tariff, cargo),
        ride_fee=tariff.document_fee,
        carrier=pattern.carrier,
        limits=_limits(pattern.limits),
        capacity_teu=pattern.capacity_teu or None,
        left_teu=pattern.left_teu,
        passages=pattern.passages,
        attributes=pattern.attributes,
        no_cabotage=pattern.no_cabotage,
    )


def _ride_cost(tariff: Tariff, cargo: Cargo) -> int:
    """Per TEU and ride; containers of 40 feet and more have a rate of their own where one is given."""
    small = container_teu(cargo.size) == 1
    fixed = tariff.fixed_per_teu if tariff.fixed_per_teu_large is None or small else tariff.fixed_per_teu_large
    surcharge = tariff.reefer_per_teu * cargo.reefer + tariff.dangerous_per_teu * bool(cargo.dangerous)
    return fixed + surcharge + tariff.per_kg * teu_grams(cargo) // 1000


def _call(stop: ScheduledStop, call: ScheduledCall, delay: int) -> Call:
    return Call(
        stop=call.stop,
        arrival_minute=call.arrival_minute,
        departure_minute=call.departure_minute,
        board=call.board,
        alight=call.alight,
        cargo_lead_minutes=call.cargo_lead_minutes,
        document_lead_minutes=call.document_lead_minutes,
        customs_lead_minutes=call.customs_lead_minutes,
        vgm_lead_minutes=call.vgm_lead_minutes,
        dangerous_lead_minutes=call.dangerous_lead_minutes,
        unload_minutes=stop.facility.import_minutes,
        load_cost=stop.facility.load_cost,
        unload_cost=stop.facility.unload_cost,
        delay=delay,
    )


def _transfer(transfer: ScheduledTransfer, move: ServiceInfo) -> Transfer:
    return Transfer(
        from_stop=transfer.origin,
        to_stop=transfer.destination,
        minutes=transfer.minutes,
        mode=transfer.mode,
        cost=transfer.cost,
        co2e=sum(emissions.wtw_grams for emissions in move.emissions),
        id=transfer.id,
    )


def _service(pattern: ScheduledPattern, grams: int) -> ServiceInfo:
    emissions = (_emissions(pattern.emission_basis, pattern.distance_kind, m, grams) for m in pattern.segment_metres)
    return ServiceInfo(pattern.service, pattern.name, pattern.name_zh, tuple(emissions), pattern.trip)


def _move(schedule: Schedule, transfer: ScheduledTransfer, grams: int) -> ServiceInfo:
    emissions = _emissions(transfer.emission_basis, Distance.SHORTEST_FEASIBLE.value, transfer.distance_metres, grams)
    places = {schedule.stops[stop].facility.place for stop in (transfer.origin, transfer.destination)}
    name = ("Transfer between terminals", "场站间短驳") if len(places) == 1 else ("Truck on demand", "按需公路运输")
    return ServiceInfo(transfer.id, *name, (emissions,))


@lru_cache(maxsize=65_536)
def _emissions(basis: str, kind: str, metres: int, grams: int) -> LegEmissions:
    return leg_emissions(_factor(basis), metres, Distance(kind), grams)


def _factor(basis: str) -> Factor:
    """A service names a factor of the shipped set, or a mode, whose default factor it takes."""
    mode = _MODES.get(basis, basis)
    return shipped().for_mode(Mode(mode)) if mode in list(Mode) else shipped().get(basis)


def factor_names() -> frozenset[str]:
    """What a service or a transfer of a network may name as its emission basis."""
    return frozenset({*shipped().factors, *(mode.value for mode in Mode), *_MODES})


def _rounded(whole: int, parts: int) -> int:
    return (2 * whole + parts) // (2 * parts)


def _place(schedule: Schedule, stop: ScheduledStop) -> PlaceRef:
    facility, place = stop.facility, schedule.places[stop.facility.place]
    return PlaceRef(
        facility=facility.id,
        name=facility.name,
        name_zh=facility.name_zh,
        place=place.code,
        place_name=place.name,
        place_name_zh=place.name_zh,
        zone=facility.timezone,
    )


def _names(schedule: Schedule) -> dict[str, tuple[int, ...]]:
    names: dict[str, tuple[int, ...]] = {}
    for name, stop in _named(schedule):
        names[name] = (*names.get(name, ()), stop)
    for alias in schedule.aliases.values():
        if alias.code in names:
            names.setdefault(alias.alias, names[alias.code])
    return names


def _named(schedule: Schedule) -> Iterator[tuple[str, int]]:
    for number, stop in enumerate(schedule.stops):
        yield str(stop.facility.place), number
        yield stop.facility.id, number
