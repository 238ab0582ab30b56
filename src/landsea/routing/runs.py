"""Which runs to take on a given way: the first that can be caught, or later ones where these save storage.

Storage is counted from the first ride on; before it the cargo stands with the shipper. A transfer leaves as soon as
the cargo is available.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from landsea.routing.model import Query, Timetable
from landsea.routing.moments import NEVER, earliest_departure, first_open, storage_cost


class Ride(NamedTuple):
    """A ride of a way and the transfers after it. The first of a way has no pattern: only transfers from the origin."""

    pattern: int | None
    from_call: int
    to_call: int
    transfers: list[int]


@dataclass(slots=True)
class _Stage:
    """A ride with its runs from the first that can be caught: where and when each makes the cargo available for the
    next ride.
    """

    first: int
    departures: list[int]
    available: list[int]
    stored: dict[int, tuple[int, tuple[int, ...]]] = field(default_factory=dict)


def choices(
    timetable: Timetable, query: Query, way: tuple[int, list[Ride]], latest: int
) -> Iterator[tuple[int, int, tuple[int, ...]]]:
    """(arrival, storage for all TEU, runs) of a way, later arrivals only where they store for less."""
    chooser = _Chooser(timetable, query, way)
    if not chooser.stages:
        yield chooser.ready, 0, ()
        return
    least: int | None = None
    last = chooser.stages[-1]
    for number, minute in enumerate(last.available):
        if minute > latest:
            return
        storage, runs = chooser.stored(len(chooser.stages) - 1, number)
        if least is None or storage < least:
            yield minute, storage * query.teu, runs
            least = storage
        if not least:
            return


class _Chooser:
    def __init__(self, timetable: Timetable, query: Query, way: tuple[int, list[Ride]]) -> None:
        self.timetable, self.query = timetable, query
        origin, self.rides = way[0], way[1][1:]
        minute = first_open(timetable.stops[origin].open, query.ready_minute)
        self.ready = self._after(minute, way[1][0].transfers)
        self.stages: list[_Stage] = []
        for ride in self.rides:
            self.stages.append(self._stage(ride, self.stages[-1].available[0] if self.stages else self.ready))

    def _after(self, minute: int, transfers: list[int]) -> int:
        for number in transfers:
            move = self.timetable.transfers[number]
            minute = first_open(self.timetable.stops[move.to_stop].open, minute + move.minutes)
        return minute

    def _stage(self, ride: Ride, ready: int) -> _Stage:
        pattern = self.timetable.patterns[ride.pattern or 0]
        board, alight = pattern.calls[ride.from_call], pattern.calls[ride.to_call]
        earliest = self._earliest(ride, ready)
        first = bisect_left(pattern.starts, earliest - board.departure_minute)
        starts = pattern.starts[first:]
        gate = self.timetable.stops[alight.stop].open
        released = (first_open(gate, start + alight.arrival_minute + alight.unload_minutes) for start in starts)
        available = [self._after(minute, ride.transfers) for minute in released]
        return _Stage(first, [start + board.departure_minute for start in starts], available)

    def _earliest(self, ride: Ride, available: int) -> int:
        call = self.timetable.patterns[ride.pattern or 0].calls[ride.from_call]
        if available >= NEVER:
            return NEVER
        return earliest_departure(self.timetable.stops[call.stop], call, available, self.query.documents_ready_minute)

    def stored(self, at: int, number: int) -> tuple[int, tuple[int, ...]]:
        """The least storage per TEU with which stage `at` leaves on its run `number`, and the runs up to there.

        Of equally cheap runs before, the earlier is taken: it leaves more time for the change.
        """
        stage = self.stages[at]
        if at == 0:
            return 0, (stage.first + number,)
        if number not in stage.stored:
            stage.stored[number] = self._least(at, number)
        return stage.stored[number]

    def _least(self, at: int, number: int) -> tuple[int, tuple[int, ...]]:
        stage, before, ride = self.stages[at], self.stages[at - 1], self.rides[at]
        departure = stage.departures[number]
        stop = self.timetable.stops[self.timetable.patterns[ride.pattern or 0].calls[ride.from_call].stop]
        latest = bisect_right(before.available, departure, key=lambda minute: self._earliest(ride, minute)) - 1
        best: tuple[int, tuple[int, ...]] | None = None
        for earlier in range(latest, -1, -1):
            here = storage_cost(stop, departure - before.available[earlier])
            if best is not None and here > best[0]:
                break
            spent, runs = self.stored(at - 1, earlier)
            if best is None or here + spent <= best[0]:
                best = here + spent, (*runs, stage.first + number)
        if best is None:
            raise AssertionError("the first run of a stage is caught by the first of the one before")
        return best
