"""The step of a worker: sends what was signed, watches it until nothing can change, and reads what the chain's final blocks say.

Each round claims in one transaction, asks the chain in none, records in another. A crash in between repeats a question or sends the same
bytes again, which changes nothing: hash and nonce are the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from landsea import policy
from landsea.journal import NODE, Journal, Work, is_confirmed
from landsea.kernel import Refusal
from landsea.lading import chain
from landsea.lading import store_chain as store
from landsea.lading.chain import Progress
from landsea.lading.chain.reasons import Reason
from landsea.lading.chain.refusals import ChainTooSlow, ChainUnreachable, HeldBack
from landsea.lading.service.chain.configured import line_to
from landsea.lading.service.chain.leaving import release
from landsea.lading.service.chain.queue import later, put_off
from landsea.lading.service.chain.sending import follow
from landsea.lading.service.chain.steps import settings_of
from landsea.lading.service.chain.tokens import HELD, read_token
from landsea.lading.store_chain import Journey, Waiting
from landsea.runtime import system_now
from landsea.runtime.logging import log

if TYPE_CHECKING:
    from landsea.lading.chain.registry import TokenRegistry

AT_ONCE = 20
LEASE = timedelta(minutes=5)
ROUND_MAX = timedelta(minutes=1)
PAUSE_MAX = timedelta(hours=1)
"""However long a chain's node asks to wait (`Retry-After`)."""


def run_chains(node: Journal) -> int:
    """One round; how many transactions and tokens were looked at. Safe on any number of processes."""
    waiting, journeys = node.run(NODE, _claim)
    if not waiting and not journeys:
        return 0
    lines = _Lines(node)
    for one in waiting:
        _guarded(node, one, lines)
    for journey in journeys:
        _read_guarded(node, journey, lines)
    for name, wait in lines.asked_to_wait().items():
        until = system_now() + min(wait, PAUSE_MAX)
        node.run(NODE, lambda work, name=name, until=until: store.hold_chain(work.connection, name, until))  # type: ignore[misc]
    return len(waiting) + len(journeys)


class _Lines:
    """The chains of one round, each asked for its chain id and kind first.

    One that did not answer, or took `ROUND_MAX` in all, is asked no more in this round: it holds up neither the other chains nor the
    worker's other steps.
    """

    def __init__(self, node: Journal) -> None:
        self._node = node
        self._known: dict[str, TokenRegistry] = {}
        self._spent: dict[str, timedelta] = defaultdict(timedelta)
        self._given_up: dict[str, ChainUnreachable] = {}

    def asked_to_wait(self) -> dict[str, timedelta]:
        """Chains whose nodes want no question for so long: nothing of them is due before."""
        return {name: refusal.wait for name, refusal in self._given_up.items() if refusal.wait}

    @contextmanager
    def to(self, name: str) -> Iterator[TokenRegistry]:
        if name in self._given_up:
            raise self._given_up[name]
        began = system_now()
        try:
            yield self._connected(name)
        except ChainUnreachable as refusal:
            self._given_up[name] = refusal
            raise
        finally:
            self._spent[name] += system_now() - began
            if self._spent[name] > ROUND_MAX:
                slow = ChainTooSlow(chain=name, seconds=int(ROUND_MAX.total_seconds()))
                self._given_up.setdefault(name, slow)

    def _connected(self, name: str) -> TokenRegistry:
        if name not in self._known:
            with self._node.view(NODE) as view:
                settings = store.find_chain(view.connection, name, removed=True)
                assert settings is not None  # noqa: S101  # rows of chains stay
                line = line_to(view, settings)
            self._known[name] = chain.connect(line, settings.registry)
        return self._known[name]


def _claim(work: Work) -> tuple[list[Waiting], list[Journey]]:
    """Nothing on a restored or copied node that nobody has confirmed: the original may have called off what was signed."""
    if not is_confirmed(work):
        return [], []
    now = system_now()
    waiting = [one for one in store.due_transactions(work.connection, now, AT_ONCE) if _may_go(work, one)]
    for one in waiting:
        kept = store.get_transaction(work.connection, one.id)
        assert kept is not None  # noqa: S101  # claimed in this transaction
        store.keep_transaction(work.connection, replace(kept, due=now + LEASE))
    journeys = store.due_journeys(work.connection, now, AT_ONCE)
    for journey in journeys:
        found = store.find_watch(work.connection, journey.document)
        store.set_watch(work.connection, journey.document, now + LEASE, found)
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
    held = Reason.of(HeldBack())
    store.keep_transaction(work.connection, replace(one, asks=held, due=system_now() + HELD))
    return False


def _guarded(node: Journal, one: Waiting, lines: _Lines) -> None:
    try:
        with lines.to(one.chain) as registry:
            follow(node, one, registry)
    except Refusal as refusal:
        log.info("chain refused", code=refusal.code, transaction=one.id)
        asks = Reason.of(refusal)
        node.run(NODE, lambda work: put_off(work, one, asks))


def _read_guarded(node: Journal, journey: Journey, lines: _Lines) -> None:
    try:
        with lines.to(journey.chain) as registry:
            read_token(node, journey, registry)
    except Refusal as refusal:
        log.info("chain refused", code=refusal.code, document=journey.document)
        asks = Reason.of(refusal)
        node.run(NODE, lambda work: _look_later(work, journey, asks))


def _look_later(work: Work, journey: Journey, asks: Reason) -> None:
    found = store.find_watch(work.connection, journey.document)
    attempts = found.attempts + 1
    set_later = replace(found, asks=asks, attempts=attempts)
    store.set_watch(work.connection, journey.document, later(attempts), set_later)
