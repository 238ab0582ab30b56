"""Set-up says exactly what is missing, before it touches anything."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NEEDED = ("bash", "env", "dirname", "cat", "id", "rm")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A PATH with nothing but a shell's basics; a test adds programs to it."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in NEEDED:
        found = shutil.which(name)
        assert found
        (folder / name).symlink_to(found)
    return folder


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "tools", tmp_path / "clone" / "tools")
    return tmp_path / "clone"


def program(path: Path, name: str, script: str) -> None:
    (path / name).write_text(f"#!/usr/bin/env bash\n{script}\n")
    (path / name).chmod(0o755)


def run(clone: Path, path: Path, tool: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PATH": str(path)}
    return subprocess.run([f"tools/{tool}"], cwd=clone, env=environment, capture_output=True, text=True, check=False)


def test_it_says_that_git_is_missing(clone: Path, path: Path) -> None:
    done = run(clone, path, "install.sh")
    assert done.returncode == 1
    assert "apt-get install git" in done.stderr


def test_it_says_that_python_is_missing(clone: Path, path: Path) -> None:
    program(path, "git", "exit 0")
    done = run(clone, path, "install.sh")
    assert done.returncode == 1
    assert "apt-get install python3 python3-venv" in done.stderr


def test_it_says_that_python_is_too_old(clone: Path, path: Path) -> None:
    program(path, "git", "exit 0")
    program(path, "python3", 'case "$1" in --version) echo Python 3.9.2;; *) exit 1;; esac')
    done = run(clone, path, "install.sh")
    assert done.returncode == 1
    assert "Python 3.9.2 is too old: Landsea needs Python 3.11 or later" in done.stderr


def test_it_says_that_venv_is_missing(clone: Path, path: Path) -> None:
    program(path, "git", "exit 0")
    program(path, "python3", f'case "$2" in *ensurepip*) exit 1;; *) exec {sys.executable} "$@";; esac')
    done = run(clone, path, "install.sh")
    assert done.returncode == 1
    assert "apt-get install python3-venv" in done.stderr
    assert not (clone / ".venv").exists()


def test_who_is_not_root_is_told_which_packages_the_browser_tests_need(clone: Path, path: Path) -> None:
    (path / "id").unlink()
    program(path, "id", "echo 1000")
    done = run(clone, path, "browser.sh")
    assert done.returncode == 1
    assert "apt-get install chromium fonts-noto-cjk" in done.stderr


def test_a_chromium_that_is_there_is_used_as_it_is(clone: Path, path: Path) -> None:
    program(path, "chromium", "exit 0")
    done = run(clone, path, "browser.sh")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
