"""A study in the terminal and as files: a page in each language, study.json and CSV tables."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from landsea.app.given import unwritable, write_all
from landsea.app.study_page import NOTHING, render_page
from landsea.app.study_page.words import Words
from landsea.planner import Effect, StudyResult, duration, left_out_tables, study_tables
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
    """Writes what the study found in place of what an earlier study found; the same study gives the same bytes. Returns the names of the
    files.
    """
    written = study_tables(result) | {
        f"report.{language}.html": render_page(result, language).encode() for language in LANGUAGES
    }
    write_all(out, written)
    _remove(out, left_out_tables(result))
    return sorted(written)


def _remove(out: Path, heads: Mapping[str, bytes]) -> None:
    """Tables of an earlier study that this one does not have. A file of such a name that no study wrote stays."""
    for name, head in heads.items():
        path = out / name
        try:
            if path.is_file() and path.read_bytes().startswith(head):
                path.unlink()
        except OSError as error:
            raise unwritable(path, error) from None


def show_study(result: StudyResult, seconds: float, out: Path, files: list[str]) -> None:
    """What matters most, where the rest is, and how long it took."""
    console, language = Console(highlight=False, soft_wrap=True), _language()
    console.print(Text(result.name if language == "en" else result.name_zh, "bold"))
    console.print(Text(result.basis if language == "en" else result.basis_zh, "dim"))
    if any(one.compared for one in result.effects):
        console.print(_effects(result, language))
    else:
        console.print(Text(translate(NOTHING, language), "yellow"))
    line = translate("{count} variants in {seconds} s: {folder} ({files})", language)
    told = line.format(count=len(result.effects), seconds=f"{seconds:.1f}", folder=out, files=", ".join(files))
    console.print(Text(told, "dim"))


def _effects(result: StudyResult, language: str) -> Table:
    """One case as a list, many as rows in eighty columns."""
    if len(result.effects) == 1:
        return _only(result, result.effects[0], language)
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("", overflow="fold")
    missed = ["no longer in time"] * (result.deadline_days is not None)
    for title in ("compared", "lost", "later", "earlier", "mean", "worst", *missed):
        table.add_column(translate(title, language), justify="right", no_wrap=True)
    for one in result.effects[:SHOWN]:
        name = one.name if language == "en" else one.name_zh
        counts = (one.compared, one.lost_count, one.later_count, one.earlier_count)
        times = (_change(one.mean_minutes, language), _hours(one.worst_minutes, language))
        label = f"{name} [{one.closed}]" if one.closed else name
        table.add_row(Text(label), *map(str, counts), *times, *[str(one.missed_count)] * len(missed))
    return table


def _only(result: StudyResult, one: Effect, language: str) -> Table:
    words = Words(language)
    rows = [("compared", one.compared), ("lost", one.lost_count), ("later", one.later_count)]
    rows += [("earlier", one.earlier_count)]
    rows += [("no longer in time", one.missed_count)] * (result.deadline_days is not None)
    told = [(title, str(count)) for title, count in rows]
    told += [("mean change of time", words.change(one.mean_minutes)), ("worst", words.minutes(one.worst_minutes))]
    if one.mean_cost is not None:
        told += [("mean change of cost", words.more_money(result.currency, one.mean_cost))]
        told += [("mean change of CO2e", words.more_kilograms(one.mean_co2e_grams))]
    told += words.best_changes(result)
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=False)
    for title, value in told:
        table.add_row(translate(title, language), value)
    return table


def _change(minutes: int, language: str) -> str:
    return ("−" if minutes < 0 else "") + _hours(abs(minutes), language)


def _hours(minutes: int, language: str) -> str:
    """Minutes are told only below an hour."""
    return duration(minutes if minutes < 60 else minutes // 60 * 60, language)


def _language() -> str:
    """Chinese where the terminal's locale is Chinese, else English."""
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh" if locale.lower().startswith("zh") else "en"
