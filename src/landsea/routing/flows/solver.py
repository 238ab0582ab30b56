"""HiGHS behind arrays: a minimising linear program whose columns can be added to, and its optimum with duals.

`highspy` is imported when the first program is built, so that whoever does not allocate flows does without it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
INFINITE = float("inf")
INTERIOR_POINT_COLUMNS = 20_000
"""From this size on the interior point method (with crossover to a basis) beats simplex."""


class NotSolved(RuntimeError):
    """The solver ended without an optimum of a program that has one."""


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """Compressed columns: entries `starts[c]` up to `starts[c + 1]` of `rows` and `values` belong to column `c`."""

    costs: Floats
    lower: Floats
    upper: Floats
    starts: Ints
    rows: Ints
    values: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """`duals` go by row: what the minimum gains from one more on its right-hand side (at most 0 for `<=` rows)."""

    objective: float
    x: Floats
    duals: Floats


class Program:
    """One linear program, solved again and again from its last basis."""

    def __init__(self, row_lower: Floats, row_upper: Floats, columns: Columns) -> None:
        import highspy

        self._api = highspy
        make: Any = highspy.Highs
        self._highs = make()
        for option, value in (("output_flag", False), ("threads", 1), ("random_seed", 0)):
            self._highs.setOptionValue(option, value)
        self.rows, self.columns = len(row_lower), len(columns.costs)
        self._check(self._highs.passModel(self._model(row_lower, row_upper, columns)))
        self._fresh = True

    def add(self, columns: Columns) -> None:
        count = len(columns.costs)
        self._check(
            self._highs.addCols(
                count,
                columns.costs,
                columns.lower,
                columns.upper,
                len(columns.rows),
                columns.starts[:-1].astype(np.int32),
                columns.rows.astype(np.int32),
                columns.values,
            )
        )
        self.columns += count

    def solve(self) -> Solution:
        """The optimum; a program built here is always feasible and bounded."""
        large = self._fresh and self.columns >= INTERIOR_POINT_COLUMNS
        self._highs.setOptionValue("solver", "ipm" if large else "simplex")
        self._highs.setOptionValue(
            "simplex_strategy", 1 if self._fresh else 4
        )  # a basis with new columns is primal feasible
        self._fresh = False
        self._check(self._highs.run())
        if self._highs.getModelStatus() != self._api.HighsModelStatus.kOptimal:
            raise NotSolved(str(self._highs.getModelStatus()))
        found = self._highs.getSolution()
        objective = float(self._highs.getInfo().objective_function_value)
        return Solution(objective, np.array(found.col_value), np.array(found.row_dual))

    def highest(self, rows: Ints) -> Floats:
        """For each row the right-hand side up to which its dual stays what it is (ranging of the optimal basis)."""
        status, ranging = self._highs.getRanging()
        if (
            status == self._api.HighsStatus.kError
        ):  # presolve solved it all, so that there is no factor of the basis yet
            self._highs.setOptionValue("presolve", "off")
            self._check(self._highs.run())
            status, ranging = self._highs.getRanging()
        self._check(status)
        return np.array(ranging.row_bound_up.value_)[rows]

    def _model(self, row_lower: Floats, row_upper: Floats, columns: Columns) -> Any:
        model = self._api.HighsLp()
        model.num_col_, model.num_row_ = self.columns, self.rows
        model.col_cost_, model.col_lower_, model.col_upper_ = columns.costs, columns.lower, columns.upper
        model.row_lower_, model.row_upper_ = row_lower, row_upper
        model.a_matrix_.format_ = self._api.MatrixFormat.kColwise
        model.a_matrix_.start_ = columns.starts.astype(np.int32)
        model.a_matrix_.index_ = columns.rows.astype(np.int32)
        model.a_matrix_.value_ = columns.values
        return model

    def _check(self, status: Any) -> None:
        if status == self._api.HighsStatus.kError:
            raise NotSolved("the solver refused the program")
