"""The read model of documents on chains, and beside the journal what is sealed, what is to be sent, and how far was read."""

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
    String,
    Table,
    UniqueConstraint,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from landsea.kernel import PartyId, Recorded, UserId
from landsea.lading.chain.facts import (
    ChainAct,
    ChainAddressRegistered,
    ChainConfigured,
    ChainHistoryRead,
    ChainJourneyEnded,
    ChainRemoved,
    ChainSettings,
    ChainTransactionSigned,
    DocumentBoundForChain,
    JourneyEnd,
    KeyCustody,
    Standing,
)
from landsea.lading.chain.model import Anchor, Prepared
from landsea.lading.escrow import Address
from landsea.lading.model import DocumentId
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
    Column("prepared", LargeBinary, nullable=False),
    Column("progress", String(12), nullable=False),
    Column("block", Integer),
    Column("block_hash", String(66)),
    Column("attempts", Integer, nullable=False),
    Column("asks", String(300), nullable=False),
    Column("released", Integer),
    Column("due", UTC, index=True),
    Column("made_at", UTC, nullable=False),
    UniqueConstraint("chain_id", "sender", "nonce", "turn"),
)
"""`turn` counts what was signed with one nonce. `due` is empty when it is settled."""
watch = Table(
    "lading_chain_watch",
    metadata,
    Column("document", String(40), primary_key=True),
    Column("due", UTC, nullable=False),
    Column("block", Integer),
    Column("block_hash", String(66)),
    Column("asks", String(300), nullable=False),
)
"""How far a token's chain was read without news; beside the journal, as all cursors are."""


@dataclass(frozen=True, slots=True)
class ChainKey:
    """Whose address it is; `current` while it is the one that its user signs with for the party."""

    address: Address
    party: PartyId
    user: UserId
    custody: KeyCustody
    current: bool


@dataclass(frozen=True, slots=True)
class Journey:
    """A document's newest way to a chain. `state`: leaving, arrived (the record is there), stayed, returned."""

    document: DocumentId
    chain: str
    credential: str
    token: str
    owner: Address
    state: str
    acts: int
    standing: Standing | None
    read_to: Anchor | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A signed transaction, stored before it is sent."""

    id: str
    document: DocumentId
    chain: str
    token: str
    operation: str
    turn: int
    prepared: Prepared
    progress: str
    seen: Anchor | None
    attempts: int
    asks: str
    released: int | None
    due: datetime | None
    made_at: datetime


def on_configured(connection: Connection, recorded: Sequence[Recorded[ChainConfigured]]) -> None:
    for one in recorded:
        said = one.fact.settings
        connection.execute(delete(chain).where(chain.c.name == said.name))
        connection.execute(insert(chain).values(name=said.name, said=msgspec.json.encode(said), removed=False))


def on_removed(connection: Connection, recorded: Sequence[Recorded[ChainRemoved]]) -> None:
    for one in recorded:
        connection.execute(update(chain).where(chain.c.name == one.fact.name).values(removed=True))


def on_address(connection: Connection, recorded: Sequence[Recorded[ChainAddressRegistered]]) -> None:
    for one in recorded:
        fact = one.fact
        mine = (key.c.party == fact.party, key.c.user == fact.user)
        connection.execute(update(key).where(*mine).values(current=False))
        row = {"address": fact.address, "party": fact.party, "user": fact.user, "custody": fact.custody.value}
        connection.execute(insert(key).values(row | {"current": True, "registered_at": one.acted_at}))


def on_bound(connection: Connection, recorded: Sequence[Recorded[DocumentBoundForChain]]) -> None:
    for one in recorded:
        fact = one.fact
        connection.execute(delete(journey).where(journey.c.document == fact.document))
        row = {"document": fact.document, "chain": fact.chain, "credential": fact.credential, "token": fact.token}
        connection.execute(insert(journey).values(row | {"owner": fact.owner, "state": "leaving", "acts": 0}))


def on_signed(connection: Connection, recorded: Sequence[Recorded[ChainTransactionSigned]]) -> None:
    """On record; what is to be sent lies beside the journal."""


def on_read(connection: Connection, recorded: Sequence[Recorded[ChainHistoryRead]]) -> None:
    for one in recorded:
        fact = one.fact
        where = journey.c.document == fact.document
        known = connection.execute(select(journey.c.acts).where(where)).scalar_one()
        for number, said in enumerate(fact.acts, known):
            row = {"document": fact.document, "token": fact.token, "number": number}
            connection.execute(insert(act).values(row | {"said": msgspec.json.encode(said)}))
        standing = {"standing": msgspec.json.encode(fact.standing), "block": fact.block, "block_hash": fact.block_hash}
        connection.execute(update(journey).where(where).values(standing | {"acts": known + len(fact.acts)}))


def on_ended(connection: Connection, recorded: Sequence[Recorded[ChainJourneyEnded]]) -> None:
    for one in recorded:
        where = journey.c.document == one.fact.document
        connection.execute(update(journey).where(where).values(state=one.fact.how.value))


HANDLERS = {
    ChainConfigured: on_configured,
    ChainRemoved: on_removed,
    ChainAddressRegistered: on_address,
    DocumentBoundForChain: on_bound,
    ChainTransactionSigned: on_signed,
    ChainHistoryRead: on_read,
    ChainJourneyEnded: on_ended,
}

# Chains and keys


def list_chains(connection: Connection) -> list[ChainSettings]:
    query = select(chain.c.said).where(chain.c.removed.is_(False)).order_by(chain.c.name)
    return [msgspec.json.decode(said, type=ChainSettings) for said in connection.execute(query).scalars()]


def find_chain(connection: Connection, name: str, removed: bool = False) -> ChainSettings | None:
    """`removed`: also one that was taken away, for the documents that are still there."""
    query = select(chain.c.said).where(chain.c.name == name)
    query = query if removed else query.where(chain.c.removed.is_(False))
    said = connection.execute(query).scalar()
    return None if said is None else msgspec.json.decode(said, type=ChainSettings)


def set_line(connection: Connection, name: str, url: str) -> None:
    connection.execute(delete(line).where(line.c.name == name))
    connection.execute(insert(line).values(name=name, url=url))


def find_line(connection: Connection, name: str) -> str | None:
    return connection.execute(select(line.c.url).where(line.c.name == name)).scalar()


def is_in_use(connection: Connection, name: str) -> bool:
    there = (journey.c.chain == name, journey.c.state.in_(["leaving", JourneyEnd.ARRIVED.value]))
    return connection.execute(select(journey.c.document).where(*there).limit(1)).first() is not None


def put_sealed(connection: Connection, address: Address, box: bytes) -> None:
    connection.execute(insert(sealed).values(address=address, sealed=box))


def find_sealed(connection: Connection, address: Address) -> bytes | None:
    found = connection.execute(select(sealed.c.sealed).where(sealed.c.address == address)).scalar()
    return None if found is None else bytes(found)


def find_key(connection: Connection, address: Address) -> ChainKey | None:
    row = connection.execute(select(key).where(key.c.address == address)).first()
    return None if row is None else _key(row)


def keys_of(connection: Connection, party: str) -> list[ChainKey]:
    """Current ones, oldest first."""
    query = select(key).where(key.c.party == party, key.c.current).order_by(key.c.registered_at, key.c.address)
    return [_key(row) for row in connection.execute(query)]


def _key(row: Any) -> ChainKey:
    return ChainKey(Address(row.address), PartyId(row.party), UserId(row.user), KeyCustody(row.custody), row.current)


# Journeys


def find_journey(connection: Connection, document: str) -> Journey | None:
    row = connection.execute(select(journey).where(journey.c.document == document)).first()
    return None if row is None else _journey(row)


def acts_of(connection: Connection, found: Journey) -> list[ChainAct]:
    where = (act.c.document == found.document, act.c.token == found.token)
    said = connection.execute(select(act.c.said).where(*where).order_by(act.c.number)).scalars()
    return [msgspec.json.decode(one, type=ChainAct) for one in said]


def due_journeys(connection: Connection, now: datetime, limit: int) -> list[Journey]:
    """Documents on a chain that are to be looked at."""
    late = or_(watch.c.due.is_(None), watch.c.due <= now)
    query = select(journey).outerjoin(watch, watch.c.document == journey.c.document)
    query = query.where(journey.c.state == JourneyEnd.ARRIVED.value, late).order_by(watch.c.due).limit(limit)
    return [_journey(row) for row in connection.execute(query)]


def _journey(row: Any) -> Journey:
    standing = None if row.standing is None else msgspec.json.decode(row.standing, type=Standing)
    read_to = None if row.block is None else Anchor(row.block, row.block_hash)
    given = (DocumentId(row.document), row.chain, row.credential, row.token, Address(row.owner))
    return Journey(*given, row.state, row.acts, standing, read_to)


def set_watch(connection: Connection, document: str, due: datetime, read_to: Anchor | None, asks: str = "") -> None:
    connection.execute(delete(watch).where(watch.c.document == document))
    place = {"block": read_to.number, "block_hash": read_to.hash} if read_to else {}
    connection.execute(insert(watch).values(document=document, due=due, asks=asks[:300], **place))


def find_watch(connection: Connection, document: str) -> tuple[Anchor | None, str]:
    """How far was read, and what asks for people."""
    row = connection.execute(select(watch).where(watch.c.document == document)).first()
    if row is None:
        return None, ""
    return None if row.block is None else Anchor(row.block, row.block_hash), row.asks


# Transactions


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
    row = connection.execute(select(transaction).where(transaction.c.id == id)).first()
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
        "prepared": msgspec.json.encode(one.prepared),
        "progress": one.progress,
        "block": one.seen.number if one.seen else None,
        "block_hash": one.seen.hash if one.seen else None,
        "attempts": one.attempts,
        "asks": one.asks[:300],
        "released": one.released,
        "due": one.due,
        "made_at": one.made_at,
    }


def _waiting(row: Any) -> Waiting:
    return Waiting(
        row.id,
        DocumentId(row.document),
        row.chain,
        row.token,
        row.operation,
        row.turn,
        msgspec.json.decode(row.prepared, type=Prepared),
        row.progress,
        None if row.block is None else Anchor(row.block, row.block_hash),
        row.attempts,
        row.asks,
        row.released,
        row.due,
        row.made_at,
    )
