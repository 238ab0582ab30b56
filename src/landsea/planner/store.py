"""The read model of saved plans."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Column, Connection, LargeBinary, String, Table, insert, select

from landsea.kernel import PartyId, Recorded
from landsea.planner.model import Plan, PlanSaved
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
)

_encode = msgspec.json.Encoder(order="sorted", enc_hook=str).encode


def on_saved(connection: Connection, recorded: Sequence[Recorded[PlanSaved]]) -> None:
    plans = [(one.fact.plan, one.party) for one in recorded]
    rows: list[dict[str, Any]] = [{"id": p.id, "made_at": p.made_at, "body": _encode(p)} for p, _ in plans]
    connection.execute(insert(plan_table), rows)
    connection.execute(insert(access_table), [{"plan": plan.id, "party": party} for plan, party in plans])


def find(connection: Connection, party: PartyId, plan: str) -> Plan | None:
    """A plan that the party may see."""
    seen = access_table.c.plan == plan_table.c.id
    query = select(plan_table.c.body).join(access_table, seen)
    query = query.where(plan_table.c.id == plan, access_table.c.party == party)
    body = connection.execute(query).scalar()
    return None if body is None else msgspec.json.decode(bytes(body), type=Plan)
