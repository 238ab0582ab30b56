"""What flows are allocated on: ports, services that run every week, moves on demand, and what wants to travel.

One unit of cargo (`FlowNetwork.unit`, a TEU or an FFE) is counted in thousandths, money in whole minor units per unit of
cargo, time in whole minutes. All quantities are per week.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WEEK_MINUTES = 7 * 24 * 60
MILLI = 1000
"""Thousandths in one unit of cargo."""


@dataclass(frozen=True, slots=True)
class FlowPort:
    """Where cargo starts, ends and changes.

    `load_cost` and `unload_cost` are paid per unit. Cargo that changes between services pays `transhipment_cost` for both together
    (`None`: their sum; a port that moves reach has no other). `unload_minutes` pass from an arrival until the cargo can go on.
    """

    id: str
    load_cost: int = 0
    unload_cost: int = 0
    transhipment_cost: int | None = None
    unload_minutes: int = 0


@dataclass(frozen=True, slots=True)
class FlowService:
    """A weekly service: its calls as ports (numbers into `FlowNetwork.ports`) and what lies between them.

    `minutes`, `costs` and `capacities` (thousandths of a unit per week) go by segment: one fewer than the calls, or as many where the
    service is a rotation (`round`), whose last segment returns to the first call. `dwell_minutes` are spent on board at a call,
    `wait_minutes` is the mean time from being ready at a call to its departure there, `ride_cost` is paid at every boarding.
    `board` and `alight` say by call where cargo may get on and off (empty: everywhere). One run more a week adds `run` thousandths to
    every segment (0: not known).
    """

    id: str
    calls: tuple[int, ...]
    minutes: tuple[int, ...]
    costs: tuple[int, ...]
    capacities: tuple[int, ...]
    round: bool = False
    dwell_minutes: tuple[int, ...] = ()
    wait_minutes: tuple[int, ...] = ()
    ride_cost: int = 0
    board: tuple[bool, ...] = ()
    alight: tuple[bool, ...] = ()
    run: int = 0

    @property
    def segments(self) -> int:
        return len(self.calls) if self.round else len(self.calls) - 1

    def next_call(self, segment: int) -> int:
        """The call at which a segment ends."""
        return (segment + 1) % len(self.calls)


@dataclass(frozen=True, slots=True)
class FlowMove:
    """A move between two ports whenever there is cargo (a truck, a shuttle); `capacity` in thousandths per week, `None`: no limit."""

    id: str
    origin: int
    destination: int
    minutes: int
    cost: int = 0
    capacity: int | None = None


@dataclass(frozen=True, slots=True)
class Demand:
    """Cargo that wants to go every week: `quantity` thousandths of a unit, which pay `revenue` per unit.

    It may travel `limit_minutes` at most (`None`: any time). `penalty` is lost per unit that is left behind; `forced` cargo may not be.
    """

    id: str
    origin: int
    destination: int
    quantity: int
    revenue: int = 0
    limit_minutes: int | None = None
    penalty: int = 0
    forced: bool = False


@dataclass(frozen=True, slots=True)
class FlowNetwork:
    """`count_first_wait`: whether a transit limit counts the wait for the first departure (cargo that is ready on any day) or begins with
    it (as liner schedules are quoted).
    """

    ports: tuple[FlowPort, ...]
    services: tuple[FlowService, ...]
    moves: tuple[FlowMove, ...] = ()
    unit: str = "TEU"
    currency: str = "USD"
    count_first_wait: bool = True


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in the input: `where` is its path (`services[3].capacities[0]`)."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


class Unusable(ValueError):
    """The network or the demand cannot be computed with; `problems` lists everything that is wrong."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(str(problem) for problem in self.problems[:5]))


@dataclass(frozen=True, slots=True)
class Capacity:
    """What may fill up: segment number `segment` of a service, or a move (then `segment` is `None`)."""

    service: str
    segment: int | None
    origin: int
    destination: int
    quantity: int
