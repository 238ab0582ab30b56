"""A synthetic booking, Chongqing to Singapore by rail and sea, that the tests start from."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from landsea import consignment, identity
from landsea.consignment import (
    AcceptQuote,
    Capacity,
    Consignment,
    Equipment,
    GiveQuote,
    GoodsItem,
    Itinerary,
    Leg,
    Mode,
    PartyOn,
    PriceLine,
    Quote,
)
from landsea.journal import NODE, Journal
from landsea.kernel import Actor, ContainerNumber, Money, Quantity, Role, UnLocode
from tests.support.journals import START, actor

FORWARDER = actor("par_forwarder")
SHIPPER = actor("par_shipper", Role.SHIPPER)
RAIL = actor("par_rail", Role.CARRIER)
CONSIGNEE = actor("par_consignee", Role.SHIPPER)
STRANGER = actor("par_stranger")
BANK = actor("par_bank", Role.BANK)
BOX = ContainerNumber("CSQU3054383")
OTHER_BOX = ContainerNumber("MSKU0000006")


NAMES = {
    FORWARDER.party: (Role.OPERATOR, "CN", "Forwarder", identity.Identifier("USCC", "91110000600037341L")),
    SHIPPER.party: (Role.SHIPPER, "SG", "Shipper", identity.Identifier("UEN", "00192200M")),
    RAIL.party: (Role.CARRIER, "CN", "Rail Operator", None),
    CONSIGNEE.party: (Role.SHIPPER, "SG", "Consignee", None),
    STRANGER.party: (Role.OPERATOR, "SG", "Stranger", None),
    BANK.party: (Role.BANK, "SG", "Bank", None),
}


def register(journal: Journal) -> Journal:
    """The synthetic parties, with ids that tests can name. Identifiers have right check digits and belong to nobody here."""
    with journal.work(NODE) as work:
        for party, (role, country, name, number) in NAMES.items():
            numbers = () if number is None else (number,)
            registered = identity.PartyRegistered(f"Synthetic {name}", "", numbers, country, (role,), False)
            work.append(f"party:{party}", 0, registered)
    return journal


def at(days: float) -> datetime:
    """`days` after the test clock's start."""
    return START + timedelta(days=days)


RAIL_LEG = Leg(
    no=1,
    mode=Mode.RAIL,
    service="X9591",
    from_place=UnLocode("CNCKG"),
    to_place=UnLocode("CNQZH"),
    departs=at(3),
    arrives=at(5),
    operator_party=RAIL.party,
    cargo_cutoff=at(2),
    document_cutoff=at(1.5),
    customs_cutoff=at(1.75),
    distance_km=1450,
)
SEA_LEG = Leg(
    no=2,
    mode=Mode.VESSEL,
    service="BBX1",
    from_place=UnLocode("CNQZH"),
    to_place=UnLocode("SGSIN"),
    departs=at(8),
    arrives=at(13),
    cargo_cutoff=at(7),
    document_cutoff=at(6),
    vessel="SYNTHETIC STAR",
    voyage="001S",
)
ITINERARY = Itinerary((RAIL_LEG, SEA_LEG), "pln_example")
LEMONS = GoodsItem(
    no=1,
    description="Fresh lemons",
    hs_code="080550",
    packages=1200,
    package_code="CT",
    gross_weight=Quantity("21500.5", "KGM"),
    volume=Quantity("52.8", "MTQ"),
    container=BOX,
)
EQUIPMENT = (Equipment(BOX, "45R1", ("SEAL001",)),)
PRICE = (PriceLine("Rail freight", Money("USD", 120000), leg=1), PriceLine("Sea freight", Money("USD", 45050), leg=2))
OFFER = GiveQuote(SHIPPER.party, ITINERARY, PRICE, at(1))


def now(journal: Journal) -> datetime:
    with journal.view(FORWARDER) as view:
        return view.now


def advance(journal: Journal, by: timedelta) -> None:
    with journal.database.write() as connection:
        journal.clock.advance(connection, by)  # type: ignore[attr-defined]


def give(journal: Journal, offer: GiveQuote = OFFER, by: Actor = FORWARDER) -> Quote:
    with journal.work(by) as work:
        return consignment.quote(work, offer)


def acceptance(quote: Quote, **changes: Any) -> AcceptQuote:
    parties = (PartyOn(CONSIGNEE.party, Capacity.CONSIGNEE),)
    return replace(AcceptQuote(quote.id, parties, (LEMONS,), EQUIPMENT, ucr="6CN91110000600037341L-T1"), **changes)


def book(journal: Journal, **changes: Any) -> Consignment:
    """Quoted by the forwarder and accepted by the shipper."""
    command = acceptance(give(journal), **changes)
    with journal.work(SHIPPER) as work:
        return consignment.accept_quote(work, command)


def confirm_all(journal: Journal, record: Consignment) -> Consignment:
    with journal.work(RAIL) as work:
        consignment.confirm_leg(work, record.id, 1)
    with journal.work(FORWARDER) as work:
        return consignment.confirm_leg(work, record.id, 2, "SEA-4711")


def read(journal: Journal, id: str, by: Actor = FORWARDER) -> Consignment:
    with journal.view(by) as view:
        return consignment.get_consignment(view, id)
