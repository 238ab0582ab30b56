"""HTTP routes of the blockchain registry: chains, chain keys, a document's way there, its acts there, and what the chain says."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Query, Request, Response
from pydantic import Field, SecretStr, model_validator

from landsea.journal import Work
from landsea.journal.http import actor_of, journal_of, read, write
from landsea.lading import chain
from landsea.lading.api.acts import answer
from landsea.lading.api.bodies import Body, SignatureBody, SignedBody
from landsea.lading.api.platforms import Named
from landsea.lading.chain.facts import ChainSettings
from landsea.lading.model import DocumentId, Unsigned
from landsea.lading.service import chain as service
from landsea.lading.service.chain import ChainKey, ChainState, ChainStep, Step, Waiting
from landsea.runtime.http import json_response

router = APIRouter(tags=["blockchain registry"], prefix="/v1")
Address = Annotated[str, Field(pattern="^0x[0-9a-fA-F]{40}$")]
NOT_THERE: dict[str, Any] = {
    "chain": None,
    "token": None,
    "credential": None,
    "owner": None,
    "state": "none",
    "standing": None,
    "read_to": None,
    "acts": [],
    "transactions": [],
    "parties": {},
    "asks": "",
}
Owner = Annotated[str, Field(max_length=42, description="a party here, or an address")]


class ChainBody(Body):
    """A chain, with the one token registry on it that this node uses. `url`: of its JSON-RPC node; it is kept and never shown."""

    name: Annotated[str, Field(max_length=40, examples=["amoy"])]
    chain_id: Annotated[int, Field(ge=1, le=2**53 - 1)]
    url: SecretStr
    registry: Address
    confirmations: Annotated[int, Field(ge=1, le=100_000)]
    minter: Address
    jurisdiction: Annotated[str, Field(pattern="^[A-Z]{2}$", description="where what is sent there is taken to go")]
    trusted: Annotated[
        list[Address],
        Field(max_length=100, description="registries of others there, believed when a credential is verified"),
    ] = []  # noqa: RUF012  # pydantic copies it
    fee_gwei_max: Annotated[int, Field(ge=1, le=2**53 - 1, description="the most that one transaction may cost")] = (
        10**8
    )
    mined_within_seconds: Annotated[
        int, Field(ge=10, le=86_400, description="a transaction that no block takes is sent again at a higher fee")
    ] = 300

    def settings(self) -> ChainSettings:
        registry, minter = chain.checked_address(self.registry), chain.checked_address(self.minter)
        trusted = tuple(chain.checked_address(one) for one in self.trusted)
        given = (self.name, self.chain_id, registry, self.confirmations, minter, self.jurisdiction)
        return ChainSettings(*given, trusted, self.fee_gwei_max, self.mined_within_seconds)


class KeyBody(Body):
    passphrase: SecretStr


class AddressBody(Body):
    """`proof`: 65 bytes in hexadecimal, by the address's key over the message to sign (EIP-191); the title key signs the same message."""

    address: Address
    proof: Annotated[str, Field(pattern="^0x[0-9a-fA-F]{130}$")]
    passphrase: SecretStr | None = None
    signature: SignatureBody | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> AddressBody:
        if (self.passphrase is None) == (self.signature is None):
            raise ValueError("give exactly one of passphrase and signature")
        return self


class LeaveForChainBody(SignedBody):
    chain: Annotated[str, Field(max_length=40)]


class StepBody(Body):
    """The passphrase opens your chain key. `holder` and `entitled` are of a transfer; one that is not given stays."""

    passphrase: SecretStr
    step: Step
    holder: Owner | None = None
    entitled: Owner | None = None
    remark: Annotated[str, Field(max_length=120)] = ""

    def value(self) -> ChainStep:
        return ChainStep(self.step, self.holder, self.entitled, self.remark)  # type: ignore[arg-type]  # told apart there


@router.get("/chains")
def list_chains(request: Request) -> Response:
    """The chains that this node uses."""
    with read(request) as view:
        found = [msgspec.to_builtins(one) for one in service.list_chains(view)]
    return json_response({"data": found, "has_more": False, "next_cursor": None})


@router.post("/chains", status_code=201)
def add_chain(request: Request, body: ChainBody) -> Response:
    """Operators of the node: a chain, or one of that name anew."""

    def effect(work: Work) -> ChainSettings:
        return service.add_chain(work, body.settings(), body.url.get_secret_value())

    return write(request, effect, body=body, status=201, render=msgspec.to_builtins)


@router.delete("/chains/{name}")
def remove_chain(request: Request, name: Named) -> Response:
    """Operators of the node: no document leaves for it any more."""

    def effect(work: Work) -> dict[str, Any]:
        service.remove_chain(work, name)
        return {"removed": name}

    return write(request, effect)


@router.get("/me/chain-key")
def own_key(request: Request) -> Response:
    """Your address for your party; `null` while you have none."""
    with read(request) as view:
        found = service.own_key(view)
    return json_response({"key": None if found is None else key_body(found)})


@router.post("/me/chain-key", status_code=201)
def create_key(request: Request, body: KeyBody) -> Response:
    """Make a chain key on the node, sealed under the passphrase that opens your title key."""
    passphrase = body.passphrase.get_secret_value()
    return write(request, lambda work: service.create_key(work, passphrase), body=body, status=201, render=key_body)


@router.get("/me/chain-key/message")
def address_message(request: Request, address: Annotated[str, Query(pattern="^0x[0-9a-fA-F]{40}$")]) -> Response:
    """What the key of an address kept outside, and your title key, sign to register it."""
    with read(request) as view:
        message = service.address_message(view, chain.checked_address(address))
    return json_response({"message": message.decode()})


@router.post("/me/chain-address", status_code=201)
def register_address(request: Request, body: AddressBody) -> Response:
    """Register an address whose key stays outside the node."""
    signing = SignedBody(passphrase=body.passphrase, signature=body.signature).signing()
    assert not isinstance(signing, Unsigned)  # noqa: S101  # nothing asks to prepare
    address, proof = chain.checked_address(body.address), bytes.fromhex(body.proof[2:])

    def effect(work: Work) -> ChainKey:
        return service.register_address(work, address, proof, signing)

    return write(request, effect, body=body, status=201, render=key_body)


@router.post("/documents/{document}/leave-for-chain")
def leave_for_chain(request: Request, document: Named, body: LeaveForChainBody) -> Response:
    """As the entitled holder, take the document to a chain: it is operative nowhere until its token is final there."""
    signing = body.signing()
    return answer(request, body, lambda work: service.leave_for_chain(work, DocumentId(document), body.chain, signing))


@router.get("/documents/{document}/chain")
def chain_state(request: Request, document: Named) -> Response:
    """What is known of a document on a chain: its token, the acts in final blocks, what waits, what asks for people.

    `state` is `none` for a document that never left for one.
    """
    with read(request) as view:
        found = service.chain_state(view, DocumentId(document))
        return json_response(NOT_THERE if found is None else state_body(found))


@router.post("/documents/{document}/chain", status_code=202)
def sign_step(request: Request, document: Named, body: StepBody) -> Response:
    """Sign one step on the chain with your own chain key. It is stored, sent by the node, and counts when it is final.

    The chain is asked first, so no transaction of the database is open: the same step is never signed twice while one waits.
    """
    passphrase = body.passphrase.get_secret_value()
    given = (journal_of(request), actor_of(request), DocumentId(document), body.value(), passphrase)
    return json_response(waiting_body(service.sign_step(*given)), 202)


@router.post("/documents/{document}/chain/call-off", status_code=202)
def call_off(request: Request, document: Named, body: KeyBody) -> Response:
    """Give up your transaction that waits, or, as an operator, a journey that nobody minted."""
    given = (journal_of(request), actor_of(request), DocumentId(document), body.passphrase.get_secret_value())
    made = service.call_off(*given)
    return json_response({"state": "stayed"} if made is None else waiting_body(made), 202)


def key_body(one: ChainKey) -> dict[str, Any]:
    return {"address": one.address, "party": one.party, "custody": one.custody.value}


def waiting_body(one: Waiting) -> dict[str, Any]:
    """`state` is how far it got; `asks` says why people should look. `fee_raised`: how often no block had taken it in time."""
    return {
        "id": one.id,
        "operation": one.operation,
        "transaction": one.prepared.hash,
        "fee_wei": str(one.prepared.fee_wei),
        "fee_raised": one.copy,
        "sender": one.prepared.sender,
        "state": one.progress,
        "settled": one.due is None,
        "asks": one.asks,
        "made_at": one.made_at.isoformat(),
    }


def state_body(found: ChainState) -> dict[str, Any]:
    journey = found.journey
    return {
        "chain": journey.chain,
        "token": journey.token,
        "credential": journey.credential,
        "owner": journey.owner,
        "state": journey.state,
        "standing": None if journey.standing is None else msgspec.to_builtins(journey.standing),
        "read_to": None if journey.read_to is None else journey.read_to.number,
        "acts": [msgspec.to_builtins(one) for one in found.acts],
        "transactions": [waiting_body(one) for one in found.transactions],
        "parties": dict(found.names),
        "asks": found.asks,
    }
