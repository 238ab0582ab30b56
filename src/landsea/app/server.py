"""The ASGI application of a node: the rooms' routes, the console, the node's own routes."""

from __future__ import annotations

import mimetypes
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from landsea import __version__
from landsea.app.api import router as node_router
from landsea.app.node import Node
from landsea.app.rooms import error_forms, routers
from landsea.app.telling import make_courier
from landsea.app.workers import Workers
from landsea.console import router as console_router
from landsea.console import static_files
from landsea.identity.http import authenticate
from landsea.runtime.http import BodyLimit, Buckets, RateLimit, SecurityHeaders, install_problems, speak

TYPES = {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".geojson": "application/geo+json",
    ".woff2": "font/woff2",
    ".css": "text/css",
}

SEARCH_COUNTS_AS = 5
"""Of a search that anybody may start, so many requests fewer are allowed in a minute."""


def create_app(node: Node, *, workers: bool = True) -> FastAPI:
    """The application; `workers=False` leaves timed work to the caller (tests step it by hand)."""
    settings, courier = node.settings, make_courier(node.settings)
    for ending, kind in TYPES.items():
        mimetypes.add_type(kind, ending)  # what the operating system's registry says may be wrong

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        running = Workers(node.journal, courier)
        if workers:
            running.start()
        yield
        running.stop()

    app = FastAPI(title="Landsea", version=__version__, docs_url=None, redoc_url=None, lifespan=lifespan)
    app.state.journal = node.journal
    app.state.settings = settings
    app.state.courier = courier
    app.state.authenticate = authenticate
    app.state.searches = Buckets(max(1, settings.requests_per_minute_max // SEARCH_COUNTS_AS))
    install_problems(app)
    speak(app, error_forms())
    for router in [node_router, *routers(), console_router]:
        app.include_router(router)
    app.mount("/static", static_files())
    app.add_middleware(SecurityHeaders)
    app.add_middleware(BodyLimit, limit=settings.body_bytes_max)
    app.add_middleware(RateLimit, per_minute=settings.requests_per_minute_max)
    return app
