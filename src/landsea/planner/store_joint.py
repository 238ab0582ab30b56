"""The read model of kept joint plans. Who sees one stands where it does for every plan (`store.access_table`)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Column, Connection, LargeBinary, String, Table, insert, select, tuple_

from landsea.kernel import PartyId, Recorded
from landsea.planner.model.joint import JointPlan, JointPlanSaved
from landsea.planner.store import access_table
from landsea.runtime import UTC, metadata

joint_table = Table(
    "planner_joint",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("made_at", UTC, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

_encode = msgspec.json.Encoder(order="sorted", enc_hook=str).encode
_decode = msgspec.json.Decoder(JointPlan).decode


def on_saved(connection: Connection, recorded: Sequence[Recorded[JointPlanSaved]]) -> None:
    plans = [(one.fact.plan, one.party) for one in recorded]
    rows: list[dict[str, Any]] = [{"id": p.id, "made_at": p.made_at, "body": _encode(p)} for p, _ in plans]
    connection.execute(insert(joint_table), rows)
    connection.execute(insert(access_table), [{"plan": plan.id, "party": party} for plan, party in plans])


def list_joint(
    connection: Connection, party: PartyId, after: tuple[datetime, str] | None, limit: int
) -> tuple[JointPlan, ...]:
    """Newest first, behind `after`."""
    query = select(joint_table.c.body).join(access_table, access_table.c.plan == joint_table.c.id)
    query = query.where(access_table.c.party == party)
    if after is not None:
        query = query.where(tuple_(joint_table.c.made_at, joint_table.c.id) < tuple_(*after))
    query = query.order_by(joint_table.c.made_at.desc(), joint_table.c.id.desc()).limit(limit)
    return tuple(_decode(bytes(body)) for body in connection.execute(query).scalars())


def find(connection: Connection, party: PartyId, plan: str) -> JointPlan | None:
    """A joint plan that the party may see."""
    query = select(joint_table.c.body).join(access_table, access_table.c.plan == joint_table.c.id)
    body = connection.execute(query.where(joint_table.c.id == plan, access_table.c.party == party)).scalar()
    return None if body is None else _decode(bytes(body))
