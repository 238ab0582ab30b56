"""Looking: at what the actor's party is on, and, without that filter, for rooms above."""

from __future__ import annotations

from datetime import datetime

from landsea.consignment import store
from landsea.consignment.model import Consignment, ConsignmentId, PartyOn, Person, State
from landsea.consignment.service.access import get_consignment, get_consignment_unfiltered
from landsea.journal import View
from landsea.kernel import PartyId


def list_consignments(
    view: View,
    *,
    state: State | None = None,
    number: str | None = None,
    from_place: str | None = None,
    to_place: str | None = None,
    after: tuple[datetime, str] | None = None,
    limit: int = 50,
) -> list[Consignment]:
    """Those that the actor's party is on, newest first, behind (`booked_at`, id) `after`.

    `number` is a UCR, a booking, container or document number.
    """
    return store.list_records(
        view.connection,
        view.actor.party,
        state=state,
        number=number,
        from_place=from_place,
        to_place=to_place,
        after=after,
        limit=limit,
    )


def contacts_of(view: View, consignment: str) -> dict[PartyId, Person]:
    """Whom to call at each party: personal data, shown only to the parties on the consignment."""
    return store.contacts(view.connection, get_consignment(view, consignment).id)


def parties_on(view: View, consignment: str) -> tuple[PartyOn, ...]:
    """WITHOUT access filter: who is on a consignment, for rooms above that show something of theirs to the same parties."""
    return get_consignment_unfiltered(view, consignment).parties


def find_by_reference_unfiltered(
    view: View, *, container: str | None = None, booking: str | None = None, document: str | None = None
) -> list[ConsignmentId]:
    """WITHOUT access filter, for `tracking` to bind events: consignments that have this container, booking and document number.

    What is given must all match; with nothing given the answer is empty. Bookings are the forwarder's and the operators' numbers.
    """
    given = {"container": container, "booking": booking, "document": document}
    found = [
        set(store.find_by_reference(view.connection, kind, value)) for kind, value in given.items() if value is not None
    ]
    return sorted(set.intersection(*found)) if found else []
