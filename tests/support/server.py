"""A real `landsea serve`, a process of its own on a free port, for tests that must go over the wire."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from landsea.app.client import Client
from landsea.app.node import Node, init_node
from landsea.runtime import Settings

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Served:
    settings: Settings
    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def client(self, key: str = "") -> Client:
        return Client(self.url, key)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def make_node(home: Path, port: int) -> tuple[Settings, Node]:
    """A sandbox node that says it is reached at the port it will be served on."""
    settings = Settings(home=home, port=port)
    return settings, init_node(settings, sandbox=True, jurisdiction="CN")


@contextmanager
def served(settings: Settings, **environment: str) -> Iterator[Served]:
    path = os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
    variables = {
        "LANDSEA_HOME": str(settings.home),
        "LANDSEA_PORT": str(settings.port),
        "PYTHONPATH": path,
    } | environment
    command = [sys.executable, "-m", "landsea.app.cli", "serve"]
    process = subprocess.Popen(command, env=os.environ | variables, stderr=subprocess.DEVNULL)
    try:
        _wait_until_open(settings.port, process)
        yield Served(settings, settings.port)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)


def _wait_until_open(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 300  # a busy machine is not a fault
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise AssertionError("the server did not start")
