"""`landsea document read` and `issue`: a partner's message, and the document that is issued from it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from landsea.app.commands.document import Passphrase
from landsea.app.commands.remote import HERE, AsJson, Key, Url, call, node_at, path

_BYTES_MAX = 1_048_576
File = Annotated[Path, typer.Argument(help="UN/CEFACT MMT (D.23B) or DCSA TransportDocument, as JSON")]
Negotiable = Annotated[
    bool | None,
    typer.Option("--negotiable/--waybill", help="where the message does not say which it is", show_default=False),
]


def read(
    file: File,
    consignment: Annotated[str, typer.Option(help="compare it with this one, whose document is to be issued")] = "",
    negotiable: Negotiable = None,
    as_json: AsJson = False,
    key: Key = "",
    url: Url = HERE,
) -> None:
    """Shows what a partner's message says, and what stands against issuing a document from it; exit code 1 when something does.

    Nothing is stored. `--json` has the body for POST /v1/documents under `issue`, with the message in it.
    """
    found = _draft(file, consignment, negotiable, key, url)
    if as_json:
        import json

        typer.echo(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        _show(found)
    raise typer.Exit(1 if any(one["error"] for one in found["findings"]) else 0)


def issue(
    file: File,
    consignment: Annotated[str, typer.Option(help="the consignment whose document it is")],
    passphrase: Passphrase,
    negotiable: Negotiable = None,
    paper: Annotated[
        bool,
        typer.Option(help="the message is of a paper document: only its record is made, and the paper stays operative"),
    ] = False,
    key: Key = "",
    url: Url = HERE,
) -> None:
    """Issues the document of a consignment from a partner's message; what the message says beyond the document is kept with it."""
    found = _draft(file, consignment, negotiable, key, url)
    if any(one["error"] for one in found["findings"]):
        _show(found)
        raise typer.Exit(1)
    body = found["issue"] | ({"annotates": found["annotates"]} if paper else {}) | {"passphrase": passphrase}
    made = call(url, key, "POST", "/v1/documents/captures" if paper else "/v1/documents", body)
    typer.echo(f"{made['id']}  {made['number']}  {made['state']}  holder {made['holder'] or '-'}")


def _draft(file: Path, consignment: str, negotiable: bool | None, key: str, url: str) -> Any:
    from landsea.app.commands.remote import failure
    from landsea.app.given import content_of

    content = content_of(file, "message", "Give a JSON file of at most 1 MiB.", _BYTES_MAX)
    with node_at(url, key) as node:
        answer = node.send(
            "POST", path("/v1/documents/drafts", consignment=consignment, negotiable=negotiable), content
        )
        if answer.status < 400:
            return answer.json
    raise failure(answer)


def _show(found: dict[str, Any]) -> None:
    said = found["content"]
    kind = {None: "not said whether negotiable", True: "negotiable", False: "not negotiable"}[found["negotiable"]]
    places = [said[name]["name_en"] or said[name]["locode"] for name in ("receipt", "delivery")]
    to = said["order_of"] or said["consignee"]
    _line("message", f"{found['form']}, {said['number'] or 'no number'}, {kind}")
    _line("issuer", said["issuer"]["name_en"])
    _line("shipper", said["shipper"]["name_en"])
    _line("to order of" if said["order_of"] else "consignee", to["name_en"] if to else "-")
    _line("carried", " to ".join(one or "-" for one in places))
    for line in said["goods"]:
        kilograms = f"{line['gross_weight_grams'] / 1000:,.3f} kg"
        _line(
            "goods",
            f"{line['description'] or '-'}, {line['packages']} {line['package_code']}, {kilograms}, {line['container']}",
        )
    for one in found["findings"]:
        mark = "error" if one["error"] else "note"
        _line(mark, f"{one['column'] or '/'}: {one['what']} {one['mend']}".rstrip())


def _line(word: str, said: str) -> None:
    typer.echo(f"{word:12} {' '.join(said.split())}")
