"""What is known of documents, transfers and counterparts."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection, select

from landsea.lading.platforms.chain import Effect
from landsea.lading.platforms.facts import (
    CarrierDetails,
    Counterpart,
)
from landsea.lading.platforms.transfers import Known, Progress, Standing, Transfer
from landsea.lading.store_interchange.tables import (
    REFUSED,
    Ledger,
    carrier,
    counterpart,
    envelope,
    here,
    interchange,
    row_of,
    surrender,
)


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
        refused={one.payload: msgspec.json.decode(one.said).get("reason", "") for one in rows if one.state == REFUSED},
    )
    if row is None:
        return Ledger(key, known)
    return Ledger(key, known, row.document, row.said.decode(), row.manifest.decode())


def refusal_of(connection: Connection, reference: str) -> tuple[str, str] | None:
    """The newest entry and the reason of a transfer that was begun and refused; `None` for any other."""
    row = connection.execute(select(envelope).where(envelope.c.reference == reference)).first()
    if row is None or row.state != REFUSED:
        return None
    said = msgspec.json.decode(row.said)
    return said["chain"][-1], said["reason"]


def list_begun(connection: Connection) -> list[tuple[str, Transfer, str, str]]:
    """Incoming transfers that wait for documents: the document's key, the transfer, its action and its sender; at most 200."""
    begun = select(envelope).where(envelope.c.state == Progress.INCOMPLETE.value).order_by(envelope.c.reference)
    rows = connection.execute(begun.limit(200)).all()
    return [(row.key, _transfer(row), *action_of(connection, row.reference)) for row in rows]


def action_of(connection: Connection, reference: str) -> tuple[str, str]:
    """What the newest transaction of a transfer was, and which platform sent it."""
    said = msgspec.json.decode(row_of(connection, reference).said)
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
