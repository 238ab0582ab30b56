"""What is known of a document on a chain, for parties that may see the document."""

from __future__ import annotations

from dataclasses import dataclass

from landsea import identity
from landsea.journal import View
from landsea.kernel import PartyId
from landsea.lading import store_chain as store
from landsea.lading.chain.facts import ChainAct, JourneyEnd
from landsea.lading.chain.key_refusals import GivenToOutlived, HeldByOutlived
from landsea.lading.chain.reasons import Reason
from landsea.lading.escrow import NOBODY, Address
from landsea.lading.model import DocumentId
from landsea.lading.service.chain.keys import find_lost, is_past
from landsea.lading.service.chain.steps import see, settings_of
from landsea.lading.store_chain import Journey, Waiting


@dataclass(frozen=True, slots=True)
class ChainState:
    """The journey, what the chain's final blocks say, what waits, and what asks for people. `names`: parties of known addresses.

    `fee_gwei_max`: what one transaction there may cost, unless an operator raised the limit for it.
    """

    journey: Journey
    acts: list[ChainAct]
    transactions: list[Waiting]
    asks: Reason | None
    names: dict[Address, PartyId]
    fee_gwei_max: int


def chain_state(view: View, document: DocumentId) -> ChainState | None:
    """`None` for a document that never left for a chain."""
    see(view, document)
    journey = store.find_journey(view.connection, document)
    if journey is None:
        return None
    acts = store.acts_of(view.connection, journey)
    waiting = store.transactions_of(view.connection, document, journey.token)
    told = next((one.asks for one in waiting if one.asks and one.due), None)
    asks = store.find_watch(view.connection, document).asks or told or _outlived(view, journey)
    limit = settings_of(view, journey).fee_gwei_max
    return ChainState(journey, acts, waiting, asks, _names(view, journey, acts), limit)


def _outlived(view: View, journey: Journey) -> Reason | None:
    """The address that the token is for, or at, signs nothing more, as far as this node knows. A key outside it has its own keeper."""
    if journey.state == "leaving" and is_past(view, journey.owner):
        return Reason.of(GivenToOutlived(address=journey.owner))
    lost = find_lost(view, journey.standing) if journey.state == JourneyEnd.ARRIVED.value else None
    return Reason.of(HeldByOutlived(address=lost)) if lost else None


def seen_number(view: View, document: DocumentId) -> str:
    """The document's number, for who may see it or signs for the registry."""
    return see(view, document).title.number


def _names(view: View, journey: Journey, acts: list[ChainAct]) -> dict[Address, PartyId]:
    there = {journey.owner} | {one.caller for one in acts if one.caller}
    there |= {address for one in acts for address in (one.after.beneficiary, one.after.holder, one.after.nominee)}
    known = {address: store.find_key(view.connection, address) for address in there - {NOBODY}}
    return {address: identity.get_party(view, key.party).id for address, key in known.items() if key is not None}
