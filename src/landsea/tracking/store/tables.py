"""Tables of tracking."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, LargeBinary, String, Table

from landsea.runtime import UTC, metadata

batch = Table(
    "tracking_batch",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("sender", String(40), nullable=False),
    Column("source", String(100), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("content_type", String(100), nullable=False),
    Column("zone", String(60), nullable=False),
    Column("received_at", UTC, nullable=False),
    Column("count", Integer, nullable=False),
    Column("new", Integer, nullable=False),
    Column("corrections", Integer, nullable=False),
    Column("outdated", Integer, nullable=False),
    Column("duplicates", Integer, nullable=False),
    Index(None, "sender", "digest", "zone"),
)
event = Table(
    "tracking_event",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("sender", String(40), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("batch", String(40), nullable=False),
    Column("received_at", UTC, nullable=False),
    Column("version_at", UTC, nullable=False),
    Column("retracted", Boolean, nullable=False),
    Column("type", String(20), nullable=False),
    Column("classifier", String(3), nullable=False),
    Column("code", String(100), nullable=False),
    Column("at", UTC, nullable=False),
    Column("created_at", UTC, nullable=False),
    Column("source_id", String(100)),
    Column("place", String(100)),
    Column("equipment", String(100)),
    Column("document_type", String(100)),
    Column("call", String(100)),
    Column("vessel_imo", String(100)),
    Column("voyage", String(100)),
    Column("export_voyage", String(100)),
    Column("service", String(100)),
    Column("booking", String(100)),
    Column("document", String(100)),
    Column("content", LargeBinary, nullable=False),
    Index(None, "received_at", "id"),
    Index(None, "created_at", "id"),
    Index(None, "sender", "received_at"),
)
version = Table(
    "tracking_version",
    metadata,
    Column("event", String(40), primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("batch", String(40), nullable=False),
    Column("number", Integer, nullable=False),
)
"""Each version of an event that ever came, and where its bytes are: the `number`th event (from 0) of the blob of `batch`."""

reference = Table(
    "tracking_reference",
    metadata,
    Column("event", String(40), primary_key=True),
    Column("kind", String(12), primary_key=True),
    Column("value", String(100), primary_key=True),
    Column("departs_until", UTC, nullable=False),
    Column("arrives_from", UTC, nullable=False),
    Index(None, "value", "kind"),
)
"""A number binds the event to a consignment that has it, departs not later than `departs_until` and arrives not before `arrives_from`."""

exception = Table(
    "tracking_exception",
    metadata,
    Column("id", String(120), primary_key=True),
    Column("consignment", String(40), nullable=False, index=True),
    Column("kind", String(40), nullable=False),
    Column("leg", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("opened_at", UTC, nullable=False, index=True),
    Column("resolved_at", UTC),
    Column("resolution", String(40)),
    Column("content", LargeBinary, nullable=False),
)
due = Table(
    "tracking_due",
    metadata,
    Column("consignment", String(40), primary_key=True),
    Column("at", UTC, nullable=False, index=True),
)
"""When to look at a consignment again: a list of work beside the journal, written by the follower and the worker."""

TABLES = (batch, event, version, reference, exception)
