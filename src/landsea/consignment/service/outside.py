"""What this room asks of others: does a place, a party exist; which number identifies a party. The only place that joins them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from landsea import identity, network
from landsea.consignment.model.refusals import UnknownParty
from landsea.consignment.service.access import is_id
from landsea.journal import View
from landsea.kernel import BadValue, PartyId, UnLocode

UCR_SCHEMES = ("USCC", "UEN", "LEI")
"""Identifiers that fit a UCR, the national ones first."""


def place_checker(view: View) -> Callable[[UnLocode], bool]:
    """Whether the network in force has a place, also by an alias. A node without a network knows no places: then any is taken."""
    try:
        known = network.current(view)
    except network.NoNetwork:
        return lambda place: True
    return lambda place: known.find_place(place) is not None


def require_party(view: View, party: PartyId, pointer: str) -> None:
    """Raises `UnknownParty` unless `identity` knows the party."""
    if not is_id(party) or identity.find_party(view, party) is None:
        raise UnknownParty(party=repr(party)[:60], pointer=pointer)


def ucr_issuer(view: View, parties: Sequence[PartyId]) -> tuple[str, str] | None:
    """Country and national identifier of the first of `parties` that has one, for a UCR."""
    for id in parties:
        party = identity.find_party(view, id)
        numbers = {one.scheme: one.value for one in party.identifiers} if party else {}
        for scheme in UCR_SCHEMES:
            if party is not None and scheme in numbers:
                return party.country, numbers[scheme]
    return None


def find_party(view: View, text: str) -> PartyId | None:
    """By its id, or by an identifier: `USCC 91...`, `UEN:...`, or the bare number."""
    if text.startswith("par_"):
        found = identity.find_party(view, text) if is_id(text) else None
        return found.id if found else None
    scheme, _, value = text.replace(":", " ").partition(" ")
    asked = [(scheme.upper(), value.strip())] if value else [(scheme, text) for scheme in UCR_SCHEMES]
    for scheme, number in asked:
        try:
            found = identity.find_party_by_identifier(view, identity.Identifier(scheme, number))
        except BadValue:
            continue
        if found is not None:
            return found.id
    return None
