"""The timetable as it is published: without the air, and with at most so many changes from vessel to vessel.

Such a limit is held by layers. Every stop stands in one layer for each vessel that may have carried the cargo; a vessel takes it on
board in one layer and puts it ashore in the next, everything else stays in its own. Where there is no next layer there is no further
vessel.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from landsea.routing import Call, Engine, Leg, Pattern, Timetable

NOT_TOLD = frozenset({"air"})
"""Modes that DCSA Commercial Schedules has no word for."""


@dataclass(frozen=True, slots=True)
class Published:
    """An engine over some of a timetable. `patterns` and `calls` lead back from its numbers to those of `timetable`."""

    timetable: Timetable
    engine: Engine
    layers: int
    patterns: tuple[int, ...]
    calls: tuple[tuple[int, ...], ...]

    def everywhere(self, stops: tuple[int, ...]) -> tuple[int, ...]:
        """Stops in every layer."""
        return tuple(layer * len(self.timetable.stops) + stop for layer in range(self.layers) for stop in stops)

    def original(self, leg: Leg) -> Leg:
        """The leg in the numbers of the timetable."""
        stops = len(self.timetable.stops)
        leg = replace(leg, from_stop=leg.from_stop % stops, to_stop=leg.to_stop % stops)
        if leg.pattern is None or leg.run is None or leg.from_call is None or leg.to_call is None:
            return replace(leg, transfer=(leg.transfer or 0) % len(self.timetable.transfers))
        number, calls = self.patterns[leg.pattern], self.calls[leg.pattern]
        pattern, board, alight = self.timetable.patterns[number], calls[leg.from_call], calls[leg.to_call]
        departure = int(pattern.starts[leg.run]) + pattern.calls[board].departure_minute
        return replace(leg, pattern=number, from_call=board, to_call=alight, departure_minute=departure)


def published(timetable: Timetable, transhipments_max: int | None = None) -> Published:
    """For journeys with at most so many changes from vessel to vessel; `None`: any number."""
    layers = 1 if transhipments_max is None else transhipments_max + 2
    made = list(_layered(timetable, layers))
    told = replace(
        timetable,
        stops=timetable.stops * layers,
        patterns=tuple(pattern for _, pattern, _ in made),
        transfers=tuple(
            replace(move, from_stop=move.from_stop + base, to_stop=move.to_stop + base)
            for base in _bases(timetable, layers)
            for move in timetable.transfers
        ),
    )
    numbers, calls = tuple(number for number, _, _ in made), tuple(calls for _, _, calls in made)
    return Published(timetable, Engine(told), layers, numbers, calls)


def _bases(timetable: Timetable, layers: int) -> range:
    return range(0, layers * len(timetable.stops), len(timetable.stops))


def _layered(timetable: Timetable, layers: int) -> Iterator[tuple[int, Pattern, tuple[int, ...]]]:
    """The patterns of every layer, each with its number in the timetable and the calls its own stand for."""
    bases = _bases(timetable, layers)
    for number, pattern in enumerate(timetable.patterns):
        if pattern.mode in NOT_TOLD:
            continue
        if pattern.mode != "sea" or layers == 1:
            for base in bases:
                calls = tuple(replace(call, stop=call.stop + base) for call in pattern.calls)
                yield number, replace(pattern, calls=calls) if base else pattern, tuple(range(len(calls)))
            continue
        for here, there in pairwise(bases):
            found = list(_split(pattern, here, there))
            if len(found) > 1:
                yield number, _with_calls(pattern, found), tuple(call for call, _ in found)


def _split(pattern: Pattern, here: int, there: int) -> Iterator[tuple[int, Call]]:
    """Each call as two: cargo comes ashore `there`, then others' comes on board `here`. Times must rise, so a call without stay takes a
    minute more, and its cut-offs stay where they are.
    """
    left = -1
    for number, call in enumerate(pattern.calls):
        if call.alight and number and call.arrival_minute > left:
            left = call.arrival_minute
            yield number, replace(call, stop=call.stop + there, board=False, departure_minute=left)
        if call.board and number < len(pattern.calls) - 1:
            departure = max(call.departure_minute, left + 1)
            late, left = departure - call.departure_minute, departure
            at = replace(
                call, stop=call.stop + here, alight=False, arrival_minute=departure, departure_minute=departure
            )
            yield number, _with_later_departure(at, late) if late else at


def _with_later_departure(call: Call, late: int) -> Call:
    def lead(minutes: int | None) -> int | None:
        return None if minutes is None else minutes + late

    return replace(
        call,
        cargo_lead_minutes=call.cargo_lead_minutes + late,
        document_lead_minutes=lead(call.document_lead_minutes),
        customs_lead_minutes=lead(call.customs_lead_minutes),
        vgm_lead_minutes=lead(call.vgm_lead_minutes),
        dangerous_lead_minutes=lead(call.dangerous_lead_minutes),
    )


def _with_calls(pattern: Pattern, found: list[tuple[int, Call]]) -> Pattern:
    """The pattern with these calls, its segments joined between them."""
    costs, co2es = ([0, *accumulate(amounts)] for amounts in (pattern.costs, pattern.co2es))
    segments = [(before, after) for (before, _), (after, _) in pairwise(found)]
    return replace(
        pattern,
        calls=tuple(call for _, call in found),
        costs=tuple(costs[after] - costs[before] for before, after in segments),
        co2es=tuple(co2es[after] - co2es[before] for before, after in segments),
        passages=tuple(frozenset().union(*pattern.passages[before:after]) for before, after in segments)
        if pattern.passages
        else (),
    )
