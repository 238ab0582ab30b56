"""How fast a command and a server start, and what an idle node holds in memory."""

from __future__ import annotations

import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

LANDSEA = [sys.executable, "-m", "landsea.app.cli"]
RUNS = 9


def seconds_of(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def first_answer(url: str, process: subprocess.Popen[bytes]) -> float:
    """Seconds until the server answers; an error if it ends before."""
    start = time.perf_counter()
    while process.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=1)  # noqa: S310  # our own server
            return time.perf_counter() - start
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.01)
    raise RuntimeError("the server ended before it answered")


def resident_megabytes(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024  # type: ignore[index]


def server(report: Callable[[str], None]) -> None:
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {"LANDSEA_HOME": home, "LANDSEA_PORT": str(free_port())}
        made = [
            *LANDSEA,
            "init",
            "--jurisdiction",
            "CN",
            "--organisation",
            "Bench (synthetic)",
            "--email",
            "bench@example.com",
            "--sandbox",
        ]
        subprocess.run(made, check=True, capture_output=True, env=environment)
        process = subprocess.Popen(
            [*LANDSEA, "serve"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            took = first_answer(f"http://127.0.0.1:{environment['LANDSEA_PORT']}/healthz", process)
            time.sleep(3)
            memory = resident_megabytes(process.pid)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=20)
    report(f"server: first answer after {took:.2f} s; idle node resident {memory:.0f} MB (aim: at most 200)")


def run(report: Callable[[str], None] = print) -> None:
    report("start: whole processes, turn by turn")
    helps, empties = [], []
    for _ in range(RUNS + 1):
        helps.append(seconds_of([*LANDSEA, "--help"]))
        empties.append(seconds_of([sys.executable, "-c", "pass"]))
    ratios = [a / b for a, b in zip(helps[1:], empties[1:], strict=True)]
    report(
        f"landsea --help {statistics.median(helps[1:]) * 1000:.0f} ms, empty Python {statistics.median(empties[1:]) * 1000:.0f} ms,"
        f" ratio median {statistics.median(ratios):.1f} (aim: at most 25)"
    )
    server(report)


if __name__ == "__main__":
    run()
