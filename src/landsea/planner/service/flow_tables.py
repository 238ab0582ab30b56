"""An allocation as plain tables, for people, CSV and JSON: what happened to each demand, which way it goes, what is full, the money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from landsea.kernel import Money
from landsea.planner.service.flows import FlowStudy
from landsea.planner.service.liner import LinerStudy
from landsea.routing.flows import (
    MILLI,
    Allocation,
    Capacity,
    Demand,
    Expansion,
    FlowNetwork,
    Infeasible,
    Load,
    PathFlow,
    Rejection,
    Why,
)

Row = dict[str, Any]
HIDDEN = ("from ", "to ")
"""Moves between a place and its facilities: they are no journey."""


def flow_tables(
    network: FlowNetwork, demands: Sequence[Demand], names: Sequence[tuple[str, str]], answer: Allocation | Infeasible
) -> dict[str, list[Row]]:
    """`totals`, `demands`, `flows`, `capacities`. `names` are origin and destination of each demand as they were asked for.

    Quantities are units a week, money is in whole currency units with its decimals, per week or per unit as the column says.
    """
    teller = _Teller(network, demands, names)
    if isinstance(answer, Infeasible):
        cut = tuple(sorted((load.capacity for load in answer.binding), key=lambda one: -one.quantity))
        shortfalls = [teller.rejected(_stopped_by(cut, one)) for one in answer.shortfalls]
        return {"demands": shortfalls, "capacities": [teller.load(one) for one in answer.binding]}
    return {
        "totals": [teller.totals(answer)],
        "demands": teller.demand_rows(answer),
        "flows": [teller.flow(one) for one in answer.flows],
        "capacities": [teller.load(one) for one in (*answer.bottlenecks, *_others(answer))],
    }


def _stopped_by(cut: tuple[Capacity, ...], one: Rejection) -> Rejection:
    """The whole cut, where it is room that is missing; no room helps cargo without a way, or without one in time."""
    return replace(one, binding=cut) if cut and one.why is Why.CAPACITY else one


def _others(answer: Allocation) -> list[Load]:
    """What is used without being a bottleneck, the fullest first."""
    worth = set(answer.bottlenecks)
    used = [load for load in answer.loads if load.used and load not in worth]
    return sorted(used, key=lambda load: -load.used / max(1, load.capacity.quantity))


class _Teller:
    def __init__(self, network: FlowNetwork, demands: Sequence[Demand], names: Sequence[tuple[str, str]]) -> None:
        self._network, self._demands, self._names = network, demands, names

    def money(self, minor: int) -> Decimal:
        return Money(self._network.currency, minor).amount

    def totals(self, answer: Allocation) -> Row:
        totals, asked = answer.totals, sum(demand.quantity for demand in self._demands)
        return {
            "objective": answer.objective.value,
            "currency": self._network.currency,
            "unit": self._network.unit,
            "asked": _units(asked),
            "carried": _units(sum(answer.carried)),
            "revenue": self.money(totals.revenue),
            "transport": self.money(totals.transport),
            "handling": self.money(totals.handling),
            "transhipment": self.money(totals.transhipment),
            "rejection": self.money(totals.penalty),
            "margin": self.money(totals.margin),
            "formulation": answer.effort.formulation,
            "rows": answer.effort.rows,
            "columns": answer.effort.columns,
            "rounds": answer.effort.rounds,
        }

    def demand_rows(self, answer: Allocation) -> list[Row]:
        left = {one.demand: one for one in answer.rejections}
        return [
            self._demand(number) | {"carried": _units(answer.carried[number])} | self._reason(left.get(number))
            for number in range(len(self._demands))
        ]

    def rejected(self, one: Rejection) -> Row:
        return self._demand(one.demand) | self._reason(one)

    def _demand(self, number: int) -> Row:
        one, (origin, destination) = self._demands[number], self._names[number]
        limit = None if one.limit_minutes is None else _days(one.limit_minutes)
        return {
            "demand": number + 1,
            "origin": origin,
            "destination": destination,
            "asked": _units(one.quantity),
            "limit_days": limit,
        }

    def _reason(self, one: Rejection | None) -> Row:
        """`by` is in days over the limit, or in money per unit that is missing."""
        if one is None:
            return {"rejected": Decimal(0), "reason": None, "by": None, "binding": ""}
        by = one.by if one.by is None else _days(one.by) if one.why.value == "transit-limit" else self.money(one.by)
        binding = "; ".join(self._where(capacity) for capacity in one.binding)
        return {"rejected": _units(one.quantity), "reason": one.why.value, "by": by, "binding": binding}

    def flow(self, one: PathFlow) -> Row:
        origin, destination = self._names[one.demand]
        rides = [ride for ride in one.rides if not ride.service.startswith(HIDDEN)]
        ports = self._network.ports
        way = (
            " ".join([ports[rides[0].origin].id, *(f"-{r.service}> {ports[r.destination].id}" for r in rides)])
            if rides
            else ""
        )
        return {
            "demand": one.demand + 1,
            "origin": origin,
            "destination": destination,
            "quantity": _units(one.quantity),
            "cost_per_unit": self.money(one.cost),
            "days": _days(one.minutes),
            "way": way,
        }

    def load(self, one: Load) -> Row:
        capacity = one.capacity
        return {
            "service": capacity.service,
            "segment": None if capacity.segment is None else capacity.segment + 1,
            "from": self._network.ports[capacity.origin].id,
            "to": self._network.ports[capacity.destination].id,
            "capacity": _units(capacity.quantity),
            "used": _units(one.used),
            "shadow_price": self.money(one.price),
            "holds_for": None if one.holds_for is None else _units(one.holds_for),
            "carries_more": _units(one.carries),
        }

    def _where(self, capacity: Capacity) -> str:
        ports = self._network.ports
        return f"{capacity.service} {ports[capacity.origin].id}-{ports[capacity.destination].id}"


def _units(milli: int) -> Decimal:
    return Decimal(milli) / MILLI


def _days(minutes: int) -> Decimal:
    return round(Decimal(minutes) / 1440, 1)


def flow_rows(study: FlowStudy) -> dict[str, list[Row]]:
    """A corridor's study as tables; the request stands in `asked`."""
    request = study.request
    names = [(wish.origin, wish.destination) for wish in request.wishes]
    asked: Row = {"network": study.version, "start": request.start.isoformat(), "weeks": request.weeks}
    tables = flow_tables(study.network, study.demands, names, study.answer)
    return {"asked": [asked], **tables, "expansions": [_expansion(study.network, one) for one in study.expansions]}


def _expansion(network: FlowNetwork, one: Expansion) -> Row:
    service = next(service for service in network.services if service.id == one.service)
    return {
        "service": one.service,
        "from": network.ports[service.calls[0]].id,
        "to": network.ports[service.calls[-1]].id,
        "capacity": _units(max(service.capacities)),
        "one_run": _units(one.run),
        "gain_a_week": Money(network.currency, one.gain).amount,
        "gain_per_unit": Money(network.currency, one.gain_per_unit).amount,
    }


def liner_rows(study: LinerStudy) -> dict[str, list[Row]]:
    """A benchmark's study as tables: `result`, `costs`, `remarks`, and those of its flows."""
    ports = study.network.ports
    names = [(ports[demand.origin].id, ports[demand.destination].id) for demand in study.demands]
    return {
        "result": [_result(study)],
        "costs": _costs(study),
        "remarks": [{"remark": str(finding)} for finding in study.findings],
        **flow_tables(study.network, study.demands, names, study.allocation),
    }


def _result(study: LinerStudy) -> Row:
    published, difference = study.published, study.difference
    effort = study.allocation.effort
    return {
        "instance": study.instance.name,
        "demands": len(study.demands),
        "rows": effort.rows,
        "columns": effort.columns,
        "seconds": round(study.seconds, 2),
        "objective": study.objective,
        "published": None if published is None else published.objective,
        "objective_percent": None if published is None else _percent(study.objective, published.objective),
        "flow_percent": None if difference is None else round(100 * float(difference), 4),
    }


def _costs(study: LinerStudy) -> list[Row]:
    """By kind, in US dollars a week."""
    return [
        {
            "instance": study.instance.name,
            "cost": kind.replace("_", " "),
            "ours": round(getattr(study.own, kind)),
            "published": None if study.published is None else round(getattr(study.published.costs, kind)),
        }
        for kind in ("charter", "bunker", "port_calls", "canals")
    ]


def _percent(ours: Decimal, theirs: Decimal) -> float | None:
    return round(100 * float((ours - theirs) / abs(theirs)), 4) if theirs else None
