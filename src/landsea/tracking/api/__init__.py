"""Routes of events: ours under /v1, DCSA Track & Trace 2.2 under /v2."""

from fastapi import APIRouter

from landsea.tracking.api import dcsa, ours
from landsea.tracking.api.dcsa import ERRORS

router = APIRouter(tags=["tracking"])
router.include_router(ours.router)
router.include_router(dcsa.router)

__all__ = ["ERRORS", "router"]
