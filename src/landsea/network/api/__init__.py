"""Routes of the network."""

from fastapi import APIRouter

from landsea.network.api.exchange import router as exchange
from landsea.network.api.network import router as network
from landsea.network.api.performance import router as performance
from landsea.network.api.schedules import ERRORS
from landsea.network.api.schedules import router as schedules
from landsea.network.api.versions import router as versions

router = APIRouter()
for part in (network, exchange, performance, schedules, versions):
    router.include_router(part)

__all__ = ["ERRORS", "router"]
