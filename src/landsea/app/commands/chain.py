"""`landsea chain`: the chains with a token registry that this node uses, your chain key, and a document there."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any

import typer

from landsea.app.commands.remote import HERE, AsJson, Key, Url, call, path, show

app = typer.Typer(
    help="Chains with a token registry, chain keys, and documents there (blockchain registry).", no_args_is_help=True
)
Document = Annotated[str, typer.Argument(help="the document's id")]
Passphrase = Annotated[
    str, typer.Option(prompt=True, hide_input=True, envvar="LANDSEA_PASSPHRASE", help="of your title key and chain key")
]

Step = Annotated[
    str,
    typer.Argument(
        help="mint, transfer, withdraw, decline, surrender, accept (burn) or reject (restore); of your own that waits: call-off, raise-fee"
    ),
]
Holder = Annotated[str, typer.Option(help="of a transfer: a party or an address")]
Entitled = Annotated[str, typer.Option(help="of a transfer: a party or an address")]
Remark = Annotated[str, typer.Option(help="at most 120 bytes, public for ever")]
KeyFile = Annotated[
    Path,
    typer.Option(
        exists=True,
        dir_okay=False,
        help="a keystore of version 3, whose passphrase is asked for, or 32 bytes in hexadecimal, readable by you alone",
    ),
]


@app.command("list")
def list_chains(as_json: AsJson = False, key: Key = "", url: Url = HERE) -> None:
    """Shows the chains that this node uses."""
    columns = ("name", "chain_id", "registry", "confirmations", "minter", "jurisdiction")
    show(call(url, key, "GET", "/v1/chains"), columns, as_json=as_json)


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="1 to 40 of a-z, 0-9 and -")],
    chain_id: Annotated[int, typer.Option(help="EIP-155")],
    registry: Annotated[str, typer.Option(help="address of the token registry, version 5")],
    minter: Annotated[str, typer.Option(help="the operator's address, from `landsea chain key`")],
    confirmations: Annotated[int, typer.Option(help="blocks, its own included, until an act is final")],
    jurisdiction: Annotated[str, typer.Option(help="where what is sent there is taken to go, ISO 3166-1 alpha-2")],
    rpc: Annotated[
        str,
        typer.Option(
            envvar="LANDSEA_CHAIN_RPC",
            help="URL of its JSON-RPC node; kept, and never shown; left out: the one that is kept",
        ),
    ] = "",
    trust: Annotated[
        list[str] | None, typer.Option(help="a registry of others there, believed when a credential is verified")
    ] = None,
    fee_gwei_max: Annotated[int, typer.Option(help="the most that one transaction may cost")] = 100_000_000,
    mined_within_seconds: Annotated[
        int, typer.Option(help="a transaction that no block takes is then sent at a higher fee")
    ] = 300,
    key: Key = "",
    url: Url = HERE,
) -> None:
    """Adds a chain, or changes the one of that name. Its node is asked whether it is that chain, with that registry."""
    given = {"name": name, "chain_id": chain_id, "url": rpc or None, "registry": registry, "minter": minter}
    body = given | {"confirmations": confirmations, "jurisdiction": jurisdiction, "trusted": trust or []}
    body |= {"fee_gwei_max": fee_gwei_max, "mined_within_seconds": mined_within_seconds}
    made = call(url, key, "POST", "/v1/chains", body)
    typer.echo(made["name"])
    if made["warning"]:
        typer.echo(f"recorded, but not checked: {made['warning']}", err=True)


@app.command()
def remove(name: Annotated[str, typer.Argument(help="its name")], key: Key = "", url: Url = HERE) -> None:
    """Lets no document leave for a chain any more; refused while documents are there."""
    call(url, key, "DELETE", f"/v1/chains/{name}")
    typer.echo(f"{name}  removed")


@app.command("key")
def own_key(
    passphrase: Passphrase,
    new: Annotated[
        bool, typer.Option("--new", help="another key and address; what the earlier address holds does not follow")
    ] = False,
    take_over: Annotated[
        bool,
        typer.Option("--take-over", help="after a recovery: asks for the old passphrase, seals the key under the new"),
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="with --new: do not ask, whatever the earlier address holds")
    ] = False,
    key: Key = "",
    url: Url = HERE,
) -> None:
    """Shows your address and what it holds on chains, and makes your chain key when you have none."""
    found = call(url, key, "GET", "/v1/me/chain-key")["key"]
    if take_over:
        old = typer.prompt("Passphrase of the title key that was replaced", hide_input=True, err=True)
        call(url, key, "POST", "/v1/me/chain-key/take-over", {"old": old, "passphrase": passphrase})
    elif new or found is None:
        if found is not None and found["holds"] and not yes:
            _show_held(found)
            typer.confirm("That will not follow to another address. Make another key?", abort=True, err=True)
        call(url, key, "POST", "/v1/me/chain-key", {"passphrase": passphrase, "new": new})
    told = call(url, key, "GET", "/v1/me/chain-key")
    _show_held(told["key"])
    for earlier in told["earlier"]:
        _show_held(earlier | {"custody": "earlier: this node signs nothing for it"})


def _show_held(one: dict[str, Any]) -> None:
    """An address, and the documents whose tokens it has."""
    kept = "outlived: signs nothing, see --take-over and --new" if one.get("outlived") else one["custody"]
    typer.echo(f"{one['address']}  {kept}")
    for held in one["holds"]:
        typer.echo(
            f"  {held['number']}  {held['document']}  {held['chain']}{'' if held['arrived'] else '  on its way'}"
        )


@app.command()
def leave(
    document: Document,
    chain: Annotated[str, typer.Argument(help="a name from `landsea chain list`")],
    passphrase: Passphrase,
    key: Key = "",
    url: Url = HERE,
) -> None:
    """Takes a document to a chain: it is operative nowhere until its token is final there."""
    body = {"chain": chain, "passphrase": passphrase}
    answer = call(url, key, "POST", f"/v1/documents/{document}/leave-for-chain", body)
    typer.echo(f"{answer['number']}  {answer['state']}")


@app.command()
def state(document: Document, as_json: AsJson = False, key: Key = "", url: Url = HERE) -> None:
    """Shows where a document stands on its chain, and what waits there."""
    found = call(url, key, "GET", f"/v1/documents/{document}/chain")
    if as_json:
        show(found, (), as_json=True)
        return
    typer.echo(f"{found['token'] or '-'}  {found['state']}  {found['asks']}".rstrip())
    show({"data": found["transactions"]}, ("operation", "state", "settled", "transaction", "asks"), as_json=False)


@app.command()
def sign(
    document: Document,
    step: Step,
    passphrase: Passphrase,
    holder: Holder = "",
    entitled: Entitled = "",
    remark: Remark = "",
    key: Key = "",
    url: Url = HERE,
) -> None:
    """Signs one step on the chain with your own chain key; the node sends it, and it counts when it is final."""
    body = _step(step, holder, entitled, remark) | {"passphrase": passphrase}
    _tell(call(url, key, "POST", f"/v1/documents/{document}/chain", body))


@app.command()
def prepare(
    document: Document,
    step: Step,
    to: Annotated[Path, typer.Argument(help="the file to write, for `landsea chain sign-file`")],
    holder: Holder = "",
    entitled: Entitled = "",
    remark: Remark = "",
    key: Key = "",
    url: Url = HERE,
) -> None:
    """Saves what your chain key, kept outside the node, is to sign for a step. Changes nothing."""
    asked = call(url, key, "POST", f"/v1/documents/{document}/chain/unsigned", _step(step, holder, entitled, remark))
    _save(to, asked)


@app.command("sign-file")
def sign_file(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="from `landsea chain prepare`")],
    to: Annotated[Path, typer.Argument(help="the file to write, for `landsea chain hand-in`")],
    key_file: KeyFile,
    yes: Annotated[bool, typer.Option("--yes", help="do not ask before it is signed")] = False,
) -> None:
    """Signs offline, with a key file: asks no node and no chain. Shows first what is signed, by its own bytes."""
    from landsea import lading

    wanted = lading.file_to_sign(file.read_bytes())
    first, dearest = wanted.copies[0], wanted.copies[-1]
    typer.echo(f"document  {wanted.asked.number}  {wanted.asked.document}")
    typer.echo(f"signs     {wanted.does}  to {first.to}  on chain id {first.chain_id}")
    typer.echo(f"from      {first.sender}  number {first.nonce}")
    typer.echo(f"costs     up to {first.cost_wei_max} wei; if no block takes it, up to {dearest.cost_wei_max}")
    if not yes:
        typer.confirm("Sign it?", abort=True)
    _save(to, lading.sign_offline(wanted, _read_key(key_file), _ask_passphrase))


@app.command("hand-in")
def hand_in(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="from `landsea chain sign-file`")],
    key: Key = "",
    url: Url = HERE,
) -> None:
    """Hands in what was signed: taken if it is exactly what the step needs now, then sent by the node."""
    import json

    try:
        given = json.loads(file.read_bytes())
        document, body = given["document"], given["step"] | {"signed": given["signed"]}
    except (ValueError, KeyError, TypeError):
        raise typer.BadParameter("it is not what `landsea chain sign-file` wrote", param_hint="FILE") from None
    _tell(call(url, key, "POST", f"/v1/documents/{document}/chain/signed", body))


@app.command()
def register(
    key_file: KeyFile,
    passphrase: Passphrase,
    new: Annotated[bool, typer.Option("--new", help="in place of the chain key that you have")] = False,
    key: Key = "",
    url: Url = HERE,
) -> None:
    """Registers the address of a key file, which stays where it is; your title key signs that it is yours."""
    from landsea import lading

    def message_for(address: str) -> bytes:
        told = call(url, key, "GET", path("/v1/me/chain-key/message", address=address))["message"]
        return str(told).encode()

    address, proof = lading.prove_address(_read_key(key_file), _ask_passphrase, message_for)
    body = {"address": address, "proof": "0x" + proof.hex(), "passphrase": passphrase, "new": new}
    made = call(url, key, "POST", "/v1/me/chain-address", body)
    typer.echo(f"{made['address']}  {made['custody']}")


@app.command("fee-limit")
def fee_limit(
    document: Document,
    gwei: Annotated[int, typer.Argument(help="the most that the transaction may cost")],
    key: Key = "",
    url: Url = HERE,
) -> None:
    """Lets a transaction that no block takes cost more, as an operator; who signed it then signs `raise-fee`."""
    _tell(call(url, key, "POST", f"/v1/documents/{document}/chain/fee-limit", {"fee_gwei_max": gwei}))


@app.command("call-off")
def call_off(document: Document, passphrase: Passphrase, key: Key = "", url: Url = HERE) -> None:
    """Gives up your transaction that waits, or, as an operator, a journey that nobody minted."""
    _tell(call(url, key, "POST", f"/v1/documents/{document}/chain/call-off", {"passphrase": passphrase}))


def _tell(answer: dict[str, Any]) -> None:
    typer.echo("  ".join(answer[name] for name in ("operation", "state", "transaction") if name in answer))


def _step(step: str, holder: str, entitled: str, remark: str) -> dict[str, Any]:
    given = {"step": step, "holder": holder, "entitled": entitled, "remark": remark}
    return {name: value for name, value in given.items() if value}


def _save(to: Path, value: dict[str, Any]) -> None:
    import json

    from landsea.app.given import write

    write(to, json.dumps(value, indent=1).encode())
    typer.echo(str(to))


def _ask_passphrase() -> str:
    """Of a keystore."""
    return os.environ.get("LANDSEA_KEYSTORE_PASSPHRASE") or str(
        typer.prompt("Passphrase of the key file", hide_input=True)
    )


def _read_key(file: Path) -> bytes:
    """A key in the clear is taken only from a file that its owner alone can read (mode 0600 or less)."""
    content = file.read_bytes()
    is_open = os.name == "posix" and file.stat().st_mode & 0o077
    if is_open and content.lstrip()[:1] != b"{":
        raise typer.BadParameter(f"others can read it: chmod 600 {file.name}", param_hint="--key-file")
    return content
