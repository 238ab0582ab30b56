"""Kept plans in a list, and shown to other parties of the node."""

from __future__ import annotations

from datetime import datetime

from landsea import identity
from landsea.journal import View, Work
from landsea.kernel import NotFound, PartyId, Role
from landsea.planner import store
from landsea.planner.model import NotItsMaker, Plan, PlanShared, ViewersDoNotShare


def list_plans(view: View, *, after: tuple[datetime, str] | None = None, limit: int = 50) -> tuple[Plan, ...]:
    """Plans that the party made or that were shared with it, newest first; those behind `after` (made at, id)."""
    return store.plans.list(view.connection, view.actor.party, after, limit)


def share(work: Work, plan: str, party: PartyId) -> None:
    """Lets another party of the node see a kept plan. Who sees it already goes on seeing it: no second fact is written.

    Refuses `NotItsMaker` to those it was shared with, `ViewersDoNotShare`, and `NotFound` for a plan or party that is not there.
    """
    seen_by = store.access(work.connection, plan)
    if work.actor.party not in seen_by:
        raise NotFound(what="plan", id=plan)
    if seen_by[work.actor.party] is not None:
        raise NotItsMaker(plan=plan)
    if work.actor.role is Role.VIEWER:
        raise ViewersDoNotShare()
    identity.get_party(work, party)
    if party not in seen_by:
        stream = f"plan/{plan}"
        work.append(stream, work.version(stream), PlanShared(plan, party))


def maker_of(view: View, plan: str) -> PartyId:
    """Who made a plan that the party may see."""
    seen_by = store.access(view.connection, plan)
    if view.actor.party not in seen_by:
        raise NotFound(what="plan", id=plan)
    return next(party for party, sharer in seen_by.items() if sharer is None)


def shared_with(view: View, plan: str) -> tuple[PartyId, ...]:
    """With whom its maker shared a plan, by id; nobody but the maker is told."""
    seen_by = store.access(view.connection, plan)
    if seen_by.get(view.actor.party, "") is not None:
        return ()
    return tuple(party for party, sharer in sorted(seen_by.items()) if sharer is not None)
