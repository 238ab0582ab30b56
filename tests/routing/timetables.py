"""Small random timetables from a seed, drawn so that ties, exact cut-offs, closed gates and storage are common."""

from __future__ import annotations

from random import Random

from landsea.routing import Call, Pattern, Query, Span, Stop, Timetable, Transfer

HORIZON = 90
MODES = ("rail", "sea", "road")


def timetable(seed: int) -> Timetable:
    """Three to six stops, up to eleven services; in two of three a unit of time is eight hours, so that storage
    runs up.
    """
    chance = Random(seed)
    unit, count = chance.choice([1, 480, 480]), chance.randint(3, 6)
    storage = chance.random() < 0.7
    return Timetable(
        currency="USD",
        stops=tuple(_stop(chance, n, unit, storage) for n in range(count)),
        patterns=tuple(_pattern(chance, n, count, unit) for n in range(chance.randint(4, 11))),
        transfers=tuple(_transfer(chance, n, count, unit) for n in range(chance.randint(0, 2))),
        start_minute=0,
        end_minute=unit * HORIZON,
    )


def query(seed: int, timetable: Timetable) -> Query:
    chance = Random(-seed - 1)
    unit = timetable.end_minute // HORIZON
    order = chance.sample(range(len(timetable.stops)), len(timetable.stops))
    middle = chance.choice([1, 1, 1, 2])
    return Query(
        origins=tuple(order[:middle]),
        destinations=tuple(order[middle : middle + chance.choice([1, 1, 1, 2])]),
        ready_minute=unit * chance.randint(0, 20),
        teu=chance.randint(1, 3),
        documents_minute=chance.choice([None, None, unit * chance.randint(0, 40)]),
        without_modes=chance.choice([frozenset[str](), frozenset[str](), frozenset({"road"})]),
        avoid=chance.choice([frozenset[str]()] * 6 + [frozenset({"P1"})]),
        deadline_minute=chance.choice([None, None, None, unit * chance.randint(20, HORIZON)]),
        horizon_days=chance.choice([1, 20, 40, 40]),
        changes_max=chance.choice([None, None, None, 0, 1, 2]),
    )


def _stop(chance: Random, number: int, unit: int, storage: bool) -> Stop:
    return Stop(
        id=f"S{number}",
        place=f"P{chance.choice([number, number // 2])}",
        open=_spans(chance, unit),
        customs=_spans(chance, unit),
        customs_minutes=unit * chance.randint(0, 3),
        free_minutes=unit * chance.choice([0, 0, 2, 7]) if storage else 0,
        storage_cost_day=chance.randint(0, 3) if storage else 0,
    )


def _spans(chance: Random, unit: int) -> tuple[Span, ...] | None:
    if chance.random() < 0.75:
        return None
    ends = sorted(unit * end for end in chance.sample(range(HORIZON + 1), 2 * chance.randint(2, 5)))
    return tuple(zip(ends[::2], ends[1::2], strict=True))


def _pattern(chance: Random, number: int, count: int, unit: int) -> Pattern:
    calls = _calls(chance, count, unit)
    costs, co2es = ([chance.randint(0, 6) for _ in calls[1:]] for _ in range(2))
    starts = sorted(unit * start for start in chance.sample(range(HORIZON - 10), chance.randint(2, 9)))
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
    )


def _calls(chance: Random, count: int, unit: int) -> tuple[Call, ...]:
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
                document_lead_minutes=chance.choice([None, None, unit * chance.randint(0, 6)]),
                customs_lead_minutes=chance.choice([None, None, unit * chance.randint(0, 4)]),
                unload_minutes=unit * chance.randint(0, 3),
                load_cost=chance.randint(0, 1),
                unload_cost=chance.randint(0, 1),
                load_co2e=chance.randint(0, 1),
                unload_co2e=chance.randint(0, 1),
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
