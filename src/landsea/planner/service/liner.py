"""A LINERLIB folder as a study: the container flow over published services, its optimum beside the published one, and every cost beside
its own computation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from time import monotonic

from landsea.kernel import BadSource, Finding
from landsea.planner.model.liner import (
    LinerCosts,
    LinerDemand,
    LinerInstance,
    LinerPort,
    PublishedResult,
    Rotation,
)
from landsea.planner.service.liner_costs import PORT_HOURS, costs, legs, passage
from landsea.planner.service.liner_files import find_file, read_instance, read_services, unknown
from landsea.routing.flows import (
    MILLI,
    WEEK_MINUTES,
    Allocation,
    Demand,
    FlowNetwork,
    FlowPort,
    FlowService,
    Infeasible,
    Objective,
    allocate,
)

REJECTION_PENALTY = 1000
"""US dollars per FFE left behind: the benchmark's goodwill penalty."""
CENTS = 100
DAY_MINUTES = 1440
BASE_LOGS = {
    "Baltic": "Baltic_best_base.log",
    "WAF": "WAF_base_best.log",
    "Mediterranean": "Med_base_best.log",
    "Pacific": "Pacific_base_best.log",
    "WorldSmall": "WorldSmall_Best_Base.log",
    "EuropeAsia": "EuropeAsia_pid_26674_12.log",
}
"""The published result of each instance's base case."""


@dataclass(frozen=True, slots=True)
class LinerStudy:
    """`own` are the services' costs as computed here. `published` is `None` where services came without results; `seconds` are those of
    the allocation.
    """

    instance: LinerInstance
    rotations: tuple[Rotation, ...]
    network: FlowNetwork
    demands: tuple[Demand, ...]
    allocation: Allocation
    own: LinerCosts
    published: PublishedResult | None
    seconds: float
    findings: tuple[Finding, ...]

    @property
    def flow_part(self) -> Decimal:
        """Revenue less handling, transhipment and penalties at the optimum, US dollars per week."""
        return Decimal(round(self.allocation.value)) / CENTS

    @property
    def objective(self) -> Decimal:
        """The flow part less the services' costs: the published ones, or ours where none are."""
        return self.flow_part - (self.published.costs if self.published else self.own).total

    @property
    def difference(self) -> Decimal | None:
        """Of the flow parts, relative to the published one: its objective before its costs."""
        if self.published is None:
            return None
        theirs = self.published.objective + self.published.costs.total
        return (self.flow_part - theirs) / abs(theirs)


def study_linerlib(
    folder: Path, name: str, *, services: Path | None = None, demand: Path | None = None, limits: bool = False
) -> LinerStudy:
    """Allocates an instance's demand to the services of a published log, or of a rots.json.

    The folder is the benchmark's own, or its `data`. `services` and `demand` replace the base log and the instance's demand. `limits` keeps
    the demand's transit times, which published results do not. Raises `BadSource` with every row that cannot be read.
    """
    instance, findings = read_instance(folder, name, demand)
    rotations, published, more = read_services(services or find_file(folder, BASE_LOGS.get(name, f"{name}.log")))
    findings += [*more, *unknown(instance, rotations)]
    if any(finding.error for finding in findings):
        raise BadSource(str(folder), findings)
    network, demands = network_of(instance, rotations, limits)
    started = monotonic()
    answer = allocate(network, demands, Objective.MARGIN, ranging=False)
    if isinstance(answer, Infeasible):
        raise AssertionError("no demand of the benchmark is forced")
    own = costs(instance, rotations)
    return LinerStudy(
        instance, rotations, network, demands, answer, own, published, monotonic() - started, tuple(findings)
    )


def network_of(
    instance: LinerInstance, rotations: Sequence[Rotation], limits: bool
) -> tuple[FlowNetwork, tuple[Demand, ...]]:
    """The services as a flow network. Transit times count from the first departure; a change of vessel waits half a week on average, since
    the benchmark has frequencies, not clock times.
    """
    codes = {one.origin for one in instance.demands} | {one.destination for one in instance.demands}
    codes |= {call for rotation in rotations for call in rotation.calls}
    number = {code: n for n, code in enumerate(sorted(codes))}
    network = FlowNetwork(
        ports=tuple(_port(instance.ports[code]) for code in number),
        services=tuple(_service(instance, rotation, number) for rotation in rotations),
        unit="FFE",
        currency="USD",
        count_first_wait=False,
    )
    return network, tuple(_demand(one, number, limits) for one in instance.demands)


def _port(port: LinerPort) -> FlowPort:
    full, changed = (port.full_cost or 0) * CENTS, (port.transhipment_cost or 0) * CENTS
    return FlowPort(port.code, full, full, changed)


def _service(instance: LinerInstance, rotation: Rotation, number: dict[str, int]) -> FlowService:
    calls, vessel = rotation.calls, instance.class_of(rotation.capacity_ffe)
    hours = (passage(instance, a, b, vessel).miles / rotation.speed for a, b in legs(calls))
    return FlowService(
        id=rotation.id,
        calls=tuple(number[call] for call in calls),
        minutes=tuple(max(1, round(one * 60)) for one in hours),
        costs=(0,) * len(calls),
        capacities=(rotation.capacity_ffe * MILLI,) * len(calls),
        round=True,
        dwell_minutes=(PORT_HOURS * 60,) * len(calls),
        wait_minutes=(WEEK_MINUTES // 2,) * len(calls),
        run=rotation.capacity_ffe * MILLI,
    )


def _demand(one: LinerDemand, number: dict[str, int], limits: bool) -> Demand:
    return Demand(
        id=f"{one.origin}-{one.destination}",
        origin=number[one.origin],
        destination=number[one.destination],
        quantity=one.milli_ffe,
        revenue=one.revenue * CENTS,
        limit_minutes=one.transit_days * DAY_MINUTES if limits else None,
        penalty=REJECTION_PENALTY * CENTS,
    )
