"""What a query leaves of a timetable: the columns that its limits change, the others shared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from landsea.routing.arrays import BARRED, NEVER, NO_MOVE, SHUT, Arrays, Gates, Ints, first_open
from landsea.routing.model import ANY, Closed, Pattern, Query, Span

Rows = NDArray[np.intp]


class Register:
    """What a query's limits may touch, found once: stops and patterns by name, and those that limit anything."""

    def __init__(self, arrays: Arrays) -> None:
        timetable = arrays.timetable
        self.stops: dict[str, set[int]] = {}
        self.patterns: dict[str, set[int]] = {}
        self.segments: dict[str, set[tuple[int, int]]] = {}
        self.modes: dict[str, set[int]] = {}
        for number, stop in enumerate(timetable.stops):
            for name in (stop.id, stop.place, stop.country):
                self.stops.setdefault(name, set()).add(number)
        for number, pattern in enumerate(timetable.patterns):
            self.modes.setdefault(pattern.mode, set()).add(number)
            for name in (pattern.service, pattern.carrier):
                self.patterns.setdefault(name, set()).add(number)
            for i, passages in enumerate(pattern.passages):
                for name in passages:
                    self.segments.setdefault(name, set()).add((number, i))
        patterns = list(enumerate(timetable.patterns))
        self.limited = [n for n, p in patterns if p.limits != ANY]
        self.measured = [n for n, p in patterns if p.attributes]
        self.allotted = [n for n, p in patterns if p.left_teu is not None]
        self.capacity = np.array(
            [NEVER if p.capacity_teu is None else p.capacity_teu for _, p in patterns], dtype=np.int64
        )
        self.limited_stops = [n for n, stop in enumerate(timetable.stops) if stop.limits != ANY]
        rows = arrays.rows
        self.has_papers = bool((rows.document != SHUT).any() or (rows.vgm != SHUT).any())


@dataclass
class Allowed:
    """The columns for one query. `useful` says by row whether anything may ride on from it."""

    arrays: Arrays
    query: Query
    by: Ints
    release: Ints
    gates: tuple[Ints, Ints, Ints]
    move_minutes: Ints
    useful: NDArray[np.uint8]
    hours: Sequence[tuple[Span, ...] | None]
    """Opening hours by stop."""
    has_papers: bool
    touched: list[NDArray[np.intp]] = field(default_factory=list)
    """Cells whose `by` or `release` differs from the timetable's."""

    def need(self, query: Query) -> Ints:
        """By row, the first departure minute for which documents and verified gross mass come in time."""
        rows = self.arrays.rows
        if not self.has_papers:
            return rows.vgm  # `SHUT` throughout
        documents = query.documents_ready_minute + rows.document.astype(np.int64)
        mass = query.vgm_ready_minute + rows.vgm.astype(np.int64)
        return np.maximum(np.maximum(documents, mass), SHUT).astype(np.int32)

    @cached_property
    def table(self) -> NDArray[Any]:
        """The connections with what the query's limits change."""
        arrays = self.arrays
        if not self.touched:
            return arrays.table
        table = arrays.table.copy()
        cells = np.unique(np.concatenate(self.touched))
        at = arrays.position[cells]
        table["by"][at[at >= 0]] = self.by[cells[at >= 0]]
        row = np.searchsorted(arrays.rows.cell, cells.astype(np.int32), side="right") - 1
        inner = arrays.rows.call[row] > 0
        cells, row = cells[inner], row[inner]
        table["release"][arrays.position[cells - arrays.rows.runs[row]]] = self.release[cells]
        return table

    def bar(self, cells: NDArray[np.intp], by: int, *, alight: bool) -> None:
        """No boarding at these cells any more (nor riding on, if `by` is `BARRED`), and no unloading where said."""
        if not self.touched:
            self.by, self.release = self.by.copy(), self.release.copy()
        self.by[cells] = np.minimum(self.by[cells], by)
        if alight:
            self.release[cells] = NEVER
        self.touched.append(cells)


def allowed(arrays: Arrays, query: Query, register: Register) -> Allowed:
    """Only what the query's limits touch is copied; a plain query costs nothing."""
    left = Allowed(
        arrays,
        query,
        arrays.by,
        arrays.release,
        arrays.gates.columns,
        arrays.moves.minutes,
        (~arrays.rows.last).astype(np.uint8),
        arrays.hours,
        register.has_papers,
    )
    if query.cargo.dangerous:
        _earlier_if_dangerous(left)
    _bar_patterns(left, register)
    _bar_stops(left, register)
    if query.closures:
        _close(left, register)
    return left


def _earlier_if_dangerous(left: Allowed) -> None:
    rows = left.arrays.rows
    chosen = np.flatnonzero(rows.board & (rows.dangerous > rows.cargo))
    cells = rows.cells(chosen)
    row = np.repeat(chosen, rows.runs[chosen]).astype(np.int32)
    latest = left.arrays.start_of(row, cells.astype(np.int32)) + rows.departure[row] - rows.dangerous[row]
    left.bar(cells, NEVER, alight=False)
    left.by[cells] = np.minimum(left.by[cells], latest)


def _bar_patterns(left: Allowed, register: Register) -> None:
    """Whole patterns by mode, limits, capacity, attributes and names; segments by strait or canal; runs by what is
    left.
    """
    query, timetable, rows = left.query, left.arrays.timetable, left.arrays.rows
    barred = {n for mode in query.without_modes for n in register.modes.get(mode, ())}
    barred |= set(np.flatnonzero(register.capacity < query.teu).tolist())
    barred |= {n for n in register.limited if not timetable.patterns[n].limits.admit(query.cargo)}
    if query.limits:
        barred |= {n for n in register.measured if _exceeds(timetable.patterns[n], query)}
    segments: set[tuple[int, int]] = set()
    for name in query.avoid:
        barred |= register.patterns.get(name, set())
        segments |= register.segments.get(name, set())
    if barred:
        _bar_rows(left, np.isin(rows.pattern, list(barred)))
    if segments:
        _bar_rows(left, _segment_rows(left, segments), alight=False)
    for number in register.allotted:
        teu = np.asarray(timetable.patterns[number].left_teu)
        if (teu < query.teu).any():
            chosen = np.flatnonzero((rows.pattern == number) & rows.board)
            left.bar(rows.cells(chosen)[np.tile(teu < query.teu, len(chosen))], SHUT, alight=False)


def _exceeds(pattern: Pattern, query: Query) -> bool:
    return any(pattern.attributes.get(name, 0) > most for name, most in query.limits.items())


def _segment_rows(left: Allowed, segments: set[tuple[int, int]]) -> NDArray[np.bool_]:
    rows = left.arrays.rows
    chosen = np.zeros(len(rows), dtype=bool)
    for pattern, call in segments:
        chosen |= (rows.pattern == pattern) & (rows.call == call)
    return chosen


def _bar_rows(left: Allowed, chosen: NDArray[np.bool_], *, alight: bool = True) -> None:
    left.useful = np.where(chosen, 0, left.useful).astype(np.uint8)
    left.bar(left.arrays.rows.cells(np.flatnonzero(chosen)), BARRED, alight=alight)


def _bar_stops(left: Allowed, register: Register) -> None:
    """Avoided stops are not passed; where the cargo is not taken it is not handled."""
    query, stops, rows = left.query, left.arrays.timetable.stops, left.arrays.rows
    avoided: set[int] = set()
    for name in query.avoid:
        avoided |= register.stops.get(name, set())
    if avoided:
        _bar_rows(left, np.isin(rows.stop, list(avoided)))
    ends = {stops[stop].country for stop in (*query.origins, *query.destinations)}
    transit = {c: limits for c, limits in left.arrays.timetable.transit.items() if c not in ends}
    refused = {n for n in register.limited_stops if not stops[n].limits.admit(query.cargo)}
    for country, limits in transit.items():
        if not limits.admit(query.cargo):
            refused |= register.stops.get(country, set())
    if refused:
        left.bar(rows.cells(np.flatnonzero(np.isin(rows.stop, list(refused)))), SHUT, alight=True)
    _bar_moves(left, avoided | refused)


def _bar_moves(left: Allowed, stops: set[int]) -> None:
    moves = left.arrays.moves
    without = left.query.without_modes
    if not stops and not without:
        return
    modes = {n for n, move in enumerate(left.arrays.timetable.transfers) if move.mode in without}
    at = list(stops)
    barred = np.isin(left.arrays.stop[moves.origin], at) | np.isin(left.arrays.stop[moves.to], at)
    barred |= np.isin(moves.id, list(modes)) & (moves.id != NO_MOVE)
    left.move_minutes = np.where(barred, NEVER, moves.minutes).astype(np.int32)


def _close(left: Allowed, register: Register) -> None:
    closed: dict[int, list[Span]] = {}
    for closure in left.query.closures:
        stops = register.stops.get(closure.name, set())
        for stop in stops:
            closed.setdefault(stop, []).append((closure.start_minute, closure.end_minute))
        if stops:
            _close_calls(left, closure, stops)
        segments = register.segments.get(closure.name, set())
        if segments:
            _close_segments(left, closure, np.flatnonzero(_segment_rows(left, segments)))
        patterns = register.patterns.get(closure.name, set())
        if patterns:
            rows = left.arrays.rows
            _close_segments(left, closure, np.flatnonzero(np.isin(rows.pattern, list(patterns)) & ~rows.last))
    if closed:
        _close_gates(left, closed)


def _close_calls(left: Allowed, closure: Closed, stops: Iterable[int]) -> None:
    """Runs whose call touches the period sail on without it."""
    rows = left.arrays.rows
    chosen = np.flatnonzero(np.isin(rows.stop, list(stops)))
    cells, row, start = _cells(left, chosen)
    hit = (start + rows.departure[row] >= closure.start_minute) & (start + rows.arrival[row] < closure.end_minute)
    left.bar(cells[hit], SHUT, alight=True)


def _close_segments(left: Allowed, closure: Closed, chosen: Rows) -> None:
    rows = left.arrays.rows
    cells, row, start = _cells(left, chosen)
    hit = (start + rows.arrival[row + 1] > closure.start_minute) & (start + rows.departure[row] < closure.end_minute)
    left.bar(cells[hit], BARRED, alight=False)


def _cells(left: Allowed, chosen: Rows) -> tuple[NDArray[np.intp], Ints, Ints]:
    rows = left.arrays.rows
    cells = rows.cells(chosen)
    row = np.repeat(chosen, rows.runs[chosen]).astype(np.int32)
    return cells, row, left.arrays.start_of(row, cells.astype(np.int32))


def _close_gates(left: Allowed, closed: dict[int, list[Span]]) -> None:
    """What was unloaded before comes out when the place opens again; nothing is taken in meanwhile."""
    arrays = left.arrays
    hours = list(arrays.hours)
    for stop, spans in closed.items():
        opened = hours[stop]
        hours[stop] = tuple(_without(((SHUT, NEVER),) if opened is None else opened, sorted(spans)))
        cells = arrays.rows.cells(np.flatnonzero((arrays.rows.stop == stop) & arrays.rows.alight))
        still = left.release[cells] < NEVER
        left.bar(cells, NEVER, alight=False)
        left.release[cells[still]] = first_open(hours[stop] or (), left.release[cells[still]])
    left.hours = hours
    left.gates = _gates(left, closed)


def _gates(left: Allowed, closed: Iterable[int]) -> tuple[Ints, Ints, Ints]:
    """The opening hours by node, with those of some stops in the place of what they were: only these are laid out."""
    arrays = left.arrays
    nodes = sorted((node, stop) for stop in closed for node in arrays.nodes.sides(stop))
    first, opens, closes = arrays.gates.columns
    at, new = [node for node, _ in nodes], Gates([left.hours[stop] for _, stop in nodes])
    counts = np.diff(first)
    kept = np.repeat(~np.isin(np.arange(len(counts)), at), counts)
    counts[at] = np.diff(new.first)
    begins = np.concatenate(([0], np.cumsum(counts))).astype(np.int32)
    where = np.concatenate([np.arange(begins[node], begins[node + 1]) for node in at])
    fresh = np.zeros(int(begins[-1]), dtype=bool)
    fresh[where] = True
    columns = (np.empty(len(fresh), dtype=np.int32), np.empty(len(fresh), dtype=np.int32))
    for column, old, put in zip(columns, (opens, closes), (new.opens, new.closes), strict=True):
        column[~fresh], column[fresh] = old[kept], put
    return begins, *columns


def _without(hours: tuple[Span, ...], closed: list[Span]) -> Iterator[Span]:
    left = list(hours)
    for closes, reopens in closed:
        pieces = [piece for a, b in left for piece in ((a, min(b, closes)), (max(a, reopens), b))]
        left = [(a, b) for a, b in pieces if a < b]
    yield from left
