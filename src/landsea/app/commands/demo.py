"""`landsea demo`: the main journey, told while it happens, on a sandbox node of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def demo(
    serve: Annotated[bool, typer.Option(help="leave the console running afterwards")] = True,
    home: Annotated[Path, typer.Option(help="folder of the demo's node, made anew each time")] = Path(".demo"),
    port: Annotated[int, typer.Option(help="port to listen on; 0 takes a free one")] = 8017,
    receipts: Annotated[Path | None, typer.Option(help="file to collect the leaf of each acknowledged act")] = None,
) -> None:
    """A consignment goes from Chongqing to Singapore on one document. Exit code 0 only if every step checked itself."""
    from landsea.app.demo import run_demo

    raise typer.Exit(run_demo(home, port, serve=serve, receipts=receipts))
