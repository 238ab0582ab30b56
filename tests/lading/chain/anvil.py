"""A local JSON-RPC node of an EVM chain: Foundry's anvil from its npm package, as a process of the tests."""

from __future__ import annotations

import json
import platform
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

MODULES = Path(__file__).resolve().parents[3] / "node_modules"
ARTIFACTS = MODULES / "@tradetrust-tt/token-registry/dist/artifacts"

CHAIN_ID = 31337


def program() -> Path | None:
    machine = {"x86_64": "amd64", "AMD64": "amd64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
    system = {"Windows": "win32"}.get(platform.system(), platform.system().lower())
    found = MODULES / "@foundry-rs" / f"anvil-{system}-{machine}" / "bin" / "anvil"
    return found if found.exists() else None


def require_installed() -> Path:
    """Skips, with the reason, where a part is not installed."""
    pytest.importorskip("landsea.lading.chain.web", reason="the extra `evm` is not installed")
    if not ARTIFACTS.exists():
        pytest.skip(
            "the npm package @tradetrust-tt/token-registry is not installed: no contracts", allow_module_level=True
        )
    found = program()
    if found is None:
        pytest.skip("the npm package @foundry-rs/anvil is not installed here: no chain", allow_module_level=True)
    return found


class Anvil:
    """One node. Blocks are made by `mine` alone, so that a test knows what is in which."""

    def __init__(self, *options: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.options = options
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        command = [
            str(require_installed()),
            "--port",
            str(self.port),
            "--silent",
            "--accounts",
            "1",
            "--no-mining",
            *self.options,
        ]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(200):
            try:
                self.ask("eth_chainId")
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise AssertionError("the local chain did not start in ten seconds")

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(20)
            self._process = None

    def ask(self, method: str, *params: object) -> Any:
        body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).encode()
        request = urllib.request.Request(self.url, body, {"Content-Type": "application/json"})  # noqa: S310  # our own node
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
            told = json.load(answer)
        if "error" in told:
            raise RuntimeError(told["error"])
        return told["result"]

    def mine(self, blocks: int = 1) -> None:
        self.ask("anvil_mine", hex(blocks))

    def give(self, address: str, wei: int) -> None:
        self.ask("anvil_setBalance", address, hex(wei))


@contextmanager
def running(*options: str) -> Iterator[Anvil]:
    node = Anvil(*options)
    node.start()
    try:
        yield node
    finally:
        node.stop()
