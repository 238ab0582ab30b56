"""HTTP routes of the blockchain registry: chains, chain keys, a document's way there, its acts there, and what the chain says."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Query, Request, Response
from pydantic import Field, SecretStr, model_validator

from landsea.journal import View, Work
from landsea.journal.http import actor_of, journal_of, read, write
from landsea.kernel import BadValue
from landsea.lading import chain, escrow
from landsea.lading.api.acts import answer
from landsea.lading.api.bodies import Body, SignatureBody, SignedBody
from landsea.lading.api.platforms import Named
from landsea.lading.chain import Draft
from landsea.lading.chain.facts import ChainSettings
from landsea.lading.chain.reasons import Reason
from landsea.lading.model import DocumentId, Unsigned
from landsea.lading.service import chain as service
from landsea.lading.service.chain import ChainKey, ChainState, ChainStep, Held, Step, Waiting
from landsea.runtime import explain, say
from landsea.runtime.http import Flag, Whole, json_response, language_of

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
    "asks_code": "",
}
Owner = Annotated[str, Field(max_length=42, description="a party here, or an address")]


class ChainBody(Body):
    """A chain, with the one token registry on it that this node uses. `url`: of its JSON-RPC node; it is kept and never shown.

    A chain that is known may leave it out: it keeps the one that it has.
    """

    name: Annotated[str, Field(max_length=40, examples=["amoy"])]
    chain_id: Annotated[Whole, Field(ge=1, le=2**53 - 1)]
    url: SecretStr | None = None
    registry: Address
    confirmations: Annotated[Whole, Field(ge=1, le=100_000)]
    minter: Address
    jurisdiction: Annotated[str, Field(pattern="^[A-Z]{2}$", description="where what is sent there is taken to go")]
    trusted: Annotated[
        list[Address],
        Field(max_length=100, description="registries of others there, believed when a credential is verified"),
    ] = []  # noqa: RUF012  # pydantic copies it
    fee_gwei_max: Annotated[Whole, Field(ge=1, le=2**53 - 1, description="the most that one transaction may cost")] = (
        10**8
    )
    mined_within_seconds: Annotated[
        Whole, Field(ge=10, le=86_400, description="a transaction that no block takes is sent again at a higher fee")
    ] = 300

    def settings(self) -> ChainSettings:
        registry, minter = _address(self.registry, "/registry"), _address(self.minter, "/minter")
        trusted = tuple(_address(one, f"/trusted/{at}") for at, one in enumerate(self.trusted))
        given = (self.name, self.chain_id, registry, self.confirmations, minter, self.jurisdiction)
        return ChainSettings(*given, trusted, self.fee_gwei_max, self.mined_within_seconds)


def _address(text: str, pointer: str) -> escrow.Address:
    try:
        return chain.checked_address(text)
    except BadValue as bad:
        raise bad.at(pointer) from None


class KeyBody(Body):
    passphrase: SecretStr


class NewKeyBody(KeyBody):
    """`new`: in place of the one that you have. What the earlier address holds on a chain does not follow."""

    new: Flag = False


class TakeOverBody(KeyBody):
    """`old`: the passphrase of the title key that was replaced."""

    old: SecretStr


class AddressBody(Body):
    """`proof`: 65 bytes in hexadecimal, by the address's key over the message to sign (EIP-191); the title key signs the same message.

    `new`: in place of the one that you have.
    """

    address: Address
    proof: Annotated[str, Field(pattern="^0x[0-9a-fA-F]{130}$")]
    passphrase: SecretStr | None = None
    signature: SignatureBody | None = None
    new: Flag = False

    @model_validator(mode="after")
    def _one_of_them(self) -> AddressBody:
        if (self.passphrase is None) == (self.signature is None):
            raise ValueError("give exactly one of passphrase and signature")
        return self


class LeaveForChainBody(SignedBody):
    chain: Annotated[str, Field(max_length=40)]


class AskedStepBody(Body):
    """`holder` and `entitled` are of a transfer; one that is not given stays."""

    step: Step
    holder: Owner | None = None
    entitled: Owner | None = None
    remark: Annotated[str, Field(max_length=120)] = ""

    def value(self) -> ChainStep:
        return ChainStep(self.step, self.holder, self.entitled, self.remark)  # type: ignore[arg-type]  # told apart there


class StepBody(AskedStepBody):
    """The passphrase opens your chain key."""

    passphrase: SecretStr


class SignedStepBody(AskedStepBody):
    """`signed`: raw transactions in hexadecimal, as your key outside the node signed them, the cheapest first."""

    signed: Annotated[
        list[Annotated[str, Field(pattern="^0x([0-9a-fA-F]{2}){1,4000}$")]], Field(min_length=1, max_length=5)
    ]


class FeeLimitBody(Body):
    fee_gwei_max: Annotated[Whole, Field(ge=1, le=2**53 - 1, description="the most that the transaction may cost")]


@router.get("/chains")
def list_chains(request: Request) -> Response:
    """The chains that this node uses."""
    with read(request) as view:
        found = [msgspec.to_builtins(one) for one in service.list_chains(view)]
    return json_response({"data": found, "has_more": False, "next_cursor": None})


@router.post("/chains", status_code=201)
def add_chain(request: Request, body: ChainBody) -> Response:
    """Operators of the node: a chain, or one of that name anew. Its node is asked for its chain id and the registry first.

    What is wrong is refused; `warning` says why it could not be found out, as of a node that does not answer now.
    """
    settings, url = body.settings(), body.url.get_secret_value() if body.url else None
    unknown = service.try_settings(journal_of(request), actor_of(request), settings, url)
    warning = "" if unknown is None else explain(unknown, language_of(request))

    def effect(work: Work) -> ChainSettings:
        return service.add_chain(work, settings, url)

    def render(made: ChainSettings) -> dict[str, Any]:
        return {**msgspec.to_builtins(made), "warning": warning}

    return write(request, effect, body=body, status=201, render=render)


@router.delete("/chains/{name}")
def remove_chain(request: Request, name: Named) -> Response:
    """Operators of the node: no document leaves for it any more."""

    def effect(work: Work) -> dict[str, Any]:
        service.remove_chain(work, name)
        return {"removed": name}

    return write(request, effect)


@router.get("/me/chain-key")
def own_key(request: Request) -> Response:
    """Your address for your party; `null` while you have none. `outlived`: its title key was replaced, and it signs nothing.

    `holds`: documents whose tokens it has, or is to have; `earlier`: addresses that it took the place of and that still have some.
    """
    with read(request) as view:
        found = service.own_key(view)
        told = None if found is None else _own_key_body(view, found)
        left = service.left_behind(view)
    earlier = [{"address": address, "holds": held_body(held)} for address, held in left.items()]
    return json_response({"key": told, "earlier": earlier})


def _own_key_body(view: View, found: ChainKey) -> dict[str, Any]:
    holds = held_body(service.held_at(view, found.address))
    return key_body(found) | {"outlived": service.is_outlived(view, found), "holds": holds}


@router.post("/me/chain-key", status_code=201)
def create_key(request: Request, body: NewKeyBody) -> Response:
    """Make a chain key on the node, sealed under the passphrase that opens your title key."""
    passphrase = body.passphrase.get_secret_value()

    def effect(work: Work) -> ChainKey:
        return service.create_key(work, passphrase, new=body.new)

    return write(request, effect, body=body, status=201, render=key_body)


@router.post("/me/chain-key/take-over")
def take_over_key(request: Request, body: TakeOverBody) -> Response:
    """Seal the chain key that outlived its title key anew, under the present one's passphrase. The address stays."""
    old, passphrase = body.old.get_secret_value(), body.passphrase.get_secret_value()
    return write(request, lambda work: service.take_over_key(work, old, passphrase), body=body, render=key_body)


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
        return service.register_address(work, address, proof, signing, new=body.new)

    return write(request, effect, body=body, status=201, render=key_body)


@router.post("/documents/{document}/leave-for-chain")
def leave_for_chain(request: Request, document: Named, body: LeaveForChainBody) -> Response:
    """As the entitled holder, take the document to a chain: it is operative nowhere until its token is final there.

    The chain is asked first, so that nothing leaves for a chain or a registry that is not there.
    """
    signing = body.signing()
    service.require_there(journal_of(request), actor_of(request), body.chain)
    return answer(request, body, lambda work: service.leave_for_chain(work, DocumentId(document), body.chain, signing))


@router.get("/documents/{document}/chain")
def chain_state(request: Request, document: Named) -> Response:
    """What is known of a document on a chain: its token, the acts in final blocks, what waits, what asks for people.

    `state` is `none` for a document that never left for one.
    """
    with read(request) as view:
        found = service.chain_state(view, DocumentId(document))
        return json_response(NOT_THERE if found is None else state_body(found, language_of(request)))


@router.post("/documents/{document}/chain", status_code=202)
def sign_step(request: Request, document: Named, body: StepBody) -> Response:
    """Sign one step on the chain with your own chain key. It is stored, sent by the node, and counts when it is final.

    The chain is asked first, so no transaction of the database is open: the same step is never signed twice while one waits.
    """
    passphrase = body.passphrase.get_secret_value()
    given = (journal_of(request), actor_of(request), DocumentId(document), body.value(), passphrase)
    return json_response(waiting_body(service.sign_step(*given), language_of(request)), 202)


@router.post("/documents/{document}/chain/unsigned")
def unsigned_step(request: Request, document: Named, body: AskedStepBody) -> Response:
    """What a chain key kept outside the node is to sign for a step: the transaction, and the same at rising fees. Changes nothing.

    `landsea chain sign-file` signs the answer offline.
    """
    name, step = DocumentId(document), body.value()
    drafts = service.drafts_of_step(journal_of(request), actor_of(request), name, step)
    with read(request) as view:
        number = service.seen_number(view, name)
    given = body.model_dump(exclude_none=True, exclude_defaults=True, mode="json")
    told = {"document": document, "number": number, "step": given}
    return json_response(told | {"transactions": [draft_body(one) for one in drafts]})


@router.post("/documents/{document}/chain/signed", status_code=202)
def take_signed_step(request: Request, document: Named, body: SignedStepBody) -> Response:
    """Hand in what your key outside the node signed. It is taken only if it is exactly what the step needs now, but for its fees."""
    signed = [bytes.fromhex(one[2:]) for one in body.signed]
    given = (journal_of(request), actor_of(request), DocumentId(document), body.value(), signed)
    return json_response(waiting_body(service.take_signed_step(*given), language_of(request)), 202)


@router.post("/documents/{document}/chain/fee-limit")
def raise_fee_limit(request: Request, document: Named, body: FeeLimitBody) -> Response:
    """Operators of the node: let the document's transaction that waits cost more. Its signer then signs it again (`raise-fee`)."""

    def effect(work: Work) -> Waiting:
        return service.raise_fee_limit(work, DocumentId(document), body.fee_gwei_max)

    return write(request, effect, body=body, render=lambda one: waiting_body(one, language_of(request)))


@router.post("/documents/{document}/chain/call-off", status_code=202)
def call_off(request: Request, document: Named, body: KeyBody) -> Response:
    """Give up your transaction that waits, or, as an operator, a journey that nobody minted."""
    given = (journal_of(request), actor_of(request), DocumentId(document), body.passphrase.get_secret_value())
    made = service.call_off(*given)
    return json_response({"state": "stayed"} if made is None else waiting_body(made, language_of(request)), 202)


def key_body(one: ChainKey) -> dict[str, Any]:
    return {"address": one.address, "party": one.party, "custody": one.custody.value}


def held_body(held: list[Held]) -> list[dict[str, Any]]:
    return [msgspec.to_builtins(one) for one in held]


def waiting_body(one: Waiting, language: str) -> dict[str, Any]:
    """`state` is how far it got; `asks` says why people should look. `fee_raised`: how often no block had taken it in time.

    `fee_gwei_max`: what it may cost, where an operator raised the chain's limit for it.
    """
    return {
        "id": one.id,
        "operation": one.operation,
        "transaction": one.prepared.hash,
        "fee_wei": str(one.prepared.fee_wei),
        "fee_raised": one.copy,
        "sender": one.prepared.sender,
        "state": one.progress,
        "settled": one.due is None,
        "fee_gwei_max": one.fee_gwei_max,
        **asks_body(one.asks, language),
        "made_at": one.made_at.isoformat(),
    }


def draft_body(one: Draft) -> dict[str, Any]:
    """As `landsea chain sign-file` reads it; amounts as text."""
    given = {"chain_id": one.chain_id, "from": one.sender, "nonce": one.nonce, "to": one.to, "gas": one.gas}
    fees = {"fee_wei": str(one.fee_wei), "tip_wei": None if one.tip_wei is None else str(one.tip_wei)}
    return given | fees | {"data": "0x" + one.data.hex()}


def state_body(found: ChainState, language: str) -> dict[str, Any]:
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
        "transactions": [waiting_body(one, language) for one in found.transactions],
        "parties": dict(found.names),
        **asks_body(found.asks, language),
    }


def asks_body(asks: Reason | None, language: str) -> dict[str, str]:
    """Why people should look, as a sentence, and as a code for programs; empty where nothing is amiss."""
    return {"asks": say(asks.phrase, language) if asks else "", "asks_code": asks.code if asks else ""}
