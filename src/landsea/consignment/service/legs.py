"""Each leg's operator confirms, declines or rolls it; without an operator on this node the forwarder answers for it."""

from __future__ import annotations

from landsea.consignment.model import (
    BookedLeg,
    Consignment,
    LegConfirmed,
    LegDeclined,
    LegRolled,
    LegState,
    RollLeg,
)
from landsea.consignment.model.refusals import LegAlready
from landsea.consignment.rules import itinerary as rules
from landsea.consignment.rules.legs import leg_of, operates, require_answering, require_rolling
from landsea.consignment.rules.state import Act
from landsea.consignment.service.access import append, open_for
from landsea.journal import Work
from landsea.kernel import clean


def confirm_leg(work: Work, consignment: str, no: int, reference: str = "") -> Consignment:
    """`reference` is the operator's booking number; needed when the forwarder answers for an operator that is not here."""
    record, leg = _open(work, consignment, no, Act.CONFIRM)
    reference = _reference(reference)
    require_answering(leg, work.actor.party, record, Act.CONFIRM, reference)
    if leg.state is LegState.CONFIRMED:
        raise LegAlready(leg=no, state=leg.state)
    rules.require_connected(record.legs, leg.leg)
    return append(work, record, LegConfirmed(no, reference))


def decline_leg(work: Work, consignment: str, no: int, reason: str) -> Consignment:
    """The forwarder then rolls the leg or cancels the consignment."""
    record, leg = _open(work, consignment, no, Act.DECLINE)
    require_answering(leg, work.actor.party, record, Act.DECLINE, "-")
    if leg.state is LegState.DECLINED:
        raise LegAlready(leg=no, state=leg.state)
    return append(work, record, LegDeclined(no, clean(reason, "reason", 500)))


def roll_leg(work: Work, consignment: str, command: RollLeg) -> Consignment:
    """Moves a leg to a later departure. Its operator's roll confirms it; the forwarder's asks the operator again."""
    record, leg = _open(work, consignment, command.no, Act.ROLL)
    reference = _reference(command.reference)
    require_rolling(leg, work.actor.party, record)
    confirmed = operates(leg, work.actor.party, record)
    if confirmed:
        require_answering(leg, work.actor.party, record, Act.ROLL, reference or leg.reference)
    later = rules.rolled(leg.leg, command)
    rules.require_bookable((later,), work.now)
    rules.require_connected(record.legs, later)
    if not command.knowingly:
        rules.require_whole(record.legs, later)
    broken = tuple(one.no for one in rules.broken_by(record.legs, later))
    reason = clean(command.reason, "reason", 500)
    return append(work, record, LegRolled(later, reason, reference, confirmed, broken))


def _open(work: Work, consignment: str, no: int, act: Act) -> tuple[Consignment, BookedLeg]:
    record = open_for(work, consignment, act)
    return record, leg_of(record, no)


def _reference(text: str) -> str:
    return clean(text, "booking reference", 35) if text else ""
