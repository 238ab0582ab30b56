"""What was signed is sent, sent again, sent at a higher fee when no block takes it in time, and watched until nothing can change.

Which copy is sent is stored before it is, and a look finds whichever copy is in a block: so a crash at any moment is one act still.
What gives a token to an address whose key has ended since is neither sent nor sent again.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from landsea.journal import NODE, Journal, Work
from landsea.kernel import Refusal
from landsea.lading import store_chain as store
from landsea.lading.chain import Progress, Sighting, in_gwei
from landsea.lading.chain.key_refusals import GivenToOutlived, RestoredToOutlived, SentToOutlived
from landsea.lading.chain.reasons import Reason
from landsea.lading.chain.refusals import EarlierNonceMissing, FeeLimitReached, FeeMayRise, NonceTaken
from landsea.lading.escrow import Operation
from landsea.lading.service.chain.arriving import settle_mint
from landsea.lading.service.chain.configured import GWEI
from landsea.lading.service.chain.keys import find_lost, is_past
from landsea.lading.service.chain.queue import note
from landsea.lading.service.chain.replacing import has_room
from landsea.lading.store_chain import Waiting
from landsea.runtime import system_now

if TYPE_CHECKING:
    from landsea.lading.chain.registry import TokenRegistry


def follow(node: Journal, one: Waiting, registry: TokenRegistry) -> None:
    """One look at it, and what follows. Raises what the chain's line refuses."""
    done, sighting = registry.look_among(one.copies, one.seen)
    asks = _outlived(node, one, sighting, registry)
    if asks is None and _needs_sending(one, sighting, registry):
        one, asks = _push(node, one, registry)
        done, sighting = registry.look_among(one.copies)
    if done is not None:
        one = replace(one, copy=one.copies.index(done))
    if one.operation == Operation.MINT.value and sighting.is_settled:
        settle_mint(node, one, sighting, registry)
    else:
        node.run(NODE, lambda work: note(work, one, sighting, asks))


def _outlived(node: Journal, one: Waiting, sighting: Sighting, registry: TokenRegistry) -> Reason | None:
    """Why it is not sent, nor sent at a higher fee: the key of an address that it gives the token to has ended since it was signed."""
    if sighting.progress not in (Progress.UNSEEN, Progress.WAITING):
        return None
    takers, is_restored = registry.takers(one.prepared), one.operation == Operation.RESTORE.value
    with node.view(NODE) as view:
        past = next((address for address in takers if is_past(view, address)), None)
        journey = store.find_journey(view.connection, one.document) if is_restored else None
        past = past or (find_lost(view, journey.standing) if journey else None)
    unsent = RestoredToOutlived if is_restored else GivenToOutlived
    kind = SentToOutlived if sighting.progress is Progress.WAITING else unsent
    return Reason.of(kind(address=past)) if past else None


def _needs_sending(one: Waiting, sighting: Sighting, registry: TokenRegistry) -> bool:
    """The node does not have it, or not this copy as far as was noted, or has had it for too long."""
    if sighting.progress is Progress.WAITING:
        return one.sent_at is None or _is_late(one, registry)
    return sighting.progress is Progress.UNSEEN


def _push(node: Journal, one: Waiting, registry: TokenRegistry) -> tuple[Waiting, Reason | None]:
    """Sends it (again); at a higher fee when no block took it in time, or else what people should know."""
    hindrance: Refusal | None = None
    if _is_late(one, registry):
        upcoming = registry.next_nonce(one.prepared.sender)
        hindrance = _hindrance(one, upcoming, registry)
        if hindrance is None and upcoming == one.prepared.nonce:
            one = node.run(NODE, lambda work: _raise_fee(work, one))
    with suppress(NonceTaken):  # what else has its nonce decides: the next look tells
        registry.send(one.prepared)
    return one, Reason.of(hindrance) if hindrance else None


def _is_late(one: Waiting, registry: TokenRegistry) -> bool:
    patience = timedelta(seconds=registry.chain.mined_within_seconds)
    return one.sent_at is not None and system_now() - one.sent_at >= patience


def _hindrance(one: Waiting, upcoming: int, registry: TokenRegistry) -> Refusal | None:
    """Why a higher fee would not help, or was not signed. `upcoming`: the nonce of the sender that the chain takes next."""
    sender, nonce, settings = one.prepared.sender, one.prepared.nonce, registry.chain
    if upcoming < nonce:
        return EarlierNonceMissing(sender=sender, nonce=nonce, missing=upcoming, chain=settings.name)
    if upcoming > nonce or one.copy + 1 < len(one.copies):
        return None
    allowed = max(settings.fee_wei_max, (one.fee_gwei_max or 0) * GWEI)
    kind = FeeMayRise if has_room(one, allowed) else FeeLimitReached
    fees = {"fee": in_gwei(one.prepared.fee_wei), "allowed": in_gwei(allowed)}
    return kind(chain=settings.name, seconds=settings.mined_within_seconds, **fees)


def _raise_fee(work: Work, one: Waiting) -> Waiting:
    """The next copy is the one to send, from now on; never of what was called off."""
    kept = store.get_transaction(work.connection, one.id)
    if (
        kept is None
        or kept.due is None
        or kept.copy != one.copy
        or store.turns(work.connection, kept.prepared) > kept.turn + 1
    ):
        return one
    raised = replace(kept, copy=kept.copy + 1, sent_at=None)
    store.keep_transaction(work.connection, raised)
    return raised
