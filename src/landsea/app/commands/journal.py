"""`landsea journal`: verify it, rebuild what follows from it."""

from __future__ import annotations

import typer

app = typer.Typer(help="Verify the journal; rebuild every read model from it.", no_args_is_help=True)


@app.command()
def verify() -> None:
    """Reads every entry again and says where the journal is not what it was. Exit code 1 if anything is wrong."""
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
        raise typer.Exit(1 if found.findings else 0)


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
