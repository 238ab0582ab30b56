"""Tables that the facts fill. Nothing secret is here; names and e-mails are, until they are erased."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Integer, String, Table, Text

from landsea.runtime import UTC, metadata

party = Table(
    "identity_party",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("name_en", String(200), nullable=False),
    Column("name_zh", String(200), nullable=False),
    Column("country", String(2), nullable=False),
    Column("roles", String(120), nullable=False),
    Column("runs_node", Boolean, nullable=False),
)
identifier = Table(
    "identity_identifier",
    metadata,
    Column("scheme", String(16), primary_key=True),
    Column("value", String(35), primary_key=True),
    Column("party", String(40), nullable=False, index=True),
    Column("number", Integer, nullable=False),
)
user = Table(
    "identity_user",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("name", String(200)),
    Column("email", String(254), unique=True),
    Column("joined_at", UTC, nullable=False),
    Column("closed", Boolean, nullable=False),
)
membership = Table(
    "identity_membership",
    metadata,
    Column("user", String(40), primary_key=True),
    Column("party", String(40), primary_key=True, index=True),
    Column("role", String(16), primary_key=True),
    Column("granted_at", UTC, nullable=False),
)
invitation = Table(
    "identity_invitation",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("party", String(40), nullable=False, index=True),
    Column("role", String(16), nullable=False),
    Column("by", String(40)),
    Column("endorsed", Boolean, nullable=False),
    Column("state", String(16), nullable=False),
    Column("user", String(40)),
    Column("invited_at", UTC, nullable=False),
)
api_key = Table(
    "identity_api_key",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("party", String(40), nullable=False, index=True),
    Column("role", String(16), nullable=False),
    Column("user", String(40)),
    Column("label", String(80), nullable=False),
    Column("made_at", UTC, nullable=False),
    Column("revoked_at", UTC),
)
title_key = Table(
    "identity_title_key",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("party", String(40), nullable=False, index=True),
    Column("user", String(40), nullable=False, index=True),
    Column("public_key", String(44), nullable=False, unique=True),
    Column("custody", String(16), nullable=False),
    Column("registered_at", UTC, nullable=False),
    Column("superseded_at", UTC),
    Column("successor", String(40)),
    Column("why_superseded", String(16)),
)
recovery = Table(
    "identity_recovery",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("party", String(40), nullable=False, index=True),
    Column("user", String(40), nullable=False),
    Column("replaces", String(40)),
    Column("reason", Text),
    Column("requested_at", UTC, nullable=False),
    Column("approved_by", String(40)),
    Column("approved_at", UTC),
    Column("key", String(40)),
)
login_reset = Table(
    "identity_login_reset",
    metadata,
    Column("user", String(40), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("by", String(40)),
)
TABLES = (party, identifier, user, membership, invitation, api_key, title_key, recovery, login_reset)
