"""Numbers a consignment is known by."""

from __future__ import annotations

from collections.abc import Sequence

from landsea.consignment import store
from landsea.consignment.model import Capacity, ConsignmentId, PartyOn
from landsea.consignment.model.refusals import NoUcr, UcrTaken
from landsea.consignment.service import outside
from landsea.journal import Work
from landsea.kernel import Ucr

OWN_DIGITS = 10


def booking_number(id: ConsignmentId) -> str:
    """The forwarder's own booking number: from the random end of the id, so that it tells nothing."""
    return "B" + id[-12:].upper()


def make_ucr(work: Work, given: str, id: ConsignmentId, parties: Sequence[PartyOn]) -> Ucr:
    """The given UCR, if nobody has it; else one made as the WCO describes.

    Year digit, country and national identifier of the shipper (or forwarder), a hyphen, and an own unique part: 35 at most.
    """
    if given:
        ucr = Ucr(given)
    else:
        issuers = [
            one.party for want in (Capacity.SHIPPER, Capacity.FORWARDER) for one in parties if one.capacity is want
        ]
        issuer = outside.ucr_issuer(work, issuers)
        if issuer is None:
            raise NoUcr(pointer="/ucr")
        country, identifier = issuer
        ucr = Ucr(f"{work.now.year % 10}{country}{identifier}-{id[-OWN_DIGITS:].upper()}")
    if store.ucr_is_taken(work.connection, ucr):
        raise UcrTaken(ucr=ucr, pointer="/ucr")
    return ucr
