"""Links that show a kept plan to a reader without an account: made, listed, revoked, opened.

Who reads is nobody the node knows: what leaves by a link leaves to where its maker says the reader is, and `policy` decides on that when
the link is made. A rule that forbids it later closes the link too. A link expires by the node's clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from landsea import identity, policy
from landsea.journal import View, Work
from landsea.kernel import BadValue, NotFound, PartyId, Phrase
from landsea.planner import store, store_links
from landsea.planner.model import (
    LINK_DAYS_MAX,
    LINK_DAYS_USUAL,
    Plan,
    PlanLink,
    PlanLinkMade,
    PlanLinkNotValid,
    PlanLinkRevoked,
)
from landsea.planner.model.joint import JointPlan
from landsea.planner.service.sharing import append, require_maker, require_sharer

PURPOSE = "plan-link"


@dataclass(frozen=True, slots=True)
class PlanShown:
    """What a link shows: the plan as it was kept, by whom, and until when it is shown."""

    plan: Plan | JointPlan
    maker: PartyId
    until: datetime


def make_link(work: Work, plan: str, jurisdiction: str = "", days: int = LINK_DAYS_USUAL) -> tuple[PlanLink, str]:
    """A link to a kept plan for a reader in `jurisdiction` (the node's own, if left out), and its token, which is not kept.

    Refuses as `share` does, `BadValue` for days out of range or no jurisdiction, and `policy.ReleaseRefused`.
    """
    require_sharer(work, plan)
    if not 1 <= days <= LINK_DAYS_MAX:
        why = Phrase("a link lasts for 1 to {most} days", most=LINK_DAYS_MAX)
        mend = Phrase("Leave it out for {usual} days.", usual=LINK_DAYS_USUAL)
        raise BadValue(value=days, what="number of days", why=why, mend=mend, pointer="/days")
    where, expires_at = jurisdiction or policy.own_jurisdiction(work), work.now + timedelta(days=days)
    link, token = PlanLink(work.new_id("lnk"), plan, where, work.now, expires_at), identity.new_token()
    policy.require(work, _release(link))
    append(work, plan, PlanLinkMade(plan, link.id, identity.hash_token(token), where, expires_at))
    return link, token


def list_links(view: View, plan: str) -> tuple[PlanLink, ...]:
    """The links that show the plan now, newest first; to its maker alone."""
    require_maker(view, plan)
    return store_links.list_open(view.connection, plan, view.now)


def revoke_link(work: Work, plan: str, link: str) -> None:
    """The link shows nothing from now on. Refuses as `share` does, and `NotFound` for one that shows nothing already."""
    require_sharer(work, plan)
    if link not in {one.id for one in store_links.list_open(work.connection, plan, work.now)}:
        raise NotFound(what="link to the plan", id=link)
    append(work, plan, PlanLinkRevoked(plan, link))


def open_link(view: View, token: str) -> PlanShown:
    """What the link with this token shows. Raises `PlanLinkNotValid`, without saying why; nobody has to be logged in."""
    link = store_links.find_open(view.connection, identity.hash_token(token), view.now)
    if link is None or not policy.explain(view, _release(link)).allowed:
        raise PlanLinkNotValid
    maker = next(party for party, sharer in store.access(view.connection, link.plan).items() if sharer is None)
    return PlanShown(_kept(view, link.plan), maker, link.expires_at)


def _kept(view: View, plan: str) -> Plan | JointPlan:
    at = view.connection
    kept = store.plans.find_unfiltered(at, plan) or store.joint_plans.find_unfiltered(at, plan)
    if kept is None:
        raise AssertionError(f"a link leads to {plan}, which was not kept")
    return kept


def _release(link: PlanLink) -> policy.Release:
    receiver = policy.Receiver(f"link:{link.id}", link.jurisdiction)
    return policy.Release(policy.DataClass.COMMERCIAL, receiver, PURPOSE, f"plan:{link.plan}")
