"""An itinerary of a kept plan becomes an offer: its legs, cut-offs and costs are those of the plan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from landsea import consignment, identity, network, planner
from landsea.journal import NODE, Journal
from landsea.kernel import Money, Role, parse_instant
from landsea.planner import NoSuchItinerary, Plan, PlanRequest
from tests.support.people import Person, make_operator, make_person

REQUEST = PlanRequest("CNCKG", "SGSIN", parse_instant("2026-11-24T08:00+08:00"), teu=2, by=planner.By.COST)


@pytest.fixture
def journal(make_journal: Callable[..., Journal]) -> Journal:
    made = make_journal(identity.PROJECTION, network.PROJECTION, consignment.PROJECTION, planner.PROJECTION)
    with made.work(NODE) as work:
        network.import_shipped(work)
    return made


def kept_plan(journal: Journal, operator: Person, request: PlanRequest = REQUEST) -> Plan:
    with journal.work(operator.actor) as work:
        return planner.save(work, planner.plan(work, request))


def test_the_offer_has_the_legs_cut_offs_and_costs_of_the_plan(journal: Journal) -> None:
    operator, shipper = make_operator(journal), make_person(journal, "Shipper")
    plan = kept_plan(journal, operator)
    chosen = plan.itineraries[0]
    with journal.work(operator.actor) as work:
        quote = planner.quote(work, plan, 1, customer=shipper.party, margin=Money("USD", 12_300))
    assert quote.total == chosen.cost + Money("USD", 12_300)
    assert quote.itinerary.plan_id == plan.id
    for offered, planned in zip(quote.itinerary.legs, chosen.legs, strict=True):
        assert (offered.departs, offered.arrives) == (planned.departure, planned.arrival)
        assert (offered.from_place, offered.to_place) == (planned.origin.place, planned.destination.place)
        cutoffs = {cutoff.what: cutoff.latest for cutoff in planned.cutoffs}
        assert offered.cargo_cutoff == cutoffs.get("cargo")
        assert offered.customs_cutoff == cutoffs.get("customs")
        assert offered.co2e_grams == planned.emissions.wtw_grams


def test_every_itinerary_of_a_plan_can_be_offered(journal: Journal) -> None:
    operator, shipper = make_operator(journal), make_person(journal, "Shipper")
    plan = kept_plan(journal, operator, replace(REQUEST, origin="CN2TN", destination="NLRTM"))
    assert len(plan.itineraries) > 1
    for itinerary in plan.itineraries:
        with journal.work(operator.actor) as work:
            quote = planner.quote(work, plan, itinerary.number, customer=shipper.party)
        assert quote.total == itinerary.cost


def test_an_itinerary_the_plan_does_not_have_is_refused(journal: Journal) -> None:
    operator, shipper = make_operator(journal), make_person(journal, "Shipper", Role.SHIPPER)
    plan = kept_plan(journal, operator)
    with journal.work(operator.actor) as work, pytest.raises(NoSuchItinerary):
        planner.quote(work, plan, 99, customer=shipper.party)


def test_every_mode_of_a_network_can_be_offered() -> None:
    """A mode without its word in `consignment` would break the offer of any itinerary that uses it."""
    from landsea.network.wire.files import MODES as modes_of_networks
    from landsea.planner.service.offers import MODES as modes_offered

    assert set(modes_offered) == set(modes_of_networks)
