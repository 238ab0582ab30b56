"""The read model of documents on chains, and beside the journal what is sealed, what is to be sent, and how far was read."""

from landsea.lading.store_chain.journeys import (
    Journey,
    Watch,
    acts_of,
    due_journeys,
    find_journey,
    find_watch,
    hold_chain,
    journeys_at,
    set_watch,
)
from landsea.lading.store_chain.projection import (
    HANDLERS,
)
from landsea.lading.store_chain.settings import (
    ChainKey,
    earlier_addresses,
    find_chain,
    find_key,
    find_line,
    find_sealed,
    is_in_use,
    keys_of,
    list_chains,
    put_sealed,
    set_line,
)
from landsea.lading.store_chain.tables import (
    TABLES,
    transaction,
    watch,
)
from landsea.lading.store_chain.transactions import (
    Waiting,
    due_transactions,
    get_transaction,
    keep_transaction,
    put_transaction,
    transactions_of,
    turns,
)

__all__ = [
    "HANDLERS",
    "TABLES",
    "ChainKey",
    "Journey",
    "Waiting",
    "Watch",
    "acts_of",
    "due_journeys",
    "due_transactions",
    "earlier_addresses",
    "find_chain",
    "find_journey",
    "find_key",
    "find_line",
    "find_sealed",
    "find_watch",
    "get_transaction",
    "hold_chain",
    "is_in_use",
    "journeys_at",
    "keep_transaction",
    "keys_of",
    "list_chains",
    "put_sealed",
    "put_transaction",
    "set_line",
    "set_watch",
    "transaction",
    "transactions_of",
    "turns",
    "watch",
]
