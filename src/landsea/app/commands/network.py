"""`landsea network`: import, export, look up, and check against published figures."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from landsea.app.commands.plan import known_language

app = typer.Typer(
    help="The node's network: import, export, show a place, check published figures.", no_args_is_help=True
)

schedules = typer.Typer(
    help="Vessel schedules of carriers (DCSA Operational Vessel Schedules 3.0).", no_args_is_help=True
)
app.add_typer(schedules, name="schedules")


@schedules.command("import")
def import_schedules(
    source: Annotated[str, typer.Argument(help="a JSON file, or the address of a carrier's /v3/service-schedules")],
) -> None:
    """Takes in vessels and their voyages. If anything is wrong, every error is listed with its place and nothing is stored."""
    from landsea import journal, network
    from landsea.app.fetch import read_pages
    from landsea.app.node import writing
    from landsea.runtime import load_settings

    pages = list(read_pages(source))

    def take_in(work: journal.Work) -> list[network.ImportedVessels]:
        return [network.import_vessel_schedules(work, page, source[:200]) for page in pages]

    with writing(load_settings()) as node:
        done = node.journal.run(journal.NODE, take_in)
    for finding in (finding for one in done for finding in one.findings):
        typer.echo(str(finding), err=True)
    counts = {what: sum(one.counts[what] for one in done) for what in done[0].counts}
    typer.echo(", ".join(f"{count} {what}" for what, count in counts.items()))


@app.command("import")
def import_(folder: Annotated[Path, typer.Argument(help="a folder of GTFS files with freight columns")]) -> None:
    """Replaces the node's network. If any row is wrong, every wrong row is listed and nothing is stored."""
    from landsea import journal, network
    from landsea.app.node import writing
    from landsea.runtime import load_settings

    with writing(load_settings()) as node:
        done = node.journal.run(journal.NODE, lambda work: network.import_dir(work, folder))
    for finding in done.findings:
        typer.echo(str(finding), err=True)
    typer.echo(", ".join(f"{count} {what}" for what, count in done.counts.items()))


@app.command("export")
def export(
    folder: Annotated[Path | None, typer.Argument(help="where to write the files; made if it is not there")] = None,
    gtfs: Annotated[Path | None, typer.Option(help="a zip to write a GTFS feed for other engines to")] = None,
    start: Annotated[
        str, typer.Option(help="first day of the GTFS feed, for example 2026-11-23; today if left out")
    ] = "",
    days: Annotated[int, typer.Option(min=1, max=366, help="how many days the GTFS feed covers")] = 120,
) -> None:
    """Writes the node's network, or the shipped one where there is no node, as files that can be imported again, or as a GTFS feed."""
    if (folder is None) == (gtfs is None):
        raise typer.BadParameter("Name a folder, or a file with --gtfs.")
    typer.echo(_export_files(folder) if folder is not None else _export_gtfs(gtfs or Path(), start, days))


def _export_files(folder: Path) -> str:
    from landsea import journal, network
    from landsea.app.given import write_all
    from landsea.app.node import NoNode, reading
    from landsea.runtime import load_settings

    try:
        with reading(load_settings()) as node, node.journal.view(journal.NODE) as view:
            files = network.export_files(view)
    except NoNode:
        files = network.shipped_files()
    write_all(folder, files)
    return f"{folder}: {', '.join(sorted(files))}"


def _export_gtfs(file: Path, start: str, days: int) -> str:
    from landsea import journal, network
    from landsea.app.given import day, write_all
    from landsea.app.node import NoNode, reading
    from landsea.runtime import load_settings, system_now

    first = day(start) if start else None
    try:
        with reading(load_settings()) as node, node.journal.view(journal.NODE) as view:
            content = network.export_gtfs(view, first or view.now.date(), days)
    except NoNode:
        content = network.export_shipped_gtfs(first or system_now().date(), days)
    write_all(file.parent, {file.name: content})
    return f"{file}: {len(content)} bytes"


@app.command("diff")
def diff(
    since: Annotated[int | None, typer.Argument(help="a revision; the one before the newest if left out")] = None,
    until: Annotated[int | None, typer.Argument(help="a revision; the newest if left out")] = None,
    language: Annotated[
        str, typer.Option("--lang", help="en or zh; the terminal's if left out", callback=known_language)
    ] = "",
) -> None:
    """What changed from one version of the network to another, a line each."""
    from landsea import journal, network
    from landsea.app.commands import plan
    from landsea.app.node import reading
    from landsea.runtime import load_settings

    language = language or plan.language()
    with reading(load_settings()) as node, node.journal.view(journal.NODE) as view:
        revisions = [one.revision for one in network.list_versions(view)]
        newest = until if until is not None else revisions[-1]
        oldest = since if since is not None else max((one for one in revisions if one < newest), default=newest)
        found = network.difference(view, oldest, newest)
    for change in found.changes:
        typer.echo(network.say_change(change, language))
    typer.echo(f"{oldest} -> {newest}: {network.say_counts(found, language)}")


@app.command()
def show(code: Annotated[str, typer.Argument(help="UN/LOCODE, alias or name in either language")]) -> None:
    """A place with its facilities and what departs from them."""
    from landsea import journal, network
    from landsea.app.network_table import show_place
    from landsea.app.node import NoNode, reading
    from landsea.runtime import load_settings, system_now

    try:
        with reading(load_settings()) as node, node.journal.view(journal.NODE) as view:
            detail = network.show(view, code)
    except NoNode:
        detail = network.show_in(network.shipped(), code, system_now())
    show_place(detail)


@app.command()
def check(
    folder: Annotated[Path | None, typer.Option(help="a network of your own instead of the shipped one")] = None,
    start: Annotated[str, typer.Option(help="first of the 120 days, for example 2026-11-23; today if left out")] = "",
    language: Annotated[
        str, typer.Option("--lang", help="en or zh; the terminal's if left out", callback=known_language)
    ] = "",
) -> None:
    """Published figures beside this network's: best, median and worst over all departures of 120 days. Exit code 1 if any fails."""
    from landsea.app.commands import plan
    from landsea.app.network_table import show_check

    raise typer.Exit(0 if show_check(folder, start, language or plan.language()) else 1)


@app.command()
def learn() -> None:
    """Learns from the node's own events how late its services are; plans count with it from then on. Runs daily by itself."""
    from landsea import journal, tracking
    from landsea.app.node import writing
    from landsea.runtime import load_settings

    with writing(load_settings()) as node:
        done = node.journal.run(journal.NODE, tracking.learn_performance)
    if done is None:
        typer.echo("Too few events tell yet both when something was planned and when it happened.")
        return
    typer.echo(
        f"{done.observations} observations from {done.start[:10]} to {done.end[:10]}: {len(done.rows)} distributions."
    )
