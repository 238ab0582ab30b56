"""The read model of kept studies of flows. Their tables stay in the blob that the fact names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Column, Connection, LargeBinary, String, Table, insert, select, tuple_

from landsea.kernel import PartyId, Recorded
from landsea.planner.model.flows import FlowHead, FlowsKept
from landsea.runtime import UTC, metadata

flow_table = Table(
    "planner_flow",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("party", String(40), nullable=False, index=True),
    Column("made_at", UTC, nullable=False),
    Column("head", LargeBinary, nullable=False),
    Column("content", String(64), nullable=False),
)

_encode = msgspec.json.Encoder(order="sorted").encode
_decode = msgspec.json.Decoder(FlowHead).decode


def on_kept(connection: Connection, recorded: Sequence[Recorded[FlowsKept]]) -> None:
    rows: list[dict[str, Any]] = [
        {
            "id": one.fact.flows.id,
            "party": one.party,
            "made_at": one.fact.flows.made_at,
            "head": _encode(one.fact.flows),
            "content": one.fact.content,
        }
        for one in recorded
    ]
    connection.execute(insert(flow_table), rows)


def list_flows(
    connection: Connection, party: PartyId, after: tuple[datetime, str] | None, limit: int
) -> tuple[FlowHead, ...]:
    """Newest first, behind `after`."""
    query = select(flow_table.c.head).where(flow_table.c.party == party)
    if after is not None:
        query = query.where(tuple_(flow_table.c.made_at, flow_table.c.id) < tuple_(*after))
    query = query.order_by(flow_table.c.made_at.desc(), flow_table.c.id.desc()).limit(limit)
    return tuple(_decode(bytes(head)) for head in connection.execute(query).scalars())


def find_flows(connection: Connection, party: PartyId, flows: str) -> tuple[FlowHead, str] | None:
    """A study of the party, and the name of the blob with its tables."""
    query = select(flow_table.c.head, flow_table.c.content)
    row = connection.execute(query.where(flow_table.c.id == flows, flow_table.c.party == party)).one_or_none()
    return None if row is None else (_decode(bytes(row.head)), row.content)
