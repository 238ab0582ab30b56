"""32 writers, random rollbacks, `kill -9`: no gap, no skip, no reordering, and nothing acknowledged is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import select

from landsea import journal as door
from landsea.journal import Journal, store
from tests.journal.test_work import BOXES, A
from tests.support.journals import open_journal, table_dump

Make = Callable[..., Journal]
ROOT = Path(__file__).parents[2]
SECONDS = 6.0


def start(journal: Journal, folder: Path, writers: int, seed: int) -> subprocess.Popen[bytes]:
    url = journal.database.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "tests.journal.writer_process", url, str(folder), str(writers), str(seed)]
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT), os.environ.get("PYTHONPATH", "")])
    with (folder / f"acknowledged_{seed}").open("wb") as out:
        return subprocess.Popen(command, stdout=out, cwd=ROOT, env=os.environ | {"PYTHONPATH": path})


def watch(journal: Journal, until: float) -> list[tuple[int, bytes]]:
    """Reads the tail again and again while others write; asserts that what is visible is a dense prefix that only grows."""
    seen: list[tuple[int, bytes]] = []
    while time.monotonic() < until:
        with journal.view(A) as view:
            query = select(store.entry.c.position, store.entry.c.leaf).where(store.entry.c.position >= len(seen))
            tail = [
                (row.position, bytes(row.leaf))
                for row in view.connection.execute(query.order_by(store.entry.c.position))
            ]
            size = door.size(view)
        assert [position for position, _ in tail] == list(range(len(seen), len(seen) + len(tail)))
        seen += tail
        assert size == len(seen)
        time.sleep(0.02)
    return seen


def acknowledged(folder: Path) -> set[int]:
    """Positions whose writer was told so; a last line cut by the kill was not told completely."""
    lines = [line for path in folder.glob("acknowledged_*") for line in path.read_bytes().split(b"\n")[:-1]]
    return {int(line) for line in lines}


def test_killed_writers_leave_a_dense_journal_with_everything_acknowledged(make_journal: Make, tmp_path: Path) -> None:
    journal = make_journal(BOXES)
    processes = 4 if not journal.database.is_sqlite else 1
    running = [start(journal, tmp_path, 32 // processes, seed) for seed in range(processes)]
    try:
        middle = time.monotonic() + SECONDS / 2
        seen = watch(journal, middle)
        os.kill(running[0].pid, signal.SIGKILL)
        running[0].wait()
        if journal.database.is_sqlite:
            running[0] = start(journal, tmp_path, 32, 99)
        watched = watch(journal, time.monotonic() + SECONDS / 2)
        assert watched[: len(seen)] == seen
    finally:
        for process in running:
            process.kill()
            process.wait()
    again = open_journal(journal)
    found = door.verify(again)
    assert found.findings == []
    told = acknowledged(tmp_path)
    assert len(told) > 100
    assert max(told) < found.size
    before = table_dump(again)
    door.rebuild(again)
    assert table_dump(again) == before
