"""The tables of documents on chains: the read model, and beside the journal what is sealed, what is to be sent, and how far was read."""

from __future__ import annotations

import msgspec
from sqlalchemy import BigInteger, Boolean, Column, Integer, LargeBinary, String, Table, UniqueConstraint

from landsea.lading.chain.reasons import Reason
from landsea.runtime import UTC, metadata

chain = Table(
    "lading_chain",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("said", LargeBinary, nullable=False),
    Column("removed", Boolean, nullable=False),
)
key = Table(
    "lading_chain_key",
    metadata,
    Column("address", String(42), primary_key=True),
    Column("party", String(40), nullable=False, index=True),
    Column("user", String(40), nullable=False),
    Column("custody", String(8), nullable=False),
    Column("current", Boolean, nullable=False),
    Column("registered_at", UTC, nullable=False),
)
journey = Table(
    "lading_chain_journey",
    metadata,
    Column("document", String(40), primary_key=True),
    Column("chain", String(40), nullable=False, index=True),
    Column("credential", String(300), nullable=False),
    Column("token", String(140), nullable=False),
    Column("owner", String(42), nullable=False),
    Column("state", String(16), nullable=False, index=True),
    Column("acts", Integer, nullable=False),
    Column("standing", LargeBinary),
    Column("block", Integer),
    Column("block_hash", String(66)),
)
act = Table(
    "lading_chain_act",
    metadata,
    Column("document", String(40), primary_key=True),
    Column("token", String(140), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("said", LargeBinary, nullable=False),
)
TABLES = (chain, key, journey, act)

line = Table(
    "lading_chain_line",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("url", String(500), nullable=False),
)
sealed = Table(
    "lading_chain_sealed",
    metadata,
    Column("address", String(42), primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
)
transaction = Table(
    "lading_chain_transaction",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("document", String(40), nullable=False, index=True),
    Column("chain", String(40), nullable=False),
    Column("token", String(140), nullable=False),
    Column("operation", String(30), nullable=False),
    Column("chain_id", String(20), nullable=False),
    Column("sender", String(42), nullable=False),
    Column("nonce", Integer, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("copies", LargeBinary, nullable=False),
    Column("copy", Integer, nullable=False),
    Column("fee_gwei_max", BigInteger),
    Column("sent_at", UTC),
    Column("progress", String(12), nullable=False),
    Column("block", Integer),
    Column("block_hash", String(66)),
    Column("attempts", Integer, nullable=False),
    Column("asks", String(4000), nullable=False),
    Column("released", Integer),
    Column("due", UTC, index=True),
    Column("made_at", UTC, nullable=False),
    UniqueConstraint("chain_id", "sender", "nonce", "turn"),
)
"""`turn` counts what was signed with one nonce, its dearer copies as one; `copy` is the one that is sent. `due` is empty when settled.

`fee_gwei_max`: the limit that an operator raised for it. `asks`: a `Reason` as JSON, or nothing.
"""
watch = Table(
    "lading_chain_watch",
    metadata,
    Column("document", String(40), primary_key=True),
    Column("due", UTC, nullable=False),
    Column("block", Integer),
    Column("block_hash", String(66)),
    Column("asks", String(4000), nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
)
"""How far a token's chain was read without news, and how often in a row it could not be; beside the journal, as all cursors are."""


def render_reason(reason: Reason | None) -> str:
    """As `asks` is stored."""
    return "" if reason is None else msgspec.json.encode(reason).decode()


def parse_reason(asks: str) -> Reason | None:
    return msgspec.json.decode(asks, type=Reason) if asks else None
