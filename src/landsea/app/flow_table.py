"""Flows in the terminal, as CSV files that Excel opens with Chinese names, and as JSON."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.table import Table

from landsea.app.given import write_all
from landsea.planner import FlowStudy, render_rows
from landsea.runtime import translate

Rows = Sequence[Mapping[str, Any]]
Tables = Mapping[str, Rows]
SHOWN = 24
"""Rows of a table in the terminal; the files have all."""
NUMBERS = (Decimal, int, float)


def show_flows(study: FlowStudy, tables: Tables) -> None:
    """Money, what is left behind and why, and what is full; without flows, why forced cargo cannot go."""
    console, language = _console(), _language()
    console.print(study.basis if language == "en" else study.basis_zh, style="dim", markup=False)
    if "flows" not in tables:
        console.print(
            translate("Forced cargo cannot all be carried. The least that stays, and what stops it:", language),
            style="red",
        )
        _print(console, "left behind", tables["demands"], language)
        _print(console, "capacities", tables["capacities"], language)
        return
    _print(
        console,
        "totals per week",
        [_without(tables["totals"][0], ("rows", "columns", "rounds", "formulation"))],
        language,
    )
    left = [row for row in tables["demands"] if row["rejected"]]
    if left:
        _left(console, left, language)
    else:
        console.print(translate("Everything is carried.", language))
    worth = [row for row in tables["capacities"] if row["shadow_price"] or row["carries_more"]]
    if worth:
        _print(console, "bottlenecks: what one more unit a week is worth", worth, language)
    else:
        console.print(translate("No capacity binds.", language))
    if tables["expansions"]:
        _print(console, "what one more run a week would bring", tables["expansions"], language)


def _left(console: Console, rows: Rows, language: str) -> None:
    """What is left behind; nothing to bring besides is told in words."""
    ties = [row["reason"] == "no-capacity" and row["by"] == 0 for row in rows]
    told = [{**row, "by": "a tie"} if tie else row for row, tie in zip(rows, ties, strict=True)]
    _print(console, "left behind", told, language)
    if any(ties):
        tie = "a tie: on another way, or in place of other cargo, the margin would be the same"
        console.print(translate(tie, language), style="dim")


def show_liner(tables: Mapping[str, Tables]) -> None:
    console, language = _console(), _language()
    _print(console, "flows", [found["result"][0] for found in tables.values()], language)
    _print(
        console,
        "costs per week: ours and published",
        [row for found in tables.values() for row in found["costs"]],
        language,
    )
    for name, found in tables.items():
        for row in found["remarks"]:
            console.print(f"{name}: {row['remark']}", style="dim", markup=False)


def write_csv(folder: Path, tables: Tables) -> None:
    """One file per table, in UTF-8 with a byte order mark."""
    write_all(folder, {f"{name}.csv": render_rows(rows) for name, rows in tables.items()})


def write_json(tables: Mapping[str, Any]) -> None:
    """Numbers are decimal text where they are not whole, so that nothing is rounded."""
    typer.echo(json.dumps(tables, ensure_ascii=False, indent=2, default=str))


def _console() -> Console:
    return Console(highlight=False, width=None if Console().is_terminal else 180)


def _print(console: Console, title: str, rows: Rows, language: str) -> None:
    console.print()
    console.print(translate(title, language), style="bold")
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for column in rows[0]:
        number = any(isinstance(row[column], NUMBERS) for row in rows)
        title = translate(column.replace("_", " "), language)
        table.add_column(title, justify="right" if number else "left", no_wrap=column != "binding")
    for row in rows[:SHOWN]:
        table.add_row(*(_cell(value, language) for value in row.values()))
    console.print(table)
    if len(rows) > SHOWN:
        more = translate("and {count} more; --csv or --json has all", language).format(count=len(rows) - SHOWN)
        console.print(more, style="dim")


def _cell(value: Any, language: str) -> str:
    if value is None:
        return "-"
    if isinstance(value, NUMBERS) and not isinstance(value, bool):
        text = (
            f"{value:,.4f}"
            if isinstance(value, float)
            else f"{value:,f}"
            if isinstance(value, Decimal)
            else f"{value:,}"
        )
        return text.rstrip("0").rstrip(".") if "." in text else text
    return translate(str(value), language)


def _without(row: Mapping[str, Any], columns: Sequence[str]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in columns}


def _language() -> str:
    """Chinese where the terminal's locale is Chinese, else English."""
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh" if locale.lower().startswith("zh") else "en"
