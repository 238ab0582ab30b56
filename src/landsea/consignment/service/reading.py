"""Looking: at what the actor's party is on, and, without that filter, for rooms above."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Step:
    """One fact of a consignment: what it is called, whose act it was, when, and where it stands in the journal."""

    version: int
    kind: str
    party: PartyId
    acted_at: datetime
    recorded_at: datetime
    position: int


def history(view: View, consignment: str) -> list[Step]:
    """Every fact of a consignment, oldest first."""
    stream = store.CONSIGNMENTS + get_consignment(view, consignment).id
    return [
        Step(entry.version, entry.kind, entry.party, entry.acted_at, entry.recorded_at, entry.position)
        for entry, _ in view.history(stream)
    ]


def all_consignments(view: View) -> Iterator[Consignment]:
    """All that the actor's party is on, newest first, read in pages."""
    after = None
    while page := list_consignments(view, after=after, limit=200):
        yield from page
        after = (page[-1].booked_at, page[-1].id)


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
