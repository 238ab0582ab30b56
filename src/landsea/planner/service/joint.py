"""Joint journeys: planned on the node's network or the shipped one, kept, shown again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from landsea.journal import View, Work
from landsea.kernel import NotFound
from landsea.planner.model.joint import JointPlan, JointPlanSaved, JointRequest
from landsea.planner.rules.asked import require_possible
from landsea.planner.rules.currency import joint_in
from landsea.planner.service.exchange import Rates, exchange_for, no_rates, rates_of
from landsea.planner.service.joint_answer import joint_answer
from landsea.planner.service.world import World
from landsea.planner.service.worlds import shipped_world, world_for
from landsea.planner.store import joint_plans


def plan_joint(view: View, request: JointRequest) -> JointPlan:
    """The ways for all lots on the node's network that nothing beats, or which parts have none and why."""
    require_possible(request.together, [lot.teu for lot in request.lots])
    return _planned(world_for(view, request.together), request, rates_of(view), view.now)


def plan_joint_on_shipped(request: JointRequest, now: datetime) -> JointPlan:
    """The same on the network that comes with the package. Nothing is read or kept."""
    require_possible(request.together, [lot.teu for lot in request.lots])
    return _planned(shipped_world(request.together), request, no_rates, now)


def _planned(world: World, request: JointRequest, rates: Rates, now: datetime) -> JointPlan:
    exchange = exchange_for(world, request.together, rates)
    made = joint_answer(world, request, now, exchange)
    return made if exchange is None else joint_in(made, exchange)


def save_joint(work: Work, made: JointPlan) -> JointPlan:
    """Keeps the plan as it is, for its party; it is shared like any plan."""
    kept = replace(made, id=work.new_id("jpl"))
    work.append(f"plan/{kept.id}", 0, JointPlanSaved(kept))
    return kept


def get_joint(view: View, plan: str) -> JointPlan:
    found = joint_plans.find(view.connection, view.actor.party, plan)
    if found is None:
        raise NotFound(what="plan", id=plan)
    return found


def list_joint(view: View, *, after: tuple[datetime, str] | None = None, limit: int = 50) -> tuple[JointPlan, ...]:
    """Joint plans that the party made or that were shared with it, newest first; those behind `after` (made at, id)."""
    return joint_plans.list(view.connection, view.actor.party, after, limit)
