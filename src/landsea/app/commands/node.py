"""Commands for who runs a node: make it, serve it, back it up, restore it, look after it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

epoch_app = typer.Typer(help="Epochs: what a restored or copied node may do.", no_args_is_help=True)
clock_app = typer.Typer(help="The clock of a sandbox node.", no_args_is_help=True)


def init(
    jurisdiction: Annotated[str, typer.Option(help="ISO 3166-1 alpha-2 code of the country the node is in")],
    organisation: Annotated[str, typer.Option(help="English name of the organisation that runs the node")],
    email: Annotated[str, typer.Option(help="e-mail of its first user, an operator")],
    organisation_zh: Annotated[str, typer.Option(help="Chinese name of the organisation")] = "",
    sandbox: Annotated[bool, typer.Option(help="a node for trying out, for ever")] = False,
) -> None:
    """Makes a node in LANDSEA_HOME with its first party and operator, and prints a one-time login link."""
    from landsea.app.node import init_node, node_lock
    from landsea.app.people import first_operator
    from landsea.runtime import load_settings

    settings = load_settings()
    with node_lock(settings):
        node = init_node(settings, sandbox=sandbox, jurisdiction=jurisdiction)
        link = first_operator(node, organisation, organisation_zh, jurisdiction, email)
        node.close()
    typer.echo(f"Node made in {settings.home}. Start it with `landsea serve`, then open once:\n{link}")


def login_link(email: Annotated[str, typer.Argument(help="e-mail of a user who is locked out")]) -> None:
    """Prints a one-time login link for a user. Stop the node first: only who runs it may do this."""
    from landsea.app.node import writing
    from landsea.app.people import new_login_link
    from landsea.runtime import load_settings

    with writing(load_settings()) as node:
        typer.echo(new_login_link(node, email))


def serve(
    host: Annotated[
        str, typer.Option(help="address to listen on", show_default="the setting host, else 127.0.0.1")
    ] = "",
    port: Annotated[int, typer.Option(help="port to listen on", show_default="the setting port, else 8017")] = 0,
) -> None:
    """Serves the API and the console until it is stopped (Ctrl-C)."""
    from dataclasses import replace
    from threading import Thread

    from landsea.app.node import writing
    from landsea.app.server import create_app
    from landsea.routing import compile_kernels
    from landsea.runtime import load_settings
    from landsea.runtime.http import run_server
    from landsea.runtime.logging import set_up_logging

    settings = load_settings()
    settings = replace(settings, host=host or settings.host, port=port or settings.port)
    set_up_logging()
    with writing(settings) as node:
        Thread(target=compile_kernels, name="compile-kernels", daemon=True).start()  # plans are answered meanwhile
        run_server(create_app(node), settings.host, settings.port)


def backup(file: Annotated[Path, typer.Argument(help="the backup to write, a .tar file")]) -> None:
    """Writes database and blobs to one file, while the node runs. The node's secret is not in it: keep it elsewhere."""
    from landsea.app.backup import back_up
    from landsea.runtime import load_settings

    size = back_up(load_settings(), file)
    typer.echo(
        f"{file}: {size:,} bytes. The secret (node.secret or LANDSEA_NODE_SECRET) is not in it; a restore needs both."
    )


def restore(file: Annotated[Path, typer.Argument(help="a backup written by `landsea backup`")]) -> None:
    """Restores a backup into LANDSEA_HOME. The node starts a new epoch; title acts wait for `landsea epoch confirm`."""
    from landsea.app.backup import restore_from
    from landsea.runtime import load_settings

    entries = restore_from(load_settings(), file)
    typer.echo(
        f"{entries:,} entries restored. Title acts are disabled until an operator confirms the last checkpoint or receipt known "
        "outside this node: `landsea epoch confirm --checkpoint FILE`."
    )


def doctor() -> None:
    """Checks the node and says how to mend what is wrong. Exit code 1 if anything is."""
    from landsea.app.doctor import examine
    from landsea.runtime import load_settings

    healthy = True
    for check in examine(load_settings()):
        healthy = healthy and check.good
        typer.echo(f"{'ok  ' if check.good else 'BAD '} {check.name}: {check.said}")
    raise typer.Exit(0 if healthy else 1)


@epoch_app.command()
def confirm(
    checkpoint: Annotated[
        Path | None, typer.Option(help="the newest checkpoint known outside the node (a signed note)")
    ] = None,
    receipt: Annotated[Path | None, typer.Option(help="or the newest receipt known outside (JSON)")] = None,
    because: Annotated[
        str,
        typer.Option(
            help="why nothing is missing, where the newest one known is older than the backup; goes on record"
        ),
    ] = "",
) -> None:
    """Enables title acts after a restore, if the journal still holds what the checkpoint or the receipt says."""
    from landsea.app.epoch import confirm_with_checkpoint, confirm_with_receipt
    from landsea.app.given import text_of
    from landsea.app.node import writing
    from landsea.runtime import load_settings

    if (checkpoint is None) == (receipt is None):
        raise typer.BadParameter("give either --checkpoint or --receipt")
    with writing(load_settings()) as node:
        if checkpoint is not None:
            note = text_of(checkpoint, "checkpoint", "Give a file with the signed note.")
            covered = confirm_with_checkpoint(node.journal, note, because)
        else:
            assert receipt is not None  # noqa: S101  # one of the two was given
            said = text_of(receipt, "receipt", "Give the JSON file that an act was answered with.")
            covered = confirm_with_receipt(node.journal, said, because)
    typer.echo(
        f"Confirmed: title acts are enabled. The first {covered:,} entries are those it was given for. That nothing happened after them "
        "is your word, and on record."
    )


@clock_app.command()
def freeze(at: Annotated[str, typer.Argument(help="RFC 3339 time with zone")]) -> None:
    """Stops the sandbox's clock at a time."""
    from landsea.app.clock import freeze_clock
    from landsea.runtime import load_settings

    typer.echo(freeze_clock(load_settings(), at).isoformat())


@clock_app.command()
def advance(by: Annotated[str, typer.Argument(help="for example 36h, 90m or 3d")]) -> None:
    """Moves the sandbox's clock forward; it never runs back."""
    from landsea.app.clock import advance_clock
    from landsea.runtime import load_settings

    typer.echo(advance_clock(load_settings(), by).isoformat())
