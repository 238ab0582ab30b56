"""An instance of LINERLIB, the public benchmark of liner shipping network design: ports, distances, demand, fleet, services.

Units are the benchmark's: forty-foot units (FFE) per week, here in thousandths, whole US dollars, nautical miles, knots, days, tonnes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class LinerPort:
    """Costs per full container and, for a call, fixed and per FFE of the vessel's capacity (the fixed part is a fitted intercept and may be
    negative). Ports that no instance uses, and waypoints, have none.
    """

    code: str
    name: str
    draft_metres: Decimal | None
    full_cost: int | None
    transhipment_cost: int | None
    call_cost: int | None
    call_cost_ffe: int | None

    @property
    def has_costs(self) -> bool:
        return None not in (self.full_cost, self.transhipment_cost, self.call_cost, self.call_cost_ffe)


@dataclass(frozen=True, slots=True)
class LinerPassage:
    """One way between two ports; `draft_metres` is the deepest it takes (`None`: any)."""

    miles: int
    draft_metres: Decimal | None = None
    panama: bool = False
    suez: bool = False


@dataclass(frozen=True, slots=True)
class LinerDemand:
    origin: str
    destination: str
    milli_ffe: int
    revenue: int
    transit_days: int


@dataclass(frozen=True, slots=True)
class VesselClass:
    """`panama_fee` and `suez_fee` are those of one passage; `None`: the class does not fit."""

    name: str
    capacity_ffe: int
    charter_day: int
    draft_metres: Decimal
    speed_min: Decimal
    speed_max: Decimal
    speed_design: Decimal
    fuel_tonnes_day: Decimal
    idle_tonnes_day: Decimal
    panama_fee: int | None
    suez_fee: int | None


@dataclass(frozen=True, slots=True)
class Rotation:
    """A published weekly service: its round of calls, the vessels that make it weekly, and their speed in knots."""

    id: str
    capacity_ffe: int
    vessels: int
    calls: tuple[str, ...]
    speed: Decimal
    line: int = 0


@dataclass(frozen=True, slots=True)
class LinerCosts:
    """US dollars per week."""

    charter: Decimal
    bunker: Decimal
    port_calls: Decimal
    canals: Decimal

    @property
    def total(self) -> Decimal:
        return self.charter + self.bunker + self.port_calls + self.canals


@dataclass(frozen=True, slots=True)
class PublishedResult:
    """The totals at the end of a published log, as printed (six digits); `None` for those that it leaves out."""

    objective: Decimal
    revenue: Decimal | None
    handling: Decimal | None
    penalty: Decimal | None
    costs: LinerCosts


@dataclass(frozen=True, slots=True)
class LinerInstance:
    """`passages` holds both directions of each pair of ports; `fleet` the number of vessels by class."""

    name: str
    ports: Mapping[str, LinerPort]
    passages: Mapping[tuple[str, str], tuple[LinerPassage, ...]]
    demands: tuple[LinerDemand, ...]
    classes: Mapping[str, VesselClass]
    fleet: Mapping[str, int]

    def class_of(self, capacity_ffe: int) -> VesselClass | None:
        return next((one for one in self.classes.values() if one.capacity_ffe == capacity_ffe), None)
