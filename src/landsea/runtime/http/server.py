"""The HTTP server."""

from __future__ import annotations

from typing import Any

from landsea.runtime.logging import log


def run_server(app: Any, host: str, port: int) -> None:
    """Serves until it is stopped. h11, since with httptools a request that offers `Upgrade: h2c` loses its body."""
    import uvicorn

    log.info("serving", host=host, port=port)
    uvicorn.run(
        app, host=host, port=port, http="h11", ws="none", log_level="warning", access_log=False, server_header=False
    )
