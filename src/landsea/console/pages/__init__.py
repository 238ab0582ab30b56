"""The pages, by what they are about. Importing this package registers them all."""

from landsea.console.pages import (
    account,
    consignments,
    documents,
    events,
    home,
    journal,
    network,
    parties,
    plan,
    quotes,
    studies,
)
from landsea.console.web import router

__all__ = [
    "account",
    "consignments",
    "documents",
    "events",
    "home",
    "journal",
    "network",
    "parties",
    "plan",
    "quotes",
    "router",
    "studies",
]
