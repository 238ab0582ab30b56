"""The step of a worker: sends what was signed, watches it until nothing can change, and reads what the chain's final blocks say.

Each round claims in one transaction, asks the chain in none, records in another. A crash in between repeats a question or sends the same
bytes again, which changes nothing: hash and nonce are the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from landsea import policy
from landsea.journal import NODE, Journal, Work
from landsea.kernel import Refusal
from landsea.lading import chain
from landsea.lading import store_chain as store
from landsea.lading.chain import Progress
from landsea.lading.service.chain.acting import settings_of
from landsea.lading.service.chain.configured import line_to
from landsea.lading.service.chain.leaving import release
from landsea.lading.service.chain.queue import WAIT_MAX, put_off
from landsea.lading.service.chain.sending import follow
from landsea.lading.service.chain.tokens import HELD, read_token
from landsea.lading.store_chain import Journey, Waiting
from landsea.runtime import system_now
from landsea.runtime.logging import log

if TYPE_CHECKING:
    from landsea.lading.chain.registry import TokenRegistry

AT_ONCE = 20
LEASE = timedelta(minutes=5)

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


def _guarded(node: Journal, one: Waiting, connect: Connect) -> None:
    try:
        follow(node, one, connect(one.chain))
    except Refusal as refusal:
        log.info("chain refused", code=refusal.code, transaction=one.id)
        asks = str(refusal)
        node.run(NODE, lambda work: put_off(work, one, asks))


def _read_guarded(node: Journal, journey: Journey, connect: Connect) -> None:
    try:
        read_token(node, journey, connect(journey.chain))
    except Refusal as refusal:
        log.info("chain refused", code=refusal.code, document=journey.document)
        asks = str(refusal)
        node.run(NODE, lambda work: _look_later(work, journey, asks))


def _look_later(work: Work, journey: Journey, asks: str) -> None:
    read_to, _ = store.find_watch(work.connection, journey.document)
    store.set_watch(work.connection, journey.document, system_now() + WAIT_MAX, read_to, asks)
