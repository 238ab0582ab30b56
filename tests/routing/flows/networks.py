"""Random small networks and demands, all synthetic."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from landsea.routing.flows import MILLI, Demand, FlowMove, FlowNetwork, FlowPort, FlowService
from tests.routing.flows.enumerated import ways

COSTS = st.integers(0, 30)
MINUTES = st.integers(1, 40)


@st.composite
def services(draw: st.DrawFn, ports: int, name: str) -> FlowService:
    length = draw(st.integers(2, 4))
    calls = [draw(st.integers(0, ports - 1))]
    while len(calls) < length:
        calls.append(draw(st.integers(0, ports - 1).filter(lambda port: port != calls[-1])))
    rotates = draw(st.booleans()) and calls[0] != calls[-1]
    segments = length if rotates else length - 1

    def row(values: st.SearchStrategy[int], count: int) -> tuple[int, ...]:
        return tuple(draw(st.lists(values, min_size=count, max_size=count)))

    flags = st.lists(st.sampled_from([True, True, True, False]), min_size=length, max_size=length)
    return FlowService(
        id=name,
        calls=tuple(calls),
        minutes=row(MINUTES, segments),
        costs=row(COSTS, segments),
        capacities=tuple(MILLI * n for n in row(st.integers(0, 9), segments)),
        round=rotates,
        dwell_minutes=row(st.integers(0, 5), length),
        wait_minutes=row(st.integers(0, 20), length),
        ride_cost=draw(COSTS),
        board=tuple(draw(flags)),
        alight=tuple(draw(flags)),
    )


@st.composite
def networks(draw: st.DrawFn) -> FlowNetwork:
    count = draw(st.integers(2, 5))
    moving = draw(st.booleans())
    together = st.none() if moving else st.none() | COSTS
    ports = tuple(
        FlowPort(f"P{n}", draw(COSTS), draw(COSTS), draw(together), draw(st.integers(0, 5))) for n in range(count)
    )
    lines = tuple(draw(services(count, f"S{n}")) for n in range(draw(st.integers(1, 4))))
    moves = tuple(draw(_moves(count, f"M{n}")) for n in range(draw(st.integers(1, 2)) if moving else 0))
    return FlowNetwork(ports, lines, moves, count_first_wait=draw(st.booleans()))


@st.composite
def _moves(draw: st.DrawFn, ports: int, name: str) -> FlowMove:
    origin = draw(st.integers(0, ports - 1))
    other = draw(st.integers(0, ports - 1).filter(lambda port: port != origin))
    capacity = draw(st.none() | st.integers(0, 9).map(lambda n: n * MILLI))
    return FlowMove(name, origin, other, draw(MINUTES), draw(COSTS), capacity)


@st.composite
def demands(draw: st.DrawFn, network: FlowNetwork, *, limits: bool, forced: bool = False) -> tuple[Demand, ...]:
    made = []
    for n in range(draw(st.integers(1, 5))):
        origin = draw(st.integers(0, len(network.ports) - 1))
        further = draw(st.integers(1, len(network.ports) - 1))
        one = Demand(
            id=f"D{n}",
            origin=origin,
            destination=(origin + further) % len(network.ports),
            quantity=MILLI * draw(st.integers(0, 9)),
            revenue=draw(st.integers(0, 150)),
            penalty=draw(st.integers(0, 20)),
            forced=forced and draw(st.booleans()),
        )
        made.append(replace(one, limit_minutes=draw(_limits(network, one))) if limits else one)
    return tuple(made)


def _limits(network: FlowNetwork, demand: Demand) -> st.SearchStrategy[int | None]:
    """None, or just what a journey takes, or a minute less: limits that decide."""
    took = sorted({way.minutes for way in ways(network, demand)})
    tight = [minutes for exact in took for minutes in (exact - 1, exact) if minutes > 0]
    return st.sampled_from([None, *(tight or [50])])


@st.composite
def cases(draw: st.DrawFn, *, limits: bool, forced: bool = False) -> tuple[FlowNetwork, tuple[Demand, ...]]:
    network = draw(networks())
    return network, draw(demands(network, limits=limits, forced=forced))
