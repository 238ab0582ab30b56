"""Routes of plans, ours under /v1/plans, and of schedules, as DCSA Commercial Schedules 1.0 has them."""

from fastapi import APIRouter

from landsea.planner.api import plans, schedules, sharing

router = APIRouter()
router.include_router(sharing.router)
router.include_router(plans.router)
router.include_router(schedules.router)

__all__ = ["router"]
