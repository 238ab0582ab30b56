"""The read model of the exchange with other platforms, and the queue of what is to be sent (which is outside the journal)."""

from landsea.lading.store_interchange.outgoing import (
    Outgoing,
    document_of_key,
    due_now,
    get_outgoing,
    keep,
    list_outgoing,
    newest_outgoing,
    queue,
)
from landsea.lading.store_interchange.projection import HANDLERS
from landsea.lading.store_interchange.queries import (
    action_of,
    asked_surrender,
    find_carrier,
    find_here,
    find_surrender,
    key_of_document,
    key_of_payload,
    key_of_reference,
    ledger,
    list_begun,
    list_carriers,
    list_counterparts,
    open_surrender,
    refusal_of,
)
from landsea.lading.store_interchange.tables import BARRED, TABLES, Ledger

__all__ = [
    "BARRED",
    "HANDLERS",
    "TABLES",
    "Ledger",
    "Outgoing",
    "action_of",
    "asked_surrender",
    "document_of_key",
    "due_now",
    "find_carrier",
    "find_here",
    "find_surrender",
    "get_outgoing",
    "keep",
    "key_of_document",
    "key_of_payload",
    "key_of_reference",
    "ledger",
    "list_begun",
    "list_carriers",
    "list_counterparts",
    "list_outgoing",
    "newest_outgoing",
    "open_surrender",
    "queue",
    "refusal_of",
]
