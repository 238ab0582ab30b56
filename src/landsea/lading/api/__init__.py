"""HTTP routes of documents, of acts on them, and of verification."""

from fastapi import APIRouter

from landsea.lading.api import acts, documents

router = APIRouter()
router.include_router(documents.router)
router.include_router(acts.router)

__all__ = ["router"]
