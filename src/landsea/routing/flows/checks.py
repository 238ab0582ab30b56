"""Everything that is wrong with a network or a demand, each with the path of the value; nothing is computed with bad numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from landsea.routing.flows.network import Demand, FlowMove, FlowNetwork, FlowPort, FlowService, Problem

AMOUNT_MAX = 10**12
"""Larger costs, times or capacities (a billion TEU a week) are mistakes, and would cost the solver its precision."""


def check(network: FlowNetwork, demands: Sequence[Demand]) -> list[Problem]:
    """Empty when both can be computed with."""
    problems = [p for n, port in enumerate(network.ports) for p in _port(f"ports[{n}]", port)]
    for n, service in enumerate(network.services):
        problems += _service(f"services[{n}]", service, len(network.ports))
    for n, move in enumerate(network.moves):
        problems += _move(f"moves[{n}]", move, len(network.ports))
    for n, demand in enumerate(demands):
        problems += _demand(f"demands[{n}]", demand, len(network.ports))
    return problems + list(_moved_between_vessels(network)) + list(_repeated(network, demands))


def _port(where: str, port: FlowPort) -> Iterator[Problem]:
    for name in ("load_cost", "unload_cost", "transhipment_cost", "unload_minutes"):
        yield from _amount(f"{where}.{name}", getattr(port, name), optional=name == "transhipment_cost")


def _service(where: str, service: FlowService, ports: int) -> Iterator[Problem]:
    if len(service.calls) < 2:
        yield Problem(f"{where}.calls", "a service needs two calls")
        return
    for n, port in enumerate(service.calls):
        yield from _reference(f"{where}.calls[{n}]", port, ports)
    for name, least in (("minutes", 1), ("costs", 0), ("capacities", 0)):
        yield from _row(f"{where}.{name}", getattr(service, name), service.segments, "segment", least)
    for name in ("dwell_minutes", "wait_minutes"):
        if getattr(service, name):
            yield from _row(f"{where}.{name}", getattr(service, name), len(service.calls), "call", 0)
    for name in ("board", "alight"):
        if getattr(service, name) and len(getattr(service, name)) != len(service.calls):
            yield Problem(f"{where}.{name}", f"one for each of the {len(service.calls)} calls, or none")
    yield from _amount(f"{where}.ride_cost", service.ride_cost)
    yield from _amount(f"{where}.run", service.run)
    for n in range(service.segments):
        if service.calls[n] == service.calls[service.next_call(n)]:
            yield Problem(f"{where}.calls[{n}]", "the next call is at the same port")


def _row(where: str, values: Sequence[object], count: int, per: str, least: int) -> Iterator[Problem]:
    if len(values) != count:
        yield Problem(where, f"{len(values)} values for {count} {per}s")
    for n, value in enumerate(values):
        yield from _amount(f"{where}[{n}]", value, least)


def _move(where: str, move: FlowMove, ports: int) -> Iterator[Problem]:
    yield from _reference(f"{where}.origin", move.origin, ports)
    yield from _reference(f"{where}.destination", move.destination, ports)
    if move.origin == move.destination:
        yield Problem(f"{where}.destination", "the move stays where it is")
    yield from _amount(f"{where}.minutes", move.minutes)
    yield from _amount(f"{where}.cost", move.cost)
    yield from _amount(f"{where}.capacity", move.capacity, optional=True)


def _demand(where: str, demand: Demand, ports: int) -> Iterator[Problem]:
    yield from _reference(f"{where}.origin", demand.origin, ports)
    yield from _reference(f"{where}.destination", demand.destination, ports)
    if demand.origin == demand.destination:
        yield Problem(f"{where}.destination", "the cargo is there already")
    for name in ("quantity", "revenue", "penalty"):
        yield from _amount(f"{where}.{name}", getattr(demand, name))
    yield from _amount(f"{where}.limit_minutes", demand.limit_minutes, 1, optional=True)


def _reference(where: str, port: object, ports: int) -> Iterator[Problem]:
    if not isinstance(port, int) or not 0 <= port < ports:
        yield Problem(where, f"there is no port {port}; there are 0 to {ports - 1}")


def _amount(where: str, value: object, least: int = 0, *, optional: bool = False) -> Iterator[Problem]:
    if optional and value is None:
        return
    if isinstance(value, bool) or not isinstance(value, int):
        yield Problem(where, f"{value!r} is not a whole number")
    elif not least <= value <= AMOUNT_MAX:
        yield Problem(where, f"{value} is not from {least} to {AMOUNT_MAX}")


def _moved_between_vessels(network: FlowNetwork) -> Iterator[Problem]:
    """A price for landing and loading together says nothing about cargo that is landed and then trucked away."""
    for port in sorted(
        {p for move in network.moves for p in (move.origin, move.destination)} & set(range(len(network.ports)))
    ):
        if network.ports[port].transhipment_cost is not None:
            yield Problem(
                f"ports[{port}].transhipment_cost", "a port of moves prices loading and unloading by themselves"
            )


def _repeated(network: FlowNetwork, demands: Sequence[Demand]) -> Iterator[Problem]:
    kinds: dict[str, Sequence[FlowPort | FlowService | FlowMove | Demand]] = {
        "ports": network.ports,
        "services": network.services,
        "moves": network.moves,
        "demands": demands,
    }
    for kind, values in kinds.items():
        seen: dict[str, int] = {}
        for n, name in enumerate(value.id for value in values):
            first = seen.setdefault(name, n)
            if first != n:
                yield Problem(f"{kind}[{n}].id", f"{name} is {kind}[{first}] already")
