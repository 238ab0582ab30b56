"""A LINERLIB folder as a study: the container flow over published services, its optimum beside the published one, and every cost beside
its own computation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from time import monotonic
from typing import TypeVar

from landsea.kernel import BadSource, Finding
from landsea.planner.model.liner import (
    LinerCosts,
    LinerDemand,
    LinerInstance,
    LinerPassage,
    LinerPort,
    PublishedResult,
    Rotation,
    VesselClass,
)
from landsea.planner.wire import linerlib
from landsea.planner.wire.linerlib_log import parse_log
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

T = TypeVar("T")
REJECTION_PENALTY = 1000
"""US dollars per FFE left behind: the benchmark's goodwill penalty."""
CENTS = 100
BUNKER_TONNE = 600
"""US dollars; the benchmark's price."""
PORT_HOURS = 24
"""The benchmark's time of a port call."""
DAY_MINUTES = 1440
WEEK_HOURS = 168
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
    rotations, published, more = _read_services(services or _find(folder, BASE_LOGS.get(name, f"{name}.log")))
    findings += [*more, *_unknown(instance, rotations)]
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


def read_instance(folder: Path, name: str, demand: Path | None = None) -> tuple[LinerInstance, list[Finding]]:
    """What the folder holds of an instance, and everything that is wrong with it."""
    findings: list[Finding] = []

    def read(file: str | Path, parse: Callable[[str, str], tuple[T, list[Finding]]]) -> T:
        path = file if isinstance(file, Path) else _find(folder, file)
        parsed, wrong = parse(_text(path), path.name)
        findings.extend(wrong)
        return parsed

    instance = LinerInstance(
        name=name,
        ports=read("ports.csv", linerlib.parse_ports),
        passages=read("dist_dense.csv", linerlib.parse_passages),
        demands=read(demand or f"Demand_{name}.csv", linerlib.parse_demand),
        classes=read("fleet_data.csv", linerlib.parse_classes),
        fleet=read(f"fleet_{name}.csv", linerlib.parse_fleet),
    )
    return instance, findings + list(_strangers(instance))


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
    hours = (passage(instance, a, b, vessel).miles / rotation.speed for a, b in _legs(calls))
    return FlowService(
        id=rotation.id,
        calls=tuple(number[call] for call in calls),
        minutes=tuple(max(1, round(one * 60)) for one in hours),
        costs=(0,) * len(calls),
        capacities=(rotation.capacity_ffe * MILLI,) * len(calls),
        round=True,
        dwell_minutes=(PORT_HOURS * 60,) * len(calls),
        wait_minutes=(WEEK_MINUTES // 2,) * len(calls),
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


def costs(instance: LinerInstance, rotations: Sequence[Rotation]) -> LinerCosts:
    """What the services cost per week: one round trip of each, and the charter of all its vessels."""
    each = [_costs(instance, rotation) for rotation in rotations]
    sums = (sum((getattr(one, kind) for one in each), Decimal(0)) for kind in LinerCosts.__dataclass_fields__)
    return LinerCosts(*sums)


def _costs(instance: LinerInstance, rotation: Rotation) -> LinerCosts:
    vessel = instance.class_of(rotation.capacity_ffe)
    if vessel is None:
        raise AssertionError("classes are checked before")
    ways = [passage(instance, a, b, vessel) for a, b in _legs(rotation.calls)]
    miles = sum(way.miles for way in ways)
    speed = speed_of(rotation, vessel, miles)
    burnt = vessel.fuel_tonnes_day * (speed / vessel.speed_design) ** 3 * miles / speed / 24
    idle = vessel.idle_tonnes_day * len(rotation.calls)
    ports = (instance.ports[call] for call in rotation.calls)
    fees = sum((vessel.panama_fee or 0) * way.panama + (vessel.suez_fee or 0) * way.suez for way in ways)
    return LinerCosts(
        charter=Decimal(rotation.vessels * vessel.charter_day * 7),
        bunker=BUNKER_TONNE * (burnt + idle),
        port_calls=Decimal(
            sum((port.call_cost or 0) + (port.call_cost_ffe or 0) * vessel.capacity_ffe for port in ports)
        ),
        canals=Decimal(fees),
    )


def speed_of(rotation: Rotation, vessel: VesselClass, miles: int) -> Decimal:
    """Knots with which so many vessels keep a weekly service, at least the slowest of the class."""
    hours = rotation.vessels * WEEK_HOURS - PORT_HOURS * len(rotation.calls)
    return max(vessel.speed_min, Decimal(miles) / hours) if hours > 0 else rotation.speed


def passage(instance: LinerInstance, origin: str, destination: str, vessel: VesselClass | None) -> LinerPassage:
    """The shortest way that the vessel's draft, and its canal fees, allow."""
    ways = instance.passages[origin, destination]
    return min(
        (way for way in ways if vessel is None or _fits(way, vessel)), key=lambda way: way.miles, default=ways[0]
    )


def _fits(way: LinerPassage, vessel: VesselClass) -> bool:
    deep = way.draft_metres is None or vessel.draft_metres <= way.draft_metres
    return deep and not (way.panama and vessel.panama_fee is None) and not (way.suez and vessel.suez_fee is None)


def _legs(calls: Sequence[str]) -> Iterator[tuple[str, str]]:
    return pairwise((*calls, calls[0]))


def _strangers(instance: LinerInstance) -> Iterator[Finding]:
    source = f"Demand_{instance.name}.csv"
    for code in sorted({code for one in instance.demands for code in (one.origin, one.destination)}):
        if not _priced(instance, code):
            yield Finding(
                source, 0, "", f"Port {code} is not in ports.csv with its costs.", "Add it or correct the code."
            )
    for name in instance.fleet:
        if name not in instance.classes:
            yield Finding(
                f"fleet_{instance.name}.csv", 0, "", f"Class {name} is not in fleet_data.csv.", "Add it there."
            )


def _priced(instance: LinerInstance, code: str) -> bool:
    return code in instance.ports and instance.ports[code].has_costs


def _unknown(instance: LinerInstance, rotations: Sequence[Rotation]) -> Iterator[Finding]:
    """What the services refer to and the tables do not have; more vessels than there are is advice."""
    for one in rotations:
        source, mend = f"service {one.id}", "Use the services of this instance, or complete the tables."
        if instance.class_of(one.capacity_ffe) is None:
            yield Finding(source, one.line, "capacity", f"No class has {one.capacity_ffe} FFE.", mend)
        for a, b in _legs(one.calls):
            if not _priced(instance, a):
                yield Finding(source, one.line, "calls", f"Port {a} is not in ports.csv with its costs.", mend)
            elif (a, b) not in instance.passages:
                yield Finding(source, one.line, "calls", f"There is no distance from {a} to {b}.", mend)
    for name, count in instance.fleet.items():
        capacity = instance.classes[name].capacity_ffe if name in instance.classes else None
        used = sum(one.vessels for one in rotations if one.capacity_ffe == capacity)
        if used > count:
            what = f"The services use {used} vessels of {name}; there are {count}."
            yield Finding(
                f"fleet_{instance.name}.csv", 0, "Quantity", what, "Take the services of this case.", error=False
            )


def _read_services(path: Path) -> tuple[tuple[Rotation, ...], PublishedResult | None, list[Finding]]:
    if path.suffix == ".json":
        rotations, findings = linerlib.parse_rotations(_text(path), path.name)
        return rotations, None, findings
    return parse_log(_text(path), path.name)


def _find(folder: Path, file: str) -> Path:
    """The file of that name in the folder or, the first by path, below it."""
    for path in (folder / file, folder / "data" / file, *sorted(folder.glob(f"**/{file}"))):
        if path.is_file():
            return path
    raise BadSource(str(folder), [Finding(file, 0, "", "There is no such file.", "Name the benchmark's folder.")])


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        what = f"It cannot be read as UTF-8 text ({type(error).__name__})."
        raise BadSource(path.name, [Finding(path.name, 0, "", what, "Give a text file.")]) from error
