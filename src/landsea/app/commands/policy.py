"""`landsea policy`: what may leave the node, to whom."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from landsea.app.commands.remote import HERE, AsJson, Key, Url, call, path, show

app = typer.Typer(
    help="What may leave this node to which jurisdiction: rules and recorded decisions.", no_args_is_help=True
)

To = Annotated[str, typer.Argument(help="jurisdiction of the receivers, ISO 3166-1 alpha-2, for example SG")]
Classes = Annotated[list[str], typer.Argument(help="classes of data: transport-document, title-act, event, ...")]
Basis = Annotated[str, typer.Option(help="the reason in law; every decision repeats it")]


@app.command("list")
def list_rules(
    withdrawn: Annotated[bool, typer.Option("--withdrawn", help="with rules no longer in force")] = False,
    as_json: AsJson = False,
    key: Key = "",
    url: Url = HERE,
) -> None:
    """Shows the rules in force. Where there is none: allowed within the node's jurisdiction, refused across its border."""
    answer = call(url, key, "GET", path("/v1/policy/rules", withdrawn=withdrawn or None))
    show(answer, ("id", "sender", "receiver", "data_class", "effect", "basis", "withdrawn_at"), as_json=as_json)


@app.command()
def allow(to: To, data_class: Classes, basis: Basis, key: Key = "", url: Url = HERE) -> None:
    """Lets these classes of data go to a jurisdiction. Takes the place of the rules in force for them."""
    _add("allow", to, data_class, basis, key, url)


@app.command()
def refuse(to: To, data_class: Classes, basis: Basis, key: Key = "", url: Url = HERE) -> None:
    """Keeps these classes of data from going to a jurisdiction, the node's own included."""
    _add("refuse", to, data_class, basis, key, url)


def _add(effect: str, to: str, classes: list[str], basis: str, key: str, url: str) -> None:
    for one in classes:
        body = {"receiver": to.upper(), "data_class": one, "effect": effect, "basis": basis}
        rule = call(url, key, "POST", "/v1/policy/rules", body)
        typer.echo(f"{rule['id']}  {rule['effect']} {rule['data_class']} {rule['sender']} -> {rule['receiver']}")


@app.command()
def withdraw(
    rule: Annotated[str, typer.Argument(help="the rule's id, from `landsea policy list`")],
    reason: Annotated[str, typer.Option(help="why; it is recorded")],
    key: Key = "",
    url: Url = HERE,
) -> None:
    """Withdraws a rule; the default holds again."""
    answer = call(url, key, "POST", f"/v1/policy/rules/{rule}/withdraw", {"reason": reason})
    typer.echo(f"{answer['id']}  withdrawn at {answer['withdrawn_at']}")


@app.command()
def explain(to: To, data_class: Annotated[str, typer.Argument()], key: Key = "", url: Url = HERE) -> None:
    """Says what would be decided now for a class of data to a jurisdiction, and why. Nothing is recorded."""
    answer = call(url, key, "GET", path("/v1/policy/explain", data_class=data_class, jurisdiction=to.upper()))
    typer.echo(f"{'allowed' if answer['allowed'] else 'refused'}: {answer['why']}")


@app.command()
def decisions(
    refused: Annotated[bool, typer.Option("--refused", help="only what was refused")] = False,
    to: Annotated[str, typer.Option(help="only to this jurisdiction")] = "",
    data_class: Annotated[str, typer.Option(help="only of this class")] = "",
    subject: Annotated[str, typer.Option(help="only about this thing, for example document:doc_...@3")] = "",
    limit: Annotated[int, typer.Option(min=1, max=200)] = 50,
    as_json: AsJson = False,
    key: Key = "",
    url: Url = HERE,
) -> None:
    """Shows what was asked to leave the node, newest first, and what was answered."""
    asked: dict[str, Any] = {"data_class": data_class, "jurisdiction": to.upper(), "subject": subject, "limit": limit}
    answer = call(url, key, "GET", path("/v1/policy/decisions", allowed=False if refused else None, **asked))
    columns = ("decided_at", "allowed", "data_class", "jurisdiction", "receiver", "purpose", "subject", "why")
    show(answer, columns, as_json=as_json)
