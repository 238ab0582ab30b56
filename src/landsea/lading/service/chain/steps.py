"""What may be signed on a document's token, by whom it is seen, and how it is put on record once it is signed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy.exc import IntegrityError

from landsea import identity, policy
from landsea.journal import View, Work
from landsea.kernel import PartyId, Role
from landsea.lading import store_chain as store
from landsea.lading.chain import Draft, Prepared, Progress
from landsea.lading.chain.facts import ChainSettings, ChainTransactionSigned, JourneyEnd
from landsea.lading.chain.refusals import ChainNonceHeld, NotBoundForChain
from landsea.lading.escrow import Address
from landsea.lading.model import DocumentId, Title
from landsea.lading.service.chain.leaving import stream_of
from landsea.lading.service.read import get_document, load_document
from landsea.lading.store import StoredDocument
from landsea.lading.store_chain import Journey, Waiting
from landsea.runtime import system_now

if TYPE_CHECKING:
    from landsea.lading.chain.registry import TokenRegistry

Copies = tuple[Prepared, ...]
"""What one signing makes: a transaction, and the same at rising fees."""


class Step(StrEnum):
    """What may be signed: `mint`, `accept` (burn) and `reject` (restore) by the operator, the rest by the parties of the token.

    `call-off` and `raise-fee` replace the signer's own transaction that waits.
    """

    MINT = "mint"
    TRANSFER = "transfer"
    WITHDRAW = "withdraw"
    DECLINE = "decline"
    SURRENDER = "surrender"
    ACCEPT = "accept"
    REJECT = "reject"
    CALL_OFF = "call-off"
    RAISE_FEE = "raise-fee"


OPERATORS = frozenset({Step.MINT, Step.ACCEPT, Step.REJECT})


@dataclass(frozen=True, slots=True)
class ChainStep:
    """`holder`, `entitled`: of a transfer, a party here or an address; one that is not given stays. `remark`: at most 120 bytes."""

    step: Step
    holder: PartyId | Address | None = None
    entitled: PartyId | Address | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Decided:
    """What is to be signed, after rules and chain were asked: the first copy, what one may cost, how they are put on record."""

    registry: TokenRegistry
    draft: Draft
    cost_wei_max: int
    store: Callable[[Work, Copies], Waiting]


def see(view: View, document: DocumentId) -> StoredDocument:
    """As `get_document`; an operator of the node, who signs for the registry, sees them all."""
    runs = view.actor.role is Role.OPERATOR and identity.get_party(view, view.actor.party).runs_node
    return load_document(view, document) if runs else get_document(view, document)


def journey_of(view: View, title: Title) -> Journey:
    found = store.find_journey(view.connection, title.document)
    if found is None or found.state not in ("leaving", JourneyEnd.ARRIVED.value):
        raise NotBoundForChain(number=title.number)
    return found


def settings_of(view: View, journey: Journey) -> ChainSettings:
    """Of the chain where the document is or goes, though it was removed meanwhile."""
    found = store.find_chain(view.connection, journey.chain, removed=True)
    assert found is not None  # noqa: S101  # a journey begins on a configured chain, whose row stays
    return found


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
        asks=None,
        released=policy.rules_version(work),
        due=now,
        made_at=now,
    )
    try:
        store.put_transaction(work.connection, one)
    except IntegrityError:  # another document of the same sender was first
        raise ChainNonceHeld(sender=first.sender) from None
    return one
