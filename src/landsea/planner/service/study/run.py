"""Runs the tasks of a study: here, on the machine's cores, or elsewhere (`Spread`); goes on where a run was stopped.

The result depends on the case alone: not on the number of processes, on the order in which they finish, or on how often a run was
stopped.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import msgspec

from landsea import __version__
from landsea.kernel import Refusal
from landsea.planner.model.studies import StudyResult
from landsea.planner.service.study.case import StudyCase
from landsea.planner.service.study.tasks import Task, Worker, tasks_of
from landsea.planner.service.study.told import told
from landsea.routing import compile_kernels as compile_kernels

Done: TypeAlias = dict[str, Any]
Spread: TypeAlias = Callable[[StudyCase, Sequence[Task]], Iterator[tuple[str, Any]]]
"""Does tasks somewhere and gives (key, result) in any order."""
SCANS_COMPILED, PLANS_COMPILED = 50, 6
"""With so many tasks, compiling pays."""

_worker: list[Worker] = []


class LogOfAnotherStudy(Refusal):
    code = "log-of-another-study"
    status = 409
    text = (
        "{log} is what another study has done, or this one on another network or by another version of Landsea. It stays as it is. "
        "Name another folder with --out, or leave out --resume to begin anew and replace what the folder has."
    )


def run_study(
    case: StudyCase,
    spread: Spread | None = None,
    log: Path | None = None,
    step: Callable[[int, int], None] = lambda done, all_of_them: None,
) -> StudyResult:
    """Does all tasks that `log` does not have yet and tells what they found. `step` is told how many are done, of how many.
    Raises `LogOfAnotherStudy` before anything is computed.
    """
    tasks = tasks_of(case)
    done = _logged(log, case.digest)
    left = [task for task in tasks if task.key not in done]
    step(len(done), len(tasks))
    for key, result in _logging((spread or here)(case, left), log, case.digest):
        done[key] = result
        step(len(done), len(tasks))
    return told(case, done)


def here(case: StudyCase, tasks: Sequence[Task]) -> Iterator[tuple[str, Any]]:
    """In this process."""
    if len(tasks) >= (PLANS_COMPILED if tasks and tasks[0].destination else SCANS_COMPILED):
        compile_kernels()
    worker = Worker(case)
    for task in tasks:
        yield task.key, worker.do(task)


def on_cores(processes: int) -> Spread:
    """On so many processes of this machine. Where the system can fork, they share what this one has built."""

    def spread(case: StudyCase, tasks: Sequence[Task]) -> Iterator[tuple[str, Any]]:
        if processes == 1 or len(tasks) < 2:
            yield from here(case, tasks)
            return
        compile_kernels()
        warmed = Worker(case)
        yield tasks[0].key, warmed.do(tasks[0])
        forks = "fork" in multiprocessing.get_all_start_methods()
        context = multiprocessing.get_context("fork" if forks else "spawn")
        _worker[:] = [warmed]
        batch = max(1, min(64, len(tasks) // (processes * 8)))
        with context.Pool(processes, _begin, () if forks else (case,)) as pool:
            yield from pool.imap_unordered(_do, tasks[1:], batch)

    return spread


def _begin(*case: StudyCase) -> None:
    """Ctrl-C reaches every process of the terminal; the one that spread the tasks ends the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if case:
        compile_kernels()
        _worker[:] = [Worker(*case)]


def _do(task: Task) -> tuple[str, Any]:
    return task.key, _worker[0].do(task)


def _logged(log: Path | None, digest: str) -> Done:
    """What an earlier run of the same case has done. A last line cut short counts for nothing."""
    if log is None or not log.exists():
        return {}
    lines = log.read_bytes()[: _whole(log)].splitlines()
    if lines and _read(lines[0]) != _header(digest):
        raise LogOfAnotherStudy(log=log)
    rows = (_read(line) for line in lines[1:])
    return {row["key"]: row["result"] for row in rows if row is not None}


def _header(digest: str) -> dict[str, str]:
    """What is in a log was computed by this version."""
    return {"study": digest, "landsea": __version__}


def _read(line: bytes) -> Any:
    try:
        return msgspec.json.decode(line)
    except msgspec.DecodeError:
        return None


def _logging(results: Iterator[tuple[str, Any]], log: Path | None, digest: str) -> Iterator[tuple[str, Any]]:
    """Passes results on, each written down first."""
    if log is None:
        yield from results
        return
    log.parent.mkdir(parents=True, exist_ok=True)
    known = _logged(log, digest)
    with log.open("r+b" if known else "wb") as file:
        if known:
            file.truncate(_whole(log))
            file.seek(0, 2)
        else:
            file.write(msgspec.json.encode(_header(digest)) + b"\n")
        for key, result in results:
            file.write(msgspec.json.encode({"key": key, "result": result}) + b"\n")
            file.flush()
            yield key, result


def _whole(log: Path) -> int:
    """The length up to the end of the last whole line."""
    return log.read_bytes().rfind(b"\n") + 1
