"""What each fact of the exchange changes in its tables."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, insert, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from landsea.kernel import Recorded
from landsea.lading.model import OrderKind
from landsea.lading.platforms.chain import Effect
from landsea.lading.platforms.facts import (
    CarrierDescribed,
    CounterpartConfigured,
    CounterpartRemoved,
    DisputeSettled,
    EnvelopeAccepted,
    EnvelopeBegun,
    EnvelopeDisputed,
    EnvelopeDocumentStored,
    EnvelopeRefused,
    EnvelopeSending,
    EnvelopeSendingRefused,
    EnvelopeSent,
    IssuanceReceived,
    LateAnswer,
    PlatformOpened,
    SendingAskedAgain,
    SendingDoubted,
    SurrenderAnswered,
    SurrenderReceived,
    SurrenderRequested,
)
from landsea.lading.platforms.refusals import TransferUnderWay
from landsea.lading.platforms.transfers import Progress, Standing
from landsea.lading.store_interchange.tables import (
    BARRED,
    REFUSED,
    carrier,
    counterpart,
    envelope,
    here,
    interchange,
    row_of,
    surrender,
)


def on_opened(connection: Connection, recorded: Sequence[Recorded[PlatformOpened]]) -> None:
    for one in recorded:
        values = {"code": one.fact.code, "certificates": msgspec.json.encode(one.fact.certificates)}
        connection.execute(insert(here).values(values))


def on_configured(connection: Connection, recorded: Sequence[Recorded[CounterpartConfigured]]) -> None:
    for one in recorded:
        said = one.fact.counterpart
        _put(connection, counterpart, {"id": said.id, "said": msgspec.json.encode(said), "removed": False}, "id")


def on_described(connection: Connection, recorded: Sequence[Recorded[CarrierDescribed]]) -> None:
    for one in recorded:
        fact = one.fact
        row: dict[str, Any] = {"party": fact.party, "details": msgspec.json.encode(fact.details)}
        _put(connection, carrier, row | {"certificate": fact.certificate.encode()}, "party")


def on_removed(connection: Connection, recorded: Sequence[Recorded[CounterpartRemoved]]) -> None:
    for one in recorded:
        gone = update(counterpart).where(counterpart.c.id == one.fact.counterpart)
        connection.execute(gone.values(removed=True))


def on_begun(connection: Connection, recorded: Sequence[Recorded[EnvelopeBegun]]) -> None:
    for one in recorded:
        fact = one.fact
        _know(connection, fact.key, said=fact.said.encode(), manifest=fact.manifest.encode())
        said = {
            "chain": fact.chain,
            "document_checksum": fact.document_checksum,
            "documents": {one.checksum: one.size for one in fact.documents},
            "received": fact.received,
            "effect": fact.effect,
            "party": fact.party,
            "action": fact.action,
            "sender": fact.sender,
        }
        row: dict[str, Any] = {"payload": fact.payload, "key": fact.key, "reference": fact.reference}
        row |= {"state": Progress.INCOMPLETE.value, "said": msgspec.json.encode(said)}
        _keep_transfer(connection, row)


def on_document(connection: Connection, recorded: Sequence[Recorded[EnvelopeDocumentStored]]) -> None:
    for one in recorded:
        row = row_of(connection, one.fact.reference)
        said = msgspec.json.decode(row.said)
        said["received"] = sorted({*said["received"], one.fact.checksum})
        changed = update(envelope).where(envelope.c.payload == row.payload)
        connection.execute(changed.values(said=msgspec.json.encode(said)))


def on_accepted(connection: Connection, recorded: Sequence[Recorded[EnvelopeAccepted]]) -> None:
    for one in recorded:
        fact, row = one.fact, row_of(connection, one.fact.reference)
        changed = update(envelope).where(envelope.c.payload == row.payload)
        connection.execute(changed.values(state=Progress.ACCEPTED.value))
        said = msgspec.json.decode(row.said)
        standing = Standing.HERE if said["effect"] == Effect.POSSESSION else Standing.ELSEWHERE
        values: dict[str, Any] = {"standing": standing.value, "chain": msgspec.json.encode(said["chain"])}
        _know(connection, fact.key, **values, **({"document": fact.document} if fact.document else {}))


def on_refused(connection: Connection, recorded: Sequence[Recorded[EnvelopeRefused]]) -> None:
    """What its sender calls it stays, so that whatever is asked of it is answered BENV."""
    for one in recorded:
        fact = one.fact
        known = connection.execute(select(envelope).where(envelope.c.payload == fact.payload)).first()
        said = (msgspec.json.decode(known.said) if known else {}) | {"reason": fact.reason}
        row = {"payload": fact.payload, "key": fact.key, "reference": known.reference if known else None}
        _keep_transfer(connection, row | {"state": REFUSED, "said": msgspec.json.encode(said)})


def on_sending(connection: Connection, recorded: Sequence[Recorded[EnvelopeSending]]) -> None:
    for one in recorded:
        fact = one.fact
        said = json.loads(fact.body)["transportDocument"]
        values = {"standing": Standing.LEAVING.value, "chain": msgspec.json.encode(fact.chain)}
        _know(connection, fact.key, **values, document=fact.document, said=msgspec.json.encode(said))


def on_sent(connection: Connection, recorded: Sequence[Recorded[EnvelopeSent]]) -> None:
    for one in recorded:
        chain = [*_chain(connection, one.fact.key)[:-1], one.fact.entry]
        values = {"standing": Standing.ELSEWHERE.value, "chain": msgspec.json.encode(chain)}
        _know(connection, one.fact.key, **values)


def on_sending_refused(connection: Connection, recorded: Sequence[Recorded[EnvelopeSendingRefused]]) -> None:
    for one in recorded:
        chain = _chain(connection, one.fact.key)[:-1]
        _know(connection, one.fact.key, standing=Standing.HERE.value, chain=msgspec.json.encode(chain))


def on_disputed(connection: Connection, recorded: Sequence[Recorded[EnvelopeDisputed]]) -> None:
    """The document stays where it was: under way."""


def on_settled(connection: Connection, recorded: Sequence[Recorded[DisputeSettled]]) -> None:
    """It is there, with the entry that was sent; or here, and that entry was never part of the chain.

    A message that is no envelope, or one that its receiver had signed for, changes no chain.
    """
    for one in recorded:
        if _standing(connection, one.fact.key) != Standing.LEAVING.value:
            continue
        chain = _chain(connection, one.fact.key)
        there = one.fact.how in (OrderKind.LEFT, OrderKind.ACCEPT)
        standing, kept = (Standing.ELSEWHERE, chain) if there else (Standing.HERE, chain[:-1])
        _know(connection, one.fact.key, standing=standing.value, chain=msgspec.json.encode(kept))


def on_doubted(connection: Connection, recorded: Sequence[Recorded[SendingDoubted | SendingAskedAgain]]) -> None:
    """The document stays where it was: under way."""


def on_late(connection: Connection, recorded: Sequence[Recorded[LateAnswer]]) -> None:
    """Where it contradicts the settlement, what was sent is under way again."""
    for one in recorded:
        if not one.fact.reopens or not one.fact.entry:
            continue
        chain = _chain(connection, one.fact.key)
        again = chain if chain and chain[-1] == one.fact.entry else [*chain, one.fact.entry]
        _know(connection, one.fact.key, standing=Standing.LEAVING.value, chain=msgspec.json.encode(again))


def on_issuance(connection: Connection, recorded: Sequence[Recorded[IssuanceReceived]]) -> None:
    for one in recorded:
        fact = one.fact
        if fact.document is None:
            continue
        asked = json.loads(fact.request)
        _know(
            connection,
            fact.key,
            standing=Standing.HERE.value,
            document=fact.document,
            said=msgspec.json.encode(asked["document"]),
            manifest=asked["issuanceManifestSignedContent"].encode(),
        )


def on_surrender(connection: Connection, recorded: Sequence[Recorded[SurrenderReceived | SurrenderRequested]]) -> None:
    for one in recorded:
        fact = one.fact
        row = {"reference": fact.reference, "counterpart": fact.counterpart, "document": fact.document}
        incoming = isinstance(fact, SurrenderReceived)
        connection.execute(insert(surrender).values(row | {"code": fact.code, "action": None, "incoming": incoming}))


def on_answered(connection: Connection, recorded: Sequence[Recorded[SurrenderAnswered]]) -> None:
    for one in recorded:
        # References are their platforms' own: only with the document is it this one.
        asked = (surrender.c.reference == one.fact.reference, surrender.c.document == one.fact.document)
        connection.execute(update(surrender).where(*asked, surrender.c.action.is_(None)).values(action=one.fact.action))


HANDLERS: dict[Any, Any] = {
    PlatformOpened: on_opened,
    CarrierDescribed: on_described,
    CounterpartConfigured: on_configured,
    CounterpartRemoved: on_removed,
    EnvelopeBegun: on_begun,
    EnvelopeDocumentStored: on_document,
    EnvelopeAccepted: on_accepted,
    EnvelopeRefused: on_refused,
    EnvelopeSending: on_sending,
    EnvelopeSent: on_sent,
    EnvelopeSendingRefused: on_sending_refused,
    EnvelopeDisputed: on_disputed,
    DisputeSettled: on_settled,
    SendingDoubted: on_doubted,
    SendingAskedAgain: on_doubted,
    LateAnswer: on_late,
    IssuanceReceived: on_issuance,
    SurrenderReceived: on_surrender,
    SurrenderRequested: on_surrender,
    SurrenderAnswered: on_answered,
}


def _know(connection: Connection, key: str, **values: Any) -> None:
    """Changes what is known of a document, or begins to know it."""
    changed = connection.execute(update(interchange).where(interchange.c.key == key).values(values))
    if changed.rowcount == 0:
        blank = {"document": None, "standing": Standing.UNKNOWN.value, "chain": b"[]", "said": b"", "manifest": b""}
        connection.execute(insert(interchange).values(blank | {"key": key} | values))


def _standing(connection: Connection, key: str) -> str | None:
    found: str | None = connection.execute(select(interchange.c.standing).where(interchange.c.key == key)).scalar()
    return found


def _chain(connection: Connection, key: str) -> list[str]:
    stored = connection.execute(select(interchange.c.chain).where(interchange.c.key == key)).scalar_one()
    chain: list[str] = msgspec.json.decode(stored)
    return chain


def _keep_transfer(connection: Connection, row: dict[str, Any]) -> None:
    """An entry is of one document. Raises `TransferUnderWay` where it is barred, unseen, while its envelope is being judged."""
    make = sqlite_insert if connection.dialect.name == "sqlite" else pg_insert
    statement = make(envelope).values(row)
    barred = envelope.c.key.startswith(BARRED) if not row["key"].startswith(BARRED) else envelope.c.key != row["key"]
    kept = connection.execute(
        statement.on_conflict_do_update(index_elements=["payload"], set_=row, where=~barred).returning(envelope.c.key)
    )
    if kept.first() is None:
        raise TransferUnderWay(number="", seconds=1)


def _put(connection: Connection, table: Table, row: dict[str, Any], key: str) -> None:
    make = sqlite_insert if connection.dialect.name == "sqlite" else pg_insert
    statement = make(table).values(row)
    connection.execute(statement.on_conflict_do_update(index_elements=[key], set_=row))
