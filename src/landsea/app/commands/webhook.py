"""`landsea webhook`: a party's subscriptions to facts, and what was sent."""

from __future__ import annotations

from typing import Annotated

import typer

from landsea.app.commands.remote import HERE, AsJson, Key, Url, call, path, show

app = typer.Typer(
    help="Webhooks of your party: subscribe, pause, test, and see what was delivered.", no_args_is_help=True
)

Id = Annotated[str, typer.Argument(help="the webhook's id, from `landsea webhook list`")]


@app.command()
def kinds(as_json: AsJson = False, key: Key = "", url: Url = HERE) -> None:
    """Shows the kinds of facts that can be subscribed to, by room."""
    show(call(url, key, "GET", "/v1/webhooks/kinds"), ("room", "kind", "data_class"), as_json=as_json)


@app.command()
def subscribe(
    to: Annotated[str, typer.Argument(help="where to send: an https address")],
    kinds: Annotated[list[str], typer.Argument(help="kinds of facts, or a room's: lading.*")],
    jurisdiction: Annotated[str, typer.Option(help="the law the receiver is under, for example SG")],
    key: Key = "",
    url: Url = HERE,
) -> None:
    """Subscribes a webhook and shows its secret, once."""
    body = {"url": to, "kinds": kinds, "jurisdiction": jurisdiction.upper()}
    made = call(url, key, "POST", "/v1/webhooks", body)
    typer.echo(f"{made['id']}\n{made['secret']}")


@app.command("list")
def list_webhooks(as_json: AsJson = False, key: Key = "", url: Url = HERE) -> None:
    """Shows the webhooks of your party."""
    columns = ("id", "state", "pause_reason", "jurisdiction", "kinds", "url")
    show(call(url, key, "GET", "/v1/webhooks"), columns, as_json=as_json)


@app.command()
def pause(webhook: Id, key: Key = "", url: Url = HERE) -> None:
    """Stops sending until it is resumed; what happens meanwhile waits."""
    typer.echo(call(url, key, "POST", f"/v1/webhooks/{webhook}/pause", {})["state"])


@app.command()
def resume(webhook: Id, key: Key = "", url: Url = HERE) -> None:
    """Sends again, what has waited first."""
    typer.echo(call(url, key, "POST", f"/v1/webhooks/{webhook}/resume", {})["state"])


@app.command()
def delete(webhook: Id, key: Key = "", url: Url = HERE) -> None:
    """Deletes a webhook with its secret and the list of its deliveries."""
    typer.echo(call(url, key, "DELETE", f"/v1/webhooks/{webhook}")["status"])


@app.command()
def rotate(webhook: Id, key: Key = "", url: Url = HERE) -> None:
    """Makes a new secret and shows it, once; for a day the former one signs beside it."""
    typer.echo(call(url, key, "POST", f"/v1/webhooks/{webhook}/secret", {})["secret"])


@app.command("test")
def try_out(
    webhook: Id,
    seconds: Annotated[int, typer.Option(min=1, max=120, help="how long to wait for the result")] = 30,
    key: Key = "",
    url: Url = HERE,
) -> None:
    """Sends a test message and waits for what comes of it. Exit code 1 unless it was delivered."""
    import time

    sent = call(url, key, "POST", f"/v1/webhooks/{webhook}/test", {})
    until, found = time.monotonic() + seconds, sent
    while found["state"] == "pending" and time.monotonic() < until:
        time.sleep(0.5)
        listed = call(url, key, "GET", path(f"/v1/webhooks/{webhook}/deliveries", limit=200))["data"]
        found = next((one for one in listed if one["id"] == sent["id"]), sent)
    typer.echo(" ".join(str(found[name]) for name in ("id", "state", "code", "failure") if found[name] is not None))
    raise typer.Exit(0 if found["state"] == "delivered" else 1)


@app.command()
def deliveries(
    webhook: Id,
    state: Annotated[str, typer.Option(help="pending, failed, delivered, given-up or refused")] = "",
    limit: Annotated[int, typer.Option(min=1, max=200)] = 50,
    as_json: AsJson = False,
    key: Key = "",
    url: Url = HERE,
) -> None:
    """Shows what was sent or is to be sent, newest first."""
    answer = call(url, key, "GET", path(f"/v1/webhooks/{webhook}/deliveries", state=state, limit=limit))
    show(answer, ("id", "kind", "stream", "state", "attempts", "code", "failure", "attempted_at"), as_json=as_json)


@app.command()
def replay(
    webhook: Id, delivery: Annotated[str, typer.Argument(help="msg_...")], key: Key = "", url: Url = HERE
) -> None:
    """Sends a delivery again, under the same id."""
    typer.echo(call(url, key, "POST", f"/v1/webhooks/{webhook}/deliveries/{delivery}/replay", {})["state"])
