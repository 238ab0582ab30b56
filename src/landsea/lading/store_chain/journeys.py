"""Documents' ways to chains, what was done there, and how far was read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, and_, delete, insert, or_, select, update

from landsea.lading.chain.facts import ChainAct, JourneyEnd, Standing
from landsea.lading.chain.model import Anchor
from landsea.lading.chain.reasons import Reason
from landsea.lading.escrow import Address
from landsea.lading.model import DocumentId
from landsea.lading.store_chain.tables import act, journey, parse_reason, render_reason, transaction, watch


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
class Watch:
    """How far a document's chain was read, why people should look, and how often in a row it could not be read."""

    read_to: Anchor | None = None
    asks: Reason | None = None
    attempts: int = 0


def find_journey(connection: Connection, document: str) -> Journey | None:
    row = connection.execute(select(journey).where(journey.c.document == document)).first()
    return None if row is None else _journey(row)


def journeys_at(connection: Connection, address: Address) -> list[Journey]:
    """Documents whose token the address holds or owns, and those on their way to it, by their id."""
    may_be = or_(
        journey.c.state == JourneyEnd.ARRIVED.value, and_(journey.c.state == "leaving", journey.c.owner == address)
    )
    rows = connection.execute(select(journey).where(may_be).order_by(journey.c.document))
    named = (_journey(row) for row in rows if row.state == "leaving" or address.encode() in row.standing)
    return [one for one in named if one.standing is None or address in (one.standing.holder, one.standing.beneficiary)]


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


def set_watch(connection: Connection, document: str, due: datetime, found: Watch) -> None:
    connection.execute(delete(watch).where(watch.c.document == document))
    place = {"block": found.read_to.number, "block_hash": found.read_to.hash} if found.read_to else {}
    row = {"document": document, "due": due, "asks": render_reason(found.asks), "attempts": found.attempts}
    connection.execute(insert(watch).values(row | place))


def find_watch(connection: Connection, document: str) -> Watch:
    row = connection.execute(select(watch).where(watch.c.document == document)).first()
    if row is None:
        return Watch()
    read_to = None if row.block is None else Anchor(row.block, row.block_hash)
    return Watch(read_to, parse_reason(row.asks), row.attempts)


def hold_chain(connection: Connection, chain: str, until: datetime) -> None:
    """Nothing that waits on the chain, and no token there, is looked at before."""
    waiting = (transaction.c.chain == chain, transaction.c.due < until)
    connection.execute(update(transaction).where(*waiting).values(due=until))
    there = select(journey.c.document).where(journey.c.chain == chain)
    connection.execute(update(watch).where(watch.c.document.in_(there), watch.c.due < until).values(due=until))
