"""The step of a worker: sends what was signed, watches it until nothing can change, and reads what the chain's final blocks say.

Each round claims in one transaction, asks the chain in none, records in another. A crash in between repeats a question or sends the same
bytes again, which changes nothing: hash and nonce are the same.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from landsea import policy
from landsea.journal import NODE, Journal, View, Work
from landsea.kernel import PartyId, Refusal
from landsea.lading import chain
from landsea.lading import store_chain as store
from landsea.lading.chain import Anchor, History, Progress, Sighting, parse_token_name
from landsea.lading.chain.facts import ChainHistoryRead, ChainJourneyEnded, JourneyEnd, chain_act, standing_of
from landsea.lading.chain.refusals import NonceTaken
from landsea.lading.escrow import Operation, Place
from landsea.lading.model import Medium, OtherForm, State
from landsea.lading.service.acts import left_for_register, return_from_register, stay_here
from landsea.lading.service.chain.acting import settings_of
from landsea.lading.service.chain.configured import line_to
from landsea.lading.service.chain.keys import party_of
from landsea.lading.service.chain.leaving import release, stream_of
from landsea.lading.service.read import load_document
from landsea.lading.store_chain import Journey, Waiting
from landsea.runtime import system_now
from landsea.runtime.logging import log

if TYPE_CHECKING:
    from landsea.lading.chain.registry import TokenRegistry

AT_ONCE = 20
LEASE = timedelta(minutes=5)
POLL = timedelta(seconds=5)
AWAY_POLL = timedelta(seconds=30)
HELD = timedelta(hours=1)
"""How long something that may not leave, or that people must look at, waits before it is looked at again."""
WAIT_MAX = timedelta(minutes=10)

Connect = Callable[[str], "TokenRegistry"]


def run_chains(node: Journal) -> int:
    """One round; how many transactions and tokens were looked at. Safe on any number of processes."""
    waiting, journeys = node.run(NODE, _claim)
    if not waiting and not journeys:
        return 0
    connect = _connections(node)
    for one in waiting:
        _guarded(node, one, connect)
    for journey in journeys:
        _read_guarded(node, journey, connect)
    return len(waiting) + len(journeys)


def _connections(node: Journal) -> Connect:
    """One for each chain and round, asked for its chain id and kind first."""
    known: dict[str, TokenRegistry] = {}

    def connect(name: str) -> TokenRegistry:
        if name not in known:
            with node.view(NODE) as view:
                settings = store.find_chain(view.connection, name, removed=True)
                assert settings is not None  # noqa: S101  # rows of chains stay
                line = line_to(view, settings)
            known[name] = chain.connect(line, settings.registry)
        return known[name]

    return connect


def _claim(work: Work) -> tuple[list[Waiting], list[Journey]]:
    now = system_now()
    waiting = [one for one in store.due_transactions(work.connection, now, AT_ONCE) if _may_go(work, one)]
    for one in waiting:
        kept = store.get_transaction(work.connection, one.id)
        assert kept is not None  # noqa: S101  # claimed in this transaction
        store.keep_transaction(work.connection, replace(kept, due=now + LEASE))
    journeys = store.due_journeys(work.connection, now, AT_ONCE)
    for journey in journeys:
        read_to, asks = store.find_watch(work.connection, journey.document)
        store.set_watch(work.connection, journey.document, now + LEASE, read_to, asks)
    return waiting, journeys


def _may_go(work: Work, one: Waiting) -> bool:
    """Asked of `policy` again when its rules changed since; what is out already is watched in any case."""
    version = policy.rules_version(work)
    if one.released == version or one.progress != Progress.UNSEEN.value:
        return True
    journey = store.find_journey(work.connection, one.document)
    assert journey is not None  # noqa: S101  # what was signed has a journey
    if policy.decide(work, release(settings_of(work, journey), one.document)).allowed:
        store.keep_transaction(work.connection, replace(one, released=version))
        return True
    asks = "the release rules of this node do not let it leave"
    store.keep_transaction(work.connection, replace(one, asks=asks, due=system_now() + HELD))
    return False


# Transactions


def _guarded(node: Journal, one: Waiting, connect: Connect) -> None:
    try:
        _follow(node, one, connect(one.chain))
    except Refusal as refusal:
        log.info("chain refused", code=refusal.code, transaction=one.id)
        asks = str(refusal)
        node.run(NODE, lambda work: _put_off(work, one, asks))


def _put_off(work: Work, one: Waiting, asks: str) -> None:
    kept = store.get_transaction(work.connection, one.id)
    if kept is not None and kept.due is not None:
        attempts = kept.attempts + 1
        due = system_now() + min(POLL * 2 ** min(attempts, 10), WAIT_MAX)
        store.keep_transaction(work.connection, replace(kept, attempts=attempts, asks=asks, due=due))


def _follow(node: Journal, one: Waiting, registry: TokenRegistry) -> None:
    sighting = registry.look(one.prepared, one.seen)
    if sighting.progress is Progress.UNSEEN:
        with suppress(NonceTaken):  # what else has its nonce decides: `look` tells
            registry.send(one.prepared)
        sighting = registry.look(one.prepared)
    if one.operation == Operation.MINT.value and sighting.is_settled:
        _settle_mint(node, one, sighting, registry)
    else:
        node.run(NODE, lambda work: _note(work, one, sighting))


def _note(work: Work, one: Waiting, sighting: Sighting) -> None:
    """How far it got. What is settled is not looked at again; what it left on the chain is read at once."""
    kept = store.get_transaction(work.connection, one.id)
    if kept is None or kept.due is None:
        return
    asks = "the contract refused it" if sighting.progress is Progress.FAILED else ""
    due = None if sighting.is_settled else system_now() + POLL
    noted = replace(kept, progress=sighting.progress.value, seen=sighting.block, attempts=0, asks=asks, due=due)
    store.keep_transaction(work.connection, noted)
    journey = store.find_journey(work.connection, one.document)
    if sighting.is_settled and journey is not None and journey.state == JourneyEnd.ARRIVED.value:
        read_to, asks = store.find_watch(work.connection, one.document)
        store.set_watch(work.connection, one.document, system_now(), read_to, asks)


def _settle_mint(node: Journal, one: Waiting, sighting: Sighting, registry: TokenRegistry) -> None:
    token = parse_token_name(one.token).token
    if sighting.progress is Progress.FINAL:
        history = registry.history(token, first_block=sighting.block.number if sighting.block else None)
        node.run(NODE, lambda work: _arrive(work, one, sighting, history))
        return
    with node.view(NODE) as view:
        mints = _mints(view, one)
    if registry.is_called_off(token, [mint.prepared for mint in mints]):
        hashes = {mint.prepared.hash for mint in mints}
        node.run(NODE, lambda work: _stay(work, one, sighting, hashes))
    else:
        node.run(NODE, lambda work: _put_off(work, one, "another mint of the document is not settled yet"))


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
        return _note(work, one, sighting)
    content = load_document(work, one.document).title.content
    if wrong := _other_than_left(journey, content, history):
        return _put_off(work, one, wrong)
    seen = _append_history(work, journey, history, seen)
    work.append(stream_of(one.document), seen, ChainJourneyEnded(one.document, one.token, JourneyEnd.ARRIVED))
    left_for_register(work, one.document, OtherForm(Medium.CHAIN, one.token, content))
    _note(work, one, sighting)
    store.set_watch(work.connection, one.document, system_now() + AWAY_POLL, history.up_to)
    return None


def _other_than_left(journey: Journey, content: str, history: History) -> str:
    minted = history.minted
    if minted is None or minted.operation is not Operation.MINT:
        return "the token's history does not begin with its mint"
    if (minted.after.holder, minted.after.beneficiary) != (journey.owner, journey.owner):
        return "the token was minted to another address"
    if chain.find_content(minted.after.remark) != content:
        return "the token was minted for another content"
    return ""


def _stay(work: Work, one: Waiting, sighting: Sighting, hashes: set[str]) -> None:
    """No mint signed for the token is done or can be: the log's record is operative again."""
    journey, seen = _still_leaving(work, one)
    if journey is None or {each.prepared.hash for each in _mints(work, one)} != hashes:
        return _note(work, one, sighting) if journey is None else None
    work.append(stream_of(one.document), seen, ChainJourneyEnded(one.document, one.token, JourneyEnd.STAYED))
    stay_here(work, one.document, f"the mint {one.prepared.hash} is {sighting.progress.value}")
    for each in _mints(work, one):
        settled = Progress.LOST.value if each.id != one.id else sighting.progress.value
        store.keep_transaction(work.connection, replace(each, progress=settled, due=None, asks=""))
    return None


# Tokens


def _read_guarded(node: Journal, journey: Journey, connect: Connect) -> None:
    try:
        _read(node, journey, connect(journey.chain))
    except Refusal as refusal:
        log.info("chain refused", code=refusal.code, document=journey.document)
        asks = str(refusal)
        node.run(NODE, lambda work: _look_later(work, journey, asks))


def _look_later(work: Work, journey: Journey, asks: str) -> None:
    read_to, _ = store.find_watch(work.connection, journey.document)
    store.set_watch(work.connection, journey.document, system_now() + WAIT_MAX, read_to, asks)


def _read(node: Journal, journey: Journey, registry: TokenRegistry) -> None:
    """From where was read last: in bounded ranges, and only what is final."""
    token = parse_token_name(journey.token).token
    with node.view(NODE) as view:
        since = _since(view, journey, token)
    history = registry.history(token, since)
    node.run(NODE, lambda work: _take_in(work, journey, history, since.up_to))


def _since(view: View, journey: Journey, token: int) -> History:
    assert journey.standing is not None  # noqa: S101  # written with its arrival
    assert journey.read_to is not None  # noqa: S101
    read_to, _ = store.find_watch(view.connection, journey.document)
    newest = max((one for one in (read_to, journey.read_to) if one), key=lambda one: one.number)
    return History(token, (), journey.standing.escrow, newest)


def _take_in(work: Work, journey: Journey, history: History, since: Anchor) -> None:
    seen = work.version(stream_of(journey.document))
    now = store.find_journey(work.connection, journey.document)
    if now is None or (now.token, now.state, now.acts) != (journey.token, journey.state, journey.acts):
        return  # another process was first
    if history.endorsements:
        seen = _append_history(work, journey, history, seen)
    asks = ""
    if history.escrow.place is Place.BURNT:
        asks = _come_back(work, journey, seen)
    due = system_now() + (HELD if asks else AWAY_POLL)
    store.set_watch(work.connection, journey.document, due, history.up_to, asks)


def _append_history(work: Work, journey: Journey, history: History, seen: int) -> int:
    acts = tuple(chain_act(one) for one in history.endorsements)
    standing, up_to = standing_of(history.escrow), history.up_to
    read = ChainHistoryRead(journey.document, journey.token, acts, standing, up_to.number, up_to.hash)
    return work.append(stream_of(journey.document), seen, read)


def _come_back(work: Work, journey: Journey, seen: int) -> str:
    """The token is burnt for ever: the record is the log's again, held by the party that returned it. Else, what people must do."""
    to = _returner(work, journey)
    title = load_document(work, journey.document).title
    if to is None:
        return "the address that returned the token is no party's here that has a title key: register it"
    if title.state is not State.AWAY:
        return f"the token is burnt while the document is {title.state.value}"
    work.append(
        stream_of(journey.document), seen, ChainJourneyEnded(journey.document, journey.token, JourneyEnd.RETURNED)
    )
    return_from_register(work, journey.document, to, OtherForm(Medium.CHAIN, journey.token, title.content))
    return ""


def _returner(work: Work, journey: Journey) -> PartyId | None:
    returns = [one for one in store.acts_of(work.connection, journey) if one.operation is Operation.RETURN]
    return party_of(work, returns[-1].caller) if returns and returns[-1].caller else None
