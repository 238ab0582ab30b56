"""The examples run as they stand, and say what their text says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

EXAMPLES = Path(__file__).parents[2] / "examples"


def run(name: str) -> str:
    done = subprocess.run(
        [sys.executable, str(EXAMPLES / name)], capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_analysis_of_a_corridor_runs_and_finds_what_it_tells() -> None:
    said = run("analysis/corridor.py").splitlines()
    assert said[0].startswith("1  ")
    opened, closed = (line for line in said if line.startswith(("open ", "closed ")))
    assert float(closed.split()[1]) > float(opened.split()[1]), "a closed port makes the way longer"
    assert "Qinzhou" in opened
    assert "Qinzhou" not in closed
    harmed = {line.split()[0]: int(line.split()[1]) for line in said if line.endswith("a day later or lost")}
    assert harmed["CNQZH"] > 0
