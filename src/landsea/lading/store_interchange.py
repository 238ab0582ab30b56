"""The read model of the exchange with other platforms, and the queue of what is to be sent (which is outside the journal)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Boolean, Column, Connection, Integer, LargeBinary, String, Table, insert, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from landsea.kernel import Recorded
from landsea.lading.model import DocumentId
from landsea.lading.platforms.chain import Effect
from landsea.lading.platforms.facts import (
    CarrierDescribed,
    CarrierDetails,
    Counterpart,
    CounterpartConfigured,
    CounterpartRemoved,
    EnvelopeAccepted,
    EnvelopeBegun,
    EnvelopeDisputed,
    EnvelopeDocumentStored,
    EnvelopeRefused,
    EnvelopeSending,
    EnvelopeSendingRefused,
    EnvelopeSent,
    IssuanceReceived,
    PlatformOpened,
    SurrenderAnswered,
    SurrenderReceived,
    SurrenderRequested,
)
from landsea.lading.platforms.transfers import Known, Progress, Standing, Transfer
from landsea.runtime import UTC, metadata

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
outgoing = Table(
    "lading_outgoing",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("kind", String(24), nullable=False),
    Column("counterpart", String(40), nullable=False),
    Column("subject", String(80), nullable=False, index=True),
    Column("body", LargeBinary, nullable=False),
    Column("state", LargeBinary, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("asks", String(300), nullable=False),
    Column("due", UTC, index=True),
    Column("made_at", UTC, nullable=False),
)
"""`due` is empty when it is over. Outside the journal: what was decided and what came of it are facts."""
TABLES = (here, counterpart, carrier, interchange, envelope, surrender)
REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Something to be sent until it is answered; `state` is plain JSON of its kind."""

    id: str
    kind: str
    counterpart: str
    subject: str
    body: bytes
    state: dict[str, Any]
    attempts: int
    asks: str
    due: datetime | None
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Ledger:
    """What is known of one document in the exchange: `said` is its transport document's JSON, `document` its id here."""

    key: str
    known: Known
    document: DocumentId | None = None
    said: str = ""
    manifest: str = ""


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
        _put(connection, envelope, row, "payload")


def on_document(connection: Connection, recorded: Sequence[Recorded[EnvelopeDocumentStored]]) -> None:
    for one in recorded:
        row = _row_of(connection, one.fact.reference)
        said = msgspec.json.decode(row.said)
        said["received"] = sorted({*said["received"], one.fact.checksum})
        changed = update(envelope).where(envelope.c.payload == row.payload)
        connection.execute(changed.values(said=msgspec.json.encode(said)))


def on_accepted(connection: Connection, recorded: Sequence[Recorded[EnvelopeAccepted]]) -> None:
    for one in recorded:
        fact, row = one.fact, _row_of(connection, one.fact.reference)
        changed = update(envelope).where(envelope.c.payload == row.payload)
        connection.execute(changed.values(state=Progress.ACCEPTED.value))
        said = msgspec.json.decode(row.said)
        standing = Standing.HERE if said["effect"] == Effect.POSSESSION else Standing.ELSEWHERE
        values: dict[str, Any] = {"standing": standing.value, "chain": msgspec.json.encode(said["chain"])}
        _know(connection, fact.key, **values, **({"document": fact.document} if fact.document else {}))


def on_refused(connection: Connection, recorded: Sequence[Recorded[EnvelopeRefused]]) -> None:
    for one in recorded:
        row = {"payload": one.fact.payload, "key": one.fact.key, "reference": None, "state": REFUSED, "said": b"{}"}
        _put(connection, envelope, row, "payload")


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
        open_ = surrender.c.reference == one.fact.reference
        connection.execute(update(surrender).where(open_, surrender.c.action.is_(None)).values(action=one.fact.action))


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
    IssuanceReceived: on_issuance,
    SurrenderReceived: on_surrender,
    SurrenderRequested: on_surrender,
    SurrenderAnswered: on_answered,
}


def find_here(connection: Connection) -> tuple[str, tuple[str, ...]] | None:
    """The node's platform code and the certificates of its keys."""
    row = connection.execute(select(here)).first()
    return None if row is None else (row.code, tuple(msgspec.json.decode(row.certificates)))


def find_carrier(connection: Connection, party: str) -> tuple[CarrierDetails, str] | None:
    """A carrier of this node: what was said of it, and its certificate."""
    row = connection.execute(select(carrier).where(carrier.c.party == party)).first()
    if row is None:
        return None
    return msgspec.json.decode(row.details, type=CarrierDetails), row.certificate.decode()


def list_carriers(connection: Connection) -> list[tuple[CarrierDetails, str]]:
    """All carriers of this node."""
    rows = connection.execute(select(carrier).order_by(carrier.c.party))
    return [(msgspec.json.decode(row.details, type=CarrierDetails), row.certificate.decode()) for row in rows]


def list_counterparts(connection: Connection) -> list[Counterpart]:
    query = select(counterpart.c.said).where(~counterpart.c.removed).order_by(counterpart.c.id)
    return [msgspec.json.decode(said, type=Counterpart) for said in connection.execute(query).scalars()]


def key_of_payload(connection: Connection, payload: str) -> str | None:
    """The document that a newest entry with this payload is of, when it was seen before."""
    return connection.execute(select(envelope.c.key).where(envelope.c.payload == payload)).scalar()


def key_of_reference(connection: Connection, reference: str) -> str | None:
    return connection.execute(select(envelope.c.key).where(envelope.c.reference == reference)).scalar()


def key_of_document(connection: Connection, document: str) -> str | None:
    return connection.execute(select(interchange.c.key).where(interchange.c.document == document)).scalar()


def ledger(connection: Connection, key: str) -> Ledger:
    row = connection.execute(select(interchange).where(interchange.c.key == key)).first()
    rows = connection.execute(select(envelope).where(envelope.c.key == key).order_by(envelope.c.payload)).all()
    transfers = [_transfer(one) for one in rows if one.state != REFUSED]
    known = Known(
        standing=Standing(row.standing) if row else Standing.UNKNOWN,
        chain=tuple(msgspec.json.decode(row.chain)) if row else (),
        open=next((one for one in transfers if one.progress is Progress.INCOMPLETE), None),
        accepted=tuple(one for one in transfers if one.progress is Progress.ACCEPTED),
        refused=frozenset(one.payload for one in rows if one.state == REFUSED),
    )
    if row is None:
        return Ledger(key, known)
    return Ledger(key, known, row.document, row.said.decode(), row.manifest.decode())


def action_of(connection: Connection, reference: str) -> tuple[str, str]:
    """What the newest transaction of a transfer was, and which platform sent it."""
    said = msgspec.json.decode(_row_of(connection, reference).said)
    return said["action"], said["sender"]


def find_surrender(connection: Connection, reference: str, by: str, *, incoming: bool) -> Any:
    where = (surrender.c.reference == reference, surrender.c.counterpart == by, surrender.c.incoming == incoming)
    return connection.execute(select(surrender).where(*where)).first()


def asked_surrender(connection: Connection, reference: str) -> Any:
    """A surrender that this platform asked for: references are its own."""
    where = (surrender.c.reference == reference, ~surrender.c.incoming)
    return connection.execute(select(surrender).where(*where)).first()


def open_surrender(connection: Connection, document: str, *, incoming: bool) -> Any:
    """The surrender of a document that waits for the carrier's answer."""
    where = (surrender.c.document == document, surrender.c.incoming == incoming, surrender.c.action.is_(None))
    return connection.execute(select(surrender).where(*where)).first()


def queue(connection: Connection, one: Outgoing) -> None:
    connection.execute(insert(outgoing).values(_outgoing_row(one)))


def due_now(connection: Connection, now: datetime, limit: int) -> list[Outgoing]:
    query = select(outgoing).where(outgoing.c.due <= now).order_by(outgoing.c.due, outgoing.c.id).limit(limit)
    return [_outgoing(row) for row in connection.execute(query.with_for_update(skip_locked=True))]


def get_outgoing(connection: Connection, id: str) -> Outgoing | None:
    row = connection.execute(select(outgoing).where(outgoing.c.id == id)).first()
    return None if row is None else _outgoing(row)


def newest_outgoing(connection: Connection, subject: str) -> Outgoing | None:
    """What was sent about a document last."""
    found = list_outgoing(connection, subject=subject)
    return found[0] if found else None


def list_outgoing(
    connection: Connection, *, unsettled: bool = False, subject: str | None = None, kind: str | None = None
) -> list[Outgoing]:
    """The newest 200."""
    query = select(outgoing).order_by(outgoing.c.made_at.desc(), outgoing.c.id.desc()).limit(200)
    if kind is not None:
        query = query.where(outgoing.c.kind == kind)
    if unsettled:
        query = query.where(outgoing.c.due.is_not(None) | (outgoing.c.asks != ""))
    if subject is not None:
        query = query.where(outgoing.c.subject == subject)
    return [_outgoing(row) for row in connection.execute(query)]


def keep(connection: Connection, one: Outgoing) -> None:
    connection.execute(update(outgoing).where(outgoing.c.id == one.id).values(_outgoing_row(one)))


def _outgoing_row(one: Outgoing) -> dict[str, Any]:
    row = {name: getattr(one, name) for name in one.__dataclass_fields__}
    return row | {"state": msgspec.json.encode(one.state), "asks": one.asks[:300]}


def _outgoing(row: Any) -> Outgoing:
    return Outgoing(
        row.id,
        row.kind,
        row.counterpart,
        row.subject,
        bytes(row.body),
        msgspec.json.decode(row.state),
        row.attempts,
        row.asks,
        row.due,
        row.made_at,
    )


def _know(connection: Connection, key: str, **values: Any) -> None:
    """Changes what is known of a document, or begins to know it."""
    changed = connection.execute(update(interchange).where(interchange.c.key == key).values(values))
    if changed.rowcount == 0:
        blank = {"document": None, "standing": Standing.UNKNOWN.value, "chain": b"[]", "said": b"", "manifest": b""}
        connection.execute(insert(interchange).values(blank | {"key": key} | values))


def _chain(connection: Connection, key: str) -> list[str]:
    stored = connection.execute(select(interchange.c.chain).where(interchange.c.key == key)).scalar_one()
    chain: list[str] = msgspec.json.decode(stored)
    return chain


def _row_of(connection: Connection, reference: str) -> Any:
    return connection.execute(select(envelope).where(envelope.c.reference == reference)).one()


def _transfer(row: Any) -> Transfer:
    said = msgspec.json.decode(row.said)
    return Transfer(
        reference=row.reference,
        chain=tuple(said["chain"]),
        document_checksum=said["document_checksum"],
        documents=said["documents"],
        received=frozenset(said["received"]),
        effect=Effect(said["effect"]),
        party=said["party"],
        progress=Progress(row.state),
    )


def _put(connection: Connection, table: Table, row: dict[str, Any], key: str) -> None:
    make = sqlite_insert if connection.dialect.name == "sqlite" else pg_insert
    statement = make(table).values(row)
    connection.execute(statement.on_conflict_do_update(index_elements=[key], set_=row))
