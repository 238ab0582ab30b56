"""The demo: a sandbox node with synthetic parties, and one journey told through the node's public API."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console

from landsea import identity, journal
from landsea.app.client import CallFailed, Client
from landsea.app.demo.cast import make_cast
from landsea.app.demo.story import StepFailed, tell
from landsea.app.node import Node, init_node, node_lock
from landsea.app.server import create_app
from landsea.identity.http import login_url
from landsea.kernel import Refusal, UserId
from landsea.routing import compile_kernels
from landsea.runtime import Settings

MARK = "demo-node"


class NotADemo(Refusal):
    code = "not-a-demo"
    status = 409
    text = "{home} holds something that is not a demo's node; it is left alone. Name another folder with --home."


def run_demo(home: Path, port: int, *, serve: bool, receipts: Path | None = None) -> int:
    """Tells the story; returns the exit code. With `serve` it ends only when it is interrupted."""
    console = Console(highlight=False)
    settings = _fresh_settings(home, port)
    with node_lock(settings):
        node = init_node(settings, sandbox=True, jurisdiction="CN")
        cast = make_cast(node, receipts)
        with _running(node):
            try:
                tell(node, cast, console)
            except (StepFailed, CallFailed) as failed:
                console.print(f"[bold red]The step failed:[/] {failed}", markup=True)
                return 1
            if serve:
                threading.Thread(target=compile_kernels, name="compile-kernels", daemon=True).start()
                _stay(node, cast["forwarder"].user, console)
    return 0


def _fresh_settings(home: Path, port: int) -> Settings:
    """An empty folder; what an earlier demo left there is removed, anything else is not touched."""
    if home.exists() and any(home.iterdir()):
        if not (home / MARK).exists():
            raise NotADemo(home=home)
        shutil.rmtree(home)
    home.mkdir(parents=True, exist_ok=True)
    (home / MARK).touch()
    return Settings(home=home, port=port or _free_port(), requests_per_minute_max=100_000)


def _free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _running(node: Node) -> Iterator[None]:
    """The node's server, in a thread of this process; h11 as in `runtime.http`."""
    import uvicorn

    config = uvicorn.Config(
        create_app(node),
        host=node.settings.host,
        port=node.settings.port,
        http="h11",
        log_level="error",
        access_log=False,
    )
    server: Any = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, name="demo-server", daemon=True)
    thread.start()
    _wait_until_up(node, thread)
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(timeout=10)
        node.close()


def _wait_until_up(node: Node, thread: threading.Thread) -> None:
    client = Client(node.settings.public_url)
    for _ in range(400):
        try:
            client.get("/healthz")
            return
        except OSError:
            if not thread.is_alive():
                break
            time.sleep(0.05)
    raise StepFailed(f"the node did not start at {node.settings.public_url}; is the port taken? Try --port 0.")


def _stay(node: Node, operator: UserId, console: Console) -> None:
    with node.journal.work(journal.NODE) as work:
        link = login_url(work, identity.create_login_link(work, operator))
    console.print(
        f"\nThe console runs at {node.settings.public_url}. Open once, without password:\n[bold]{link}[/]\nCtrl-C ends it.",
        soft_wrap=True,
    )
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        console.print("Ended.")
