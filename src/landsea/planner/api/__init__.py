"""Routes of plans and studies, ours under /v1, and of schedules, as DCSA Commercial Schedules 1.0 has them."""

from fastapi import APIRouter

from landsea.planner.api import flows, joint, plans, proposals, schedules, sharing, studies
from landsea.planner.api.schedules import ERRORS

router = APIRouter()
router.include_router(sharing.router)
router.include_router(plans.router)
router.include_router(joint.router)
router.include_router(schedules.router)
router.include_router(studies.router)
router.include_router(flows.router)
router.include_router(proposals.router)

__all__ = ["ERRORS", "router"]
