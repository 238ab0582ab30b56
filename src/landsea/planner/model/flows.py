"""What wants to travel every week, as it is asked, and studies of it that are kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from landsea.kernel import BadValue, Fact, Refusal

WEEKS_MAX = 26
ROWS_MAX = 200
"""Rows of a demand that the node itself allocates: some seconds."""


class FlowObjective(StrEnum):
    MARGIN = "max-margin"
    COST = "min-cost"


@dataclass(frozen=True, slots=True)
class FlowWish:
    """One row of a demand: `milli_teu` thousandths of a TEU a week between two places or facilities. A TEU pays `revenue` minor units; left
    behind, it costs `penalty`. `limit_minutes` from door to door, waits included; `forced` cargo must go.
    """

    origin: str
    destination: str
    milli_teu: int
    revenue: int = 0
    limit_minutes: int | None = None
    penalty: int = 0
    forced: bool = False
    line: int = 0


@dataclass(frozen=True, slots=True)
class FlowRequest:
    """Allocate the wishes on the mean week of the period; amounts are in `currency`, the network's."""

    wishes: tuple[FlowWish, ...]
    start: date
    weeks: int = 4
    objective: FlowObjective = FlowObjective.MARGIN

    def __post_init__(self) -> None:
        require_period(self.start, self.weeks)


class BadFlowPeriod(Refusal):
    code = "bad-flow-period"
    text = "Flows over {weeks} week(s) cannot be studied. Give 1 to {most} weeks."


def require_period(start: date, weeks: int) -> None:
    """Refuses what no timetable is made for."""
    if not 1 <= weeks <= WEEKS_MAX:
        raise BadFlowPeriod(weeks=weeks, most=WEEKS_MAX, pointer="/weeks")
    if not 2000 <= start.year <= 2100:
        why, mend = "it is not between 2000 and 2100", "Correct the year."
        raise BadValue(value=start.isoformat(), what="time", why=why, mend=mend, pointer="/start")


class FlowsTooLarge(Refusal):
    code = "flows-too-large"
    text = "The demand has {rows} rows; the node itself allocates at most {most}. Run `landsea study flows`, or leave out what is small."


@dataclass(frozen=True, slots=True)
class FlowSummary:
    """`margin` in minor units of `currency` a week; quantities in thousandths of a TEU a week. Where it is not `feasible`,
    forced cargo cannot all go.
    """

    feasible: bool
    demands: int
    asked: int
    carried: int
    margin: int
    currency: str
    bottlenecks: int


@dataclass(frozen=True, slots=True)
class FlowHead:
    """What a list shows of a kept study of flows."""

    id: str
    name: str
    made_at: datetime
    network: str
    start: date
    weeks: int
    objective: FlowObjective
    summary: FlowSummary


@dataclass(frozen=True, slots=True)
class FlowResult:
    """What was asked, with the demand as its CSV, and what came out, as plain tables (`service.flow_tables`); decimals as text."""

    name: str
    demand: str
    network: str
    basis: str
    basis_zh: str
    currency: str
    start: date
    weeks: int
    objective: FlowObjective
    tables: dict[str, list[dict[str, str | int | None]]]

    @property
    def feasible(self) -> bool:
        return "flows" in self.tables


@dataclass(frozen=True, slots=True)
class KeptFlows:
    head: FlowHead
    result: FlowResult


@dataclass(frozen=True)
class FlowsKept(Fact):
    """A study of flows, kept by its party. `content` names the blob with its demand and its tables."""

    kind: ClassVar[str] = "flows-kept/1"
    flows: FlowHead
    content: str
