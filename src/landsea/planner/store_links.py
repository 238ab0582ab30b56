"""The read model of links to kept plans. A revoked link is no longer in it; one that has expired is found no more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Row, String, Table, delete, insert, select

from landsea.kernel import Recorded
from landsea.planner.model import PlanLink, PlanLinkMade, PlanLinkRevoked
from landsea.runtime import UTC, metadata

link_table = Table(
    "planner_link",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("plan", String(40), nullable=False, index=True),
    Column("hash", String(64), nullable=False, unique=True),
    Column("jurisdiction", String(2), nullable=False),
    Column("made_at", UTC, nullable=False),
    Column("expires_at", UTC, nullable=False),
)
_columns = tuple(link_table.c[name] for name in ("id", "plan", "jurisdiction", "made_at", "expires_at"))


def on_made(connection: Connection, recorded: Sequence[Recorded[PlanLinkMade]]) -> None:
    rows = [
        {
            "id": one.fact.link,
            "plan": one.fact.plan,
            "hash": one.fact.hash,
            "jurisdiction": one.fact.jurisdiction,
            "made_at": one.acted_at,
            "expires_at": one.fact.expires_at,
        }
        for one in recorded
    ]
    connection.execute(insert(link_table), rows)


def on_revoked(connection: Connection, recorded: Sequence[Recorded[PlanLinkRevoked]]) -> None:
    connection.execute(delete(link_table).where(link_table.c.id.in_([one.fact.link for one in recorded])))


def list_open(connection: Connection, plan: str, now: datetime) -> tuple[PlanLink, ...]:
    """Those that show the plan at `now`, newest first."""
    query = select(*_columns).where(link_table.c.plan == plan, link_table.c.expires_at > now)
    query = query.order_by(link_table.c.made_at.desc(), link_table.c.id.desc())
    return tuple(_link(row) for row in connection.execute(query))


def find_open(connection: Connection, hash: str, now: datetime) -> PlanLink | None:
    """WITHOUT access filter: by what only the reader's token hashes to. Unknown, revoked and expired are one and the same query."""
    query = select(*_columns).where(link_table.c.hash == hash, link_table.c.expires_at > now)
    row = connection.execute(query).one_or_none()
    return None if row is None else _link(row)


def _link(row: Row[Any]) -> PlanLink:
    return PlanLink(**row._mapping)
