"""The read models of kept studies, one table for each kind. Their numbers stay in the blobs that the facts name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, Generic, TypeVar

import msgspec
from sqlalchemy import Column, Connection, LargeBinary, String, Table, insert, select, tuple_

from landsea.kernel import PartyId, Recorded
from landsea.planner.model.flows import FlowHead, FlowsKept
from landsea.planner.model.studies import StudyHead, StudyKept
from landsea.runtime import UTC, metadata

H = TypeVar("H", StudyHead, FlowHead)
_encode = msgspec.json.Encoder(order="sorted").encode


class KeptHeads(Generic[H]):
    """What lists show of one kind of study, each seen by the party that kept it."""

    def __init__(self, table: str, kind: type[H]) -> None:
        self.table = Table(
            table,
            metadata,
            Column("id", String(40), primary_key=True),
            Column("party", String(40), nullable=False, index=True),
            Column("made_at", UTC, nullable=False),
            Column("head", LargeBinary, nullable=False),
            Column("content", String(64), nullable=False),
        )
        self._decode: Callable[[bytes], H] = msgspec.json.Decoder(kind).decode

    def keep(self, connection: Connection, kept: Iterable[tuple[PartyId, H, str]]) -> None:
        """Each with its party and the name of its blob."""
        rows: list[dict[str, Any]] = [
            {"id": head.id, "party": party, "made_at": head.made_at, "head": _encode(head), "content": content}
            for party, head, content in kept
        ]
        connection.execute(insert(self.table), rows)

    def list(
        self, connection: Connection, party: PartyId, after: tuple[datetime, str] | None, limit: int
    ) -> tuple[H, ...]:
        """Newest first, behind `after`."""
        columns = self.table.c
        query = select(columns.head).where(columns.party == party)
        if after is not None:
            query = query.where(tuple_(columns.made_at, columns.id) < tuple_(*after))
        query = query.order_by(columns.made_at.desc(), columns.id.desc()).limit(limit)
        return tuple(self._decode(bytes(head)) for head in connection.execute(query).scalars())

    def find(self, connection: Connection, party: PartyId, id: str) -> tuple[H, str] | None:
        """A study of the party, and the name of the blob with its numbers."""
        columns = self.table.c
        query = select(columns.head, columns.content).where(columns.id == id, columns.party == party)
        row = connection.execute(query).one_or_none()
        return None if row is None else (self._decode(bytes(row.head)), row.content)


studies = KeptHeads("planner_study", StudyHead)
flows = KeptHeads("planner_flow", FlowHead)


def on_study_kept(connection: Connection, recorded: Sequence[Recorded[StudyKept]]) -> None:
    studies.keep(connection, ((one.party, one.fact.study, one.fact.content) for one in recorded))


def on_flows_kept(connection: Connection, recorded: Sequence[Recorded[FlowsKept]]) -> None:
    flows.keep(connection, ((one.party, one.fact.flows, one.fact.content) for one in recorded))
