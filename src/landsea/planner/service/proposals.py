"""Re-plan proposals: a follower that notes what may be affected, a worker that looks and proposes, and their settlement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from landsea import consignment as consignments
from landsea import network, tracking
from landsea.journal import NODE, Follower, Journal, View, Work
from landsea.kernel import Fact, Money, NotFound, Recorded, Role
from landsea.planner import store, store_proposals
from landsea.planner.model import Plan, PlannedItinerary, PlannedLeg, PlanRequest, PlanSaved
from landsea.planner.model.proposals import (
    Affected,
    AlreadySettled,
    NotASettlement,
    Proposal,
    ProposalSettled,
    ReplanProposed,
    Settlement,
    ViewersDoNotSettle,
)
from landsea.planner.rules.affected import Booked, Run, affected
from landsea.planner.service.exchange import rates_of
from landsea.planner.service.planned import planned
from landsea.planner.service.world import World, instant_of
from landsea.planner.service.worlds import world_for

AT_ONCE = 20
NEAR = timedelta(days=4)
"""A run that leaves further from the booked departure is another sailing."""
_CONSIGNMENT = "consignment:"
_SCHEDULE = frozenset(
    {
        network.NetworkImported,
        network.SailingAdded,
        network.SailingBlanked,
        network.FacilityClosed,
        network.FacilityReopened,
        network.VesselSchedulesImported,
    }
)
_BOOKING = frozenset({consignments.ConsignmentBooked, consignments.ConsignmentAmended, consignments.LegRolled})
_MISSED = frozenset({tracking.ConnectionMissed, tracking.CutoffMissed})


def _note(work: Work, entry: object, recorded: Recorded[Fact]) -> None:
    fact, connection = recorded.fact, work.connection
    if isinstance(fact, tracking.ConnectionMissed):
        store_proposals.missed(connection, fact.consignment, fact.leg, fact.arrival_at)
    elif isinstance(fact, tracking.CutoffMissed):
        store_proposals.missed(connection, fact.consignment, fact.leg, fact.came_at or recorded.acted_at)
    elif isinstance(fact, tracking.ExceptionResolved):
        store_proposals.missed(connection, fact.consignment, None, None)
    elif type(fact) in _SCHEDULE:
        store_proposals.all_due(connection)
    else:
        store_proposals.watch(connection, recorded.stream.removeprefix(_CONSIGNMENT))


REPLAN_WATCH = Follower("planner-watch", _SCHEDULE | _BOOKING | _MISSED | {tracking.ExceptionResolved}, _note)
"""Runs in front of `review`, which looks at what this has put on the list."""


@dataclass(frozen=True)
class _Looked:
    """What one look at a consignment found; `plan` where a proposal is due."""

    consignment: str
    over: bool
    basis: str
    missed: tuple[int | None, datetime | None]
    found: Affected | None = None
    record: consignments.Consignment | None = None
    plan: Plan | None = None


def review(node: Journal) -> int:
    """Looks at the consignments on the list, some at a time; how many proposals it made. Planning is done before the write."""
    with node.view(NODE) as view:
        looked = [_look(view, *row) for row in store_proposals.due(view.connection, AT_ONCE)]
    return sum(node.run(NODE, lambda work, one=one: _conclude(work, one)) for one in looked)  # type: ignore[misc]


def _look(view: View, id: str, leg: int | None, cargo_at: datetime | None) -> _Looked:
    record = consignments.get_consignment_unfiltered(view, id)
    over = bool(record.cancelled) or consignments.state_of(record) is consignments.State.COMPLETED
    booked = None if over else _booked_itinerary(view, record)
    plan = store.plans.find_unfiltered(view.connection, record.plan_id) if booked else None
    basis = network.version(view)
    if booked is None or plan is None:
        return _Looked(id, over, basis, (leg, cargo_at))
    legs = _booked(record, booked)
    world = world_for(
        view, replace(plan.request, ready=max(view.now, legs[0].departs - NEAR), documents=None, vgm=None)
    )
    runs = {one.no: tuple(_runs(world, one)) for one in legs if one.service}
    missed = {leg: cargo_at} if leg is not None and cargo_at is not None else {}
    found = affected(legs, runs, missed, plan.request.ready, view.now)
    known = _open(view, id)
    if found is None or (known is not None and _same(known.affected, found)):
        return _Looked(id, over, basis, (leg, cargo_at), found, record)
    request = _onward(plan.request, booked.legs[found.from_leg - 1], found)
    onward = planned(lambda asked: world_for(view, asked), rates_of(view), request, view.now)
    return _Looked(id, over, basis, (leg, cargo_at), found, record, onward)


def _conclude(work: Work, looked: _Looked) -> int:
    """Writes what was found, if nothing has changed since it was looked at."""
    id = looked.consignment
    if network.version(work) != looked.basis or not store_proposals.take(work.connection, id, *looked.missed):
        return 0
    known = _open(work, id)
    if known is not None and (looked.found is None or looked.plan is not None):
        how = Settlement.LAPSED if looked.found is None else Settlement.SUPERSEDED
        work.append(_stream(known.id), known.version, ProposalSettled(how))
    if looked.over:
        store_proposals.forget(work.connection, [id])
    if looked.plan is None or looked.found is None or looked.record is None:
        return 0
    plan = replace(looked.plan, id=work.new_id("pln"))
    work.append(f"plan/{plan.id}", 0, PlanSaved(plan))
    proposed = ReplanProposed(
        consignment=id,
        party=looked.record.forwarder,
        affected=looked.found,
        arrival=looked.record.legs[-1].arrives,
        plan=plan.id or "",
        network=looked.basis,
    )
    work.append(_stream(work.new_id("prp")), 0, proposed)
    return 1


def proposals(view: View, consignment: str | None = None, *, only_open: bool = True) -> tuple[Proposal, ...]:
    """Those made to the actor's party, newest first; of one consignment if named."""
    return store_proposals.list_proposals(view.connection, view.actor.party, consignment, only_open=only_open)


def get_proposal(view: View, proposal: str) -> Proposal:
    found = store_proposals.find(view.connection, proposal)
    if found is None or found.party != view.actor.party:
        raise NotFound(what="proposal", id=proposal)
    return found


def booked_cost(view: View, proposal: Proposal) -> Money | None:
    """What the plan said that the booked legs cost from where the goods are, to compare with the ways on; `None` where the booking
    is no longer that of a plan.
    """
    booked = _booked_itinerary(view, consignments.get_consignment_unfiltered(view, proposal.consignment))
    if booked is None:
        return None
    ahead = booked.legs[proposal.affected.from_leg - 1 :]
    return Money(booked.cost.currency, sum(line.amount.minor for leg in ahead for line in leg.costs))


def settle_proposal(
    work: Work, proposal: str, how: Settlement, itinerary: int | None = None, reason: str = ""
) -> Proposal:
    """Records the forwarder's decision: an itinerary of the proposal's plan, or to keep what is booked.

    The booking is changed by its own acts (roll a leg, amend, book anew from the plan), not by this.
    """
    known = get_proposal(work, proposal)
    if work.actor.role is Role.VIEWER:
        raise ViewersDoNotSettle()
    if known.settled is not None:
        raise AlreadySettled(proposal=proposal, how=known.settled.value)
    plan = store.plans.find(work.connection, work.actor.party, known.plan)
    numbers = {one.number for one in plan.itineraries} if plan else set()
    if (how is Settlement.ACCEPTED) != (itinerary in numbers) or how not in (Settlement.ACCEPTED, Settlement.KEPT):
        raise NotASettlement(pointer="/itinerary")
    work.append(_stream(proposal), known.version, ProposalSettled(how, itinerary, reason))
    return get_proposal(work, proposal)


def _stream(proposal: str) -> str:
    return store_proposals.STREAM + proposal


def _open(view: View, consignment: str) -> Proposal | None:
    return next(iter(store_proposals.list_proposals(view.connection, None, consignment, only_open=True)), None)


def _same(known: Affected, found: Affected) -> bool:
    """The same cause again: a later `ready` alone is no news."""
    return (known.leg, known.cause, known.by_minutes) == (found.leg, found.cause, found.by_minutes)


def _booked_itinerary(view: View, record: consignments.Consignment) -> PlannedItinerary | None:
    """The itinerary of the plan that was booked: as many legs between the same places, most of them at the same times."""
    plan = store.plans.find_unfiltered(view.connection, record.plan_id)
    places = [(str(leg.from_place), str(leg.to_place)) for leg in record.legs]
    alike = [
        one
        for one in (plan.itineraries if plan else ())
        if [(leg.origin.place, leg.destination.place) for leg in one.legs] == places
    ]
    return max(alike, key=lambda one: _times_shared(one.legs, record), default=None)


def _times_shared(legs: Iterable[PlannedLeg], record: consignments.Consignment) -> int:
    return sum(one.departure == booked.departs for one, booked in zip(legs, record.legs, strict=True))


def _booked(record: consignments.Consignment, itinerary: PlannedItinerary) -> list[Booked]:
    """Services and facilities from the plan, times from the booking, which may have been rolled since."""
    return [
        Booked(
            no=leg.no,
            service=planned.service if planned.voyage is not None else "",
            origin=planned.origin.facility,
            destination=planned.destination.facility,
            departs=leg.departs,
            arrives=leg.arrives,
            cutoff=leg.takes_cargo_until,
        )
        for leg, planned in zip(record.legs, itinerary.legs, strict=True)
    ]


def _runs(world: World, leg: Booked) -> Iterator[Run]:
    """Runs of the leg's service from its origin to its destination that depart near the booked time."""
    timetable = world.engine.timetable
    for pattern, service in zip(timetable.patterns, world.services, strict=True):
        if service.id != leg.service:
            continue
        calls = [(world.stops[call.stop].facility, call) for call in pattern.calls]
        board = next((n for n, (name, call) in enumerate(calls) if name == leg.origin and call.board), None)
        alight = [n for n, (name, call) in enumerate(calls) if name == leg.destination and call.alight]
        after = next((n for n in alight if board is not None and n > board), None)
        if board is None or after is None:
            continue
        for start in pattern.starts:
            departs = _instant(int(start) + calls[board][1].departure_minute)
            if abs(departs - leg.departs) <= NEAR:
                lead = timedelta(minutes=calls[board][1].cargo_lead_minutes)
                yield Run(departs, _instant(int(start) + calls[after][1].arrival_minute), departs - lead)


def _instant(minute: int) -> datetime:
    return instant_of(minute).astimezone(UTC)


def _onward(request: PlanRequest, leg: PlannedLeg, found: Affected) -> PlanRequest:
    """The same question from where the goods are."""
    late = request.deadline is not None and request.deadline <= found.ready
    return replace(
        request,
        origin=leg.origin.facility,
        ready=found.ready,
        deadline=None if late else request.deadline,
        documents=request.documents or min(request.ready, found.ready),
        vgm=request.vgm or min(request.ready, found.ready),
        budget_minor=None,
        certain_permille_min=None,
        ready_until=None,
        latest=False,
    )
