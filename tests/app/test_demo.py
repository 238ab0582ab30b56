"""The demo tells its story to the end; killed anywhere, it loses nothing it acknowledged and its journal verifies."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from landsea import journal as door
from landsea.app.node import open_node
from landsea.journal import store
from landsea.runtime import Settings

ROOT = Path(__file__).parents[2]


def start_demo(home: Path, *arguments: str) -> subprocess.Popen[str]:
    path = os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
    command = [
        sys.executable,
        "-m",
        "landsea.app.cli",
        "demo",
        "--no-serve",
        "--port",
        "0",
        "--home",
        str(home),
        *arguments,
    ]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=os.environ | {"PYTHONPATH": path}
    )


def test_the_story_checks_itself_to_the_end(tmp_path: Path) -> None:
    demo = start_demo(tmp_path / "demo")
    said, _ = demo.communicate(timeout=600)
    assert demo.returncode == 0, said
    assert "corridor days after the cargo was ready" in said
    assert said.count("✓") >= 15
    assert "Traceback" not in said


def test_a_folder_that_is_no_demo_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("precious")
    demo = start_demo(tmp_path)
    said, _ = demo.communicate(timeout=600)
    assert demo.returncode == 1
    assert "not-a-demo" in said
    assert (tmp_path / "mine.txt").read_text() == "precious"


@pytest.mark.parametrize("seed", range(3))
def test_killed_anywhere_nothing_acknowledged_is_missing(tmp_path: Path, seed: int) -> None:
    """Kills the process between two acknowledged writes, at a place drawn by chance."""
    chance = random.Random(seed)
    acknowledged = tmp_path / "acknowledged"
    demo = start_demo(tmp_path / "demo", "--receipts", str(acknowledged))
    wanted = chance.randrange(3, 26)
    until = time.monotonic() + 600
    while time.monotonic() < until and demo.poll() is None:
        if acknowledged.exists() and len(acknowledged.read_text().splitlines()) >= wanted:
            break
        time.sleep(0.01)
    time.sleep(chance.random() * 0.2)
    demo.send_signal(signal.SIGKILL)
    demo.wait()
    leaves = acknowledged.read_text().split("\n")[:-1]
    assert len(leaves) >= wanted
    node = open_node(Settings(home=tmp_path / "demo"))
    assert door.verify(node.journal).findings == []
    with node.journal.view(door.NODE) as view:
        stored = {leaf.hex() for leaf in store.leaves(view.connection, 0, door.size(view))}
    assert set(leaves) <= stored
    node.close()
