"""`landsea document`: the documents of your party, their acts, and acts on them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from landsea.app.commands.remote import HERE, AsJson, Key, Url, call, node_at, path, show

app = typer.Typer(
    help="Documents: what you hold, what waits for you, their acts, and acting on them. One is issued from a partner's message, with "
    "`landsea api POST /v1/documents`, or in the console.",
    no_args_is_help=True,
)

Id = Annotated[str, typer.Argument(help="the document's id, from `landsea document list`")]
Passphrase = Annotated[
    str, typer.Option(envvar="LANDSEA_PASSPHRASE", prompt=True, hide_input=True, help="of your title key; asked for")
]
_WORDS = {"how": "endorsement", "due": "matures_at", "as": "purpose"}


@app.command("list")
def list_documents(
    desk: Annotated[str, typer.Option(help="held, pledged-to-me, pledged-by-me or awaiting-me")] = "",
    state: Annotated[str, typer.Option(help="issued, surrendered, leaving, away, ...")] = "",
    as_json: AsJson = False,
    key: Key = "",
    url: Url = HERE,
) -> None:
    """Shows the documents that your party may see, the newest first."""
    found = call(url, key, "GET", path("/v1/documents", desk=desk, state=state))
    columns = ("id", "number", "state", "medium", "operative", "holder", "entitled", "frozen")
    show(found, columns, as_json=as_json)


@app.command("show")
def show_document(document: Id, as_json: AsJson = False, key: Key = "", url: Url = HERE) -> None:
    """Shows where a document stands, its acts, and what your party may do with it now."""
    found = call(url, key, "GET", f"/v1/documents/{document}")
    if as_json:
        show(found, (), as_json=True)
        return
    words = ("number", "state", "medium", "operative", "holder", "entitled", "bearer", "pledge", "proposal", "frozen")
    for word in (*words, "outstanding", "possible"):
        typer.echo(f"{word:12} {_said(found[word])}")
    typer.echo("")
    show(
        {"data": [_row(act) for act in found["acts"]]},
        ("no", "act", "by", "to", "at", "position", "reason"),
        as_json=False,
    )


@app.command("do")
def do(
    document: Id,
    act: Annotated[str, typer.Argument(help="transfer, offer, pledge, take, decline, release, surrender, accept, ...")],
    passphrase: Passphrase,
    to: Annotated[str, typer.Option(help="the party that gets it, or is asked")] = "",
    how: Annotated[str, typer.Option(help="endorsement: order (as a rule), full, blank or none")] = "",
    endorsee: Annotated[str, typer.Option(help="to whose order, where it is not the new holder")] = "",
    reason: Annotated[str, typer.Option(help="why; on record for ever")] = "",
    secures: Annotated[str, typer.Option(help="what a pledge secures: the credit's reference")] = "",
    due: Annotated[str, typer.Option(help="when a pledge is due (RFC 3339)")] = "",
    as_: Annotated[str, typer.Option("--as", help="what a surrender is for: delivery, amendment or paper")] = "",
    numbers: Annotated[str, typer.Option(help="the serial numbers of paper originals")] = "",
    data: Annotated[str, typer.Option(help="more of the act as JSON, for example the shares of a split")] = "",
    key: Key = "",
    url: Url = HERE,
) -> None:
    """Does an act as your party, signed with its title key, and shows where the document stands then.

    These need a --reason: decline, reject, enforce, amend, stay, discard. These need --data, in JSON:

    amend: {"changes": {"terms": {"freight": "COL"}}}, a merge patch (RFC 7396) over the document's content

    split: {"shares": [[AMOUNT, ...], [AMOUNT, ...]]}, one list for each new document

    part: {"amounts": [AMOUNT, ...]}

    merge: {"others": ["ID", ...]}, the same asked on each of them

    orders (then orders/confirm as the second person): {"order": "freeze", "case": "..."}; or unfreeze, or rectify with "holder": "PARTY"

    leave: {"name": "how many paper originals, and for whom"}

    AMOUNT is {"line": 0, "packages": 4, "gross_weight_grams": 80000}; with "volume_cubic_metres": "1.5" where the line states one.
    """
    given = {"to": to, "how": how, "endorsee": endorsee, "reason": reason, "secures": secures, "due": due, "as": as_}
    body = {_WORDS.get(name, name): value for name, value in (given | {"numbers": numbers}).items() if value}
    done = call(url, key, "POST", f"/v1/documents/{document}/{act}", body | _more(data) | {"passphrase": passphrase})
    for one in done.get("data", [done]):
        typer.echo(f"{one['id']}  {one['number']}  {one['state']}  holder {one['holder'] or '-'}")


@app.command("save")
def save(
    document: Id,
    to: Annotated[Path, typer.Argument(help="a file: NAME.pdf for the printed copy, NAME.json for the evidence")],
    as_: Annotated[str, typer.Option("--as", help="mmt (UN/CEFACT) or dcsa: the content in that form, as JSON")] = "",
    key: Key = "",
    url: Url = HERE,
) -> None:
    """Saves a document's printed copy or its evidence, for `landsea verify`, or its content in another standard's form."""
    from landsea.app.given import write

    kind = _kind_to_save(to, as_)
    with node_at(url, key) as node:
        content = node.download(f"/v1/documents/{document}/{kind}")
    write(to, content)
    typer.echo(str(to))


def _kind_to_save(to: Path, as_: str) -> str:
    if as_ not in ("", "mmt", "dcsa"):
        raise typer.BadParameter("it is mmt or dcsa", param_hint="--as")
    kinds = {".json": f"{as_}.json"} if as_ else {".pdf": "pdf", ".json": "evidence.json"}
    suffix = to.suffix.lower()
    if suffix not in kinds:
        known = " or ".join(f"NAME{one}" for one in kinds)
        raise typer.BadParameter(f"it is {known}, not {to.name!r}", param_hint="TO")
    return kinds[suffix]


@app.command("control")
def control(
    document: Id,
    challenge: Annotated[str, typer.Argument(help="what the party that wants the proof gave you")],
    to: Annotated[Path, typer.Argument(help="the file to write")],
    passphrase: Passphrase,
    key: Key = "",
    url: Url = HERE,
) -> None:
    """Proves that your party holds a document: evidence signed over a challenge (`landsea verify FILE --challenge TEXT`)."""
    import json

    from landsea.app.given import write

    body = {"challenge": challenge, "passphrase": passphrase}
    made = call(url, key, "POST", f"/v1/documents/{document}/control", body)
    write(to, json.dumps(made, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode())
    typer.echo(str(to))


@app.command("credential")
def credential(
    document: Id,
    to: Annotated[Path | None, typer.Argument(help="the file to write; standard output where none is given")] = None,
    reveal: Annotated[
        list[str] | None, typer.Option(help="JSON pointer of what to show of its subject; all where none is given")
    ] = None,
    key: Key = "",
    url: Url = HERE,
) -> None:
    """Saves a document as a W3C credential (VC 2.0): its issuer's word on what it says, and where its status is told."""
    import json
    from urllib.parse import urlencode

    from landsea.app.given import write

    query = urlencode([("reveal", one) for one in reveal or []])
    found = call(url, key, "GET", f"/v1/documents/{document}/credential.json" + (f"?{query}" if query else ""))
    text = json.dumps(found, ensure_ascii=False, indent=1)
    if to is None:
        typer.echo(text)
    else:
        write(to, text.encode())
        typer.echo(str(to))


@app.command("credential-status")
def credential_status(
    document: Id,
    act: Annotated[str, typer.Argument(help="issue, suspend, resume or revoke, as its issuer; none: only show")] = "",
    reason: Annotated[str, typer.Option(help="why; on record for ever")] = "",
    number: Annotated[int, typer.Option(help="which of the waybill's credentials; 0: its newest")] = 0,
    as_json: AsJson = False,
    key: Key = "",
    url: Url = HERE,
) -> None:
    """Shows how a waybill's credentials stand, or issues, suspends, resumes or revokes one."""
    path = f"/v1/documents/{document}/credentials"
    if act == "issue":
        call(url, key, "POST", path)
    elif act:
        issued = call(url, key, "GET", path)["data"]
        which = number or (issued[-1]["number"] if issued else 1)
        call(url, key, "POST", f"{path}/{which}/{act}", {"reason": reason})
    columns = ("number", "status", "reason", "issued_at", "list", "index")
    show(call(url, key, "GET", path), columns, as_json=as_json)


@app.command("import-credential")
def import_credential(
    file: Annotated[Path, typer.Argument(help="the credential (JSON)")],
    consignment: Annotated[str, typer.Option(help="the consignment whose goods it covers")],
    issuer: Annotated[
        list[str], typer.Option(help="the DID of its issuer, if you know it from elsewhere than the file")
    ],
    with_: Annotated[
        list[Path] | None,
        typer.Option("--with", help="the issuer's DID document, a status list"),
    ] = None,
    key: Key = "",
    url: Url = HERE,
) -> None:
    """Puts a document whose title lives elsewhere on record: its digest, its verification, where the operative record is. Again: as of now.

    The node asks the token's registry; nothing becomes operative here.
    """
    from landsea.app.given import content_of

    mend = "Give the JSON file as its issuer gave it."
    files = [("file", file.name, content_of(file, "credential", mend), "application/json")]
    files += [
        ("beside", one.name, content_of(one, "file beside a credential", mend), "application/json")
        for one in with_ or ()
    ]
    with node_at(url, key) as node:
        made = node.upload_all(
            f"/v1/consignments/{consignment}/credentials", files, [("issuer", one) for one in issuer]
        )
    typer.echo(
        f"{made['record']}  {made['number']}  {made['verdict']}  {made['state']}  holder {made['holder'] or '-'}"
    )


def _more(data: str) -> dict[str, Any]:
    import json

    if not data:
        return {}
    try:
        made = json.loads(data)
    except ValueError as error:
        raise typer.BadParameter(f"it is not JSON: {error}", param_hint="--data") from None
    if not isinstance(made, dict):
        raise typer.BadParameter("it is not a JSON object", param_hint="--data")
    return made


def _row(act: dict[str, Any]) -> dict[str, Any]:
    said = act["statement"]
    return {
        "no": said["sequence"],
        "act": said["act"],
        "by": said["by"]["party"],
        "to": said["to"]["party"] if said["to"] else None,
        "at": said["at"],
        "position": act["position"],
        "reason": said["reason"],
    }


def _said(value: Any) -> str:
    import json

    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ", ".join(value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
