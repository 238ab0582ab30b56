"""Quotes: what is offered, until when, and what is refused when it is accepted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from landsea import consignment, identity, network
from landsea.consignment import Capacity, Itinerary, PartyOn, PriceLine, QuoteState
from landsea.consignment.model import refusals
from landsea.journal import NODE, Journal
from landsea.kernel import Actor, BadValue, Money, NotAllowed, NotFound, PartyId, Refusal, Role, UnLocode
from tests.consignment.example import (
    FORWARDER,
    OFFER,
    PRICE,
    RAIL,
    RAIL_LEG,
    SEA_LEG,
    SHIPPER,
    STRANGER,
    acceptance,
    advance,
    at,
    give,
    register,
)
from tests.support.journals import actor, table_dump

HUGE = Money("USD", 2**53 - 1)


def with_legs(*legs: consignment.Leg) -> consignment.GiveQuote:
    return replace(OFFER, itinerary=Itinerary(legs))


def accept(journal: Journal, quote: consignment.Quote, by: Actor = SHIPPER, **changes: Any) -> consignment.Consignment:
    with journal.work(by) as work:
        return consignment.accept_quote(work, acceptance(quote, **changes))


@pytest.mark.parametrize(
    ("offer", "refusal", "pointer"),
    [
        (with_legs(), refusals.LegsMisnumbered, "/itinerary/legs"),
        (with_legs(SEA_LEG), refusals.LegsMisnumbered, "/itinerary/legs"),
        (
            with_legs(RAIL_LEG, replace(SEA_LEG, from_place=UnLocode("CNSHA"))),
            refusals.LegsDoNotJoin,
            "/itinerary/legs/1/from_place",
        ),
        (
            with_legs(RAIL_LEG, replace(SEA_LEG, cargo_cutoff=at(4))),
            refusals.ConnectionTooShort,
            "/itinerary/legs/1/departs",
        ),
        (
            with_legs(replace(RAIL_LEG, customs_cutoff=at(3.5)), SEA_LEG),
            refusals.CutoffAfterDeparture,
            "/itinerary/legs/0/customs_cutoff",
        ),
        (
            with_legs(replace(RAIL_LEG, document_cutoff=at(-0.1)), SEA_LEG),
            refusals.CutoffPassed,
            "/itinerary/legs/0",
        ),
        (replace(OFFER, price_lines=()), refusals.NoPriceLine, "/price_lines"),
        (
            replace(OFFER, price_lines=(*PRICE, PriceLine("Handling", Money("CNY", 100)))),
            refusals.OneCurrency,
            "/price_lines",
        ),
        (replace(OFFER, price_lines=(PriceLine("a", HUGE), PriceLine("b", HUGE))), BadValue, "/price_lines"),
        (replace(OFFER, price_lines=(PriceLine("a", HUGE, leg=3),)), refusals.PriceOfNoLeg, "/price_lines/0/leg"),
        (replace(OFFER, customer=PartyId("par\x00")), refusals.UnknownParty, "/customer"),
        (replace(OFFER, valid_until=at(0)), refusals.ValidityOver, "/valid_until"),
        (replace(OFFER, customer=PartyId("par_nobody")), refusals.UnknownParty, "/customer"),
        (replace(OFFER, note="nul\x00"), BadValue, ""),
        (with_legs(replace(RAIL_LEG, service="\u04259591x"), SEA_LEG), BadValue, ""),
    ],
)
def test_an_offer_that_cannot_be_kept_is_refused_and_nothing_is_stored(
    light_journal: Journal, offer: consignment.GiveQuote, refusal: type[Refusal], pointer: str
) -> None:
    before = table_dump(light_journal)
    with pytest.raises(refusal) as refused:
        give(light_journal, offer)
    assert refused.value.pointer == pointer
    assert table_dump(light_journal) == before


def test_only_an_operator_quotes(journal: Journal) -> None:
    with pytest.raises(NotAllowed):
        give(journal, by=SHIPPER)


def test_a_quote_is_seen_by_its_forwarder_and_customer_only(journal: Journal) -> None:
    quote = give(journal)
    assert str(quote.total) == "USD 1,650.50"
    for who in (FORWARDER, SHIPPER):
        with journal.view(who) as view:
            assert consignment.get_quote(view, quote.id) == quote
            assert consignment.list_quotes(view) == [quote]
    for who in (RAIL, STRANGER, NODE):
        with journal.view(who) as view:
            assert consignment.list_quotes(view) == []
            with pytest.raises(NotFound):
                consignment.get_quote(view, quote.id)
    with pytest.raises(NotFound):
        accept(journal, quote, STRANGER)


def test_an_expired_quote_is_refused_before_and_after_the_worker_has_said_so(journal: Journal) -> None:
    quote = give(journal)
    advance(journal, timedelta(days=1, hours=2))
    with pytest.raises(refusals.QuoteHasExpired, match="2 h ago"):
        accept(journal, quote)
    assert journal.run(NODE, consignment.expire_quotes) == 1
    assert journal.run(NODE, consignment.expire_quotes) == 0
    with pytest.raises(refusals.QuoteNotOpen, match="expired"):
        accept(journal, quote)


def test_a_withdrawn_quote_is_refused(journal: Journal) -> None:
    quote = give(journal)
    with pytest.raises(refusals.NotYourQuote), journal.work(actor(SHIPPER.party)) as work:
        consignment.withdraw_quote(work, quote.id, "not ours")
    with journal.work(FORWARDER) as work:
        withdrawn = consignment.withdraw_quote(work, quote.id, "the train is full")
    assert (withdrawn.state, withdrawn.reason) == (QuoteState.WITHDRAWN, "the train is full")
    with pytest.raises(refusals.QuoteNotOpen):
        accept(journal, quote)


def test_a_quote_is_accepted_once(journal: Journal) -> None:
    quote = give(journal)
    record = accept(journal, quote)
    with journal.view(SHIPPER) as view:
        assert consignment.get_quote(view, quote.id).consignment == record.id
    with pytest.raises(refusals.QuoteNotOpen, match="accepted"):
        accept(journal, quote, ucr="6CN91110000600037341L-T2")


def test_a_cut_off_that_has_just_passed_is_refused_with_which_by_how_much_and_what_to_do(journal: Journal) -> None:
    quote = give(journal, replace(OFFER, valid_until=at(2)))
    advance(journal, timedelta(days=1, hours=12, minutes=3))
    before = table_dump(journal)
    text = r"document cut-off of leg 1 \(X9591, CNCKG\) was 2026-11-22 13:00 UTC, 3 min ago.*a later departure"
    with pytest.raises(refusals.CutoffPassed, match=text):
        accept(journal, quote)
    assert table_dump(journal) == before


def test_the_ucr_is_made_of_year_country_identifier_and_an_own_part(journal: Journal) -> None:
    record = accept(journal, give(journal), ucr="")
    assert record.ucr.startswith("6SG00192200M-")
    assert len(record.ucr) == len("6SG00192200M-") + 10
    other = accept(journal, give(journal, replace(OFFER, customer=STRANGER.party)), STRANGER, ucr="")
    assert other.ucr.startswith("6CN91110000600037341L-")
    assert len(other.ucr) <= 35


def test_without_any_identifier_the_ucr_must_be_given(journal: Journal) -> None:
    offer = replace(OFFER, customer=STRANGER.party)
    with pytest.raises(refusals.NoUcr):
        accept(journal, give(journal, offer, STRANGER), STRANGER, ucr="")


def test_a_ucr_is_used_once(journal: Journal) -> None:
    accept(journal, give(journal))
    with pytest.raises(refusals.UcrTaken) as refused:
        accept(journal, give(journal))
    assert refused.value.pointer == "/ucr"


def test_forwarder_operators_and_customer_are_parties_without_being_named(journal: Journal) -> None:
    record = accept(journal, give(journal), parties=())
    assert record.parties_as(Capacity.FORWARDER) == (FORWARDER.party,)
    assert record.parties_as(Capacity.SHIPPER) == (SHIPPER.party,)
    assert record.parties_as(Capacity.CARRIER) == (RAIL.party,)


def test_the_customer_may_book_for_another_shipper(journal: Journal) -> None:
    record = accept(journal, give(journal), parties=(PartyOn(STRANGER.party, Capacity.SHIPPER),))
    assert record.parties_as(Capacity.SHIPPER) == (STRANGER.party,)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.BANK, Role.CARRIER, Role.CUSTOMS])
def test_other_roles_of_the_customer_do_not_book(light_journal: Journal, role: Role) -> None:
    with pytest.raises(NotAllowed):
        accept(light_journal, give(light_journal), actor(SHIPPER.party, role))


def test_quotes_are_listed_newest_first_in_pages(journal: Journal) -> None:
    given = [give(journal) for _ in range(5)]
    with journal.view(SHIPPER) as view:
        first = consignment.list_quotes(view, limit=2)
        rest = consignment.list_quotes(view, after=first[-1].id)
        assert [quote.id for quote in first + rest] == [quote.id for quote in reversed(given)]
        assert consignment.list_quotes(view, state=QuoteState.ACCEPTED) == []


def test_a_place_that_the_network_does_not_have_is_refused_at_its_leg(make_journal: Callable[..., Journal]) -> None:
    journal = register(make_journal(identity.PROJECTION, network.PROJECTION, consignment.PROJECTION))
    give(journal)  # without a network any UN/LOCODE is taken
    journal.run(NODE, network.import_shipped)
    give(journal)
    nowhere = UnLocode("ZZZZZ")
    offer = with_legs(replace(RAIL_LEG, to_place=nowhere), replace(SEA_LEG, from_place=nowhere))
    with pytest.raises(refusals.UnknownPlace, match="ZZZZZ") as refused:
        give(journal, offer)
    assert refused.value.pointer == "/itinerary/legs/0/to_place"
