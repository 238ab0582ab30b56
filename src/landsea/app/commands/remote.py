"""Commands that are calls of a running node's API: their options, and how answers and problems are shown."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from landsea.app.client import Answer, Client

Key = Annotated[str, typer.Option(envvar="LANDSEA_API_KEY", help="API key")]
Url = Annotated[
    str, typer.Option(envvar="LANDSEA_URL", help="base URL of the node; else that of the node in LANDSEA_HOME")
]
AsJson = Annotated[bool, typer.Option("--json", help="the API's answer as it is")]
HERE = ""
"""No URL given: the node of this machine's settings."""


@contextmanager
def node_at(url: str, key: str) -> Iterator[Client]:
    """A client whose failed calls end the command: a problem by its sentence and exit code 1, no usable answer by `NoAnswer`."""
    from http.client import HTTPException

    from landsea.app.client import CallFailed, Client
    from landsea.app.given import NoAnswer
    from landsea.app.here import own_address, own_client
    from landsea.runtime import load_settings

    try:
        yield Client(url, key) if url else own_client(key)
    except CallFailed as failed:
        raise failure(failed.answer) from None
    except (OSError, HTTPException, ValueError) as error:
        raise NoAnswer(url=url or own_address(load_settings()), why=_why(error)) from None


def _why(error: Exception) -> str:
    import json

    from landsea.kernel import Phrase

    if isinstance(error, json.JSONDecodeError):
        return Phrase("what answers is no node of this kind")
    reason = getattr(error, "reason", error)
    return getattr(reason, "strerror", None) or str(reason) or type(error).__name__


def call(url: str, key: str, method: str, path: str, body: Any = None) -> Any:
    """The answer; a problem is one sentence on standard error and exit code 1."""
    import json

    with node_at(url, key) as node:
        answer = node.send(method, path, None if body is None else json.dumps(body).encode())
        if answer.status < 400:
            return answer.json
    raise failure(answer)


def failure(answer: Answer) -> typer.Exit:
    """A problem as one sentence on standard error, a line for each value that it names, and who said so; what is raised ends with exit
    code 1.
    """
    typer.echo(_problem(answer.content) or f"{answer.status} {answer.text[:500]}", err=True)
    if answer.url:
        typer.echo(_said_by(answer.url), err=True)
    return typer.Exit(1)


def _said_by(url: str) -> str:
    from landsea.app.commands.plan import language
    from landsea.runtime import translate

    return translate("  (said by the node at {url})", language()).format(url=url)


def _problem(content: bytes) -> str:
    import json

    try:
        problem = json.loads(content)
        told = problem["detail"]
        named = [_error(one["pointer"], one["detail"], told) for one in problem.get("errors", ())]
        found = [f"  {one['column']}: {one['what']} {one['mend']}" for one in problem.get("findings", ())]
        return "\n".join([f"{problem['code']}: {told}", *named, *found])
    except (ValueError, KeyError, TypeError):
        return ""


def _error(pointer: str, detail: str, told: str) -> str:
    return f"  {pointer}" if detail == told else f"  {pointer}: {detail}"


def path(base: str, **query: Any) -> str:
    """With those of the query that are given."""
    from urllib.parse import urlencode

    given = {
        name: str(value).lower() if isinstance(value, bool) else value
        for name, value in query.items()
        if value not in (None, "")
    }
    return f"{base}?{urlencode(given)}" if given else base


def show(answer: Any, columns: tuple[str, ...], *, as_json: bool) -> None:
    """A list as a table of these columns, one row a line and nothing cut off, or the whole answer as JSON."""
    if as_json:
        import json

        typer.echo(json.dumps(answer, ensure_ascii=False, indent=1))
        return
    rows = [columns, *(tuple(_cell(row[name]) for name in columns) for row in answer["data"])]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        typer.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(map(str, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "-" if value is None else str(value)
