"""Use cases: plan, keep a plan, show it again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from landsea.journal import Projection, View, Work
from landsea.kernel import NotFound
from landsea.planner import store, store_kept, store_links, store_proposals
from landsea.planner.model import (
    Plan,
    PlanLinkMade,
    PlanLinkRevoked,
    PlanRequest,
    PlanSaved,
    PlanShared,
    PlanUnshared,
)
from landsea.planner.model.flows import FlowsKept
from landsea.planner.model.joint import JointPlanSaved
from landsea.planner.model.proposals import ProposalSettled, ReplanProposed
from landsea.planner.model.studies import StudyKept
from landsea.planner.service.check import CheckRow
from landsea.planner.service.check import check as check_network
from landsea.planner.service.exchange import no_rates, rates_of
from landsea.planner.service.joint import get_joint, list_joint, plan_joint, plan_joint_on_shipped, save_joint
from landsea.planner.service.planned import planned
from landsea.planner.service.sharing import list_plans, maker_of, share, shared_with, unshare
from landsea.planner.service.study.kept import get_study, keep_study, may_study, studies
from landsea.planner.service.worlds import shipped_world, world_for

if TYPE_CHECKING:
    from landsea.planner.service.offers import quote

__all__ = [
    "PROJECTION",
    "CheckRow",
    "check_network",
    "get",
    "get_joint",
    "get_study",
    "keep_study",
    "list_joint",
    "list_plans",
    "maker_of",
    "may_study",
    "plan",
    "plan_joint",
    "plan_joint_on_shipped",
    "plan_on_shipped",
    "quote",
    "save",
    "save_joint",
    "share",
    "shared_with",
    "studies",
    "unshare",
]

PROJECTION = Projection(
    tables=(
        store.plans.table,
        store.joint_plans.table,
        store.access_table,
        store_links.link_table,
        store_kept.studies.table,
        store_kept.flows.table,
        store_proposals.proposal_table,
    ),
    handlers={
        PlanSaved: store.on_saved,
        JointPlanSaved: store.on_joint_saved,
        PlanShared: store.on_shared,
        PlanUnshared: store.on_unshared,
        PlanLinkMade: store_links.on_made,
        PlanLinkRevoked: store_links.on_revoked,
        StudyKept: store_kept.on_study_kept,
        FlowsKept: store_kept.on_flows_kept,
        ReplanProposed: store_proposals.on_proposed,
        ProposalSettled: store_proposals.on_settled,
    },
)


def __getattr__(name: str) -> Any:
    """`quote` is imported when it is asked for: a command that only plans does without the rooms of a booking."""
    if name == "quote":
        from landsea.planner.service.offers import quote

        return quote
    raise AttributeError(name)


def plan(view: View, request: PlanRequest) -> Plan:
    """The itineraries of the node's network that nothing beats in arrival, cost, CO2e, changes and certainty at once, or why
    there are none; good starts, where those are asked for.
    """
    return planned(lambda asked: world_for(view, asked), rates_of(view), request, view.now)


def plan_on_shipped(request: PlanRequest, now: datetime) -> Plan:
    """The same on the network that comes with the package, for a machine without a node. Nothing is read or kept."""
    return planned(shipped_world, no_rates, request, now)


def save(work: Work, made: Plan) -> Plan:
    """Keeps the plan as it is, for its party; from now on its id and an itinerary's number can be referred to."""
    kept = replace(made, id=work.new_id("pln"))
    work.append(f"plan/{kept.id}", 0, PlanSaved(kept))
    return kept


def get(view: View, plan: str) -> Plan:
    found = store.plans.find(view.connection, view.actor.party, plan)
    if found is None:
        raise NotFound(what="plan", id=plan)
    return found
