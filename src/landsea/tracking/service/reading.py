"""Looking at events: the inbox, and the filters of DCSA Track & Trace 2.2."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row

from landsea.journal import View
from landsea.kernel import NotFound
from landsea.runtime import parse_cursor, render_cursor
from landsea.tracking.model import BadFilter, ReceivedEvent
from landsea.tracking.service.binding import sight_of
from landsea.tracking.store import exceptions, filters, queries
from landsea.tracking.store.exceptions import StoredException
from landsea.tracking.store.tables import event
from landsea.tracking.wire.dcsa_query import EventQuery


@dataclass(frozen=True, slots=True)
class ListedEvent:
    """An event as the actor may see it, with those consignments of theirs that it is bound to."""

    received: ReceivedEvent
    retracted: bool
    consignments: tuple[str, ...]


def list_events(
    view: View,
    *,
    consignment: str | None = None,
    bound: bool | None = None,
    container: str | None = None,
    batch: str | None = None,
    after: tuple[datetime, str] | None = None,
    limit: int = 50,
) -> list[ListedEvent]:
    """The inbox: events that the actor may see, newest reception first, behind (`received_at`, id) `after`.

    `bound`: to a consignment that the actor's party is on, or to none of them.
    """
    sight = sight_of(view)
    mine = sight.all_ if sight.everything else sight.seen
    where: list[ColumnElement[bool]] = []
    if consignment is not None:
        where.append(queries.is_bound_to(mine, consignment))
    if bound is not None:
        where.append(queries.is_bound(mine) if bound else ~queries.is_bound(mine))
    if container is not None:
        where.append(queries.names_container(container))
    if batch is not None:
        where.append(event.c.batch == batch)
    order = [(event.c.received_at, True), (event.c.id, True)]
    rows = queries.list_events(view.connection, sight, *where, order=order, after=after, limit=limit)
    return _listed(view, rows)


def get_event(view: View, id: str) -> ListedEvent:
    """Raises `NotFound` when it is not there or not for the actor's party."""
    row = queries.find_event(view.connection, sight_of(view), id)
    if row is None:
        raise NotFound(what="event", id=id)
    return _listed(view, [row])[0]


def _listed(view: View, rows: Sequence[Row[Any]]) -> list[ListedEvent]:
    sight = sight_of(view)
    mine = sight.all_ if sight.everything else sight.seen
    bound = queries.bindings(view.connection, mine, [row.id for row in rows])
    return [ListedEvent(queries.received_of(row), row.retracted, tuple(bound.get(row.id, ()))) for row in rows]


def list_exceptions(
    view: View,
    *,
    open_only: bool = True,
    consignment: str | None = None,
    after: tuple[datetime, str] | None = None,
    limit: int = 50,
) -> list[StoredException]:
    """Of consignments that the actor's party is on, newest first, behind (`opened_at`, id) `after`."""
    sight = sight_of(view)
    mine = sight.all_ if sight.everything else sight.seen
    return exceptions.list_exceptions(
        view.connection, mine, open_only=open_only, consignment=consignment, after=after, limit=limit
    )


@dataclass(frozen=True, slots=True)
class EventPage:
    """`next` continues the query; `None` at the end."""

    events: tuple[ReceivedEvent, ...]
    next: str | None


def find_events(view: View, query: EventQuery) -> EventPage:
    """What Track & Trace 2.2 asks for, of the events that the actor may see; retracted ones are left out."""
    order = filters.order_of(query)
    rows = queries.list_events(
        view.connection,
        sight_of(view),
        *filters.conditions(query),
        order=order,
        after=_position(query),
        limit=query.limit + 1,
    )
    more, rows = len(rows) > query.limit, rows[: query.limit]
    follows = render_cursor(query.fingerprint, *filters.position_of(rows[-1], query)) if more else None
    return EventPage(tuple(queries.received_of(row) for row in rows), follows)


def _position(query: EventQuery) -> list[Any] | None:
    if not query.cursor:
        return None
    try:
        first, *values = parse_cursor(query.cursor)
        if first == query.fingerprint:
            return filters.parse_position(values, query)
    except ValueError:
        raise BadFilter(
            name="cursor", value=repr(query.cursor[:40]), why="it is not one that this list has given"
        ) from None
    raise BadFilter(name="cursor", value=repr(query.cursor[:40]), why="it belongs to a query with other parameters")
