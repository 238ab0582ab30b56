"""A timetable laid out for searching: every direct ride and transfer as one edge with its least minutes, cost and
CO2e.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from landsea.routing.model import Pattern, Query, Timetable

Ints: TypeAlias = NDArray[np.int64]
Mask: TypeAlias = NDArray[np.bool_]
UNREACHED = np.int64(1 << 50)

_Row = tuple[int, int, int, int, int, int, int, int, int]


@dataclass(frozen=True, slots=True)
class Edges:
    """Columns of equal length, sorted by (`tail`, `pattern`, `from_call`, `to_call`). `weight` has a row for each
    criterion.

    A transfer has pattern -1 and its number in `from_call`. The minutes are a lower bound: no waiting, no closed gate.
    Cost and CO2e are per TEU with `fee` besides, until `for_teu`.
    """

    tail: Ints
    head: Ints
    pattern: Ints
    from_call: Ints
    to_call: Ints
    weight: Ints
    fee: Ints

    def __len__(self) -> int:
        return len(self.tail)

    def where(self, mask: Mask) -> Edges:
        return Edges(
            self.tail[mask],
            self.head[mask],
            self.pattern[mask],
            self.from_call[mask],
            self.to_call[mask],
            self.weight[:, mask],
            self.fee[mask],
        )

    def for_teu(self, teu: int) -> Edges:
        """The same edges with cost and CO2e of all TEU, fees included."""
        weight = self.weight * np.array([[1], [teu], [teu]])
        weight[1] += self.fee
        return replace(self, weight=weight)


class Index:
    """Built once for a timetable; queries share it and change nothing in it."""

    def __init__(self, timetable: Timetable) -> None:
        self.timetable = timetable
        rows = sorted([*_ride_edges(timetable), *_transfer_edges(timetable)])
        columns = np.array(rows, dtype=np.int64).reshape(-1, 9).T.copy()
        self.edges = Edges(columns[0], columns[4], columns[1], columns[2], columns[3], columns[5:8], columns[8])

    def allowed(self, query: Query) -> Edges:
        """The edges that the query's excluded modes and avoided places leave, weighted for its TEU."""
        if not query.without_modes and not query.avoid:
            return self.edges.for_teu(query.teu)
        barred = {n for n, stop in enumerate(self.timetable.stops) if stop.place in query.avoid}
        calls_before = [_barred_calls(p, barred) for p in self.timetable.patterns]
        keep = np.fromiter((self._keeps(n, query, barred, calls_before) for n in range(len(self.edges))), dtype=bool)
        return self.edges.where(keep).for_teu(query.teu)

    def _keeps(self, edge: int, query: Query, barred: set[int], calls_before: list[list[int]]) -> bool:
        pattern, first, last = (int(c[edge]) for c in (self.edges.pattern, self.edges.from_call, self.edges.to_call))
        if pattern < 0:
            transfer = self.timetable.transfers[first]
            return transfer.mode not in query.without_modes and not {transfer.from_stop, transfer.to_stop} & barred
        if self.timetable.patterns[pattern].mode in query.without_modes:
            return False
        return calls_before[pattern][last + 1] == calls_before[pattern][first]


def _barred_calls(pattern: Pattern, barred: set[int]) -> list[int]:
    return list(accumulate((call.stop in barred for call in pattern.calls), initial=0))


def _ride_edges(timetable: Timetable) -> Iterator[_Row]:
    for number, pattern in enumerate(timetable.patterns):
        if not len(pattern.starts):
            continue
        costs = list(accumulate(pattern.costs, initial=0))
        co2es = list(accumulate(pattern.co2es, initial=0))
        for i, board in enumerate(pattern.calls):
            if not board.board:
                continue
            lead = board.cargo_lead_minutes
            if board.customs_lead_minutes is not None:
                lead = max(lead, board.customs_lead_minutes + timetable.stops[board.stop].customs_minutes)
            for j in range(i + 1, len(pattern.calls)):
                alight = pattern.calls[j]
                if alight.alight and alight.stop != board.stop:
                    minutes = lead + alight.arrival_minute - board.departure_minute + alight.unload_minutes
                    cost = pattern.ride_cost + board.load_cost + costs[j] - costs[i] + alight.unload_cost
                    co2e = board.load_co2e + co2es[j] - co2es[i] + alight.unload_co2e
                    yield board.stop, number, i, j, alight.stop, minutes, cost, co2e, pattern.ride_fee


def _transfer_edges(timetable: Timetable) -> Iterator[_Row]:
    for number, move in enumerate(timetable.transfers):
        yield move.from_stop, -1, number, 0, move.to_stop, move.minutes, move.cost, move.co2e, 0
