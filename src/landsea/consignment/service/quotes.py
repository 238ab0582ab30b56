"""Quotes: given, withdrawn, expired; accepted, which books the consignment."""

from __future__ import annotations

from dataclasses import replace

from landsea.consignment import store
from landsea.consignment.model import (
    AcceptQuote,
    BookedLeg,
    Consignment,
    ConsignmentBooked,
    ConsignmentId,
    Contact,
    ContactNamed,
    GiveQuote,
    Itinerary,
    PartyOn,
    Quote,
    QuoteAccepted,
    QuoteExpired,
    QuoteGiven,
    QuoteState,
    QuoteWithdrawn,
)
from landsea.consignment.model.refusals import QuoteHasExpired, QuoteNotOpen, UnknownPlace
from landsea.consignment.rules import goods as lines
from landsea.consignment.rules import quotes as rules
from landsea.consignment.rules.itinerary import check_itinerary, clean_leg, moment, require_bookable, span
from landsea.consignment.service import outside
from landsea.consignment.service.access import get_consignment_unfiltered, get_quote
from landsea.consignment.service.numbers import booking_number, make_ucr
from landsea.journal import View, Work
from landsea.kernel import clean, utc

EXPIRE_AT_ONCE = 200


def quote(work: Work, command: GiveQuote) -> Quote:
    """Offers an itinerary at a price. The actor's party is the forwarder; its role must be operator."""
    rules.require_forwarder(work.actor)
    outside.require_party(work, command.customer, "/customer")
    itinerary = _checked(work, command.itinerary)
    rules.check_price(command.price_lines, len(itinerary.legs))
    until = utc(command.valid_until)
    rules.check_validity(until, work.now)
    price_lines = tuple(
        replace(line, description=clean(line.description, "price line", 200)) for line in command.price_lines
    )
    note = clean(command.note, "note", 1000) if command.note else ""
    id = work.new_id("qot")
    given = QuoteGiven(command.customer, itinerary, price_lines, until, note)
    work.append(store.QUOTES + id, 0, given)
    return get_quote(work, id)


def _checked(view: View, itinerary: Itinerary) -> Itinerary:
    check_itinerary(itinerary)
    legs = tuple(clean_leg(leg) for leg in itinerary.legs)
    is_known = outside.place_checker(view)
    for leg in legs:
        for end in ("from_place", "to_place"):
            if not is_known(place := getattr(leg, end)):
                raise UnknownPlace(place=place, leg=leg.no, pointer=f"/itinerary/legs/{leg.no - 1}/{end}")
        if leg.operator_party is not None:
            outside.require_party(view, leg.operator_party, f"/itinerary/legs/{leg.no - 1}/operator_party")
    require_bookable(legs, view.now)
    return Itinerary(legs, clean(itinerary.plan_id, "plan", 40) if itinerary.plan_id else "")


def withdraw_quote(work: Work, id: str, reason: str) -> Quote:
    """The forwarder takes its offer back, for `reason`."""
    offered = get_quote(work, id)
    rules.require_own(work.actor, offered)
    _require_open(offered)
    work.append(store.QUOTES + offered.id, offered.version, QuoteWithdrawn(clean(reason, "reason", 500)))
    return get_quote(work, id)


def expire_quotes(work: Work) -> int:
    """What time causes: writes `QuoteExpired` for open quotes whose validity is over. Run by a worker; returns how many."""
    overdue = store.overdue_quotes(work.connection, work.now, EXPIRE_AT_ONCE)
    for offered in overdue:
        work.append(store.QUOTES + offered.id, offered.version, QuoteExpired())
    return len(overdue)


def accept_quote(work: Work, command: AcceptQuote) -> Consignment:
    """Books the consignment: by the customer, or by the forwarder for it. Cut-offs that have passed are refused here."""
    offered = get_quote(work, command.quote)
    rules.require_customer(work.actor, offered)
    _require_open(offered)
    if work.now >= offered.valid_until:
        late = span(work.now - offered.valid_until)
        raise QuoteHasExpired(quote=offered.id, until=moment(offered.valid_until), late=late)
    require_bookable(offered.itinerary.legs, work.now)
    id = ConsignmentId(work.new_id("cns"))
    booked = _booking(work, id, offered, command)
    work.append(store.QUOTES + offered.id, offered.version, QuoteAccepted(id))
    work.append(store.CONSIGNMENTS + id, 0, booked, *contacts_named(booked.parties, command.contacts))
    return get_consignment_unfiltered(work, id)


def _booking(work: Work, id: ConsignmentId, offered: Quote, command: AcceptQuote) -> ConsignmentBooked:
    goods = lines.clean_goods(command.goods)
    equipment = lines.clean_equipment(command.equipment, goods)
    parties = lines.check_parties(rules.parties_of(offered, command.parties))
    for index, one in enumerate(command.parties):
        outside.require_party(work, one.party, f"/parties/{index}/party")
    return ConsignmentBooked(
        ucr=make_ucr(work, command.ucr, id, parties),
        booking=clean(command.booking, "booking number", 35) if command.booking else booking_number(id),
        quote=offered.id,
        forwarder=offered.forwarder,
        plan_id=offered.itinerary.plan_id,
        parties=parties,
        goods=goods,
        equipment=equipment,
        legs=tuple(BookedLeg(leg) for leg in offered.itinerary.legs),
    )


def contacts_named(parties: tuple[PartyOn, ...], contacts: tuple[Contact, ...]) -> list[ContactNamed]:
    """One fact for each person, so that each can be erased alone."""
    return [ContactNamed(one.party, rules.clean_person(one.person)) for one in rules.check_contacts(parties, contacts)]


def _require_open(offered: Quote) -> None:
    if offered.state is not QuoteState.OPEN:
        raise QuoteNotOpen(quote=offered.id, state=offered.state)


def list_quotes(
    view: View, *, state: QuoteState | None = None, after: str | None = None, limit: int = 50
) -> list[Quote]:
    """The quotes that the actor's party gave or got, newest first, behind id `after`."""
    return store.list_quotes(view.connection, view.actor.party, state=state, after=after, limit=limit)
