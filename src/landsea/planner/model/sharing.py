"""A kept plan is shown to another party of the node by who made it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from landsea.kernel import Fact, PartyId, Refusal


@dataclass(frozen=True)
class PlanShared(Fact):
    """From now on `party` sees the plan as it was kept, its costs and emissions included, and may quote from it."""

    kind: ClassVar[str] = "plan-shared/1"
    plan: str
    party: PartyId


class NotItsMaker(Refusal):
    code = "not-the-plans-maker"
    status = 403
    text = "Plan {plan} was shared with you by another party; only who made it shares it. Ask them, or make a plan of your own."


class ViewersDoNotShare(Refusal):
    code = "viewers-do-not-share"
    status = 403
    text = "A viewer looks on. Ask an operator, shipper or carrier of your party to share the plan."
