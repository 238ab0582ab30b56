"""The ASGI application of a node: the rooms' routes, the console, the node's own routes."""

from __future__ import annotations

import mimetypes
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import APIRouter, FastAPI, Request, Response

from landsea import __version__, journal
from landsea.app.node import Node
from landsea.app.rooms import routers
from landsea.app.workers import Workers
from landsea.console import router as console_router
from landsea.console import static_files
from landsea.identity.http import authenticate
from landsea.journal.http import journal_of, read
from landsea.runtime.http import BodyLimit, RateLimit, SecurityHeaders, install_problems, json_response

for kind, endings in {
    "text/javascript": (".js", ".mjs"),
    "application/geo+json": (".geojson",),
    "font/woff2": (".woff2",),
}.items():
    for ending in endings:
        mimetypes.add_type(kind, ending)

node_router = APIRouter(tags=["node"])


@node_router.get("/healthz")
def health(request: Request) -> Response:
    """200 when the node answers and its database can be read."""
    with journal_of(request).database.read() as connection:
        ready = journal.is_created(connection)
    return json_response({"status": "ok" if ready else "not created", "version": __version__})


@node_router.get("/v1/checkpoint")
def checkpoint(request: Request) -> Response:
    """The newest signed checkpoint of the journal (C2SP tlog-checkpoint), as text; public."""
    with journal_of(request).view(journal.NODE) as view:
        note = journal.newest_checkpoint(view)
    return Response(note or "", 200 if note else 404, media_type="text/plain; charset=utf-8")


@node_router.get("/v1/node")
def node_status(request: Request) -> Response:
    """What this node is: origin, verifier key of its log, sandbox or not, epoch, its time, size of the journal."""
    with read(request) as view:
        return json_response(status_of(view))


def status_of(view: journal.View) -> dict[str, Any]:
    epoch, confirmed = journal.current_epoch(view)
    return {
        "origin": view.site.origin,
        "base_url": view.site.base_url,
        "verifier_key": view.journal.signer.verifier.vkey,
        "sandbox": view.site.sandbox,
        "epoch": epoch,
        "title_acts_enabled": confirmed,
        "now": view.now.isoformat(),
        "entries": journal.size(view),
        "version": __version__,
    }


def create_app(node: Node, *, workers: bool = True) -> FastAPI:
    """The application; `workers=False` leaves timed work to the caller (tests step it by hand)."""
    settings = node.settings

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        running = Workers(node.journal)
        if workers:
            running.start()
        yield
        running.stop()

    app = FastAPI(title="Landsea", version=__version__, docs_url=None, redoc_url=None, lifespan=lifespan)
    app.state.journal = node.journal
    app.state.settings = settings
    app.state.authenticate = authenticate
    install_problems(app)
    for router in [node_router, *routers(), console_router]:
        app.include_router(router)
    app.mount("/static", static_files())
    app.add_middleware(SecurityHeaders)
    app.add_middleware(BodyLimit, limit=settings.body_bytes_max)
    app.add_middleware(RateLimit, per_minute=settings.requests_per_minute_max)
    return app
