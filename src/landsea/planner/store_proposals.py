"""The read model of proposals, and which consignments the worker looks at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

import msgspec
from sqlalchemy import Boolean, Column, Connection, Integer, LargeBinary, String, Table, delete, insert, select, update

from landsea.kernel import PartyId, Recorded
from landsea.planner.model.proposals import Proposal, ProposalSettled, ReplanProposed
from landsea.planner.store import access_table
from landsea.runtime import UTC, metadata

STREAM = "proposal/"
proposal_table = Table(
    "planner_proposal",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("party", String(40), nullable=False, index=True),
    Column("consignment", String(40), nullable=False, index=True),
    Column("open", Boolean, nullable=False),
    Column("made_at", UTC, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
watch_table = Table(
    "planner_watch",  # what the follower has still to do, no read model
    metadata,
    Column("consignment", String(40), primary_key=True),
    Column("due", Boolean, nullable=False),
    Column("leg", Integer),
    Column("cargo_at", UTC),
)

_encode = msgspec.json.Encoder(order="sorted", enc_hook=str).encode
_decode = msgspec.json.Decoder(Proposal).decode


def on_proposed(connection: Connection, recorded: Sequence[Recorded[ReplanProposed]]) -> None:
    for one in recorded:
        fact = one.fact
        made = Proposal(
            id=one.stream.removeprefix(STREAM),
            consignment=fact.consignment,
            party=fact.party,
            affected=fact.affected,
            arrival=fact.arrival,
            plan=fact.plan,
            network=fact.network,
            made_at=one.acted_at,
            version=one.version,
        )
        row = {"id": made.id, "party": made.party, "consignment": made.consignment, "open": True}
        connection.execute(insert(proposal_table).values(**row, made_at=made.made_at, body=_encode(made)))
        shown = {"plan": fact.plan, "party": fact.party, "shared_by": one.party}
        connection.execute(insert(access_table).values(**shown))


def on_settled(connection: Connection, recorded: Sequence[Recorded[ProposalSettled]]) -> None:
    for one in recorded:
        id, fact = one.stream.removeprefix(STREAM), one.fact
        known = find(connection, id)
        if known is None:
            raise AssertionError(f"{id} is settled and was not made")
        settled = replace(known, settled=fact.how, itinerary=fact.itinerary, reason=fact.reason, version=one.version)
        change = update(proposal_table).where(proposal_table.c.id == id)
        connection.execute(change.values(open=False, body=_encode(settled)))


def find(connection: Connection, id: str) -> Proposal | None:
    """WITHOUT access filter."""
    body = connection.execute(select(proposal_table.c.body).where(proposal_table.c.id == id)).scalar()
    return None if body is None else _decode(bytes(body))


def list_proposals(
    connection: Connection, party: PartyId | None, consignment: str | None, *, only_open: bool
) -> tuple[Proposal, ...]:
    """Newest first; of one party, unless it is `None`."""
    query = select(proposal_table.c.body)
    if party is not None:
        query = query.where(proposal_table.c.party == party)
    if consignment is not None:
        query = query.where(proposal_table.c.consignment == consignment)
    if only_open:
        query = query.where(proposal_table.c.open)
    query = query.order_by(proposal_table.c.made_at.desc(), proposal_table.c.id.desc()).limit(200)
    return tuple(_decode(bytes(body)) for body in connection.execute(query).scalars())


def watch(connection: Connection, consignment: str) -> None:
    known = connection.execute(select(watch_table.c.consignment).where(watch_table.c.consignment == consignment))
    if known.first() is None:
        connection.execute(insert(watch_table).values(consignment=consignment, due=True))
    else:
        connection.execute(update(watch_table).where(watch_table.c.consignment == consignment).values(due=True))


def missed(connection: Connection, consignment: str, leg: int | None, cargo_at: datetime | None) -> None:
    change = update(watch_table).where(watch_table.c.consignment == consignment)
    connection.execute(change.values(due=True, leg=leg, cargo_at=cargo_at))


def all_due(connection: Connection) -> None:
    connection.execute(update(watch_table).values(due=True))


def due(connection: Connection, limit: int) -> list[tuple[str, int | None, datetime | None]]:
    columns = (watch_table.c.consignment, watch_table.c.leg, watch_table.c.cargo_at)
    query = select(*columns).where(watch_table.c.due).order_by(watch_table.c.consignment).limit(limit)
    return [(id, leg, at) for id, leg, at in connection.execute(query)]


def take(connection: Connection, consignment: str, leg: int | None, cargo_at: datetime | None) -> bool:
    """Off the list, if it is still on it as it was looked at: of two workers one gets it."""
    here = (watch_table.c.consignment == consignment) & watch_table.c.due
    same = watch_table.c.leg.is_not_distinct_from(leg) & watch_table.c.cargo_at.is_not_distinct_from(cargo_at)
    return connection.execute(update(watch_table).where(here & same).values(due=False)).rowcount == 1


def forget(connection: Connection, consignments: Iterable[str]) -> None:
    connection.execute(delete(watch_table).where(watch_table.c.consignment.in_(list(consignments))))
