"""Re-plan proposals in a node: schedule and events are followed, each cause once, nothing silently."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from landsea import consignment, identity, lading, network, planner, tracking
from landsea import journal as journals
from landsea.consignment import AcceptQuote, Capacity, Consignment, PartyOn
from landsea.journal import NODE, Journal
from landsea.kernel import Money, NotFound, Period, parse_instant
from landsea.planner import Cause, Plan, PlanRequest, Settlement
from landsea.planner.model.proposals import AlreadySettled, NotASettlement
from tests.consignment.example import EQUIPMENT, LEMONS
from tests.support.journals import table_dump
from tests.support.people import Person, make_operator, make_person

REQUEST = PlanRequest(
    "CNCKG", "SGSIN", parse_instant("2026-11-24T08:00+08:00"), by=planner.By.COST, without_modes=("air",)
)


REOPENS = parse_instant("2027-01-31T00:00Z")


class Desk:
    """A forwarder with one booked consignment from Chongqing to Singapore by rail and sea."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        with journal.work(NODE) as work:
            network.import_shipped(work)
        self.forwarder, self.shipper = make_operator(journal), make_person(journal, "Shipper")
        with journal.work(self.forwarder.actor) as work:
            self.plan = planner.save(work, planner.plan(work, REQUEST))
            quote = planner.quote(work, self.plan, 1, customer=self.shipper.party)
        parties = (PartyOn(self.shipper.party, Capacity.CONSIGNEE),)
        with journal.work(self.shipper.actor) as work:
            self.record: Consignment = consignment.accept_quote(
                work, AcceptQuote(quote.id, parties, (LEMONS,), EQUIPMENT, ucr="6CN91110000600037341L-P1")
            )

    @property
    def ship(self) -> planner.PlannedLeg:
        return next(leg for leg in self.plan.itineraries[0].legs if leg.mode == "sea")

    def step(self) -> int:
        journals.follow(self.journal, planner.REPLAN_WATCH)
        return planner.review(self.journal)

    def open(self, by: Person | None = None) -> tuple[planner.Proposal, ...]:
        with self.journal.view((by or self.forwarder).actor) as view:
            return planner.proposals(view)

    def blank_the_ship(self) -> None:
        ship = self.ship
        assert ship.voyage is not None
        with self.journal.work(NODE) as work:
            minute = int(ship.voyage.timestamp()) // 60
            patterns = network.schedule(work, REQUEST.ready, 60).patterns
            trip = next(one.trip for one in patterns if one.service == ship.service and minute in one.starts)
            network.blank_sailing(work, trip, ship.voyage, "test")

    def close(self, facility: str) -> None:
        with self.journal.work(NODE) as work:
            period = Period(work.now, REOPENS)
            network.close_facility(work, facility, period, "test")

    def proposed(self, proposal: planner.Proposal) -> Plan:
        with self.journal.view(self.forwarder.actor) as view:
            return planner.get(view, proposal.plan)


@pytest.fixture
def desk(make_journal: Callable[..., Journal]) -> Desk:
    rooms = (identity, network, consignment, tracking, lading, planner)
    return Desk(make_journal(*(room.PROJECTION for room in rooms)))


def test_a_journey_that_holds_is_left_alone(desk: Desk) -> None:
    assert desk.step() == 0
    assert desk.open() == ()


def test_a_closed_quay_brings_a_proposal_with_ways_that_avoid_it(desk: Desk) -> None:
    desk.step()
    desk.close(desk.ship.origin.facility)
    assert desk.step() == 1
    (proposal,) = desk.open()
    assert (proposal.consignment, proposal.affected.cause) == (desk.record.id, Cause.WITHDRAWN)
    plan = desk.proposed(proposal)
    assert plan.itineraries
    sailings = [leg for one in plan.itineraries for leg in one.legs if leg.mode == "sea"]
    assert {leg.departure >= REOPENS for leg in sailings if leg.origin == desk.ship.origin} <= {True}
    assert {leg.departure < REOPENS for leg in sailings} >= {True}, "there are other quays"


def test_a_blanked_sailing_brings_one_unless_another_goes_about_then(desk: Desk) -> None:
    desk.blank_the_ship()
    made = desk.step()
    with desk.journal.view(NODE) as view:
        near = [
            one
            for one in network.schedule(view, REQUEST.ready, 60).patterns
            if one.service == desk.ship.service
            and any(0 < abs(start * 60 - desk.ship.voyage.timestamp()) <= 4 * 86_400 for start in one.starts)  # type: ignore[union-attr]
        ]
    (proposal,) = desk.open() if made else (None,)
    assert made == 1
    assert proposal is not None
    assert proposal.affected.cause is (Cause.ARRIVAL if near else Cause.WITHDRAWN)


def test_the_booking_itself_is_not_touched(desk: Desk) -> None:
    desk.close(desk.ship.origin.facility)
    desk.step()
    with desk.journal.view(desk.forwarder.actor) as view:
        assert consignment.get_consignment(view, desk.record.id) == desk.record


def test_what_is_booked_from_where_the_goods_are_has_a_cost(desk: Desk) -> None:
    desk.close(desk.ship.origin.facility)
    desk.step()
    (proposal,) = desk.open()
    with desk.journal.view(desk.forwarder.actor) as view:
        assert planner.booked_cost(view, proposal) == desk.plan.itineraries[0].cost
        aboard = replace(proposal, affected=replace(proposal.affected, from_leg=len(desk.record.legs)))
        last = desk.plan.itineraries[0].legs[-1]
        assert planner.booked_cost(view, aboard) == Money("USD", sum(line.amount.minor for line in last.costs))


def test_the_same_cause_is_proposed_once(desk: Desk) -> None:
    desk.close(desk.ship.origin.facility)
    assert [desk.step(), desk.step(), desk.step()] == [1, 0, 0]
    desk.close("CNFAN-S")
    assert desk.step() == 0
    assert len(desk.open()) == 1


def test_when_all_holds_again_the_proposal_lapses(desk: Desk) -> None:
    desk.close(desk.ship.origin.facility)
    desk.step()
    with desk.journal.work(NODE) as work:
        (closure,) = (one for one in network.list_closures(work) if one.facility == desk.ship.origin.facility)
        network.reopen_facility(work, closure.id)
    desk.step()
    assert desk.open() == ()
    with desk.journal.view(desk.forwarder.actor) as view:
        (known,) = planner.proposals(view, only_open=False)
    assert known.settled is Settlement.LAPSED


def test_another_cause_supersedes(desk: Desk) -> None:
    desk.close(desk.ship.origin.facility)
    desk.step()
    desk.close(desk.plan.itineraries[0].legs[0].origin.facility)
    assert desk.step() == 1
    (proposal,) = desk.open()
    assert proposal.affected.leg == 1
    with desk.journal.view(desk.forwarder.actor) as view:
        settled = [one.settled for one in planner.proposals(view, only_open=False)]
    assert sorted(settled, key=str) == [None, Settlement.SUPERSEDED]


def test_only_the_forwarder_sees_it_and_its_plan(desk: Desk) -> None:
    desk.close(desk.ship.origin.facility)
    desk.step()
    (proposal,) = desk.open()
    assert desk.open(desk.shipper) == ()
    with desk.journal.work(desk.shipper.actor) as work, pytest.raises(NotFound):
        planner.settle_proposal(work, proposal.id, Settlement.KEPT)
    with desk.journal.view(desk.shipper.actor) as view, pytest.raises(NotFound):
        planner.get(view, proposal.plan)


def test_the_decision_is_recorded_once(desk: Desk) -> None:
    desk.close(desk.ship.origin.facility)
    desk.step()
    (proposal,) = desk.open()
    with desk.journal.work(desk.forwarder.actor) as work:
        settled = planner.settle_proposal(work, proposal.id, Settlement.ACCEPTED, 1, "the customer agreed")
    assert (settled.settled, settled.itinerary) == (Settlement.ACCEPTED, 1)
    with desk.journal.work(desk.forwarder.actor) as work, pytest.raises(AlreadySettled):
        planner.settle_proposal(work, proposal.id, Settlement.KEPT)
    assert desk.open() == ()


NO_DECISIONS = (
    (Settlement.ACCEPTED, None),
    (Settlement.ACCEPTED, 99),
    (Settlement.KEPT, 1),
    (Settlement.LAPSED, None),
)


def test_what_is_no_decision_is_refused(desk: Desk) -> None:
    desk.close(desk.ship.origin.facility)
    desk.step()
    (proposal,) = desk.open()
    for how, itinerary in NO_DECISIONS:
        with desk.journal.work(desk.forwarder.actor) as work, pytest.raises(NotASettlement):
            planner.settle_proposal(work, proposal.id, how, itinerary)
        assert desk.open() == (proposal,)


def test_a_worker_that_looked_before_a_change_concludes_nothing(desk: Desk) -> None:
    """Between looking and writing the network changes, or another worker was quicker."""
    from landsea.planner import store_proposals
    from landsea.planner.service import proposals as service

    desk.step()
    desk.close(desk.ship.origin.facility)
    journals.follow(desk.journal, planner.REPLAN_WATCH)
    with desk.journal.view(NODE) as view:
        (looked,) = (service._look(view, *row) for row in store_proposals.due(view.connection, 9))
    assert desk.journal.run(NODE, lambda work: service._conclude(work, replace(looked, basis="another"))) == 0
    assert desk.journal.run(NODE, lambda work: service._conclude(work, looked)) == 1
    assert desk.journal.run(NODE, lambda work: service._conclude(work, looked)) == 0
    assert len(desk.open()) == 1


def test_proposals_are_rebuilt_from_the_journal(desk: Desk) -> None:
    desk.close(desk.ship.origin.facility)
    desk.step()
    before = table_dump(desk.journal)
    journals.rebuild(desk.journal)
    assert table_dump(desk.journal) == before
