"""What a study found: all numbers as they were computed, in a form that is kept, drawn and exported."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Chance:
    """How the simulated journeys of a plan ended: minutes from ready to available, at these shares of all journeys
    (`None`: so many are stranded), and thousandths on time (`None`: no deadline) and stranded.
    """

    p10: int | None
    p50: int | None
    p90: int | None
    on_time_permille: int | None
    stranded_permille: int


@dataclass(frozen=True, slots=True)
class Way:
    """An itinerary: minutes from ready to available, cost in minor units and grams of CO2e for all TEU (`None`: not
    asked for), changes, and the services it takes in order.
    """

    minutes: int
    cost: int | None = None
    co2e_grams: int | None = None
    changes: int | None = None
    via: tuple[str, ...] = ()
    chance: Chance | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """One origin, destination and week (from 0), before and after: the best way by each criterion; empty where there is
    none.
    """

    variant: int
    origin: str
    destination: str
    week: int
    before: dict[str, Way]
    after: dict[str, Way]


@dataclass(frozen=True, slots=True)
class Later:
    """By how many minutes a place is reached later (below 0: earlier), in the mean of the weeks in which it is reached
    before and after.
    """

    origin: str
    place: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Effect:
    """What one variant does. Counts are of (origin, destination, week); means are over those with a way before and after, by the
    chosen plan. `closed` is what a sweep closed.

    `lost` names (origin, place) reached before and not after in at least one week; the closed place itself is told by `itself`, not
    among them. `later` are those whose arrival moved, worst first.
    """

    number: int
    name: str
    name_zh: str
    closed: str
    compared: int
    lost_count: int
    later_count: int
    earlier_count: int
    missed_count: int
    mean_minutes: int
    worst_minutes: int
    mean_cost: int | None
    mean_co2e_grams: int | None
    itself: bool
    lost: tuple[tuple[str, str], ...]
    later: tuple[Later, ...]


@dataclass(frozen=True, slots=True)
class DemandEffect:
    """TEU of all weeks: those that go another way than before, that have none any more, and that miss their deadline
    and did not before.
    """

    origin: str
    destination: str
    teu: int
    shifted_teu: int
    lost_teu: int
    missed_teu: int


@dataclass(frozen=True, slots=True)
class Volume:
    """TEU of all weeks on a service."""

    service: str
    name: str
    name_zh: str
    before_teu: int
    after_teu: int


@dataclass(frozen=True, slots=True)
class Named:
    """A place's names, and where it is in microdegrees."""

    name: str
    name_zh: str
    latitude_udeg: int
    longitude_udeg: int


@dataclass(frozen=True, slots=True)
class StudyResult:
    """`effects` by variant (for a sweep: worst first), `pairs` those that differ (without a sweep: all). `digest` names scenario and
    network; `scenario` is the file it was run from.
    """

    digest: str
    scenario: str
    name: str
    name_zh: str
    network: str
    basis: str
    basis_zh: str
    currency: str
    start: datetime
    weeks: int
    by: str
    criteria: tuple[str, ...]
    origins: tuple[str, ...]
    destinations: tuple[str, ...]
    sweep: str | None
    deadline_days: int | None
    samples: int
    effects: tuple[Effect, ...]
    pairs: tuple[Pair, ...]
    demand: tuple[DemandEffect, ...] = ()
    volumes: tuple[Volume, ...] = ()
    places: dict[str, Named] = field(default_factory=dict)

    def best_changes(self) -> dict[str, int]:
        """The mean change of the lowest cost (minor units) and the lowest CO2e (grams), whichever way has it, where another measure chooses
        the way: what is chosen by arrival need not cost less when costs fall. Not of sweeps, which keep only what changed.
        """
        if self.sweep is not None:
            return {}
        figures: dict[str, list[int]] = {}
        for name in (one for one in ("cost", "co2e") if one in self.criteria and one != self.by):
            for pair in (pair for pair in self.pairs if name in pair.before and name in pair.after):
                before, after = (
                    way.cost if name == "cost" else way.co2e_grams for way in (pair.before[name], pair.after[name])
                )
                if before is not None and after is not None:
                    figures.setdefault(name, []).append(after - before)
        return {name: round(sum(found) / len(found)) for name, found in figures.items()}
