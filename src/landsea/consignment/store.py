"""The read model: quotes and consignments as their facts left them, who may see them, and the numbers they are found by."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

import msgspec
from sqlalchemy import (
    Column,
    Connection,
    Index,
    Integer,
    LargeBinary,
    Select,
    String,
    Table,
    and_,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from landsea.consignment.model import (
    Consignment,
    ConsignmentBooked,
    ConsignmentId,
    ContactNamed,
    Person,
    Quote,
    QuoteGiven,
    QuoteId,
    QuoteState,
    State,
)
from landsea.consignment.model.refusals import UcrTaken
from landsea.consignment.rules.record import booked, evolve, evolve_quote, quote_given
from landsea.consignment.rules.state import state_of
from landsea.kernel import PartyId, Recorded
from landsea.runtime import UTC, metadata

quote = Table(
    "consignment_quote",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("forwarder", String(40), nullable=False),
    Column("customer", String(40), nullable=False),
    Column("state", String(20), nullable=False),
    Column("valid_until", UTC, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Index(None, "state", "valid_until"),
)
record = Table(
    "consignment_record",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("ucr", String(40), nullable=False, unique=True),
    Column("forwarder", String(40), nullable=False),
    Column("state", String(20), nullable=False),
    Column("from_place", String(5), nullable=False),
    Column("to_place", String(5), nullable=False),
    Column("departs", UTC, nullable=False),
    Column("arrives", UTC, nullable=False),
    Column("booked_at", UTC, nullable=False, index=True),
    Column("content", LargeBinary, nullable=False),
)
reference = Table(
    "consignment_reference",
    metadata,
    Column("record", String(40), primary_key=True),
    Column("kind", String(12), primary_key=True),
    Column("value", String(80), primary_key=True),
    Index(None, "value", "kind"),
)
access = Table(
    "consignment_access",
    metadata,
    Column("record", String(40), primary_key=True),
    Column("party", String(40), primary_key=True),
    Index(None, "party", "record"),
)
contact = Table(
    "consignment_contact",
    metadata,
    Column("record", String(40), primary_key=True),
    Column("party", String(40), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("name", String(200), nullable=False),
    Column("phone", String(80), nullable=False),
    Column("email", String(200), nullable=False),
)
TABLES = (quote, record, reference, access, contact)
QUOTES, CONSIGNMENTS = "quote:", "consignment:"
R = TypeVar("R", Quote, Consignment)

_encoder = msgspec.json.Encoder(enc_hook=str.__str__, order="sorted")
_decoders: dict[type, msgspec.json.Decoder[Any]] = {
    kind: msgspec.json.Decoder(kind, dec_hook=lambda type, value: type(value)) for kind in (Quote, Consignment)
}


def _decode(kind: type[R], content: bytes) -> R:
    value: R = _decoders[kind].decode(content)
    return value


# Writing: only facts do.


def on_quote_given(connection: Connection, recorded: Sequence[Recorded[QuoteGiven]]) -> None:
    for one in recorded:
        given = quote_given(QuoteId(one.stream.removeprefix(QUOTES)), one)
        connection.execute(insert(quote).values(_quote_row(given)))
        _grant(connection, given.id, {given.forwarder, given.customer})


def on_quote_changed(connection: Connection, recorded: Sequence[Recorded[Any]]) -> None:
    for one in recorded:
        id = QuoteId(one.stream.removeprefix(QUOTES))
        changed = evolve_quote(_load_quote(connection, id), one)
        connection.execute(update(quote).where(quote.c.id == id).values(_quote_row(changed)))


def on_booked(connection: Connection, recorded: Sequence[Recorded[ConsignmentBooked]]) -> None:
    for one in recorded:
        made = booked(ConsignmentId(one.stream.removeprefix(CONSIGNMENTS)), one)
        try:
            connection.execute(insert(record).values(_record_row(made)))
        except IntegrityError:  # the loser of a race for a UCR: both looked before either had booked
            raise UcrTaken(ucr=made.ucr, pointer="/ucr") from None
        _follow(connection, made)


def on_changed(connection: Connection, recorded: Sequence[Recorded[Any]]) -> None:
    for one in recorded:
        changed = evolve(_load(connection, ConsignmentId(one.stream.removeprefix(CONSIGNMENTS))), one)
        connection.execute(update(record).where(record.c.id == changed.id).values(_record_row(changed)))
        _follow(connection, changed)


def on_contact_named(connection: Connection, recorded: Sequence[Recorded[ContactNamed]]) -> None:
    """The record's version moves; the person goes to a table of its own, which erasure empties."""
    on_changed(connection, recorded)
    for one in recorded:
        id = one.stream.removeprefix(CONSIGNMENTS)
        _forget_contact(connection, id, one.fact.party)
        if (person := one.fact.person) is not None:
            row = {"name": person.name, "phone": person.phone, "email": person.email, "version": one.version}
            connection.execute(insert(contact).values(record=id, party=one.fact.party, **row))


def on_contact_erased(connection: Connection, recorded: Sequence[Recorded[ContactNamed]]) -> None:
    for one in recorded:
        same = (contact.c.record == one.stream.removeprefix(CONSIGNMENTS)) & (contact.c.version == one.version)
        connection.execute(delete(contact).where(same))


def _forget_contact(connection: Connection, id: str, party: PartyId) -> None:
    connection.execute(delete(contact).where(contact.c.record == id, contact.c.party == party))


def _quote_row(value: Quote) -> dict[str, Any]:
    return {
        "id": value.id,
        "forwarder": value.forwarder,
        "customer": value.customer,
        "state": value.state,
        "valid_until": value.valid_until,
        "content": _encoder.encode(value),
    }


def _record_row(value: Consignment) -> dict[str, Any]:
    return {
        "id": value.id,
        "ucr": str(value.ucr),
        "forwarder": value.forwarder,
        "state": state_of(value),
        "from_place": str(value.legs[0].from_place),
        "to_place": str(value.legs[-1].to_place),
        "departs": value.legs[0].departs,
        "arrives": value.legs[-1].arrives,
        "booked_at": value.booked_at,
        "content": _encoder.encode(value),
    }


def _follow(connection: Connection, value: Consignment) -> None:
    """Access and references are what the record says now."""
    wanted = _references(value)
    there = {
        (row.kind, row.value)
        for row in connection.execute(select(reference.c.kind, reference.c.value).where(reference.c.record == value.id))
    }
    for kind, number in there - wanted:
        connection.execute(
            delete(reference).where(
                reference.c.record == value.id, reference.c.kind == kind, reference.c.value == number
            )
        )
    rows = [{"record": value.id, "kind": kind, "value": number} for kind, number in sorted(wanted - there)]
    if rows:
        connection.execute(insert(reference), rows)
    parties = {one.party for one in value.parties}
    _grant(connection, value.id, parties)
    gone = delete(contact).where(contact.c.record == value.id, contact.c.party.not_in(parties))
    connection.execute(gone)  # whom a party named leaves with it


def _references(value: Consignment) -> set[tuple[str, str]]:
    found = {("ucr", str(value.ucr)), ("booking", value.booking)}
    found |= {("container", str(one.container)) for one in value.equipment}
    found |= {("booking", one.reference) for one in value.booked_legs if one.reference}
    if value.document is not None:
        found |= {("document", value.document.number), ("document", value.document.document)}
    return found


def _grant(connection: Connection, id: str, parties: set[PartyId]) -> None:
    there = set(connection.execute(select(access.c.party).where(access.c.record == id)).scalars())
    for party in there - parties:
        connection.execute(delete(access).where(access.c.record == id, access.c.party == party))
    rows = [{"record": id, "party": party} for party in sorted(parties - there)]
    if rows:
        connection.execute(insert(access), rows)


# Reading.


def _load_quote(connection: Connection, id: QuoteId) -> Quote:
    content: bytes = connection.execute(select(quote.c.content).where(quote.c.id == id)).scalar_one()
    return _decode(Quote, content)


def _load(connection: Connection, id: ConsignmentId) -> Consignment:
    content: bytes = connection.execute(select(record.c.content).where(record.c.id == id)).scalar_one()
    return _decode(Consignment, content)


def find_quote(connection: Connection, id: QuoteId, party: PartyId) -> Quote | None:
    query = _visible(select(quote.c.content), quote, party).where(quote.c.id == id)
    content = connection.execute(query).scalar()
    return None if content is None else _decode(Quote, content)


def find(connection: Connection, id: ConsignmentId, party: PartyId | None) -> Consignment | None:
    """For `party`; `None`: whoever asks (rooms above, which answer for what they show)."""
    query = select(record.c.content).where(record.c.id == id)
    content = connection.execute(query if party is None else _visible(query, record, party)).scalar()
    return None if content is None else _decode(Consignment, content)


def _visible(query: Select[Any], table: Table, party: PartyId) -> Select[Any]:
    return query.join(access, and_(access.c.record == table.c.id, access.c.party == party))


def list_quotes(
    connection: Connection, party: PartyId, *, state: QuoteState | None, after: str | None, limit: int
) -> list[Quote]:
    """Newest first (ids sort by time), behind id `after`."""
    query = _visible(select(quote.c.content), quote, party).order_by(access.c.record.desc()).limit(limit)
    if state is not None:
        query = query.where(quote.c.state == state)
    if after is not None:
        query = query.where(access.c.record < after)
    return [_decode(Quote, content) for content in connection.execute(query).scalars()]


def overdue_quotes(connection: Connection, now: datetime, limit: int) -> list[Quote]:
    query = select(quote.c.content).where(quote.c.state == QuoteState.OPEN, quote.c.valid_until <= now)
    return [
        _decode(Quote, content)
        for content in connection.execute(query.order_by(quote.c.valid_until).limit(limit)).scalars()
    ]


def list_records(
    connection: Connection,
    party: PartyId,
    *,
    state: State | None = None,
    number: str | None = None,
    from_place: str | None = None,
    to_place: str | None = None,
    after: tuple[datetime, str] | None = None,
    limit: int = 50,
) -> list[Consignment]:
    """Newest booking first, behind (`booked_at`, id) `after`; `number` is a UCR, booking, container or document number.

    Ids sort by time, so the order is the one in which a party's index on `access` stands: a page costs a page, not all there is.
    """
    query = _visible(select(record.c.content), record, party)
    wanted = {record.c.state: state, record.c.from_place: from_place, record.c.to_place: to_place}
    for column, value in wanted.items():
        if value is not None:
            query = query.where(column == value)
    if number is not None:
        query = query.where(record.c.id.in_(select(reference.c.record).where(reference.c.value == number)))
    if after is not None:
        query = query.where(access.c.record < after[1])
    query = query.order_by(access.c.record.desc()).limit(limit)
    return [_decode(Consignment, content) for content in connection.execute(query).scalars()]


def find_by_reference(connection: Connection, kind: str, value: str) -> list[ConsignmentId]:
    query = select(reference.c.record).where(reference.c.kind == kind, reference.c.value == value)
    return [ConsignmentId(id) for id in connection.execute(query.order_by(reference.c.record)).scalars()]


def ucr_is_taken(connection: Connection, ucr: str) -> bool:
    return connection.execute(select(record.c.id).where(record.c.ucr == ucr)).first() is not None


def contacts(connection: Connection, id: ConsignmentId) -> dict[PartyId, Person]:
    query = select(contact).where(contact.c.record == id).order_by(contact.c.party)
    return {PartyId(row.party): Person(row.name, row.phone, row.email) for row in connection.execute(query)}
