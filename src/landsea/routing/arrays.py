"""A timetable laid out for the kernels: flat columns of integers, minutes as 32 bits.

A *row* is one call of a pattern, a *cell* one call of one run (row-major: the runs of a row follow each other, rising),
a *connection* the segment of a run after a call. Cells hold `by`, the latest minute at which cargo that is available
still makes the departure, and `release`, when cargo is available after the arrival; so cut-offs, customs, unloading
and opening hours are settled here and the kernels only compare minutes.

A *node* is a stop, or, where changing takes longer between some modes, one of its sides: cargo arrives at a node for
the mode it came by and moves, in the minutes that takes, to a node for the mode it leaves by.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import accumulate
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from landsea.routing.model import Call, Pattern, Span, Stop, Timetable

Ints: TypeAlias = NDArray[np.int32]
Longs: TypeAlias = NDArray[np.int64]

NEVER = 1 << 30
SHUT = -NEVER
"""In `by`: this departure does not take the cargo."""
BARRED = SHUT - 1
"""In `by`: nor may cargo on board ride on."""
NO_MOVE = -1
CONNECTION = np.dtype(
    [("departure", "i4"), ("trip", "u4"), ("origin", "u4"), ("by", "i4"), ("release", "i4"), ("to", "u4")]
)


class Rows:
    """Columns by row; amounts are per TEU, `cost` and `co2e` summed up along the pattern, `fee` per consignment."""

    def __init__(self, patterns: Sequence[tuple[int, Pattern]], nodes: Nodes) -> None:
        calls = [(number, p, i, call) for number, p in patterns for i, call in enumerate(p.calls)]
        self.variant = _ints(v for v, (_, p) in enumerate(patterns) for _ in p.calls)
        self.pattern = _ints(number for number, *_ in calls)
        self.call = _ints(i for _, _, i, _ in calls)
        self.stop = _ints(call.stop for *_, call in calls)
        self.last = np.array([i == len(p.calls) - 1 for _, p, i, _ in calls], dtype=bool)
        self.out = _ints(nodes.out_of(call.stop, p.mode) for _, p, _, call in calls)
        self.into = _ints(nodes.into(call.stop, p.mode) for _, p, _, call in calls)
        self.arrival = _ints(call.arrival_minute for *_, call in calls)
        self.departure = _ints(call.departure_minute for *_, call in calls)
        self.unload = _ints(call.unload_minutes for *_, call in calls)
        self.board = np.array([call.board for *_, call in calls], dtype=bool) & ~self.last
        self.alight = np.array([call.alight and i > 0 for _, _, i, call in calls], dtype=bool)
        self.cargo = _ints(call.cargo_lead_minutes for *_, call in calls)
        self.dangerous = _ints(_lead(call.dangerous_lead_minutes) for *_, call in calls)
        self.customs = _ints(_lead(call.customs_lead_minutes) for *_, call in calls)
        self.document = _ints(_lead(call.document_lead_minutes) for *_, call in calls)
        self.vgm = _ints(_lead(call.vgm_lead_minutes) for *_, call in calls)
        self.delay = _ints(call.delay for *_, call in calls)
        self.cost = _longs(c for _, p in patterns for c in accumulate(p.costs, initial=0))
        self.co2e = _longs(c for _, p in patterns for c in accumulate(p.co2es, initial=0))
        self.load_cost = _longs(call.load_cost + p.ride_cost for _, p, _, call in calls)
        self.unload_cost = _longs(call.unload_cost for *_, call in calls)
        self.load_co2e = _longs(call.load_co2e for *_, call in calls)
        self.unload_co2e = _longs(call.unload_co2e for *_, call in calls)
        self.fee = _longs(p.ride_fee for _, p, _, _ in calls)
        runs = np.array([len(p.starts) for _, p in patterns], dtype=np.int64)
        self.runs = runs[self.variant].astype(np.int32) if len(calls) else _ints(())
        self.cell = np.concatenate(([0], np.cumsum(self.runs, dtype=np.int64))).astype(np.int32)
        """The first cell of each row, and the number of all."""

    def __len__(self) -> int:
        return len(self.variant)

    def cells(self, chosen: NDArray[np.intp]) -> NDArray[np.intp]:
        """All cells of some rows."""
        runs = self.runs[chosen].astype(np.intp)
        ends = np.cumsum(runs)
        within = np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - runs, runs)
        cells: NDArray[np.intp] = np.repeat(self.cell[chosen].astype(np.intp), runs) + within
        return cells


class Nodes:
    """Nodes by number: the first are the stops themselves; a stop with `change_minutes` has more, by mode."""

    def __init__(self, timetable: Timetable) -> None:
        self.stop = list(range(len(timetable.stops)))
        self._out: dict[tuple[int, str], int] = {}
        self._into: dict[tuple[int, str], int] = {}
        self.changes: list[tuple[int, int, int]] = []
        """(from node, to node, minutes) within stops."""
        modes = sorted({p.mode for p in timetable.patterns} | {t.mode for t in timetable.transfers})
        for number, stop in enumerate(timetable.stops):
            if stop.change_minutes:
                self._split(number, stop, modes)

    def _split(self, number: int, stop: Stop, modes: Sequence[str]) -> None:
        """Origins and arrivals by other modes are at the stop's own node; what leaves by other modes shares one."""
        rest = self._node(number)
        outs = {mode: self._node(number) for mode in sorted({mode for _, mode in stop.change_minutes})}
        self._out.update({(number, mode): outs.get(mode, rest) for mode in modes})
        self.changes += [(number, out, 0) for out in (rest, *outs.values())]
        for mode in sorted({mode for mode, _ in stop.change_minutes}):
            self._into[number, mode] = into = self._node(number)
            self.changes.append((into, rest, 0))
            self.changes += [(into, out, stop.change_minutes.get((mode, to), 0)) for to, out in outs.items()]

    def _node(self, stop: int) -> int:
        self.stop.append(stop)
        return len(self.stop) - 1

    def into(self, stop: int, mode: str) -> int:
        return self._into.get((stop, mode), stop)

    def hours(self, by_stop: Sequence[tuple[Span, ...] | None]) -> list[tuple[Span, ...] | None]:
        """Opening hours by node: cargo passes the gate where it arrives."""
        arrivals = {*range(len(by_stop)), *self._into.values()}
        return [by_stop[stop] if node in arrivals else None for node, stop in enumerate(self.stop)]

    def out_of(self, stop: int, mode: str) -> int:
        return self._out.get((stop, mode), stop)

    def sides(self, stop: int) -> list[int]:
        """The nodes at which cargo arrives at the stop."""
        return [stop, *(node for (at, _), node in self._into.items() if at == stop)]


class Moves:
    """Transfers, and changes within stops, by the node they leave from (CSR). `id` is the transfer's number or -1."""

    def __init__(self, timetable: Timetable, nodes: Nodes) -> None:
        rows = [(a, b, minutes, 0, 0, NO_MOVE) for a, b, minutes in nodes.changes]
        for number, move in enumerate(timetable.transfers):
            to = nodes.into(move.to_stop, move.mode)
            for node in nodes.sides(move.from_stop):
                rows.append((node, to, move.minutes, move.cost, move.co2e, number))
        rows.sort()
        columns = np.array(rows, dtype=np.int64).reshape(-1, 6).T
        self.first = _csr(columns[0], len(nodes.stop))
        self.origin, self.to, self.minutes, self.id = (columns[n].astype(np.int32) for n in (0, 1, 2, 5))
        self.cost, self.co2e = columns[3].copy(), columns[4].copy()


class Gates:
    """Opening hours by node (CSR); a node without any is always open, one that never opens has one that is over."""

    def __init__(self, hours: Sequence[tuple[Span, ...] | None]) -> None:
        spans = [((SHUT, SHUT),) if spans == () else spans or () for spans in hours]
        self.first = _ints(accumulate((len(one) for one in spans), initial=0))
        self.opens = _ints(_within(a) for one in spans for a, _ in one)
        self.closes = _ints(_within(b) for one in spans for _, b in one)

    @property
    def columns(self) -> tuple[Ints, Ints, Ints]:
        return self.first, self.opens, self.closes


class Arrays:
    """Built once for a timetable; queries share it and change nothing in it."""

    def __init__(self, timetable: Timetable) -> None:
        self.timetable = timetable
        self.nodes = Nodes(timetable)
        self.stop = _ints(self.nodes.stop)
        variants = [(n, v) for n, p in enumerate(timetable.patterns) for v in _variants(p, timetable.stops)]
        self.rows = rows = Rows(variants, self.nodes)
        self.moves = Moves(timetable, self.nodes)
        self.hours = [stop.open for stop in timetable.stops]
        self.gates = Gates(self.nodes.hours(self.hours))
        self.trip = _ints(accumulate((len(p.starts) for _, p in variants), initial=0))
        """The first trip (run of a variant) of each variant, and the number of all."""
        self.starts = np.concatenate([np.asarray(p.starts, dtype=np.int32) for _, p in variants] or [_ints(())])
        self.boards = _order_by(rows.out, np.flatnonzero(rows.board & (rows.runs > 0)), len(self.nodes.stop))
        """(first of each node, rows to board there)."""
        self.by, self.release = self._cells()
        self._connect()

    def _cells(self) -> tuple[Ints, Ints]:
        rows = self.rows
        row = np.repeat(np.arange(len(rows), dtype=np.int32), rows.runs)
        start = self.start_of(row, np.arange(len(row), dtype=np.int32))
        departure = start + rows.departure[row]
        by = np.where(rows.board[row], departure - rows.cargo[row], SHUT).astype(np.int32)
        release = np.where(rows.alight[row], start + rows.arrival[row] + rows.unload[row], NEVER).astype(np.int32)
        cleared = rows.board & (rows.customs != SHUT)
        for number, stop in enumerate(self.timetable.stops):
            here = rows.stop == number
            if stop.open is not None:
                cells = rows.cells(np.flatnonzero(here & rows.alight))
                release[cells] = first_open(stop.open, release[cells])
            if (here & cleared).any():
                cells = rows.cells(np.flatnonzero(here & cleared))
                left = departure[cells] - rows.customs[row[cells]] - stop.customs_minutes
                by[cells] = np.minimum(by[cells], _last_cleared(stop.customs, left))
        return by, release

    def start_of(self, row: Ints, cell: Ints) -> Ints:
        """When the runs of these cells start; `row` is the row of each."""
        starts: Ints = self.starts[self.trip[self.rows.variant[row]] + cell - self.rows.cell[row]]
        return starts

    def _connect(self) -> None:
        rows = self.rows
        row = np.repeat(np.arange(len(rows), dtype=np.int32), np.where(rows.last, 0, rows.runs))
        cell = rows.cells(np.flatnonzero(~rows.last)).astype(np.int32)
        departure = self.start_of(row, cell) + rows.departure[row]
        order = np.argsort(departure, kind="stable")
        self.row, self.cell = row[order], cell[order]
        self.table = np.empty(len(order), dtype=CONNECTION)
        """The connections, by departure."""
        self.table["departure"] = departure[order]
        trip = self.trip[rows.variant[self.row]] + self.cell - rows.cell[self.row]
        self.table["trip"] = _ranks(self.starts)[trip]  # those of one week beside each other, for the processor's cache
        self.table["origin"] = rows.out[self.row]
        self.table["by"] = self.by[self.cell]
        self.table["release"] = self.release[self.cell + rows.runs[self.row]]
        self.table["to"] = rows.into[np.minimum(self.row + 1, max(len(rows) - 1, 0))]

    @cached_property
    def position(self) -> Ints:
        """The connection that leaves from a cell; -1 for a last call."""
        found = np.full(len(self.by), -1, dtype=np.int32)
        found[self.cell] = np.arange(len(self.cell), dtype=np.int32)
        return found

    @cached_property
    def _first_row(self) -> Ints:
        """The first row of each pattern, and the number of all."""
        patterns = np.arange(len(self.timetable.patterns) + 1, dtype=np.int32)
        return np.searchsorted(self.rows.pattern, patterns).astype(np.int32)

    def rows_of(self, pattern: int, call: int) -> range:
        """The rows of one call: one, or one for each variant of the pattern."""
        first, end = int(self._first_row[pattern]), int(self._first_row[pattern + 1])
        return range(first + call, end, len(self.timetable.patterns[pattern].calls))

    @property
    def nbytes(self) -> int:
        """Memory of the columns that grow with the connections."""
        return sum(c.nbytes for c in (self.by, self.release, self.row, self.cell, self.table, self.position))


def _variants(pattern: Pattern, stops: Sequence[Stop]) -> Iterator[Pattern]:
    """Where cabotage is barred, one copy for cargo loaded in each such country and one for the rest."""
    countries = [stops[call.stop].country for call in pattern.calls]
    barred = sorted({c for c in pattern.no_cabotage if countries.count(c) > 1})
    if not barred:
        yield pattern
        return
    yield _with_calls(pattern, [replace(c, board=c.board and k not in barred) for c, k in _paired(pattern, countries)])
    for country in barred:
        calls = [
            replace(c, board=c.board and k == country, alight=c.alight and k != country)
            for c, k in _paired(pattern, countries)
        ]
        yield _with_calls(pattern, calls)


def _paired(pattern: Pattern, countries: Sequence[str]) -> Iterator[tuple[Call, str]]:
    return zip(pattern.calls, countries, strict=True)


def _with_calls(pattern: Pattern, calls: Sequence[Call]) -> Pattern:
    return replace(pattern, calls=tuple(calls))


def first_open(hours: tuple[Span, ...], minutes: Ints) -> Ints:
    """The first minute, not before each given, within the hours; `NEVER` after the last."""
    opens, closes = (np.array([_within(span[n]) for span in hours] or [NEVER]) for n in (0, 1))
    at = np.searchsorted(closes, minutes, side="right")
    inside = np.minimum(at, len(closes) - 1)
    return np.where((at < len(closes)) & (minutes < NEVER), np.maximum(minutes, opens[inside]), NEVER).astype(np.int32)


def _last_cleared(customs: tuple[Span, ...] | None, left: Ints) -> Ints:
    """The latest minute at which cargo may be there for customs to begin with it by `left`."""
    if customs is None:
        return left
    opens, closes = (np.array([_within(span[n]) for span in customs] or [NEVER]) for n in (0, 1))
    at = np.searchsorted(opens, left, side="right") - 1
    return np.where(at < 0, SHUT, np.minimum(left, closes[np.maximum(at, 0)] - 1)).astype(np.int32)


def _lead(minutes: int | None) -> int:
    return SHUT if minutes is None else minutes


def _within(minute: int) -> int:
    return max(SHUT, min(NEVER, minute))


def _ints(values: Iterable[int]) -> Ints:
    return np.fromiter(values, dtype=np.int32)


def _longs(values: Iterator[int]) -> Longs:
    return np.fromiter(values, dtype=np.int64)


def _ranks(values: Ints) -> Ints:
    """The place of each value when they are sorted."""
    ranks = np.empty(len(values), dtype=np.int32)
    ranks[np.argsort(values, kind="stable")] = np.arange(len(values), dtype=np.int32)
    return ranks


def _csr(keys: NDArray[np.int64], count: int) -> Ints:
    """The first position of each key in sorted `keys`, and the length."""
    return np.searchsorted(keys, np.arange(count + 1)).astype(np.int32)


def _order_by(keys: Ints, chosen: NDArray[np.intp], count: int) -> tuple[Ints, Ints]:
    order = chosen[np.argsort(keys[chosen], kind="stable")]
    return _csr(keys[order].astype(np.int64), count), order.astype(np.int32)
