"""What-if questions: a base, what changes, and how it is compared (`docs/studies.md` is their form as files)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from landsea.planner.model.request import By

WEEKS_MAX = 26
SAMPLES_MAX = 100_000


class Sweep(StrEnum):
    """What is closed one at a time."""

    PORTS = "ports"
    FACILITIES = "facilities"
    COUNTRIES = "countries"
    SERVICES = "services"
    CARRIERS = "carriers"
    PASSAGES = "passages"


@dataclass(frozen=True, slots=True)
class Close:
    """A place, facility, country, strait, canal, service or carrier is closed from an instant up to another (`None`:
    as long as the study looks). A strike is one.
    """

    what: str
    start: datetime | None = None
    end: datetime | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class TrackPoint:
    """Where the centre of a storm is at an instant, in degrees."""

    at: datetime
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Typhoon:
    """Facilities of `kinds` within `radius_km` of the centre are closed, from `before_hours` before it comes that near
    until `after_hours` after it has left.
    """

    name: str
    track: tuple[TrackPoint, ...]
    radius_km: int
    before_hours: int = 12
    after_hours: int = 12
    kinds: tuple[str, ...] = ("sea", "river")
    line: int = 0


@dataclass(frozen=True, slots=True)
class Frequency:
    """A service departs so often a week: runs are left out or put between, evenly. 0 suspends it."""

    service: str
    per_week: int
    line: int = 0


@dataclass(frozen=True, slots=True)
class NewCall:
    """A call of a new service. Minutes count from the start of the run; `km` is the way from the call before."""

    facility: str
    arrival_minute: int
    departure_minute: int
    km: int | None = None
    cargo_lead_minutes: int = 0
    document_lead_minutes: int | None = None
    customs_lead_minutes: int | None = None


@dataclass(frozen=True, slots=True)
class NewService:
    """A service that does not exist yet, with the tariff, emission basis and limits of one that does (`like`)."""

    id: str
    name: str
    name_zh: str
    like: str
    calls: tuple[NewCall, ...]
    first: datetime
    every_days: int = 7
    carrier: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class CostChange:
    """What is paid for transport becomes so many thousandths of what it was, for a service, a carrier, a mode, or for
    all (none of them given).
    """

    permille: int
    service: str = ""
    carrier: str = ""
    mode: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class CarbonPrice:
    """Every tonne of CO2e (well to wheel) costs this besides, in minor units of the network's currency."""

    per_tonne: int
    line: int = 0


@dataclass(frozen=True, slots=True)
class Lateness:
    """Of the arrivals by a mode this share is late, by so many minutes in the mean (exponentially distributed)."""

    mode: str
    late_permille: int
    mean_minutes: int
    line: int = 0


Change: TypeAlias = Close | Typhoon | Frequency | NewService | CostChange | CarbonPrice | Lateness


@dataclass(frozen=True, slots=True)
class Demand:
    """So many TEU every week, which go the way that is best by a criterion."""

    origin: str
    destination: str
    teu: int
    by: By = By.ARRIVAL
    deadline_days: int | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Scenario:
    """Cargo stands ready at each origin at `start` and at the same time of the weeks after, and is wanted at each
    destination (none given: at every port). `changes` make the other case; with a `sweep` each single closure makes
    one more.

    `by` orders the plans: its best is the chosen one. `criteria` are those of which the best is told; the arrival
    alone is answered by scans to all places at once. `samples` journeys are simulated for each chosen plan.
    """

    name: str
    name_zh: str
    start: datetime
    weeks: int
    origins: tuple[str, ...]
    destinations: tuple[str, ...] = ()
    criteria: tuple[By, ...] = (By.ARRIVAL, By.COST, By.CO2E)
    by: By = By.ARRIVAL
    teu: int = 1
    horizon_days: int = 60
    deadline_days: int | None = None
    without_modes: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    sweep: Sweep | None = None
    sweep_start: datetime | None = None
    sweep_end: datetime | None = None
    sweep_only: tuple[str, ...] = ()
    samples: int = 0
    seed: int = 1
    demand: tuple[Demand, ...] = ()

    @property
    def scans(self) -> bool:
        """Whether one scan to all places answers it, instead of a plan for each."""
        return self.criteria == (By.ARRIVAL,) and not self.samples and not self.demand
