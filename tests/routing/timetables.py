"""Small random timetables and queries from a seed, drawn so that ties, exact cut-offs, closed gates, storage, tight
connections and every limit and closure are common.
"""

from __future__ import annotations

from random import Random

from landsea.routing import (
    ANY,
    ON_TIME,
    Call,
    Cargo,
    Closed,
    Delay,
    Limits,
    Pattern,
    Query,
    Span,
    Stop,
    Timetable,
    Transfer,
)

HORIZON = 90
MODES = ("rail", "sea", "road")
COUNTRIES = ("XA", "XB", "XC")
PASSAGES = ("strait", "canal")
CLASSES = ("3", "1.4")
NOTHING = frozenset[str]()
RULES = ("hours", "customs", "papers", "limits", "avoid", "closures", "capacity", "changes", "cabotage", "horizon")


def rules(seed: int) -> frozenset[str]:
    """What restricts the timetable and query of a seed: about a third of all there is, so that ways remain."""
    chance = Random(f"rules {seed}")
    return frozenset(rule for rule in RULES if chance.random() < 0.3)


def timetable(seed: int) -> Timetable:
    """Three to six stops, up to fourteen services; in two of three a unit of time is eight hours, so that storage
    runs up.
    """
    chance, on = Random(seed), rules(seed)
    unit, count = chance.choice([1, 480, 480]), chance.randint(3, 6)
    storage = chance.random() < 0.7
    delays = (ON_TIME, *(_delay(chance, unit) for _ in range(chance.randint(0, 3))))
    return Timetable(
        currency="USD",
        stops=tuple(_stop(chance, on, n, unit, storage) for n in range(count)),
        patterns=tuple(_pattern(chance, on, n, count, unit, len(delays)) for n in range(chance.randint(6, 14))),
        transfers=tuple(_transfer(chance, n, count, unit) for n in range(chance.randint(0, 2))),
        start_minute=0,
        end_minute=unit * HORIZON,
        delays=delays,
        transit={country: _limits(chance, on) for country in COUNTRIES if chance.random() < 0.3},
    )


def query(seed: int, timetable: Timetable) -> Query:
    """A query with any of the limits there are, more often none of them; it asks for the exact answer."""
    chance, on = Random(-seed - 1), rules(seed)
    unit = timetable.end_minute // HORIZON
    order = chance.sample(range(len(timetable.stops)), len(timetable.stops))
    middle = chance.choice([1, 1, 1, 2])
    return Query(
        origins=tuple(order[:middle]),
        destinations=tuple(order[middle : middle + chance.choice([1, 1, 1, 2])]),
        ready_minute=unit * chance.randint(0, 12),
        teu=chance.randint(1, 3),
        documents_minute=unit * chance.randint(0, 40) if "papers" in on else None,
        without_modes=chance.choice([NOTHING, NOTHING, frozenset({"road"})]) if "avoid" in on else NOTHING,
        avoid=_avoid(chance) if "avoid" in on else NOTHING,
        deadline_minute=chance.choice([None, unit * chance.randint(30, HORIZON)]),
        horizon_days=chance.choice([1, 20, 40, 40]) if "horizon" in on else 40,
        changes_max=chance.choice([0, 1, 2]) if "horizon" in on else None,
        vgm_minute=unit * chance.randint(0, 40) if "papers" in on else None,
        cargo=_cargo(chance) if "limits" in on else Cargo(),
        closures=tuple(_closed(chance, unit) for _ in range(chance.randint(1, 3))) if "closures" in on else (),
        limits={"draught_cm": chance.choice([900, 1200])} if "limits" in on and chance.random() < 0.3 else {},
        exact=True,
    )


def _avoid(chance: Random) -> frozenset[str]:
    names = ["P3", "S2", "XA", "strait", "canal", "carrier-0", "V1"]
    return frozenset(chance.sample(names, chance.choice([1, 1, 1, 2])))


def _cargo(chance: Random) -> Cargo:
    return Cargo(
        size=chance.choice(["22", "45"]),
        reefer=chance.random() < 0.3,
        dangerous=frozenset(cls for cls in CLASSES if chance.random() < 0.3),
        unit_kg=chance.choice([None, 10_000, 20_000]),
    )


def _closed(chance: Random, unit: int) -> Closed:
    name = chance.choice(["P0", "P1", "P2", "S3", *COUNTRIES, *PASSAGES, "V0", "V2", "carrier-0", "carrier-1"])
    start = unit * chance.randint(0, 60)
    return Closed(name, start, start + unit * chance.randint(1, 30))


def _delay(chance: Random, unit: int) -> Delay:
    """Two to five equally likely delays, from early to later than any connection waits."""
    return Delay(tuple(sorted(unit * chance.randint(-1, 8) for _ in range(chance.randint(2, 5)))), "random")


def _limits(chance: Random, on: frozenset[str]) -> Limits:
    if "limits" not in on or chance.random() < 0.85:
        return ANY
    return Limits(
        reefer=chance.random() < 0.7,
        dangerous=frozenset(chance.choice([[], ["3"], [chance.choice(("1", "1.4", "1.4S"))], ["*"]])),
        unit_kg_max=chance.choice([None, 15_000]),
        sizes=chance.choice([None, frozenset({"22"}), frozenset({"22", "45"})]),
    )


def _stop(chance: Random, on: frozenset[str], number: int, unit: int, storage: bool) -> Stop:
    pairs = [(one, other) for one in MODES for other in MODES]
    changes = chance.sample(pairs, chance.choice([0, 1, 2, 5])) if "changes" in on else []
    return Stop(
        id=f"S{number}",
        place=f"P{chance.choice([number, number // 2])}",
        open=_spans(chance, unit) if "hours" in on else None,
        customs=_spans(chance, unit) if "customs" in on else None,
        customs_minutes=unit * chance.randint(0, 3),
        free_minutes=unit * chance.choice([0, 0, 2, 7]) if storage else 0,
        storage_cost_day=chance.randint(0, 3) if storage else 0,
        country=chance.choice(COUNTRIES),
        limits=_limits(chance, on),
        change_minutes={pair: unit * chance.randint(0, 4) for pair in changes},
    )


def _spans(chance: Random, unit: int) -> tuple[Span, ...] | None:
    if chance.random() < 0.6:
        return None
    ends = sorted(unit * end for end in chance.sample(range(HORIZON + 1), 2 * chance.choice([0, 3, 4, 5, 5])))
    return tuple(zip(ends[::2], ends[1::2], strict=True))


def _pattern(chance: Random, on: frozenset[str], number: int, count: int, unit: int, delays: int) -> Pattern:
    calls = _calls(chance, on, count, unit, delays)
    costs, co2es = ([chance.randint(0, 6) for _ in calls[1:]] for _ in range(2))
    starts = sorted(unit * start for start in chance.sample(range(HORIZON - 10), chance.randint(2, 9)))
    left = [chance.randint(0, 4) for _ in starts]
    return Pattern(
        f"P{number}",
        f"V{number}",
        chance.choice(MODES),
        calls,
        tuple(costs),
        tuple(co2es),
        starts,
        chance.randint(0, 2),
        chance.randint(0, 2),
        carrier=f"carrier-{chance.randrange(4)}",
        limits=_limits(chance, on),
        capacity_teu=chance.choice([None, 2]) if "capacity" in on else None,
        left_teu=chance.choice([None, left]) if "capacity" in on else None,
        passages=chance.choice([(), tuple(_passages(chance) for _ in costs)]),
        attributes=chance.choice([{}, {"draught_cm": chance.choice([800, 1100, 1400])}]),
        no_cabotage=frozenset(country for country in COUNTRIES if "cabotage" in on and chance.random() < 0.5),
    )


def _passages(chance: Random) -> frozenset[str]:
    return frozenset(name for name in PASSAGES if chance.random() < 0.3)


def _calls(chance: Random, on: frozenset[str], count: int, unit: int, delays: int) -> tuple[Call, ...]:
    minute, calls = 0, list[Call]()
    for n in range(chance.randint(2, 4)):
        arrival = minute + (unit * chance.randint(1, 9) if n else 0)
        minute = arrival + unit * chance.randint(0, 3)
        calls.append(
            Call(
                stop=chance.randrange(count),
                arrival_minute=arrival,
                departure_minute=minute,
                board=chance.random() < 0.9,
                alight=chance.random() < 0.9,
                cargo_lead_minutes=unit * chance.randint(0, 3),
                document_lead_minutes=chance.choice([None, unit * chance.randint(0, 6)]) if "papers" in on else None,
                customs_lead_minutes=chance.choice([None, unit * chance.randint(0, 4)]) if "customs" in on else None,
                unload_minutes=unit * chance.randint(0, 3),
                load_cost=chance.randint(0, 1),
                unload_cost=chance.randint(0, 1),
                load_co2e=chance.randint(0, 1),
                unload_co2e=chance.randint(0, 1),
                vgm_lead_minutes=chance.choice([None, unit * chance.randint(0, 6)]) if "papers" in on else None,
                dangerous_lead_minutes=chance.choice([None, unit * chance.randint(0, 6)]) if "limits" in on else None,
                delay=chance.randrange(delays),
            )
        )
    return tuple(calls)


def _transfer(chance: Random, number: int, count: int, unit: int) -> Transfer:
    one, other = chance.sample(range(count), 2)
    return Transfer(
        one,
        other,
        unit * chance.randint(1, 5),
        chance.choice(MODES),
        chance.randint(0, 3),
        chance.randint(0, 3),
        f"T{number}",
    )
