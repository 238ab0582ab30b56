"""HTTP routes of the room."""

from fastapi import APIRouter

from landsea.consignment.api.consignments import router as consignments
from landsea.consignment.api.files import router as files
from landsea.consignment.api.quotes import router as quotes

router = APIRouter()
for part in (quotes, files, consignments):  # files first: /v1/consignments.csv and /import stand before /{id}
    router.include_router(part)
