"""What is noted of a transaction that waits, in the queue beside the journal."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from landsea.journal import Work
from landsea.lading import store_chain as store
from landsea.lading.chain import Progress, Sighting
from landsea.lading.chain.facts import JourneyEnd
from landsea.lading.chain.reasons import Reason
from landsea.lading.chain.refusals import ContractRefused
from landsea.lading.store_chain import Waiting
from landsea.runtime import system_now

POLL = timedelta(seconds=5)
WAIT_MAX = timedelta(minutes=10)


def put_off(work: Work, one: Waiting, asks: Reason) -> None:
    """Looked at again later, the longer the more often it failed; `asks`: what people should know."""
    kept = store.get_transaction(work.connection, one.id)
    if kept is not None and kept.due is not None:
        attempts = kept.attempts + 1
        store.keep_transaction(work.connection, replace(kept, attempts=attempts, asks=asks, due=later(attempts)))


def later(attempts: int) -> datetime:
    """When to look again at what could not be looked at `attempts` times in a row."""
    wait: timedelta = min(POLL * 2 ** min(attempts, 10), WAIT_MAX)
    return system_now() + wait


def note(work: Work, one: Waiting, sighting: Sighting, asks: Reason | None = None) -> None:
    """How far it got. What is settled is not looked at again; what it left on the chain is read at once."""
    kept = store.get_transaction(work.connection, one.id)
    if kept is None or kept.due is None:
        return None
    if kept.copies != one.copies or (sighting.block is None and kept.copy != one.copy):
        # signed or sent at a higher fee since the look, which says nothing of that copy
        return store.keep_transaction(work.connection, replace(kept, due=system_now()))
    asks = Reason.of(ContractRefused()) if sighting.progress is Progress.FAILED else asks
    now, waits = system_now(), sighting.progress is Progress.WAITING
    noted = replace(
        kept,
        copy=one.copy,
        sent_at=(kept.sent_at or now) if waits else None,
        progress=sighting.progress.value,
        seen=sighting.block,
        attempts=0,
        asks=asks,
        due=None if sighting.is_settled else now + POLL,
    )
    store.keep_transaction(work.connection, noted)
    journey = store.find_journey(work.connection, one.document)
    if sighting.is_settled and journey is not None and journey.state == JourneyEnd.ARRIVED.value:
        store.set_watch(work.connection, one.document, now, store.find_watch(work.connection, one.document))
    return None
