"""The tables of the exchange with other platforms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Boolean, Column, Connection, LargeBinary, String, Table, select

from landsea.lading.model import DocumentId
from landsea.lading.platforms.transfers import Known
from landsea.runtime import metadata

here = Table(
    "lading_platform_here",
    metadata,
    Column("code", String(4), primary_key=True),
    Column("certificates", LargeBinary, nullable=False),
)
counterpart = Table(
    "lading_counterpart",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("said", LargeBinary, nullable=False),
    Column("removed", Boolean, nullable=False),
)
carrier = Table(
    "lading_carrier",
    metadata,
    Column("party", String(40), primary_key=True),
    Column("details", LargeBinary, nullable=False),
    Column("certificate", LargeBinary, nullable=False),
)
interchange = Table(
    "lading_interchange",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("document", String(40), index=True),
    Column("standing", String(16), nullable=False),
    Column("chain", LargeBinary, nullable=False),
    Column("said", LargeBinary, nullable=False),
    Column("manifest", LargeBinary, nullable=False),
)
envelope = Table(
    "lading_envelope",
    metadata,
    Column("payload", String(64), primary_key=True),
    Column("key", String(64), nullable=False, index=True),
    Column("reference", String(40), unique=True),
    Column("state", String(16), nullable=False),
    Column("said", LargeBinary, nullable=False),
)
surrender = Table(
    "lading_surrender",
    metadata,
    Column("reference", String(100), primary_key=True),
    Column("counterpart", String(40), primary_key=True),
    Column("incoming", Boolean, primary_key=True),
    Column("document", String(40), nullable=False, index=True),
    Column("code", String(4), nullable=False),
    Column("action", String(4)),
)

TABLES = (here, counterpart, carrier, interchange, envelope, surrender)
REFUSED = "refused"
BARRED = "barred-"
"""What the key of an entry begins with that was barred before its envelope came: whose document it is nobody knows yet."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """What is known of one document in the exchange: `said` is its transport document's JSON, `document` its id here."""

    key: str
    known: Known
    document: DocumentId | None = None
    said: str = ""
    manifest: str = ""


def row_of(connection: Connection, reference: str) -> Any:
    return connection.execute(select(envelope).where(envelope.c.reference == reference)).one()
