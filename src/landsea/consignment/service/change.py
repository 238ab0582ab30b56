"""Amend, split, cancel: while no document is operative."""

from __future__ import annotations

from landsea.consignment import store
from landsea.consignment.model import (
    AmendConsignment,
    Consignment,
    ConsignmentAmended,
    ConsignmentBooked,
    ConsignmentCancelled,
    ConsignmentId,
    ConsignmentSplit,
    ContactNamed,
    LegState,
    PartyOn,
    SplitConsignment,
)
from landsea.consignment.model.refusals import NothingAmended
from landsea.consignment.rules import goods as lines
from landsea.consignment.rules.state import Act
from landsea.consignment.service import outside
from landsea.consignment.service.access import append, get_consignment_unfiltered, open_for
from landsea.consignment.service.numbers import booking_number, make_ucr
from landsea.consignment.service.quotes import contacts_named
from landsea.journal import StaleVersion, Work
from landsea.kernel import clean


def amend(work: Work, consignment: str, command: AmendConsignment) -> Consignment:
    """Goods, equipment, parties or contacts as they shall be; earlier versions stay in the journal.

    When operators confirmed less than is asked now, their legs are asked for again.
    """
    record = open_for(work, consignment, Act.AMEND)
    if command.seen is not None and command.seen != record.version:
        raise StaleVersion(stream=store.CONSIGNMENTS + record.id, seen=command.seen)
    changed = _amended(work, record, command)
    contacts = contacts_named(changed.parties, command.contacts)
    same = (changed.goods, changed.equipment, changed.parties) == (record.goods, record.equipment, record.parties)
    if same and not contacts:
        raise NothingAmended
    facts = [] if same else [changed]
    return append(work, record, *facts, *contacts)


def _amended(work: Work, record: Consignment, command: AmendConsignment) -> ConsignmentAmended:
    goods = record.goods if command.goods is None else lines.clean_goods(command.goods)
    equipment = lines.clean_equipment(record.equipment if command.equipment is None else command.equipment, goods)
    because = lines.needs_confirmation_again((record.goods, record.equipment), (goods, equipment))
    reopened = [one.leg.no for one in record.booked_legs if because and one.state is LegState.CONFIRMED]
    return ConsignmentAmended(
        parties=_parties(work, record, command.parties),
        goods=goods,
        equipment=equipment,
        reason=clean(command.reason, "reason", 500),
        reopened=tuple(reopened),
        reopened_because=because if reopened else "",
    )


def _parties(work: Work, record: Consignment, named: tuple[PartyOn, ...] | None) -> tuple[PartyOn, ...]:
    """Those named; the forwarder and the legs' operators stay, since they are bound by what they did."""
    if named is None:
        return record.parties
    for index, one in enumerate(named):
        outside.require_party(work, one.party, f"/parties/{index}/party")
    return lines.check_parties((*named, *(one for one in lines.bound_parties(record) if one not in named)))


def split(work: Work, consignment: str, command: SplitConsignment) -> tuple[Consignment, Consignment]:
    """Moves part of the goods to a new consignment on the same legs, whose answers hold for both. What stays, and what went."""
    record = open_for(work, consignment, Act.SPLIT)
    stays, goes = lines.split(record.goods, record.equipment, command.items, command.containers)
    id = ConsignmentId(work.new_id("cns"))
    part = ConsignmentBooked(
        ucr=make_ucr(work, command.ucr, id, record.parties),
        booking=booking_number(id),
        quote=record.quote,
        forwarder=record.forwarder,
        plan_id=record.plan_id,
        parties=record.parties,
        goods=goes[0],
        equipment=goes[1],
        legs=record.booked_legs,
        split_from=record.id,
    )
    left = append(work, record, ConsignmentSplit(id, *stays))
    contacts = [ContactNamed(party, person) for party, person in store.contacts(work.connection, record.id).items()]
    work.append(store.CONSIGNMENTS + id, 0, part, *contacts)
    return left, get_consignment_unfiltered(work, id)


def cancel(work: Work, consignment: str, reason: str) -> Consignment:
    """Refused while a document is operative."""
    record = open_for(work, consignment, Act.CANCEL)
    return append(work, record, ConsignmentCancelled(clean(reason, "reason", 500)))
