"""Columns as the kernels read them: made once for a timetable and plain or compiled kernels."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from landsea.routing.arrays import NEVER, SHUT, Arrays
from landsea.routing.compiled import Kernels
from landsea.routing.kernels import ORIGIN
from landsea.routing.model import Delay

SCANNED_MAX = (1 << 31) - 1


class Scratch:
    """What a scan writes and nobody reads after it, for one scan at a time: to make it anew takes longer than many a scan."""

    def __init__(self, arrays: Arrays, kernels: Kernels) -> None:
        nodes, self._trips = len(arrays.stop), int(arrays.trip[-1])
        self._connections = len(arrays.table)
        self._kernels = kernels
        self._base = 0
        self.boarded: Any = None
        self.stack, self.waiting = kernels.filled(nodes, 0), kernels.filled(nodes, 0)

    def columns(self) -> tuple[Any, ...]:
        """`base`, higher than anything that earlier scans wrote into `boarded`, and the columns."""
        self._base += self._connections
        if self.boarded is None or self._base + self._connections > SCANNED_MAX:
            self._base, self.boarded = 0, self._kernels.filled(self._trips, -1)
        return self._base, self.boarded, self.stack, self.waiting


class Columns:
    """Tuples of columns in the order of the kernels' arguments."""

    def __init__(self, arrays: Arrays, kernels: Kernels) -> None:
        self.arrays = arrays
        self.kernels = kernels
        self.scratch: list[Scratch] = []
        """Those that no scan uses now; a thread takes one or makes one, and leaves it when its scan is over."""

    @cached_property
    def chances(self) -> tuple[Any, ...]:
        """Quantiles and risks by delay, which delay is no worse than which, and their number."""
        delays = self.arrays.timetable.delays
        first = np.concatenate(([0], np.cumsum([len(one.quantiles) for one in delays]))).astype(np.int64)
        quantiles = np.array([q for one in delays for q in one.quantiles], dtype=np.int64)
        risks = np.array([r for one in delays for r in one.risks()], dtype=np.int64)
        return (*self.kernels.columns((first, quantiles, risks, no_worse(delays))), len(delays))

    @cached_property
    def rides(self) -> tuple[Any, ...]:
        """Of rows: amounts and where they lead, as `search` reads them after `release`."""
        rows = self.arrays.rows
        return self.kernels.columns(
            (
                rows.into,
                rows.alight.astype(np.int32),
                rows.delay,
                rows.cost,
                rows.co2e,
                rows.load_cost,
                rows.unload_cost,
                rows.fee,
                rows.load_co2e,
                rows.unload_co2e,
            )
        )

    @cached_property
    def boards(self) -> tuple[Any, ...]:
        """Which rows leave from a node, their cells, trips and starts."""
        arrays, rows = self.arrays, self.arrays.rows
        last = rows.last.astype(np.int32)
        return self.kernels.columns(
            (*arrays.boards, rows.cell, rows.runs, last, rows.variant, arrays.trip, arrays.starts)
        )

    @cached_property
    def departures(self) -> tuple[Any, ...]:
        return self.kernels.columns((self.arrays.rows.departure, self.arrays.by))

    @cached_property
    def table(self) -> Any:
        """The connections, for `scan`."""
        return self.kernels.table(self.arrays.table)

    @cached_property
    def papers(self) -> tuple[Any, ...]:
        """By connection its row; by row how long before departure documents and verified gross mass are due."""
        rows = self.arrays.rows
        return self.kernels.columns((self.arrays.row, rows.document, rows.vgm))

    @cached_property
    def leads(self) -> tuple[int, int]:
        """The longest of these times."""
        rows = self.arrays.rows
        return int(rows.document.max(initial=SHUT)), int(rows.vgm.max(initial=SHUT))

    @cached_property
    def unreached(self) -> Any:
        """By node, before a scan: no minute at which it is reached. To be copied, which is faster than to fill."""
        return self.kernels.filled(len(self.arrays.stop), NEVER)

    @cached_property
    def unridden(self) -> Any:
        """By node, before a scan: no connection by which it is reached."""
        return self.kernels.filled(len(self.arrays.stop), ORIGIN)

    @cached_property
    def waiting(self) -> tuple[Any, ...]:
        """By node: storage a day, free minutes, the dearest storage cargo can be moved to from there, and no grace."""
        rate, free = self._storage()
        return self.kernels.columns((rate, free, exposed(self.arrays, rate), np.zeros_like(rate)))

    @cached_property
    def waiting_about(self) -> tuple[Any, ...]:
        """The same where an answer need not be exact: a difference within the free time is taken to cost nothing, nor
        does one that a closed gate may make.
        """
        rate, free = self._storage()
        known = exposed(self.arrays, rate)
        return self.kernels.columns((rate, free, np.where(known == NEVER, 0, known), free))

    def _storage(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        stops = [self.arrays.timetable.stops[n] for n in self.arrays.stop]
        rate = np.array([stop.storage_cost_day for stop in stops], dtype=np.int64)
        return rate, np.array([stop.free_minutes for stop in stops], dtype=np.int64)

    @cached_property
    def moves(self) -> tuple[Any, ...]:
        moves = self.arrays.moves
        return self.kernels.columns((moves.first, moves.to, moves.origin, moves.cost, moves.co2e))

    @cached_property
    def bounds(self) -> tuple[Any, ...]:
        """Of rows, as `bounds` reads them after `useful`."""
        rows, stops = self.arrays.rows, self.arrays.timetable.stops
        first = np.flatnonzero(np.r_[True, rows.variant[1:] != rows.variant[:-1]]) if len(rows) else np.array([0])
        clearing = np.array([stop.customs_minutes for stop in stops], dtype=np.int64)[rows.stop]
        lead = np.maximum(rows.cargo, np.where(rows.customs == SHUT, 0, rows.customs + clearing))
        flags = [rows.board.astype(np.int32), rows.alight.astype(np.int32)]
        columns = [rows.arrival, rows.departure, rows.unload, lead.astype(np.int64), *flags, rows.out, rows.into]
        columns += [rows.cost, rows.co2e, rows.load_cost, rows.unload_cost, rows.fee, rows.load_co2e, rows.unload_co2e]
        return self.kernels.columns((np.append(first, len(rows)).astype(np.int64),)), self.kernels.columns(columns)


def no_worse(delays: Sequence[Delay]) -> NDArray[np.int8]:
    """Flat matrix: whether the first delay is, at every chance, not above the second."""
    count = len(delays)
    matrix = np.eye(count, dtype=np.int8)
    lengths = np.array([len(one.quantiles) for one in delays])
    for length in set(lengths.tolist()):
        same = np.flatnonzero(lengths == length)
        table = np.array([delays[int(n)].quantiles for n in same])
        for n, quantiles in zip(same, table, strict=True):
            matrix[n, same] = (quantiles <= table).all(axis=1)
    latest = np.array([one.quantiles[-1] for one in delays])
    earliest = np.array([one.quantiles[0] for one in delays])
    matrix |= (latest[:, None] <= earliest[None, :]).astype(np.int8)
    return matrix.reshape(-1)


def exposed(arrays: Arrays, rate: NDArray[np.int64]) -> NDArray[np.int64]:
    """The dearest storage a day at a node or where cargo can be moved from it. Behind a closed gate a small difference
    can grow to any length; then nothing bounds it.
    """
    moves, count = arrays.moves, len(rate)
    gated = np.diff(arrays.gates.first) > 0
    ahead = np.zeros(count, dtype=np.int64)
    behind_gate = np.zeros(count, dtype=bool)
    while True:
        further, gates = ahead.copy(), behind_gate.copy()
        np.maximum.at(further, moves.origin, np.maximum(rate, ahead)[moves.to])
        np.logical_or.at(gates, moves.origin, (gated | behind_gate)[moves.to])
        if np.array_equal(further, ahead) and np.array_equal(gates, behind_gate):
            return np.where(behind_gate & (ahead > 0), NEVER, np.maximum(rate, ahead))
        ahead, behind_gate = further, gates
