"""A kept plan is shown by who made it: to another party of the node, or by link to a reader without an account. Both can be taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from landsea.kernel import Fact, PartyId, Refusal

LINK_DAYS_USUAL = 14
LINK_DAYS_MAX = 90


@dataclass(frozen=True, slots=True)
class PlanLink:
    """A link that shows a kept plan until `expires_at` to whoever has it. Its reader is in `jurisdiction`, as its maker says."""

    id: str
    plan: str
    jurisdiction: str
    made_at: datetime
    expires_at: datetime


@dataclass(frozen=True)
class PlanShared(Fact):
    """From now on `party` sees the plan as it was kept, its costs and emissions included, and may quote from it."""

    kind: ClassVar[str] = "plan-shared/1"
    plan: str
    party: PartyId


@dataclass(frozen=True)
class PlanUnshared(Fact):
    """From now on `party` does not see the plan. What it quoted from it stays its own."""

    kind: ClassVar[str] = "plan-unshared/1"
    plan: str
    party: PartyId


@dataclass(frozen=True)
class PlanLinkMade(Fact):
    """Until `expires_at` the plan is shown to whoever has the token: 256 random bits, kept nowhere. `hash` is its SHA-256."""

    kind: ClassVar[str] = "plan-link-made/1"
    plan: str
    link: str
    hash: str
    jurisdiction: str
    expires_at: datetime


@dataclass(frozen=True)
class PlanLinkRevoked(Fact):
    """From now on the link shows nothing."""

    kind: ClassVar[str] = "plan-link-revoked/1"
    plan: str
    link: str


class NotItsMaker(Refusal):
    code = "not-the-plans-maker"
    status = 403
    text = "Plan {plan} was shared with you by another party; only who made it shares it. Ask them, or make a plan of your own."


class ViewersDoNotShare(Refusal):
    code = "viewers-do-not-share"
    status = 403
    text = "A viewer looks on. Ask an operator, shipper or carrier of your party to share the plan."


class PlanLinkNotValid(Refusal):
    """Of a link that never was, has expired, was revoked, or may not leave the node any more: who asks is not told which."""

    code = "plan-link-not-valid"
    status = 404
    text = "This link shows no plan, or shows it no longer. Ask whoever sent it to you for a new one."
