"""Taking in batches of events: one fact for each, whatever it holds."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from landsea.journal import Work
from landsea.kernel import NotAllowed, Role, clean
from landsea.tracking.model import Batch, BatchId, EventsReceived, UnsupportedContent
from landsea.tracking.store import reception
from landsea.tracking.wire.dcsa import parse_events

SENDERS = frozenset({Role.OPERATOR, Role.CARRIER, Role.CUSTOMS, Role.SHIPPER, Role.NODE})

AHEAD_MOST = timedelta(hours=24)
"""Clocks differ and time zones are confused; nothing that is told as having happened lies further ahead of the node's clock."""


def receive(
    work: Work, source: str, content: bytes, content_type: str = "application/json", *, zone: str = ""
) -> Batch:
    """Takes a message of events (DCSA Track & Trace 2.2) in the name of the actor's party, all of it or nothing.

    `source` names where the sender has them from. Times without offset are refused, unless `zone` (IANA) says in which zone this
    sender writes its local times. Actual, created and updated times more than `AHEAD_MOST` ahead of the node's clock are findings.
    The same bytes again are answered with the batch they were, and change nothing; so do single events that are known. Raises
    `BadEvents` with every finding, `NotJson`, `TooDeep`, `NotAllowed`.
    """
    if work.actor.role not in SENDERS:
        raise NotAllowed(role=work.actor.role, act="send events", needed=", ".join(sorted(SENDERS - {Role.NODE})))
    if content_type.split(";")[0].strip().lower() != "application/json":
        raise UnsupportedContent(given=repr(content_type[:60]))
    source = clean(source, "source", 100)
    reception.lock_sender(work.connection, work.actor.party)
    digest = hashlib.sha256(content).hexdigest()
    same = reception.find_same(work.connection, work.actor.party, digest, zone)
    return same or _store(work, source, content, zone)


def _store(work: Work, source: str, content: bytes, zone: str) -> Batch:
    events = parse_events(content, zone, work.now + AHEAD_MOST)
    id, digest = BatchId(work.new_id("bat")), work.blobs.put(content)
    fact = EventsReceived(digest, len(events), source, "application/json", zone)
    with reception.parsed(digest, zone, events):
        work.append(reception.STREAM + id, 0, fact)
    return reception.get_batch(work.connection, id)
