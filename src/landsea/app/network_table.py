"""Places and checks of a network in the terminal."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from landsea.network import PlaceDetail


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
        table.add_row(f"{one.next:%Y-%m-%d %H:%M}", f"{one.weekly:g}", f"{one.service.name} {one.service.name_zh}", one.facility.id, last)
    console.print(table)
    console.print(f"basis: {place.basis}, source: {place.source}", style="dim")
