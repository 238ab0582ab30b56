"""The queue of what is to be sent, outside the journal: what was decided and what came of it are facts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Column, Connection, Integer, LargeBinary, String, Table, insert, select, update

from landsea.kernel import Phrase
from landsea.lading.model.phrases import parse_phrase, render_phrase
from landsea.runtime import UTC, metadata

outgoing = Table(
    "lading_outgoing",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("kind", String(24), nullable=False),
    Column("counterpart", String(40), nullable=False),
    Column("subject", String(80), nullable=False, index=True),
    Column("body", LargeBinary, nullable=False),
    Column("state", LargeBinary, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("asks", String(300), nullable=False),
    Column("due", UTC, index=True),
    Column("made_at", UTC, nullable=False),
)
"""`due` is empty when it is over. Outside the journal: what was decided and what came of it are facts."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Something to be sent until it is answered; `state` is plain JSON of its kind.

    `asks`: why people should look; `last_error`: why the last try brought nothing forward (empty: it did). Phrases where they are this
    node's own sentences; they are kept as such in `state["asks"]` and `state["last_error"]`.
    """

    id: str
    kind: str
    counterpart: str
    subject: str
    body: bytes = field(repr=False)
    state: dict[str, Any]
    attempts: int
    asks: str
    due: datetime | None
    made_at: datetime
    last_error: str = ""


def queue(connection: Connection, one: Outgoing) -> None:
    connection.execute(insert(outgoing).values(_outgoing_row(one)))


def due_now(connection: Connection, now: datetime, limit: int) -> list[Outgoing]:
    query = select(outgoing).where(outgoing.c.due <= now).order_by(outgoing.c.due, outgoing.c.id).limit(limit)
    return [_outgoing(row) for row in connection.execute(query.with_for_update(skip_locked=True))]


def get_outgoing(connection: Connection, id: str) -> Outgoing | None:
    """Locked until the transaction ends, so that what it is changed to follows from what it is."""
    row = connection.execute(select(outgoing).where(outgoing.c.id == id).with_for_update()).first()
    return None if row is None else _outgoing(row)


def document_of_key(connection: Connection, key: str) -> str | None:
    """The document that has its own id for a name in the exchange, where something was sent of it."""
    query = select(outgoing.c.id).where(outgoing.c.subject == f"document:{key}").limit(1)
    return key if connection.execute(query).first() else None


def newest_outgoing(connection: Connection, subject: str) -> Outgoing | None:
    """What was sent about a document last."""
    found = list_outgoing(connection, subject=subject)
    return found[0] if found else None


def list_outgoing(
    connection: Connection, *, unsettled: bool = False, subject: str | None = None, kind: str | None = None
) -> list[Outgoing]:
    """The newest 200."""
    query = select(outgoing).order_by(outgoing.c.made_at.desc(), outgoing.c.id.desc()).limit(200)
    if kind is not None:
        query = query.where(outgoing.c.kind == kind)
    if unsettled:
        query = query.where(outgoing.c.due.is_not(None) | (outgoing.c.asks != ""))
    if subject is not None:
        query = query.where(outgoing.c.subject == subject)
    return [_outgoing(row) for row in connection.execute(query)]


def keep(connection: Connection, one: Outgoing) -> None:
    connection.execute(update(outgoing).where(outgoing.c.id == one.id).values(_outgoing_row(one)))


def _outgoing_row(one: Outgoing) -> dict[str, Any]:
    row = {name: getattr(one, name) for name in one.__dataclass_fields__}
    row.pop("last_error")
    phrases = {"asks": render_phrase(one.asks)} if isinstance(one.asks, Phrase) else {}
    if one.last_error:
        phrases["last_error"] = render_phrase(one.last_error)
    return row | {"state": msgspec.json.encode(one.state | phrases), "asks": str(one.asks)[:300]}


def _outgoing(row: Any) -> Outgoing:
    state = msgspec.json.decode(row.state)
    asks = parse_phrase(state.pop("asks", row.asks))
    last_error = parse_phrase(state.pop("last_error", ""))
    return Outgoing(
        row.id,
        row.kind,
        row.counterpart,
        row.subject,
        bytes(row.body),
        state,
        row.attempts,
        asks,
        row.due,
        row.made_at,
        last_error,
    )
