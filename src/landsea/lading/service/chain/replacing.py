"""What takes the place of a transaction that waits: one that calls it off, or the same at a fee above all that were signed.

All of them have its nonce, so at most one is ever done. Up to which fee is the operator's word: the chain's limit, or a higher one for
this transaction alone.
"""

from __future__ import annotations

from dataclasses import replace

from landsea import identity
from landsea.journal import Journal, View, Work
from landsea.kernel import Actor
from landsea.lading import chain
from landsea.lading import store_chain as store
from landsea.lading.chain.facts import ChainFeeLimitRaised, ChainFeeRaised, ChainSettings
from landsea.lading.chain.refusals import FeeLimitNotHigher, NothingToCallOff, NothingWaits, NotReplaceable
from landsea.lading.model import DocumentId
from landsea.lading.service.chain.configured import GWEI, line_to
from landsea.lading.service.chain.keys import require_not_past, require_own_key
from landsea.lading.service.chain.leaving import stream_of
from landsea.lading.service.chain.steps import Copies, Decided, Step, journey_of, record, see, settings_of
from landsea.lading.store_chain import Journey, Waiting
from landsea.runtime import system_now


def decide_call_off(node: Journal, actor: Actor, document: DocumentId) -> Decided:
    """Nothing at all, with the nonce of the actor's newest transaction that waits."""
    with node.view(actor) as view:
        journey, settings, one = _own_waiting(view, document)
        line = line_to(view, settings)
    registry = chain.connect(line, settings.registry)

    def store(work: Work, copies: Copies) -> Waiting:
        return record(work, journey, Step.CALL_OFF.value, copies, work.version(stream_of(document)))

    return Decided(registry, registry.draft_instead(one.prepared), limit_gwei(one, settings) * GWEI, store)


def decide_higher_fee(node: Journal, actor: Actor, document: DocumentId) -> Decided:
    """The actor's newest transaction that waits, once more. Raises `FeeLimitTooLow` where the limit leaves no room."""
    with node.view(actor) as view:
        _, settings, one = _own_waiting(view, document)
        line, seen = line_to(view, settings), view.version(stream_of(document))
    registry = chain.connect(line, settings.registry)
    takers = registry.takers(one.prepared)
    with node.view(actor) as view:
        require_not_past(view, takers)
    cost_wei_max = limit_gwei(one, settings) * GWEI
    draft = registry.draft_above(one.copies, cost_wei_max)
    return Decided(registry, draft, cost_wei_max, lambda work, copies: _store_dearer(work, one, copies, seen))


def _store_dearer(work: Work, one: Waiting, copies: Copies, seen: int) -> Waiting:
    """`seen`: the version of the stream at which `one` was newest; what was signed since, or calls it off, makes this one lose."""
    kept = store.get_transaction(work.connection, one.id)
    if kept is None or kept.due is None:
        raise NotReplaceable(progress=one.progress if kept is None else kept.progress)
    dearer = tuple(copy.hash for copy in copies)
    work.append(stream_of(one.document), seen, ChainFeeRaised(one.document, one.token, one.copies[0].hash, dearer))
    raised = replace(kept, copies=kept.copies + copies, due=system_now())
    store.keep_transaction(work.connection, raised)
    return raised


def raise_fee_limit(work: Work, document: DocumentId, fee_gwei_max: int) -> Waiting:
    """Lets the document's transaction that waits cost up to so much. By an operator of the node; its signer then signs it again."""
    identity.require_node_operator(work, "raise the fee limit of a transaction")
    title = see(work, document).title
    journey = journey_of(work, title)
    one = newest_waiting(work, document, journey)
    if one is None:
        raise NothingWaits(number=title.number)
    allowed = limit_gwei(one, settings_of(work, journey))
    if fee_gwei_max <= allowed:
        raise FeeLimitNotHigher(allowed=allowed, given=fee_gwei_max)
    stream = stream_of(document)
    fact = ChainFeeLimitRaised(document, journey.token, one.copies[0].hash, fee_gwei_max)
    work.append(stream, work.version(stream), fact)
    kept = store.get_transaction(work.connection, one.id) or one
    raised = replace(kept, fee_gwei_max=fee_gwei_max, due=system_now())
    store.keep_transaction(work.connection, raised)
    return raised


def limit_gwei(one: Waiting, settings: ChainSettings) -> int:
    """What the transaction may cost."""
    return max(settings.fee_gwei_max, one.fee_gwei_max or 0)


def has_room(one: Waiting, cost_wei_max: int) -> bool:
    """Whether the limit allows a fee that chains take as a replacement of the dearest copy: a tenth more."""
    last = one.copies[-1]
    return cost_wei_max // last.gas * 10 >= last.fee_wei * 11


def newest_waiting(view: View, document: DocumentId, journey: Journey) -> Waiting | None:
    """What was signed last and is not settled: what calls off comes after what it calls off."""
    signed = store.transactions_of(view.connection, document, journey.token)
    return next((one for one in reversed(signed) if one.due is not None), None)


def _own_waiting(view: View, document: DocumentId) -> tuple[Journey, ChainSettings, Waiting]:
    title = see(view, document).title
    journey = journey_of(view, title)
    one = newest_waiting(view, document, journey)
    if one is None or one.prepared.sender != require_own_key(view).address:
        raise NothingToCallOff(number=title.number)
    return journey, settings_of(view, journey), one
