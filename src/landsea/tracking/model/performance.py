"""What is learned of punctuality from events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

_EPOCH = datetime(1970, 1, 5, tzinfo=UTC)
"""A Monday."""


@dataclass(frozen=True, slots=True)
class Observation:
    """How late one call was, or how long its handling took.

    `step` is `arrival`, `departure` (minutes against the time first announced) or `handling` (minutes from arrival until half of the
    boxes reported were unloaded). `mode` is the network's word; `run` (the voyage) joins calls of one run, empty where it is not known.
    No container, party or booking is in it.
    """

    step: str
    mode: str
    service: str
    place: str
    planned: datetime
    minutes: int
    run: str = ""

    @property
    def season(self) -> str:
        return f"Q{(self.planned.astimezone(UTC).month + 2) // 3}"

    @property
    def week(self) -> int:
        return (self.planned - _EPOCH).days // 7


@dataclass(frozen=True, slots=True)
class Spread:
    """A distribution of a group of observations, mixed with the wider group's: 100 equally likely minutes, rising.

    `name` is what the group has in common: (step, mode[, service[, place[, season]]]). `weight` is the share its own observations have.
    """

    name: tuple[str, ...]
    quantiles: tuple[int, ...]
    count: int
    weeks: int
    weight: float
