"""What wants to travel every week, as it is asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from landsea.kernel import Refusal

WEEKS_MAX = 26


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
        if not 1 <= self.weeks <= WEEKS_MAX:
            raise BadFlowPeriod(weeks=self.weeks, most=WEEKS_MAX, pointer="/weeks")


class BadFlowPeriod(Refusal):
    code = "bad-flow-period"
    text = "Flows over {weeks} week(s) cannot be studied. Give 1 to {most} weeks."
