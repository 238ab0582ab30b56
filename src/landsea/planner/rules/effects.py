"""What counts as an effect: places lost, arrivals moved, deadlines missed, TEU that go another way. Whole numbers; means are rounded
half to even.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from landsea.planner.model.studies import Demand, DemandEffect, Effect, Later, Pair, Volume, Way

DAY = 1440
LATER_MAX = 50
"""So many of the places that are reached later are named, worst first."""
Told = tuple[Demand, str, str]
"""A demand with the codes of its origin and destination."""


def effect(
    called: tuple[int, str, str, str],
    pairs: Sequence[Pair],
    by: str,
    *,
    compared: int,
    deadline_minutes: int | None,
    itself: bool,
) -> Effect:
    """Of one variant. `called` is its number, its names and what a sweep closed; `compared` counts all that had a way
    before, also those that `pairs` leaves out because nothing changed.
    """
    both = [(pair.before[by], pair.after[by]) for pair in pairs if by in pair.before and by in pair.after]
    moved = [after.minutes - before.minutes for before, after in both]
    lost = sorted({(pair.origin, pair.destination) for pair in pairs if by in pair.before and by not in pair.after})
    lost_count = sum(by in pair.before and by not in pair.after for pair in pairs)
    shared = compared - lost_count
    return Effect(
        *called,
        compared=compared,
        lost_count=lost_count,
        later_count=sum(minutes > 0 for minutes in moved),
        earlier_count=sum(minutes < 0 for minutes in moved),
        missed_count=sum(_missed(pair.before.get(by), pair.after.get(by), deadline_minutes) for pair in pairs),
        mean_minutes=_mean(sum(moved), shared),
        worst_minutes=max(moved, default=0),
        mean_cost=_mean_of([(a.cost, b.cost) for a, b in both], shared),
        mean_co2e_grams=_mean_of([(a.co2e_grams, b.co2e_grams) for a, b in both], shared),
        itself=itself,
        lost=tuple(lost),
        later=tuple(_later(pairs, by)),
    )


def _mean(total: int, count: int) -> int:
    return round(total / count) if count > 0 else 0


def _mean_of(values: Sequence[tuple[int | None, int | None]], count: int) -> int | None:
    known = [after - before for before, after in values if before is not None and after is not None]
    return _mean(sum(known), count) if known else None


def _missed(before: Way | None, after: Way | None, deadline: int | None) -> bool:
    """In time before, and not any more."""
    if deadline is None or before is None or before.minutes > deadline:
        return False
    return after is None or after.minutes > deadline


def _later(pairs: Sequence[Pair], by: str) -> list[Later]:
    moved: dict[tuple[str, str], list[int]] = {}
    for pair in pairs:
        if by in pair.before and by in pair.after:
            minutes = pair.after[by].minutes - pair.before[by].minutes
            moved.setdefault((pair.origin, pair.destination), []).append(minutes)
    found = [Later(*ends, _mean(sum(minutes), len(minutes))) for ends, minutes in moved.items() if any(minutes)]
    return sorted(found, key=lambda one: (-abs(one.minutes), one.origin, one.place))[:LATER_MAX]


def demand_effects(demand: Sequence[Told], pairs: Sequence[Pair]) -> Iterator[DemandEffect]:
    """TEU by demand over all weeks in which it had a way before."""
    for row, ways in _ways(demand, pairs):
        had = [(before, after) for before, after in ways if before is not None]
        deadline = None if row[0].deadline_days is None else row[0].deadline_days * DAY
        teu = row[0].teu
        yield DemandEffect(
            origin=row[1],
            destination=row[2],
            teu=teu * len(had),
            shifted_teu=teu * sum(after is not None and after.via != before.via for before, after in had),
            lost_teu=teu * sum(after is None for _, after in had),
            missed_teu=teu * sum(_missed(before, after, deadline) for before, after in had),
        )


def volumes(demand: Sequence[Told], pairs: Sequence[Pair], names: Mapping[str, tuple[str, str]]) -> list[Volume]:
    """TEU by service, before and after; those that change most first."""
    teu: dict[str, list[int]] = {}
    for row, ways in _ways(demand, pairs):
        for both in ways:
            for side, way in enumerate(both):
                for service in () if way is None else way.via:
                    teu.setdefault(service, [0, 0])[side] += row[0].teu
    found = [Volume(one, *names.get(one, (one, one)), *both) for one, both in teu.items()]
    return sorted(found, key=lambda one: (-abs(one.after_teu - one.before_teu), one.service))


def _ways(demand: Sequence[Told], pairs: Sequence[Pair]) -> Iterator[tuple[Told, list[tuple[Way | None, Way | None]]]]:
    """Each demand with the way it takes in every week, before and after."""
    known: dict[tuple[str, str], list[Pair]] = {}
    for pair in pairs:
        known.setdefault((pair.origin, pair.destination), []).append(pair)
    for row in demand:
        by = row[0].by.value
        yield row, [(pair.before.get(by), pair.after.get(by)) for pair in known.get(row[1:], ())]
