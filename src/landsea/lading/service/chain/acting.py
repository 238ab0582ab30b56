"""One signed call on a document's token: asked of the rules and the chain, signed with the user's own key, stored; a worker sends it.

The chain is asked between two transactions. What was true in the first is asked again in the second, and the version of the document's
chain stream decides between racers: no mint is stored for a document that stays, and no document stays that has a mint.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.exc import IntegrityError

from landsea import identity, policy
from landsea.journal import Journal, View, Work
from landsea.kernel import Actor, PartyId, Role
from landsea.lading import chain, escrow
from landsea.lading import store_chain as store
from landsea.lading.chain import Prepared, Progress, Signer, parse_token_name
from landsea.lading.chain.facts import ChainJourneyEnded, ChainSettings, ChainTransactionSigned, JourneyEnd
from landsea.lading.chain.refusals import (
    ChainBusy,
    ChainNonceHeld,
    ChainStepNotNow,
    NotBoundForChain,
    NothingToCallOff,
    ReturnerUnknown,
)
from landsea.lading.escrow import Address, Call, Operation, Owners
from landsea.lading.model import DocumentId, State, Title
from landsea.lading.service.acts import stay_here
from landsea.lading.service.chain.configured import line_to
from landsea.lading.service.chain.keys import address_of, open_own_key, party_of
from landsea.lading.service.chain.leaving import release, stream_of
from landsea.lading.service.read import get_document, load_document
from landsea.lading.store import StoredDocument
from landsea.lading.store_chain import Journey, Waiting
from landsea.runtime import system_now

CALL_OFF = "call-off"
Copies = tuple[Prepared, ...]
"""What one signing makes: a transaction, and the same at rising fees."""


class Step(StrEnum):
    """What may be signed: `mint`, `accept` (burn) and `reject` (restore) by the operator, the rest by the parties of the token."""

    MINT = "mint"
    TRANSFER = "transfer"
    WITHDRAW = "withdraw"
    DECLINE = "decline"
    SURRENDER = "surrender"
    ACCEPT = "accept"
    REJECT = "reject"


OPERATORS = frozenset({Step.MINT, Step.ACCEPT, Step.REJECT})


@dataclass(frozen=True, slots=True)
class ChainStep:
    """`holder`, `entitled`: of a transfer, a party here or an address; one that is not given stays. `remark`: at most 120 bytes."""

    step: Step
    holder: PartyId | Address | None = None
    entitled: PartyId | Address | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a step was decided on."""

    title: Title
    journey: Journey
    settings: ChainSettings
    line: chain.Chain
    signer: Signer
    to: tuple[Address | None, Address | None]

    @property
    def token(self) -> int:
        return parse_token_name(self.journey.token).token


def sign_step(node: Journal, actor: Actor, document: DocumentId, step: ChainStep, passphrase: str) -> Waiting:
    """Signs one step and stores it. Never call it inside a transaction: it asks the chain.

    Refused by the contract's own rules before anything is signed; while another transaction of the document waits, `ChainBusy`.
    """
    with node.view(actor) as view:
        asked = _asked(view, document, step, passphrase)
        _require_idle(view, asked)
    registry = chain.connect(asked.line, asked.settings.registry)
    call = _call(asked, step, registry.read(asked.token).escrow)
    returner = registry.history(asked.token).returned_by if step.step is Step.ACCEPT else None
    prepared = registry.prepare(call, asked.token, asked.signer)
    copies = (prepared, *registry.dearer(prepared, asked.signer, (call, asked.token)))
    return node.run(actor, lambda work: _store(work, asked, step, call.operation, copies, returner))


def _asked(view: View, document: DocumentId, step: ChainStep, passphrase: str) -> Asked:
    if step.step in OPERATORS:
        identity.require_node_operator(view, f"{step.step.value} on a chain")
    title = see(view, document).title
    journey = _journey(view, title)
    _require_possible(title, step.step)
    settings = settings_of(view, journey)
    to = (_address(view, step.holder), _address(view, step.entitled))
    return Asked(title, journey, settings, line_to(view, settings), open_own_key(view, passphrase), to)


def see(view: View, document: DocumentId) -> StoredDocument:
    """As `get_document`; an operator of the node, who signs for the registry, sees them all."""
    runs = view.actor.role is Role.OPERATOR and identity.get_party(view, view.actor.party).runs_node
    return load_document(view, document) if runs else get_document(view, document)


def _journey(view: View, title: Title) -> Journey:
    found = store.find_journey(view.connection, title.document)
    if found is None or found.state not in ("leaving", JourneyEnd.ARRIVED.value):
        raise NotBoundForChain(number=title.number)
    return found


def settings_of(view: View, journey: Journey) -> ChainSettings:
    """Of the chain where the document is or goes, though it was removed meanwhile."""
    found = store.find_chain(view.connection, journey.chain, removed=True)
    assert found is not None  # noqa: S101  # a journey begins on a configured chain, whose row stays
    return found


def _require_possible(title: Title, step: Step) -> None:
    needed = State.LEAVING if step is Step.MINT else State.AWAY
    if title.state is not needed:
        raise ChainStepNotNow(number=title.number, state=title.state.value, step=step.value)


def _address(view: View, given: PartyId | Address | None) -> Address | None:
    if given is None:
        return None
    return chain.checked_address(given) if given.startswith("0x") else address_of(view, PartyId(given))


def _require_idle(view: View, asked: Asked) -> None:
    for one in store.transactions_of(view.connection, asked.title.document):
        if one.due is not None:
            raise ChainBusy(operation=one.operation, number=asked.title.number)


def _call(asked: Asked, step: ChainStep, now: escrow.Escrow) -> Call:
    remark, me = step.remark.encode(), asked.signer.address
    if step.step is Step.MINT:
        owner = asked.title.holder
        assert owner is not None  # noqa: S101  # what leaves is held by its entitled party
        content = chain.content_remark(asked.title.content)
        return escrow.mint_call(asked.title, {owner: asked.journey.owner}, asked.settings.minter, content)
    if step.step is Step.TRANSFER:
        holder, entitled = asked.to
        return escrow.transfer_calls(now, Owners(holder or now.holder, entitled or now.beneficiary), remark)[0]
    simple = {
        Step.WITHDRAW: lambda: escrow.withdraw_call(now, remark),
        Step.DECLINE: lambda: escrow.decline_call(now, me, remark),
        Step.SURRENDER: lambda: escrow.surrender_call(now, remark),
        Step.ACCEPT: lambda: escrow.accept_call(asked.settings.minter, remark),
        Step.REJECT: lambda: escrow.reject_call(asked.settings.minter, remark),
    }
    return simple[step.step]()


def _store(
    work: Work, asked: Asked, step: ChainStep, operation: Operation, copies: Copies, returner: Address | None
) -> Waiting:
    document = asked.title.document
    seen = work.version(stream_of(document))
    title = see(work, document).title
    _require_possible(title, step.step)
    if _journey(work, title).token != asked.journey.token:
        raise ChainStepNotNow(number=title.number, state=title.state.value, step=step.step.value)
    _require_idle(work, asked)
    if step.step is Step.ACCEPT and (returner is None or party_of(work, returner) is None):
        raise ReturnerUnknown(address=returner or "nobody")
    policy.require(work, release(asked.settings, document))
    if store.turns(work.connection, copies[0]):
        raise ChainNonceHeld(sender=copies[0].sender)
    return record(work, asked.journey, operation.value, copies, seen)


def record(work: Work, journey: Journey, operation: str, copies: Copies, seen: int) -> Waiting:
    """What was signed, on record and in the queue. `seen`: the version of the stream it was decided on."""
    first, *dearer = copies
    what = (journey.document, journey.token, operation, first.sender, first.nonce, first.hash)
    signed = ChainTransactionSigned(*what, tuple(one.hash for one in dearer))
    work.append(stream_of(journey.document), seen, signed)
    now = system_now()
    one = Waiting(
        id=work.new_id("ctx"),
        document=journey.document,
        chain=journey.chain,
        token=journey.token,
        operation=operation,
        turn=store.turns(work.connection, first),
        copies=copies,
        copy=0,
        sent_at=None,
        progress=Progress.UNSEEN.value,
        seen=None,
        attempts=0,
        asks="",
        released=policy.rules_version(work),
        due=now,
        made_at=now,
    )
    try:
        store.put_transaction(work.connection, one)
    except IntegrityError:  # another document of the same sender was first
        raise ChainNonceHeld(sender=first.sender) from None
    return one


def call_off(node: Journal, actor: Actor, document: DocumentId, passphrase: str) -> Waiting | None:
    """Gives up the actor's transaction that waits: another with its nonce is signed and stored. One of the two is done, never both.

    A document that is leaving and has no mint yet stays at once, by an operator of the node: `None`. Never inside a transaction.
    """
    with node.view(actor) as view:
        title = see(view, document).title
        journey = _journey(view, title)
        waiting = store.transactions_of(view.connection, document, journey.token)
        if not waiting and title.state is State.LEAVING:
            identity.require_node_operator(view, "call off a journey to a chain")
            settings = None
        else:
            settings = settings_of(view, journey)
            signer, line = open_own_key(view, passphrase), line_to(view, settings)
    if settings is None:
        node.run(actor, lambda work: _stay_unminted(work, document))
        return None
    mine = [one for one in waiting if one.due is not None and one.prepared.sender == signer.address]
    if not mine:
        raise NothingToCallOff(number=title.number)
    registry = chain.connect(line, settings.registry)
    instead = registry.replace(mine[-1].prepared, signer)
    copies = (instead, *registry.dearer(instead, signer, None))
    return node.run(actor, lambda work: _store_instead(work, journey, copies))


def _store_instead(work: Work, journey: Journey, instead: Copies) -> Waiting:
    return record(work, journey, CALL_OFF, instead, work.version(stream_of(journey.document)))


def _stay_unminted(work: Work, document: DocumentId) -> None:
    identity.require_node_operator(work, "call off a journey to a chain")
    stream = stream_of(document)
    seen = work.version(stream)
    journey = _journey(work, see(work, document).title)
    if store.transactions_of(work.connection, document, journey.token):
        raise ChainBusy(operation=Step.MINT.value, number=see(work, document).title.number)
    work.append(stream, seen, ChainJourneyEnded(document, journey.token, JourneyEnd.STAYED))
    stay_here(work, document, "called off before anything was signed for the chain")
