"""The queue of what was signed for a chain, which is outside the journal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, func, insert, select, update

from landsea.lading.chain.model import Anchor, Prepared
from landsea.lading.chain.reasons import Reason
from landsea.lading.model import DocumentId
from landsea.lading.store_chain.tables import parse_reason, render_reason, transaction


@dataclass(frozen=True, slots=True)
class Waiting:
    """A signed transaction with its copies at rising fees, stored before any is sent; `copy` counts from 0 and is the one that is sent.

    `sent_at`: since when the chain's node has that copy, as far as was noted. `asks`: why people should look. `fee_gwei_max`: what it may
    cost, where an operator raised the chain's limit for it.
    """

    id: str
    document: DocumentId
    chain: str
    token: str
    operation: str
    turn: int
    copies: tuple[Prepared, ...]
    copy: int
    sent_at: datetime | None
    progress: str
    seen: Anchor | None
    attempts: int
    asks: Reason | None
    released: int | None
    due: datetime | None
    made_at: datetime
    fee_gwei_max: int | None = None

    @property
    def prepared(self) -> Prepared:
        """The copy that is sent, or is in a block."""
        return self.copies[self.copy]


def put_transaction(connection: Connection, one: Waiting) -> None:
    connection.execute(insert(transaction).values(_row(one)))


def keep_transaction(connection: Connection, one: Waiting) -> None:
    connection.execute(update(transaction).where(transaction.c.id == one.id).values(_row(one)))


def transactions_of(connection: Connection, document: str, token: str | None = None) -> list[Waiting]:
    """Oldest first; of one token where it is given."""
    query = select(transaction).where(transaction.c.document == document)
    query = query if token is None else query.where(transaction.c.token == token)
    return [_waiting(row) for row in connection.execute(query.order_by(transaction.c.made_at, transaction.c.turn))]


def turns(connection: Connection, prepared: Prepared) -> int:
    """How many were signed with its nonce."""
    where = (
        transaction.c.chain_id == str(prepared.chain_id),
        transaction.c.sender == prepared.sender,
        transaction.c.nonce == prepared.nonce,
    )
    return int(connection.execute(select(func.count()).select_from(transaction).where(*where)).scalar_one())


def get_transaction(connection: Connection, id: str) -> Waiting | None:
    """To be changed in this transaction: its row is locked."""
    row = connection.execute(select(transaction).where(transaction.c.id == id).with_for_update()).first()
    return None if row is None else _waiting(row)


def due_transactions(connection: Connection, now: datetime, limit: int) -> list[Waiting]:
    query = select(transaction).where(transaction.c.due <= now).order_by(transaction.c.due, transaction.c.id)
    return [_waiting(row) for row in connection.execute(query.limit(limit).with_for_update(skip_locked=True))]


def _row(one: Waiting) -> dict[str, Any]:
    return {
        "id": one.id,
        "document": one.document,
        "chain": one.chain,
        "token": one.token,
        "operation": one.operation,
        "chain_id": str(one.prepared.chain_id),
        "sender": one.prepared.sender,
        "nonce": one.prepared.nonce,
        "turn": one.turn,
        "copies": msgspec.json.encode(one.copies),
        "copy": one.copy,
        "sent_at": one.sent_at,
        "progress": one.progress,
        "block": one.seen.number if one.seen else None,
        "block_hash": one.seen.hash if one.seen else None,
        "attempts": one.attempts,
        "asks": render_reason(one.asks),
        "released": one.released,
        "due": one.due,
        "made_at": one.made_at,
        "fee_gwei_max": one.fee_gwei_max,
    }


def _waiting(row: Any) -> Waiting:
    return Waiting(
        row.id,
        DocumentId(row.document),
        row.chain,
        row.token,
        row.operation,
        row.turn,
        msgspec.json.decode(row.copies, type=tuple[Prepared, ...]),
        row.copy,
        row.sent_at,
        row.progress,
        None if row.block is None else Anchor(row.block, row.block_hash),
        row.attempts,
        parse_reason(row.asks),
        row.released,
        row.due,
        row.made_at,
        row.fee_gwei_max,
    )
