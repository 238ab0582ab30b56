"""What comes of a mint that is settled: the document arrived at its token, or stays in the log."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from landsea.journal import NODE, Journal, View, Work
from landsea.kernel import Refusal
from landsea.lading import chain
from landsea.lading import store_chain as store
from landsea.lading.chain import History, Progress, Sighting, parse_token_name
from landsea.lading.chain.facts import ChainJourneyEnded, JourneyEnd
from landsea.lading.chain.reasons import Reason
from landsea.lading.chain.refusals import MintedForAnother, MintedToAnother, MintedWithoutMint, OtherMintOpen
from landsea.lading.escrow import Operation
from landsea.lading.model import Medium, OtherForm
from landsea.lading.service.acts import left_for_register, stay_here
from landsea.lading.service.chain.leaving import stream_of
from landsea.lading.service.chain.queue import note, put_off
from landsea.lading.service.chain.steps import Copies
from landsea.lading.service.chain.tokens import AWAY_POLL, append_history
from landsea.lading.service.read import load_document
from landsea.lading.store_chain import Journey, Waiting, Watch
from landsea.runtime import system_now

if TYPE_CHECKING:
    from landsea.lading.chain.registry import TokenRegistry


def settle_mint(node: Journal, one: Waiting, sighting: Sighting, registry: TokenRegistry) -> None:
    token = parse_token_name(one.token).token
    if sighting.progress is Progress.FINAL:
        history = registry.history(token, first_block=sighting.block.number if sighting.block else None)
        node.run(NODE, lambda work: _arrive(work, one, sighting, history))
        return
    with node.view(NODE) as view:
        mints = _mints(view, one)
    if registry.is_called_off(token, [copy for mint in mints for copy in mint.copies]):
        known = {(mint.id, mint.copies) for mint in mints}
        node.run(NODE, lambda work: _stay(work, one, sighting, known))
    else:
        node.run(NODE, lambda work: put_off(work, one, Reason.of(OtherMintOpen())))


def _mints(view: View, one: Waiting) -> list[Waiting]:
    signed = store.transactions_of(view.connection, one.document, one.token)
    return [each for each in signed if each.operation == Operation.MINT.value]


def _still_leaving(work: Work, one: Waiting) -> tuple[Journey | None, int]:
    seen = work.version(stream_of(one.document))
    journey = store.find_journey(work.connection, one.document)
    if journey is None or journey.token != one.token or journey.state != "leaving":
        return None, seen
    return journey, seen


def _arrive(work: Work, one: Waiting, sighting: Sighting, history: History) -> None:
    """The mint is final: the token is the operative record, if it is just what left."""
    journey, seen = _still_leaving(work, one)
    if journey is None:
        return note(work, one, sighting)
    content = load_document(work, one.document).title.content
    if wrong := _other_than_left(journey, content, history):
        return put_off(work, one, Reason.of(wrong))
    seen = append_history(work, journey, history, seen)
    work.append(stream_of(one.document), seen, ChainJourneyEnded(one.document, one.token, JourneyEnd.ARRIVED))
    left_for_register(work, one.document, OtherForm(Medium.CHAIN, one.token, content))
    note(work, one, sighting)
    store.set_watch(work.connection, one.document, system_now() + AWAY_POLL, Watch(history.up_to))
    return None


def _other_than_left(journey: Journey, content: str, history: History) -> Refusal | None:
    minted = history.minted
    if minted is None or minted.operation is not Operation.MINT:
        return MintedWithoutMint()
    if (minted.after.holder, minted.after.beneficiary) != (journey.owner, journey.owner):
        return MintedToAnother(owner=journey.owner)
    return None if chain.find_content(minted.after.remark) == content else MintedForAnother()


def _stay(work: Work, one: Waiting, sighting: Sighting, known: set[tuple[str, Copies]]) -> None:
    """No mint signed for the token is done or can be: the log's record is operative again."""
    journey, seen = _still_leaving(work, one)
    if journey is None or {(each.id, each.copies) for each in _mints(work, one)} != known:
        return note(work, one, sighting) if journey is None else None
    work.append(stream_of(one.document), seen, ChainJourneyEnded(one.document, one.token, JourneyEnd.STAYED))
    stay_here(work, one.document, f"the mint {one.prepared.hash} is {sighting.progress.value}")
    for each in _mints(work, one):
        settled = Progress.LOST.value if each.id != one.id else sighting.progress.value
        store.keep_transaction(work.connection, replace(each, progress=settled, due=None, asks=None))
    return None
