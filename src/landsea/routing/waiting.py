"""How much storage an early label can be made to pay, at most: what lets it beat a later one although storage grows
with waiting.

Cargo that came on some services could as well have come on later runs of the same services. So for any moment by which
it is wanted at a stop, it can be there at most `gap` minutes earlier, having paid at most `paid` for storage on the
way. A label may be dropped for another that is no later, no dirtier, and no dearer even if that worst case befalls it.
Where free time covers the gaps, as it mostly does, this is plain dominance.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from landsea.routing.model import DAY_MINUTES, Call, Pattern, Span, Stop, Timetable


class Waiting:
    """Bounds of a timetable, worked out once."""

    def __init__(self, timetable: Timetable) -> None:
        self._stops = timetable.stops
        self._free_of_charge = not any(stop.storage_cost_day for stop in timetable.stops)
        end = timetable.end_minute
        self.closed = [_longest_closed(stop.open, end) for stop in timetable.stops]
        """For each stop the longest time its gate stays closed."""
        self._customs = [_longest_closed(stop.customs, end) for stop in timetable.stops]
        self.between_runs = [_longest_gap(pattern.starts, end) for pattern in timetable.patterns]
        """For each pattern the longest time between two of its runs."""
        self._leads = self._longest_leads(timetable.patterns)
        self._near = [list(_by_transfer(timetable, stop, self.closed)) for stop in range(len(timetable.stops))]

    def at_boarding(self, stop: int, call: Call, gap: int) -> int:
        """The most a boarding costs in storage per TEU when cargo can be there `gap` minutes before its latest moment."""
        return _charge(self._stops[stop], self._lead(call) + gap)

    def ahead(self, stop: int, gap: int) -> int:
        """The most the next boarding, here or where transfers lead, costs in storage per TEU."""
        if self._free_of_charge:
            return 0
        return max(_charge(self._stops[near], self._leads[near] + gap + shut) for near, shut in self._near[stop])

    def _lead(self, call: Call) -> int:
        if call.customs_lead_minutes is None:
            return call.cargo_lead_minutes
        clearing = self._stops[call.stop].customs_minutes + self._customs[call.stop]
        return max(call.cargo_lead_minutes, call.customs_lead_minutes + clearing)

    def _longest_leads(self, patterns: Sequence[Pattern]) -> list[int]:
        leads = [0] * len(self._stops)
        for pattern in patterns:
            for call in pattern.calls:
                if call.board:
                    leads[call.stop] = max(leads[call.stop], self._lead(call))
        return leads


def _charge(stop: Stop, waiting_minutes: int) -> int:
    if not stop.storage_cost_day or waiting_minutes <= stop.free_minutes:
        return 0
    return stop.storage_cost_day * -(-(waiting_minutes - stop.free_minutes) // DAY_MINUTES)


def _longest_closed(hours: tuple[Span, ...] | None, end: int) -> int:
    if hours is None:
        return 0
    if not hours:
        return end
    between = (later[0] - earlier[1] for earlier, later in pairwise(hours))
    return max(0, end - hours[-1][1], *between) + 1


def _longest_gap(starts: Sequence[int], end: int) -> int:
    if not len(starts):
        return 0
    return max(end - starts[-1], *(later - earlier for earlier, later in pairwise(starts)), 0)


def _by_transfer(timetable: Timetable, stop: int, closed: list[int]) -> Iterator[tuple[int, int]]:
    """The stop, and those that transfers lead to, each with how long gates on the way may stretch the waiting."""
    found, todo = {stop}, [stop]
    while todo:
        here = todo.pop()
        heads = {move.to_stop for move in timetable.transfers if move.from_stop == here} - found
        found |= heads
        todo += heads
    shut = sum(closed[near] for near in found - {stop})
    yield from ((near, shut if near != stop else 0) for near in sorted(found))
