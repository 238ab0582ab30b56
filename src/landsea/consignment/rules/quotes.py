"""Who quotes and accepts, what a price and a validity must be, who is on the consignment that a quote becomes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from landsea.consignment.model import Capacity, Contact, PartyOn, Person, PriceLine, Quote
from landsea.consignment.model.refusals import (
    Duplicate,
    NoPriceLine,
    NotOnConsignment,
    NotYourQuote,
    OneCurrency,
    PriceOfNoLeg,
    ValidityOver,
)
from landsea.consignment.rules.itinerary import moment
from landsea.kernel import Actor, BadValue, NotAllowed, Role, clean


def require_forwarder(actor: Actor) -> None:
    if actor.role is not Role.OPERATOR:
        raise NotAllowed(role=actor.role, act="quote", needed=Role.OPERATOR)


def require_own(actor: Actor, quote: Quote) -> None:
    require_forwarder(actor)
    if actor.party != quote.forwarder:
        raise NotYourQuote(quote=quote.id, act="withdraw", needed="forwarder")


def require_customer(actor: Actor, quote: Quote) -> None:
    """The customer accepts, or the forwarder on its behalf; the journal says who did."""
    if actor.role not in (Role.OPERATOR, Role.SHIPPER):
        raise NotAllowed(role=actor.role, act="accept", needed=f"{Role.OPERATOR}, {Role.SHIPPER}")
    if actor.party not in (quote.customer, quote.forwarder):
        raise NotYourQuote(quote=quote.id, act="accept", needed="customer")


def check_price(lines: Sequence[PriceLine], legs: int) -> None:
    """At least one line, one currency, of legs that exist; the sum must be an amount too (`Money` refuses an overflow)."""
    if not lines:
        raise NoPriceLine(pointer="/price_lines")
    currencies = sorted({line.amount.currency for line in lines})
    if len(currencies) > 1:
        raise OneCurrency(currencies=", ".join(currencies), pointer="/price_lines")
    for index, line in enumerate(lines):
        if line.leg is not None and not 1 <= line.leg <= legs:
            raise PriceOfNoLeg(leg=line.leg, last=legs, pointer=f"/price_lines/{index}/leg")
    total = lines[0].amount
    try:
        for line in lines[1:]:
            total = total + line.amount
    except BadValue as overflow:
        raise overflow.at("/price_lines") from None


def check_validity(until: datetime, now: datetime) -> None:
    if until <= now:
        raise ValidityOver(until=moment(until), now=moment(now), pointer="/valid_until")


def parties_of(quote: Quote, named: Sequence[PartyOn]) -> tuple[PartyOn, ...]:
    """Those named, with the forwarder, the legs' operators as carriers, and the customer as shipper unless another one is named."""
    added = [PartyOn(quote.forwarder, Capacity.FORWARDER)]
    if not any(one.capacity is Capacity.SHIPPER for one in named):
        added.append(PartyOn(quote.customer, Capacity.SHIPPER))
    operators = [leg.operator_party for leg in quote.itinerary.legs if leg.operator_party is not None]
    added += [PartyOn(party, Capacity.CARRIER) for party in dict.fromkeys(operators)]
    return (*named, *(one for one in added if one not in named))


def check_contacts(parties: Sequence[PartyOn], contacts: Sequence[Contact]) -> Sequence[Contact]:
    """One person for a party, of parties that are on the consignment."""
    known = {one.party for one in parties}
    seen = set()
    for index, one in enumerate(contacts):
        if one.party not in known:
            raise NotOnConsignment(party=one.party, pointer=f"/contacts/{index}/party")
        if one.party in seen:
            raise Duplicate(value=one.party, where="/contacts", pointer=f"/contacts/{index}/party")
        seen.add(one.party)
    return contacts


def clean_person(person: Person) -> Person:
    if person.phone and not re.fullmatch(r"\+?[0-9 ()/.-]{3,30}", person.phone):
        raise BadValue(
            value="(hidden)", what="phone", why="it has digits and + ( ) / . -", mend="For example +65 6123 4567."
        )
    if person.email and not re.fullmatch(r"[^@\s]{1,64}@[^@\s]{1,128}", person.email):
        raise BadValue(
            value="(hidden)", what="e-mail address", why="it has one @", mend="For example desk@example.org."
        )
    return Person(clean(person.name, "name", 100), person.phone, person.email)
