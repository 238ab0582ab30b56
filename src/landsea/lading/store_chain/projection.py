"""How facts become the read model."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection, delete, insert, select, update

from landsea.kernel import Recorded
from landsea.lading.chain.facts import (
    ChainAddressRegistered,
    ChainConfigured,
    ChainFeeLimitRaised,
    ChainFeeRaised,
    ChainHistoryRead,
    ChainJourneyEnded,
    ChainRemoved,
    ChainTransactionSigned,
    DocumentBoundForChain,
)
from landsea.lading.store_chain.tables import act, chain, journey, key


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
        connection.execute(delete(key).where(key.c.address == fact.address))  # it was taken over
        row = {"address": fact.address, "party": fact.party, "user": fact.user, "custody": fact.custody.value}
        connection.execute(insert(key).values(row | {"current": True, "registered_at": one.acted_at}))


def on_bound(connection: Connection, recorded: Sequence[Recorded[DocumentBoundForChain]]) -> None:
    for one in recorded:
        fact = one.fact
        connection.execute(delete(journey).where(journey.c.document == fact.document))
        row = {"document": fact.document, "chain": fact.chain, "credential": fact.credential, "token": fact.token}
        connection.execute(insert(journey).values(row | {"owner": fact.owner, "state": "leaving", "acts": 0}))


def on_signed(
    connection: Connection,
    recorded: Sequence[Recorded[ChainTransactionSigned | ChainFeeLimitRaised | ChainFeeRaised]],
) -> None:
    """On record; what is to be sent, and up to which fee, lies beside the journal."""


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
    ChainFeeLimitRaised: on_signed,
    ChainFeeRaised: on_signed,
    ChainHistoryRead: on_read,
    ChainJourneyEnded: on_ended,
}
