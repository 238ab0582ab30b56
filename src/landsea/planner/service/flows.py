"""The corridor's own flows: a demand allocated to the capacities of the node's network, or of the shipped one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from landsea import network
from landsea.journal import View
from landsea.kernel import BadSource, Finding, Phrase
from landsea.network import Schedule
from landsea.planner.model import UnknownStop
from landsea.planner.model.flows import FlowObjective, FlowRequest, FlowWish, require_period
from landsea.planner.service.join import joined
from landsea.planner.service.weekly import weekly_network
from landsea.planner.service.world import World, minute_of
from landsea.planner.wire.flow_demand import parse_flow_demand
from landsea.routing.flows import (
    Allocation,
    Demand,
    Expansion,
    FlowNetwork,
    Infeasible,
    Objective,
    allocate,
    expansions,
)


@dataclass(frozen=True, slots=True)
class FlowStudy:
    """`network` and `demands` are what was computed with, `answer` what came out; `demands` go by wish of the
    request. `expansions` say what one more run a week of a full service is worth (none under the least cost)."""

    request: FlowRequest
    version: str
    basis: str
    basis_zh: str
    network: FlowNetwork
    demands: tuple[Demand, ...]
    answer: Allocation | Infeasible
    expansions: tuple[Expansion, ...]


def study_flows(
    view: View, demand: str, source: str, start: date, weeks: int, objective: FlowObjective = FlowObjective.MARGIN
) -> FlowStudy:
    """Allocates the demand of a CSV text (`wire.flow_demand`) to the mean of `weeks` weeks of the node's network, from `start` (UTC) on.

    Raises `BadSource` with every row that cannot be read or names a place the network does not have.
    """
    require_period(start, weeks)
    return _study(network.schedule(view, _instant(start), 7 * weeks), demand, source, start, weeks, objective)


def study_flows_on_shipped(
    demand: str, source: str, start: date, weeks: int, objective: FlowObjective = FlowObjective.MARGIN
) -> FlowStudy:
    """The same on the network that comes with the package."""
    require_period(start, weeks)
    return _study(network.shipped_schedule(_instant(start), 7 * weeks), demand, source, start, weeks, objective)


def allocated(world: World, request: FlowRequest) -> FlowStudy:
    """The study on a world whose timetable covers the period."""
    ends = {name: world.stops_of(name) for wish in request.wishes for name in (wish.origin, wish.destination)}
    start = minute_of(_instant(request.start))
    weekly, named = weekly_network(world, start, request.weeks, ends.items())
    demands = tuple(_demand(number, wish, named) for number, wish in enumerate(request.wishes))
    answer = allocate(weekly, demands, Objective(request.objective.value))
    margin = request.objective is FlowObjective.MARGIN
    more = expansions(weekly, demands) if margin and isinstance(answer, Allocation) else ()
    return FlowStudy(request, world.version, world.basis, world.basis_zh, weekly, demands, answer, more)


def _study(
    schedule: Schedule, demand: str, source: str, start: date, weeks: int, objective: FlowObjective
) -> FlowStudy:
    world = joined(schedule)
    wishes, findings = parse_flow_demand(demand, source, world.engine.timetable.currency)
    findings += _strangers(world, wishes, source)
    if findings:
        raise BadSource(source, findings)
    return allocated(world, FlowRequest(wishes, start, weeks, objective))


def _strangers(world: World, wishes: Sequence[FlowWish], source: str) -> Iterator[Finding]:
    for wish in wishes:
        for column, name in (("origin", wish.origin), ("destination", wish.destination)):
            try:
                world.stops_of(name)
            except UnknownStop:
                what = Phrase("The network has no place or facility {place}.", place=name)
                yield Finding(source, wish.line, column, what, "Give its UN/LOCODE.")
        if wish.origin == wish.destination:
            yield Finding(source, wish.line, "destination", "It is the origin as well.", "Name another place.")


def _demand(number: int, wish: FlowWish, named: dict[str, tuple[int, int]]) -> Demand:
    return Demand(
        id=f"{number + 1}",
        origin=named[wish.origin][0],
        destination=named[wish.destination][1],
        quantity=wish.milli_teu,
        revenue=wish.revenue,
        limit_minutes=wish.limit_minutes,
        penalty=wish.penalty,
        forced=wish.forced,
    )


def _instant(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
