"""`landsea platform`: this node as an eBL platform, and the platforms and carriers it exchanges documents with (DCSA)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from landsea.app.commands.document import Passphrase
from landsea.app.commands.remote import HERE, AsJson, Key, Url, call, show

app = typer.Typer(
    help="This node as an eBL platform (DCSA PINT, issuance, surrender), and with whom it exchanges documents.",
    no_args_is_help=True,
)

FILE_BYTES_MAX = 1 << 20
Named = Annotated[str, typer.Argument(help="its id or platform code, from `landsea platform list`")]
File = Annotated[
    Path, typer.Argument(help="TOML: name, codes, jurisdiction, base_url, profile, certificates, carriers, may")
]


@app.command("open")
def open_platform(
    code: Annotated[str, typer.Argument(help="this node's code, two to four capital letters or digits")],
    key: Key = "",
    url: Url = HERE,
) -> None:
    """Opens the node to other platforms under a code, once, and prints the certificate to give to them."""
    answer = call(url, key, "POST", "/v1/platform", {"code": code})
    typer.echo("".join(answer["certificates"]), nl=False)


@app.command("show")
def own(as_json: AsJson = False, key: Key = "", url: Url = HERE) -> None:
    """Shows this node's code, base URL and certificate."""
    answer = call(url, key, "GET", "/v1/platform")
    if as_json:
        show(answer, (), as_json=True)
        return
    typer.echo(f"{answer['code']}  {answer['base_url']}")
    typer.echo("".join(answer["certificates"]), nl=False)


@app.command("list")
def list_platforms(as_json: AsJson = False, key: Key = "", url: Url = HERE) -> None:
    """Shows with whom this node exchanges documents."""
    answer = call(url, key, "GET", "/v1/platforms")
    show(answer, ("id", "name", "codes", "jurisdiction", "profile", "may", "base_url"), as_json=as_json)


@app.command()
def add(file: File, key: Key = "", url: Url = HERE) -> None:
    """Adds a platform or carrier as a TOML file describes it. A certificate is PEM text, or the path of a file beside it."""
    answer = call(url, key, "POST", "/v1/platforms", _read(file))
    typer.echo(f"{answer['id']}  {answer['name']}")


@app.command()
def change(named: Named, file: File, key: Key = "", url: Url = HERE) -> None:
    """Takes all of a platform's settings from a TOML file, for example with its next certificate beside the present one."""
    answer = call(url, key, "PUT", f"/v1/platforms/{named}", _read(file))
    typer.echo(f"{answer['id']}  {answer['name']}")


@app.command()
def remove(named: Named, key: Key = "", url: Url = HERE) -> None:
    """Believes a platform no more, and sends it nothing."""
    call(url, key, "DELETE", f"/v1/platforms/{named}")
    typer.echo(f"{named}  removed")


@app.command()
def receiver(
    named: Named,
    code: Annotated[str, typer.Argument(help="the party's code there, with its list, for example ZZZ:par_...")],
    key: Key = "",
    url: Url = HERE,
) -> None:
    """Asks a platform for the name of a party there, before a document is sent to it."""
    provider, _, given = code.partition(":")
    said = {"codeListProvider": provider, "partyCode": given}
    typer.echo(call(url, key, "POST", f"/v1/platforms/{named}/receiver", said)["name"])


@app.command()
def settle(
    document: Annotated[
        str, typer.Argument(help="the document of which a transfer or surrender is disputed or unanswered")
    ],
    how: Annotated[
        str,
        typer.Argument(
            help="a transfer: stay (it is here), left (it is there); a surrender: accept (the carrier took it back), reject; "
            "then confirm, as the second person; or revoke"
        ),
    ],
    passphrase: Passphrase,
    case: Annotated[str, typer.Option(help="what you go by, on record for ever; to revoke: why")] = "",
    key: Key = "",
    url: Url = HERE,
) -> None:
    """Settles a disputed transfer or surrender: one person of the register's operator begins, another one confirms, on record for ever."""
    path, said = f"/v1/documents/{document}/orders", {"passphrase": passphrase}
    bodies = {"confirm": said, "revoke": said | {"reason": case}}
    body = bodies.get(how, said | {"order": how, "case": case})
    answer = call(url, key, "POST", f"{path}/{how}" if how in bodies else path, body)
    typer.echo(f"{answer['id']}  {answer['state']}")


@app.command()
def disputes(as_json: AsJson = False, key: Key = "", url: Url = HERE) -> None:
    """Shows what was sent and is disputed, or was never answered."""
    answer = call(url, key, "GET", "/v1/platforms/disputes")
    show(answer, ("document", "kind", "platform", "asks", "made_at"), as_json=as_json)


@app.command()
def incoming(as_json: AsJson = False, key: Key = "", url: Url = HERE) -> None:
    """Shows the envelopes of other platforms that wait for their documents."""
    answer = call(url, key, "GET", "/v1/platforms/incoming")
    show(answer, ("reference", "number", "sender", "party", "action", "sent_at", "missing"), as_json=as_json)


@app.command()
def refuse(
    envelope: Annotated[
        str,
        typer.Argument(help="its reference, from `landsea platform incoming`, or the file of its newest chain entry"),
    ],
    reason: Annotated[str, typer.Option(help="why, told to its sender and on record for ever")],
    key: Key = "",
    url: Url = HERE,
) -> None:
    """Refuses an incoming envelope for good, also before it comes, and prints the signed answer that its sender gets."""
    from landsea.app.given import text_of

    mend = "Give a reference from `landsea platform incoming`, or a file that the sending platform made with `landsea platform entry`."
    is_reference = envelope.startswith("env_")
    named = envelope if is_reference else text_of(Path(envelope), "chain entry", mend, FILE_BYTES_MAX).strip()
    typer.echo(call(url, key, "POST", "/v1/platforms/incoming/refuse", {"envelope": named, "reason": reason})["answer"])


@app.command()
def entry(
    document: Annotated[str, typer.Argument(help="the document that was sent as an envelope")],
    key: Key = "",
    url: Url = HERE,
) -> None:
    """Prints the newest chain entry that was sent of a document, by which the other platform's people know it."""
    sent = call(url, key, "GET", f"/v1/documents/{document}/sent")["data"]
    typer.echo(next((one["entry"] for one in sent if one["entry"]), ""))


@app.command()
def dispute(
    document: Annotated[str, typer.Argument(help="the document that waits for an answer")],
    reason: Annotated[str, typer.Option(help="why no answer will come, on record for ever")],
    key: Key = "",
    url: Url = HERE,
) -> None:
    """Says that no answer will come to what was sent: it is sent no more, and two people settle it (`settle`)."""
    answer = call(url, key, "POST", f"/v1/documents/{document}/sent/dispute", {"reason": reason})
    typer.echo(f"{answer['id']}  {answer['state']}")


@app.command("ask-again")
def ask_again(
    document: Annotated[str, typer.Argument(help="the document of which something is disputed")],
    reason: Annotated[str, typer.Option(help="why an answer is expected now, on record for ever")],
    key: Key = "",
    url: Url = HERE,
) -> None:
    """Sends what is disputed once more, byte for byte: an answer that is signed settles it without an order."""
    answer = call(url, key, "POST", f"/v1/documents/{document}/sent/ask-again", {"reason": reason})
    typer.echo(f"{answer['id']}  {answer['state']}")


@app.command()
def carrier(
    party: Annotated[str, typer.Argument(help="the party of this node that issues documents")],
    code: Annotated[str, typer.Option(help="its code in a list, for example SMDG:HMM")],
    street: Annotated[str, typer.Option()],
    city: Annotated[str, typer.Option()],
    country: Annotated[str, typer.Option(help="ISO 3166-1 alpha-2")],
    desk: Annotated[str, typer.Option(help="the name of the desk to write to, no person")],
    email: Annotated[str, typer.Option(help="its e-mail address")],
    key: Key = "",
    url: Url = HERE,
) -> None:
    """Lets a party of this node issue documents that go to other platforms, and prints the certificate to give to them."""
    provider, _, given = code.partition(":")
    body = {"carrier": {"provider": provider, "code": given}, "street": street, "city": city, "country": country}
    said = body | {"contact_name": desk, "contact_email": email}
    typer.echo(call(url, key, "PUT", f"/v1/platform/carriers/{party}", said)["certificate"], nl=False)


def _read(file: Path) -> dict[str, Any]:
    import tomllib

    from landsea.app.given import text_of
    from landsea.kernel import BadValue, Phrase

    mend = "Give a TOML file with the platform's settings."
    try:
        said = tomllib.loads(text_of(file, "platform", mend, FILE_BYTES_MAX))
    except (ValueError, RecursionError) as error:  # a number of thousands of digits is no TOMLDecodeError
        why = Phrase("it is not TOML ({error})", error=str(error))
        raise BadValue(value=repr(str(file)), what="platform", why=why, mend=mend) from None
    named = said.get("certificates", [])
    if not isinstance(named, list) or not all(isinstance(one, str) for one in named):
        listed = "its certificates are no list of texts"
        raise BadValue(value=repr(str(file)), what="platform", why=listed, mend=mend)
    return said | {"certificates": [_certificate(file.parent, one) for one in named]}


def _certificate(folder: Path, given: str) -> str:
    from landsea.app.given import text_of

    if "BEGIN CERTIFICATE" in given:
        return given
    return text_of(folder / given, "certificate", "Give PEM text, or a file of it beside the TOML file.")
