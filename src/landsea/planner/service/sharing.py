"""Kept plans in a list, and shown to other parties of the node for as long as their maker likes."""

from __future__ import annotations

from datetime import datetime

from landsea import identity
from landsea.journal import View, Work
from landsea.kernel import Fact, NotFound, PartyId, Role
from landsea.planner import store
from landsea.planner.model import NotItsMaker, Plan, PlanShared, PlanUnshared, ViewersDoNotShare


def list_plans(view: View, *, after: tuple[datetime, str] | None = None, limit: int = 50) -> tuple[Plan, ...]:
    """Plans that the party made or that were shared with it, newest first; those behind `after` (made at, id)."""
    return store.plans.list(view.connection, view.actor.party, after, limit)


def share(work: Work, plan: str, party: PartyId) -> None:
    """Lets another party of the node see a kept plan. Who sees it already goes on seeing it: no second fact is written.

    Refuses `NotItsMaker` to those it was shared with, `ViewersDoNotShare`, and `NotFound` for a plan or party that is not there.
    """
    seen_by = require_sharer(work, plan)
    identity.get_party(work, party)
    if party not in seen_by:
        append(work, plan, PlanShared(plan, party))


def unshare(work: Work, plan: str, party: PartyId) -> None:
    """The party no longer sees the plan, from now on. What it saw it saw, and what it quoted from it stays.

    Refuses as `share` does, and `NotFound` for a party that the plan is not shared with.
    """
    if require_sharer(work, plan).get(party) is None:
        raise NotFound(what="share of the plan", id=party)
    append(work, plan, PlanUnshared(plan, party))


def require_sharer(work: Work, plan: str) -> dict[PartyId, PartyId | None]:
    """Refuses all but those of its maker's party who may share the plan; answers who sees it, as `store.access` does."""
    seen_by = require_maker(work, plan)
    if work.actor.role is Role.VIEWER:
        raise ViewersDoNotShare()
    return seen_by


def require_maker(view: View, plan: str) -> dict[PartyId, PartyId | None]:
    """Refuses all but its maker's party; answers who sees the plan, as `store.access` does."""
    seen_by = store.access(view.connection, plan)
    if view.actor.party not in seen_by:
        raise NotFound(what="plan", id=plan)
    if seen_by[view.actor.party] is not None:
        raise NotItsMaker(plan=plan)
    return seen_by


def append(work: Work, plan: str, fact: Fact) -> None:
    """The fact to the plan's stream."""
    stream = f"plan/{plan}"
    work.append(stream, work.version(stream), fact)


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
