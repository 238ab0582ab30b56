"""What this room asks of others: does a place, a party exist; which number identifies a party. The only place that joins them."""

from __future__ import annotations

from collections.abc import Sequence

from landsea.consignment.model.refusals import UnknownParty
from landsea.journal import View
from landsea.kernel import PartyId, UnLocode


def has_place(view: View, place: UnLocode) -> bool:
    """Until `network` is here, the shape is all that is asked."""
    return True


def has_party(view: View, party: PartyId) -> bool:
    """Until `identity` is here, every party is taken."""
    return True


def require_party(view: View, party: PartyId, pointer: str) -> None:
    if not has_party(view, party):
        raise UnknownParty(party=party, pointer=pointer)


def ucr_issuer(view: View, parties: Sequence[PartyId]) -> tuple[str, str] | None:
    """Country and national identifier of the first of `parties` that has one, for a UCR."""
    return None
