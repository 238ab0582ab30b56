"""Many senders at once: each event is stored once, and every message is answered."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from landsea import tracking
from landsea.journal import Journal
from tests.consignment.example import RAIL, advance, at
from tests.tracking.messages import JOURNEY, message, numbered, text
from tests.tracking.test_reception import inbox


def test_the_same_events_in_overlapping_messages_at_once_are_stored_once(journal: Journal) -> None:
    events = numbered(JOURNEY)
    newer = [event | {"eventUpdatedDateTime": text(at(30))} for event in events]
    chance = random.Random(7)
    messages = [message(*chance.sample([*events, *newer], 12)) for _ in range(12)] + [message(*events), message(*newer)]

    advance(journal, timedelta(days=30))

    def send(content: bytes) -> tracking.Batch:
        return journal.run(RAIL, lambda work: tracking.receive(work, "test", content))

    with ThreadPoolExecutor(8) as threads:
        batches = list(threads.map(send, messages))
    shown = inbox(journal)
    assert sum(batch.new for batch in batches) == len(events) == len(shown)
    assert {listed.received.event.updated_at for listed in shown} == {at(30)}
