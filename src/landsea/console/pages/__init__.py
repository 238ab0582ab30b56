"""The pages, by what they are about. Importing this package registers them all."""

from landsea.console.pages import (
    account,
    consignments,
    containers,
    documents,
    events,
    flows,
    home,
    journal,
    network,
    parties,
    plan,
    policy,
    quotes,
    studies,
    webhooks,
)
from landsea.console.web import router

__all__ = [
    "account",
    "consignments",
    "containers",
    "documents",
    "events",
    "flows",
    "home",
    "journal",
    "network",
    "parties",
    "plan",
    "policy",
    "quotes",
    "router",
    "studies",
    "webhooks",
]
