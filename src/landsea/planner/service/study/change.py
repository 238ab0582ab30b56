"""Changes of a scenario applied to a schedule and to a timetable. Pure: what comes in stays as it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from math import log

from landsea.network import Schedule, ScheduledCall, ScheduledPattern
from landsea.planner.model.studies import CarbonPrice, Change, CostChange, Frequency, Lateness, NewCall, NewService
from landsea.planner.rules.storm import great_circle_km
from landsea.planner.service.study.names import at_stop
from landsea.planner.service.world import minute_of
from landsea.routing import Delay, Pattern, Timetable, Transfer

WEEK, DAY = 10_080, 1440
QUANTILES = 100
Run = tuple[int, int]
"""A start, and the number of the pattern that runs."""


def changed_schedule(schedule: Schedule, changes: Iterable[Change]) -> Schedule:
    """With new services, each like one of the schedule as it is, and other departures. The order of the changes makes no difference."""
    changes = tuple(changes)
    added = sorted((one for one in changes if isinstance(one, NewService)), key=lambda one: one.id)
    changed = replace(schedule, patterns=(*schedule.patterns, *(_new_pattern(schedule, one) for one in added)))
    rhythms = [one for one in changes if isinstance(one, Frequency)]
    for rhythm in rhythms:
        changed = replace(changed, patterns=_at_frequency(changed, rhythm))
    return changed if added or rhythms else schedule


def changed_timetable(timetable: Timetable, changes: Iterable[Change]) -> Timetable:
    """With other costs, a carbon price on top of them, other delays. The order of the changes makes no difference."""
    changes = tuple(changes)
    costs = [one for one in changes if isinstance(one, CostChange)]
    for cost in sorted(costs, key=lambda one: (one.permille, one.service, one.carrier, one.mode)):  # each rounds
        timetable = _repriced(timetable, cost)
    for late in sorted((one for one in changes if isinstance(one, Lateness)), key=lambda one: one.mode):
        timetable = _with_lateness(timetable, late)
    for carbon in (one for one in changes if isinstance(one, CarbonPrice)):
        timetable = _with_carbon_price(timetable, carbon.per_tonne)
    return timetable


def _at_frequency(schedule: Schedule, change: Frequency) -> tuple[ScheduledPattern, ...]:
    """Runs between the same ends are one line of departures, whichever trips they belong to."""
    lines: dict[tuple[int, int], list[Run]] = {}
    for number, pattern in enumerate(schedule.patterns):
        if pattern.service == change.service:
            ends = pattern.calls[0].stop, pattern.calls[-1].stop
            lines.setdefault(ends, []).extend((start, number) for start in pattern.starts)
    starts: dict[int, set[int]] = {number: set() for runs in lines.values() for _, number in runs}
    for runs in lines.values():
        for start, number in _evenly(sorted(runs), change.per_week):
            starts[number].add(start)
    changed = (
        _with_starts(pattern, sorted(starts[number])) if number in starts else pattern
        for number, pattern in enumerate(schedule.patterns)
    )
    return tuple(pattern for pattern in changed if pattern.starts)


def _evenly(runs: Sequence[Run], per_week: int) -> list[Run]:
    """As many of the runs, evenly, as make so many a week; or others between, as the run before them goes."""
    gap = Fraction(runs[-1][0] - runs[0][0], len(runs) - 1) if len(runs) > 1 else Fraction(WEEK)
    weekly = WEEK / gap
    ratio = per_week / (weekly if weekly < 1 else Fraction(round(weekly)))
    made: list[Run] = []
    for n, (start, number) in enumerate(runs):
        count = int((n + 1) * ratio) - int(n * ratio)
        until = runs[n + 1][0] if n + 1 < len(runs) else start + int(gap)
        made += [(start + i * (until - start) // count, number) for i in range(count)]
    return made


def _with_starts(pattern: ScheduledPattern, starts: Sequence[int]) -> ScheduledPattern:
    """A run that was not there before has its whole capacity left."""
    left = pattern.left_teu
    if left is not None:
        known = dict(zip(pattern.starts, left, strict=True))
        whole = pattern.capacity_teu or max(left, default=0)
        left = tuple(known.get(start, whole) for start in starts)
    return replace(pattern, starts=tuple(starts), left_teu=left)


def _new_pattern(schedule: Schedule, change: NewService) -> ScheduledPattern:
    like = next(pattern for pattern in schedule.patterns if pattern.service == change.like)
    stops = [at_stop(schedule, call.facility, like.mode) for call in change.calls]
    first, every = minute_of(change.first), change.every_days * DAY
    begin = first + max(0, -(-(schedule.start_minute - first) // every)) * every
    return replace(
        like,
        id=change.id,
        trip=change.id,
        service=change.id,
        name=change.name or change.id,
        name_zh=change.name_zh or change.name or change.id,
        carrier=change.carrier or like.carrier,
        calls=tuple(_new_call(stop, call) for stop, call in zip(stops, change.calls, strict=True)),
        segment_metres=tuple(
            _metres(schedule, stops[n], stops[n + 1], call) for n, call in enumerate(change.calls[1:])
        ),
        starts=tuple(range(begin, schedule.end_minute, every)),
        left_teu=None,
        passages=(),
    )


def _new_call(stop: int, call: NewCall) -> ScheduledCall:
    return ScheduledCall(
        stop=stop,
        arrival_minute=call.arrival_minute,
        departure_minute=call.departure_minute,
        board=True,
        alight=True,
        cargo_lead_minutes=call.cargo_lead_minutes,
        document_lead_minutes=call.document_lead_minutes,
        customs_lead_minutes=call.customs_lead_minutes,
    )


def _metres(schedule: Schedule, a: int, b: int, call: NewCall) -> int:
    if call.km is not None:
        return call.km * 1000
    ends = (schedule.stops[stop].facility for stop in (a, b))
    here, there = ((one.latitude_udeg / 1e6, one.longitude_udeg / 1e6) for one in ends)
    return round(great_circle_km(here, there) * 1000)


def _repriced(timetable: Timetable, change: CostChange) -> Timetable:
    def chosen(pattern: Pattern) -> bool:
        wanted = (change.service, pattern.service), (change.carrier, pattern.carrier), (change.mode, pattern.mode)
        return all(not name or name == has for name, has in wanted)

    patterns = tuple(_times(one, change.permille) if chosen(one) else one for one in timetable.patterns)
    transfers = timetable.transfers
    if not change.service and not change.carrier:
        transfers = tuple(
            replace(one, cost=_share(one.cost, change.permille)) if change.mode in ("", one.mode) else one
            for one in transfers
        )
    return replace(timetable, patterns=patterns, transfers=transfers)


def _times(pattern: Pattern, permille: int) -> Pattern:
    return replace(
        pattern,
        costs=tuple(_share(cost, permille) for cost in pattern.costs),
        ride_cost=_share(pattern.ride_cost, permille),
        ride_fee=_share(pattern.ride_fee, permille),
    )


def _share(amount: int, permille: int) -> int:
    return (amount * permille + 500) // 1000


def _with_carbon_price(timetable: Timetable, per_tonne: int) -> Timetable:
    def priced(cost: int, grams: int) -> int:
        return cost + (grams * per_tonne + 500_000) // 1_000_000

    def pattern(one: Pattern) -> Pattern:
        calls = tuple(
            replace(
                call,
                load_cost=priced(call.load_cost, call.load_co2e),
                unload_cost=priced(call.unload_cost, call.unload_co2e),
            )
            for call in one.calls
        )
        return replace(one, calls=calls, costs=tuple(map(priced, one.costs, one.co2es)))

    def transfer(one: Transfer) -> Transfer:
        return replace(one, cost=priced(one.cost, one.co2e))

    return replace(
        timetable,
        patterns=tuple(map(pattern, timetable.patterns)),
        transfers=tuple(map(transfer, timetable.transfers)),
    )


def _with_lateness(timetable: Timetable, change: Lateness) -> Timetable:
    number = len(timetable.delays)
    patterns = tuple(
        replace(one, calls=tuple(replace(call, delay=number) for call in one.calls)) if one.mode == change.mode else one
        for one in timetable.patterns
    )
    return replace(timetable, patterns=patterns, delays=(*timetable.delays, lateness(change)))


def lateness(change: Lateness) -> Delay:
    """On time, but for the share that is late; that by an exponential distribution with the mean given."""
    late, minutes = change.late_permille / 1000, []
    for n in range(QUANTILES):
        left = 1 - (n + 0.5) / QUANTILES
        minutes.append(0 if left >= late else round(-change.mean_minutes * log(left / late)))
    basis = f"scenario: {change.late_permille / 10:g} % of arrivals by {change.mode} late, by {change.mean_minutes} min"
    return Delay(tuple(minutes), basis)
