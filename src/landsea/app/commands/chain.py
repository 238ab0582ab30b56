"""`landsea chain`: the chains with a token registry that this node uses, your chain key, and a document there."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from landsea.app.commands.remote import HERE, AsJson, Key, Url, call, show

app = typer.Typer(
    help="Chains with a token registry, chain keys, and documents there (blockchain registry).", no_args_is_help=True
)
Document = Annotated[str, typer.Argument(help="the document's id")]
Passphrase = Annotated[
    str, typer.Option(prompt=True, hide_input=True, envvar="LANDSEA_PASSPHRASE", help="of your title key and chain key")
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
    rpc: Annotated[
        str, typer.Option(envvar="LANDSEA_CHAIN_RPC", help="URL of its JSON-RPC node; kept, and never shown")
    ],
    registry: Annotated[str, typer.Option(help="address of the token registry, version 5")],
    minter: Annotated[str, typer.Option(help="the operator's address, from `landsea chain key`")],
    confirmations: Annotated[int, typer.Option(help="blocks, its own included, until an act is final")],
    jurisdiction: Annotated[str, typer.Option(help="where what is sent there is taken to go, ISO 3166-1 alpha-2")],
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
    """Adds a chain, or changes the one of that name."""
    given = {"name": name, "chain_id": chain_id, "url": rpc, "registry": registry, "minter": minter}
    body = given | {"confirmations": confirmations, "jurisdiction": jurisdiction, "trusted": trust or []}
    body |= {"fee_gwei_max": fee_gwei_max, "mined_within_seconds": mined_within_seconds}
    typer.echo(call(url, key, "POST", "/v1/chains", body)["name"])


@app.command()
def remove(name: Annotated[str, typer.Argument(help="its name")], key: Key = "", url: Url = HERE) -> None:
    """Lets no document leave for a chain any more; refused while documents are there."""
    call(url, key, "DELETE", f"/v1/chains/{name}")
    typer.echo(f"{name}  removed")


@app.command("key")
def own_key(passphrase: Passphrase, key: Key = "", url: Url = HERE) -> None:
    """Shows your address, and makes your chain key when you have none."""
    found = call(url, key, "GET", "/v1/me/chain-key")["key"]
    made = found or call(url, key, "POST", "/v1/me/chain-key", {"passphrase": passphrase})
    typer.echo(f"{made['address']}  {made['custody']}")


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
    step: Annotated[
        str, typer.Argument(help="mint, transfer, withdraw, decline, surrender, accept (burn) or reject (restore)")
    ],
    passphrase: Passphrase,
    holder: Annotated[str, typer.Option(help="of a transfer: a party or an address")] = "",
    entitled: Annotated[str, typer.Option(help="of a transfer: a party or an address")] = "",
    remark: Annotated[str, typer.Option(help="at most 120 bytes, public for ever")] = "",
    key: Key = "",
    url: Url = HERE,
) -> None:
    """Signs one step on the chain with your own chain key; the node sends it, and it counts when it is final."""
    body: dict[str, Any] = {"passphrase": passphrase, "step": step, "remark": remark}
    body |= {name: given for name, given in (("holder", holder), ("entitled", entitled)) if given}
    _tell(call(url, key, "POST", f"/v1/documents/{document}/chain", body))


@app.command("call-off")
def call_off(document: Document, passphrase: Passphrase, key: Key = "", url: Url = HERE) -> None:
    """Gives up your transaction that waits, or, as an operator, a journey that nobody minted."""
    _tell(call(url, key, "POST", f"/v1/documents/{document}/chain/call-off", {"passphrase": passphrase}))


def _tell(answer: dict[str, Any]) -> None:
    typer.echo("  ".join(answer[name] for name in ("operation", "state", "transaction") if name in answer))
