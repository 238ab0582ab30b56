"""Places and checks of a network in the terminal."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from rich.console import Console
from rich.table import Table

from landsea import network
from landsea.app.given import day
from landsea.network import PlaceDetail
from landsea.planner import CheckRow, check_network
from landsea.runtime import said, system_now, translate


def show_place(detail: PlaceDetail) -> None:
    console = Console(highlight=False)
    place = detail.place
    at = f"{place.latitude_udeg / 1e6:.4f}, {place.longitude_udeg / 1e6:.4f}"
    console.print(f"[bold]{place.code}  {place.name} {place.name_zh}[/]  {place.country}  {at}  {place.timezone}")
    for alias in detail.aliases:
        console.print(f"  also {alias.alias}: {alias.reason}", style="dim")
    for facility in detail.facilities:
        console.print(f"  {facility.id}  {facility.name} {facility.name_zh}")
    table = Table("next departure (UTC)", "a week", "service", "from", "to", box=None, pad_edge=False)
    for one in detail.departures:
        last = one.trip.calls[-1].facility
        table.add_row(
            f"{one.next:%Y-%m-%d %H:%M}",
            f"{one.weekly:g}",
            f"{one.service.name} {one.service.name_zh}",
            one.facility.id,
            last,
        )
    console.print(table)
    console.print(f"basis: {place.basis}, source: {place.source}", style="dim")


def show_check(folder: Path | None, start: str, language: str) -> bool:
    """Prints the published figures beside the network's; returns whether all are reproduced."""
    console = Console(highlight=False, width=None if Console().is_terminal else 160)
    checked = network.load(folder) if folder else network.shipped()
    first = day(start) if start else system_now().date()
    rows = check_network(checked, first)
    table = Table(*(translate(title, language) for title in COLUMNS), box=None, padding=(0, 2, 0, 0), pad_edge=False)
    for row in rows:
        table.add_row(*_cells(row, language))
    console.print(table)
    for row in rows:
        if note := row.anchor.note_zh if language == "zh" else row.anchor.note:
            console.print(f"{figure_of(row, language)}: {note}", style="dim")
    for finding in checked.advice:
        console.print(str(said(finding, language)), style="yellow", markup=False)
    for source, named in {row.anchor.source: f"{row.source} {row.source_url}".strip() for row in rows}.items():
        console.print(f"[{source}] {named}", style="dim", markup=False)
    return all(row.passed for row in rows)


COLUMNS = ("figure", "published", "best", "median", "worst", "unit", "from - to", "status", "source", "")


def figure_of(row: CheckRow, language: str) -> str:
    return row.anchor.figure_zh if language == "zh" else row.anchor.figure


def _cells(row: CheckRow, language: str) -> tuple[str, ...]:
    anchor = row.anchor
    moments = anchor.moments_zh if language == "zh" else anchor.moments
    status = f"{translate('fitted', language)}: {anchor.input}" if anchor.fitted else translate("emerges", language)
    numbers = (_number(row.best), _number(row.middle), _number(row.worst))
    return (
        figure_of(row, language),
        anchor.published,
        *numbers,
        anchor.unit,
        moments,
        status,
        anchor.source,
        "ok" if row.passed else "FAILS",
    )


def _number(value: Decimal | None) -> str:
    return "-" if value is None else f"{value:f}"
