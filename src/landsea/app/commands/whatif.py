"""`landsea study run` and `landsea study closures`: what happens if. They are among the commands of `study`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Callable

    from landsea.planner import StudyCase

Out = Annotated[Path | None, typer.Option("--out", help="folder for the reports; else study-<name> here")]
Processes = Annotated[int, typer.Option(min=0, max=4096, help="processes on this machine; 0: one for each core")]
Ray = Annotated[str, typer.Option("--ray", help="address of a Ray cluster (host:port), or local")]
Resume = Annotated[bool, typer.Option("--resume", help="go on where a run into the same folder was stopped")]

STOPPED = "Stopped. What is done is in {log}: the same command with --resume goes on from there."
INTERRUPTED = 130
"""The exit code of every command that Ctrl-C ends."""


def run(
    scenario: Annotated[Path, typer.Argument(help="a scenario as TOML (docs/studies.md)")],
    out: Out = None,
    processes: Processes = 0,
    ray: Ray = "",
    resume: Resume = False,
) -> None:
    """Compares a scenario with the network as it is. Writes a page in English and Chinese, study.json and CSV tables."""
    from landsea.app.commands.plan import language
    from landsea.app.given import text_of
    from landsea.runtime import said

    text = text_of(scenario, "scenario", "Give a TOML file.")

    def beside(name: str) -> str:
        return (scenario.parent / name).read_text(encoding="utf-8")

    case = _case(text, scenario.name, beside)
    for finding in case.advice:
        typer.echo(str(said(finding, language())), err=True)
    _compute(case, out or Path(f"study-{scenario.stem}"), processes, ray, resume)


def closures(
    origin: Annotated[str, typer.Argument(help="place, for example CNCKG")],
    start: Annotated[str, typer.Option(help="first day cargo is ready; the next Monday if left out")] = "",
    weeks: Annotated[int, typer.Option(help="weeks in which cargo is ready")] = 1,
    horizon: Annotated[int, typer.Option(help="days a journey may take")] = 60,
    kind: Annotated[str, typer.Option(help="ports, facilities, countries, services, carriers or passages")] = "ports",
    out: Out = None,
    processes: Processes = 0,
    ray: Ray = "",
    resume: Resume = False,
) -> None:
    """Closes every port (or another kind), one at a time, and ranks what hurts most from an origin."""
    from landsea.planner import closures_scenario

    text = closures_scenario(origin.strip().upper(), start or _next_monday(), weeks, horizon, kind)
    case = _case(text, "closures", None)
    _compute(case, out or Path(f"study-closures-{origin.lower()}"), processes, ray, resume)


def _case(text: str, source: str, open_file: Callable[[str], str] | None) -> StudyCase:
    from landsea import journal, planner
    from landsea.app.node import NoNode, reading
    from landsea.runtime import load_settings

    try:
        with reading(load_settings()) as node, node.journal.view(journal.NODE) as view:
            return planner.prepare_study(view, text, source, open_file)
    except NoNode:
        return planner.prepare_study_on_shipped(text, source, open_file)


def _compute(case: StudyCase, out: Path, processes: int, ray: str, resume: bool) -> None:
    import os
    from time import perf_counter

    from landsea import planner
    from landsea.app.commands.plan import language
    from landsea.app.study_files import show_study, step_bar, write_study
    from landsea.runtime import translate

    spread = planner.on_ray(ray) if ray else planner.on_cores(processes or os.cpu_count() or 1)
    log = _log_in(out, resume=resume)
    began = perf_counter()
    try:
        with step_bar("tasks") as step:
            result = planner.run_study(case, spread, log, step)
    except KeyboardInterrupt:
        typer.echo(translate(STOPPED, language()).format(log=log), err=True)
        raise typer.Exit(INTERRUPTED) from None
    took = perf_counter() - began
    files = write_study(result, out)
    show_study(result, took, out, files)


def _log_in(out: Path, *, resume: bool) -> Path:
    """Where each task is written down as it is done; refused, where that cannot be, before anything is computed."""
    from landsea.app.given import make_folder, unwritable

    make_folder(out)
    log = out / "tasks.jsonl"
    try:
        if not resume:
            log.unlink(missing_ok=True)
        log.open("ab").close()
    except OSError as error:
        raise unwritable(log, error) from None
    return log


def _next_monday() -> str:
    from datetime import timedelta

    from landsea.runtime import system_now

    today = system_now().date()
    return (today + timedelta(days=7 - today.weekday())).isoformat()
