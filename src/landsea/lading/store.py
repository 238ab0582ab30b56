"""The read model: documents as the acts left them, and who may see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from msgspec import UnsetType
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
    delete,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from landsea.kernel import PartyId, Recorded
from landsea.lading import rules
from landsea.lading.model import (
    AmendmentProposed,
    BirthFact,
    DocumentContent,
    DocumentId,
    OtherDocument,
    OtherForm,
    State,
    Title,
    TitleFact,
    canonical,
)
from landsea.runtime import UTC, metadata

document = Table(
    "lading_document",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("number", String(20), nullable=False),
    Column("consignment", String(40), nullable=False, index=True),
    Column("root", String(40), nullable=False, index=True),
    Column("issuer", String(200), nullable=False),
    Column("negotiable", Boolean, nullable=False),
    Column("state", String(16), nullable=False),
    Column("medium", String(16), nullable=False),
    Column("holder", String(40), index=True),
    Column("pledgor", String(40), index=True),
    Column("sequence", Integer, nullable=False),
    Column("valid_until", UTC, index=True),
    Column("frozen", Boolean, nullable=False),
    Column("title", LargeBinary, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("proposed", LargeBinary),
    Column("issued_at", UTC, nullable=False),
    Column("paper", String(64), index=True),
    UniqueConstraint("issuer", "number"),
)
access = Table(
    "lading_access",
    metadata,
    Column("record", String(40), primary_key=True),
    Column("party", String(40), primary_key=True),
)
awaited = Table(
    "lading_awaited",
    metadata,
    Column("record", String(40), primary_key=True),
    Column("party", String(40), primary_key=True),
)
TABLES = (document, access, awaited)
PREFIX = "document:"
TRIAL = "trial:"
"""Before the name of a sandbox's trial in the name of a form elsewhere."""


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document as it stands: its title, what it says, and what an open amendment would make it say."""

    title: Title
    content: DocumentContent
    issued_at: datetime
    version: int
    proposed: DocumentContent | None = None


def stream_of(document_id: str) -> str:
    return PREFIX + document_id


def on_birth(connection: Connection, recorded: Sequence[Recorded[BirthFact]]) -> None:
    for one in recorded:
        fact, said = one.fact, one.fact.act.statement
        title = rules.first_title(fact.act, opening_of(fact.content))
        row = _standing(title) | {
            "id": said.document,
            "number": said.number,
            "consignment": fact.content.consignment,
            "root": fact.content.root,
            "issuer": title.issuer or _issued_elsewhere(fact.content, said.says.form),
            "negotiable": fact.content.negotiable,
            "valid_until": title.valid_until,
            "content": canonical(fact.content),
            "issued_at": said.at,
            "paper": rules.paper_key(paper) if (paper := fact.content.title.annotates) else None,
        }
        connection.execute(insert(document).values(row))
        grant(connection, said.document, fact.parties)


def opening_of(content: DocumentContent) -> rules.Opening:
    return rules.Opening(content.negotiable, rules.amounts_of(content), content.title.valid_until)


def _issued_elsewhere(content: DocumentContent, form: OtherForm | UnsetType) -> str:
    """Keeps the numbers of carriers on other platforms apart, and those of a sandbox's trials."""
    names = [one.value for one in content.issuer.identifiers]
    trial = "" if isinstance(form, UnsetType) else "".join(form.name.partition(TRIAL)[1:])
    return ("~" + trial + (names[0] if names else content.issuer.name_en))[:200]


def on_act(connection: Connection, recorded: Sequence[Recorded[TitleFact]]) -> None:
    """Every act after a birth. Whoever gets control, or is asked, may see the document from then on, and keeps seeing its history."""
    for one in recorded:
        said = one.fact.act.statement
        row = connection.execute(select(document).where(document.c.id == said.document)).one()
        before = _title_of(row)
        after = rules.apply(before, one.fact.act)
        values = _standing(after) | _contents(row, one.fact, before, after)
        connection.execute(update(document).where(document.c.id == said.document).values(values))
        _await(connection, said.document, after)
        if said.to is not None:
            grant(connection, said.document, (said.to.party,))


def _contents(row: Any, fact: TitleFact, before: Title, after: Title) -> dict[str, Any]:
    """An amendment waits beside the content in force, and takes its place with the last consent."""
    if isinstance(fact, AmendmentProposed):
        return {"proposed": canonical(fact.content)}
    if before.content != after.content:
        return {"content": row.proposed, "proposed": None}
    return {} if after.proposal else {"proposed": None}


def _standing(title: Title) -> dict[str, Any]:
    return {
        "state": title.state.value,
        "medium": title.medium.value,
        "holder": title.holder,
        "pledgor": title.pledge.pledgor if title.pledge else None,
        "sequence": title.sequence,
        "frozen": title.frozen,
        "title": canonical(title),
    }


def _await(connection: Connection, record: str, title: Title) -> None:
    """Whose answer is waited for: the parties of an open proposal, and the registrar, whose second person confirms an open order."""
    connection.execute(delete(awaited).where(awaited.c.record == record))
    asked = [party for party in title.proposal.awaits if party] if title.proposal else []
    waiting = list(dict.fromkeys([*asked, *([title.registrar] if title.order else [])]))
    if waiting:
        connection.execute(insert(awaited), [{"record": record, "party": party} for party in waiting])
        grant(connection, record, waiting)


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
    consignment: str | None = None,
    issuer: PartyId | None = None,
    holder: PartyId | None = None,
    pledgor: PartyId | None = None,
    pledged: bool = False,
    awaiting: bool = False,
    state: State | None = None,
    after: tuple[datetime, str] | None = None,
    limit: int,
) -> list[StoredDocument]:
    """Newest first; `after` is the (issued_at, id) of the last row of the page before."""
    query = _visible(viewer).order_by(document.c.issued_at.desc(), document.c.id.desc()).limit(limit)
    wanted = {"consignment": consignment, "issuer": issuer, "holder": holder, "pledgor": pledgor}
    wanted["state"] = state.value if state else None
    query = query.where(*(document.c[name] == value for name, value in wanted.items() if value is not None))
    if pledged:
        query = query.where(document.c.pledgor.is_not(None))
    if awaiting:
        asked = (awaited.c.record == document.c.id) & (awaited.c.party == viewer)
        query = query.where(select(awaited.c.record).where(asked).exists())
    if after is not None:
        at, last = after
        older = document.c.issued_at < at
        query = query.where(or_(older, and_(document.c.issued_at == at, document.c.id < last)))
    return [_stored(row) for row in connection.execute(query)]


def family(connection: Connection, root: str) -> list[Title]:
    """The titles of all documents that came of `root` by split and merge, itself included; for the room's own decisions."""
    return [_title_of(row) for row in connection.execute(select(document).where(document.c.root == root))]


def past_validity(connection: Connection, now: datetime, limit: int) -> list[str]:
    """Documents whose validity has ended and whose expiry can be recorded; a frozen one keeps until it is thawed."""
    due = (document.c.valid_until <= now, document.c.state == State.ISSUED.value, ~document.c.frozen)
    query = select(document.c.id).where(*due)
    return list(connection.execute(query.order_by(document.c.valid_until).limit(limit)).scalars())


def by_number(connection: Connection, number: str) -> list[DocumentId]:
    """Documents of a number, which is its issuer's."""
    query = select(document.c.id).where(document.c.number == number).order_by(document.c.id)
    return [DocumentId(one) for one in connection.execute(query).scalars()]


def hold_paper(connection: Connection, key: str) -> None:
    """Until the commit nobody else makes a document of the paper of this `rules.paper_key`. On SQLite there is one writer anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"paper:{key}", 0))))


def of_paper(connection: Connection, paper: OtherDocument) -> list[StoredDocument]:
    """The documents that were captured from this paper, annotated on it, or are on it themselves."""
    own = (document.c.number == rules.folded(paper.number).upper()) & ~document.c.issuer.startswith("~")
    query = select(document).where(or_(document.c.paper == rules.paper_key(paper), own)).order_by(document.c.id)
    return [one for one in map(_stored, connection.execute(query)) if rules.is_of_paper(one.content, paper)]


def load(connection: Connection, document_id: str) -> StoredDocument | None:
    """The document whoever asks: for the node itself."""
    row = connection.execute(select(document).where(document.c.id == document_id)).first()
    return None if row is None else _stored(row)


def _visible(viewer: PartyId) -> Select[Any]:
    seen = access.c.record == document.c.id
    return select(document).join(access, seen).where(access.c.party == viewer)


def _stored(row: Any) -> StoredDocument:
    proposed = None if row.proposed is None else _content_of(row.proposed)
    return StoredDocument(_title_of(row), _content_of(row.content), row.issued_at, row.sequence, proposed)


def _content_of(stored: bytes) -> DocumentContent:
    return msgspec.convert(msgspec.json.decode(stored), DocumentContent)


def _title_of(row: Any) -> Title:
    return msgspec.convert(msgspec.json.decode(row.title), Title)
