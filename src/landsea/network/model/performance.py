"""How late services are: published figures, and what a node has learned from its own events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from landsea.kernel import Fact

QUANTILES = 100
"""A distribution is so many equally likely delays in whole minutes, rising; negative is early."""
Quantiles = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Reliability:
    """A figure of punctuality as it is published: the share that is late by more than `window_minutes`, and how late these are on average.

    Of a mode; of one carrier of it where `carrier` (the network's agency) is given. `basis` is `published` or `assumed`.
    """

    mode: str
    carrier: str
    window_minutes: int
    late_permille: int
    late_mean_minutes: int
    period: str
    basis: str
    source: str
    note: str = ""
    note_zh: str = ""


@dataclass(frozen=True, slots=True)
class Learned:
    """Delays of one step (`arrival`, `departure`, or `handling`: minutes from a transport's arrival until its cargo is unloaded).

    The narrower names are empty where the row stands for all of them: a mode, a service, a call of it (`place`), a quarter (`season`,
    `Q1` to `Q4` of the planned time). `count` observations in `weeks` different weeks stand behind it; `own_permille` is the weight
    they have against the wider row.
    """

    step: str
    mode: str
    service: str
    place: str
    season: str
    quantiles: Quantiles
    count: int
    weeks: int
    own_permille: int

    def __post_init__(self) -> None:
        if len(self.quantiles) != QUANTILES or list(self.quantiles) != sorted(self.quantiles):
            raise ValueError(f"a distribution is {QUANTILES} rising delays")


@dataclass(frozen=True, slots=True)
class Performance:
    """Everything that was learned in one go, from planned times between `start` and `end` (RFC 3339, UTC; empty
    where events that taught something were taken back).

    `common_permille` is the correlation of the delays of calls at one place in one week, `along_permille` that of the arrivals which one
    journey meets one after the other. `basis` says in words what it rests on.
    """

    start: str
    end: str
    observations: int
    common_permille: int
    along_permille: int
    basis: str
    rows: tuple[Learned, ...]


@dataclass(frozen=True)
class PerformanceRecorded(Fact):
    """What was learned replaces what was learned before. `digest` names the blob with the rows. Stream `performance`."""

    kind: ClassVar[str] = "performance-recorded/1"
    digest: str
    start: str
    end: str
    observations: int
    rows: int
    common_permille: int
    along_permille: int
    basis: str
