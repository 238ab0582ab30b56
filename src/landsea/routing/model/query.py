"""What is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from landsea.routing.model.values import Cargo, bad

COUNT_MAX = 200


@dataclass(frozen=True, slots=True)
class Closed:
    """A place, country, strait or canal, service or carrier, closed from a minute up to, and without, another.

    At a closed place (or in a closed country) runs that touch the period neither load nor unload, they sail on; it
    takes in and gives out nothing. What is closed otherwise is not travelled: no segment of it in the period.
    """

    name: str
    start_minute: int
    end_minute: int

    def __post_init__(self) -> None:
        if self.start_minute >= self.end_minute:
            raise bad(self.name, "closure", "it ends before it starts", "Let it end later.")


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How much worse an itinerary in the answer may be than one left out, at once in all criteria. The amounts are
    shares of the least possible, in thousandths; `risk` in millionths of -ln(chance).
    """

    minutes: int = 240
    cost_permille: int = 10
    co2e_permille: int = 10
    risk: int = 20_000


USUAL = Tolerance()
EXACT = Tolerance(0, 0, 0, 0)


ANY_CARGO = Cargo()


@dataclass(frozen=True, slots=True)
class Query:
    """Cargo of `teu` stands ready at any of `origins` at `ready_minute`, its documents at `documents_minute` and its
    verified gross mass at `vgm_minute` (then at the latest known).

    It must be available at one of `destinations` not later than `deadline_minute` and within `horizon_days`. A mode in
    `without_modes` is not used. A place or country in `avoid` is neither handled at nor passed on board; a strait,
    canal, service or carrier in it is not used. No vessel or train is taken whose attribute exceeds one of `limits`.
    `changes_max` counts changes between services, not transfers. At most `count` itineraries are returned, within
    `tolerance` of all there are; `exact` asks for all of them.
    """

    origins: tuple[int, ...]
    destinations: tuple[int, ...]
    ready_minute: int
    teu: int = 1
    documents_minute: int | None = None
    without_modes: frozenset[str] = frozenset()
    avoid: frozenset[str] = frozenset()
    deadline_minute: int | None = None
    horizon_days: int = 120
    changes_max: int | None = None
    vgm_minute: int | None = None
    cargo: Cargo = ANY_CARGO
    closures: tuple[Closed, ...] = ()
    limits: Mapping[str, int] = field(default_factory=dict)
    exact: bool = False
    tolerance: Tolerance = USUAL
    count: int = 12

    def __post_init__(self) -> None:
        if not self.origins or not self.destinations or set(self.origins) & set(self.destinations):
            raise bad(
                self.origins, "journey", "it needs an origin and another destination", "Name two different places."
            )
        if self.teu < 1 or self.horizon_days < 1 or (self.changes_max or 0) < 0:
            raise bad(self.teu, "query", "TEU and horizon start at 1 and changes at 0", "Give larger numbers.")
        if not 1 <= self.count <= COUNT_MAX:
            raise bad(self.count, "number of itineraries", f"it must be from 1 to {COUNT_MAX}", "Ask for fewer.")

    @property
    def documents_ready_minute(self) -> int:
        return self.ready_minute if self.documents_minute is None else self.documents_minute

    @property
    def vgm_ready_minute(self) -> int:
        return self.ready_minute if self.vgm_minute is None else self.vgm_minute
