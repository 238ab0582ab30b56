"""Routes of plans, ours under /v1/plans."""

from fastapi import APIRouter

from landsea.planner.api import plans, sharing

router = APIRouter()
router.include_router(sharing.router)
router.include_router(plans.router)

__all__ = ["router"]
