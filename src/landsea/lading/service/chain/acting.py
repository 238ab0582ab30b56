"""One signed call on a document's token: asked of the rules and the chain, signed with the user's own key, stored; a worker sends it.

The key is opened here for one act, or it is elsewhere: then what is to be signed is handed out, and what comes back must be exactly that.

The chain is asked between two transactions. What was true in the first is asked again in the second, and the version of the document's
chain stream decides between racers: no mint is stored for a document that stays, and no document stays that has a mint.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from landsea import identity, journal, policy
from landsea.journal import Journal, View, Work
from landsea.kernel import Actor, PartyId
from landsea.lading import chain, escrow
from landsea.lading import store_chain as store
from landsea.lading.chain import Draft, parse_token_name
from landsea.lading.chain.facts import ChainJourneyEnded, ChainSettings, JourneyEnd
from landsea.lading.chain.key_refusals import RestoredToOutlived
from landsea.lading.chain.refusals import ChainBusy, ChainNonceHeld, ChainStepNotNow, ReturnerUnknown
from landsea.lading.escrow import Address, Call, Operation, Owners
from landsea.lading.model import DocumentId, State, Title
from landsea.lading.service.acts import stay_here
from landsea.lading.service.chain.configured import line_to
from landsea.lading.service.chain.keys import (
    address_of,
    find_lost,
    open_own_key,
    party_of,
    require_not_past,
    require_own_key,
)
from landsea.lading.service.chain.leaving import release, stream_of
from landsea.lading.service.chain.replacing import decide_call_off, decide_higher_fee
from landsea.lading.service.chain.steps import (
    OPERATORS,
    ChainStep,
    Copies,
    Decided,
    Step,
    journey_of,
    record,
    see,
    settings_of,
)
from landsea.lading.store_chain import Journey, Waiting


@dataclass(frozen=True, slots=True)
class Asked:
    """What a step was decided on."""

    title: Title
    journey: Journey
    settings: ChainSettings
    line: chain.Chain
    me: Address
    to: tuple[Address | None, Address | None]

    @property
    def takers(self) -> tuple[Address | None, ...]:
        """Whom a mint or a transfer gives the token to."""
        return (self.journey.owner,) if self.title.state is State.LEAVING else self.to

    @property
    def token(self) -> int:
        return parse_token_name(self.journey.token).token


def sign_step(node: Journal, actor: Actor, document: DocumentId, step: ChainStep, passphrase: str) -> Waiting:
    """Signs one step and stores it. Never call it inside a transaction: it asks the chain.

    Refused by the contract's own rules before anything is signed; while another transaction of the document waits, `ChainBusy`.
    """
    with node.view(actor) as view:
        see(view, document)
        signer = open_own_key(view, passphrase)
    decided = _decide(node, actor, document, step)
    copies = decided.registry.sign(decided.draft, signer, decided.cost_wei_max)
    return node.run(actor, lambda work: decided.store(work, copies))


def drafts_of_step(node: Journal, actor: Actor, document: DocumentId, step: ChainStep) -> tuple[Draft, ...]:
    """What the actor's key, kept outside the node, is to sign for the step: a transaction, and the same at rising fees.

    Changes nothing. Refused as `sign_step`, and never inside a transaction either.
    """
    decided = _decide(node, actor, document, step)
    return tuple(chain.ladder(decided.draft, decided.cost_wei_max))


def take_signed_step(
    node: Journal, actor: Actor, document: DocumentId, step: ChainStep, signed: Sequence[bytes]
) -> Waiting:
    """Stores what was signed outside the node, if it is what the step needs now: `SignedOtherwise` names the first difference.

    `signed`: raw transactions, the first copy first; all the copies, or only some of them.
    """
    decided = _decide(node, actor, document, step)
    copies = decided.registry.accept(decided.draft, signed, decided.cost_wei_max)
    return node.run(actor, lambda work: decided.store(work, copies))


def _decide(node: Journal, actor: Actor, document: DocumentId, step: ChainStep) -> Decided:
    """Refused on a restored or copied node that nobody has confirmed, which may not know what it signed last."""
    with node.view(actor) as view:
        journal.require_title_acts(view)
    if step.step is Step.CALL_OFF:
        return decide_call_off(node, actor, document)
    return (
        decide_higher_fee(node, actor, document)
        if step.step is Step.RAISE_FEE
        else _decide_call(node, actor, document, step)
    )


def _decide_call(node: Journal, actor: Actor, document: DocumentId, step: ChainStep) -> Decided:
    with node.view(actor) as view:
        asked = _asked(view, document, step)
        _require_idle(view, asked)
    registry = chain.connect(asked.line, asked.settings.registry)
    call = _call(asked, step, registry.read(asked.token).escrow)
    returner = registry.history(asked.token).returned_by if step.step is Step.ACCEPT else None
    draft = registry.draft(call, asked.token, asked.me)

    def store(work: Work, copies: Copies) -> Waiting:
        return _store(work, asked, step, call.operation, copies, returner)

    return Decided(registry, draft, asked.line.fee_wei_max, store)


def _asked(view: View, document: DocumentId, step: ChainStep) -> Asked:
    if step.step in OPERATORS:
        identity.require_node_operator(view, f"{step.step.value} on a chain")
    title = see(view, document).title
    journey = journey_of(view, title)
    _require_possible(title, step.step)
    settings = settings_of(view, journey)
    to = (_address(view, step.holder), _address(view, step.entitled))
    asked = Asked(title, journey, settings, line_to(view, settings), require_own_key(view).address, to)
    _require_takers(view, asked, step)
    return asked


def _require_takers(view: View, asked: Asked, step: ChainStep) -> None:
    """Nobody is given a token, or given it back, who could not pass it on."""
    require_not_past(view, asked.takers)
    lost = find_lost(view, asked.journey.standing) if step.step is Step.REJECT else None
    if lost:
        raise RestoredToOutlived(address=lost)


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
    remark, me = step.remark.encode(), asked.me
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
    if journey_of(work, title).token != asked.journey.token:
        raise ChainStepNotNow(number=title.number, state=title.state.value, step=step.step.value)
    _require_idle(work, asked)
    _require_takers(work, asked, step)
    if step.step is Step.ACCEPT and (returner is None or party_of(work, returner) is None):
        raise ReturnerUnknown(address=returner or "nobody")
    policy.require(work, release(asked.settings, document))
    if store.turns(work.connection, copies[0]):
        raise ChainNonceHeld(sender=copies[0].sender)
    return record(work, asked.journey, operation.value, copies, seen)


def call_off(node: Journal, actor: Actor, document: DocumentId, passphrase: str) -> Waiting | None:
    """Gives up the actor's transaction that waits: another with its nonce is signed and stored. One of the two is done, never both.

    A document that is leaving and has no mint yet stays at once, by an operator of the node: `None`. Never inside a transaction.
    """
    with node.view(actor) as view:
        title = see(view, document).title
        journey = journey_of(view, title)
        is_unminted = title.state is State.LEAVING and not store.transactions_of(
            view.connection, document, journey.token
        )
    if is_unminted:
        node.run(actor, lambda work: _stay_unminted(work, document))
        return None
    return sign_step(node, actor, document, ChainStep(Step.CALL_OFF), passphrase)


def _stay_unminted(work: Work, document: DocumentId) -> None:
    identity.require_node_operator(work, "call off a journey to a chain")
    stream = stream_of(document)
    seen = work.version(stream)
    title = see(work, document).title
    journey = journey_of(work, title)
    if store.transactions_of(work.connection, document, journey.token):
        raise ChainBusy(operation=Step.MINT.value, number=title.number)
    work.append(stream, seen, ChainJourneyEnded(document, journey.token, JourneyEnd.STAYED))
    stay_here(work, document, "called off before anything was signed for the chain")
