"""The read model of saved plans."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Column, Connection, LargeBinary, String, Table, insert, select, tuple_

from landsea.kernel import PartyId, Recorded
from landsea.planner.model import Plan, PlanSaved, PlanShared
from landsea.runtime import UTC, metadata

plan_table = Table(
    "planner_plan",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("made_at", UTC, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
access_table = Table(
    "planner_access",
    metadata,
    Column("plan", String(40), primary_key=True),
    Column("party", String(40), primary_key=True, index=True),
    Column("shared_by", String(40)),  # none: made by the party itself
)

_encode = msgspec.json.Encoder(order="sorted", enc_hook=str).encode
_decode = msgspec.json.Decoder(Plan).decode


def on_saved(connection: Connection, recorded: Sequence[Recorded[PlanSaved]]) -> None:
    plans = [(one.fact.plan, one.party) for one in recorded]
    rows: list[dict[str, Any]] = [{"id": p.id, "made_at": p.made_at, "body": _encode(p)} for p, _ in plans]
    connection.execute(insert(plan_table), rows)
    connection.execute(insert(access_table), [{"plan": plan.id, "party": party} for plan, party in plans])


def on_shared(connection: Connection, recorded: Sequence[Recorded[PlanShared]]) -> None:
    rows = [{"plan": one.fact.plan, "party": one.fact.party, "shared_by": one.party} for one in recorded]
    connection.execute(insert(access_table), rows)


def access(connection: Connection, plan: str) -> dict[PartyId, PartyId | None]:
    """Who sees a plan, and by whom it was shared with them; `None` for its maker."""
    query = select(access_table.c.party, access_table.c.shared_by).where(access_table.c.plan == plan)
    return {PartyId(party): sharer and PartyId(sharer) for party, sharer in connection.execute(query)}


def list_plans(
    connection: Connection, party: PartyId, after: tuple[datetime, str] | None, limit: int
) -> tuple[Plan, ...]:
    """Newest first, behind `after`."""
    query = select(plan_table.c.body).join(access_table, access_table.c.plan == plan_table.c.id)
    query = query.where(access_table.c.party == party)
    if after is not None:
        query = query.where(tuple_(plan_table.c.made_at, plan_table.c.id) < tuple_(*after))
    query = query.order_by(plan_table.c.made_at.desc(), plan_table.c.id.desc()).limit(limit)
    return tuple(_decode(bytes(body)) for body in connection.execute(query).scalars())


def find(connection: Connection, party: PartyId, plan: str) -> Plan | None:
    """A plan that the party may see."""
    seen = access_table.c.plan == plan_table.c.id
    query = select(plan_table.c.body).join(access_table, seen)
    query = query.where(plan_table.c.id == plan, access_table.c.party == party)
    body = connection.execute(query).scalar()
    return None if body is None else _decode(bytes(body))


def find_unfiltered(connection: Connection, plan: str) -> Plan | None:
    """WITHOUT access filter, for what the node itself looks after."""
    body = connection.execute(select(plan_table.c.body).where(plan_table.c.id == plan)).scalar()
    return None if body is None else _decode(bytes(body))
