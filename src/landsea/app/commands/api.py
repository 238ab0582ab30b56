"""`landsea api METHOD PATH`: any route of a running node."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from landsea.app.commands.remote import HERE, Key, Url, node_at


def api(
    method: Annotated[str, typer.Argument(help="GET, POST, ...")],
    path: Annotated[str, typer.Argument(help="for example /v1/consignments")],
    data: Annotated[str, typer.Option(help="a JSON body, or - for standard input")] = "",
    key: Key = "",
    url: Url = HERE,
) -> None:
    """Calls a route of a running node and prints the answer; exit code 1 when it is a problem."""
    body = (sys.stdin.read() if data == "-" else data).encode() or None
    with node_at(url, key) as node:
        answer = node.send(method.upper(), path, body)
    typer.echo(answer.text)
    raise typer.Exit(0 if answer.status < 400 else 1)
