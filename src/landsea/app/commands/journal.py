"""`landsea journal`: verify it, rebuild what follows from it."""

from __future__ import annotations

from typing import Annotated

import typer

app = typer.Typer(help="Verify the journal; rebuild every read model from it.", no_args_is_help=True)


@app.command()
def verify(
    replay: Annotated[
        bool, typer.Option(help="also compare every read model with a replay (stop the node first)")
    ] = False,
) -> None:
    """Reads every entry again and says where the journal is not what it was. Exit code 1 if anything is wrong.

    The read models follow from the journal and are not part of it: `--replay` compares them, `landsea journal rebuild` makes them anew.
    """
    from landsea import journal
    from landsea.app.node import reading
    from landsea.app.terminal import progress
    from landsea.runtime import load_settings

    with reading(load_settings()) as node:
        with progress("entries") as step:
            found = journal.verify(node.journal, step)
        for finding in found.findings:
            typer.echo(str(finding))
        typer.echo(
            f"{found.size} entries, root {found.root}, {found.checkpoints} checkpoints: {len(found.findings)} findings"
        )
    wrong = _replayed() if replay else []
    raise typer.Exit(1 if found.findings or wrong else 0)


def _replayed() -> list[str]:
    from landsea import journal
    from landsea.app.node import writing
    from landsea.app.terminal import progress
    from landsea.runtime import load_settings

    with writing(load_settings()) as node, progress("entries replayed") as step:
        wrong = journal.differing_tables(node.journal, step)
    for table in wrong:
        typer.echo(f"{table}: is not what a replay makes of the journal. `landsea journal rebuild` mends it.")
    typer.echo(f"read models compared with a replay: {len(wrong)} differ")
    return wrong


@app.command()
def rebuild() -> None:
    """Drops and replays every read model, in one transaction."""
    from landsea import journal
    from landsea.app.node import writing
    from landsea.app.terminal import progress
    from landsea.runtime import load_settings

    with writing(load_settings()) as node:
        with progress("entries") as step:
            done = journal.rebuild(node.journal, step)
        typer.echo(f"{done} entries replayed")


@app.command()
def checkpoint() -> None:
    """Signs the head of the journal if it has grown, and prints the newest checkpoint."""
    from landsea import journal
    from landsea.app.node import writing
    from landsea.runtime import load_settings

    with writing(load_settings()) as node:
        journal.sign_checkpoint(node.journal)
        with node.journal.view(journal.NODE) as view:
            typer.echo(journal.newest_checkpoint(view) or "the journal is empty", nl=False)
