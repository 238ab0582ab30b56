"""Departures, arrivals and cut-offs against the plan, and what to count on: planned, announced, estimated, actual.

What is known is carried on: a leg that is late arrives late by as much; the next one leaves as planned if the goods still reach it.
If they do not, and its operator has not said otherwise, nothing behind it is expected: no time is invented.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from landsea.tracking.model import (
    Basis,
    Classifier,
    Conflict,
    CutoffCheck,
    Eta,
    EventType,
    LegProgress,
    Moment,
    Plan,
    PlannedLeg,
    ReceivedEvent,
)
from landsea.tracking.rules.identity import precedence_of, standing
from landsea.tracking.rules.matching import End, concerns, is_stranger, leg_end, planned, stop_of
from landsea.tracking.rules.status import step_of

AGREE = timedelta(minutes=60)
"""Two actual times of one departure or arrival that differ by more are named as a conflict."""

Reports = dict[tuple[int, End], list[ReceivedEvent]]


@dataclass(frozen=True, slots=True)
class Progress:
    legs: tuple[LegProgress, ...]
    eta: Eta
    conflicts: tuple[Conflict, ...]


def progress_of(found: Iterable[ReceivedEvent], plan: Plan) -> Progress:
    """A function of the set of events and the plan."""
    events = [one for one in standing(found) if not is_stranger(one.event, plan)]
    reports = _reports(events, plan)
    legs: list[LegProgress] = []
    for leg in plan.legs:
        departure, arrival = (_moment(reports.get((leg.no, end), []), planned(leg, end)) for end in End)
        legs.append(_expected(LegProgress(leg, departure, arrival), legs[-1] if legs else None, events, plan))
    return Progress(tuple(legs), _eta(legs), _disagreements(reports))


def _reports(events: Sequence[ReceivedEvent], plan: Plan) -> Reports:
    reports: Reports = {}
    for one in events:
        if (found := leg_end(one.event, plan)) is not None:
            reports.setdefault((found[0].no, found[1]), []).append(one)
    return reports


def _moment(reports: Sequence[ReceivedEvent], as_planned: datetime) -> Moment:
    newest: dict[Classifier, ReceivedEvent] = {}
    for one in sorted(reports, key=lambda one: (precedence_of(one), one.id)):
        newest[one.event.classifier] = one
    announced, estimated, actual = (newest.get(kind) for kind in Classifier)
    moment = Moment(as_planned, _at(announced), _at(estimated), _at(actual))
    forecasts = [one for one in (announced, estimated) if one]
    told = actual or max(forecasts, key=lambda one: (one.event.version_at, one.event.classifier), default=None)
    if told is None:
        return moment
    return replace(moment, expected=told.event.at, basis=Basis(told.event.classifier), evidence=told.id)


def _at(one: ReceivedEvent | None) -> datetime | None:
    return one.event.at if one else None


def _expected(
    this: LegProgress, before: LegProgress | None, events: Sequence[ReceivedEvent], plan: Plan
) -> LegProgress:
    """The leg with what to count on, given what is expected of the leg before."""
    leg, departure = this.leg, this.departure
    told = departure.expected
    moved = max(told - leg.departs, timedelta()) if told else timedelta()
    comes = before.arrival.expected if before else None
    boarded = has_boarded(leg, before, events, plan)
    missed = not boarded and comes is not None and comes > leg.takes_cargo_until + moved
    lost = not boarded and before is not None and comes is None
    if missed or lost:
        departure = departure if departure.basis is Basis.ACTUAL else replace(departure, expected=None)
        arrival = replace(this.arrival, expected=None)
    else:
        departure = departure if told else replace(departure, expected=leg.departs)
        arrival = _arrival(this.arrival, departure, leg)
    checks = _cutoffs(leg, moved, boarded, events, plan)
    return LegProgress(leg, departure, arrival, checks, boarded, missed)


def _arrival(arrival: Moment, departure: Moment, leg: PlannedLeg) -> Moment:
    """As reported; else the departure and the planned duration. A forecast in front of the departure is overtaken."""
    if departure.expected is None:
        return arrival
    known = arrival.expected is not None and (arrival.basis is Basis.ACTUAL or arrival.expected > departure.expected)
    if known:
        return arrival
    carried = departure.expected + (leg.arrives - leg.departs)
    return replace(arrival, expected=carried, evidence=None, basis=_carried(departure))


def _carried(departure: Moment) -> Basis:
    return Basis.PLANNED if departure.basis is Basis.PLANNED else Basis.PROPAGATED


def _eta(legs: Sequence[LegProgress]) -> Eta:
    last = legs[-1]
    missed = next((one for one in legs if one.missed), None)
    if last.arrival.expected is not None or missed is None:
        return Eta(last.arrival.expected, last.arrival.basis, last.arrival.planned)
    comes = legs[missed.leg.no - 2].arrival.expected or missed.leg.departs
    rest = last.leg.arrives - missed.leg.departs
    return Eta(None, Basis.PROPAGATED, last.arrival.planned, comes + rest, missed.leg.no)


def _disagreements(reports: Reports) -> tuple[Conflict, ...]:
    found = []
    for told in reports.values():
        actual = sorted(
            (one for one in told if one.event.classifier is Classifier.ACTUAL), key=lambda one: (one.event.at, one.id)
        )
        if actual and actual[-1].event.at - actual[0].event.at > AGREE:
            found.append(Conflict("two-actuals", (actual[0].id, actual[-1].id)))
    return tuple(sorted(found, key=lambda one: one.events))


def _containers(plan: Plan) -> list[str | None]:
    return [*sorted(plan.containers)] or [None]


def has_boarded(leg: PlannedLeg, before: LegProgress | None, events: Sequence[ReceivedEvent], plan: Plan) -> bool:
    """Every container was loaded for the leg, departed with it or was seen behind it, after it had come there."""
    came = before.arrival.actual if before else None
    return all(
        any(
            _shows_boarding(one, leg, plan) and (came is None or one.event.at >= came)
            for one in events
            if concerns(one.event, container, plan)
        )
        for container in _containers(plan)
    )


def _shows_boarding(one: ReceivedEvent, leg: PlannedLeg, plan: Plan) -> bool:
    event = one.event
    if event.classifier is not Classifier.ACTUAL:
        return False
    if event.type is EventType.EQUIPMENT and event.code == "LOAD" and not event.empty:
        return stop_of(event, plan) == leg.no - 1 and event.mode in (None, leg.mode)
    step = step_of(event, plan)
    return step is not None and step.reached is not None and step.reached >= 2 * leg.no - 1


def _cutoffs(
    leg: PlannedLeg, moved: timedelta, boarded: bool, events: Sequence[ReceivedEvent], plan: Plan
) -> tuple[CutoffCheck, ...]:
    """A cut-off follows a departure that the operator has moved to later; for cargo, events tell whether it was met."""
    checks = []
    if leg.cargo_cutoff is not None:
        until, came = leg.cargo_cutoff + moved, came_at(leg, events, plan)
        met = True if boarded else None if came is None else came <= until
        checks.append(CutoffCheck("cargo", leg.cargo_cutoff, until, came, met))
    for kind, at in (("document", leg.document_cutoff), ("customs", leg.customs_cutoff)):
        if at is not None:
            checks.append(CutoffCheck(kind, at, at + moved))
    return tuple(checks)


def came_at(leg: PlannedLeg, events: Sequence[ReceivedEvent], plan: Plan) -> datetime | None:
    """When the last container was at the leg's start: gated in, loaded, or brought there by the leg before."""
    firsts = []
    for container in _containers(plan):
        there = [
            one.event.at for one in events if concerns(one.event, container, plan) and _shows_presence(one, leg, plan)
        ]
        if not there:
            return None
        firsts.append(min(there))
    return max(firsts)


def _shows_presence(one: ReceivedEvent, leg: PlannedLeg, plan: Plan) -> bool:
    event = one.event
    if event.classifier is not Classifier.ACTUAL or event.empty:
        return False
    if event.type is EventType.EQUIPMENT:
        return event.code in ("GTIN", "LOAD", "DISC") and stop_of(event, plan) == leg.no - 1
    step = step_of(event, plan)
    return step is not None and step.reached == 2 * (leg.no - 1)
