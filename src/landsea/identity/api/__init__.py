"""HTTP routes of identity: sessions, parties and their people, keys and DIDs."""

from fastapi import APIRouter

from landsea.identity.api import keys, parties, session

router = APIRouter(tags=["identity"])
for part in (session.router, parties.router, keys.router):
    router.include_router(part)
