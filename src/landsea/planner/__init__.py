"""Plans: the network's services, tariffs and emission factors as itineraries to choose from, and those that were kept.

Laws: a plan is the exact Pareto set over arrival, cost and CO2e (see `routing`) on a named version of the network; a
kept plan never changes; where nothing can be planned the answer says why. Emissions are well to wheel by ISO 14083
with their factor named.
"""

from typing import TYPE_CHECKING, Any

from landsea.planner.model import (
    By,
    CostLine,
    Explanation,
    NoSuchItinerary,
    NotItsMaker,
    PlaceRef,
    Plan,
    PlanBackup,
    PlanClosure,
    PlanConnection,
    PlanCutoff,
    PlanEmissions,
    PlanMissed,
    PlannedItinerary,
    PlannedLeg,
    PlanProspects,
    PlanRequest,
    PlanSaved,
    PlanShared,
    UnknownMode,
    UnknownStop,
)
from landsea.planner.model.joint import (
    BadLots,
    JointLot,
    JointLotWay,
    JointPlan,
    JointPlanSaved,
    JointRequest,
    JointStuck,
    JointWay,
)
from landsea.planner.model.proposals import Affected, Cause, Proposal, ProposalSettled, ReplanProposed, Settlement
from landsea.planner.model.studies import (
    Chance,
    DemandEffect,
    Effect,
    Later,
    Named,
    Pair,
    Scenario,
    Study,
    StudyHead,
    StudyKept,
    StudyResult,
    StudySummary,
    Sweep,
    Volume,
    Way,
)
from landsea.planner.service import (
    PROJECTION,
    CheckRow,
    check_network,
    get,
    get_joint,
    get_study,
    keep_study,
    list_joint,
    list_plans,
    maker_of,
    plan,
    plan_joint,
    plan_joint_on_shipped,
    plan_on_shipped,
    save,
    save_joint,
    share,
    shared_with,
    studies,
)
from landsea.planner.service.worlds import shipped_world
from landsea.planner.wording import (
    duration,
    proposal_text,
    prospects_text,
    reason_text,
    rendered,
    rendered_joint,
    stuck_text,
    why,
)

if TYPE_CHECKING:
    from landsea.planner.model.flows import FlowObjective
    from landsea.planner.service import quote
    from landsea.planner.service.flow_tables import flow_rows, liner_rows
    from landsea.planner.service.flows import FlowStudy, study_flows, study_flows_on_shipped
    from landsea.planner.service.liner import LinerStudy, study_linerlib
    from landsea.planner.service.proposals import (
        REPLAN_WATCH,
        get_proposal,
        proposals,
        review,
        settle_proposal,
    )
    from landsea.planner.service.study.asked import (
        closures_scenario,
        compute_study,
        prepare_study,
        prepare_study_on_shipped,
        upload_study,
    )
    from landsea.planner.service.study.case import StudyCase
    from landsea.planner.service.study.on_ray import on_ray
    from landsea.planner.service.study.run import on_cores, run_study
    from landsea.planner.wire.lots import parse_lots
    from landsea.planner.wire.study_files import study_tables
    from landsea.routing import compile_kernels

__all__ = [
    "PROJECTION",
    "REPLAN_WATCH",
    "Affected",
    "BadLots",
    "By",
    "Cause",
    "Chance",
    "CheckRow",
    "CostLine",
    "DemandEffect",
    "Effect",
    "Explanation",
    "FlowObjective",
    "FlowStudy",
    "JointLot",
    "JointLotWay",
    "JointPlan",
    "JointPlanSaved",
    "JointRequest",
    "JointStuck",
    "JointWay",
    "Later",
    "LinerStudy",
    "Named",
    "NoSuchItinerary",
    "NotItsMaker",
    "Pair",
    "PlaceRef",
    "Plan",
    "PlanBackup",
    "PlanClosure",
    "PlanConnection",
    "PlanCutoff",
    "PlanEmissions",
    "PlanMissed",
    "PlanProspects",
    "PlanRequest",
    "PlanSaved",
    "PlanShared",
    "PlannedItinerary",
    "PlannedLeg",
    "Proposal",
    "ProposalSettled",
    "ReplanProposed",
    "Scenario",
    "Settlement",
    "Study",
    "StudyCase",
    "StudyHead",
    "StudyKept",
    "StudyResult",
    "StudySummary",
    "Sweep",
    "UnknownMode",
    "UnknownStop",
    "Volume",
    "Way",
    "check_network",
    "closures_scenario",
    "compile_kernels",
    "compute_study",
    "duration",
    "flow_rows",
    "get",
    "get_joint",
    "get_proposal",
    "get_study",
    "keep_study",
    "liner_rows",
    "list_joint",
    "list_plans",
    "maker_of",
    "on_cores",
    "on_ray",
    "parse_lots",
    "plan",
    "plan_joint",
    "plan_joint_on_shipped",
    "plan_on_shipped",
    "prepare_study",
    "prepare_study_on_shipped",
    "proposal_text",
    "proposals",
    "prospects_text",
    "quote",
    "reason_text",
    "rendered",
    "rendered_joint",
    "review",
    "run_study",
    "save",
    "save_joint",
    "settle_proposal",
    "share",
    "shared_with",
    "shipped_world",
    "stuck_text",
    "studies",
    "study_flows",
    "study_flows_on_shipped",
    "study_linerlib",
    "study_tables",
    "upload_study",
    "why",
]


_LATER = {
    "REPLAN_WATCH": "service.proposals",
    "get_proposal": "service.proposals",
    "proposals": "service.proposals",
    "review": "service.proposals",
    "settle_proposal": "service.proposals",
    "FlowObjective": "model.flows",
    "StudyCase": "service.study.case",
    "FlowStudy": "service.flows",
    "LinerStudy": "service.liner",
    "closures_scenario": "service.study.asked",
    "compute_study": "service.study.asked",
    "flow_rows": "service.flow_tables",
    "liner_rows": "service.flow_tables",
    "compile_kernels": "service.study.run",
    "on_cores": "service.study.run",
    "on_ray": "service.study.on_ray",
    "parse_lots": "wire.lots",
    "prepare_study": "service.study.asked",
    "prepare_study_on_shipped": "service.study.asked",
    "quote": "service",
    "run_study": "service.study.run",
    "study_flows": "service.flows",
    "study_flows_on_shipped": "service.flows",
    "study_linerlib": "service.liner",
    "study_tables": "wire.study_files",
    "upload_study": "service.study.asked",
}


def __getattr__(name: str) -> Any:
    """What a plain plan does without is imported when it is asked for (see `service`)."""
    if name in _LATER:
        from importlib import import_module

        return getattr(import_module(f"landsea.planner.{_LATER[name]}"), name)
    raise AttributeError(name)
