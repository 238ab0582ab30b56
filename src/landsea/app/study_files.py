"""A study in the terminal and as files: a page in each language, study.json and CSV tables."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from landsea.app.study_page import render_page
from landsea.planner import StudyResult, duration, study_tables
from landsea.runtime import LANGUAGES, translate

SHOWN = 15
"""Variants, or places, in the terminal; the files have all."""


@contextmanager
def step_bar(what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error, when someone looks at it; yields `step(done, of)`."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)


def write_study(result: StudyResult, out: Path) -> list[str]:
    """Writes what the study found; the same study gives the same bytes. Returns the names of the files."""
    out.mkdir(parents=True, exist_ok=True)
    written = study_tables(result) | {
        f"report.{language}.html": render_page(result, language).encode() for language in LANGUAGES
    }
    for name, content in written.items():
        (out / name).write_bytes(content)
    return sorted(written)


def show_study(result: StudyResult, seconds: float, out: Path, files: list[str]) -> None:
    """What matters most, where the rest is, and how long it took."""
    console, language = Console(highlight=False, soft_wrap=True), _language()
    console.print(Text(result.name if language == "en" else result.name_zh, "bold"))
    console.print(Text(result.basis if language == "en" else result.basis_zh, "dim"))
    console.print(_effects(result, language))
    line = translate("{count} variants in {seconds} s: {folder} ({files})", language)
    told = line.format(count=len(result.effects), seconds=f"{seconds:.1f}", folder=out, files=", ".join(files))
    console.print(Text(told, "dim"))


def _effects(result: StudyResult, language: str) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("")
    for title in ("compared", "lost", "later", "mean", "worst", "missed on time"):
        table.add_column(translate(title, language), justify="right", no_wrap=True)
    for one in result.effects[:SHOWN]:
        name = one.name if language == "en" else one.name_zh
        counts = (str(one.compared), str(one.lost_count), str(one.later_count))
        times = (duration(abs(one.mean_minutes), language), duration(one.worst_minutes, language))
        sign = "−" if one.mean_minutes < 0 else ""
        label = f"{name} [{one.closed}]" if one.closed else name
        table.add_row(Text(label), *counts, sign + times[0], times[1], str(one.missed_count))
    return table


def _language() -> str:
    """Chinese where the terminal's locale is Chinese, else English."""
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh" if locale.lower().startswith("zh") else "en"
