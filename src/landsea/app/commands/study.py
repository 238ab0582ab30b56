"""`landsea study`: what managers of a corridor ask of its capacities."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from landsea.planner import FlowStudy

DEMAND_BYTES_MAX = 16 << 20
app = typer.Typer(
    help="What if: scenarios, every closure in turn, flows and capacities, published benchmarks.", no_args_is_help=True
)

Tables = Annotated[Path | None, typer.Option("--csv", help="a folder to write the tables to, one CSV file each")]
AsJson = Annotated[bool, typer.Option("--json", help="everything as JSON")]


@app.command()
def flows(
    demand: Annotated[Path, typer.Argument(help="CSV: origin,destination,teu,revenue,limit_days,penalty,forced")],
    start: Annotated[str, typer.Option(help="first day of the period, for example 2026-11-23")],
    weeks: Annotated[int, typer.Option(help="weeks of the period; flows are those of their mean week")] = 4,
    objective: Annotated[str, typer.Option(help="max-margin or min-cost")] = "max-margin",
    folder: Tables = None,
    as_json: AsJson = False,
) -> None:
    """Allocates a weekly demand to the capacities of the node's network: what is carried which way, what is left behind and why, which
    links are full and what one more TEU on them is worth. Exit code 1 when forced cargo cannot go, with the links that stop it.
    """
    from landsea.app.flow_table import show_flows, write_csv, write_json
    from landsea.app.given import make_folder
    from landsea.planner import flow_rows

    if folder is not None:
        make_folder(folder)
    study = _study(demand, start, weeks, objective)
    tables = flow_rows(study)
    if folder is not None:
        write_csv(folder, tables)
    if as_json:
        write_json(tables)
    else:
        show_flows(study, tables)
    raise typer.Exit(0 if "flows" in tables else 1)


@app.command()
def linerlib(
    folder: Annotated[Path, typer.Argument(help="the LINERLIB benchmark's folder")],
    instance: Annotated[list[str], typer.Option(help="Baltic, WAF, Mediterranean, ...; may be repeated")],
    services: Annotated[
        Path | None, typer.Option(help="a published log or a rots.json; else the base case's log")
    ] = None,
    demand: Annotated[Path | None, typer.Option(help="another demand file")] = None,
    limits: Annotated[
        bool, typer.Option("--limits", help="keep transit times, which published results do not")
    ] = False,
    csv: Tables = None,
    as_json: AsJson = False,
) -> None:
    """Container flows over published services beside the published objective, and the services' costs beside our own computation."""
    from landsea.app.flow_table import show_liner, write_csv, write_json
    from landsea.app.given import make_folder
    from landsea.app.terminal import progress
    from landsea.planner import liner_rows, study_linerlib

    if csv is not None:
        make_folder(csv)
    studies = []
    with progress("instances") as step:
        for done, name in enumerate(instance, start=1):
            studies.append(study_linerlib(folder, name, services=services, demand=demand, limits=limits))
            step(done)
    tables = {one.instance.name: liner_rows(one) for one in studies}
    if csv is not None:
        for name, found in tables.items():
            write_csv(csv / name, found)
    if as_json:
        write_json(tables)
    else:
        show_liner(tables)


def _study(demand: Path, start: str, weeks: int, objective: str) -> FlowStudy:
    from landsea import journal, planner
    from landsea.app.given import day, text_of
    from landsea.app.node import NoNode, reading
    from landsea.kernel import BadValue, Phrase
    from landsea.planner import FlowObjective
    from landsea.runtime import load_settings

    text = text_of(demand, "demand", "Give a CSV file in UTF-8.", DEMAND_BYTES_MAX)
    first = day(start)
    if objective not in list(FlowObjective):
        mend = Phrase("Use one of: {known}.", known=", ".join(FlowObjective))
        raise BadValue(value=repr(objective), what="objective", why="there is no such objective", mend=mend)
    chosen = FlowObjective(objective)
    try:
        with reading(load_settings()) as node, node.journal.view(journal.NODE) as view:
            return planner.study_flows(view, text, demand.name, first, weeks, chosen)
    except NoNode:
        return planner.study_flows_on_shipped(text, demand.name, first, weeks, chosen)
