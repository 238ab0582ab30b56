"""The read model of waybills' credentials: their places in the status lists, and how they stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Integer,
    String,
    Table,
    UniqueConstraint,
    func,
    insert,
    or_,
    select,
    update,
)

from landsea.kernel import Recorded
from landsea.lading import store
from landsea.lading.model import DocumentId, Title, TitleFact
from landsea.lading.model.credential import (
    WaybillCredential,
    WaybillCredentialIssued,
    WaybillCredentialResumed,
    WaybillCredentialRevoked,
    WaybillCredentialSuspended,
    WaybillStatusFact,
)
from landsea.lading.rules.credential import marks
from landsea.runtime import UTC, metadata

credential = Table(
    "lading_waybill_credential",
    metadata,
    Column("document", String(40), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("series", Integer, nullable=False),
    Column("place", Integer, nullable=False),
    Column("issued_at", UTC, nullable=False),
    Column("revoked", Boolean, nullable=False),
    Column("suspended", Boolean, nullable=False),
    Column("over", Boolean, nullable=False),
    Column("held", Boolean, nullable=False),
    Column("reason", String(200), nullable=False),
    UniqueConstraint("series", "place"),
)
TABLES = (credential,)
SET_BY = {"revocation": ("revoked", "over"), "suspension": ("suspended", "held")}
"""Purpose of a list -> the columns of which any sets the bit."""


def stream_of(document: str) -> str:
    return f"waybill-credential:{document}"


def on_issued(connection: Connection, recorded: Sequence[Recorded[WaybillCredentialIssued]]) -> None:
    for one in recorded:
        said = one.fact
        row = {name: getattr(said, name) for name in ("document", "number", "digest", "series", "place")}
        stands = dict.fromkeys(("revoked", "suspended", "over", "held"), False)
        connection.execute(insert(credential).values(row | stands | {"issued_at": one.acted_at, "reason": ""}))


def _sets(**columns: bool) -> Callable[[Connection, Sequence[Recorded[WaybillStatusFact]]], None]:
    def handler(connection: Connection, recorded: Sequence[Recorded[WaybillStatusFact]]) -> None:
        for one in recorded:
            said = one.fact
            which = (credential.c.document == said.document) & (credential.c.number == said.number)
            connection.execute(update(credential).where(which).values(columns | {"reason": said.reason}))

    return handler


def on_act(connection: Connection, recorded: Sequence[Recorded[TitleFact]]) -> None:
    """The title's own read model, then a waybill's credentials: what a title act ends is over for ever, at once."""
    for one in recorded:
        store.on_act(connection, [one])
        title = _waybill(connection, one.fact.act.statement.document)
        if title is not None:
            _follow(connection, title)


def _waybill(connection: Connection, document: str) -> Title | None:
    which = (store.document.c.id == document) & ~store.document.c.negotiable
    found = connection.execute(select(store.document.c.title).where(which)).scalar()
    return None if found is None else msgspec.convert(msgspec.json.decode(found), Title)


def _follow(connection: Connection, title: Title) -> None:
    mine = (credential.c.document == title.document) & ~credential.c.over
    for digest in connection.execute(select(credential.c.digest).where(mine).distinct()).scalars().all():
        stands = marks(title, digest)._asdict()
        connection.execute(update(credential).where(mine, credential.c.digest == digest).values(stands))


HANDLERS: dict[type[Any], Any] = {
    WaybillCredentialIssued: on_issued,
    WaybillCredentialRevoked: _sets(revoked=True),
    WaybillCredentialSuspended: _sets(suspended=True),
    WaybillCredentialResumed: _sets(suspended=False),
}


def hold(connection: Connection, document: str) -> None:
    """Until the commit no act on the document's title is stored, so that none can end what a new credential says unseen by it."""
    connection.execute(select(store.document.c.id).where(store.document.c.id == document).with_for_update())


def hold_places(connection: Connection) -> None:
    """Until the commit nobody else draws a place in a list, so that none is drawn twice. On SQLite there is one writer anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(credential.name, 0))))


def of_document(connection: Connection, document: str) -> list[WaybillCredential]:
    """Oldest first."""
    query = select(credential).where(credential.c.document == document).order_by(credential.c.number)
    return [WaybillCredential(**row._asdict()) for row in connection.execute(query)]


def newest_of(connection: Connection, document: DocumentId) -> WaybillCredential | None:
    found = of_document(connection, document)
    return found[-1] if found else None


def count(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(credential)).scalar_one()


def is_taken(connection: Connection, series: int, place: int) -> bool:
    which = (credential.c.series == series) & (credential.c.place == place)
    return connection.execute(select(credential.c.number).where(which)).first() is not None


def places_set(connection: Connection, series: int, purpose: str) -> list[int]:
    """The bits that are set in one list."""
    stands = or_(*(credential.c[name] for name in SET_BY[purpose]))
    return list(connection.execute(select(credential.c.place).where(credential.c.series == series, stands)).scalars())
