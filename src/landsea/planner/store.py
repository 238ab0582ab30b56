"""The read model of saved plans, joint ones too."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Generic, TypeVar

import msgspec
from sqlalchemy import Column, Connection, LargeBinary, Select, String, Table, delete, insert, select, tuple_

from landsea.kernel import PartyId, Recorded
from landsea.planner.model import Plan, PlanSaved, PlanShared, PlanUnshared
from landsea.planner.model.joint import JointPlan, JointPlanSaved
from landsea.runtime import UTC, metadata

access_table = Table(
    "planner_access",
    metadata,
    Column("plan", String(40), primary_key=True),
    Column("party", String(40), primary_key=True, index=True),
    Column("shared_by", String(40)),  # none: made by the party itself
)

P = TypeVar("P", Plan, JointPlan)
_encode = msgspec.json.Encoder(order="sorted", enc_hook=str).encode


class KeptPlans(Generic[P]):
    """Plans of one kind as they were kept. Who sees one stands in `access_table`, of whatever kind it is."""

    def __init__(self, table: str, kind: type[P]) -> None:
        self.table = Table(
            table,
            metadata,
            Column("id", String(40), primary_key=True),
            Column("made_at", UTC, nullable=False),
            Column("body", LargeBinary, nullable=False),
        )
        self._decode: Callable[[bytes], P] = msgspec.json.Decoder(kind).decode

    def keep(self, connection: Connection, kept: Sequence[tuple[PartyId, P]]) -> None:
        """Each with its maker."""
        rows: list[dict[str, Any]] = [
            {"id": plan.id, "made_at": plan.made_at, "body": _encode(plan)} for _, plan in kept
        ]
        connection.execute(insert(self.table), rows)
        connection.execute(insert(access_table), [{"plan": plan.id, "party": party} for party, plan in kept])

    def list(
        self, connection: Connection, party: PartyId, after: tuple[datetime, str] | None, limit: int
    ) -> tuple[P, ...]:
        """Those the party may see, newest first, behind `after`."""
        columns = self.table.c
        query = self._seen_by(party)
        if after is not None:
            query = query.where(tuple_(columns.made_at, columns.id) < tuple_(*after))
        query = query.order_by(columns.made_at.desc(), columns.id.desc()).limit(limit)
        return tuple(self._decode(bytes(body)) for body in connection.execute(query).scalars())

    def find(self, connection: Connection, party: PartyId, plan: str) -> P | None:
        """A plan that the party may see."""
        return self._one(connection, self._seen_by(party), plan)

    def find_unfiltered(self, connection: Connection, plan: str) -> P | None:
        """WITHOUT access filter, for what the node itself looks after."""
        return self._one(connection, select(self.table.c.body), plan)

    def _seen_by(self, party: PartyId) -> Select[Any]:
        query = select(self.table.c.body).join(access_table, access_table.c.plan == self.table.c.id)
        return query.where(access_table.c.party == party)

    def _one(self, connection: Connection, query: Select[Any], plan: str) -> P | None:
        body = connection.execute(query.where(self.table.c.id == plan)).scalar()
        return None if body is None else self._decode(bytes(body))


plans = KeptPlans("planner_plan", Plan)
joint_plans = KeptPlans("planner_joint", JointPlan)


def on_saved(connection: Connection, recorded: Sequence[Recorded[PlanSaved]]) -> None:
    plans.keep(connection, [(one.party, one.fact.plan) for one in recorded])


def on_joint_saved(connection: Connection, recorded: Sequence[Recorded[JointPlanSaved]]) -> None:
    joint_plans.keep(connection, [(one.party, one.fact.plan) for one in recorded])


def on_shared(connection: Connection, recorded: Sequence[Recorded[PlanShared]]) -> None:
    rows = [{"plan": one.fact.plan, "party": one.fact.party, "shared_by": one.party} for one in recorded]
    connection.execute(insert(access_table), rows)


def on_unshared(connection: Connection, recorded: Sequence[Recorded[PlanUnshared]]) -> None:
    columns = access_table.c
    for one in recorded:
        shown = (columns.plan == one.fact.plan) & (columns.party == one.fact.party)
        connection.execute(delete(access_table).where(shown))


def access(connection: Connection, plan: str) -> dict[PartyId, PartyId | None]:
    """Who sees a plan, and by whom it was shared with them; `None` for its maker."""
    query = select(access_table.c.party, access_table.c.shared_by).where(access_table.c.plan == plan)
    return {PartyId(party): sharer and PartyId(sharer) for party, sharer in connection.execute(query)}
