"""HTTP routes of documents, of acts on them, of verification, and of the exchange with other platforms."""

from fastapi import APIRouter

from landsea.lading.api import acts, chain, credentials, documents, drafts, elsewhere, interchange, platforms, verify
from landsea.lading.api.interchange import ERRORS

router = APIRouter()
router.include_router(drafts.router)
router.include_router(documents.router)
router.include_router(acts.router)
router.include_router(verify.router)
router.include_router(elsewhere.router)
router.include_router(platforms.router)
router.include_router(credentials.router)
router.include_router(chain.router)
router.include_router(interchange.router, prefix="/v3")
router.include_router(interchange.router, prefix="/trial/{trial}/v3", include_in_schema=False)

__all__ = ["ERRORS", "router"]
