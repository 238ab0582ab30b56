"""The read model of titles elsewhere: the newest report of each record, by consignment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Column, Connection, LargeBinary, String, Table, delete, func, insert, select

from landsea.kernel import Recorded
from landsea.lading.model.elsewhere import CredentialImported, TitleElsewhere
from landsea.lading.store_chain.tables import journey
from landsea.runtime import UTC, metadata

elsewhere = Table(
    "lading_elsewhere",
    metadata,
    Column("consignment", String(40), primary_key=True),
    Column("record", String(150), primary_key=True),
    Column("said", LargeBinary, nullable=False),
    Column("party", String(40), nullable=False),
    Column("verified_at", UTC, nullable=False),
)
TABLES = (elsewhere,)


def stream_of(consignment: str) -> str:
    return f"elsewhere:{consignment}"


def on_imported(connection: Connection, recorded: Sequence[Recorded[CredentialImported]]) -> None:
    for one in recorded:
        said = one.fact
        same = (elsewhere.c.consignment == said.consignment) & (elsewhere.c.record == said.record)
        connection.execute(delete(elsewhere).where(same))
        row = {"consignment": said.consignment, "record": said.record, "said": msgspec.json.encode(said)}
        connection.execute(insert(elsewhere).values(row | {"party": one.party, "verified_at": one.acted_at}))


HANDLERS: dict[Any, Any] = {CredentialImported: on_imported}


def of_consignment(connection: Connection, consignment: str) -> list[TitleElsewhere]:
    """The newest first."""
    which = select(elsewhere).where(elsewhere.c.consignment == consignment)
    rows = connection.execute(which.order_by(elsewhere.c.verified_at.desc(), elsewhere.c.record))
    return [
        TitleElsewhere(msgspec.json.decode(row.said, type=CredentialImported), row.party, row.verified_at)
        for row in rows
    ]


def hold(connection: Connection, consignment: str) -> None:
    """Until the commit nobody else decides whether the consignment's title is here or elsewhere. On SQLite there is one writer anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(stream_of(consignment), 0))))


def find_document_of_token(connection: Connection, token: str) -> str | None:
    """The document of this node that is or was the token."""
    return connection.execute(select(journey.c.document).where(journey.c.token == token)).scalar()
