"""Bars in the cells of a table: their widths in per cent of the longest."""

from __future__ import annotations

from collections.abc import Sequence


def bars(values: Sequence[int | float]) -> list[float]:
    """Widths by size, whatever the sign; all 0 where every value is 0."""
    longest = max((abs(value) for value in values), default=0)
    return [round(100 * abs(value) / longest, 1) if longest else 0.0 for value in values]
