"""What is allocated: the way of every unit, what is left behind and why, what is full and what more of it would be worth.

Quantities are thousandths of a unit per week, money whole minor units. Both are rounded from the solver's numbers, so that flows through a
full capacity may exceed it by some thousandths.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from landsea.routing.flows.network import Capacity


class Objective(StrEnum):
    """`MARGIN`: the greatest revenue less costs and penalties; cargo that does not pay stays. `COST`: as much as can be carried, and that
    at the least cost (penalties included, revenue ignored).
    """

    MARGIN = "max-margin"
    COST = "min-cost"


class Why(StrEnum):
    """Why cargo is left behind."""

    NO_ROUTE = "no-route"
    LIMIT = "transit-limit"
    DOES_NOT_PAY = "does-not-pay"
    CAPACITY = "no-capacity"


@dataclass(frozen=True, slots=True)
class Ride:
    """Over these segments of a service without leaving it, or a move (then there are none)."""

    service: str
    origin: int
    destination: int
    segments: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PathFlow:
    """`quantity` of demand number `demand` travels by `rides`, at `cost` per unit, in `minutes`."""

    demand: int
    quantity: int
    rides: tuple[Ride, ...]
    cost: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Rejection:
    """`quantity` of demand number `demand` is left behind.

    `by` is how far it is from going: minutes over its limit on the fastest route (`LIMIT`), what its cheapest route costs beyond what it
    brings (`DOES_NOT_PAY`), or what it would have to bring besides, per unit, to displace others (`CAPACITY`; `None` under
    `Objective.COST`). `binding` are the full capacities on its best route.
    """

    demand: int
    quantity: int
    why: Why
    by: int | None = None
    binding: tuple[Capacity, ...] = ()


@dataclass(frozen=True, slots=True)
class Load:
    """How full a capacity is, and its shadow price: what the objective gains, per week, from one more unit of it.

    The price holds up to `holds_for` thousandths more (`None`: not asked for, or without end; 0 where the solution is degenerate). Under
    `Objective.COST` `price` is what it saves at the amount that is carried, and `carries` how many thousandths more could be carried.
    """

    capacity: Capacity
    used: int
    price: int = 0
    holds_for: int | None = None
    carries: int = 0

    @property
    def full(self) -> bool:
        return self.used >= self.capacity.quantity


@dataclass(frozen=True, slots=True)
class Totals:
    """Money per week. `handling` is loading onto each first service and unloading from each last one, `transhipment` what
    changes between services cost; moves are transport."""

    revenue: int
    transport: int
    handling: int
    transhipment: int
    penalty: int

    @property
    def costs(self) -> int:
        return self.transport + self.handling + self.transhipment

    @property
    def margin(self) -> int:
        """What `Objective.MARGIN` makes as large as it can."""
        return self.revenue - self.costs - self.penalty


@dataclass(frozen=True, slots=True)
class Effort:
    """The size of the last linear program and how it was reached."""

    formulation: str
    rows: int
    columns: int
    rounds: int = 1


@dataclass(frozen=True, slots=True)
class Allocation:
    """The optimum: `value` is the margin, or the least cost with penalties. `carried` goes by demand; `loads` by capacity, in
    the order of the network's services, then moves.
    """

    objective: Objective
    flows: tuple[PathFlow, ...]
    carried: tuple[int, ...]
    rejections: tuple[Rejection, ...]
    loads: tuple[Load, ...]
    totals: Totals
    value: float
    effort: Effort

    @property
    def bottlenecks(self) -> tuple[Load, ...]:
        """Capacities of which more would be worth something, the dearest first."""
        worth = [load for load in self.loads if load.price > 0 or load.carries > 0]
        return tuple(sorted(worth, key=lambda load: (-load.price, -load.carries)))


@dataclass(frozen=True, slots=True)
class Infeasible:
    """Forced cargo cannot all be carried. `shortfalls` is the least that must stay, whatever else is left behind; `loads` show, in
    `carries`, how much less of it would stay with one more unit of a capacity (thousandths).
    """

    shortfalls: tuple[Rejection, ...]
    loads: tuple[Load, ...]

    @property
    def binding(self) -> tuple[Load, ...]:
        return tuple(sorted((one for one in self.loads if one.carries > 0), key=lambda one: -one.carries))
