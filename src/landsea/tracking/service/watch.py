"""What time causes: exceptions as facts, written by a worker; and the follower that tells it where to look."""

from __future__ import annotations

from datetime import timedelta

from landsea import consignment as consignments
from landsea.journal import Follower, Work
from landsea.kernel import Fact, Recorded
from landsea.tracking.model import BatchId, EventsReceived, ExceptionResolved, Status, TrackingException
from landsea.tracking.rules.exceptions import exception_at, look_again_at
from landsea.tracking.rules.status import state_of
from landsea.tracking.rules.times import progress_of
from landsea.tracking.service.progress import plan_of
from landsea.tracking.store import exceptions, queries, reception

AT_ONCE = 50
_CONSIGNMENT = "consignment:"


def _handle(work: Work, entry: object, recorded: Recorded[Fact]) -> None:
    """Something was said of these consignments: look at them now."""
    if isinstance(recorded.fact, EventsReceived):
        batch = BatchId(recorded.stream.removeprefix(reception.STREAM))
        found = queries.consignments_of(work.connection, consignments.references_of(None), batch)
    else:
        found = [recorded.stream.removeprefix(_CONSIGNMENT)]
    exceptions.look_at(work.connection, found, work.now)


WATCH = Follower(
    "tracking-watch",
    frozenset(
        {
            EventsReceived,
            consignments.ConsignmentBooked,
            consignments.ConsignmentAmended,
            consignments.ConsignmentSplit,
            consignments.ConsignmentCancelled,
            consignments.LegConfirmed,
            consignments.LegRolled,
            consignments.DocumentBound,
            consignments.DocumentReleased,
        }
    ),
    _handle,
)
"""Runs in front of `check_due`, which looks at what this has put on the list and at what time has brought."""


def check_due(work: Work) -> int:
    """Writes the exceptions that hold now and were not known, and resolves those that hold no more; how many facts.

    To be run by a worker behind the follower `WATCH`, as often as one likes: the same cause is stated once.
    """
    written = 0
    for id in exceptions.take_due(work.connection, work.now, AT_ONCE):
        record = consignments.get_consignment_unfiltered(work, id)
        plan = plan_of(record)
        events = queries.events_of(work.connection, consignments.references_of(None), id)
        progress = progress_of(events, plan)
        over = _is_over(record, state_of(events, plan).status)
        holds = None if over else exception_at(id, progress.legs, plan, work.now)
        written += _write(work, id, holds, over)
        again = None if over else look_again_at(progress.legs, work.now)
        exceptions.looked_at(work.connection, id, again and again + timedelta(microseconds=1))
    return written


def _is_over(record: consignments.Consignment, status: Status) -> str:
    """Why nothing more can be missed; empty while something can."""
    if record.cancelled:
        return "cancelled"
    completed = consignments.state_of(record) is consignments.State.COMPLETED
    return "delivered" if completed or status is Status.DELIVERED else ""


def _write(work: Work, id: str, holds: TrackingException | None, over: str) -> int:
    known = {one.id: one for one in exceptions.open_of(work.connection, id)}
    stream = exceptions.stream_of(holds) if holds else ""
    written = 0
    for one in known.values():
        if one.id != stream:
            resolved = ExceptionResolved(id, one.what.leg, over or "contradicted")
            work.append(one.id, one.version, resolved)
            written += 1
    if holds is not None and stream not in known:
        work.append(stream, work.version(stream), holds)
        written += 1
    return written
