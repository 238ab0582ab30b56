"""Kinds of transport documents: UN/EDIFACT 1001."""

from __future__ import annotations

MAY_BE_NEGOTIABLE = frozenset(
    {"704", "705", "706", "708", "709", "711", "714", "716"} | {"760", "761", "763", "764", "765", "766"}
)
"""Bills of lading (master, original, for empties, tanker, inland waterway, house, forwarder's), and combined, through and multimodal
transport documents. Whether one of these was made out as a negotiable one is always said, never taken for granted.
"""
CONTRACTS = MAY_BE_NEGOTIABLE | {"700", "703", "710", "712", "720", "730", "740", "741", "743"}
"""Those, and waybills, consignment notes and receipts, that are contracts of carriage."""
