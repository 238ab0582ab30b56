"""What may be signed on a chain now, by what was last read of it. The chain itself is asked when something is signed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from landsea import identity, journal
from landsea.journal import View
from landsea.kernel import PartyId, Role
from landsea.lading import escrow
from landsea.lading import store_chain as store
from landsea.lading.chain import Progress
from landsea.lading.chain.facts import ChainSettings, KeyCustody
from landsea.lading.chain.refusals import FeeLimitReached, FeeMayRise
from landsea.lading.escrow import NOBODY, Address, Escrow, NotOnChain, Operation, Registry, RegistryRole
from landsea.lading.model import DocumentId, Medium, State
from landsea.lading.service.chain.configured import GWEI
from landsea.lading.service.chain.keys import is_outlived, is_past, living_keys, own_key
from landsea.lading.service.chain.replacing import has_room, limit_gwei, newest_waiting
from landsea.lading.service.chain.steps import OPERATORS, Step, see, settings_of
from landsea.lading.store import StoredDocument
from landsea.lading.store_chain import Waiting

FEE_LIMIT = "fee-limit"
"""What an operator of the node does for a transaction that waits; nothing is signed for it."""
_TRANSFERS = {
    Operation.NOMINATE,
    Operation.TRANSFER_BENEFICIARY,
    Operation.TRANSFER_HOLDER,
    Operation.TRANSFER_OWNERS,
}
_REJECTIONS = {Operation.REJECT_BENEFICIARY, Operation.REJECT_HOLDER, Operation.REJECT_OWNERS}
_STEPS: Mapping[Step, set[Operation]] = {
    Step.TRANSFER: _TRANSFERS,
    Step.DECLINE: _REJECTIONS,
    Step.SURRENDER: {Operation.RETURN},
    Step.ACCEPT: {Operation.BURN},
    Step.REJECT: {Operation.RESTORE},
}


def chains_open_to(view: View, found: StoredDocument) -> list[ChainSettings]:
    """The chains of this node, if the contract could hold all that the log holds of the document; none where something would be lost."""
    everybody = dict.fromkeys((one for one in (found.title.holder, found.title.entitled) if one), NOBODY)
    try:
        escrow.mint_call(found.title, everybody, NOBODY, b"")
    except NotOnChain:
        return []
    return store.list_chains(view.connection)


def chain_addresses(view: View) -> dict[PartyId, Address]:
    """The address that each party of the node is given documents at; parties without one are left out."""
    known = {party.id: living_keys(view, party.id) for party in identity.list_parties(view)}
    return {party: keys[0].address for party, keys in known.items() if keys}


def possible_steps(view: View, document: DocumentId, custody: KeyCustody = KeyCustody.SEALED) -> tuple[str, ...]:
    """What the actor may sign for the document's token with its own key, if that is on the node (`OUTSIDE`: kept elsewhere), and
    `fee-limit`. By the state last read.
    """
    title = see(view, document).title
    journey = store.find_journey(view.connection, document)
    if not journal.is_confirmed(view):
        return ()
    if journey is None or title.medium is not Medium.CHAIN or title.state not in (State.LEAVING, State.AWAY):
        return ()
    key = own_key(view)
    signs = key is not None and key.custody is custody and not is_outlived(view, key)
    mine = key.address if key is not None and signs else None
    operates = view.actor.role is Role.OPERATOR and identity.get_party(view, view.actor.party).runs_node
    settings = settings_of(view, journey)
    waiting = newest_waiting(view, document, journey)
    if waiting is not None:
        return tuple(_replacements(waiting, settings, is_mine=mine == waiting.prepared.sender, operates=operates))
    minter = settings.minter
    if title.state is State.LEAVING:
        mint = (Step.MINT.value,) if operates and mine == minter and not is_past(view, journey.owner) else ()
        signed = store.transactions_of(view.connection, document, journey.token)
        return mint + ((Step.CALL_OFF.value,) if operates and not signed else ())
    if mine is None or journey.standing is None:
        return ()
    steps = steps_at(journey.standing.escrow, mine, minter)
    return tuple(one.value for one in steps if operates or one not in OPERATORS)


def outside_steps(view: View, document: DocumentId) -> tuple[str, ...]:
    """What the actor's key that is kept outside the node can be asked to sign now."""
    found = possible_steps(view, document, KeyCustody.OUTSIDE)
    is_signed = any(one.due is not None for one in store.transactions_of(view.connection, document))
    return tuple(one for one in found if one != FEE_LIMIT and (one != Step.CALL_OFF.value or is_signed))


def _replacements(one: Waiting, settings: ChainSettings, *, is_mine: bool, operates: bool) -> Iterator[str]:
    """Fees are spoken of once the dearest copy that was signed is not taken."""
    if is_mine and one.progress in (Progress.UNSEEN, Progress.WAITING):
        yield Step.CALL_OFF.value
    if one.asks is None or one.asks.code not in (FeeMayRise.code, FeeLimitReached.code):
        return
    if is_mine and has_room(one, limit_gwei(one, settings) * GWEI):
        yield Step.RAISE_FEE.value
    elif operates:
        yield FEE_LIMIT


def steps_at(now: Escrow, me: Address, minter: Address) -> tuple[Step, ...]:
    """The steps that the contract would not refuse to `me`; whoever mints also burns and restores. Pure."""
    registry = Registry(granted=frozenset((role, minter) for role in (RegistryRole.ACCEPTER, RegistryRole.RESTORER)))
    able = set(escrow.possible_operations(registry, now, me))
    found = [step for step, operations in _STEPS.items() if able & operations]
    if now.is_held and now.beneficiary == me and now.nominee != NOBODY:
        found.append(Step.WITHDRAW)
    return tuple(found)
