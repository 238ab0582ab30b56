"""Routes of plans, ours under /v1/plans."""

from fastapi import APIRouter

from landsea.planner.api import plans

router = APIRouter()
router.include_router(plans.router)

__all__ = ["router"]
