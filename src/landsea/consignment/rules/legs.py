"""Who answers for a leg."""

from __future__ import annotations

from landsea.consignment.model import BookedLeg, Consignment
from landsea.consignment.model.refusals import NoSuchLeg, NotTheOperator, ReferenceNeeded
from landsea.consignment.rules.state import Act
from landsea.kernel import PartyId


def leg_of(record: Consignment, no: int) -> BookedLeg:
    found = next((one for one in record.booked_legs if one.leg.no == no), None)
    if found is None:
        raise NoSuchLeg(consignment=record.id, last=len(record.legs), leg=no)
    return found


def operates(leg: BookedLeg, party: PartyId, record: Consignment) -> bool:
    """The leg's operator, or the forwarder for an operator that is not on this node."""
    return party == (leg.leg.operator_party or record.forwarder)


def require_answering(leg: BookedLeg, party: PartyId, record: Consignment, act: Act, reference: str) -> None:
    if not operates(leg, party, record):
        raise NotTheOperator(leg=leg.leg.no, act=act)
    if leg.leg.operator_party is None and not reference:
        raise ReferenceNeeded(leg=leg.leg.no, pointer="/reference")


def require_rolling(leg: BookedLeg, party: PartyId, record: Consignment) -> None:
    """The operator rolls its leg; the forwarder asks it to, which is no confirmation."""
    if not operates(leg, party, record) and party != record.forwarder:
        raise NotTheOperator(leg=leg.leg.no, act=Act.ROLL)
