"""The read model: documents as the acts left them, and who may see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Integer,
    LargeBinary,
    Select,
    String,
    Table,
    UniqueConstraint,
    and_,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from landsea.kernel import PartyId, Recorded
from landsea.lading.model import (
    DocumentContent,
    DocumentId,
    DocumentIssued,
    State,
    Title,
    TitleFact,
    act_hash,
    canonical,
)
from landsea.runtime import UTC, metadata

document = Table(
    "lading_document",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("number", String(20), nullable=False),
    Column("consignment", String(40), nullable=False, index=True),
    Column("issuer", String(40), nullable=False),
    Column("negotiable", Boolean, nullable=False),
    Column("state", String(16), nullable=False),
    Column("holder", String(40), index=True),
    Column("sequence", Integer, nullable=False),
    Column("head", String(64), nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("origin", String(200), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("issued_at", UTC, nullable=False),
    Column("acted_at", UTC, nullable=False),
    UniqueConstraint("issuer", "number"),
)
access = Table(
    "lading_access",
    metadata,
    Column("record", String(40), primary_key=True),
    Column("party", String(40), primary_key=True),
)
TABLES = (document, access)
PREFIX = "document:"


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document as it stands: its title and what it says."""

    title: Title
    content: DocumentContent
    issued_at: datetime
    version: int


def stream_of(document_id: str) -> str:
    return PREFIX + document_id


def on_issued(connection: Connection, recorded: Sequence[Recorded[DocumentIssued]]) -> None:
    for one in recorded:
        fact, said = one.fact, one.fact.act.statement
        row = _standing(fact) | {
            "id": said.document,
            "number": said.number,
            "consignment": fact.content.consignment,
            "issuer": said.by.party,
            "negotiable": fact.content.negotiable,
            "content_hash": said.content,
            "origin": said.origin,
            "content": canonical(fact.content),
            "issued_at": said.at,
        }
        connection.execute(insert(document).values(row))
        grant(connection, said.document, fact.parties)


def on_act(connection: Connection, recorded: Sequence[Recorded[TitleFact]]) -> None:
    """Every act after the issue. Whoever gets control may see the document from then on; who lost it keeps seeing its history."""
    for one in recorded:
        said = one.fact.act.statement
        connection.execute(update(document).where(document.c.id == said.document).values(_standing(one.fact)))
        if said.to is not None:
            grant(connection, said.document, (said.to.party,))


def _standing(fact: TitleFact) -> dict[str, Any]:
    said = fact.act.statement
    return {
        "state": fact.leads_to.value,
        "holder": None if said.to is None else said.to.party,
        "sequence": said.sequence,
        "head": act_hash(fact.act),
        "acted_at": said.at,
    }


def grant(connection: Connection, record: str, parties: Sequence[PartyId]) -> None:
    make = sqlite_insert if connection.dialect.name == "sqlite" else pg_insert
    rows = [{"record": record, "party": party} for party in dict.fromkeys(parties)]
    if rows:
        connection.execute(make(access).on_conflict_do_nothing(), rows)


def find(connection: Connection, document_id: str, viewer: PartyId) -> StoredDocument | None:
    """The document, if `viewer` may see it."""
    query = _visible(viewer).where(document.c.id == document_id)
    row = connection.execute(query).first()
    return None if row is None else _stored(row)


def page(
    connection: Connection,
    viewer: PartyId,
    *,
    consignment: str | None,
    holder: PartyId | None,
    after: tuple[datetime, str] | None,
    limit: int,
) -> list[StoredDocument]:
    """Newest first; `after` is the (issued_at, id) of the last row of the page before."""
    query = _visible(viewer).order_by(document.c.issued_at.desc(), document.c.id.desc()).limit(limit)
    if consignment is not None:
        query = query.where(document.c.consignment == consignment)
    if holder is not None:
        query = query.where(document.c.holder == holder)
    if after is not None:
        at, last = after
        older = document.c.issued_at < at
        query = query.where(or_(older, and_(document.c.issued_at == at, document.c.id < last)))
    return [_stored(row) for row in connection.execute(query)]


def _visible(viewer: PartyId) -> Select[Any]:
    seen = access.c.record == document.c.id
    return select(document).join(access, seen).where(access.c.party == viewer)


def _stored(row: Any) -> StoredDocument:
    content = msgspec.convert(msgspec.json.decode(row.content), DocumentContent)
    return StoredDocument(_title_of(row), content, row.issued_at, row.sequence)


def _title_of(row: Any) -> Title:
    return Title(
        document=DocumentId(row.id),
        number=row.number,
        content=row.content_hash,
        origin=row.origin,
        negotiable=row.negotiable,
        issuer=PartyId(row.issuer),
        state=State(row.state),
        holder=None if row.holder is None else PartyId(row.holder),
        sequence=row.sequence,
        head=row.head,
        acted_at=row.acted_at,
    )
