"""Use cases of the room."""

from landsea.consignment import store
from landsea.consignment.model import (
    ConsignmentBooked,
    ContactNamed,
    QuoteAccepted,
    QuoteExpired,
    QuoteGiven,
    QuoteWithdrawn,
)
from landsea.consignment.rules.record import EVOLVING
from landsea.consignment.rules.state import Act, may, state_of
from landsea.consignment.rules.tasks import tasks_of
from landsea.consignment.service.access import get_consignment, get_consignment_unfiltered, get_quote
from landsea.consignment.service.change import amend, cancel, split
from landsea.consignment.service.contacts import erase_contact
from landsea.consignment.service.document import (
    add_party,
    bind_document,
    expire_document,
    invite_party,
    release_document,
)
from landsea.consignment.service.importing import import_bookings
from landsea.consignment.service.joins import references_of
from landsea.consignment.service.legs import confirm_leg, decline_leg, roll_leg
from landsea.consignment.service.quotes import accept_quote, expire_quotes, list_quotes, quote, withdraw_quote
from landsea.consignment.service.reading import (
    Step,
    all_consignments,
    contacts_of,
    find_by_reference_unfiltered,
    history,
    list_consignments,
    parties_on,
)
from landsea.consignment.service.tasks import attach, close_task, get_attachment, list_tasks
from landsea.journal import Projection, Work

PROJECTION = Projection(
    tables=store.TABLES,
    handlers={
        QuoteGiven: store.on_quote_given,
        QuoteAccepted: store.on_quote_changed,
        QuoteWithdrawn: store.on_quote_changed,
        QuoteExpired: store.on_quote_changed,
        ConsignmentBooked: store.on_booked,
        ContactNamed: store.on_contact_named,
        **dict.fromkeys(EVOLVING, store.on_changed),
    },
    erased={ContactNamed: store.on_contact_erased},
)

__all__ = [
    "PROJECTION",
    "Act",
    "Step",
    "Work",
    "accept_quote",
    "add_party",
    "all_consignments",
    "amend",
    "attach",
    "bind_document",
    "cancel",
    "close_task",
    "confirm_leg",
    "contacts_of",
    "decline_leg",
    "erase_contact",
    "expire_document",
    "expire_quotes",
    "find_by_reference_unfiltered",
    "get_attachment",
    "get_consignment",
    "get_consignment_unfiltered",
    "get_quote",
    "history",
    "import_bookings",
    "invite_party",
    "list_consignments",
    "list_quotes",
    "list_tasks",
    "may",
    "parties_on",
    "quote",
    "references_of",
    "release_document",
    "roll_leg",
    "split",
    "state_of",
    "tasks_of",
    "withdraw_quote",
]
