"""Reading events, for who may see them.

An event is bound to a consignment that has one of its numbers (see `rules.identity.plans_of`). Binding is asked when it is needed and
never stored, so it cannot depend on what came first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, Subquery, and_, exists, func, or_, select

from landsea.kernel import PartyId
from landsea.tracking.model import BatchId, EventId, ReceivedEvent
from landsea.tracking.rules.identity import Key, container_key, parse_event
from landsea.tracking.store.tables import event, reference, version

SENT_FEW = 5000
CONSIGNMENTS_FEW = 200


@dataclass(frozen=True)
class Sight:
    """What somebody may see: `seen` are the numbers of their consignments, `all_` those of everybody's.

    `party` sees what it sent; with `inbox` also what is bound to nobody; with `everything` all. `narrow`: it sees little, so that it
    is cheaper to gather that first than to walk down the events in order until enough are found.
    """

    party: PartyId
    seen: Subquery
    all_: Subquery
    inbox: bool = False
    everything: bool = False
    narrow: bool = False


def joined(numbers: Subquery) -> ColumnElement[bool]:
    return and_(
        numbers.c.kind == reference.c.kind,
        numbers.c.value == reference.c.value,
        numbers.c.departs <= reference.c.departs_until,
        numbers.c.arrives >= reference.c.arrives_from,
    )


def is_bound(numbers: Subquery) -> ColumnElement[bool]:
    """The event has a number of one of these consignments.

    Two EXISTS, one in the other, so that an event's few numbers are looked up, and not each of a party's many consignments.
    """
    has = exists(select(1).select_from(numbers).where(joined(numbers)).correlate(reference))
    return exists(select(1).where(reference.c.event == event.c.id, has).correlate(event))


def is_bound_to(numbers: Subquery, consignment: str) -> ColumnElement[bool]:
    return event.c.id.in_(_bound_to(numbers, consignment))


def _bound(numbers: Subquery) -> Select[Any]:
    return select(reference.c.event).select_from(reference.join(numbers, joined(numbers)))


def _bound_to(numbers: Subquery, consignment: str) -> Select[Any]:
    return _bound(numbers).where(numbers.c.record == consignment)


def names_container(text: str) -> ColumnElement[bool]:
    return names(Key.CONTAINER, container_key(text))


def names(key: Key, value: str) -> ColumnElement[bool]:
    """The event quotes this number."""
    quoted = select(reference.c.event).where(reference.c.kind == str(key), reference.c.value == value)
    return event.c.id.in_(quoted)


def visible(sight: Sight) -> ColumnElement[bool]:
    if sight.everything:
        return event.c.id.is_not(None)
    mine = event.c.id.in_(_bound(sight.seen)) if sight.narrow else is_bound(sight.seen)
    allowed = [event.c.sender == sight.party, mine]
    if sight.inbox:
        allowed.append(~is_bound(sight.all_))
    return or_(*allowed)


def sees_little(connection: Connection, party: PartyId, seen: Subquery) -> bool:
    """It has sent few events and is on few consignments; both are counted no further than that."""
    sent = select(event.c.id).where(event.c.sender == party).limit(SENT_FEW + 1).subquery()
    on = select(seen.c.record).distinct().limit(CONSIGNMENTS_FEW + 1).subquery()
    few = connection.execute(select(func.count()).select_from(on)).scalar_one() <= CONSIGNMENTS_FEW
    return few and connection.execute(select(func.count()).select_from(sent)).scalar_one() <= SENT_FEW


def list_events(
    connection: Connection,
    sight: Sight,
    *where: ColumnElement[bool],
    order: Sequence[tuple[ColumnElement[Any], bool]],
    after: Sequence[Any] | None,
    limit: int,
) -> list[Row[Any]]:
    """Rows in `order` (column, descending?), behind the row whose order values are `after`."""
    query: Select[Any] = select(event).where(visible(sight), *where).limit(limit)
    if after is not None:
        query = query.where(_behind(order, after))
    return list(connection.execute(query.order_by(*(column.desc() if down else column for column, down in order))))


def _behind(order: Sequence[tuple[ColumnElement[Any], bool]], after: Sequence[Any]) -> ColumnElement[bool]:
    """The rows that sort behind `after`, column by column."""
    steps = []
    for index, (column, down) in enumerate(order):
        same = [order[before][0] == after[before] for before in range(index)]
        steps.append(and_(*same, column < after[index] if down else column > after[index]))
    return or_(*steps)


def find_event(connection: Connection, sight: Sight, id: str) -> Row[Any] | None:
    return connection.execute(select(event).where(visible(sight), event.c.id == id)).first()


def bindings(connection: Connection, numbers: Subquery, ids: Iterable[str]) -> dict[str, list[str]]:
    """Event -> the consignments among `numbers` that it is bound to, by id."""
    query = (
        select(reference.c.event, numbers.c.record)
        .select_from(reference.join(numbers, joined(numbers)))
        .where(reference.c.event.in_(list(ids)))
        .distinct()
    )
    found: dict[str, list[str]] = {}
    for row in connection.execute(query.order_by(reference.c.event, numbers.c.record)):
        found.setdefault(row.event, []).append(row.record)
    return found


def events_of(connection: Connection, numbers: Subquery, consignment: str) -> list[ReceivedEvent]:
    """Every event bound to the consignment, without access filter of its own: `numbers` is one."""
    query = select(event).where(is_bound_to(numbers, consignment))
    return [received_of(row) for row in connection.execute(query)]


def consignments_of(connection: Connection, numbers: Subquery, batch: BatchId) -> list[str]:
    """The consignments that events of the batch are bound to."""
    query = (
        select(numbers.c.record)
        .select_from(reference.join(numbers, joined(numbers)).join(version, version.c.event == reference.c.event))
        .where(version.c.batch == batch)
        .distinct()
    )
    return list(connection.execute(query.order_by(numbers.c.record)).scalars())


def received_of(row: Row[Any]) -> ReceivedEvent:
    return ReceivedEvent(
        EventId(row.id),
        PartyId(row.sender),
        row.digest,
        parse_event(bytes(row.content)),
        BatchId(row.batch),
        row.received_at,
    )


def of_calls(connection: Connection) -> Iterator[ReceivedEvent]:
    """Departures and arrivals that were planned or have happened, and what was unloaded: everybody's, for sums over all of them."""
    moved = (event.c.type == "TRANSPORT") & event.c.code.in_(["ARRI", "DEPA"]) & event.c.classifier.in_(["ACT", "PLN"])
    unloaded = (event.c.type == "EQUIPMENT") & (event.c.code == "DISC") & (event.c.classifier == "ACT")
    query = select(event).where(~event.c.retracted, event.c.call.is_not(None), moved | unloaded)
    for row in connection.execute(query.order_by(event.c.id)).yield_per(1000):
        yield received_of(row)
