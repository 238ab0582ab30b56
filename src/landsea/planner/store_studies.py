"""The read model of kept studies. Their numbers stay in the blob that the fact names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Column, Connection, LargeBinary, String, Table, insert, select, tuple_

from landsea.kernel import PartyId, Recorded
from landsea.planner.model.studies import StudyHead, StudyKept
from landsea.runtime import UTC, metadata

study_table = Table(
    "planner_study",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("party", String(40), nullable=False, index=True),
    Column("made_at", UTC, nullable=False),
    Column("head", LargeBinary, nullable=False),
    Column("content", String(64), nullable=False),
)

_encode = msgspec.json.Encoder(order="sorted").encode
_decode = msgspec.json.Decoder(StudyHead).decode


def on_kept(connection: Connection, recorded: Sequence[Recorded[StudyKept]]) -> None:
    rows: list[dict[str, Any]] = [
        {
            "id": one.fact.study.id,
            "party": one.party,
            "made_at": one.fact.study.made_at,
            "head": _encode(one.fact.study),
            "content": one.fact.content,
        }
        for one in recorded
    ]
    connection.execute(insert(study_table), rows)


def list_studies(
    connection: Connection, party: PartyId, after: tuple[datetime, str] | None, limit: int
) -> tuple[StudyHead, ...]:
    """Newest first, behind `after`."""
    query = select(study_table.c.head).where(study_table.c.party == party)
    if after is not None:
        query = query.where(tuple_(study_table.c.made_at, study_table.c.id) < tuple_(*after))
    query = query.order_by(study_table.c.made_at.desc(), study_table.c.id.desc()).limit(limit)
    return tuple(_decode(bytes(head)) for head in connection.execute(query).scalars())


def find_study(connection: Connection, party: PartyId, study: str) -> tuple[StudyHead, str] | None:
    """A study of the party, and the name of the blob with its numbers."""
    query = select(study_table.c.head, study_table.c.content)
    row = connection.execute(query.where(study_table.c.id == study, study_table.c.party == party)).one_or_none()
    return None if row is None else (_decode(bytes(row.head)), row.content)
